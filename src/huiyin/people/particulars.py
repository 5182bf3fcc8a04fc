"""What a person gives of themselves, and how it is packed for the vault. Pure values;
nothing is stored readable.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

EARLIER = "earlier"


@dataclass(frozen=True, slots=True, repr=False)
class Particulars:
    """Name, phone, address and mail of one person; any may be empty. Its ``repr`` shows nothing."""

    name: str = ""
    phone: str = ""
    address: str = ""
    email: str = ""

    def __repr__(self) -> str:
        """Only the type: a traceback must not carry a name."""
        return f"<{type(self).__name__}>"

    def is_empty(self) -> bool:
        """Whether nothing at all was given."""
        return not (self.name or self.phone or self.address or self.email)

    def pack(self, earlier: Sequence[Mapping[str, str]] = ()) -> bytes:
        """As bytes for encryption; ``earlier`` is what stood there before it was
        corrected, which nothing shows.
        """
        before = (
            {EARLIER: [dict(before) for before in earlier]} if earlier else {}
        )
        return json.dumps(
            {**asdict(self), **before}, ensure_ascii=False
        ).encode()

    @classmethod
    def unpack(cls, data: bytes) -> Particulars:
        """From the bytes that ``pack`` made."""
        fields = json.loads(data)
        fields.pop(EARLIER, None)
        return cls(**fields)


def earlier_in(data: bytes) -> tuple[Mapping[str, str], ...]:
    """What stood in packed bytes before each correction, the oldest first."""
    return tuple(json.loads(data).get(EARLIER, ()))


_COMPOUND = (
    "欧阳司马上官诸葛东方皇甫尉迟公孙慕容令狐司徒夏侯长孙"
    "宇文轩辕端木独孤南宫西门闻人呼延钟离申屠太史"
)
COMPOUND_FAMILY_NAMES = frozenset(
    _COMPOUND[start : start + 2] for start in range(0, len(_COMPOUND), 2)
)

RevealedIdentity = Particulars
"""What ``reads.reveal`` hands out."""


def mask(name: str) -> str:
    """A name that colleagues may see on a list: the family name and stars ("张三丰" →
    "张**"), "" stays "".

    Compound family names keep both signs ("欧阳修" → "欧阳*"); names in other scripts keep
    their first letter.
    """
    name = name.strip()
    if not name:
        return ""
    kept = 2 if name[:2] in COMPOUND_FAMILY_NAMES and len(name) > 2 else 1
    return name[:kept] + "*" * max(1, min(len(name) - kept, 2))
