"""The questions of a petition, one form for each. The same forms make the wizard and
the single page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from huiyin.casework.basis import consent
from huiyin.casework.basis.found_organs import sealed_receivers
from huiyin.casework.chapters.intake.acts import CLAIM_LIMIT, TITLE_LIMIT
from huiyin.casework.chapters.intake.contacts import TEXT_LIMIT
from huiyin.casework.matter.command import PLACE_LIMIT
from huiyin.law.rules.pack import Pack
from huiyin.organisations import reads as organs
from huiyin.organisations.translated import language, law_text
from huiyin.web.kit import area_choices, organs_field
from huiyin.web.kit.choices import Offered
from huiyin.web.kit.contact_fields import AskingText, TelephoneField
from huiyin.web.kit.labels import all_term_choices

UNSURE = "unsure"
NAMED, ANONYMOUS = "named", "anonymous"
ALONE, TOGETHER = "alone", "together"
CLAIM_CHARACTERS = 2000

Answers = Mapping[str, Any]


def offer_choices(
    form: forms.Form, name: str, choices: Sequence[tuple[str, Any]]
) -> None:
    """Set what a field lets one choose from."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = Offered(choices)


class QuestionForm(forms.Form):
    """A page of the wizard. ``pack`` is the law in force, ``answers`` what was said on
    the pages before.
    """

    def __init__(
        self, *args: Any, pack: Pack, answers: Answers, **kwargs: Any
    ) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.pack = pack
        self.answers = answers
        self.prepare()

    def prepare(self) -> None:
        """Fill in what depends on the law or on earlier answers."""

    def hints(self) -> dict[str, str]:
        """What stands under a choice, by its value."""
        return {}


class KindForm(QuestionForm):
    """What kind of matter it is, as the pack divides them; "not sure" leaves it to the office."""

    category = forms.ChoiceField(
        label=_("What is your matter about?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what your matter is about"),
            "invalid_choice": _("Choose what your matter is about"),
        },
    )

    def prepare(self) -> None:
        """Offer the categories of the pack."""
        offer_choices(
            self,
            "category",
            [
                *all_term_choices(self.pack, "categories"),
                (UNSURE, gettext("I am not sure")),
            ],
        )

    def hints(self) -> dict[str, str]:
        """What each kind means, and what becomes of it."""
        texts = {}
        for term in self.pack.terms["categories"].terms.values():
            plain = law_text(term.plain).rstrip("。.")
            if term.attributes.get("sealed"):
                secret = gettext(
                    "Only those competent for it and the office that receives it know of it; the "
                    "person or unit that you report is never told, and those who "
                    "supervise other matters do not see it."
                )
                texts[term.id] = pgettext(
                    "two sentences", "%(first)s. %(second)s"
                ) % {
                    "first": plain,
                    "second": secret,
                }
            elif plain:
                texts[term.id] = plain + pgettext("punctuation", ".")
        texts[UNSURE] = gettext("The office will decide and tell you.")
        return texts


class WhatForm(QuestionForm):
    """What happened: a line that names it, and the story."""

    title = forms.CharField(
        label=_("In one line, what is it about?"),
        help_text=_(
            "For example: “Building noise at night in Jianshe Road”. Leave out "
            "names of private persons."
        ),
        max_length=TITLE_LIMIT,
        error_messages={
            "required": _("Write in one line what it is about"),
            "max_length": _(
                "The line is too long: it can have up to %(limit_value)d characters"
            ),
        },
    )
    text = forms.CharField(
        label=_("What happened?"),
        help_text=_(
            "Say when and where, who was involved, and what you have done about it so far."
        ),
        widget=forms.Textarea,
        max_length=TEXT_LIMIT,
        error_messages={
            "required": _("Write what happened"),
            "max_length": _(
                "What you wrote is too long: it can have up to %(limit_value)d characters"
            ),
        },
    )


