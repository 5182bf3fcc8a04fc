"""Keys of sealed matters: held by those who are entitled today, in rows that we wrote."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from huiyin.casework.matter.work import stream as stream_of
from huiyin.casework.models import Case
from huiyin.casework.models.sealed import SealedHolder, SealedKey
from huiyin.casework.sealing import keyring
from huiyin.casework.upkeep.verify.report import Problem


def check() -> Iterator[Problem]:
    """Each holder is ours, each key belongs to a sealed matter and to a holder of the
    organ that is responsible.
    """
    holders = {row.id: row for row in SealedHolder.objects.all()}
    for row in holders.values():
        if not keyring.is_ours(row):
            said = _(
                "the holder %(holder)s of keys of sealed reports was not written by this program"
            )
            yield Problem("", 0, said % {"holder": row.id})
    sealed = dict(Case.objects.filter(sealed=True).values_list("pk", "handler"))
    keyed: set[str] = set()
    for key in SealedKey.objects.order_by("pk").iterator():
        keyed.add(key.case_id)
        if key.case_id not in sealed:
            yield Problem(
                stream_of(key.case_id),
                0,
                _("there is a key for this matter, and it is not sealed"),
            )
        elif key.holder != keyring.reporter_id(key.case_id) and _stranger(
            key, holders, sealed[key.case_id]
        ):
            said = _("%(holder)s has the key of this matter, without right")
            yield Problem(
                stream_of(key.case_id), 0, said % {"holder": key.holder}
            )
    for case_id in sorted(set(sealed) - keyed):
        yield Problem(
            stream_of(case_id),
            0,
            _("this matter is sealed, and nobody holds its key"),
        )


def _stranger(
    key: SealedKey, holders: dict[str, SealedHolder], organ: str
) -> bool:
    holder = holders.get(key.holder)
    return holder is None or holder.organ != organ
