"""The side navigation of the offices' pages: what the actor's posts let them do."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.casework.basis import law_access, registers
from huiyin.casework.chapters.suggestions import reads as suggestions
from huiyin.casework.lists import circumstances, load
from huiyin.casework.matter import erasures
from huiyin.law.rules.registers import LISTED_FOR
from huiyin.organisations import reads as organs
from huiyin.organisations.vocabulary import Kind
from huiyin.web.kit import labels
from huiyin.web.kit.components import Link, Side
from huiyin.web.kit.office_request import OfficeRequest

KEEPERS = frozenset({Kind.DISCIPLINE, Kind.SAFEGUARDING, Kind.GOVERNMENT})


def keeps_sealed(request: OfficeRequest) -> bool:
    """Whether the page of readers is for this actor: they handle in an organ that
    sealed reports can go to.
    """
    organ = request.actor.organ
    keeps = organs.organ(organ).kind in KEEPERS or organs.has_readers(organ)
    return keeps and request.actor.may("case.handle", organ)


def _link(request: OfficeRequest, name: str, text: str, *args: str) -> Link:
    href = reverse(name, args=args)
    return Link(href, text, current=request.path == href)


def of(request: OfficeRequest) -> Side:
    """The links for this actor; the current page is marked."""
    groups = (
        (_("Work"), _work(request)),
        (_("Oversight and audit"), _watch(request)),
        (_("Administration"), _manage(request)),
    )
    return Side(
        groups=tuple((title, links) for title, links in groups if links)
    )


def _work(request: OfficeRequest) -> list[Link]:
    actor = request.actor
    links = []
    if actor.may("case.read", actor.organ):
        links.append(_link(request, "officer:duties", _("My duties")))
        if law_access.pack_on(request.today).routes:
            links.append(
                _link(request, "officer:lapses", _("Rights that lapse soon"))
            )
    if load.may_look(actor):
        links.append(
            _link(request, "officer:load", _("How much lies with whom"))
        )
    if actor.may("case.register", actor.organ):
        links.append(_link(request, "officer:window", _("Register a petition")))
        links.append(
            _link(request, "officer:again", _("Record a further contact"))
        )
    if actor.may("case.read", actor.organ):
        links += _registers(request)
    if actor.may("case.read", actor.organ) and organs.ended():
        links.append(
            _link(request, "officer:ended", _("Organs that have ended"))
        )
    if erasures.may_answer(actor, actor.organ):
        links.append(_link(request, "officer:erasures", _("Names to erase")))
    if keeps_sealed(request):
        links.append(
            _link(request, "officer:readers", _("Readers of sealed reports"))
        )
    return links


def _registers(request: OfficeRequest) -> list[Link]:
    """A link for each register beside the petitions that officers keep."""
    kept = [
        (key, pack)
        for key, pack in registers.beside(request.today).items()
        if pack.register.listed_for == LISTED_FOR[0]
    ]
    return [
        _link(request, "officer:register", labels.law_title(pack.title), key)
        for key, pack in kept
    ]


def _watch(request: OfficeRequest) -> list[Link]:
    actor = request.actor
    links = []
    if actor.may("case.supervise", actor.organ):
        links.append(_link(request, "supervisor:overview", _("Overview")))
        if circumstances.terms(law_access.pack_on(request.today)):
            links.append(
                _link(
                    request,
                    "supervisor:supervised",
                    _("Matters under supervision"),
                )
            )
            links.append(
                _link(request, "supervisor:looking", _("Matters to look at"))
            )
        if registers.pack_on(suggestions.REGISTER, request.today):
            links.append(
                _link(request, "supervisor:advice", _("Suggestions to organs"))
            )
    if actor.may("report.read", actor.organ):
        links.append(_link(request, "supervisor:annual", _("Annual report")))
    if actor.may("audit.read", actor.organ):
        links.append(_link(request, "officer:openings", _("Opened identities")))
        links.append(_link(request, "officer:heads", _("Heads of the ledger")))
    return links


def _manage(request: OfficeRequest) -> list[Link]:
    if not request.actor.may("organisation.manage", request.actor.organ):
        return []
    return [
        _link(request, "administration:home", _("What is set up")),
        _link(request, "administration:organs", _("Organs")),
        _link(request, "administration:staff", _("Staff and posts")),
        _link(request, "administration:competence", _("Who is competent")),
    ]
