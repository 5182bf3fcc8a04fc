"""Who can open which sealed matter: holders of key pairs, and the matters' private keys
wrapped to them.

A named reader's private key lies wrapped under ``HUIYIN_SEALED_KEYS``, which is neither
in the database nor the vault's key. A sealed matter's private key lies wrapped to each
reader of the organ that is responsible now, and to whoever brought it (whose key
follows from their query code). An organ that has no reader yet has a waiting key, which
shows nothing to anybody: it is there so that the first reader can be given what came
before them.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid
from huiyin.casework.models.sealed import SealedHolder, SealedKey
from huiyin.casework.sealing import hpke
from huiyin.casework.sealing.hpke import Pair
from huiyin.ledger.bulk import insert
from huiyin.organisations import staff_reads
from huiyin.organisations.vocabulary import Post
from huiyin.people.particulars import Particulars
from huiyin.reading import tidy


def _masters() -> list[bytes]:
    return [
        hpke.bytes_of(text + "=" * (-len(text) % 4))
        for text in settings.HUIYIN_SEALED_KEYS
    ]


def present() -> bool:
    """Whether this machine holds the keys under which the readers' keys lie: without
    them it writes and cannot read.
    """
    return bool(settings.HUIYIN_SEALED_KEYS)


def _place(holder: str) -> str:
    return f"holder {holder}"


def _wrapped(holder: str, private: bytes) -> str:
    """A holder's private key under the first master key."""
    masters = _masters()
    if not masters:
        raise Invalid(
            "to",
            _(
                "this machine holds no keys for sealed reports; it cannot name readers"
            ),
        )
    return hpke.text_of(
        hpke.lock(
            private,
            key=hpke.derived(masters[0], "holder"),
            place=_place(holder),
        )
    )


def _private(holder: SealedHolder) -> bytes | None:
    """A holder's private key, with whichever master key opens it; None where none does."""
    for master in _masters():
        try:
            sealed = hpke.bytes_of(holder.wrapped)
            return hpke.unlock(
                sealed,
                key=hpke.derived(master, "holder"),
                place=_place(holder.id),
            )
        except hpke.BoxBroken:
            continue
    return None


def is_ours(holder: SealedHolder) -> bool:
    """Whether we wrote the row: somebody else's is handed no key. Without master keys
    it cannot be told.
    """
    told = (holder.id, holder.organ, str(holder.staff), holder.public)
    return not present() or any(
        hmac.compare_digest(hpke.proof(key, *told), holder.proof)
        for key in _masters()
    )


IDENTITIES = "identities"
"""The holder under whose key it lies who brought a sealed report: apart from the words,
and no reader's.
"""


def person_box(person: Particulars) -> Particulars:
    """Who brought a sealed report, as the vault gets it: in a box, with nothing to find it by."""
    person = replace(
        person, name=tidy(person.name), address=tidy(person.address)
    )
    box = hpke.put_words(
        person.pack().decode(), public=_identities().public, place=IDENTITIES
    )
    return Particulars(name=box)


def person_of(kept: Particulars) -> Particulars:
    """Who it is, from what the vault kept; raises Invalid where this machine holds no
    key that opens it.
    """
    private = _private(_identities())
    if private is None:
        raise Invalid(
            "identity",
            _("this machine cannot open who brought a sealed report"),
        )
    return Particulars.unpack(
        hpke.take_words(kept.name, private=private, place=IDENTITIES).encode()
    )


def _identities() -> SealedHolder:
    return make_holder(organ="", holder_id=IDENTITIES)


def reader_id(organ: str, staff: int) -> str:
    """The holder that stands for ``staff`` (an id) as a named reader of an organ."""
    return f"{organ}:staff:{staff}"


def waiting_id(organ: str) -> str:
    """The holder that stands for an organ which has named no reader yet."""
    return f"{organ}:waiting"


