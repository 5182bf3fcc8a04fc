"""The least that Django does here: a view without middleware, templates or database, served as Huiyin is. What
everything else is compared with, so that two machines can be.
"""

from __future__ import annotations

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def view(_request: HttpRequest) -> HttpResponse:
    """Says nothing much."""
    return HttpResponse("回音", content_type="text/plain; charset=utf-8")


urlpatterns = [path("", view)]

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    MIDDLEWARE=[],
    ROOT_URLCONF=__name__,
    SECRET_KEY="nothing is signed here",  # noqa: S106 - for nothing
)
application = get_wsgi_application()
