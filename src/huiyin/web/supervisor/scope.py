"""Which figures the reader of a page may see: nothing by default, and never beyond their reach."""

from __future__ import annotations

from django.http import Http404

from huiyin.organisations import permissions, reads
from huiyin.organisations.info import OrganInfo
from huiyin.oversight import scope
from huiyin.oversight.scope import NoAccess, Scope
from huiyin.web.kit.office_request import OfficeRequest


def scope_of(request: OfficeRequest, permission: str) -> Scope:
    """The organs that the page covers: ``?organ=`` of those that the reader reaches,
    else all of them.

    Answers 404 without the permission and for organs beyond reach: whether they exist
    is not told either.
    """
    try:
        return scope.for_staff(
            request.info, permission, request.GET.get("organ", "").strip()
        )
    except NoAccess as error:
        raise Http404 from error


def choices(request: OfficeRequest, permission: str) -> list[OrganInfo]:
    """The organs that the page can be narrowed to, in the order of the tree."""
    reach = set(permissions.reachable(request.info, permission))
    return (
        [organ for organ in reads.tree() if organ.code in reach]
        if len(reach) > 1
        else []
    )
