"""The first band of the case page: what is owed now, and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy

from huiyin.casework.chapters.handling import serving
from huiyin.casework.matter.clock_suspension import standstills
from huiyin.casework.matter.views import CaseView
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.steps import Step
from huiyin.law.terms.ruling import Option
from huiyin.organisations import translated
from huiyin.web.kit import labels
from huiyin.web.kit.components import Refusal
from huiyin.web.officer.forms.act_registry import ACTS, ORDER, WITH_FILES
from huiyin.web.officer.parts import consequences

# What acts besides the main ones are about, in the order of the page: tracks of the
# pack, and the main procedure.
GROUPS = {
    "handling": gettext_lazy("Handling"),
    "passing": gettext_lazy("Passing on"),
    "joint": gettext_lazy("Several organs"),
    "incoming": gettext_lazy("What comes in"),
    "petitioners": gettext_lazy("Signatories and agents"),
    "sorting": gettext_lazy("Other ways"),
    "urgent": gettext_lazy("Major or urgent"),
    "telling": gettext_lazy("Telling and publishing"),
    "crossing": gettext_lazy("Across areas"),
    "recusal": gettext_lazy("Standing aside"),
    "supervision": gettext_lazy("Supervision"),
    "complaints": gettext_lazy("Complaints to the superior"),
    "identity": gettext_lazy("Who reported"),
}


@dataclass(frozen=True, slots=True)
class Owed:
    """An open duty as the page shows it."""

    ref: str
    title: str
    owner: str
    organ: str
    due_date: date
    provisional: bool
    citation: str
    why: tuple[str, ...]
    note: str
    stopped_date: date | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """An act that can be done now; ``tone`` is "" where it discharges a duty, else "secondary"."""

    step: str
    title: str
    href: str
    tone: str
    plain: str


@dataclass(frozen=True, slots=True)
class NotNow:
    """An act that cannot be done now, and why."""

    title: str
    reasons: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Acts of one kind that can be done besides."""

    title: str
    acts: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Buttons:
    """The acts of the page: those that discharge what is owed, the first of them the
    main one; the rest by kind.
    """

    now: tuple[Button, ...]
    groups: tuple[Group, ...]
    not_now: tuple[NotNow, ...]

    @property
    def further(self) -> int:
        """How many acts there are besides those that discharge what is owed."""
        return sum(len(group.acts) for group in self.groups)


def each_of(step: str, view: CaseView) -> str:
    """The step that serves each of several who signed, where ``step`` serves one who is
    alone; "" where it fits.
    """
    if not view.state.values.get("together"):
        return ""
    return next(
        (
            each_step
            for each_step, whole in serving.WHOLE.items()
            if whole == step and each_step in view.pack.steps
        ),
        "",
    )


def duties(view: CaseView) -> tuple[Owed, ...]:
    """The open duties, the next one due first."""
    owed = []
    still = standstills(view)
    for duty in view.open_duties:
        rule = view.pack.duties.get(duty.kind)
        owed.append(
            Owed(
                ref=duty.ref,
                title=labels.duty_title(view.pack, duty.kind),
                owner=duty.owner,
                organ=translated.organ_name(duty.owner),
                due_date=duty.due_date,
                provisional=duty.provisional,
                citation=labels.citation_short(
                    view.pack.cited(rule), duty.article
                ),
                why=consequences.why_due(
                    view.pack, duty, still.get(duty.ref, ())
                ),
                note=translated.law_text(rule.note)
                if rule and not duty.verified
                else "",
                stopped_date=duty.stopped_date,
            )
        )
    return tuple(owed)


def buttons(view: CaseView, options: Iterable[Option]) -> Buttons:
    """The acts that can be done now, those that discharge a duty first, and those that
    cannot, with the reasons.
    """
    open_kinds = {duty.kind for duty in view.open_duties}
    known = _ordered(view, options)
    allowed = [
        _button(view, option, open_kinds)
        for option in known
        if option.ruling.allowed
    ]
    return Buttons(
        now=tuple(button for button in allowed if not button.tone),
        groups=_grouped(
            view.pack, [button for button in allowed if button.tone]
        ),
        not_now=tuple(
            _not_now(option) for option in known if option.ruling.refused
        ),
    )


def _ordered(view: CaseView, options: Iterable[Option]) -> list[Option]:
    """The options in the order of the page, without those in whose place another serves
    each of several who signed.
    """

    def place(option: Option) -> tuple[bool, int, bool]:
        grave = option.step in ACTS and ACTS[option.step].grave
        # What runs beside the matter's own procedure comes after it.
        beside = bool(view.pack.step(option.step).track)
        return grave, ORDER.get(option.step, len(ORDER)), beside

    known = sorted(options, key=place)
    possible = {option.step for option in known if option.ruling.allowed}
    return [
        option for option in known if each_of(option.step, view) not in possible
    ]


def _not_now(option: Option) -> NotNow:
    return NotNow(
        translated.law_text(option.title),
        tuple(labels.refusals_short(option.ruling.refusals)),
    )


def _grouped(pack: Pack, others: Iterable[Button]) -> tuple[Group, ...]:
    """The other acts by what they are about, in a fixed order."""
    by_kind: dict[str, list[Button]] = {title: [] for title in GROUPS}
    for button in others:
        by_kind[_kind_of(pack.step(button.step))].append(button)
    return tuple(
        Group(str(GROUPS[kind]), tuple(acts))
        for kind, acts in by_kind.items()
        if acts
    )


def _kind_of(step: Step) -> str:
    """The key of GROUPS that an act belongs to: its track, or whether it passes the matter on."""
    if step.track in GROUPS:
        return step.track
    if step.id in WITH_FILES:
        return "incoming"
    organs = [arg.name for arg in step.args if arg.kind == "organ"]
    passes = bool(step.reassigns or organs) or any(
        party.name == "offered" for party in step.parties
    )
    return "passing" if passes else "handling"


def _button(view: CaseView, option: Option, open_kinds: set[str]) -> Button:
    step = view.pack.step(option.step)
    act = ACTS.get(option.step)
    grave = act is not None and act.grave
    answers = not grave and (
        not open_kinds.isdisjoint(
            (
                *step.discharges,
                *(discharge.kind for discharge in step.conditional_discharges),
            )
        )
        or option.step == "accept_handover"
    )
    return Button(
        step=option.step,
        title=translated.law_text(option.title),
        href=reverse(
            "officer:act", kwargs={"case_id": view.case_id, "step": option.step}
        ),
        tone="" if answers else "secondary",
        plain=translated.law_text(step.plain),
    )
