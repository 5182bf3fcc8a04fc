"""What people hand in is received in memory: Django's own way would write what is large
to a file, in clear.

Nobody knows while a form arrives whether it will be a report of wrongdoing, so every
page does it like this. A request takes no more memory for its files than
``HUIYIN_REQUEST_MAX_MB``; what comes after that is read, so that the page with its
words can be shown again, and forgotten.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest


class Received(InMemoryUploadedFile):
    """A file that came with a request."""

    @property
    def whole(self) -> bool:
        """Whether there was room for all of it; ``size`` says how much was sent."""
        return (
            isinstance(self.file, BytesIO)
            and self.file.getbuffer().nbytes == self.size
        )


class InMemory(FileUploadHandler):
    """Keeps each file in memory, up to one byte more than is allowed, so that the page
    can say that it is too large.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.most = settings.HUIYIN_UPLOAD_MAX_MB * 1024 * 1024 + 1
        self.room = settings.HUIYIN_REQUEST_MAX_MB * 1024 * 1024
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

    def file_complete(self, file_size: int) -> Received:
        """The file, with the size that it had."""
        self.kept.seek(0)
        return Received(
            self.kept,
            self.field_name,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )
