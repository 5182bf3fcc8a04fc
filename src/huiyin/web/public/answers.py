"""What was answered, as rows to be checked before it is handed in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.casework.basis import consent
from huiyin.casework.matter.views import AttachmentView, CaseView, ContactView
from huiyin.law.rules.pack import Pack
from huiyin.organisations import reads as organs
from huiyin.organisations.translated import language
from huiyin.web.kit.components import Link, Row
from huiyin.web.kit.labels import term_title
from huiyin.web.public import steps
from huiyin.web.public.forms import ANONYMOUS, TOGETHER, Answers, claims_of
from huiyin.web.sections.signatories import people


def summary(
    pack: Pack, answers: Answers, files: Iterable[AttachmentView]
) -> list[Row]:
    """One row for each answer, with a link to change it."""
    rows = []
    earlier = answers.get("follows_number")
    if earlier:
        rows.append(Row(_("New facts or reasons about"), str(earlier)))
    asked = {step.name for step in steps.path(pack, answers)}
    for step, key, value in _given(pack, answers, tuple(files)):
        if step in asked:
            address = f"{reverse('public:question', args=[step])}?back=check"
            rows.append(Row(key, value, (Link(address, _("Change")),)))
    return rows


Given = Iterator[tuple[str, str, object]]
"""What was answered: the step that asked for it, what it is called, the value."""


def _given(
    pack: Pack, answers: Answers, files: tuple[AttachmentView, ...]
) -> Given:
    yield "kind", _("Kind of matter"), _kind(pack, steps.category(answers))
    yield "what", _("In one line"), answers.get("title", "")
    yield "what", _("What happened"), answers.get("text", "")
    yield from _receiver(answers)
    claims = claims_of(answers)
    yield (
        "ask",
        _("What you ask for"),
        _numbered(claims) if claims else _("The office goes by the line above"),
    )
    yield from _where(answers)
    yield (
        "files",
        _("Files"),
        [file.name for file in files] or _("Nothing given"),
    )
    yield from _who(pack, answers)
    yield from _people(answers)


def _kind(pack: Pack, kind: str) -> str:
    return (
        term_title(pack, "categories", kind)
        if kind
        else _("The office decides")
    )


def _receiver(answers: Answers) -> Given:
    receiver, accused = _text(answers, "receiver"), _text(answers, "accused")
    yield "receiver", _("Which organ reads it"), _organ(receiver)
    yield (
        "receiver",
        _("Which organ it is about"),
        _organ(accused) or _("Nothing given"),
    )


def _where(answers: Answers) -> Given:
    none = _("Nothing given")
    yield "where", _("Where"), _area(_text(answers, "area")) or none
    yield "where", _("Where exactly"), answers.get("place") or none
    yield "where", _("Field"), _topic(_text(answers, "topic")) or none


def _who(pack: Pack, answers: Answers) -> Given:
    """Who brings it, and whether they agree to be served online."""
    none = _("Nothing given")
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


def _people(answers: Answers) -> Given:
    """How many bring it together, and their names where they are known."""
    if answers.get("together") != TOGETHER:
        yield "people", _("Number of people"), _("You alone")
        return
    yield "people", _("Number of people"), str(answers.get("persons") or 1)
    signing = [person.name for person in people(_text(answers, "names"))]
    if signing:
        yield "people", _("Those who sign with you"), signing


def _text(answers: Answers, name: str) -> str:
    return str(answers.get(name) or "")


def _numbered(claims: tuple[str, ...]) -> list[str]:
    if len(claims) == 1:
        return list(claims)
    return [
        f"{number}. {claim}" for number, claim in enumerate(claims, start=1)
    ]


def _area(code: str) -> str:
    area = organs.area(code) if code else None
    return area.name(language()) if area else ""


def _organ(code: str) -> str:
    organ = organs.organs([code]).get(code)
    return organ.name(language()) if organ else ""


def _topic(code: str) -> str:
    topic = organs.topic(code) if code else None
    return topic.name(language()) if topic else ""


def summary_of(
    view: CaseView, files: Iterable[AttachmentView], *, gone: str = ""
) -> list[Row]:
    """What was handed in, as it was handed in; without the person, who is in the vault,
    or ``gone``.
    """
    values, none = view.state.values, _("Nothing given")
    first = view.contacts[0] if view.contacts else None
    claims = tuple(claim.text for claim in view.claims)
    rows = [
        Row(_("In one line"), view.title),
        Row(_("What happened"), first.text if first else ""),
        Row(_("What you ask for"), _numbered(claims)),
        Row(_("Kind of matter"), _kind(view.pack, _text(values, "category"))),
        Row(_("Where"), _area(_text(values, "area")) or none),
        Row(_("Field"), _topic(_text(values, "topic")) or none),
        Row(_("Files"), [file.name for file in files] or none),
        Row(_("With your name or not"), gone or _named(first)),
        Row(_("Number of people"), str(first.persons if first else 1)),
    ]
    return [row for row in rows if row.value != ""]


def _named(first: ContactView | None) -> str:
    """Whether the first contact was made with a name."""
    if first is not None and first.has_identity:
        return _("You gave your name")
    return _("You stayed anonymous")
