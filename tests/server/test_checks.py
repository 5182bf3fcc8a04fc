"""What is written wrongly in the environment is said at the start, not met by whoever
opens a page.
"""

from __future__ import annotations

import pytest

from huiyin.server.checks import limits_are_readable


def test_what_is_written_rightly_is_taken(settings):
    settings.HUIYIN_SECOND_FACTOR = frozenset({"clerk", "sealed_reader"})
    settings.HUIYIN_RATES = {"file": "20/h", "follow": "", "sign_in_address": "5/10m"}
    settings.HUIYIN_OFFICE_NETWORKS = ["10.1.0.0/16", "192.0.2.7", "2001:db8::/48"]
    assert limits_are_readable() == []


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("HUIYIN_SECOND_FACTOR", frozenset({"clerc"}), "no post is called clerc"),
        ("HUIYIN_RATES", {"file": "20/hour"}, "is no rate"),
        ("HUIYIN_RATES", {"file": "many/h"}, "many"),
        ("HUIYIN_RATES", {"file": "20"}, "is no rate"),
        ("HUIYIN_OFFICE_NETWORKS", ["10.1.0.0/99"], "10.1.0.0/99"),
        ("HUIYIN_OFFICE_NETWORKS", ["the hall"], "the hall"),
        ("HUIYIN_KEEP_IDENTITIES_YEARS", 0, "1 to 100 years, not 0"),
        ("HUIYIN_KEEP_IDENTITIES_YEARS", 101, "1 to 100 years, not 101"),
    ],
)
def test_what_is_written_wrongly_is_said(settings, name, value, said):
    setattr(settings, name, value)
    [wrong] = limits_are_readable()
    assert said in wrong.msg
