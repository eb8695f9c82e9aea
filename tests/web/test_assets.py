"""Style sheet, scripts, icon: named by their content, packed, kept for ever by browsers, and light."""

import gzip
import re

import brotli
import pytest

from routes.web import assets
from tests.people import People
from tests.reader import Reader

FILES = ["portal.css", "portal.js", "htmx.min.js", "logo.svg"]


def asked(reader: Reader, path: str, accepted: str) -> tuple[int, str | None, bytes]:
    with reader.client.stream("GET", path, headers={"Accept-Encoding": accepted}) as answer:
        return answer.status_code, answer.headers.get("Content-Encoding"), b"".join(answer.iter_raw())


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_named_by_its_content_and_kept_for_ever(reader: Reader, name: str) -> None:
    address = assets.url_of(name)
    assert re.fullmatch(r"/static/\w+\.[0-9a-f]{10}\.\w+", address)
    answer = reader.client.get(address)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.content == assets.content_of(assets.FOLDER / name)


def test_a_browser_gets_every_rule_and_no_comment(reader: Reader) -> None:
    written = (assets.FOLDER / "portal.css").read_text("utf-8")
    sent = reader.client.get(assets.url_of("portal.css")).text
    assert "/*" not in sent
    assert sent.count("{") == written.count("{") == sent.count("}")
    assert len(written) - len(sent) == sum(map(len, re.findall(r"\s*/\*.*?\*/", written, re.S)))


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br; q=0.0, gzip;q=0.5", "gzip"),
        ("gzip;q=0", None),
        ("br;q=0,gzip;q=0.000", None),
        ("GZIP", "gzip"),
        ("identity", None),
        ("", None),
        ("bronze", None),
    ],
)
def test_a_file_is_packed_as_the_browser_takes_it(reader: Reader, accepted: str, coding: str | None) -> None:
    status, given, body = asked(reader, assets.url_of("portal.css"), accepted)
    assert (status, given) == (200, coding)
    unpacked = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding](body)
    assert unpacked == assets.content_of(assets.FOLDER / "portal.css")


def test_a_file_sets_no_cookie_and_asks_no_database(reader: Reader) -> None:
    hops = reader.door.database.hops
    for name in FILES:
        assert "Set-Cookie" not in reader.client.get(assets.url_of(name)).headers
    assert reader.door.database.hops == hops


def test_a_file_is_sent_with_its_type_and_nosniff(reader: Reader) -> None:
    types = [reader.client.get(assets.url_of(name)).headers["Content-Type"] for name in FILES]
    javascript = "text/javascript; charset=utf-8"
    assert types == ["text/css; charset=utf-8", javascript, javascript, "image/svg+xml"]
    assert reader.client.get(assets.url_of(FILES[0])).headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/static/portal.css",
        "/static/portal.0000000000.css",
        "/static/",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/fonts/DejaVuSans.ttf",
        "/static/htmx.LICENSE.txt",
    ],
)
def test_nothing_else_is_served(reader: Reader, path: str) -> None:
    answer = reader.client.get(path)
    assert answer.status_code == 404
    assert "immutable" not in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers or not answer.url.path.startswith("/static/")


def test_head_has_the_same_headers_and_no_body(reader: Reader) -> None:
    address = assets.url_of("portal.css")
    got, head = reader.client.get(address), reader.client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert dict(head.headers) == dict(got.headers)


def test_a_file_cannot_be_posted_to(reader: Reader) -> None:
    assert reader.client.post(assets.url_of("portal.css")).status_code in (404, 405)


def packed(name: str) -> int:
    return len(gzip.compress(assets.content_of(assets.FOLDER / name), 9))


def test_style_and_scripts_are_light() -> None:
    assert packed("portal.css") <= 6 * 1024
    assert packed("htmx.min.js") + packed("portal.js") <= 15 * 1024


def test_a_page_needs_four_requests_and_nobody_else(reader: Reader, people: People) -> None:
    reader.enter(people.family)
    page = reader.read("/famille/cotisations")
    parts = page.tree.xpath("//link[not(@rel='icon')]/@href | //script/@src | //img/@src")
    assert parts == [assets.url_of(name) for name in ("portal.css", "htmx.min.js", "portal.js")]


def test_the_style_sheet_asks_for_nothing_further() -> None:
    style = (assets.FOLDER / "portal.css").read_text("utf-8")
    assert not re.findall(r"@import|@font-face|url\((?!['\"]?data:)", style)


def test_htmx_never_evaluates_and_is_the_published_file() -> None:
    script = (assets.FOLDER / "htmx.min.js").read_text("utf-8")
    assert len(script) == 37448
    assert "4.0.1" in script
