"""Files handed in on public pages: kept under a token until the petition that they belong to is handed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext, pgettext

from huiyin.casework.cases.errors import Invalid
from huiyin.casework.cases.reads import AttachmentView
from huiyin.casework.intake import files

FIELD = "files"


def accepted() -> str:
    """The kinds of files that can be taken, as people know them."""
    first: dict[str, str] = {}
    for ending, media_type in files.MEDIA_TYPES.items():
        first.setdefault(media_type, ending[1:].upper())  # JPG and JPEG are one kind to people
    return pgettext("list", ", ").join(first.values())


def accept_attribute() -> str:
    """The same for the control, so that other kinds are not offered for choosing."""
    return ",".join(sorted(files.MEDIA_TYPES))


def given(request: HttpRequest) -> list[UploadedFile[Any]]:
    """The files that came with a form."""
    return [one for one in request.FILES.getlist(FIELD) if one.name]


def keep(request: HttpRequest, *, token: str, at: datetime) -> list[str]:
    """Keep every file that came with the form; returns what was wrong with those that could not be taken."""
    problems = []
    for one in given(request):
        if _too_large(one):  # looked at before it is read, so that nothing large is taken into memory
            problems.append(_problem(one, token))
            continue
        try:
            files.keep_upload(draft=token, name=str(one.name), content=BytesIO(one.read()), at=at)
        except Invalid:
            problems.append(_problem(one, token))
    return problems


def _too_large(one: UploadedFile[Any]) -> bool:
    limit: int = settings.HUIYIN_UPLOAD_MAX_MB * 1024 * 1024
    return (one.size or 0) > limit


def _problem(one: UploadedFile[Any], token: str) -> str:
    """What was wrong with a file, and what to do, in the reader's language."""
    words = {
        "name": PurePath(str(one.name)).name,
        "megabytes": settings.HUIYIN_UPLOAD_MAX_MB,
        "number": settings.HUIYIN_UPLOAD_MAX_FILES,
        "kinds": accepted(),
    }
    if not one.size:
        return gettext("“%(name)s” is empty. Choose another file.") % words
    if _too_large(one):
        return gettext("“%(name)s” is larger than %(megabytes)d MB. Make it smaller or split it.") % words
    if len(files.drafts(draft=token)) >= settings.HUIYIN_UPLOAD_MAX_FILES:
        return gettext("“%(name)s” is one too many: up to %(number)d files can be handed in.") % words
    if PurePath(str(one.name)).suffix.lower() not in files.MEDIA_TYPES:
        return gettext("“%(name)s” is of a kind that cannot be taken. These can: %(kinds)s.") % words
    return (
        gettext("“%(name)s” is not what its name says. Save it again in the right format and choose it anew.") % words
    )


def kept(token: str) -> Sequence[AttachmentView]:
    """The files kept under a token."""
    return files.drafts(draft=token)


def drop(token: str, attachment_id: str) -> None:
    """Take one of them back."""
    files.drop_upload(draft=token, attachment_id=attachment_id)


def drop_all(token: str) -> None:
    """Take all of them back."""
    for one in files.drafts(draft=token):
        files.drop_upload(draft=token, attachment_id=one.id)
