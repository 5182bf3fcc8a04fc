"""What may go wrong in casework, foreseen: everything else is a bug."""

from __future__ import annotations

from collections.abc import Sequence

from huiyin.law.terms.ruling import Ground


class CaseworkError(Exception):
    """A foreseen failure of an act or a read."""


class NotFound(CaseworkError):
    """There is no such matter, or the reader may not know that there is: both look the
    same from outside.
    """


class Refused(CaseworkError):
    """The law does not let the act through; ``grounds`` say on which articles and what
    can be done instead.
    """

    def __init__(self, grounds: Sequence[Ground]) -> None:
        self.grounds = tuple(grounds)
        super().__init__(
            "; ".join(
                f"{ground.article}: {ground.text.en}" for ground in self.grounds
            )
        )


class StandsAside(Refused):
    """Whoever acts or reads stands aside in this matter (回避, R22 Art 28): they learn
    its number and no more.
    """

    def __init__(self, number: str, grounds: Sequence[Ground]) -> None:
        self.number = number
        super().__init__(grounds)


class Invalid(CaseworkError):
    """What was handed in cannot be taken: the field, what is wrong and what to do."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        self.message = message
        super().__init__(f"{field}: {message}")
