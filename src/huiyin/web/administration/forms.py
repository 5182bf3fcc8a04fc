"""The questions of the administrators' pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.organisations import (
    acts,
    directory,
    signing_in,
    staff_acts,
    translated,
)
from huiyin.organisations import reads as organs
from huiyin.organisations.info import OrganInfo, StaffInfo
from huiyin.organisations.recording import InvalidRegister
from huiyin.organisations.vocabulary import Kind, Level, Post

REFUSED = gettext_lazy(
    "The register does not take this as things stand now. Look at it again, then repeat it."
)
POSTS = [
    (post.value, post.label) for post in Post if post != Post.SEALED_READER
]
POST_HINTS = {
    Post.CLERK.value: gettext_lazy(
        "Registers petitions, letters, calls and visits at the window."
    ),
    Post.OFFICER.value: gettext_lazy(
        "Handles the organ's matters: forwards, notifies, decides, serves."
    ),
    Post.HEAD.value: gettext_lazy(
        "Approves extensions and decides what only the head may decide."
    ),
    Post.SUPERVISOR.value: gettext_lazy(
        "Sees the matters of the organs below and supervises them; opens no identity."
    ),
    Post.AUDITOR.value: gettext_lazy(
        "Sees who opened an identity, when and why; no matter."
    ),
    Post.ADMINISTRATOR.value: gettext_lazy(
        "Manages organs, staff and competence; sees no matter and no identity."
    ),
}


BACK = "organ"
"""The choice of nobody: matters go back to the organ."""


class Plain(forms.Form):
    """A form whose labels end without a colon."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def done(self, act: Callable[[], object]) -> bool:
        """Do what was asked, whole or not at all; False with the reason in the form
        where the register refuses it.

        The register refuses what was right when the form was checked: somebody else was quicker.
        """
        try:
            with transaction.atomic():
                act()
        except (InvalidRegister, IntegrityError):
            if not self.errors:
                self.add_error(None, REFUSED)
            return False
        return True


class HandOnForm(Plain):
    """To whom the matters go of which a colleague is in charge."""

    to = forms.ChoiceField(label=gettext_lazy("To whom they go"))

    def __init__(
        self, *args: Any, people: Iterable[StaffInfo], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (BACK, _("Back to the organ: its head assigns them")),
                *((person.actor, person.called) for person in people),
            ]

    def clean_to(self) -> str:
        """As the act takes it: "" for back to the organ."""
        to: str = self.cleaned_data["to"]
        return "" if to == BACK else to


