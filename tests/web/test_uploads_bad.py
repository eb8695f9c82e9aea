"""Bodies that no browser sends: refused with a page of the portal, never a fault of ours, and nothing is left."""

import gzip

import pytest

from tests.receiving import BOUNDARY, KIND, file_part, form, text_part
from tests.web.uploading import Sender

B = BOUNDARY.encode()
FILE = file_part("kept", b"a.pdf", b"x" * 1000)
HEAD = b'Content-Disposition: form-data; name="a"'

PARTS = {
    "another disposition": b'Content-Disposition: attachment; name="a"\r\n\r\nx',
    "no disposition": b"Content-Type: text/plain\r\n\r\nx",
    "no header at all": b"\r\nx",
    "a header without a colon": b"nonsense\r\n\r\nx",
    "a header of a megabyte": HEAD + b"\r\nX-Bomb: " + b"x" * 1_000_000 + b"\r\n\r\nx",
    "a thousand headers": HEAD + b"\r\nX-Bomb: x" * 1000 + b"\r\n\r\nx",
    "a header that never ends": HEAD + b"x" * 500_000,
    "a header with bare line feeds": HEAD + b"\n\nx",
    "a name of 100 kB": b'Content-Disposition: form-data; name="' + b"x" * 100_000 + b'"\r\n\r\nx',
    "a name that is no UTF-8": b'Content-Disposition: form-data; name="\xff"\r\n\r\nx',
    "nested": HEAD + b"\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\n\r\nx\r\n--y--",
    "base64": HEAD + b"\r\nContent-Transfer-Encoding: base64\r\n\r\neA==",
    "text that is no UTF-8": text_part("a", b"\xff\xfe"),
    "text with a NUL": text_part("a", b"a\0b"),
    "text with an escape": text_part("a", b"\x1b[31m"),
    "text in a letter set that there is not": text_part("a", "x", "Content-Type: text/plain; charset=klingon"),
    "text in UTF-7": text_part("a", "+ADw-", "Content-Type: text/plain; charset=utf-7"),
    "text that Python would run": text_part("a", "x", "Content-Type: text/plain; charset=unicode_escape"),
    "a longer length than there is": HEAD + b"\r\nContent-Length: 5\r\n\r\nx",
    "a shorter length than there is": HEAD + b"\r\nContent-Length: 1\r\n\r\nxyz",
    "a length that is none": HEAD + b"\r\nContent-Length: -1\r\n\r\nx",
    "five hundred files": b"\r\n--" + B + b"\r\n".join([b"", FILE + b"\r\n--" + B]) * 500,
}


def refused(sender: Sender, body: bytes, kind: str = KIND, *statuses: int) -> None:
    answer = sender.post(body, kind)
    assert answer.status_code in (statuses or (400,)), answer.text
    assert "<h1" in answer.text
    assert "Rien n’a été enregistré" in answer.text or answer.status_code == 400
    assert sender.left == []


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_no_browser_sends_is_refused(sender: Sender, part: str) -> None:
    refused(sender, form(sender.token, FILE, PARTS[part]))


def test_a_body_that_was_cut_anywhere_is_refused(sender: Sender) -> None:
    body = form(sender.token, FILE)
    for length in (*range(0, 400, 13), len(body) - 3, len(body) - 4, len(body) - 20):
        refused(sender, body[:length], KIND, 400)


def test_a_body_of_another_boundary_is_refused(sender: Sender) -> None:
    for kind in ("multipart/form-data; boundary=other", "multipart/form-data; boundary=" + "x" * 2000):
        refused(sender, form(sender.token, FILE), kind)


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=", 'multipart/form-data; boundary="', ";;;=", ""]
)
def test_a_body_without_a_boundary_is_refused(sender: Sender, kind: str) -> None:
    refused(sender, form(sender.token, FILE), kind, 400, 403)


@pytest.mark.parametrize("kind", ["multipart/mixed", "multipart/related", "application/json", "text/plain"])
def test_a_body_of_another_kind_is_refused(sender: Sender, kind: str) -> None:
    refused(sender, form(sender.token, FILE), f"{kind}; boundary={BOUNDARY}", 400, 403)


def test_a_packed_body_is_refused(sender: Sender) -> None:
    answer = sender.post(gzip.compress(form(sender.token, FILE)), **{"Content-Encoding": "gzip"})
    assert (answer.status_code, sender.left) == (400, [])


def test_what_stands_before_and_after_the_parts_does_not_count(sender: Sender) -> None:
    answer = sender.post(b"preamble\r\n" + form(sender.token, text_part("a", "1")) + b"\r\n\r\nepilogue")
    assert answer.json()["values"]["a"] == "1"


def test_old_letter_sets_are_understood(sender: Sender) -> None:
    part = text_part("a", "œuvre".encode("iso-8859-15"), "Content-Type: text/plain; charset=ISO-8859-15")
    assert sender.received(part)["values"]["a"] == "œuvre"
