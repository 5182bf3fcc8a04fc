"""Addresses of the supervisor pages. Every view here asks for its permission before anything else."""

from django.urls import URLPattern, URLResolver, path

from huiyin.web.supervisor import looking, overview, report

app_name = "supervisor"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", overview.page, name="overview"),
    path("matters", looking.page, name="looking"),
    path("annual", report.page, name="annual"),
    path("annual.xlsx", report.download, name="annual_xlsx"),
]
