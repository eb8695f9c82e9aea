"""The door: what comes in as bytes, packing, and bodies that never end."""

import gzip
import time as real_time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import anyio
import pytest

from data.settings import Settings
from routes.web import assets
from routes.web import door as front
from routes.web.door import Door
from tests.people import People
from tests.reader import Reader
from tests.rush import opened

Told = list[dict[str, Any]]


def packed_as(reader: Reader, path: str, accepted: str) -> tuple[str | None, bytes]:
    with reader.client.stream("GET", path, headers={"Accept-Encoding": accepted}) as answer:
        return answer.headers.get("Content-Encoding"), b"".join(answer.iter_raw())


@pytest.mark.parametrize("accepted", ["gzip", "gzip, deflate, br", "br;q=1, GZIP;q=0.1", "deflate,gzip;q=1.0"])
def test_a_page_is_packed_for_a_browser_that_takes_it(reader: Reader, people: People, accepted: str) -> None:
    coding, body = packed_as(reader, "/aide", accepted)
    assert coding == "gzip"
    assert gzip.decompress(body).startswith(b"<!doctype html>")


@pytest.mark.parametrize("accepted", ["", "identity", "gzip;q=0", "gzip; q=0.000, br", "br", "*;q=0", "gzip-ish"])
def test_a_page_is_not_packed_for_a_browser_that_does_not(reader: Reader, people: People, accepted: str) -> None:
    coding, body = packed_as(reader, "/aide", accepted)
    assert coding is None
    assert body.startswith(b"<!doctype html>")


def test_the_length_that_is_said_is_the_length_that_is_sent(reader: Reader, people: People) -> None:
    for accepted in ("gzip", "identity"):
        with reader.client.stream("GET", "/aide", headers={"Accept-Encoding": accepted}) as answer:
            assert int(answer.headers["Content-Length"]) == len(b"".join(answer.iter_raw()))


def test_a_pdf_is_not_packed_again(reader: Reader, people: People) -> None:
    reader.enter(people.family)
    coding, body = packed_as(reader, f"/famille/cotisations/{people.family.fee}.pdf", "gzip")
    assert (coding, body[:5]) == (None, b"%PDF-")


async def ask(door: Door, told: Told, **scope: Any) -> Told:
    """One request as a server hands it over; what comes back."""
    said: Told = []
    left = iter(told)

    async def receive() -> dict[str, Any]:
        message = next(left, None)
        if message is None:
            await anyio.sleep_forever()
        assert message is not None
        return message

    async def send(message: Any) -> None:
        said.append(dict(message))

    asked = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/connexion",
        "raw_path": b"/connexion",
        "query_string": b"",
        "root_path": "",
        "headers": [],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
        **scope,
    }
    await door(asked, receive, send)  # type: ignore[arg-type]
    return said


Asking = Callable[..., Awaitable[Told]]


@pytest.fixture
async def asking(door: Door, settings: Settings, people: People) -> AsyncIterator[Asking]:
    async with opened(door, settings):

        async def ask_door(told: Told, **scope: Any) -> Told:
            return await ask(door, told, **scope)

        yield ask_door


def body_of(said: Told) -> str:
    return b"".join(each.get("body", b"") for each in said).decode()


POSTED = {"method": "POST", "headers": [(b"content-type", b"application/x-www-form-urlencoded")]}


@pytest.mark.anyio
async def test_a_body_that_never_ends_is_given_up(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "BODY_SECONDS", 0.2)
    began = real_time.monotonic()
    piece = {"type": "http.request", "body": b"a=1", "more_body": True}
    said = await asking([piece], **POSTED)
    assert said[0]["status"] == 408
    assert "Envoi trop lent" in body_of(said)
    assert real_time.monotonic() - began < 10


