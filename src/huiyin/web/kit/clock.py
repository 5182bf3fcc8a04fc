"""The clock at the doors. Inside, time is an argument."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """Return this instant, aware. Views, tasks and commands call it once and pass it on as `at`."""
    return timezone.now()  # noqa: TID251  # the one place at the doors that reads the clock


def today() -> date:
    """Return the day it is in the office's time zone."""
    return now().astimezone(timezone.get_default_timezone()).date()
