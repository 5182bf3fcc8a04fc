"""Results of re-reviews that were published (R22 Art 36): open to everybody, and these
words alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from huiyin.casework.basis import law_access
from huiyin.casework.models import Case, Note
from huiyin.casework.sealing.visibility import told_to_all
from huiyin.law.terms.ruling import Text
from huiyin.ledger import reads as ledger
from huiyin.ledger.reads import Entry

EVENT = "matter.result_published"
PAGE = 20


@dataclass(frozen=True, slots=True)
class Published:
    """One result: its words, who decided and published it, and when. Neither number nor
    anybody's name.
    """

    heading: str
    text: str
    organ: str
    outcome: Text | None
    on: date


@dataclass(frozen=True, slots=True)
class PublishedPage:
    """Some of them, the newest first; ``before`` continues the list, None at its end."""

    items: tuple[Published, ...]
    before: int | None


def published(*, before: int | None = None, limit: int = PAGE) -> PublishedPage:
    """What is public now: taken down ones are left out, and of what was published again
    only the last. ``before`` is the id of the last entry seen, None on the first page.

    Three queries.
    """
    entries = ledger.newest_of(EVENT, before_id=before, limit=limit + 1)
    shown = entries[:limit]
    ids = {_case(entry) for entry in shown}
    cases = told_to_all(
        Case.objects.filter(pk__in=ids, values__published=True)
    ).in_bulk()
    words: dict[str, dict[int, dict[str, str]]] = {}
    for row in Note.objects.filter(
        case_id__in=cases, key__in=("heading", "text")
    ):
        words.setdefault(row.case_id, {}).setdefault(row.event_seq, {})[
            row.key
        ] = row.text
    items = [_item(entry, cases, words) for entry in shown]
    more = len(entries) > limit
    return PublishedPage(
        tuple(item for item in items if item is not None),
        shown[-1].id if more else None,
    )


def _case(entry: Entry) -> str:
    return entry.event.stream.partition(":")[2]


def _item(
    entry: Entry,
    cases: Mapping[str, Case],
    words: Mapping[str, Mapping[int, Mapping[str, str]]],
) -> Published | None:
    case = cases.get(_case(entry))
    said = {
        seq: told
        for seq, told in words.get(_case(entry), {}).items()
        if "heading" in told
    }
    if case is None or entry.event.seq != max(said, default=0):
        return None
    pack = law_access.pack(case.pack)
    outcome = pack.terms["review_outcomes"].terms.get(
        str(case.values.get("rereview_outcome") or "")
    )
    told = said[entry.event.seq]
    return Published(
        heading=told["heading"],
        text=told.get("text", ""),
        organ=entry.event.organ,
        outcome=outcome.title if outcome else None,
        on=law_access.local_day(pack, entry.event.at),
    )
