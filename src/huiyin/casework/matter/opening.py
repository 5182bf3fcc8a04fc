"""How a file begins, whatever its register: a petition, a suggestion, a report of
retaliation, a matter of an old ledger.

An :class:`Opening` is the file in memory. Its words go through the matter's envelope as
they are given, so that no chapter can forget the seal; its first event holds their
commitments; ``write`` (or ``write_many``) puts event, row and words down together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from uuid_utils import uuid7

from huiyin.casework.basis import commitments, law_access, numbers
from huiyin.casework.basis.actors import Actor
from huiyin.casework.events import CaseState
from huiyin.casework.matter import reads
from huiyin.casework.matter.command import PLACE_LIMIT, Notes, checked_text
from huiyin.casework.matter.contacts import (
    Petition,
    claim_rows_of,
    contact_data,
    contact_row,
)
from huiyin.casework.matter.work import NO_DATA, Work
from huiyin.casework.matter.writing import (
    ReadyWorks,
    commit,
    prepare,
    write_prepared,
)
from huiyin.casework.models import Claim, Contact, Note
from huiyin.casework.sealing import envelope, keyring
from huiyin.law.rules.pack import Pack
from huiyin.law.terms.ruling import Ruling
from huiyin.ledger.bulk import Ready, insert, ready, write

FILE = "file"
"""The step by which a file begins, in every pack."""


class Opening:
    """A file that is being opened under a pack.

    ``category`` decides with the pack whether it is sealed from the first second;
    ``accused`` are the codes of the organs that a report is about.
    """

    def __init__(
        self, pack: Pack, *, category: str = "", accused: Sequence[str] = ()
    ) -> None:
        self.case_id = uuid7().hex
        self.work = Work(CaseState(case_id=self.case_id, pack=pack.key), pack)
        self.sealed_key = self.work.seal_from_the_first(category)
        if self.sealed_key:
            marks = (
                envelope.barred_mark(self.case_id, organ) for organ in accused
            )
            self.work.barred = tuple(marks)
        self.number = ""
        self.query_code = ""
        self._data: dict[str, Any] = {"claims": []}
        self.outside: dict[str, Any] = {"query_hash": ""}
        self.claims: list[Claim] = []
        self._contact: dict[str, Any] | None = None
        self._notes: dict[str, str] = {}
        self.texts: list[Note] = []

    @property
    def pack(self) -> Pack:
        """The pack that governs it to its end."""
        return self.work.pack

    @property
    def sealed(self) -> bool:
        """Whether it is sealed from the first second."""
        return bool(self.sealed_key)

    def entitle(self, title: str) -> None:
        """What the file is called in lists."""
        salt = commitments.new_salt()
        title = envelope.kept(title, self.sealed_key, self.case_id, "title")
        self.outside |= {"title": title, "title_salt": salt}
        self._data["title"] = commitments.commit(salt, title)

    def claim(self, claims: Sequence[str]) -> None:
        """What is asked for, each request by itself: each is answered by itself."""
        self.claims = claim_rows_of(
            self.case_id, claims, sealed_key=self.sealed_key
        )
        self._data["claims"] = [
            commitments.commit(row.salt, row.text) for row in self.claims
        ]

    def bring(
        self,
        contact: Petition,
        *,
        text: str,
        office: str,
        identity: str = "",
        token: str = "",
        external_number: str = "",
    ) -> None:
        """The contact by which it came: its words, to which ``office``, by whom (the id
        of an ``identity`` in the vault, "" for nobody known).

        ``token`` is that of the form it was handed in with, ``external_number`` the
        number that an old ledger gave it.
        """
        text = envelope.kept(text, self.sealed_key, self.case_id, "contact")
        salt = commitments.new_salt()
        row = Contact(
            office=office,
            identity=identity,
            external_number=external_number or None,
            text=text,
            salt=salt,
        )
        self._data.setdefault("files", [])
        self._data["contact"] = contact_data(contact, row)
        self._contact = {
            "petition": contact,
            "office": office,
            "text": text,
            "salt": salt,
            "identity": identity,
            "token": token,
            "external_number": external_number,
        }

    def note(self, **texts: str) -> None:
        """Words that are kept beside the first event, by name."""
        self._notes |= texts

    def locate(self, place: str) -> None:
        """Where exactly it is, in somebody's own words."""
        self.note(
            place=checked_text(
                "place", place, required=False, limit=PLACE_LIMIT
            )
        )

    def tell(self, data: Mapping[str, Any]) -> None:
        """Ids and commitments that the first event holds besides."""
        self._data |= data

    def give_number(
        self, at: datetime, *, number: str = "", code: str = ""
    ) -> None:
        """Number the file: ``number`` where it has one, else the next of its series; a
        sealed file gets a number without an order. ``code`` opens it to whoever
        brought it.
        """
        year = law_access.local_day(self.pack, at).year
        draw = numbers.drawn_number if self.sealed else numbers.next_number
        self.number = number or draw(self.pack.number_prefix, year)
        if code:
            self.query_code = code
            query_hash = reads.query_hash(self.number, code)
            self.outside["query_hash"] = query_hash
            self._data["code"] = commitments.commit(self.case_id, query_hash)

    def rule(
        self, args: Mapping[str, Any], *, by: Actor, at: datetime
    ) -> Ruling:
        """What the law says of opening it; opens nothing."""
        return self.work.rule(FILE, args, by=by, at=at)

    def take(
        self,
        args: Mapping[str, Any],
        *,
        by: Actor,
        at: datetime,
        values: Mapping[str, Any] = NO_DATA,
        ruling: Ruling | None = None,
    ) -> Ruling:
        """Open it, in memory, and return what the law says of it. Raises Refused with
        the law's grounds.

        ``values`` are set beside those of the step; ``ruling`` is what the law said
        already of this very opening.
        """
        if not self.number:
            self.give_number(at)
        notes = Notes(self.work, **self._notes)
        ruling = self.work.take(
            FILE,
            args,
            by=by,
            at=at,
            data={**self._data, **notes.data()},
            number=self.number,
            values=values,
            ruling=ruling,
        )
        self.keep(notes.rows(self.case_id, self.work.state.event_seq))
        return ruling

    def keep(self, texts: Iterable[Note]) -> None:
        """Words that stand beside later events of the same piece of work."""
        self.texts += texts

    def write(self) -> CaseState:
        """Write it, in the caller's transaction: event, row, duties, words and keys.
        Returns how the matter stands then.
        """
        state = commit(self.work, create=self.outside)
        if self.work.pair is not None and self.query_code:
            key = keyring.key_for_reporter(
                self.case_id,
                self.work.pair,
                number=self.number,
                code=self.query_code,
            )
            insert([key])
        for rows in _words([self]):
            write(rows)
        return state

    def filed_contact(self) -> Contact | None:
        """The unsaved row of the contact by which it came; None where there was none.
        ValueError before the filing was taken.
        """
        if self._contact is None:
            return None
        received = self.work.state.received_date
        if (
            received is None
        ):  # pragma: no cover - the fold of a filing always sets it
            raise ValueError("a filed matter has a day of receipt")
        return contact_row(
            case_id=self.case_id, seq=1, day=received, **self._contact
        )


@dataclass(frozen=True, slots=True)
class ReadyFiles:
    """Many files that are ready to be written, in this process or another one."""

    works: ReadyWorks
    words: tuple[Ready, ...]


def prepare_many(openings: Sequence[Opening]) -> ReadyFiles:
    """Make many files ready to be written; asks the database nothing."""
    works = prepare([(opening.work, opening.outside) for opening in openings])
    return ReadyFiles(works, _words(openings))


def write_many(files: ReadyFiles) -> None:
    """Write many files at once, in the caller's transaction: the same events and rows
    as one after another, in a handful of queries.
    """
    write_prepared(files.works)
    for rows in files.words:
        write(rows)


def _words(openings: Sequence[Opening]) -> tuple[Ready, ...]:
    contacts = [opening.filed_contact() for opening in openings]
    claims = chain.from_iterable(opening.claims for opening in openings)
    texts = chain.from_iterable(opening.texts for opening in openings)
    return (
        ready(Contact, [row for row in contacts if row is not None]),
        ready(Claim, claims),
        ready(Note, texts),
    )
