"""Hosts, cookies, transport and the content security policy."""

from csp.constants import NONE, SELF

from huiyin.server import secrets
from huiyin.server.environment import data_dir, env

DEBUG = env.bool("HUIYIN_DEBUG", default=False)
SECRET_KEY = secrets.read("secret_key", data_dir() / "secrets")
ALLOWED_HOSTS = env.list(
    "HUIYIN_HOSTS", default=["localhost", "127.0.0.1", "[::1]"]
)

# Set it where TLS ends: cookies then never travel in the clear, and browsers are told to insist.
_https = env.bool("HUIYIN_HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SECURE_SSL_REDIRECT = _https
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # probes come from inside, without TLS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _https else 0
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https")
    if env.int("HUIYIN_PROXIES", default=0)
    else None
)
CSRF_TRUSTED_ORIGINS = [
    f"https://{host}"
    for host in ALLOWED_HOSTS
    if _https and not host.startswith(("*", "."))
]
CSRF_FAILURE_VIEW = "huiyin.web.kit.errors.csrf_failure"

# With this prefix a browser takes a cookie only from this very host over TLS: no
# neighbour can plant one.
_PREFIX = "__Host-" if _https else ""
SESSION_COOKIE_NAME = f"{_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{_PREFIX}csrftoken"
LANGUAGE_COOKIE_SECURE = _https
LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True  # forms carry the token; no script needs the cookie

HUIYIN_SESSION_IDLE_MINUTES = env.int("HUIYIN_SESSION_IDLE_MINUTES", default=60)
HUIYIN_SESSION_HOURS = env.int("HUIYIN_SESSION_HOURS", default=12)
"""After so long without use, and after so long whatever happens, staff sign in again; 0
lifts the limit.
"""

SESSION_ENGINE = "huiyin.server.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = "Lax"

SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Nothing inline, nothing from elsewhere. So that this holds, charts draw their tooltips as text
# and htmx writes no style element.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    },
}

SILENCED_SYSTEM_CHECKS = [
    "security.W004",  # HSTS, redirect and secure cookies follow HUIYIN_HTTPS
    "security.W008",
    "security.W012",
    "security.W016",
    "security.W005",  # subdomains and preload lists belong to the owner of the domain
    "security.W021",
]
