"""What the petitioner reads of a step afterwards, in the history of the matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter

from huiyin.law.terms.ruling import Text

ORGAN = "organ"
AGENT = "agent"
WORKED_OUT = frozenset({ORGAN, AGENT})
"""What a sentence may name beside the parties that its step sets: the organ that acted,
and the number of the agent whom the event is about."""


@dataclass(frozen=True, slots=True)
class Past:
    """The sentences about a step that was taken, each in both languages.

    ``said`` holds wherever no other does; ``by_organ`` where an organ acted in a step
    that the petitioner may take too; ``by_notice`` where a public notice stands in the
    place of handing over. In braces stand the organ that acted ("{organ}"), a party
    that the step sets ("{handler}") and the number of an agent ("{agent}").
    """

    said: Text
    by_organ: Text | None = None
    by_notice: Text | None = None

    @property
    def sentences(self) -> Mapping[str, Text]:
        """Every sentence by the key of the pack that it stands under."""
        written = {
            "past": self.said,
            "past_by_organ": self.by_organ,
            "past_by_notice": self.by_notice,
        }
        return {key: text for key, text in written.items() if text is not None}


def named_in(sentence: Text) -> frozenset[str]:
    """The names in braces, of both languages together.

    Raises:
        ValueError: when a brace is left open.
    """
    return frozenset((*_braced(sentence.zh), *_braced(sentence.en)))


def _braced(sentence: str) -> Iterator[str]:
    for _before, name, _form, _conversion in Formatter().parse(sentence):
        if name is not None:
            yield name
