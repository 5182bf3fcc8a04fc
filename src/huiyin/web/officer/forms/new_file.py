"""The questions by which a file of any register is opened, made from its pack."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.casework.basis.actors import Actor, roles
from huiyin.casework.matter.filing import TITLE_LIMIT
from huiyin.casework.matter.opening import FILE
from huiyin.law.rules.pack import Pack
from huiyin.web.kit import organs_field, step_fields
from huiyin.web.officer.forms.base import hint_choices


class NewFileForm(forms.Form):
    """What the file is called, and what the pack's step ``file`` asks."""

    title = forms.CharField(label=_("In one line"), max_length=TITLE_LIMIT)

    def __init__(
        self, *args: Any, pack: Pack, by: Actor, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        step = pack.step(FILE)
        asked = step_fields.fields_of(
            step,
            pack,
            organs=organs_field.choices((), without=by.organ),
            roles=roles(by, {}),
        )
        self.fields |= asked
        for arg in step.asked:
            if arg.name in asked and arg.kind == "term":
                hint_choices(self, arg.name, pack, arg.vocabulary)
            if arg.name in asked and arg.default is not None:
                self.initial.setdefault(arg.name, arg.default)

    def args(self) -> dict[str, Any]:
        """What the law is told: the answers that are there."""
        given = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in self.cleaned_data.items()
            if name != "title"
        }
        return {
            name: value
            for name, value in given.items()
            if value not in (None, "", ())
        }
