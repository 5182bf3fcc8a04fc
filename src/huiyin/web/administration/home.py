"""Where administrators come in: what there is, and what is missing."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.organisations import directory, translated
from huiyin.organisations import reads as organs
from huiyin.organisations.vocabulary import Post
from huiyin.web.administration.auth import administrator, managed
from huiyin.web.kit import navigation, nights
from huiyin.web.kit.office_request import OfficeRequest

SHOWN = 10


@require_safe
@administrator
def page(request: OfficeRequest) -> HttpResponse:
    """Count organs and staff, say when the night was last done.

    Name the organs without a head and the topics for which nobody is competent.
    """
    codes = managed(request)
    active = [
        code for code, organ in organs.organs(codes).items() if organ.active
    ]
    headless = directory.without(Post.HEAD, on=request.today, organs=active)
    nobodys = [
        topic.name(translated.language())
        for topic in organs.topics()
        if not organs.competent(topic.code)
    ]
    context = {
        "side": navigation.of(request),
        "active": len(active),
        "colleagues": directory.number(organs=codes),
        "headless": [
            (code, translated.organ_name(code)) for code in headless[:SHOWN]
        ],
        "headless_more": max(0, len(headless) - SHOWN),
        "nobodys": nobodys[:SHOWN],
        "nobodys_more": max(0, len(nobodys) - SHOWN),
        "night": nights.last(at=request.at),
    }
    return render(request, "administration/home.html", context)
