"""What is kept for a time only: the log of sign-ins, wrong passwords, sessions that are
over, counts, done tasks.
"""

from datetime import datetime, timedelta

from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django_tasks_db.models import DBTaskResult

from huiyin.server.counters import clear_past
from huiyin.web.kit import nights

ATTEMPTS_KEPT = timedelta(days=1)
"""Wrong passwords count for a quarter of an hour; what was typed as a name may be
somebody's password.
"""

TASKS_KEPT = timedelta(days=30)
"""How long it can be looked up what an hour's task did."""


def forget(*, at: datetime) -> int:
    """Delete what has been kept for long enough by ``at``; returns the number of rows.

    Sign-ins after ``HUIYIN_SIGN_INS_KEPT_DAYS``, wrong passwords after a day, sessions
    and counts when they are over, the hours' tasks after a month; the nights' stay, for
    they say when the last good one was.
    """
    signed_in, _each = AccessLog.objects.filter(
        attempt_time__lt=at - settings.HUIYIN_SIGN_INS_KEPT
    ).delete()
    wrong, _each = AccessAttempt.objects.filter(
        attempt_time__lt=at - ATTEMPTS_KEPT
    ).delete()
    done = DBTaskResult.objects.finished().exclude(task_path=nights.PATH)
    tasks, _each = done.filter(finished_at__lt=at - TASKS_KEPT).delete()
    over, _each = Session.objects.filter(expire_date__lt=at).delete()
    return int(signed_in) + int(wrong) + int(tasks) + over + clear_past(at=at)
