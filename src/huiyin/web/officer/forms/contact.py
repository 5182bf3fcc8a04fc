"""The questions about one contact: how it came, for how many people, what was said, and by whom."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.casework.basis.actors import Actor, roles
from huiyin.casework.matter.contacts import Petition
from huiyin.casework.matter.views import CaseView
from huiyin.law.rules.pack import Pack
from huiyin.people.particulars import Particulars
from huiyin.web.kit.contact_fields import MailField, TelephoneField
from huiyin.web.kit.labels import term_choices
from huiyin.web.officer.forms.receipt_days import ReceiptDays
from huiyin.web.officer.forms.uploads import UploadForm


def spoken(pack: Pack, channel: object) -> bool:
    """Whether what came by a channel was said and not written: it is then recorded and
    read back.
    """
    return channel in pack.marks.get("channels", {}).get("spoken", frozenset())


def _asks_for_representatives(pack: Pack) -> bool:
    """Whether the pack asks something of filings by the number of representatives."""
    for ask in pack.step("file").asks:
        if any("args.representatives" in item.mentions for item in ask.that):
            return True
    return False


class SaidForm(ReceiptDays, UploadForm):
    """What every contact has, a first one or a further one; ``step`` is the one that records it."""

    step = "file"

    channel = forms.ChoiceField(
        label=_("How it came"), widget=forms.RadioSelect
    )
    persons = forms.IntegerField(
        label=_("Number of persons"), min_value=1, max_value=100_000, initial=1
    )
    representatives = forms.IntegerField(
        label=_("Representatives"),
        help_text=_(
            "A visit by more than five persons: ask them to choose one to five. "
            "Without, it is registered all the same."
        ),
        min_value=0,
        max_value=1000,
        initial=0,
        required=False,
    )
    text = forms.CharField(
        label=_("What was said or written"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=20_000,
    )
    read_back = forms.BooleanField(
        label=_(
            "Spoken statement: I read it back, and the person confirmed it"
        ),
        required=False,
    )
    name = forms.CharField(label=_("Name"), required=False, max_length=100)
    phone = TelephoneField(label=_("Phone"), required=False)
    address = forms.CharField(
        label=_("Address"), required=False, max_length=300
    )
    email = MailField(label=_("Email"), required=False)

    def __init__(
        self,
        *args: Any,
        pack: Pack,
        by: Actor,
        today: date,
        view: CaseView | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.pack = pack
        self.by = by
        self.ask_days(
            pack.steps.get(self.step),
            roles=roles(by, view.state.parties if view else {}),
            today=today,
            since=view.state.received_date if view else None,
        )
        self._offer_channels()
        if not _asks_for_representatives(pack):
            self.fields["representatives"].help_text = ""
        for name in ("name", "phone", "address", "email"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def _offer_channels(self) -> None:
        """All ways to come but online, which no clerk records; the one in person is chosen."""
        field = self.fields["channel"]
        if not isinstance(field, forms.ChoiceField):
            return
        channels = term_choices(self.pack, "channels")
        field.choices = [choice for choice in channels if choice[0] != "online"]
        in_person = self.pack.marks["channels"].get("in_person", ())
        field.initial = next(
            (code for code, _title in channels if code in in_person), ""
        )

    def clean(self) -> dict[str, Any]:
        """A spoken statement is recorded truthfully: it has been read back (R22 Art 19)."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if spoken(self.pack, cleaned.get("channel")) and not cleaned.get(
            "read_back"
        ):
            self.add_error(
                "read_back",
                _("Read the statement back to the person and tick this"),
            )
        return cleaned

    def person(self) -> Particulars:
        """Who it is, as far as they said."""
        given = self.cleaned_data
        return Particulars(
            name=given.get("name") or "",
            phone=given.get("phone") or "",
            address=given.get("address") or "",
            email=given.get("email") or "",
        )

    def said(self) -> dict[str, Any]:
        """The contact as casework takes it, as far as the answers are there."""
        given = self.cleaned_data
        return {
            "text": given.get("text") or "",
            "channel": given.get("channel") or self.fields["channel"].initial,
            "persons": given.get("persons") or 1,
            "representatives": given.get("representatives") or 0,
            "spoken": spoken(self.pack, given.get("channel")),
            "person": self.person(),
            **self.days(),
        }


class AgainForm(SaidForm):
    """A further contact about a matter that is known."""

    step = "contact"

    def petition(self, title: str) -> Petition:
        """The contact under the matter's title."""
        return Petition(title=title, **self.said())
