"""Everything under supervision, with the day on which each answer is due: what a
supervisor looks at first.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiyin.casework.basis import law_access
from huiyin.casework.lists import circumstances, supervised
from huiyin.organisations import permissions
from huiyin.oversight import words
from huiyin.oversight.scope import Scope
from huiyin.web.kit import navigation
from huiyin.web.kit.auth import officer
from huiyin.web.kit.office_request import OfficeRequest
from huiyin.web.supervisor import scope as access
from huiyin.web.supervisor.overview import PERMISSION, line


@require_safe
@officer
def page(request: OfficeRequest) -> HttpResponse:
    """The notices that wait for an answer, and the answers that wait to be looked at,
    the next due first.

    404 where the law in force knows no supervision.
    """
    scope = access.scope_of(request, PERMISSION)
    if not circumstances.terms(law_access.pack_on(request.today)):
        raise Http404
    codes = (
        scope.codes
        if scope.codes is not None
        else permissions.reachable(request.info, PERMISSION)
    )
    after = request.GET.get("after", "")
    listed = supervised.running(by=request.actor, organs=codes, after=after)
    context = {
        "side": navigation.of(request),
        "covers": words.covers(scope),
        "scope": scope,
        "choices": access.choices(request, PERMISSION),
        "lines": [line(item) for item in listed.items],
        "following": _address(scope, after=listed.next) if listed.next else "",
        "previous": _address(scope) if after else "",
    }
    return render(request, "supervisor/supervised.html", context)


def _address(scope: Scope, *, after: str = "") -> str:
    query = urlencode(
        {
            name: value
            for name, value in (("organ", scope.organ), ("after", after))
            if value
        }
    )
    address = reverse("supervisor:supervised")
    return f"{address}?{query}" if query else address
