"""Forms with files that are broken off: by the browser, the clock, the server or a fault. Nothing is left."""

import os
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest

from data.settings import Settings
from data.store import Store
from routes.web import door as front
from routes.web import parts, uploads
from routes.web.door import Door
from tests.receiving import BOUNDARY, COOKIE, KIND, file_part, form, receiver, token
from tests.rush import opened

pytestmark = pytest.mark.anyio


@pytest.fixture
async def door(settings: Settings) -> AsyncIterator[Door]:
    """The page that takes files, in this event loop."""
    portal = receiver(settings)
    async with opened(portal, settings):
        yield portal


@pytest.fixture
def arrivals(settings: Settings) -> Path:
    return settings.documents / "arrivals"


async def send(door: Door, settings: Settings, then: Callable[[], Awaitable[Any]], field: str = "kept") -> list[int]:
    """Most of a form with a file, and what comes then; the statuses that were answered."""
    statuses: list[int] = []
    begun = form(token(settings), file_part(field, b"a.pdf", bytes(200_000)))[: -len(BOUNDARY) - 8]
    left: list[Any] = [{"type": "http.request", "body": begun, "more_body": True}]

    async def receive() -> Any:
        return left.pop() if left else await then()

    async def answer(message: Any) -> None:
        statuses.extend([message["status"]] if "status" in message else [])

    scope: Any = {"type": "http", "method": "POST", "path": "/recevoir", "raw_path": b"/recevoir", "query_string": b""}
    scope |= {"client": ("127.0.0.1", 1), "server": ("a", 1), "scheme": "http", "root_path": "", "http_version": "1.1"}
    scope["headers"] = [(b"content-type", KIND.encode()), (b"cookie", COOKIE["Cookie"].encode())]
    await door(scope, receive, answer)
    return statuses


async def end() -> Any:
    return {"type": "http.request", "body": f"\r\n--{BOUNDARY}--\r\n".encode(), "more_body": False}


async def test_a_browser_that_goes_away_leaves_nothing(door: Door, settings: Settings, arrivals: Path) -> None:
    async def go_away() -> Any:
        assert len(list(arrivals.iterdir())) == 1
        return {"type": "http.disconnect"}

    assert await send(door, settings, go_away) == [400]
    assert list(arrivals.iterdir()) == []


async def test_a_form_that_ends_too_early_leaves_nothing(door: Door, settings: Settings, arrivals: Path) -> None:
    async def stop() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    assert await send(door, settings, stop) == [400]
    assert list(arrivals.iterdir()) == []


async def test_a_line_that_falls_silent_leaves_nothing(
    door: Door, settings: Settings, arrivals: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(front, "BODY_SECONDS", 0)
    monkeypatch.setattr(front, "SLOWEST_LINE", 1_000_000_000)
    assert await send(door, settings, anyio.sleep_forever) == [408]
    assert list(arrivals.iterdir()) == []


async def test_a_server_that_is_ended_leaves_nothing(door: Door, settings: Settings, arrivals: Path) -> None:
    with anyio.CancelScope() as scope:

        async def end_server() -> Any:
            assert len(list(arrivals.iterdir())) == 1
            scope.cancel()
            await anyio.sleep_forever()

        await send(door, settings, end_server)
    assert scope.cancelled_caught
    assert list(arrivals.iterdir()) == []


async def test_a_server_that_is_ended_while_it_writes_leaves_nothing(
    door: Door, settings: Settings, arrivals: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = parts._append
    with anyio.CancelScope() as scope:

        def append(*given: Any) -> None:
            anyio.from_thread.run_sync(scope.cancel)
            real(*given)

        monkeypatch.setattr(parts, "_append", append)
        await send(door, settings, anyio.sleep_forever)
    assert scope.cancelled_caught
    assert list(arrivals.iterdir()) == []


async def test_a_handler_that_fails_leaves_nothing(
    door: Door, settings: Settings, arrivals: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @asynccontextmanager
    async def failing(request: Any, store: Store) -> AsyncIterator[uploads.Posted]:
        async with uploads.read_uploads(request, store):
            assert len(list(arrivals.iterdir())) == 1
            raise LookupError
        yield

    monkeypatch.setattr("tests.receiving.read_uploads", failing)
    assert await send(door, settings, end) == [500]
    assert list(arrivals.iterdir()) == []


async def test_the_disk_is_waited_for_by_other_threads(
    door: Door, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []
    real = os.fsync, os.open

    def noting(work: Any) -> Any:
        def noted(*given: Any) -> Any:
            threads.append(threading.get_ident())
            return work(*given)

        return noted

    monkeypatch.setattr(os, "fsync", noting(real[0]))
    monkeypatch.setattr(os, "open", noting(real[1]))
    assert await send(door, settings, end, field="other") == [200]
    assert len(threads) > 3
    assert threading.get_ident() not in threads
