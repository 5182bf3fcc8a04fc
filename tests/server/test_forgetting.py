"""What is kept for a time only is deleted when it is over, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache

from huiyin.server.forgetting import forget
from huiyin.web.kit import clock

pytestmark = pytest.mark.django_db


def test_sign_ins_sessions_and_counts_are_kept_for_their_time_only(settings):
    settings.HUIYIN_SIGN_INS_KEPT = timedelta(days=180)
    at = clock.now()
    for days in (10, 179, 181, 400):
        entry = AccessLog.objects.create(username="wang", ip_address="192.0.2.1")
        AccessLog.objects.filter(pk=entry.pk).update(attempt_time=at - timedelta(days=days))
    for n, hours in enumerate((1, 23, 25)):
        tried = AccessAttempt.objects.create(username=str(n), ip_address="192.0.2.1", failures_since_start=1)
        AccessAttempt.objects.filter(pk=tried.pk).update(attempt_time=at - timedelta(hours=hours))
    for hours in (-1, 1):
        session = SessionStore()
        session.create()
        Session.objects.filter(pk=session.session_key).update(expire_date=at + timedelta(hours=hours))
    cache.set("over", 1, timeout=-60)
    cache.set("running", 1, timeout=60)
    assert forget(at=at) == 2 + 1 + 1 + 1
    assert (AccessLog.objects.count(), AccessAttempt.objects.count(), Session.objects.count()) == (2, 2, 1)
    assert cache.get("running") == 1
    assert forget(at=at) == 0
