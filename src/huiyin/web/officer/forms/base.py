"""The questions of each act. A form knows how its answers read to the act and to the
law; it holds no rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import NotFound
from huiyin.casework.matter import reads, visits
from huiyin.casework.matter.command import Command
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.vocabularies import Term
from huiyin.organisations import reads as organs
from huiyin.organisations import translated
from huiyin.web.kit import area_choices, labels, organs_field
from huiyin.web.kit.labels import term_choices
from huiyin.web.officer.forms import uploads
from huiyin.web.officer.forms.overlay_fields import Further
from huiyin.web.officer.forms.subject import Matter

LONG = forms.Textarea(attrs={"rows": 6})


class ActForm(Further):
    """An act's questions; ``told`` are the answers, ``command`` what they ask for."""

    vocabulary: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *args: Any, matter: Matter, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.matter = matter
        self.prepare()
        self.ask_further(matter)
        self.papers = papers_of(matter)
        if self.papers:
            self.fields |= uploads.paper_fields()

    def prepare(self) -> None:
        """Fill in choices and first values that depend on the matter."""

    def told(self) -> dict[str, Any]:
        """What is said, by the names of the step's arguments: on a fresh page what
        stands in the fields, and what is to be ticked as if it were.
        """
        if self.is_bound:
            given = getattr(self, "cleaned_data", {})
        else:
            given = {
                name: self.get_initial_for_field(field, name)
                for name, field in self.fields.items()
            }
            ticked = (
                name
                for name in self.further
                if isinstance(self.fields[name], forms.BooleanField)
            )
            given |= dict.fromkeys(ticked, True)
        return {
            name: value
            for name, value in given.items()
            if name not in uploads.FIELDS
        }

    def at_window(self) -> int:
        """The position of the agent who stands at the window; 0 for nobody."""
        return 0

    def command(self) -> Command:
        """What the answers so far ask to be done. The page shows what follows from it,
        and sends the same.
        """
        return acts.command(
            self.matter.step,
            self.matter.view.case_id,
            self.told(),
            agent=self.at_window(),
        )

    def unbound(self) -> Self:
        """The same questions with what was written so far, valid or not, in the fields:
        what is still missing is not yet a mistake.
        """
        data: Any = self.data  # of a request: a QueryDict
        several = (
            name
            for name, field in self.fields.items()
            if isinstance(field, forms.MultipleChoiceField)
        )
        written = {name: data.get(name) for name in data}
        written |= {name: data.getlist(name) for name in several}
        return type(self)(initial=written, matter=self.matter)

    def questions(self) -> list[BoundField]:
        """What the act asks, without the signed papers, which have their own place on the page."""
        return [bound for bound in self if bound.name not in uploads.FIELDS]

    def term(self) -> Term | None:
        """The ground or route that was chosen; None where the act has none."""
        answers = self.told()
        for name, vocabulary in self.vocabulary.items():
            if answers.get(name):
                return self.matter.pack.terms[vocabulary].terms.get(
                    str(answers[name])
                )
        return None


def papers_of(matter: Matter) -> str:
    """The letters that are owed with an act, in words; "" for none. They can be handed
    in signed, as scans.
    """
    step = matter.pack.steps.get(matter.step)
    known = (
        [
            matter.pack.letters[letter]
            for letter in step.letters
            if letter in matter.pack.letters
        ]
        if step
        else []
    )
    return labels.listed(translated.law_text(letter.title) for letter in known)


def hint_choices(
    form: forms.Form, name: str, pack: Pack, vocabulary: str
) -> None:
    """Put under each choice of the field ``name`` the term of the vocabulary in plain
    words, with its article.
    """
    hints = {}
    for term in (
        pack.terms[vocabulary].terms.values()
        if vocabulary in pack.terms
        else ()
    ):
        plain = translated.law_text(term.plain)
        article = labels.source_short(pack, term.ground)
        hints[term.id] = (
            article
            if not plain or plain == translated.law_text(term.title)
            else f"{plain} · {article}"
        )
    # Read by the template beside the choices
    form.fields[name].hints = hints  # type: ignore[attr-defined]


class NothingForm(ActForm):
    """An act that asks nothing."""


class ReasonForm(ActForm):
    """An act that needs a reason."""

    reason = forms.CharField(label=_("Reasons"), widget=LONG, max_length=20_000)


class NoteForm(ActForm):
    """An act with a word to go along."""

    note = forms.CharField(
        label=_("Note to the petitioner"),
        widget=LONG,
        required=False,
        max_length=20_000,
    )


class TextForm(ActForm):
    """An act whose heart is a text."""

    text = forms.CharField(label=_("Text"), widget=LONG, max_length=20_000)


class NotifyForm(TextForm):
    """The written notice."""

    text = forms.CharField(
        label=_("What the petitioner is told"),
        help_text=_(
            "What was received, which organ handles it, and by which procedure."
        ),
        widget=LONG,
        max_length=20_000,
    )
    on_the_spot = forms.BooleanField(
        label=_("I hand the written notice to the visitor now"),
        help_text=_("What can be said at once is told in writing on the spot."),
        required=False,
    )

    def prepare(self) -> None:
        """Whether it is told on the spot is asked only where a visitor brought the
        matter here today.
        """
        step = self.matter.pack.steps.get(self.matter.step)
        asked = step is not None and step.arg("on_the_spot") is not None
        view, today = self.matter.view, self.matter.today
        if not asked or not visits.brought_today(view.pack, view.state, today):
            del self.fields["on_the_spot"]


