"""Sending a file that somebody handed in: as an attachment, and never to be run by a browser."""

from __future__ import annotations

from django.core.files.base import File
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase

from huiyin.casework.matter.views import AttachmentView

POLICY = "default-src 'none'; sandbox"


def guarded(response: HttpResponseBase) -> HttpResponseBase:
    """The answer, with the headers that keep a browser from running or guessing what is in it."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    return response


def attachment(view: AttachmentView, content: File[bytes]) -> HttpResponseBase:
    """The file as it was handed in, with the type that was found then."""
    return guarded(
        FileResponse(
            content,
            as_attachment=True,
            filename=view.name,
            content_type=view.media_type,
        )
    )


def picture(content: bytes) -> HttpResponseBase:
    """A picture that we made ourselves, to be shown in a page."""
    return guarded(HttpResponse(content, content_type="image/jpeg"))
