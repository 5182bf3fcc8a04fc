"""Logging: one JSON object per line on standard error; a readable form with
HUIYIN_LOG_FORMAT=text.
"""

from typing import Any

import structlog

from huiyin.server.environment import env
from huiyin.server.logs import SHARED_PROCESSORS, without_request

_json = env.str("HUIYIN_LOG_FORMAT", default="json") == "json"
_renderer: Any = (
    structlog.processors.JSONRenderer(ensure_ascii=False)
    if _json
    else structlog.dev.ConsoleRenderer()
)
_level = env.str("HUIYIN_LOG_LEVEL", default="INFO").upper()

LOGGING_CONFIG = "huiyin.server.logs.configure"
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "structured": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                without_request,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                _renderer,
            ],
            "foreign_pre_chain": SHARED_PROCESSORS,
        }
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "structured"}
    },
    "root": {"handlers": ["stderr"], "level": _level},
    "loggers": {
        # their lines carry whole paths with query strings; RequestLogMiddleware writes one without
        "django.server": {
            "handlers": [],
            "level": "CRITICAL",
            "propagate": False,
        },
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
        "axes": {"level": "ERROR"},
        "botocore": {"level": "WARNING"},
        "boto3": {"level": "WARNING"},
    },
}
