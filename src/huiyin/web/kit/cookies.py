"""Names of the cookies that we set ourselves."""

from django.conf import settings


def name(plain: str) -> str:
    """The cookie's name; over TLS with the prefix by which a browser takes it from this
    very host alone.
    """
    return f"__Host-{plain}" if settings.SESSION_COOKIE_SECURE else plain
