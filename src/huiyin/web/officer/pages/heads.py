"""For the auditor: the heads over the whole ledger, taking them out of the machine, and
comparing one that was kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.ledger import anchors, heads
from huiyin.ledger.anchors import Compared, TooFar
from huiyin.ledger.heads import Head, NoHead
from huiyin.reading import LARGEST, whole_number
from huiyin.web.kit import navigation
from huiyin.web.kit.auth import officer, require
from huiyin.web.kit.office_request import OfficeRequest

PAGE = 30
MOST = 200_000
"""So many hashes of events are read at most to compare a head: well below a second."""
LARGEST_FILE = 4096  # bytes; a head's file has about 200


class HeadForm(forms.Form):
    """A head that somebody kept: its line, or its file."""

    line = forms.CharField(
        label=_("The head, as it was printed or sent"),
        help_text=_(
            "Such as 25649-3f2a9c01 77d0…; spaces do not matter, 32 digits of the root are enough."
        ),
        max_length=200,
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false"}
        ),
    )
    file = forms.FileField(
        label=_("Or its file (head-….json)"), required=False, max_length=200
    )
    head: Head

    def clean(self) -> dict[str, Any]:
        """Exactly one of the two, and a head in it."""
        cleaned = super().clean() or {}
        line, file = cleaned.get("line"), cleaned.get("file")
        if self.errors:
            return cleaned
        if bool(line) == bool(file):
            self.add_error(
                "line",
                gettext(
                    "Give the line of the head or its file: one of the two"
                ),
            )
            return cleaned
        try:
            self.head = _in_file(file) if file else heads.parse(str(line))
        except NoHead as error:
            self.add_error("file" if file else "line", str(error))
        return cleaned


def _in_file(file: UploadedFile[bytes]) -> Head:
    name = str(file.name or "")
    body = file.read(LARGEST_FILE + 1)
    return heads.from_file(name, body if len(body) <= LARGEST_FILE else b"")


@require_http_methods(["GET", "HEAD", "POST"])
@officer
def page(request: OfficeRequest) -> HttpResponse:
    """The heads that were taken, the latest first; a POST compares one that was kept,
    and changes nothing.

    422 for a head that cannot be read.
    """
    require(request, "audit.read")
    form = HeadForm(label_suffix="")
    said: Mapping[str, object] = {}
    if request.method == "POST":
        form = HeadForm(request.POST, request.FILES, label_suffix="")
        said = _compared(form.head) if form.is_valid() else {}
    below = whole_number(request.GET.get("before", ""), 1, LARGEST)
    listed = heads.latest(PAGE + 1, below=below)
    shown = listed[:PAGE]
    address = reverse("officer:heads")
    context = {
        "side": navigation.of(request),
        "form": form,
        "newest": shown[0] if shown and below is None else None,
        "heads": shown,
        "next": f"{address}?{urlencode({'before': shown[-1].size})}"
        if len(listed) > PAGE
        else "",
        "first": address if below else "",
        **said,
    }
    return render(
        request,
        "officer/heads.html",
        context,
        status=422 if form.errors else 200,
    )


def _compared(head: Head) -> dict[str, object]:
    """What `huiyin verify --against` would say of this head; whether it could be said at all."""
    try:
        compared: Compared | None = anchors.compare(head, most=MOST)
    except TooFar:
        compared = None
    return {"asked": head, "compared": compared}


@require_safe
@officer
def download(request: OfficeRequest, size: int) -> HttpResponse:
    """The head over the first ``size`` events as the file that `huiyin verify
    --against` reads.

    404 where no head was taken over so many events.
    """
    require(request, "audit.read")
    head = heads.kept_over(size)
    if head is None:
        raise Http404
    name, text = heads.as_file(head)
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
