"""How the office is reached without this service, and a picture that leads a telephone here."""

from __future__ import annotations

import qrcode
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

NAMES = ("address", "phone", "hours")
QUIET = 2  # modules of white around the code


def contact() -> dict[str, str]:
    """The office's "address", "phone" and "hours", each "" as far as the installation
    does not say it (``HUIYIN_OFFICE_*``).
    """
    return {
        name: str(getattr(settings, f"HUIYIN_OFFICE_{name.upper()}", "") or "")
        for name in NAMES
    }


def qr_code(address: str, title: str) -> SafeString:
    """A QR code of an address as SVG, called ``title`` for those who do not see it."""
    code = qrcode.QRCode(border=QUIET)
    code.add_data(address)
    rows = code.get_matrix()
    path = ""
    for y, row in enumerate(rows):
        path += "".join(
            f"M{x} {y}h1v1h-1z" for x, dark in enumerate(row) if dark
        )
    return format_html(
        '<svg class="hy-qr" viewBox="0 0 {0} {0}" role="img" aria-label="{1}">'
        '<rect width="{0}" height="{0}" fill="#fff"></rect><path d="{2}" fill="#000"></path></svg>',
        len(rows),
        title,
        path,
    )
