"""A Merkle tree that grows at its right edge, as RFC 6962 builds it: one root for any
number of events. Pure.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

LEAF, NODE = b"\x00", b"\x01"
EMPTY_ROOT = hashlib.sha256(b"").hexdigest()


def leaf(event_hash: str) -> bytes:
    """The leaf of an event, from its hash, which covers stream, place and content."""
    return hashlib.sha256(LEAF + event_hash.encode()).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(NODE + left + right).digest()


@dataclass(slots=True)
class Growing:
    """A tree of ``size`` leaves; ``peaks`` are the roots of its complete subtrees, the
    largest first.
    """

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def add(self, digest: bytes) -> None:
        """Put a leaf at the right edge."""
        complete = self.size
        while complete & 1:
            digest = _node(self.peaks.pop(), digest)
            complete >>= 1
        self.peaks.append(digest)
        self.size += 1

    def root(self) -> str:
        """The root over all leaves, in hex."""
        if not self.peaks:
            return EMPTY_ROOT
        digest = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            digest = _node(peak, digest)
        return digest.hex()
