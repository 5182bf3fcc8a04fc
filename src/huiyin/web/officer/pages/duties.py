"""My duties: the first page of the day."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import chain
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.casework.basis import law_access
from huiyin.casework.basis.redated import Redated
from huiyin.casework.lists import closing_remedies, load, worklist
from huiyin.casework.lists.duty_rows import DutyItem, Page
from huiyin.casework.lists.duty_shapes import (
    BUCKETS,
    MINE,
    UNASSIGNED,
    Filters,
)
from huiyin.casework.lists.worklist import Counts, Offer
from huiyin.casework.matter import erasures
from huiyin.ledger.snapshots import one_moment
from huiyin.organisations import permissions, translated
from huiyin.organisations import reads as organs
from huiyin.web.kit import area_choices, labels, navigation
from huiyin.web.kit.auth import officer
from huiyin.web.kit.case_address import case_address
from huiyin.web.kit.components import Count, DutyLine, Link, State
from huiyin.web.kit.office_request import OfficeRequest

NAMES = ("kind", "topic", "area", "organ", "text", "whose")
STATES: dict[str, State] = {
    "overdue": "overdue",
    "today": "today",
    "week": "intime",
    "all": "",
}


@require_safe
@officer
def page(request: OfficeRequest) -> HttpResponse:
    """The open duties of the actor's organ, or of one they supervise, the next due first."""
    if not request.actor.may("case.read", request.actor.organ):
        return _elsewhere(request)
    filters = _filters(request)
    after = request.GET.get("after", "")
    counts, listed = _looked_up(request, filters, after)
    organ = filters.organ or request.actor.organ
    own = organ == request.actor.organ
    context = {
        "side": navigation.of(request),
        "counts": _tabs(filters, counts),
        "lines": _lines(listed.items),
        "next": _address(filters, after=listed.next) if listed.next else "",
        "first": _address(filters) if after else "",
        "filters": filters,
        "narrowed": any(getattr(filters, name) for name in NAMES),
        "choices": _choices(request, filters.organ),
        **(_notices(request) if own and not after else NO_NOTICES),
        **_may(request, own=own),
        "tabs": _whose(request, filters, listed.items) if own else (),
        "may_register": request.actor.may("case.register", request.actor.organ),
        "whose": translated.organ_name(organ),
    }
    return render(request, "officer/duties.html", context)


def _looked_up(
    request: OfficeRequest, filters: Filters, after: str
) -> tuple[Counts, Page]:
    """The numbers above the list, and a page of it. With words both are read in one
    moment, and what has them is looked up once.
    """
    by, today = request.actor, request.today
    with one_moment() if filters.text else nullcontext():
        counts = worklist.duty_counts(by=by, today=today, filters=filters)
        listed = worklist.my_duties(
            by=by, filters=filters, today=today, after=after
        )
    return counts, listed


def _may(request: OfficeRequest, *, own: bool) -> dict[str, bool]:
    """What the reader may do with the list as a whole."""
    may, organ = request.actor.may, request.actor.organ
    hands_over = own and may("case.handover", organ)
    changes = own and may("case.handle", organ)
    return {
        "may_hand_over": hands_over,
        "may_change": changes,
        "may_choose": hands_over or changes,
        "may_look": load.may_look(request.actor),
    }


def _notices(request: OfficeRequest) -> dict[str, Any]:
    """What stands above one's own duties on the first page of the list."""
    return {
        "offers": _offers(request),
        "erasures": erasures.waiting(request.actor),
        "redated": _redated(request),
        "lapses": closing_remedies.lapse_counts(
            by=request.actor, today=request.today
        ),
    }


NO_NOTICES: dict[str, Any] = {
    "offers": (),
    "erasures": (),
    "redated": (),
    "lapses": {},
}


def _elsewhere(request: OfficeRequest) -> HttpResponse:
    """Where those who have no duties go after signing in: auditors to the log,
    administrators to what is set up.
    """
    if request.actor.may("audit.read", request.actor.organ):
        return redirect("officer:openings")
    if request.actor.may("organisation.manage", request.actor.organ):
        return redirect("administration:home")
    raise PermissionDenied


def _filters(request: OfficeRequest) -> Filters:
    bucket = request.GET.get("bucket", "all")
    given = {name: request.GET.get(name, "").strip()[:100] for name in NAMES}
    if given["whose"] not in {MINE, UNASSIGNED} and not load.may_look(
        request.actor
    ):
        given["whose"] = ""  # whose list is whose is for the head to look at
    return Filters(bucket=bucket if bucket in BUCKETS else "all", **given)


