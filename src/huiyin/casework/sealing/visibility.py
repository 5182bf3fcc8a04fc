"""Which matters somebody can know of, as a condition of the query itself: the one place
that says how a sealed matter stays out of a list, a search, a figure.

A matter that the actor may not know is never fetched: the database answers as for one
that does not exist, with the same statement, so that neither the page nor its timing
tells the two apart (R22 Art 22, 30, 46 (5)). Lists stand on ``visible``; what is told to
nobody in particular on ``told_to_all``; what is asked for by name on ``known``. It lies
below the matter, because the matter too lists some (of its followers, of the requests
to erase a name).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from enum import Enum
from typing import Any, Generic, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from huiyin.casework.basis.actors import Actor
from huiyin.casework.models import Case, Duty
from huiyin.compiled import Compiled, Kind, Within
from huiyin.organisations import reads as organs
from huiyin.organisations.vocabulary import Post

Row = TypeVar("Row", bound=Model)
Found = TypeVar("Found")


class Sealed(Enum):
    """Which sealed matters may stand in a list."""

    NEVER = "never"
    """None: lists of titles, of other organs' matters, of those who supervise."""

    OWED = "owed"
    """Those of whoever works on sealed matters: the list holds nothing but what the
    actor's own organ owes or was offered, so that it knows of each (``known``).
    """

    KNOWN = "known"
    """Those that the actor knows, looked at one by one; only for rows of matters."""


def works_on_sealed(by: Actor) -> bool:
    """Whether the actor works on sealed matters of their own organ at all.

    Where an organ has named readers they alone do; elsewhere whoever registers or
    handles, without reading the words.
    """
    if by.staff is None or not (
        by.may("case.register", by.organ) or by.may("case.handle", by.organ)
    ):
        return False
    return Post.SEALED_READER in by.staff.posts or not organs.has_readers(
        by.organ
    )


def stands_aside(name: str) -> QuerySet[Case]:
    """The matters in which the actor of this ``name`` stands aside (回避): left out of
    their lists; asked of nobody but themselves.
    """
    return Case.objects.exclude(aside="").filter(aside__contains=f"|{name}|")


def known(by: Actor, matters: QuerySet[Case]) -> QuerySet[Case]:
    """The matters without those sealed ones of which the actor must not know.

    Known to the organ that is responsible now, to one it was offered to, and to one
    that owes something in it; no longer to the office that took it in once it is
    forwarded. Never to those who supervise: the accused unit may be among them or above
    them.
    """
    if by.staff is None:
        return matters  # the system, or a petitioner, who is held to their own matter
    return matters.filter(_known(by))


def _known(by: Actor) -> Q:
    return _known_in(by.organ) if works_on_sealed(by) else _unsealed("")


def _known_in(organ: str) -> Q:
    """What those who work on sealed matters in an organ may know."""
    owed = Duty.objects.filter(case=OuterRef("pk"), status="open", owner=organ)
    theirs = Q(handler=organ) | Q(offered=organ) | Q(Exists(owed))
    return _unsealed("") | theirs


def may_know(by: Actor, case: Case, owners: Collection[str]) -> bool:
    """The same rule (``_known``) for the row of a matter that is at hand. ``owners`` are
    the organs that owe something in it. True where the row would be found.
    """
    if by.staff is None or not case.sealed:
        return True
    theirs = {case.handler, case.offered, *owners}
    return works_on_sealed(by) and by.organ in theirs


class Asked(Generic[Found]):
    """A question about matters that is asked often, as far as the actor may know them
    (``known``): built once for those who are held to one matter, for those who know no
    sealed one, and for those who work on the sealed ones of an organ.

    ``matters`` says which matters it is about, by the one thing that they are asked by.
    """

    def __init__(self, matters: Callable[[str], QuerySet[Case, Found]]) -> None:
        self.held = Compiled(lambda key: matters(key).all(), key=str)
        self.unsealed = Compiled(
            lambda key: matters(key).filter(_unsealed("")), key=str
        )
        self.of_organ = Compiled(
            lambda key, organ: matters(key).filter(_known_in(organ)),
            key=str,
            organ=str,
        )

    def rows(self, by: Actor, key: str) -> list[Found]:
        """What the actor may know of it. One query."""
        if by.staff is None:
            return self.held.rows(key=key)
        if works_on_sealed(by):
            return self.of_organ.rows(key=key, organ=by.organ)
        return self.unsealed.rows(key=key)


