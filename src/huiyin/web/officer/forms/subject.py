"""What the form of an act is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huiyin.casework.basis.actors import Actor
from huiyin.casework.matter.views import CaseView
from huiyin.law.rules.pack import Pack
from huiyin.web.kit import organs_field


@dataclass(frozen=True, slots=True)
class Matter:
    """What a form may ask about: the matter, who acts, and the day."""

    view: CaseView
    by: Actor
    today: date
    step: str = ""

    @property
    def pack(self) -> Pack:
        """The law the matter lives under."""
        return self.view.pack

    @property
    def suggested(self) -> tuple[organs_field.Suggestion, ...]:
        """The organs that may be competent for it."""
        values = self.view.state.values
        return organs_field.suggestions(
            pack=self.pack,
            category=str(values.get("category") or ""),
            topic=str(values.get("topic") or ""),
            area=str(values.get("arose_in") or values.get("area") or ""),
            without=self.view.state.parties.get("handler", ""),
        )
