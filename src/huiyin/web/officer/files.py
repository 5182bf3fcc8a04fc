"""Handing out an attachment: only to those who may read its matter, and never to be run by a browser."""

from __future__ import annotations

from django.core.exceptions import ObjectDoesNotExist
from django.http import FileResponse, Http404, HttpResponseBase
from django.views.decorators.http import require_safe

from huiyin.casework.cases import reads
from huiyin.casework.intake import files
from huiyin.web.officer.gate import OfficeRequest, officer


@require_safe
@officer
def download(request: OfficeRequest, case_id: str, attachment_id: str) -> HttpResponseBase:
    """Send the file as an attachment with the type found when it was handed in."""
    pair = reads.access_pair(by=request.actor, case_id=case_id)
    try:
        view, content = files.open_file(case_id=case_id, attachment_id=attachment_id, pair=pair)
    except (ObjectDoesNotExist, FileNotFoundError) as missing:
        raise Http404 from missing
    response = FileResponse(content, as_attachment=True, filename=view.name, content_type=view.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
