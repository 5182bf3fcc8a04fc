"""Handing out an attachment, or showing a picture: only to those who may read its matter."""

from __future__ import annotations

from io import BytesIO

from django.core.exceptions import ObjectDoesNotExist
from django.core.files.base import File
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.casework.chapters.intake import files
from huiyin.casework.matter import reads
from huiyin.casework.matter.views import AttachmentView
from huiyin.web.kit import navigation, pictures, sending
from huiyin.web.kit.auth import officer
from huiyin.web.kit.office_request import OfficeRequest


def _opened(
    request: OfficeRequest, case_id: str, attachment_id: str
) -> tuple[AttachmentView, File[bytes]]:
    pair = reads.access_pair(by=request.actor, case_id=case_id)
    try:
        return files.open_file(
            case_id=case_id, attachment_id=attachment_id, pair=pair
        )
    except (ObjectDoesNotExist, FileNotFoundError) as missing:
        raise Http404 from missing


@require_safe
@officer
def download(
    request: OfficeRequest, case_id: str, attachment_id: str
) -> HttpResponseBase:
    """Send the file as an attachment with the type found when it was handed in."""
    return sending.attachment(*_opened(request, case_id, attachment_id))


@require_safe
@officer
def view(
    request: OfficeRequest, case_id: str, attachment_id: str
) -> HttpResponse:
    """The page of a picture: as it can be shown, and where the original is.

    404 for a file that cannot be shown as a picture.
    """
    attachment, content = _opened(request, case_id, attachment_id)
    content.close()
    if not pictures.can_be_shown(attachment.media_type):
        raise Http404
    matter = reads.access_case(by=request.actor, case_id=case_id)
    return render(
        request,
        "officer/picture.html",
        {
            "side": navigation.of(request),
            "view": matter,
            "attachment": attachment,
        },
    )


@require_safe
@officer
def picture(
    request: OfficeRequest, case_id: str, attachment_id: str
) -> HttpResponseBase:
    """The picture itself, without its metadata; 404 where it cannot be shown, for which
    the page has words.
    """
    attachment, content = _opened(request, case_id, attachment_id)
    with content:
        if not pictures.can_be_shown(attachment.media_type):
            raise Http404
        try:
            return sending.picture(pictures.shown(BytesIO(content.read())))
        except pictures.NotShown as no:
            raise Http404 from no
