"""What people are told about files before they choose any."""

from django.conf import settings
from django.utils.translation import gettext as _


def limits() -> str:
    """How large one may be, and how many there may be."""
    return _("Each up to %(megabytes)d MB, at most %(number)d files.") % {
        "megabytes": settings.HUIYIN_UPLOAD_MAX_MB,
        "number": settings.HUIYIN_UPLOAD_MAX_FILES,
    }
