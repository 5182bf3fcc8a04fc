"""Serving one answer on several people, each for themselves."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from huiyin.casework.basis import law_access
from huiyin.casework.basis.errors import Invalid
from huiyin.casework.matter import participants
from huiyin.casework.matter.command import Act
from huiyin.casework.matter.rulings import facts_of
from huiyin.casework.matter.work import NO_DATA, Work, stream
from huiyin.law.engine.settings import dates_set
from huiyin.law.rules.conditions import Context
from huiyin.law.terms.ruling import Ruling
from huiyin.ledger import reads as ledger
from huiyin.ledger.event import Event

HOW = ("method", "received_on", "notice_ground", "notice_reason")
ON_APPEAL = {
    "serve_review_one": "serve_review",
    "serve_rereview_one": "serve_rereview",
}
"""The answers to a review and a re-review: the service of one, and the step that
follows when everybody has it.
"""
WHOLE = {"serve_one": "serve", **ON_APPEAL}
"""The service of one of several, and the service of an answer on a petitioner who is alone."""


def _to_be_served(
    case_id: str, signatories: Sequence[int], received: Container[int]
) -> set[int]:
    """All who are served; Invalid where somebody is not among them, or has the answer,
    or nobody was named.
    """
    if not signatories:
        raise Invalid("signatory", _("choose at least one of those who signed"))
    standing = participants.expect_signing(case_id, signatories)
    if any(position in received for position in signatories):
        raise Invalid(
            "signatory", _("this signatory has received the answer already")
        )
    return standing


class ServingEach(Act):
    """Record that an answer reached several of those who signed (``signatories``), in
    the same way and on the same day (R22 Art 32, 35, 36).

    One event for each person, as if each had been recorded by itself, each of them
    once. With the last of them the answer is served, as of the latest receipt. Of a
    public notice ``received_on`` is the day of the notice.
    """

    OWN = frozenset({"signatories", "signatory"})

    def args(self) -> Mapping[str, Any]:
        """The law is told of each by itself; of the first, where it is asked before."""
        signatories = self._signatories()
        if not signatories:
            return {}
        return {
            "signatory": signatories[0],
            "latest_on": self.told.get("received_on"),
        }

    def rule(self, step: str, args: Mapping[str, Any]) -> Ruling:
        """The ruling on the last step that is taken. Raises Refused and Invalid as
        taking it would.
        """
        return self._all_served(step, args)

    def take(
        self, step: str, args: Mapping[str, Any], data: Mapping[str, Any]
    ) -> None:
        """One event for each; the last keeps the papers and words that came along."""
        self._all_served(step, args)
        self.work.tell(data)

    def _all_served(self, step: str, told: Mapping[str, Any]) -> Ruling:
        """The ruling on the last step, once each of them is served."""
        case_id, signatories = self.work.start.case_id, self._signatories()
        received = participants.services(ledger.events(stream(case_id)))
        standing = _to_be_served(case_id, signatories, received)
        how = {name: told[name] for name in HOW if told.get(name)}
        latest = max(
            [
                _counts_from(self.work, step, how, at=self.at),
                *participants.received_days(received),
            ]
        )
        beside = {"latest_on": latest, "execute_by": told.get("execute_by")}
        rulings = []
        for number in signatories:
            args = {"signatory": number, **how}
            if step not in ON_APPEAL:
                args |= beside
            data = {"signatory": number, **_kept(how)}
            rulings.append(self._take_one(step, args, data))
        if step in ON_APPEAL and standing == {*signatories, *received}:
            services = [_told_of(event) for event in received.values()]
            served = max(
                [how, *services],
                key=lambda service: _counts_from(
                    self.work, step, service, at=self.at
                ),
            )
            rulings.append(self._take_one(ON_APPEAL[step], served, NO_DATA))
        return rulings[-1]

    def _take_one(
        self, step: str, args: Mapping[str, Any], data: Mapping[str, Any]
    ) -> Ruling:
        return self.work.take(step, args, by=self.by, at=self.at, data=data)

    def _signatories(self) -> tuple[int, ...]:
        """Whom it is about: one (``signatory``), or several."""
        alone = self.told.get("signatory")
        return (alone,) if alone else tuple(self.told.get("signatories") or ())


def _kept(how: Mapping[str, Any]) -> dict[str, Any]:
    """How somebody was served, as the event keeps it; words are kept beside it."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in how.items()
        if name != "notice_reason"
    }


def _told_of(service: Event) -> dict[str, Any]:
    """How somebody was served, as the law was told; what was tried before a notice
    stands beside that event.
    """
    data = service.payload["data"]
    told = {
        name: data[name]
        for name in ("method", "notice_ground")
        if data.get(name)
    }
    told["received_on"] = date.fromisoformat(data["received_on"])
    return told | (
        {"notice_reason": service.type} if "notice_ground" in told else {}
    )


def _counts_from(
    work: Work, step: str, told: Mapping[str, Any], *, at: datetime
) -> date:
    """The day on which an answer counts as received: the day of receipt, or some time
    after a public notice.
    """
    today = law_access.local_day(work.pack, at)
    context = Context(
        facts_of(work.state),
        dict(told),
        today,
        work.pack.calendar,
        work.pack.marks,
    )
    days = dates_set(work.pack.step(step), context)
    received: date = told["received_on"]
    return next(
        (days[name] for name in participants.EACH_RECEIVED if name in days),
        received,
    )
