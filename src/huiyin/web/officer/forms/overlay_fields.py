"""What a pack that stands on another asks besides, in steps whose questions are written
for the pack beneath.
"""

from __future__ import annotations

from django import forms
from django.forms.boundfield import BoundField

from huiyin.web.kit import step_fields
from huiyin.web.officer.forms.subject import Matter


def _fields(matter: Matter) -> dict[str, forms.Field]:
    """A field for each argument that is asked besides in the step that the form is about."""
    step = matter.pack.steps.get(matter.step)
    asked = {arg.name for arg in step.asked if arg.further} if step else set()
    if step is None or not asked:
        return {}
    category = str(matter.view.state.values.get("category") or "")
    return {
        name: field
        for name, field in step_fields.fields_of(
            step, matter.pack, category=category
        ).items()
        if name in asked
    }


class Further(forms.Form):
    """The part of an act's form that asks what local rules ask besides; ``further``
    names its fields.
    """

    further: tuple[str, ...] = ()

    def ask_further(self, matter: Matter) -> None:
        """Add a field for each, where the form has none already."""
        asked = _fields(matter)
        self.further = tuple(name for name in asked if name not in self.fields)
        self.fields |= {name: asked[name] for name in self.further}

    def further_fields(self) -> list[BoundField]:
        """The fields as a template shows them."""
        return [self[name] for name in self.further]
