"""Addresses: the public at the root, offices under /office/, supervisors under
/office/overview/.
"""

from django.conf import settings
from django.urls import include, path
from django.views.i18n import set_language

from huiyin.server import health
from huiyin.web.kit import styleguide

urlpatterns = [
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("language/", set_language, name="set_language"),
    path("account/", include("huiyin.web.kit.account_urls")),
    path("office/overview/", include("huiyin.web.supervisor.urls")),
    path("office/administration/", include("huiyin.web.administration.urls")),
    path("office/", include("huiyin.web.officer.urls")),
    path("", include("huiyin.web.public.urls")),
]

if settings.DEBUG:
    urlpatterns.insert(
        0, path("styleguide", styleguide.page, name="styleguide")
    )

handler400 = "huiyin.web.kit.errors.bad_request"
handler403 = "huiyin.web.kit.errors.forbidden"
handler404 = "huiyin.web.kit.errors.not_found"
handler429 = "huiyin.web.kit.errors.too_many_sign_ins"
handler500 = "huiyin.web.kit.errors.server_error"
