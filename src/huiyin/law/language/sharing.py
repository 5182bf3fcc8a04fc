"""What the versions of an instrument share, and what each adds, joined before a single
rule is read.

``pack.toml`` names a folder beside the version by ``shares``. A file there and the
version's own of the same name are read as one. What stands in the shared file holds in
every version, to the letter: a version says where each of its rules stands
(``[cites]``) and adds what only it has (``[[adds]]``, and rules of its own), and can
replace nothing.
"""

from __future__ import annotations

import copy
import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from huiyin.law.language.reading import Problem
from huiyin.law.language.rule_tables import (
    Document,
    citable_in,
    is_rows,
    label_of,
    must_be_cited,
    parts_of,
    rules_in,
)

HEAD = "pack.toml"
CITES, ADDS, BEFORE = "cites", "adds", "before"
NAMED = {"arg": "name", "require": "id", "ask": "id", "term": "id"}
"""The parts of a rule that have a name, and the key it stands under: what is added to
such a part joins it.
"""
UNNAMED = (
    "open",
    "close",
    "cancel",
    "discharge",
    "grant",
    "turn",
    "letter",
    "extend",
    "resume",
    "stop",
    "reassign",
    "apart",
)
"""The parts without a name, of which more can be added but not to one of them."""
TABLES = ("set", "parties", "dates", "values", "attributes", "kinds")


def joined(
    documents: Mapping[str, Document], problems: list[Problem]
) -> dict[str, Document]:
    """The files of a pack as they are read, in the order in which their rules are listed.

    Args:
        documents: the files by name; shared ones by folder and name, "procedure/review.toml".
        problems: takes what is wrong, by file and key.

    Returns:
        The documents by name; one that was joined has the names of both files, as
        "review.toml, procedure/review.toml".
    """
    head = documents.get(HEAD, {})
    own, shared = _divided(documents, head.get("shares"))
    if head.get("shares") and not shared:
        told = f"there is no folder {head['shares']}/ with files beside this version"
        problems.append(Problem(HEAD, "shares", told))
    named: dict[str, tuple[str, Document]] = {}
    for name in {**own, **shared}:
        if name in shared:
            stage = _Stage(
                name,
                f"{head['shares']}/{name}",
                shared[name],
                own.get(name),
                problems,
            )
            named[name] = (stage.label, stage.joined())
        else:
            problems.extend(_nothing_shared(name, own[name]))
            named[name] = (name, own[name])
    return dict(named[name] for name in _in_order(head, named, problems))


def _divided(
    documents: Mapping[str, Document], folder: Any
) -> tuple[dict[str, Document], dict[str, Document]]:
    """The version's own files and those of the folder that it shares, each by its name
    without the folder.
    """
    own, shared = {}, {}
    for path, document in documents.items():
        place, _, name = path.rpartition("/")
        if place and place == folder:
            shared[name] = document
        else:
            own[path] = document
    return own, shared


def _nothing_shared(name: str, document: Document) -> Iterator[Problem]:
    for key in (CITES, ADDS):
        if document.pop(key, None) is not None:
            yield Problem(
                name,
                key,
                "there is no shared file of this name: a rule of one's own says its article itself",
            )


def _in_order(
    head: Document,
    named: Mapping[str, tuple[str, Document]],
    problems: list[Problem],
) -> list[str]:
    """The names of the files in the order that ``pack.toml`` gives, or by name where it
    gives none.
    """
    given = head.get("order")
    if given is None:
        return sorted(named, key=lambda name: named[name][0])
    if not isinstance(given, list) or not all(
        isinstance(name, str) for name in given
    ):
        problems.append(
            Problem(
                HEAD,
                "order",
                'must be a list of names of files, ["intake", "routing"]',
            )
        )
        return sorted(named)
    wanted = [HEAD, *(f"{name}.toml" for name in given)]
    left_out = [
        f"{name} is left out: say where its rules are listed"
        for name in sorted(named.keys() - set(wanted))
    ]
    gone = [
        f"there is no file {name}"
        for name in sorted(set(wanted) - named.keys() - {HEAD})
    ]
    problems.extend(
        Problem(HEAD, "order", reason) for reason in (*left_out, *gone)
    )
    return [
        name
        for name in dict.fromkeys([*wanted, *sorted(named)])
        if name in named
    ]


