"""Addresses of the administrators' pages. Every view here asks for its permission
before anything else.
"""

from django.urls import URLPattern, URLResolver, path

from huiyin.web.administration import competence, home, organs, staff

app_name = "administration"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.page, name="home"),
    path("staff", staff.page, name="staff"),
    path("staff/new", staff.add, name="staff_new"),
    path("staff/<int:staff>", staff.details, name="staff_one"),
    path("organs", organs.page, name="organs"),
    path("organs/new", organs.add, name="organ_new"),
    path("organs/<str:code>", organs.details, name="organ_one"),
    path("competence", competence.page, name="competence"),
]