def _address(filters: Filters, *, bucket: str = "", after: str = "") -> str:
    given = {
        "bucket": bucket or filters.bucket,
        **{name: getattr(filters, name) for name in NAMES},
        "after": after,
    }
    query = urlencode(
        {
            name: value
            for name, value in given.items()
            if value and (name, value) != ("bucket", "all")
        }
    )
    return (
        f"{reverse('officer:duties')}?{query}"
        if query
        else reverse("officer:duties")
    )


def _tabs(filters: Filters, counts: Counts) -> list[Count]:
    titles = {
        "overdue": _("Overdue"),
        "today": _("Due today"),
        "week": _("This week"),
        "all": _("All open"),
    }
    return [
        Count(
            label=titles[bucket],
            number=getattr(counts, bucket),
            href=_address(filters, bucket=bucket),
            state=STATES[bucket] if getattr(counts, bucket) else "",
            current=filters.bucket == bucket,
        )
        for bucket in BUCKETS
    ]


def _whose(
    request: OfficeRequest, filters: Filters, items: Sequence[DutyItem]
) -> list[Link]:
    """The list by who is in charge: the whole organ's, one's own, what nobody has; for
    the head also that of one colleague, whom the list itself names.
    """
    if not request.actor.may("case.handle", request.actor.organ):
        return []
    words = {
        "": _("My organ"),
        MINE: _("I am in charge"),
        UNASSIGNED: _("Nobody is in charge"),
    }
    if filters.whose not in words:
        first = items[0].in_charge if items else ""
        words[filters.whose] = first or _("A colleague is in charge")
    return [
        Link(
            _address(replace(filters, whose=whose)),
            text,
            current=whose == filters.whose,
        )
        for whose, text in words.items()
    ]


@dataclass(frozen=True, slots=True)
class Named:
    """What a list says of a kind of duty, the same on every row that has it."""

    duty: str
    article: str
    instrument: str


def _lines(items: Sequence[DutyItem]) -> list[DutyLine]:
    """The rows; what is said of a kind of duty is looked up once."""
    named: dict[tuple[str, str, str], Named] = {}
    lines = []
    for item in items:
        kind = (item.pack, item.kind, item.article)
        if kind not in named:
            named[kind] = _named(*kind)
        lines.append(_line(item, named[kind]))
    return lines


def _named(key: str, kind: str, article: str) -> Named:
    pack = law_access.pack(key)
    rule = pack.duties.get(kind)
    return Named(
        duty=labels.duty_title(pack, kind),
        article=labels.article_short(article)
        if rule is None
        else labels.source_short(pack, rule.ground),
        instrument=translated.law_text(pack.cited(rule)),
    )


def _line(item: DutyItem, said: Named) -> DutyLine:
    return DutyLine(
        case_id=item.case_id,
        href=case_address(item.case_id),
        number=item.number,
        title=item.title,
        duty=said.duty,
        due_date=item.due_date,
        provisional=item.provisional,
        article=said.article,
        instrument=said.instrument,
        unverified=not item.verified,
        topic=translated.topic_name(item.topic),
        stopped_date=item.stopped_date,
        in_charge=item.in_charge if item.handler == item.owner else "",
    )


def _offers(request: OfficeRequest) -> list[tuple[Offer, str]]:
    """What other organs offer, each with the name of the organ; one query."""
    return [
        (offer, translated.organ_name(offer.handler))
        for offer in worklist.offers_to(by=request.actor)
    ]


def _redated(request: OfficeRequest) -> list[tuple[Redated, str]]:
    """Dates of this organ that a calendar changed within the last two weeks, each with
    the duty's name.
    """
    changed = worklist.redated_lately(
        by=request.actor, since=request.at - timedelta(days=14)
    )
    titles = _kinds(request) if changed else {}
    return [
        (change, titles.get(change.kind, change.kind)) for change in changed
    ]


def _kinds(request: OfficeRequest, organ: str = "") -> dict[str, str]:
    """The kinds of duties that can stand in the list, by id; the law in force today
    names what several have.
    """
    known = worklist.packs_of(
        by=request.actor, today=request.today, organ=organ
    )
    language = translated.language()
    titles: dict[str, str] = {}
    for duty in chain.from_iterable(pack.duties.values() for pack in known):
        if duty.id not in titles:
            titles[duty.id] = duty.title.in_language(language)
    return titles


def _choices(
    request: OfficeRequest, organ: str
) -> dict[str, list[tuple[str, str]]]:
    """What the list can be narrowed to; no query."""
    language = translated.language()
    supervised = permissions.reachable(request.info, "case.supervise")
    return {
        "kind": list(_kinds(request, organ).items()),
        "topic": [
            (topic.code, topic.name(language)) for topic in organs.topics()
        ],
        "area": area_choices.flat(),
        "organ": [
            (organ.code, organ.name(language))
            for organ in organs.organs(supervised).values()
        ],
    }
