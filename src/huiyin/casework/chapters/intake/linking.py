"""A new matter that follows an earlier one, because there are new facts or reasons (R22 Art 36)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiyin.casework.basis.actors import Actor
from huiyin.casework.basis.errors import Invalid, NotFound
from huiyin.casework.matter import reads


def check(follows: str, *, by: Actor, case_id: str = "") -> None:
    """Raise Invalid unless the matter ``follows`` has ended and the actor may know it;
    "" follows nothing.

    While a matter is still open, what is new belongs to it: it is material, not a
    matter of its own.
    """
    if not follows:
        return
    try:
        earlier = reads.access_row(by=by, case_id=follows)
    except NotFound:
        raise Invalid(
            "follows", _("there is no such matter in your office's register")
        ) from None
    if follows == case_id:
        raise Invalid("follows", _("a matter does not follow itself"))
    if not earlier.final:
        raise Invalid(
            "follows",
            _("the earlier matter is still open: add what is new to it"),
        )