class ReportForm(TextForm):
    """The report to the organ that assigned the matter."""

    text = forms.CharField(label=_("Report"), widget=LONG, max_length=20_000)


def earlier_field() -> forms.CharField:
    """The number of a matter that has ended, to which this one brings new facts."""
    return forms.CharField(
        label=_("Number of the earlier matter"),
        help_text=_(
            "Only where new facts or reasons are brought about a matter that has ended."
        ),
        required=False,
        max_length=60,
    )


def earlier_case(number: str, by: Actor) -> str:
    """The id of the earlier matter, "" where none is named; ValidationError where the
    actor knows no such number.
    """
    try:
        return reads.find_number(by=by, number=number) if number.strip() else ""
    except NotFound:
        raise forms.ValidationError(
            _("There is no such number in your office's register")
        ) from None


class RegisterForm(ActForm):
    """Which kind of matter it is."""

    category = forms.ChoiceField(label=_("Category"), widget=forms.RadioSelect)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    area = forms.ChoiceField(label=_("Area concerned"), required=False)
    follows = earlier_field()

    def prepare(self) -> None:
        """Choices from the pack and the register of organs."""
        values = self.matter.view.state.values
        if (
            values.get("follows")
            or self.matter.pack.step("register").arg("follows") is None
        ):
            del self.fields["follows"]
        fill_classes(self, self.matter.pack)
        for name in ("category", "topic", "area"):
            self.initial.setdefault(name, values.get(name) or "")

    def clean_follows(self) -> str:
        """The id of the earlier matter."""
        return earlier_case(self.cleaned_data["follows"], self.matter.by)


def fill_classes(form: forms.Form, pack: Pack) -> None:
    """The choices of category, topic and area."""
    language = translated.language()
    blank = [("", gettext("Not known yet"))]
    hint_choices(form, "category", pack, "categories")
    choices: dict[str, list[Any]] = {
        "category": term_choices(pack, "categories"),
        "topic": blank
        + [(topic.code, topic.name(language)) for topic in organs.topics()],
        "area": [*blank, *area_choices.area_choices()],
    }
    for name, offered in choices.items():
        field = form.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = offered


class OrganForm(ReasonForm):
    """An act that names another organ, with reasons."""

    to = forms.ChoiceField(label=_("Which organ"))
    field_order = ("to", "reason")

    def prepare(self) -> None:
        """The organs, the suggested ones first."""
        fill_organs(self, self.matter)


def fill_organs(form: forms.Form, matter: Matter) -> None:
    """Let the field ``to`` offer every organ but the one that handles the matter, those
    suggested first.
    """
    field = form.fields["to"]
    if isinstance(field, forms.ChoiceField):
        own = matter.view.state.parties.get("handler", "")
        field.choices = organs_field.choices(matter.suggested, without=own)


class ForwardForm(ActForm):
    """Where the matter goes, and whether a report is asked for."""

    to = forms.ChoiceField(label=_("Competent organ"))
    report_by = forms.DateField(
        label=_("Report the result by"),
        help_text=_(
            "Give a day to assign the matter (交办); leave it empty to forward it (转送)."
        ),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    told_where = forms.CharField(
        label=_("What the petitioner is told in writing"),
        help_text=_(
            "Where the matter goes and what happens there. It is sent with the "
            "forwarding and read online."
        ),
        widget=LONG,
        max_length=20_000,
    )
    note = forms.CharField(
        label=_("Note to that organ"),
        widget=LONG,
        required=False,
        max_length=20_000,
    )

    def prepare(self) -> None:
        """The organs, the suggested ones first; the notice to the petitioner only where
        the law asks for it.
        """
        fill_organs(self, self.matter)
        if not self._tells():
            del self.fields["told_where"]

    def _tells(self) -> bool:
        """Whether whoever forwards must tell the petitioner in writing where the matter
        goes (R22 Art 23).
        """
        values, owed = (
            self.matter.view.state.values,
            {duty.kind for duty in self.matter.view.open_duties},
        )
        asked = self.matter.pack.step("forward").arg(
            "told_where"
        ) is not None and bool(values.get("direct"))
        office, sealed = (
            values.get("handler_kind") == "petition_office",
            values.get("category") == "accusation",
        )
        return asked and not (
            office or sealed or owed & {"dispose", "notify_own_rules"}
        )


class ExtendForm(ReasonForm):
    """By how many days, and why."""

    days = forms.IntegerField(
        label=_("Days"), min_value=1, max_value=30, initial=30
    )
    field_order = ("days", "reason")


class ConcludeForm(ReasonForm):
    """Why the file is closed."""

    petitioner_agrees = forms.BooleanField(
        label=_("The petitioner agrees that the matter is closed now"),
        required=False,
    )
    field_order = ("petitioner_agrees", "reason")
