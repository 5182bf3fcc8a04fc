"""Choosing among those who have a part in the matter already: organs that are a party,
or the staff of one.
"""

from __future__ import annotations

from django import forms

from huiyin.law.rules.argument import Argument
from huiyin.law.terms.party_slots import members
from huiyin.web.kit import organs_field
from huiyin.web.officer.forms import staff_field
from huiyin.web.officer.forms.base import ActForm


def offer(form: ActForm, arg: Argument) -> None:
    """Give the field of an argument that names somebody of a party (``among``) the
    choices that there are.
    """
    field = form.fields.get(arg.name)
    if not arg.among or not isinstance(field, forms.ChoiceField):
        return
    named = members(form.matter.view.state.parties, arg.among)
    if arg.kind == "staff":
        field.choices = staff_field.choices(
            named, form.matter.today, above=arg.sits
        )
    else:
        field.choices = organs_field.named(named)
