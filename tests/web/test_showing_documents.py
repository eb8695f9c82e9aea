"""A document of the store is shown in pieces and in a sandbox; one that is lost is a page that does not exist."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from anyio import to_thread
from litestar import get
from litestar.testing import TestClient

import app
from data.settings import Settings
from data.store import Store
from routes.web.documents import PIECE, Shown, disposition, show_document
from routes.web.door import Door
from routes.web.request import Asked
from tests.reenrolling import SMALL_PDF

NAME = "Pièce « œuvre » d’adresse.pdf"


@contextmanager
def shown(settings: Settings, monkeypatch: pytest.MonkeyPatch, stored: str) -> Iterator[TestClient[Door]]:
    """A portal with a page that shows this document."""

    @get("/essai")
    async def show(request: Asked) -> Shown:
        return await show_document(request, stored, NAME)

    monkeypatch.setattr(app, "PAGES", [*app.PAGES, show])
    with TestClient(app.portal(settings, with_postman=False), base_url=settings.base_url) as client:
        yield client


def kept(settings: Settings, content: bytes) -> str:
    """A file of the store."""
    store = Store(settings.documents)
    path = store.arrival()
    path.write_bytes(content)
    return store.keep(path)


def test_a_document_is_shown_in_a_sandbox(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with shown(settings, monkeypatch, kept(settings, SMALL_PDF)) as client:
        answer = client.get("/essai")
    assert (answer.status_code, answer.content) == (200, SMALL_PDF)
    headers = {name: answer.headers[name] for name in HEADERS}
    assert headers == {**HEADERS, "content-length": str(len(SMALL_PDF))}
    assert "set-cookie" not in answer.headers
    assert "content-encoding" not in answer.headers


HEADERS = {
    "content-type": "application/pdf",
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    "content-length": "",
    "content-disposition": (
        'inline; filename="Piece oeuvre d\'adresse.pdf"; '
        "filename*=UTF-8''Pi%C3%A8ce%20%C2%AB%20%C5%93uvre%20%C2%BB%20d%E2%80%99adresse.pdf"
    ),
}


def test_head_says_how_long_it_is(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with shown(settings, monkeypatch, kept(settings, SMALL_PDF)) as client:
        answer = client.head("/essai")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == str(len(SMALL_PDF))


def test_a_large_one_is_never_in_memory_whole(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    content = bytes(range(256)) * (5 * PIECE // 256) + b"end"
    read: list[int] = []
    run_sync = to_thread.run_sync

    async def note(work: Any, *arguments: Any) -> Any:
        found = await run_sync(work, *arguments)
        read.extend([len(found)] if isinstance(found, bytes) else [])
        return found

    monkeypatch.setattr(to_thread, "run_sync", note)
    with shown(settings, monkeypatch, kept(settings, content)) as client:
        assert client.get("/essai").content == content
    assert read == [PIECE] * 5 + [3, 0]


def test_a_row_without_its_file_is_a_page_that_does_not_exist(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stored = kept(settings, SMALL_PDF)
    Store(settings.documents).drop([stored])
    with caplog.at_level(logging.ERROR), shown(settings, monkeypatch, stored) as client:
        answer = client.get("/essai")
    assert (answer.status_code, "Page introuvable" in answer.text) == (404, True)
    assert [each.message for each in caplog.records] == [f"a document has its row and no file: {stored}"]


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("a.pdf", "a.pdf"),
        ('a"b\\c\r\nd.pdf', "abcd.pdf"),
        ("../../etc/passwd", "....etcpasswd"),
        ("\u202efdp.exe", "fdp.exe"),
        ("文.", "."),
        ("文", "document"),
    ],
)
def test_the_name_for_old_browsers_is_plain(name: str, plain: str) -> None:
    assert disposition(name).startswith(f"inline; filename=\"{plain}\"; filename*=UTF-8''")
    assert disposition(name).isascii()
    assert disposition(name).isprintable()