class ClaimsForm(QuestionForm):
    """What is asked for, each thing for itself, because each is decided for itself."""

    def __init__(self, *args: Any, shown: int = 0, **kwargs: Any) -> None:
        self.wanted = shown
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Make as many fields as are asked for or filled in, and at least one."""
        source: Mapping[str, Any] = self.data if self.is_bound else self.initial
        filled = [
            number
            for number in range(1, CLAIM_LIMIT + 1)
            if source.get(f"claim_{number}")
        ]
        self.shown = max(1, min(CLAIM_LIMIT, max([self.wanted, *filled])))
        for number in range(1, self.shown + 1):
            self.fields[f"claim_{number}"] = forms.CharField(
                label=gettext("What you ask for")
                if number == 1
                else gettext("Request %(number)d") % {"number": number},
                required=False,
                max_length=CLAIM_CHARACTERS,
                widget=forms.Textarea,
                error_messages={
                    "max_length": gettext(
                        "A request is too long: it can have up to %(limit_value)d characters"
                    )
                },
            )

    @property
    def may_add(self) -> bool:
        """Whether one more request fits in."""
        return self.shown < CLAIM_LIMIT


def claims_of(answers: Answers) -> tuple[str, ...]:
    """The requests that were written, in order, without the empty ones."""
    given = (
        str(answers.get(f"claim_{number}") or "").strip()
        for number in range(1, CLAIM_LIMIT + 1)
    )
    return tuple(claim for claim in given if claim)


class WhereForm(QuestionForm):
    """Where it happened, how exactly somebody can say it, and what field it belongs to;
    all may be left open.
    """

    area = forms.ChoiceField(label=_("Where is it?"), required=False)
    place = forms.CharField(
        label=_("Where exactly?"),
        help_text=_(
            "In your own words: a road and number, a building, a crossing, a stop. "
            "Not your own address."
        ),
        required=False,
        max_length=PLACE_LIMIT,
    )
    topic = forms.ChoiceField(
        label=_("What field does it belong to?"), required=False
    )

    def prepare(self) -> None:
        """Offer the areas and topics of the register; a question without answers is left out."""
        tongue = language()
        topics = organs.topics()
        known: dict[str, str] = {topic.code: topic.parent for topic in topics}
        named = [
            (
                topic.code,
                f"{'　' * _depth(topic.code, known)}{topic.name(tongue)}",
            )
            for topic in topics
        ]
        for name, choices in (
            ("area", area_choices.area_choices()),
            ("topic", named),
        ):
            if not choices:
                del self.fields[name]
                continue
            offer_choices(
                self, name, [("", gettext("I am not sure")), *choices]
            )


def _depth(code: str, parents: Mapping[str, str]) -> int:
    depth, above = 0, parents.get(code, "")
    while above in parents and depth < len(parents):
        depth, above = depth + 1, parents[above]
    return depth


class ReceiverForm(QuestionForm):
    """For a report of wrongdoing: which competent organ reads it, and about which organ it is."""

    receiver = forms.ChoiceField(
        label=_("Which organ shall read your report?"), required=False
    )
    accused = forms.ChoiceField(
        label=_("Which organ is it about?"),
        help_text=_(
            "That organ, and those under it, can then never be handed your report."
        ),
        required=False,
    )

    def prepare(self) -> None:
        """Offer the organs of the kind that is competent, the one at this place first,
        and all organs as accused.
        """
        tongue = language()
        readers = sealed_receivers(
            self.pack, str(self.answers.get("category") or "")
        )
        offer_choices(
            self,
            "receiver",
            [(reader.code, reader.name(tongue)) for reader in readers],
        )
        offer_choices(
            self,
            "accused",
            [
                ("", gettext("None of these, or I would rather not say")),
                *organs_field.everywhere(tongue),
            ],
        )

    def clean(self) -> dict[str, Any]:
        """A report about an organ does not go to it, nor to one under it."""
        cleaned = super().clean() or {}
        accused, receiver = cleaned.get("accused"), cleaned.get("receiver")
        if accused and receiver and organs.is_under(receiver, accused):
            self.add_error(
                "receiver",
                gettext(
                    "Choose another organ: your report is about this one or one above it"
                ),
            )
        return cleaned


class WhoForm(QuestionForm):
    """Whether the petitioner gives a name."""

    who = forms.ChoiceField(
        label=_("Do you want to give your name?"),
        widget=forms.RadioSelect,
        choices=[
            (NAMED, _("Yes, I give my name")),
            (ANONYMOUS, _("No, I stay anonymous")),
        ],
        error_messages={"required": _("Choose whether you give your name")},
    )


def may_stay_anonymous(pack: Pack, category: str) -> bool:
    """Whether the law takes a matter of this kind without a name; an open kind follows
    the strictest one.
    """
    terms = pack.terms["categories"].terms
    if category in terms:
        return bool(terms[category].attributes.get("anonymous"))
    return all(
        bool(term.attributes.get("anonymous")) for term in terms.values()
    )


class DetailsForm(QuestionForm):
    """Who brings the matter, and how the answer reaches them."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=100,
        help_text=_("Or the name of your company or organisation."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": _("Write your name"),
            "max_length": _("The name is too long"),
        },
    )
    phone = TelephoneField(
        label=_("Phone number"),
        required=False,
        widget=AskingText(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    address = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=300,
        help_text=_(
            "Where letters reach you. Without an address an organ need not write to you."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        error_messages={"max_length": _("The address is too long")},
    )
    online_service = forms.BooleanField(
        label=_(
            "I agree that written answers are served on me online, on the page of this matter"
        ),
        help_text=_(
            "You need not agree. Time to ask for a review then runs from the day it is "
            "served there. You can take this "
            "back at any time, and ask for paper."
        ),
        required=False,
    )

    def prepare(self) -> None:
        """Ask for nothing when the petitioner stays anonymous; for consent only where
        the law knows service online.
        """
        if not consent.known(self.pack):
            del self.fields["online_service"]
        if self.answers.get("who") == ANONYMOUS:
            for field in self.fields.values():
                field.required = False

    def clean(self) -> dict[str, Any]:
        """Ask for one way at least by which an answer can arrive."""
        cleaned = super().clean() or {}
        named = self.answers.get("who") != ANONYMOUS
        if (
            named
            and not self.errors
            and not (cleaned.get("phone") or cleaned.get("address"))
        ):
            self.add_error(
                "phone",
                _(
                    "Give a phone number or an address, so that the answer reaches you"
                ),
            )
        return cleaned
