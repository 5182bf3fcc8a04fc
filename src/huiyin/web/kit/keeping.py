"""Keeping the files that came with a request, for all doors: counted here, so that no
page can forget to.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from math import ceil
from typing import Any, BinaryIO, Final, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from huiyin.casework.basis.errors import Invalid
from huiyin.casework.chapters.intake import files
from huiyin.casework.chapters.intake.file_names import tidy_name
from huiyin.web.kit import limits

MEGABYTE: Final = 1024 * 1024


def keep(
    request: HttpRequest,
    given: Iterable[UploadedFile[Any]],
    *,
    draft: str,
    at: datetime,
) -> list[str]:
    """Keep files under a draft's token; returns what was wrong with those that were not
    kept, in the reader's words.
    """
    problems = []
    for upload in given:
        problem = _refused(request, upload)
        if not problem:
            try:
                files.keep_upload(
                    draft=draft,
                    name=upload.name or "",
                    content=cast("BinaryIO", upload.open()),
                    at=at,
                )
            except Invalid as no:
                problem = no.message
        if problem:
            problems.append(problem)
    return problems


def _refused(request: HttpRequest, upload: UploadedFile[Any]) -> str:
    """Why a file is not even looked at: too large, cut off because the request was, or
    too much from here.
    """
    size, words = (
        upload.size or 0,
        {
            "name": tidy_name(upload.name or ""),
            "megabytes": settings.HUIYIN_UPLOAD_MAX_MB,
        },
    )
    if size > settings.HUIYIN_UPLOAD_MAX_MB * MEGABYTE:
        return (
            _(
                "“%(name)s” is larger than %(megabytes)d MB. Make it smaller or split it."
            )
            % words
        )
    if not getattr(upload, "whole", True):
        said = _(
            "“%(name)s” was not kept: at most %(megabytes)d MB can be sent at once. "
            "Send it by itself."
        )
        return said % {**words, "megabytes": settings.HUIYIN_REQUEST_MAX_MB}
    signed_in = hasattr(
        request, "actor"
    )  # staff are known by name, and their scans are many
    if not signed_in and limits.exceeded(
        request, "upload", max(1, ceil(size / MEGABYTE))
    ):
        return (
            _(
                "“%(name)s” was not kept: very much was handed in from here within the hour."
                " What you wrote is still here. Add the file later, or bring it to the counter."
            )
            % words
        )
    return ""
