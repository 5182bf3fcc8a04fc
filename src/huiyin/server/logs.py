"""Structured logs: request ids, one line per request, and nothing that could name a petitioner.

A line says which route was asked for, not which path: a path can hold a matter's
number, a query string its code.
"""

import logging.config
import re
import time
import uuid
from collections.abc import Callable, MutableMapping
from typing import Any, Final

import structlog
from django.http import HttpRequest, HttpResponse

log = structlog.get_logger("huiyin.request")

SHARED_PROCESSORS: Final[list[Any]] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]

_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


def configure(config: dict[str, Any]) -> None:
    """Set up the standard library's logging and structlog on top of it (Django calls
    this as LOGGING_CONFIG).
    """
    logging.config.dictConfig(config)
    structlog.configure(
        processors=[
            *SHARED_PROCESSORS,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def without_request(
    _: Any, __: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """An event without what Django hangs on its records: a request object prints its
    path and query string.
    """
    for name in ("request", "server_time"):
        event.pop(name, None)
    return event


class RequestLogMiddleware:
    """Give each request an id, put it on every line logged meanwhile and on the
    response, and log how it ended.
    """

    def __init__(
        self, get_response: Callable[[HttpRequest], HttpResponse]
    ) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            match = request.resolver_match
            log.info(
                "request.finished",
                method=request.method,
                route=(match.view_name or match.route) if match else None,
                status=response.status_code,
                milliseconds=round((time.perf_counter() - started) * 1000, 1),
            )
        response["X-Request-ID"] = request_id
        return response
