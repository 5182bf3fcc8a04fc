"""The side navigation of the offices' pages: what the actor's posts let them do."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.casework.cases import law_access
from huiyin.casework.supervision import circumstances
from huiyin.web.components import Link, Side
from huiyin.web.officer.gate import OfficeRequest


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
    if actor.may("case.register", actor.organ):
        work.append(link("officer:window", _("Register a petition")))
        work.append(link("officer:again", _("Record a further contact")))
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
