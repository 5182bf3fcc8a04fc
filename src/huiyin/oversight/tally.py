"""The follower `tally`: how many events each organ has on each day, counted once each
as they are written.

It is the smallest follower that can be wrong: whoever writes another one can begin from
it. The day is that on which the event happened, in the office's own time; what an old
ledger records counts on its own day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.ledger import reads as ledger
from huiyin.ledger.follow import Follower
from huiyin.ledger.reads import Entry
from huiyin.oversight.models import EventCount

Place = tuple[str, date]


def count(entries: Sequence[Entry]) -> None:
    """Add some events to what is counted; two queries. The follower's cursor keeps others out."""
    zone = timezone.get_default_timezone()
    added: Counter[Place] = Counter(
        (entry.event.organ, entry.event.at.astimezone(zone).date())
        for entry in entries
    )
    rows = EventCount.objects.filter(
        organ__in={organ for organ, _day in added},
        day__in={day for _organ, day in added},
    )
    before = {(row.organ, row.day): row.events for row in rows}
    EventCount.objects.bulk_create(
        [
            EventCount(
                organ=organ, day=day, events=before.get((organ, day), 0) + more
            )
            for (organ, day), more in added.items()
        ],
        update_conflicts=True,
        unique_fields=["organ", "day"],
        update_fields=["events"],
    )


def clear() -> None:
    """Forget what was counted."""
    EventCount.objects.all().delete()


def check(until_id: int) -> Iterator[str]:
    """Count everything again up to an id, and yield in words where that differs."""
    kept: dict[Place, int] = {
        (row.organ, row.day): row.events for row in EventCount.objects.all()
    }
    again: dict[Place, int] = {
        (organ, day): number
        for organ, day, number in ledger.count_by_organ_and_day(
            until_id=until_id
        )
    }
    for place in sorted(kept.keys() | again.keys()):
        if kept.get(place, 0) != again.get(place, 0):
            yield _(
                "%(organ)s, %(day)s: %(kept)d events were counted, and the ledger has %(again)d"
            ) % {
                "organ": place[0] or "–",
                "day": place[1].isoformat(),
                "kept": kept.get(place, 0),
                "again": again.get(place, 0),
            }


TALLY = Follower(name="tally", handle=count, clear=clear, check=check)
