"""Who may do what: a table of posts, permissions and how far each reaches. What is not
in the table is denied.

Being a superuser, a member of a Django group or signed in counts for nothing here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from rules.predicates import Predicate

from huiyin.organisations import reads
from huiyin.organisations.info import StaffInfo
from huiyin.organisations.vocabulary import Kind, Post


class Permission(TextChoices):
    """What can be allowed, named after what it lets somebody do towards an organ's matters."""

    CASE_REGISTER = "case.register", _("Register petitions and contacts")
    CASE_READ = "case.read", _("Read matters")
    CASE_HANDLE = "case.handle", _("Handle matters")
    CASE_HEAD = "case.head", _("Decide as head of the organ")
    CASE_HANDOVER = "case.handover", _("Hand matters over")
    CASE_SUPERVISE = "case.supervise", _("Supervise the handling of matters")
    PEOPLE_REVEAL = "people.reveal", _("Open identities for a purpose")
    PEOPLE_LOOKUP = (
        "people.lookup",
        _("Look up a phone number at the person's request"),
    )
    AUDIT_READ = "audit.read", _("Read the log of opened identities")
    ORGANISATION_MANAGE = (
        "organisation.manage",
        _("Manage organs, staff and posts"),
    )
    REPORT_READ = "report.read", _("Read figures and reports")


class Reach(Enum):
    """How far a permission goes from the organ in which the post is held."""

    OWN = "own"
    """That organ only, and those whose place it took: it keeps their files."""

    SUBTREE = "subtree"
    """That organ and all under it; for a petition office everything under the
    government it belongs to (Art 40).
    """


@dataclass(frozen=True, slots=True)
class Grant:
    """One line of the table: whoever holds the post has the permission, so far."""

    post: str
    permission: str
    reach: Reach


TABLE: tuple[Grant, ...] = (
    Grant(Post.CLERK, Permission.CASE_REGISTER, Reach.OWN),
    Grant(Post.CLERK, Permission.CASE_READ, Reach.OWN),
    Grant(Post.CLERK, Permission.PEOPLE_LOOKUP, Reach.OWN),
    Grant(Post.CLERK, Permission.PEOPLE_REVEAL, Reach.OWN),
    Grant(Post.OFFICER, Permission.CASE_REGISTER, Reach.OWN),
    Grant(Post.OFFICER, Permission.CASE_READ, Reach.OWN),
    Grant(Post.OFFICER, Permission.CASE_HANDLE, Reach.OWN),
    Grant(Post.OFFICER, Permission.CASE_HANDOVER, Reach.OWN),
    Grant(Post.OFFICER, Permission.PEOPLE_LOOKUP, Reach.OWN),
    Grant(Post.OFFICER, Permission.PEOPLE_REVEAL, Reach.OWN),
    Grant(Post.OFFICER, Permission.REPORT_READ, Reach.OWN),
    Grant(Post.HEAD, Permission.CASE_READ, Reach.OWN),
    Grant(Post.HEAD, Permission.CASE_HANDLE, Reach.OWN),
    Grant(Post.HEAD, Permission.CASE_HEAD, Reach.OWN),
    Grant(Post.HEAD, Permission.CASE_HANDOVER, Reach.OWN),
    Grant(Post.HEAD, Permission.PEOPLE_REVEAL, Reach.OWN),
    Grant(Post.HEAD, Permission.REPORT_READ, Reach.SUBTREE),
    Grant(Post.SUPERVISOR, Permission.CASE_READ, Reach.SUBTREE),
    Grant(Post.SUPERVISOR, Permission.CASE_SUPERVISE, Reach.SUBTREE),
    Grant(Post.SUPERVISOR, Permission.REPORT_READ, Reach.SUBTREE),
    Grant(Post.AUDITOR, Permission.AUDIT_READ, Reach.SUBTREE),
    Grant(Post.AUDITOR, Permission.REPORT_READ, Reach.SUBTREE),
    Grant(Post.ADMINISTRATOR, Permission.ORGANISATION_MANAGE, Reach.SUBTREE),
)


def base_of(organ: str) -> str:
    """The organ from which a subtree is measured: itself; for a petition office the
    organ it belongs to.
    """
    base = reads.organ(organ)
    return (
        base.parent
        if base.kind == Kind.PETITION_OFFICE and base.parent
        else base.code
    )


def _within(reach: Reach, staff: StaffInfo, organ: str) -> bool:
    if not staff.organ or not organ:
        return False
    if reach is Reach.OWN:
        return staff.organ in {organ, reads.heir_code(organ)}
    try:
        return reads.is_under(organ, base_of(staff.organ))
    except reads.UnknownOrgan:
        return False


def _granted(grant: Grant) -> Predicate:
    def holds(staff: StaffInfo, organ: str) -> bool:
        return grant.post in staff.posts and _within(grant.reach, staff, organ)

    return Predicate(holds, name=f"{grant.post}:{grant.reach.value}")


def _rules(table: Iterable[Grant]) -> dict[str, Predicate]:
    rules: dict[str, Predicate] = {}
    for grant in table:
        predicate = _granted(grant)
        earlier = rules.get(grant.permission)
        rules[grant.permission] = (
            predicate if earlier is None else earlier | predicate
        )
    return rules


RULES = _rules(TABLE)


def may(staff: StaffInfo, permission: str, organ: str) -> bool:
    """Whether somebody has a permission (a code of ``Permission``) towards an organ (a
    code). No by default.
    """
    return _may(reads.version(), staff, permission, organ)


# A page asks a hundred times. All that the answer depends on is among the arguments: a
# post that was lost makes another ``staff``, an organ that was moved another version.
@lru_cache(maxsize=20_000)
def _may(_version: str, staff: StaffInfo, permission: str, organ: str) -> bool:
    rule = RULES.get(permission)
    return rule is not None and bool(rule.test(staff, organ))


def reachable(staff: StaffInfo, permission: str) -> tuple[str, ...]:
    """The codes of all organs towards which somebody has a permission; empty when there is none."""
    if not staff.organ or permission not in RULES:
        return ()
    return _reachable(reads.version(), staff, permission)


@lru_cache(maxsize=2_000)
def _reachable(
    version: str, staff: StaffInfo, permission: str
) -> tuple[str, ...]:
    return tuple(
        organ.code
        for organ in reads.tree()
        if _may(version, staff, permission, organ.code)
    )
