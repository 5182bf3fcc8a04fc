"""The side navigation of the offices' pages: what the actor's posts let them do."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.casework.cases import law_access
from huiyin.casework.supervision import circumstances
from huiyin.organisations import reads as organs
from huiyin.organisations.vocabulary import Kind
from huiyin.web.components import Link, Side
from huiyin.web.officer.gate import OfficeRequest

KEEPERS = frozenset({Kind.DISCIPLINE, Kind.SAFEGUARDING, Kind.GOVERNMENT})


def keeps_sealed(request: OfficeRequest) -> bool:
    """Whether the page of readers is for this actor: they handle in an organ that sealed reports can go to."""
    organ = request.actor.organ
    keeps = organs.organ(organ).kind in KEEPERS or organs.has_readers(organ)
    return keeps and request.actor.may("case.handle", organ)


def of(request: OfficeRequest) -> Side:
    """The links for this actor; the current page is marked."""
    actor = request.actor
    here = request.path

    def link(name: str, text: str) -> Link:
        href = reverse(name)
        return Link(href, text, current=here == href)

    work = []
    if actor.may("case.read", actor.organ):
        work.append(link("officer:duties", _("My duties")))
        if law_access.pack_on(request.today).routes:
            work.append(link("officer:lapses", _("Rights that lapse soon")))
    if actor.may("case.register", actor.organ):
        work.append(link("officer:window", _("Register a petition")))
        work.append(link("officer:again", _("Record a further contact")))
    if keeps_sealed(request):
        work.append(link("officer:readers", _("Readers of sealed reports")))
    groups = [(_("Work"), work)] if work else []
    watch = []
    if actor.may("case.supervise", actor.organ):
        watch.append(link("supervisor:overview", _("Overview")))
        if circumstances.terms(law_access.pack_on(request.today)):
            watch.append(link("supervisor:looking", _("Matters to look at")))
    if actor.may("report.read", actor.organ):
        watch.append(link("supervisor:annual", _("Annual report")))
    if actor.may("audit.read", actor.organ):
        watch.append(link("officer:openings", _("Opened identities")))
    if watch:
        groups.append((_("Oversight and audit"), watch))
    return Side(groups=tuple(groups))
