"""Pictures are shown as pictures, without the place where they were taken; the original
stays as it was.
"""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.test import Client
from PIL import Image
from tests.plugins.district import District, moment, petition

from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake import files
from huiyin.web.kit import pictures

SignIn = Callable[[str], Client]
AT = moment("2026-11-20")
GPS = 0x8825
ORIENTATION = 0x0112
MAKE = 0x010F


def photo(kind: str = "JPEG", *, width: int = 3000, height: int = 2000) -> bytes:
    """A photo of a telephone: lying on its side, with place and maker."""
    body = io.BytesIO()
    image = Image.new("RGB", (width, height), "red")
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = 6, "Maker of telephones"
    exif.get_ifd(GPS).update({1: "N", 2: (36.0, 40.0, 12.5), 3: "E", 4: (117.0, 0.0, 3.5)})
    image.save(body, kind, exif=exif, comment=b"a comment") if kind == "JPEG" else image.save(body, kind)
    return body.getvalue()


def filed(name: str, body: bytes) -> tuple[str, str]:
    """A matter with a file; ids of both."""
    kept = files.keep_upload(draft="d" * 32, name=name, content=io.BytesIO(body), at=AT)
    by = Actor.petitioner()
    done = intake.file_petition(petition=petition(), office="office", by=by, at=AT, token="t" * 32, draft="d" * 32)
    return done.case_id, kept.id


def test_a_photo_is_shown_upright_without_where_it_was_taken(sign_in: SignIn) -> None:
    sent = photo()
    assert Image.open(io.BytesIO(sent)).getexif().get_ifd(GPS)
    case_id, file_id = filed("现场.jpg", sent)
    client = sign_in("clerk")
    address = f"/office/case/{case_id}/file/{file_id}"
    assert f'href="{address}/view"' in client.get(f"/office/case/{case_id}").content.decode()
    page = client.get(f"{address}/view").content.decode()
    assert f'src="{address}/picture"' in page
    assert f'href="{address}"' in page
    shown = client.get(f"{address}/picture")
    assert (shown["Content-Type"], shown["Content-Security-Policy"]) == ("image/jpeg", "default-src 'none'; sandbox")
    image = Image.open(io.BytesIO(shown.content))
    assert image.size == (1067, 1600)  # turned by a quarter, 3000 × 2000 made to fit 1600
    assert dict(image.getexif()) == {}
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    # It is sent in parts
    assert b"".join(client.get(address).streaming_content) == sent  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
def test_every_kind_of_picture_is_shown(kind: str) -> None:
    image = Image.open(io.BytesIO(pictures.shown(io.BytesIO(photo(kind, width=40, height=30)))))
    assert image.format == "JPEG"
    assert sorted(image.size) == [30, 40]


def test_photos_of_iphones_can_be_opened() -> None:
    Image.init()
    assert {Image.EXTENSION.get(ending) for ending in (".heic", ".heif", ".hif")} == {"HEIF"}


@pytest.mark.parametrize(
    "body", [b"\xff\xd8\xff\xe0\x00\x10JFIF", photo()[:2000], b"", b"\x89PNG\r\n\x1a\n" + b"\x00" * 200]
)
def test_a_damaged_picture_cannot_be_shown(body: bytes) -> None:
    with pytest.raises(pictures.NotShown):
        pictures.shown(io.BytesIO(body))


def test_a_picture_of_too_many_pixels_is_not_unpacked(sign_in: SignIn) -> None:
    huge = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\xff\xff\x00\x00\xff\xff\x08\x02\x00\x00\x00"
    with pytest.raises(pictures.NotShown):
        pictures.shown(io.BytesIO(huge + bytes(4) + b"\x00\x00\x00\x00IDAT" + bytes(4)))
    case_id, file_id = filed("现场.png", huge)
    client = sign_in("clerk")
    assert client.get(f"/office/case/{case_id}/file/{file_id}/view").status_code == 200
    assert client.get(f"/office/case/{case_id}/file/{file_id}/picture").status_code == 404


def test_only_those_who_may_read_the_matter_see_it_and_only_pictures(sign_in: SignIn, district: District) -> None:
    case_id, file_id = filed("说明.txt", "噪声".encode())
    for what in ("view", "picture"):
        assert sign_in("clerk").get(f"/office/case/{case_id}/file/{file_id}/{what}").status_code == 404
        assert sign_in("dadu_officer").get(f"/office/case/{case_id}/file/{file_id}/{what}").status_code == 404
