"""Log lines: structured, with a request id, and without what could name a petitioner."""

import json
import logging

import pytest
import structlog
from django.test import Client

from huiyin.server import logs


@pytest.fixture
def lines(caplog):
    """What is logged meanwhile, as the formatter of the product would write it."""
    formatter = structlog.stdlib.ProcessorFormatter(
        processors=[
            logs.without_request,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        foreign_pre_chain=logs.SHARED_PROCESSORS,
    )
    caplog.set_level(logging.INFO)
    return lambda: [json.loads(formatter.format(record)) for record in caplog.records]


def test_a_request_is_one_line_without_path_and_query(lines):
    response = Client().get("/health/live?number=XF2026-001284&code=SECRET", headers={"X-Request-ID": "abcdef-123456"})
    assert response["X-Request-ID"] == "abcdef-123456"
    [line] = [one for one in lines() if one["event"] == "request.finished"]
    assert (line["route"], line["status"], line["request_id"]) == ("health_live", 200, "abcdef-123456")
    assert "SECRET" not in json.dumps(line)
    assert "XF2026" not in json.dumps(line)


def test_a_strange_request_id_is_replaced():
    response = Client().get("/health/live", headers={"X-Request-ID": "a\nforged line"})
    assert response["X-Request-ID"].isalnum()
