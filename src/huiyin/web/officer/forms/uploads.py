"""Files handed in at the counter: kept at once, so that nothing is lost when the page
comes back with a question.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from huiyin.casework.chapters.intake import files
from huiyin.casework.matter.views import AttachmentView
from huiyin.web.kit import keeping
from huiyin.web.kit.office_request import OfficeRequest

DROP = "drop:"
FIELDS = ("draft", "attachments")


class ManyFilesInput(forms.ClearableFileInput):
    """An input that takes several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files; cleaned to a list."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Check each file like a single one."""
        given = (
            data if isinstance(data, (list, tuple)) else [data] if data else []
        )
        return [
            super(ManyFilesField, self).clean(upload, initial)
            for upload in given
        ]


class UploadForm(forms.Form):
    """The part of a form that takes files; ``draft`` names those kept already."""

    draft = forms.RegexField(
        r"^[0-9a-f]{32}$",
        widget=forms.HiddenInput,
        required=False,
        initial=lambda: uuid4().hex,
    )
    attachments = ManyFilesField(
        label=_("Attachments"),
        help_text=_(
            "Photos, PDF, Word, Excel, text, sound or video, as handed in or scanned."
        ),
        required=False,
    )


def paper_fields() -> dict[str, forms.Field]:
    """The same two fields for the form of an act, whose signed papers may come with it."""
    fields = UploadForm().fields
    fields["attachments"].label = _("Signed paper (scan)")
    return dict(fields)


def token(form: forms.Form) -> str:
    """The draft's token of a form that was sent, or the new one of a fresh page."""
    return str(form["draft"].value() or "")


def kept(form: forms.Form) -> list[AttachmentView]:
    """The files kept so far for what is being written."""
    sent = form.is_bound or "draft" in form.initial
    return files.drafts(draft=token(form)) if sent and token(form) else []


def take(form: forms.Form, request: OfficeRequest) -> None:
    """Keep the files that came with this request, and take back the one that was asked to go."""
    draft = token(form)
    if "draft" in form.errors or not draft:
        return
    for problem in keeping.keep(
        request,
        request.FILES.getlist("attachments"),
        draft=draft,
        at=request.at,
    ):
        form.add_error("attachments", problem)
    wanted = request.POST.get("do", "")
    if wanted.startswith(DROP):
        files.drop_upload(draft=draft, attachment_id=wanted.removeprefix(DROP))
