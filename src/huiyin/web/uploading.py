"""What people hand in is received in memory: Django's own way would write what is large to a file, in clear.

Nobody knows while a form arrives whether it will be a report of wrongdoing, so every page does it like this. A request
takes no more memory than the files that it may hold (``HUIYIN_UPLOAD_MAX_MB`` times ``HUIYIN_UPLOAD_MAX_FILES``).
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest


class InMemory(FileUploadHandler):
    """Keeps each file in memory, up to one byte more than is allowed, so that the page can say that it is too large."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.most = settings.HUIYIN_UPLOAD_MAX_MB * 1024 * 1024 + 1
        self.room = self.most * settings.HUIYIN_UPLOAD_MAX_FILES
        self.kept = BytesIO()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin the next file."""
        super().new_file(*args, **kwargs)
        self.kept = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep what there is room for; the rest is read and forgotten."""
        taken = raw_data[: min(self.room, max(0, self.most - start))]
        self.room -= len(taken)
        self.kept.write(taken)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The file, with the size that it had."""
        self.kept.seek(0)
        return InMemoryUploadedFile(
            self.kept,
            self.field_name,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )
