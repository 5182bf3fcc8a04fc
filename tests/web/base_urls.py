"""The addresses of the base alone, with the style guide, which a server only has when debugging."""

from django.urls import include, path
from django.views.i18n import set_language

from huiyin.web.kit import styleguide

urlpatterns = [
    path("styleguide", styleguide.page, name="styleguide"),
    path("language/", set_language, name="set_language"),
    path("account/", include("huiyin.web.kit.account_urls")),
]
handler404 = "huiyin.web.kit.errors.not_found"