def make_holder(
    *, organ: str, staff: int = 0, holder_id: str = ""
) -> SealedHolder:
    """A holder with a fresh key pair, written: a reader of an organ, or (without
    ``staff``) the organ's waiting key.
    """
    holder_id = holder_id or (
        reader_id(organ, staff) if staff else waiting_id(organ)
    )
    known = SealedHolder.objects.filter(pk=holder_id).first()
    if known is not None and is_ours(known):
        return known
    pair = hpke.new_pair()
    told = {
        "organ": organ,
        "staff": staff,
        "public": pair.public,
        "wrapped": _wrapped(holder_id, pair.private),
    }
    told["proof"] = hpke.proof(
        _masters()[0], holder_id, organ, str(staff), pair.public
    )
    if known is not None:
        SealedHolder.objects.filter(pk=holder_id).update(**told)
    return SealedHolder.objects.get_or_create(pk=holder_id, defaults=told)[0]


def holders_of(organ: str) -> list[SealedHolder]:
    """Who is handed the keys of the matters that an organ is responsible for: its
    readers, else its waiting key.
    """
    holders = [
        row
        for row in SealedHolder.objects.filter(organ=organ).order_by("id")
        if is_ours(row)
    ]
    named = (
        {
            reader.id
            for reader in staff_reads.staff_of(organ)
            if Post.SEALED_READER in reader.posts
        }
        if holders
        else set()
    )
    readers = [row for row in holders if row.staff in named]
    waiting = [row for row in holders if not row.staff]
    return readers or waiting or [make_holder(organ=organ)]


def keys_for(
    case_id: str, pair: Pair, holders: Iterable[SealedHolder]
) -> list[SealedKey]:
    """The unsaved rows that hand the private key of a matter (``pair``) to these
    ``holders``, each in a box that only they open.
    """
    return [
        SealedKey(
            case_id=case_id,
            holder=holder.id,
            wrapped=hpke.put(
                pair.private, public=holder.public, place=f"key of {case_id}"
            ),
        )
        for holder in holders
    ]


def reporter_id(case_id: str) -> str:
    """The holder that stands for whoever brought the matter; it has no row: its key
    follows from the query code.
    """
    return f"reporter:{case_id}"


def known_to_reporter(case_id: str) -> bool:
    """Whether whoever brought the matter opens its words: not where it was sealed only
    after it was filed.
    """
    return SealedKey.objects.filter(
        case_id=case_id, holder=reporter_id(case_id)
    ).exists()


def key_for_reporter(
    case_id: str, pair: Pair, *, number: str, code: str
) -> SealedKey:
    """The unsaved row that hands the private key of a matter (``pair``) to whoever
    brought it, in a box that its ``number`` and query ``code`` open.
    """
    reporter = hpke.pair_of_code(number, code)
    wrapped = hpke.put(
        pair.private, public=reporter.public, place=f"key of {case_id}"
    )
    return SealedKey(
        case_id=case_id, holder=reporter_id(case_id), wrapped=wrapped
    )


def hand_over(case_id: str, pair: Pair | None, *, organ: str) -> None:
    """Hand a matter's key to the organ that is responsible now, and take it from those
    who were before.

    ``pair`` is the matter's own where it is at hand (it was sealed just now). Otherwise
    the machine opens it with the key of one who still holds it, and shows it to nobody;
    Invalid, on ``to``, where it holds none that does. Whoever brought the matter keeps
    theirs.
    """
    holders = holders_of(organ)
    pair = pair or any_pair(case_id)
    if pair is None:
        raise Invalid(
            "to",
            _(
                "this machine cannot pass a sealed report on: it holds no key that opens it"
            ),
        )
    SealedKey.objects.filter(case_id=case_id).exclude(
        holder=reporter_id(case_id)
    ).delete()
    insert(keys_for(case_id, pair, holders))


