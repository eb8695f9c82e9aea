"""Whole page or one region: what a swap gets, and what it must never get."""

import gzip
import itertools
import json
import re

import pytest

from data import sessions
from data.keys import digest
from tests.page import Page
from tests.people import People
from tests.reader import Reader

TABS = ["/famille", "/famille/cotisations", "/famille/locations", "/famille/eleves"]


@pytest.fixture
def at_home(reader: Reader, people: People) -> Reader:
    """The family, signed in."""
    reader.enter(people.family)
    return reader


@pytest.mark.parametrize("path", TABS)
def test_a_tab_swaps_its_panel_and_its_title(at_home: Reader, path: str) -> None:
    page, answer = at_home.read(path), at_home.swap(path, "panel")
    assert answer.text.startswith(f"<title>{page.title}</title>")
    assert '<section id="panel">' in answer.text
    assert "<header" not in answer.text
    assert "<!doctype" not in answer.text


@pytest.mark.parametrize("path", TABS)
def test_a_swap_of_a_tab_moves_little(at_home: Reader, path: str) -> None:
    answer = at_home.swap(path, "panel", Accept_Encoding="gzip")
    assert len(gzip.compress(answer.content, 5)) <= 3 * 1024


def test_a_row_swaps_its_detail_alone(at_home: Reader, people: People) -> None:
    answer = at_home.swap(f"/famille/cotisations/{people.family.fee}", "detail")
    assert '<div id="detail">' in answer.text
    assert 'class="ledger"' not in answer.text


def test_the_menu_swaps_the_screen(at_home: Reader) -> None:
    answer = at_home.swap("/eleves", "screen")
    assert '<div id="screen">' in answer.text
    assert "<footer" not in answer.text


@pytest.mark.parametrize(("path", "region"), [("/eleves", "panel"), ("/famille", "detail"), ("/famille", "record")])
def test_a_region_that_a_page_has_not_loads_the_page_whole(at_home: Reader, path: str, region: str) -> None:
    answer = at_home.swap(path, region)
    assert (answer.headers["HX-Redirect"], answer.content) == (path, b"")


@pytest.mark.parametrize("region", ["nowhere", "title", "problems", "'\"<>", "panel#panel"])
def test_a_region_that_there_is_not_loads_the_page_whole(at_home: Reader, region: str) -> None:
    assert at_home.swap("/famille?x=1", region).headers["HX-Redirect"] == "/famille?x=1"


def test_back_and_a_browser_without_htmx_get_the_whole_page(at_home: Reader) -> None:
    back = at_home.swap("/famille", "panel", HX_History_Restore_Request="true")
    false = at_home.client.get("/famille", headers={"HX-Request": "false", "HX-Target": "section#panel"})
    assert back.text.startswith("<!doctype html>")
    assert false.text.startswith("<!doctype html>")


def test_a_swap_after_the_session_has_run_out_loads_the_sign_in_page(reader: Reader, people: People) -> None:
    answer = reader.swap("/famille/cotisations", "panel")
    assert answer.headers["HX-Redirect"] == "/connexion?suite=/famille/cotisations"
    assert answer.content == b""


def test_a_swap_of_somebody_elses_entry_shows_nothing(reader: Reader, people: People) -> None:
    reader.enter(people.neighbour)
    answer = reader.swap(f"/famille/cotisations/{people.family.fee}", "detail")
    assert answer.headers["HX-Redirect"] == f"/famille/cotisations/{people.family.fee}"
    assert answer.content == b""


@pytest.mark.parametrize("region", ["panel", "screen"])
def test_the_focus_lands_on_the_heading_of_what_was_swapped_in(at_home: Reader, region: str) -> None:
    answer = at_home.swap("/famille", region)
    level = {"panel": "h2", "screen": "h1"}[region]
    assert answer.text.count("autofocus") == 1
    assert f'<{level} tabindex="-1" autofocus>' in answer.text


def test_a_whole_page_moves_the_focus_nowhere(at_home: Reader) -> None:
    assert "autofocus" not in at_home.client.get("/famille").text


def test_no_cache_takes_one_for_the_other(at_home: Reader) -> None:
    for answer in (at_home.swap("/famille", "panel"), at_home.client.get("/famille")):
        assert {"HX-Request", "HX-Target", "Cookie"} <= set(answer.headers["Vary"].split(", "))
        assert answer.headers["Cache-Control"] == "no-store"


def test_in_accessible_mode_nothing_is_swapped(at_home: Reader) -> None:
    at_home.switch_mode()
    page = at_home.read("/famille/cotisations")
    assert "hx-" not in page.answer.text


def visit_of(page: Page) -> str:
    """In which visit a page says that it was made."""
    (visit,) = {str(each).removeprefix("X-Visite:") for each in page.tree.xpath("//@*[name()='hx-headers:inherited']")}
    return visit


def test_no_visit_looks_like_a_number(reader: Reader, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """One in seventy digests begins like `12e45678`: htmx, which reads JSON, would send another number back."""
    tokens = (f"token {number}" for number in itertools.count())
    monkeypatch.setattr(
        sessions, "new_token", lambda: next(each for each in tokens if re.match(r"[1-9]\d*e\d+$", digest(each)[:8]))
    )
    reader.enter(people.family)
    with pytest.raises(json.JSONDecodeError):
        json.loads(visit_of(reader.read("/famille")))


def test_a_tab_that_somebody_else_left_open_shows_nothing_of_theirs(reader: Reader, people: People) -> None:
    reader.enter(people.family)
    left = visit_of(reader.read("/famille"))
    reader.sign_out()
    reader.enter(people.neighbour)
    answer = reader.swap("/famille/cotisations", "panel", X_Visite=left)
    assert (answer.headers["HX-Redirect"], answer.content) == ("/famille/cotisations", b"")
    own = reader.swap("/famille/cotisations", "panel", X_Visite=visit_of(reader.read("/famille")))
    assert 'id="panel"' in own.text


def test_a_page_of_nobody_becomes_whole_when_somebody_has_come(reader: Reader, people: People) -> None:
    reader.enter(people.family)
    assert "HX-Redirect" in reader.swap("/famille", "panel", X_Visite="-").headers
