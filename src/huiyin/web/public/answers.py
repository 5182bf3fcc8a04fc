"""What was answered, as rows to be checked before it is handed in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.casework.basis import consent
from huiyin.casework.matter.views import AttachmentView, CaseView
from huiyin.law.rules.pack import Pack
from huiyin.organisations import reads as organs
from huiyin.organisations.translated import language
from huiyin.web.kit.components import Link, Row
from huiyin.web.kit.labels import term_title
from huiyin.web.public import steps
from huiyin.web.public.forms import ANONYMOUS, TOGETHER, Answers, claims_of
from huiyin.web.sections.signatories import people


def summary(pack: Pack, answers: Answers, files: Iterable[AttachmentView]) -> list[Row]:
    """One row for each answer, with a link to change it."""
    earlier = answers.get("follows_number")
    named = [Row(_("New facts or reasons about"), str(earlier))] if earlier else []
    return named + [
        Row(
            key=key,
            value=value,
            links=(
                Link(
                    f"{reverse('public:question', args=[step])}?back=check", _("Change")
                ),
            ),
        )
        for step, key, value in _said(pack, answers, tuple(files))
        if step in {one.name for one in steps.path(pack, answers)}
    ]


def _said(
    pack: Pack, answers: Answers, files: tuple[AttachmentView, ...]
) -> Iterator[tuple[str, str, object]]:
    none = _("Nothing given")
    kind = steps.category(answers)
    yield (
        "kind",
        _("Kind of matter"),
        term_title(pack, "categories", kind) if kind else _("The office decides"),
    )
    yield "what", _("In one line"), answers.get("title", "")
    yield "what", _("What happened"), answers.get("text", "")
    claims = claims_of(answers)
    yield (
        "receiver",
        _("Which organ reads it"),
        _organ(str(answers.get("receiver") or "")),
    )
    yield (
        "receiver",
        _("Which organ it is about"),
        _organ(str(answers.get("accused") or "")) or none,
    )
    yield (
        "ask",
        _("What you ask for"),
        _numbered(claims) if claims else _("The office goes by the line above"),
    )
    yield "where", _("Where"), _area(str(answers.get("area") or "")) or none
    yield "where", _("Where exactly"), answers.get("place") or none
    yield "where", _("Field"), _topic(str(answers.get("topic") or "")) or none
    yield "files", _("Files"), [file.name for file in files] or none
    anonymous = answers.get("who") == ANONYMOUS
    yield (
        "who",
        _("With your name or not"),
        _("You stay anonymous") if anonymous else _("You give your name"),
    )
    yield "details", _("Name"), answers.get("name") or none
    yield "details", _("Phone number"), answers.get("phone") or none
    yield "details", _("Address"), answers.get("address") or none
    if consent.known(pack):
        agreed = bool(answers.get("online_service"))
        yield (
            "details",
            _("Service online"),
            _("You agree") if agreed else _("You do not agree"),
        )
    together = answers.get("together") == TOGETHER
    yield (
        "people",
        _("Number of people"),
        str(answers.get("persons") or 1) if together else _("You alone"),
    )
    signing = (
        [person.name for person in people(str(answers.get("names") or ""))]
        if together
        else []
    )
    if signing:
        yield "people", _("Those who sign with you"), signing


def _numbered(claims: tuple[str, ...]) -> list[str]:
    if len(claims) == 1:
        return list(claims)
    return [f"{number}. {claim}" for number, claim in enumerate(claims, start=1)]


def _area(code: str) -> str:
    found = organs.area(code) if code else None
    return found.name(language()) if found else ""


def _organ(code: str) -> str:
    found = organs.organs([code]).get(code)
    return found.name(language()) if found else ""


def _topic(code: str) -> str:
    found = organs.topic(code) if code else None
    return found.name(language()) if found else ""


def summary_of(
    view: CaseView, files: Iterable[AttachmentView], *, gone: str = ""
) -> list[Row]:
    """What was handed in, as it was handed in; without the person, who is in the vault,
    or ``gone``.
    """
    values = view.state.values
    first = view.contacts[0] if view.contacts else None
    kind = str(values.get("category") or "")
    rows = [
        Row(_("In one line"), view.title),
        Row(_("What happened"), first.text if first else ""),
        Row(
            _("What you ask for"), _numbered(tuple(claim.text for claim in view.claims))
        ),
        Row(
            _("Kind of matter"),
            term_title(view.pack, "categories", kind)
            if kind
            else _("The office decides"),
        ),
        Row(_("Where"), _area(str(values.get("area") or "")) or _("Nothing given")),
        Row(_("Field"), _topic(str(values.get("topic") or "")) or _("Nothing given")),
        Row(_("Files"), [file.name for file in files] or _("Nothing given")),
        Row(
            _("With your name or not"),
            gone
            or (
                _("You gave your name")
                if first and first.has_identity
                else _("You stayed anonymous")
            ),
        ),
        Row(_("Number of people"), str(first.persons if first else 1)),
    ]
    return [row for row in rows if row.value != ""]
