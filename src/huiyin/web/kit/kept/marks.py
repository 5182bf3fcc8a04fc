"""The mark of a form: whose it is, so that what is written into it comes back to nobody else."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from huiyin.web.kit.kept import envelope, owners

_KEPT = "_huiyin_mark"


def control(request: HttpRequest | None) -> SafeString:
    """The hidden control with the mark; "" where nobody is known. The same for all
    forms of a page.
    """
    if request is None:
        return SafeString("")
    hidden: SafeString | None = getattr(request, _KEPT, None)
    if hidden is None:
        owner = owners.known(request)
        template = '<input type="hidden" name="{}" value="{}">'
        hidden = (
            format_html(template, envelope.BY, owner)
            if owner
            else SafeString("")
        )
        setattr(request, _KEPT, hidden)
    return hidden
