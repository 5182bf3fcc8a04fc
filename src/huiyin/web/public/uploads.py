"""Files handed in on public pages: kept under a token until the petition that they
belong to is handed in.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from huiyin.casework.chapters.intake import files, kinds
from huiyin.casework.matter.views import AttachmentView
from huiyin.web.kit import keeping
from huiyin.web.kit.kept import middleware as kept_words
from huiyin.web.public import drafts

FIELD = "files"


def accepted() -> str:
    """The kinds of files that can be taken, as people know them."""
    return kinds.accepted()


def accept_attribute() -> str:
    """The same for the control, so that other kinds are not offered for choosing."""
    return ",".join(kinds.endings())


def token_of(request: HttpRequest) -> str:
    """The token of the form that was sent, or is being given back; a new one for a fresh page."""
    token = kept_words.given(request, "token")
    return token if drafts.is_token(token) else drafts.new_token()


def kept_before(request: HttpRequest, token: str) -> Sequence[AttachmentView]:
    """The files that came with the form now or earlier; asks nothing where none can be there."""
    some = bool(request.FILES) or kept_words.given(request, "has_files") == "1"
    return kept(token) if some else ()


def given(request: HttpRequest) -> list[UploadedFile[Any]]:
    """The files that came with a form."""
    return [upload for upload in request.FILES.getlist(FIELD) if upload.name]


def keep(request: HttpRequest, *, token: str, at: datetime) -> list[str]:
    """Keep every file that came with the form; returns what was wrong with those that
    could not be taken.
    """
    return keeping.keep(request, given(request), draft=token, at=at)


def kept(token: str) -> Sequence[AttachmentView]:
    """The files kept under a token."""
    return files.drafts(draft=token)


def drop(token: str, attachment_id: str) -> None:
    """Take back one file of the form that ``token`` names."""
    files.drop_upload(draft=token, attachment_id=attachment_id)


def drop_all(token: str) -> None:
    """Take all of them back."""
    for file in files.drafts(draft=token):
        files.drop_upload(draft=token, attachment_id=file.id)