@pytest.mark.anyio
async def test_a_body_that_drips_is_given_up_too(door: Door, asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "BODY_SECONDS", 0.2)
    said: Told = []

    async def drip() -> dict[str, Any]:
        await anyio.sleep(0.05)
        return {"type": "http.request", "body": b"a", "more_body": True}

    async def send(message: Any) -> None:
        said.append(dict(message))

    scope = {"type": "http", "path": "/connexion", "raw_path": b"/connexion", "query_string": b"", **POSTED}
    scope |= {"client": ("127.0.0.1", 1), "server": ("a", 1), "scheme": "http", "root_path": "", "http_version": "1.1"}
    await door(scope, drip, send)  # type: ignore[arg-type]
    assert said[0]["status"] == 408


@pytest.mark.anyio
async def test_a_browser_that_goes_away_in_the_middle_does_no_harm(asking: Asking) -> None:
    piece = {"type": "http.request", "body": b"a=1", "more_body": True}
    said = await asking([piece, {"type": "http.disconnect"}], **POSTED)
    assert [each["status"] for each in said if "status" in each] in ([], [400], [500])


@pytest.mark.anyio
@pytest.mark.parametrize("path", ["/\udcff", "/\x00", "/a b", "/connexion\n"])
async def test_an_address_that_no_browser_sends_is_a_page(asking: Asking, path: str) -> None:
    said = await asking([], path=path, raw_path=b"/%FF")
    assert said[0]["status"] == 404
    assert "Page introuvable" in body_of(said)


@pytest.mark.anyio
@pytest.mark.parametrize(
    "query", [b"suite=\xff", b"suite=%FF", b"suite=%00", b"%", b"suite=/a&suite=/b", b"fait=\xff&suite=%E9", b"=", b"&"]
)
async def test_a_query_that_no_browser_sends_does_no_harm(asking: Asking, query: bytes) -> None:
    said = await asking([], query_string=query)
    assert said[0]["status"] == 200
    assert "Accès Usager" in body_of(said)


@pytest.mark.anyio
@pytest.mark.parametrize(
    "header",
    [
        (b"cookie", b"\xff=\xff; portee=\xe9"),
        (b"cookie", b"portee-visite=\xe9\xff"),
        (b"cookie", b"portee=" + b"x" * 10_000),
        (b"referer", b"http://["),
        (b"referer", b"\xff"),
        (b"host", b"evil.example"),
        (b"accept-encoding", b"\xff"),
        (b"hx-target", b"\xff"),
        (b"x-forwarded-for", b"\xff,,,"),
        (b"content-length", b"12"),
    ],
)
async def test_headers_that_no_browser_sends_do_no_harm(asking: Asking, header: tuple[bytes, bytes]) -> None:
    for path in ("/connexion", "/accessibilite", "/aide"):
        said = await asking([], path=path, raw_path=path.encode(), headers=[header])
        assert said[0]["status"] == 200


@pytest.mark.anyio
async def test_a_host_that_is_no_host_is_a_bad_request(asking: Asking) -> None:
    for path in ("/accessibilite", "/aide"):
        said = await asking([], path=path, raw_path=path.encode(), headers=[(b"host", b"\xff")])
        assert said[0]["status"] in (200, 400)
        assert "<h1" in body_of(said)


@pytest.mark.anyio
async def test_a_server_that_knows_no_client_is_answered(asking: Asking) -> None:
    assert (await asking([], client=None))[0]["status"] == 200


def test_an_old_browser_without_any_header_is_answered(reader: Reader, people: People) -> None:
    for name in ("accept", "accept-encoding", "user-agent", "connection"):
        reader.client.headers.pop(name, None)
    assert reader.read("/connexion").status == 200


@pytest.mark.anyio
@pytest.mark.parametrize("path", ["/connexion", "/nulle-part", assets.url_of("portal.css")])
async def test_head_sends_no_byte_of_a_body(asking: Asking, path: str) -> None:
    got, head = [await asking([], method=method, path=path, raw_path=path.encode()) for method in ("GET", "HEAD")]
    assert (body_of(head), len(body_of(got)) > 100) == ("", True)
    assert head[0]["status"] == got[0]["status"]
