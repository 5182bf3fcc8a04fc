"""Addresses of the supervisor pages. Every view here asks for its permission before
anything else.
"""

from django.urls import URLPattern, URLResolver, path

from huiyin.web.supervisor import (
    circumstances,
    overview,
    report,
    suggestions,
    supervised,
)

app_name = "supervisor"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", overview.page, name="overview"),
    path("supervised", supervised.page, name="supervised"),
    path("matters", circumstances.page, name="looking"),
    path("suggestions", suggestions.page, name="advice"),
    path("suggestions/new", suggestions.write, name="advice_new"),
    path("annual", report.page, name="annual"),
    path("annual.xlsx", report.download, name="annual_xlsx"),
]