class _Stage:
    """A shared file and, where there is one, the version's own of the same name."""

    def __init__(
        self,
        own: str,
        shared: str,
        document: Document,
        more: Document | None,
        problems: list[Problem],
    ):
        """Take both files by name, the shared one as ``document``, the version's as ``more``."""
        self.own = own
        self.shared = shared
        self.label = shared if more is None else f"{own}, {shared}"
        self.document = copy.deepcopy(document)
        self.more = dict(more or {})
        self.problems = problems

    def joined(self) -> Document:
        """Both files as one document."""
        cites, adds = self.more.pop(CITES, {}), self.more.pop(ADDS, [])
        if isinstance(cites, dict):
            self._cite(cites)
        else:
            self._problem(CITES, "must be a table of rules and their articles")
        if adds and not is_rows(adds):
            self._problem(ADDS, f"must be tables that begin with [[{ADDS}]]")
        else:
            for number, addition in enumerate(adds, start=1):
                self._add(number, dict(addition))
        self._take_own()
        return self.document

    def _take_own(self) -> None:
        """Add the head of the version's file and the rules that are its own."""
        for key, value in self.more.items():
            if is_rows(value):
                self.document[key] = self._with_own(key, value)
            elif key in self.document:
                self._twice(key)
            else:
                self.document[key] = value

    def _problem(self, key: str, reason: str) -> None:
        self.problems.append(Problem(self.own, key, reason))

    def _twice(self, key: str) -> None:
        reason = (
            f"{self.shared} says it for every version: leave it out here, or say it in "
            "each version and not there"
        )
        self._problem(key, reason)

    def _cite(self, cites: Document) -> None:
        """Give each shared rule the article in which it stands in this version."""
        citable = dict(citable_in(self.document))
        for name, article in cites.items():
            if name not in citable:
                self._unknown(
                    f"{CITES}.{name}",
                    name,
                    list(citable),
                    "a rule of one's own says its article itself",
                )
            elif not isinstance(article, str) or not article:
                self._problem(
                    f"{CITES}.{name}",
                    f'must be an article like "22, 23", not {article!r}',
                )
            elif "article" in citable[name]:
                self._twice(f"{CITES}.{name}")
            else:
                citable[name]["article"] = article
        for name in must_be_cited(self.document):
            if name not in cites and "article" not in citable[name]:
                self._uncited(name)
                citable[name]["article"] = (
                    "0"  # so that it is said once; a pack with a problem is not used
                )

    def _uncited(self, name: str) -> None:
        told = (
            f"{name!r} of {self.shared} stands in no article of this version: "
            f'write "{name}" = "…" under [{CITES}]'
        )
        self._problem(CITES, told)

    def _unknown(
        self, key: str, name: str, known: list[str], otherwise: str
    ) -> None:
        near = difflib.get_close_matches(name, known, n=1)
        meant = f"; is {near[0]!r} meant?" if near else ""
        self._problem(key, f"is no rule of {self.shared}{meant} ({otherwise})")

    def _add(self, number: int, addition: Document) -> None:
        """Join one [[adds]] to the shared rule that it names."""
        name = addition.pop("rule", None)
        rules = {
            f"{kind}:{row.get('id')}": row
            for kind, row in rules_in(self.document)
        }
        if not isinstance(name, str):
            self._problem(
                f"{ADDS}.{number}.rule",
                'is missing; it must be a shared rule like "step:file"',
            )
        elif name not in rules:
            self._unknown(
                f"{ADDS}.{name}",
                name,
                list(rules),
                "a rule that only this version has is written in full",
            )
        elif not addition:
            self._problem(f"{ADDS}.{name}", "adds nothing")
        else:
            self._join(rules[name], addition, f"{ADDS}.{name}")

    def _join(self, table: Document, more: Document, path: str) -> None:
        """Add the keys of ``more`` to a table: a key is new, or a table or list to
        which more can be added.
        """
        for key, value in more.items():
            at = f"{path}.{key}"
            if key in NAMED and is_rows(value):
                table[key] = self._parts(
                    parts_of(table, key), value, NAMED[key], at
                )
            elif key in UNNAMED and is_rows(value):
                table[key] = self._placed(parts_of(table, key), value, at)
            elif key not in table:
                table[key] = value
            elif key in TABLES and _both(dict, table[key], value):
                self._join(table[key], value, at)
            elif _both(list, table[key], value) and _is_further(
                table[key], value
            ):
                table[key] = [*table[key], *value]
            else:
                self._twice(at)

    def _parts(
        self, rows: list[Document], more: list[Document], key: str, path: str
    ) -> list[Document]:
        """The parts of a rule that have names, with those added: more of one that is
        there, or a new one.
        """
        for part in more:
            name = part.get(key)
            there = next(
                (
                    row
                    for row in rows
                    if name is not None and row.get(key) == name
                ),
                None,
            )
            if there is None:
                rows = self._placed(rows, [part], path)
                continue
            self._join(
                there,
                {own: part[own] for own in part if own not in (key, BEFORE)},
                f"{path}.{name}",
            )
            if BEFORE in part:
                others = [row for row in rows if row is not there]
                rows = self._placed(
                    others, [{**there, BEFORE: part[BEFORE]}], path
                )
        return rows

    def _with_own(self, kind: str, more: list[Document]) -> list[Document]:
        """The shared rules of a kind with the version's own."""
        rows = parts_of(self.document, kind)
        known = [row["id"] for row in rows if "id" in row]
        new = [row for row in more if row.get("id") not in known]
        for row in more:
            if row not in new:
                told = (
                    f"is in {self.shared} already: add to it with [[{ADDS}]], or write "
                    "it in each version"
                )
                self._problem(f"{kind}.{row['id']}.id", told)
        return self._placed(rows, new, kind)

    def _placed(
        self, rows: list[Document], more: list[Document], path: str
    ) -> list[Document]:
        """The rows with more: each before the one that it names by ``before``, or
        behind all of them.
        """
        placed = list(rows)
        for row in more:
            before = row.get(BEFORE)
            new = {key: value for key, value in row.items() if key != BEFORE}
            places = [
                place
                for place, other in enumerate(placed)
                if before is not None and label_of(other) == before
            ]
            if before is not None and not places:
                self._problem(
                    f"{path}.{label_of(row)}.{BEFORE}",
                    f"there is no {before!r} before which it could stand",
                )
            placed.insert(places[0] if places else len(placed), new)
        return placed


def _both(kind: type, there: Any, more: Any) -> bool:
    return isinstance(there, kind) and isinstance(more, kind)


def _is_further(there: list[Any], more: list[Any]) -> bool:
    """Whether these are words that a list of words does not have yet."""
    return all(isinstance(word, str) for word in (*there, *more)) and not any(
        word in there for word in more
    )