ONE = Asked(lambda case_id: Case.objects.filter(pk=case_id))
ONE_LOCKED = Asked(
    lambda case_id: Case.objects.select_for_update(no_key=True).filter(
        pk=case_id
    )
)
"""``no_key``: other tables may still refer to the row meanwhile."""


def one_known(by: Actor, case_id: str, *, lock: bool = False) -> Case | None:
    """One matter by its id, where the actor may know of it (``known``); None otherwise,
    as for one that does not exist. One query.

    ``lock`` locks the row until the transaction ends.
    """
    asked = ONE_LOCKED if lock else ONE
    return next(iter(asked.rows(by, case_id)), None)


def visible(
    rows: QuerySet[Row],
    *,
    by: Actor,
    register: str = "",
    sealed: Sealed = Sealed.NEVER,
) -> QuerySet[Row]:
    """The rows that may stand in a list of the actor: rows of matters, or rows that
    belong to one (duties, contacts, other ways).

    Left out are those of matters in which the actor stands aside (R22 Art 28), and
    sealed ones: all, or as ``sealed`` says, those of which the actor must not know.
    ``register`` narrows to the files of one, "" takes all.
    """
    rows = _taken_part(rows, by.name)
    if sealed is Sealed.KNOWN:
        return _of(register, rows.filter(_known(by)))
    if sealed is Sealed.OWED and works_on_sealed(by):
        return _of(register, rows)
    return told_to_all(rows, register=register)


def _taken_part(rows: QuerySet[Row], name: str) -> QuerySet[Row]:
    """The rows without those of matters in which somebody stands aside."""
    recused = stands_aside(name)
    if issubclass(rows.model, Case):
        return rows.exclude(pk__in=recused)
    return rows.exclude(case__in=recused)


class Listed(Generic[Found]):
    """A list that is asked often, as far as it may stand before the actor (``visible``):
    built once with the sealed rows and once without.

    ``rows`` says which rows, from arguments of these ``kinds``; ``shown`` what is read
    of them, from the rows and the same arguments: in which order, which columns, how
    many.
    """

    def __init__(
        self,
        rows: Callable[..., QuerySet[Any]],
        shown: Callable[..., QuerySet[Any, Found]],
        **kinds: Kind,
    ) -> None:
        def unsealed(aside: str, **given: Any) -> QuerySet[Any, Found]:
            return shown(
                told_to_all(_taken_part(rows(**given), aside)), **given
            )

        def owed(aside: str, **given: Any) -> QuerySet[Any, Found]:
            return shown(_taken_part(rows(**given), aside), **given)

        self.unsealed = Compiled(unsealed, aside=Within, **kinds)
        self.owed = Compiled(owed, aside=Within, **kinds)

    def rows(
        self, by: Actor, *, sealed: Sealed = Sealed.NEVER, **given: Any
    ) -> list[Found]:
        """The rows that may stand in the actor's list, sealed ones ``NEVER`` or where
        they are ``OWED``. One query.
        """
        owed = sealed is Sealed.OWED and works_on_sealed(by)
        asked = self.owed if owed else self.unsealed
        return asked.rows(aside=by.name, **given)


def told_to_all(rows: QuerySet[Row], *, register: str = "") -> QuerySet[Row]:
    """The rows that no seal hides, whoever reads: for figures, for logs, for what is
    published and what a petitioner is told of other matters. No sealed matter is in it,
    not even as a number: two figures that differ by one tell as much as a one.
    """
    return _of(register, rows.filter(_unsealed(_path(rows))))


def titled(words: str) -> Q:
    """A condition on rows that belong to a matter: its title has these words. Of a
    sealed matter nothing is searched, whoever searches.
    """
    return Q(case__title__icontains=words) & _unsealed("case__")


def _path(rows: QuerySet[Row]) -> str:
    """What leads from the rows to the matter."""
    return "" if issubclass(rows.model, Case) else "case__"


def _of(register: str, rows: QuerySet[Row]) -> QuerySet[Row]:
    if not register:
        return rows
    condition = {f"{_path(rows)}register": register}
    return rows.filter(**condition)


def _unsealed(path: str) -> Q:
    condition = {f"{path}sealed": False}
    return Q(**condition)
