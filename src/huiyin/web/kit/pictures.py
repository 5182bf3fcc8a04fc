"""A picture that was handed in, as it is shown: upright, not too large, without where
and by what it was taken.

The file itself stays as it was handed in, with its digest; it can be downloaded beside the picture.
"""

from __future__ import annotations

from io import BytesIO
from typing import BinaryIO, Final

import pi_heif
from PIL import Image, ImageOps

from huiyin.casework.chapters.intake import kinds

EDGE: Final = 1600
MOST_PIXELS: Final = 120_000_000
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "HEIF", "AVIF")

pi_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = None  # asked for below, before anything is unpacked


class NotShown(Exception):
    """The file is no picture, a damaged one or one that is too large to be shown."""


def can_be_shown(media_type: str) -> bool:
    """Whether files of this type are pictures."""
    return media_type in kinds.PICTURES


def shown(content: BinaryIO) -> bytes:
    """The picture as a JPEG of at most EDGE pixels a side, without any metadata. Raises
    NotShown.
    """
    try:
        with Image.open(content, formats=_FORMATS) as original:
            if original.width * original.height > MOST_PIXELS:
                raise NotShown("too many pixels")
            original.draft("RGB", (EDGE, EDGE))
            upright = ImageOps.exif_transpose(original)
            upright.thumbnail((EDGE, EDGE))
            with_alpha = upright.convert("RGBA")
    except (
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        MemoryError,
        OverflowError,
        IndexError,
    ) as damaged:
        raise NotShown(type(damaged).__name__) from damaged
    # Pasted onto a fresh sheet: what Pillow keeps beside the pixels (comments,
    # profiles, places) stays behind.
    sheet = Image.new("RGB", with_alpha.size, "white")
    sheet.paste(with_alpha, mask=with_alpha.getchannel("A"))
    body = BytesIO()
    sheet.save(body, "JPEG", quality=85)
    return body.getvalue()