def any_pair(case_id: str) -> Pair | None:
    """A matter's key pair through any holder whose key this machine can open; for
    handing on, never for showing. None where it can open none.
    """
    for key in SealedKey.objects.filter(case_id=case_id).order_by("pk"):
        holder = SealedHolder.objects.filter(pk=key.holder).first()
        private = _private(holder) if holder else None
        if private is not None:
            return _opened(key, private)
    return None


def _opened(key: SealedKey, private: bytes) -> Pair | None:
    try:
        return hpke.pair_of(
            hpke.take(
                key.wrapped, private=private, place=f"key of {key.case_id}"
            )
        )
    except hpke.BoxBroken:
        return None


def pair_for(by: Actor, case_id: str) -> Pair | None:
    """The key pair of a sealed matter for somebody who may open it; None for everybody
    else. Two queries.

    A reader: named by their organ today, with a key that was handed to them. Whoever
    brought it: with the key that follows from their query code.
    """
    if by.staff is None:
        key = SealedKey.objects.filter(
            case_id=case_id, holder=reporter_id(case_id)
        ).first()
        return (
            _opened(key, hpke.bytes_of(by.unlock))
            if key and by.unlock and by.own_case == case_id
            else None
        )
    if Post.SEALED_READER not in by.staff.posts:
        return None
    holder = SealedHolder.objects.filter(
        pk=reader_id(by.organ, by.staff.id)
    ).first()
    key = SealedKey.objects.filter(
        case_id=case_id, holder=reader_id(by.organ, by.staff.id)
    ).first()
    private = _private(holder) if holder and key else None
    return _opened(key, private) if key and private else None


def key_print(master: bytes) -> str:
    """A short public name of a key over the readers' keys."""
    return hashlib.sha256(b"huiyin sealed key\x00" + master).hexdigest()[:12]


def key_prints() -> tuple[str, ...]:
    """The names of the keys on this machine, the one that encrypts first."""
    return tuple(map(key_print, _masters()))


def keys_in_use() -> dict[str, int]:
    """How many holders' private keys lie under each key, by its name; "" for those that
    no key here opens.
    """
    counts: dict[str, int] = {}
    for row in SealedHolder.objects.order_by("pk").iterator():
        name = next(
            (key_print(master) for master in _masters() if _opens(row, master)),
            "",
        )
        counts[name] = counts.get(name, 0) + 1
    return counts


def _opens(holder: SealedHolder, master: bytes) -> bool:
    try:
        sealed = hpke.bytes_of(holder.wrapped)
        hpke.unlock(
            sealed, key=hpke.derived(master, "holder"), place=_place(holder.id)
        )
    except (hpke.BoxBroken, ValueError):
        return False
    return True


def rotate(*, batch: int = 500) -> int:
    """Wrap every holder's private key anew under the first master key, ``batch`` rows
    read at a time; returns how many. Then older ones may go.
    """
    done = 0
    for row in SealedHolder.objects.order_by("pk").iterator(chunk_size=batch):
        private = _private(row)
        if private is not None:
            told = (row.id, row.organ, str(row.staff), row.public)
            row.wrapped, row.proof = (
                _wrapped(row.id, private),
                hpke.proof(_masters()[0], *told),
            )
            row.save(update_fields=["wrapped", "proof"])
            done += 1
    return done


def shown_to(pair: Pair | None, box: str, place: str) -> str:
    """The words in a box as somebody sees them: opened with their key, or in their
    stead that they are sealed.
    """
    if not box:
        return ""
    if pair is None:
        return _("Sealed: only the named readers can open this.")
    try:
        return hpke.take_words(box, private=pair.private, place=place)
    except hpke.BoxBroken:
        return _("Sealed: this does not open any more.")


def holding(organ: str) -> Sequence[str]:
    """The matters whose key an organ's holders have, by id; for handing them to a
    reader who is named now.
    """
    holders = SealedHolder.objects.filter(organ=organ).values_list(
        "pk", flat=True
    )
    return list(
        SealedKey.objects.filter(holder__in=list(holders))
        .values_list("case_id", flat=True)
        .distinct()
    )
