"""The WSGI application that granian serves."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from huiyin.web.receiving import tidied

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.server.settings")

django_application = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer a request."""
    return django_application(tidied(environ), start_response)
