"""What the register is: the fold of the events of organs, areas, topics and staff. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from huiyin.ledger.event import Event

Triple = tuple[str, str, str]
"""Topic, area ("" for everywhere) and organ of a row of the competence table."""


@dataclass(slots=True)
class PostingTold:
    """A posting as events tell it; ``from_date`` None where an older event did not say."""

    staff: int
    organ: str
    post: str
    from_date: date | None
    to_date: date | None = None


@dataclass(slots=True)
class RegisterTold:
    """Organs, areas, topics, staff, competence, postings and proposals as the ledger
    tells them, by code or id.
    """

    organs: dict[str, dict[str, Any]] = field(default_factory=dict)
    areas: dict[str, dict[str, Any]] = field(default_factory=dict)
    topics: dict[str, dict[str, Any]] = field(default_factory=dict)
    staff: dict[int, bool] = field(default_factory=dict)
    competence: dict[Triple, str] = field(default_factory=dict)
    postings: list[PostingTold] = field(default_factory=list)
    proposals: dict[int, dict[str, Any]] = field(default_factory=dict)

    def add(self, event: Event) -> None:
        """Fold one more event; those that change nothing of the register are passed over."""
        change = CHANGES.get(event.type)
        if change is not None:
            change(self, event)


def _names(said: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name_zh": said["name_zh"].strip(),
        "name_en": said["name_en"].strip(),
    }


def _organ_created(told: RegisterTold, event: Event) -> None:
    said = event.payload
    told.organs[said["code"]] = {
        **_names(said),
        "level": said["level"],
        "kind": said["kind"],
        "parent": said["parent"],
        "area": said["area"],
        "department_above": None,
        "active": True,
        "ending": "",
        "successors": [],
        "ended_date": None,
        "passed_on": False,
    }


def _organ_renamed(told: RegisterTold, event: Event) -> None:
    said = event.payload
    told.organs[_organ(event)].update(_names(said["new"]))


def _organ_closed(told: RegisterTold, event: Event) -> None:
    told.organs[_organ(event)]["active"] = False


def _organ_ended(told: RegisterTold, event: Event) -> None:
    said = event.payload
    how = event.type.partition(".")[2]
    ended = {
        "ending": how,
        "successors": said["into"],
        "ended_date": _day(said["on"]),
    }
    told.organs[_organ(event)].update(ended)


def _organ_passed_on(told: RegisterTold, event: Event) -> None:
    told.organs[_organ(event)]["passed_on"] = True


def _organ_moved(told: RegisterTold, event: Event) -> None:
    said = event.payload
    told.organs[_organ(event)]["parent"] = said["to"]


def _organ_directed(told: RegisterTold, event: Event) -> None:
    said = event.payload
    told.organs[_organ(event)]["department_above"] = said["new"]


def _area_created(told: RegisterTold, event: Event) -> None:
    said = event.payload
    told.areas[said["code"]] = {
        **_names(said),
        "level": said["level"],
        "parent": said["parent"],
    }


def _topic_created(told: RegisterTold, event: Event) -> None:
    said = event.payload
    told.topics[said["code"]] = {**_names(said), "parent": said["parent"]}


def _competence_set(told: RegisterTold, event: Event) -> None:
    said = event.payload
    told.competence[_triple(said)] = said["note"]


def _competence_removed(told: RegisterTold, event: Event) -> None:
    said = event.payload
    told.competence.pop(_triple(said), None)


def _staff_created(told: RegisterTold, event: Event) -> None:
    said = event.payload
    told.staff[said["staff"]] = True


def _staff_closed(told: RegisterTold, event: Event) -> None:
    said = event.payload
    told.staff[said["staff"]] = False


def _posted(told: RegisterTold, event: Event) -> None:
    said = event.payload
    first, last = _day(said["from_date"]), _day(said["to_date"])
    told.postings.append(
        PostingTold(said["staff"], _organ(event), said["post"], first, last)
    )


def _posting_ended(told: RegisterTold, event: Event) -> None:
    said = event.payload
    _end(
        told, said["staff"], _organ(event), said["post"], _day(said["to_date"])
    )


def _reader_proposed(told: RegisterTold, event: Event) -> None:
    said = event.payload
    told.proposals[said["proposal"]] = {
        "organ": _organ(event),
        "staff": said["staff"],
        "by": event.actor,
        "at": event.at,
        "answer": "",
    }


def _reader_named(told: RegisterTold, event: Event) -> None:
    said = event.payload
    _answer(told, said, "approved")
    first = _day(said.get("from_date"))
    told.postings.append(
        PostingTold(said["staff"], _organ(event), "sealed_reader", first)
    )


def _reader_declined(told: RegisterTold, event: Event) -> None:
    said = event.payload
    _answer(told, said, "declined")


def _reader_ended(told: RegisterTold, event: Event) -> None:
    said = event.payload
    _end(
        told,
        said["staff"],
        _organ(event),
        "sealed_reader",
        _day(said.get("to_date")),
    )


def _answer(told: RegisterTold, said: Mapping[str, Any], answer: str) -> None:
    proposal = told.proposals.get(said["proposal"])
    if proposal is not None:
        proposal["answer"] = answer


def _end(
    told: RegisterTold, staff: int, organ: str, post: str, on: date | None
) -> None:
    """End the posting that runs on that day; one that begins on it or later is as if it
    had not been.
    """
    for posting in reversed(told.postings):
        runs = posting.to_date is None or (
            on is not None and posting.to_date > on
        )
        if (posting.staff, posting.organ, posting.post) == (
            staff,
            organ,
            post,
        ) and runs:
            if (
                on is not None
                and posting.from_date is not None
                and posting.from_date >= on
            ):
                told.postings.remove(posting)
            else:
                posting.to_date = (
                    on or date.max
                )  # an older event did not say the day
            return


def _organ(event: Event) -> str:
    return event.stream.partition(":")[2]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _triple(said: Mapping[str, Any]) -> Triple:
    return said["topic"], said["area"] or "", said["organ"]


CHANGES: dict[str, Callable[[RegisterTold, Event], None]] = {
    "organ.created": _organ_created,
    "organ.renamed": _organ_renamed,
    "organ.closed": _organ_closed,
    "organ.merged": _organ_ended,
    "organ.divided": _organ_ended,
    "organ.abolished": _organ_ended,
    "organ.passed_on": _organ_passed_on,
    "organ.moved": _organ_moved,
    "organ.directed": _organ_directed,
    "organ.competence_set": _competence_set,
    "organ.competence_removed": _competence_removed,
    "organ.staff_posted": _posted,
    "organ.posting_ended": _posting_ended,
    "organ.reader_proposed": _reader_proposed,
    "organ.reader_named": _reader_named,
    "organ.reader_declined": _reader_declined,
    "organ.reader_ended": _reader_ended,
    "area.created": _area_created,
    "topic.created": _topic_created,
    "staff.created": _staff_created,
    "staff.closed": _staff_closed,
}
