"""The record with the keyboard alone: from Elèves to a row of a course, over the arrows and back, in both modes."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served
from tests.browser.test_keyboard import FOCUS, arrive_at, press, tab_to
from tests.browser.tour import STORED
from tests.browser.visitor import Visits, choose_mode, sign_in
from tests.people import Someone

COURSE, PAST = "/eleves/{student}/cours/{course}", "/eleves/{student}/historique/{past}"
PAGES = [
    "/eleves",
    "/agenda",
    *(f"/eleves/{{student}}{tab}" for tab in ("", "/cours", "/historique", "/repertoire", "/reinscription")),
    *(COURSE + tab for tab in ("/suivi", "/suivi/{follow_up}", "/evaluations/{evaluation}", "/absences/{absence}")),
    *(PAST + tab for tab in ("/fiche/{past_follow_up}", "/evaluations", "/commentaires")),
]
STUDENT, SISTER = "Elève D’ALMEIDA Adrien", "Elève D’ALMEIDA Zoé"
MARK = "Évaluation du 07/10/2026"
WALK = [  # the link, the page that it leads to, the heading that comes in, the beginning of the title
    ("Elèves", "/eleves", "Elèves", "Elèves – "),
    ("D’ALMEIDA Adrien", "/eleves/{student}", STUDENT, f"{STUDENT} – Identité – "),
    ("Cours", "/eleves/{student}/cours", "Cours", f"{STUDENT} – Cours – "),
    ("Trompette", COURSE + "/suivi", "Trompette", "Trompette – Suivi – "),
    ("Evaluations", COURSE + "/evaluations", "Evaluations", "Trompette – Evaluations – "),
    (MARK, COURSE + "/evaluations/{evaluation}", MARK, f"Trompette – {MARK} – "),
    ("Fermer cette ligne", COURSE + "/evaluations", "Evaluations", "Trompette – Evaluations – "),
    (
        "Suivant : Ensemble de cuivres, 2 sur 2",
        "/evaluations",
        "Ensemble de cuivres",
        "Ensemble de cuivres – Evaluations – ",
    ),
    ("Précédent : Trompette, 1 sur 2", COURSE + "/evaluations", "Trompette", "Trompette – Evaluations – "),
    ("Retour", "/eleves/{student}/cours", STUDENT, f"{STUDENT} – Cours – "),
    ("Historique", "/eleves/{student}/historique", "Historique", f"{STUDENT} – Historique – "),
    ("Trompette, 2025-2026", PAST + "/fiche", "Historique du cours : Trompette, 2025-2026", "Historique du cours : "),
    ("Commentaires", PAST + "/commentaires", "Commentaires", "Historique du cours : Trompette, 2025-2026 – Comm"),
    ("Dernier : Formation musicale", "/commentaires", "Historique du cours : Formation", "Historique du cours : F"),
    ("Retour", "/eleves/{student}/historique", STUDENT, f"{STUDENT} – Historique – "),
    ("Suivant : D’ALMEIDA Zoé, 2 sur 2", "/historique", SISTER, f"{SISTER} – Historique – "),
    ("Retour", "/famille", "D’ALMEIDA Inès", "D’ALMEIDA Inès – Identité – "),
]
SHOWS = """() => {
  const here = document.activeElement, style = getComputedStyle(here), box = here.getBoundingClientRect();
  const ring = style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 3;
  return ring && box.top >= 0 && box.bottom <= innerHeight;
}"""
TITLED = "title => document.title.replace(/\\s+/g, ' ').startsWith(title)"
AT_THE_BEGINNING = "document.activeElement === document.body && scrollY === 0"

both = pytest.mark.parametrize("accessible", [False, True], ids=["enhanced", "accessible"])
Arrive = Callable[..., Page]


class Seen(NamedTuple):
    """A page, as it was met on the walk."""

    url: str
    title: str
    words: str
    stored: int  # in the browser


@pytest.fixture
def who(served: Served) -> Someone:
    """Whose record is read."""
    return served.crowd.people.family


@pytest.fixture
def arrive(page: Page, who: Someone) -> Iterator[Arrive]:
    """The family on a page, in one of the two modes, which the account keeps."""

    def on(path: str, accessible: bool = False) -> Page:
        sign_in(page, who)
        choose_mode(page, accessible)
        page.goto(path.format(**vars(who.schooling)))
        return page

    yield on
    choose_mode(page, accessible=False)


def plain(words: str) -> str:
    """As it is read."""
    return " ".join(words.split())


def spaced(name: str) -> str:
    """A pattern of these words, with whatever spaces; Playwright writes it between slashes."""
    return re.escape(name).replace(r"\ ", r"\s").replace("/", r"\/")


def follow(page: Page, name: str, path: str) -> None:
    """Press Enter on a link, without the way to it by Tab."""
    page.locator("a").filter(has_text=re.compile(rf"^\s*{spaced(name)}")).first.focus()
    page.keyboard.press("Enter")
    arrive_at(page, path)


def walk(page: Page, who: Someone, go: Callable[[Page, str, str], None] = follow) -> Iterator[tuple[str, str]]:
    """Each step of the walk: the link that was followed, and the heading that is to come in."""
    for link, path, heading, title in WALK:
        go(page, link, path.format(**vars(who.schooling)))
        page.wait_for_function(TITLED, arg=title)
        yield link, heading


def seen(page: Page) -> Seen:
    """What a page says now."""
    return Seen(page.url, page.title(), page.locator("main").text_content() or "", page.evaluate(STORED))


def comes_back(page: Page, before: Seen) -> None:
    """The address, the title and the words are those of before."""
    page.wait_for_url(before.url)
    expect(page).to_have_title(before.title)
    expect(page.locator("main")).to_have_text(before.words)


@pytest.mark.parametrize("path", PAGES)
@both
def test_the_content_is_two_stops_away(visits: Visits, who: Someone, path: str, accessible: bool) -> None:
    page = visits.at(who, path, accessible)
    assert tab_to(page, "Aller au contenu") == 1
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    focus = page.evaluate(FOCUS)
    assert focus["inMain"]
    assert focus["ring"]


@pytest.mark.parametrize("path", PAGES)
@both
def test_every_stop_shows_its_focus_and_nothing_is_left_out(
    visits: Visits, who: Someone, path: str, accessible: bool
) -> None:
    page = visits.at(who, path, accessible)
    stops = page.locator("a[href], button, input:not([type=hidden]), select, textarea")
    assert tab_to(page, "Aide") == stops.count() > 10


def test_the_focus_lands_on_the_heading_of_what_came_in(arrive: Arrive, who: Someone) -> None:
    page = arrive("/")
    for link, heading in walk(page, who, go=press):
        landed = page.locator("h1:focus, h2:focus, h3:focus")
        assert plain(landed.inner_text()).startswith(heading), link
        assert page.evaluate(SHOWS), f"the focus on {heading} does not show"


def test_a_whole_page_of_the_accessible_mode_begins_at_its_beginning(arrive: Arrive, who: Someone) -> None:
    page = arrive("/", accessible=True)
    for link, _ in walk(page, who, go=press):
        assert page.evaluate(AT_THE_BEGINNING), link


@both
def test_back_and_forward_restore_each_page_and_nothing_is_left_in_the_browser(
    arrive: Arrive, who: Someone, accessible: bool
) -> None:
    page = arrive("/", accessible)
    pages = [seen(page) for _ in walk(page, who)]
    for before in pages[-2::-1]:
        page.go_back()
        comes_back(page, before)
    for after in pages[1:]:
        page.go_forward()
        comes_back(page, after)
    assert {each.stored for each in (*pages, seen(page))} == {0}


def test_back_puts_the_focus_on_the_link_that_led_away_and_forward_on_the_newest_heading(
    arrive: Arrive, who: Someone
) -> None:
    page = arrive("/")
    links, headings = zip(*walk(page, who), strict=True)
    page.go_back()
    expect(page.locator("#retour:focus")).to_have_count(1)
    page.go_forward()
    expect(page.locator("h1:focus")).to_have_text(headings[-1])
    assert page.evaluate(SHOWS)
    for link in reversed(links):
        page.go_back()
        left = page.locator("main a:focus, .menu a:focus")
        expect(left).to_have_text(re.compile(spaced(link)))
        assert page.evaluate(SHOWS), f"the focus on {link} does not show"


def test_a_heading_whose_focus_does_not_show_is_seen(arrive: Arrive) -> None:
    page = arrive("/eleves")
    press(page, "D’ALMEIDA Adrien", "*")
    page.locator("h1:focus").wait_for()
    assert page.evaluate(SHOWS)
    page.evaluate("document.activeElement.style.outlineStyle = 'none'")
    assert not page.evaluate(SHOWS)
