"""Who acts: a member of staff, the petitioner with number and code, an agent for the
petitioner, or the system.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from huiyin.law.terms.party_slots import role_of
from huiyin.ledger.timing import OLD_LEDGER
from huiyin.organisations import permissions
from huiyin.organisations.info import StaffInfo

AGENT = "agent"


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who acts or reads. Petitioners and their agents have no account: number
    and code stand for them, for one matter. An agent is known by a ``position`` in it;
    ``special`` says what the authority covers.
    """

    kind: str
    staff: StaffInfo | None = None
    ledger_organ: str = ""
    own_case: str = ""
    unlock: str = field(default="", repr=False)
    position: int = 0
    special: bool = False

    @classmethod
    def of_staff(cls, staff: StaffInfo) -> Actor:
        """A member of staff in the post they hold today."""
        return cls(kind="staff", staff=staff)

    @classmethod
    def petitioner(cls, case_id: str = "", unlock: str = "") -> Actor:
        """The person who brought the matter ``case_id``, which their number and code
        have opened; without it, somebody who is about to file and may not read
        anything. ``unlock`` is the key that follows from their code and opens the words
        of a sealed matter.
        """
        return cls(kind="petitioner", own_case=case_id, unlock=unlock)

    @classmethod
    def agent(
        cls, case_id: str, position: int, *, special: bool = False
    ) -> Actor:
        """An agent who acts for the petitioner in the matter ``case_id``, with general
        or special authority. Only ``matter.agents`` makes one, from a code that fits
        and an authority that stands today.
        """
        return cls(
            kind=AGENT, own_case=case_id, position=position, special=special
        )

    @classmethod
    def system(cls) -> Actor:
        """The clockwork: consequences that the law attaches to the passing of time."""
        return cls(kind="system")

    @classmethod
    def old_ledger(cls, organ: str) -> Actor:
        """Whoever kept the old ledger of an office: what it says was done, was done in
        the organ's name.
        """
        return cls(kind=OLD_LEDGER, ledger_organ=organ)

    @property
    def name(self) -> str:
        """How the ledger writes the actor: an id, never a name."""
        if self.position:
            return f"{self.kind}:{self.position}"
        return f"staff:{self.staff.id}" if self.staff else self.kind

    @property
    def organ(self) -> str:
        """The code of the organ the actor speaks for, "" for petitioners and the system."""
        return self.staff.organ if self.staff else self.ledger_organ

    def may(self, permission: str, organ: str) -> bool:
        """Whether the actor's posts allow it towards this organ; petitioners and the
        system hold no posts.
        """
        return (
            self.staff is not None
            and bool(organ)
            and permissions.may(self.staff, permission, organ)
        )


SUPERVISOR = "supervisor"
OVERSEER = "overseer"
WATCHING = frozenset({SUPERVISOR, "supervised_superior", "complained_to"})
"""Places of organs that watch over a matter and are not entrusted with it (R22 Art 40,
43 to 45).
"""


def keepers(parties: Mapping[str, str]) -> tuple[str, ...]:
    """The organs that keep a matter: all that are or were entrusted with it, each once,
    without those that only supervise it.
    """
    entrusted = [
        organ
        for place, organ in parties.items()
        if role_of(place) not in WATCHING
    ]
    return tuple(organ for organ in dict.fromkeys(entrusted) if organ)


def roles(actor: Actor, parties: Mapping[str, str]) -> frozenset[str]:
    """The roles the actor holds towards a matter, as the pack names them.

    An organ holds the roles it has as a party; a member of staff holds them if a post
    lets them register ("clerk", "receiver") or handle (all of them) there, and
    "<role>.head" with the head's post. A "supervisor" is whoever supervises the organ
    responsible now, or the one that received the matter (R22 Art 40, 43): that comes
    with the post, not with being a party. An "overseer" holds that post, whoever is
    responsible: so a suggestion can be begun. An "agent" whose authority is special
    holds "agent.special" too.
    """
    if actor.kind == OLD_LEDGER:
        return frozenset({"system", "clerk", *map(role_of, parties)})
    if actor.staff is None:
        special = {f"{actor.kind}.special"} if actor.special else set()
        return frozenset({actor.kind, *special})
    return frozenset(
        _roles_as_party(actor, parties) | _roles_by_post(actor, parties)
    )


def _roles_as_party(actor: Actor, parties: Mapping[str, str]) -> set[str]:
    """What a member of staff is because their organ is a party of the matter."""
    registers = actor.may("case.register", actor.organ)
    handles = actor.may("case.handle", actor.organ)
    heads = actor.may("case.head", actor.organ)
    held: set[str] = set()
    for place, organ in parties.items():
        if organ != actor.organ or place == SUPERVISOR:
            continue
        role = role_of(place)
        if handles or (registers and role == "receiver"):
            held.add(role)
        if heads:
            held.add(f"{role}.head")
    return held


def _roles_by_post(actor: Actor, parties: Mapping[str, str]) -> set[str]:
    """What a member of staff is by their post alone."""
    held: set[str] = set()
    if actor.may("case.register", actor.organ):
        held.add("clerk")
    responsible = [parties.get(place, "") for place in ("handler", "receiver")]
    if any(actor.may("case.supervise", organ) for organ in responsible):
        held.add(SUPERVISOR)
    if actor.may("case.supervise", actor.organ):
        held.add(OVERSEER)
    return held