class PostForm(Plain):
    """Which post, in which organ, from when."""

    organ = forms.ChoiceField(label=gettext_lazy("Organ"))
    posts = forms.MultipleChoiceField(
        label=gettext_lazy("Posts"),
        choices=POSTS,
        widget=forms.CheckboxSelectMultiple,
    )
    from_date = forms.DateField(
        label=gettext_lazy("From"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(
        self, *args: Any, organs: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        # A choice field, above
        self.fields["organ"].choices = named(organs)  # type: ignore[attr-defined]
        # Read by the template beside the choices
        self.fields["posts"].hints = POST_HINTS  # type: ignore[attr-defined]

    def appoint(self, *, staff: int, by: str, at: datetime) -> bool:
        """Enter the posts of ``staff`` (an id), all or none, and return whether they
        could be held; the reason why not is in the form.
        """
        given = self.cleaned_data
        try:
            with transaction.atomic():
                for post in given["posts"]:
                    staff_acts.post_staff(
                        staff=staff,
                        organ=given["organ"],
                        post=post,
                        from_date=given["from_date"],
                        by=by,
                        at=at,
                    )
        except InvalidRegister:
            self.add_error(
                "posts",
                _(
                    "A post is held in one organ at a time, and once. End the earlier one first."
                ),
            )
            return False
        return True


class StaffForm(PostForm):
    """A new colleague: user name, name, and the first posts."""

    field_order = ("name", "username", "organ", "posts", "from_date")

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    username = forms.CharField(
        label=gettext_lazy("User name"),
        help_text=gettext_lazy(
            "What they type to sign in: letters, digits, and . _ - @ +"
        ),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
    )

    def clean_username(self) -> str:
        """Refuse a name that somebody has."""
        username: str = self.cleaned_data["username"].strip()
        if directory.username_taken(username):
            raise forms.ValidationError(
                _("This user name is taken. Choose another.")
            )
        return username

    def enter(self, *, by: str, at: datetime) -> tuple[int, str]:
        """Enter the colleague with the posts; return their id and the password for once.

        InvalidRegister, with nothing entered, when the name was taken meanwhile or a
        post cannot be held.
        """
        given = self.cleaned_data
        with transaction.atomic():
            staff = staff_acts.create_staff(
                username=given["username"], name=given["name"], by=by, at=at
            )
            password = signing_in.reset_password(staff=staff, by=by, at=at)
            if not self.appoint(staff=staff, by=by, at=at):
                raise InvalidRegister(f"the posts of {staff} cannot be held")
        return staff, password


class EndForm(Plain):
    """The first day on which a post no longer holds."""

    to_date = forms.DateField(
        label=gettext_lazy("First day without the post"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class OrganForm(Plain):
    """A new organ."""

    name_zh = forms.CharField(
        label=gettext_lazy("Official name"), max_length=120
    )
    name_en = forms.CharField(
        label=gettext_lazy("Name in English"), max_length=120, required=False
    )
    code = forms.RegexField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy(
            "Letters, digits, and . _ - : it never changes, and papers may name it."
        ),
        regex=acts.CODE,
        error_messages={
            "invalid": gettext_lazy(
                "Only letters, digits, and . _ - : at most 32 signs."
            )
        },
    )
    parent = forms.ChoiceField(label=gettext_lazy("Under which organ"))
    level = forms.ChoiceField(
        label=gettext_lazy("Level"), choices=Level.choices
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Kind.choices)

    def __init__(
        self, *args: Any, organs: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        # A choice field, above
        self.fields["parent"].choices = named(organs)  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        """Refuse a code that an organ has, also one that has ended."""
        code: str = self.cleaned_data["code"]
        if organs.organs([code]):
            raise forms.ValidationError(
                _("An organ has this code already. Choose another.")
            )
        return code


class OneOrganForm(Plain):
    """What an organ is called from now on, and which department one level up directs its work."""

    name_zh = forms.CharField(
        label=gettext_lazy("Official name"), max_length=120
    )
    name_en = forms.CharField(
        label=gettext_lazy("Name in English"), max_length=120, required=False
    )
    department_above = forms.ChoiceField(
        label=gettext_lazy("Superior department"),
        help_text=gettext_lazy(
            "The department one level up that directs its work. Whoever does not agree "
            "with its answer then chooses "
            "between this department and the organ above in the tree."
        ),
        required=False,
    )

    def __init__(self, *args: Any, organ: OrganInfo, **kwargs: Any) -> None:
        first = {
            "name_zh": organ.name_zh,
            "name_en": organ.name_en,
            "department_above": organ.department_above,
        }
        super().__init__(*args, initial=first, **kwargs)
        self.organ = organ
        others = [
            other.code
            for other in organs.tree()
            if other.active
            and not other.ending
            and other.code != organ.parent
            and not organs.is_under(other.code, organ.code)
        ]
        choices = [("", _("None")), *named(others)]
        # A choice field, above
        self.fields["department_above"].choices = choices  # type: ignore[attr-defined]

    def enter(self, *, by: str, at: datetime) -> None:
        """Record what is different now."""
        given, code = self.cleaned_data, self.organ.code
        with transaction.atomic():
            if (given["name_zh"], given["name_en"]) != (
                self.organ.name_zh,
                self.organ.name_en,
            ):
                acts.rename_organ(
                    code=code,
                    name_zh=given["name_zh"],
                    name_en=given["name_en"],
                    by=by,
                    at=at,
                )
            if "department_above" in self.data:
                acts.set_department_above(
                    code=code,
                    department=given["department_above"] or None,
                    by=by,
                    at=at,
                )


class CompetenceForm(Plain):
    """Which organ is competent for a topic, where, on what basis."""

    topic = forms.ChoiceField(label=gettext_lazy("Topic"))
    organ = forms.ChoiceField(label=gettext_lazy("Competent organ"))
    area = forms.ChoiceField(label=gettext_lazy("Area"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Basis or note"), max_length=200, required=False
    )

    def __init__(self, *args: Any, codes: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = translated.language()
        topics = [
            (topic.code, topic.name(language)) for topic in organs.topics()
        ]
        areas = [
            ("", _("Everywhere")),
            *((area.code, area.name(language)) for area in organs.areas()),
        ]
        self.fields["topic"].choices = topics  # type: ignore[attr-defined]  # a choice field, above
        # A choice field, above
        self.fields["organ"].choices = named(codes)  # type: ignore[attr-defined]
        self.fields["area"].choices = areas  # type: ignore[attr-defined]  # a choice field, above


def named(codes: Sequence[str]) -> list[tuple[str, str]]:
    """Organs that still act, as choices, in the order given."""
    return [
        (code, translated.organ_name(code))
        for code, organ in organs.organs(codes).items()
        if organ.active
    ]
