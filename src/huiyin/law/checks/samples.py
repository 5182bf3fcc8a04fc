"""The values of arguments worth trying: all that some condition tells apart, otherwise one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from huiyin.law.checks.liveness import Observer
from huiyin.law.checks.transitions import FAR
from huiyin.law.rules.argument import Argument
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.steps import Step
from huiyin.law.terms.facts import Scalar, Value

SOME_WORD = "something else"
NUMBERS: tuple[int, ...] = (1, 6, 31)
ANY: Mapping[str, Value] = {"bool": True, "int": 1, "text": SOME_WORD}
"""What an argument is told, by its kind, where nobody looks at it."""


@dataclass(frozen=True, slots=True)
class Sampler:
    """Works out which values are worth trying; ``literals`` are what conditions compare
    each fact with, ``asked`` all facts that decide anything.
    """

    pack: Pack
    steps: tuple[Step, ...]
    observer: Observer
    literals: Mapping[str, frozenset[Scalar]]
    asked: frozenset[str]

    def worth_trying(self, step: Step, arg: Argument) -> list[Value]:
        """The values of an argument that are tried whatever the situation; days and
        organs depend on the situation and are not among them. None is "not told".
        """
        if arg.kind == "staff":
            who: Value = ("somebody",) if arg.many else "somebody"
            return [who] if arg.required else [None, who]
        places = _kept_in(step, arg)
        matters = not places.isdisjoint(self.asked)
        surely_told = arg.required or arg.otherwise is not None
        optional: list[Value] = [None] if matters and not surely_told else []
        if arg.kind == "term":
            return self._terms(step, arg, places, optional, matters=matters)
        if arg.kind in ("date", "organ"):
            return optional
        if arg.kind == "area":  # another one than any other argument names
            return [*optional, f"area {arg.name}"]
        return self._plain(step, arg, places) if matters else [ANY[arg.kind]]

    def _plain(
        self, step: Step, arg: Argument, places: set[str]
    ) -> list[Value]:
        """Values of an argument that is yes or no, a number or words."""
        if arg.kind == "bool":
            return [True, False]
        if arg.kind == "int":
            return [*NUMBERS, *self._extensions(step, arg)]
        return [*self._words(places), SOME_WORD]

    def _words(self, places: set[str]) -> list[str]:
        """The words that conditions compare these facts with."""
        words: set[str] = set()
        for place in places:
            for literal in self.literals.get(place, ()):
                if isinstance(literal, str) and literal:
                    words.add(literal)
        return sorted(words)

    def _extensions(self, step: Step, arg: Argument) -> list[Value]:
        """Where an argument prolongs a limit: the numbers of days that conditions name,
        and a great one.
        """
        path = f"args.{arg.name}"
        if all(extension.by.path != path for extension in step.extends):
            return []
        named = [
            value for value in self.literals.get(path, ()) if type(value) is int
        ]
        return [*(days for days in named if days not in NUMBERS), FAR]

    def _terms(
        self,
        step: Step,
        arg: Argument,
        places: set[str],
        optional: list[Value],
        *,
        matters: bool,
    ) -> list[Value]:
        """The first of each sort of terms that conditions can tell apart, by name or by
        marks, or other terms apply to.

        Where a term is compared with one told earlier, the first two: terms of one sort
        can change places in all that happens, so that whether two are the same is all
        there is to know of them.
        """
        terms = self.pack.terms[arg.vocabulary].terms
        if not matters and arg.matching is None:
            return [next(iter(terms))]
        enough = 2 if self.observer.compared(step, places) else 1
        applied_by = self._applied_by(places)
        sorts: dict[object, list[Value]] = defaultdict(list)
        for term in terms.values():
            applies = term.applies if arg.matching is not None else None
            applied = tuple(term.id in ids for ids in applied_by)
            seen = self.observer.sort(step, places, term.id)
            sorts[applies, applied, seen].append(term.id)
        tried: list[Value] = []
        for same in sorts.values():
            tried += same[:enough]
        return [*tried, *optional]

    def _applied_by(self, places: set[str]) -> list[frozenset[str]]:
        """To which terms each term of another argument applies, where that must match
        what is kept in these places.
        """
        applies: list[frozenset[str]] = []
        for step in self.steps:
            for arg in step.args:
                if arg.matching is not None and arg.matching.path in places:
                    terms = self.pack.terms[arg.vocabulary].terms
                    applies += [term.applies for term in terms.values()]
        return applies


def _kept_in(step: Step, arg: Argument) -> set[str]:
    """The facts in which conditions meet an argument: itself, and what is set from it."""
    path = f"args.{arg.name}"
    places = {path}
    for scope, settings in step.settings_by_scope.items():
        for setting in settings:
            if setting.source.path == path:
                places.add(f"{scope}.{setting.name}")
    return places
