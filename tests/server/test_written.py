"""The text of a form whose files pass by."""

from __future__ import annotations

import pytest

from huiyin.server import written
from huiyin.server.written import Written

KIND = 'multipart/form-data; boundary="b1"'
SENT = (
    b'--b1\r\nContent-Disposition: form-data; name="title"\r\n\r\nnoise\r\n'
    b'--b1\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n\xff\r\n--b\r\n\r\n--b2\r\n'
    b'--b1\r\nContent-Disposition: form-data; name="empty"\r\n\r\n\r\n'
    b'--b1\r\nContent-Disposition: form-data; name="text"\r\n\r\nat night\r\n\r\nfrom eleven\r\n--b1--\r\n'
)
KEPT = (
    b'--b1\r\nContent-Disposition: form-data; name="title"\r\n\r\nnoise\r\n'
    b'--b1\r\nContent-Disposition: form-data; name="empty"\r\n\r\n\r\n'
    b'--b1\r\nContent-Disposition: form-data; name="text"\r\n\r\nat night\r\n\r\nfrom eleven\r\n--b1--\r\n'
)


@pytest.mark.parametrize("size", [1, 7, 50, 10_000])
def test_the_text_stays_and_the_files_go_however_the_body_is_cut(size: int) -> None:
    passing = Written(KIND)
    for begin in range(0, len(SENT), size):
        passing.feed(SENT[begin : begin + size])
    assert passing.body() == KEPT


def test_half_a_text_too_much_and_what_is_no_form_give_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    half, other, long = (Written(KIND), Written("application/x-www-form-urlencoded"), Written(KIND))
    half.feed(SENT[:-20])
    other.feed(b"title=noise")
    monkeypatch.setattr(written, "MOST", 100)
    long.feed(SENT)
    assert (half.body(), other.body(), long.body()) == (None, None, None)
