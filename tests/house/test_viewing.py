"""« Voir comme la famille »: the very pages of the family under a band, and not one form that writes."""

import pytest
from lxml import html

from app import PAGES
from data.settings import Settings
from routes.web import guards
from tests.house.asking import Asker, outcome
from tests.house.conftest import Spoil
from tests.house.swapping import as_it_is, with_a_message
from tests.house.test_matrix import MATRIX, SHOWN, address_of, filled_in
from tests.house.test_swap_law import keeps_the_law, plain
from tests.page import Page
from tests.people import People
from tests.reader import Reader
from tests.viewing import BANNER, key_of, press

OPEN = "POST /administration/familles/{key:str}/vue"
ALLOWED = {OPEN, "POST /administration/vue/fin", "POST /accessibilite", "POST /quitter"}
SENT = [f"POST {path}" for page in PAGES for path in sorted(page.paths) if "POST" in page.http_methods]
REFUSED = [route for route in SENT if route not in ALLOWED]
OF_THE_OFFICE = "/administration"
FAMILY = 2  # its column in the matrix
SECRET = ("GET /agenda", "GET /mot-de-passe")  # the family alone sees all of these
FILES = (
    "GET /agenda/{name:str}",
    "GET /sante",
    "GET /logo/{name:str}",
    "GET /eleves/{key:str}/reinscription/recu.pdf",
    "GET /eleves/{key:str}/reinscription/pieces/{name:str}",
    "GET /eleves/{key:str}/reinscription/modeles/{name:str}",
)
WORDS = [route for route in SHOWN if MATRIX[route].split()[FAMILY] == "200" and route not in (*SECRET, *FILES)]


@pytest.fixture
def viewer(asker: Asker) -> Asker:
    """Everybody, and the office sees the portal as the family does."""
    assert outcome(asker.post("office", address_of(OPEN, asker), asker.token_of("office"))) == "/"
    return asker


def refuses(viewer: Asker, route: str) -> None:
    """A form that is good in every way is not even looked at, and the database stays as it is."""
    before = viewer.everything()
    values = filled_in(route, viewer)
    answer = viewer.post("office", address_of(route, viewer), viewer.token_of("office"), **values)
    assert answer.status_code == 403, f"{route} is answered {outcome(answer)}"
    assert '<h1 tabindex="-1">Lecture seule</h1>' in answer.text, route
    assert viewer.everything() == before, route


def says_what_the_family_reads(viewer: Asker, route: str) -> None:
    """Without the band the page is the family’s, word for word and link for link."""
    address = address_of(route, viewer)
    seen, read = (read_by(viewer, who, address) for who in ("office", "family"))
    seen.find(BANNER).drop_tree()
    assert plain(seen) == plain(read), route


def read_by(viewer: Asker, who: str, address: str) -> Page:
    """A page as somebody gets it."""
    answer = viewer.get(who, address)
    page = Page(answer, html.document_fromstring(answer.text))
    for mark in page.tree.xpath("//input[@name='auteur']"):  # whose form it is, and it is not the family’s
        mark.attrib.pop("value")
    return page


@pytest.mark.parametrize("route", REFUSED)
def test_a_form_sent_while_viewing_changes_nothing(viewer: Asker, route: str) -> None:
    refuses(viewer, route)


def test_what_may_be_sent_while_viewing_is_this_and_no_more() -> None:
    assert {f"POST {path}" for path in guards.WHILE_VIEWING} == ALLOWED <= set(SENT)
    assert len(REFUSED) >= 5


@pytest.mark.parametrize("route", [route for route in REFUSED if OF_THE_OFFICE not in route])  # those have two locks
def test_a_form_that_may_be_sent_is_found_out(viewer: Asker, monkeypatch: pytest.MonkeyPatch, route: str) -> None:
    monkeypatch.setattr(guards, "WHILE_VIEWING", {path for page in PAGES for path in page.paths})
    with pytest.raises(AssertionError, match="is answered"):
        refuses(viewer, route)


@pytest.mark.parametrize("route", SHOWN)
def test_what_the_family_may_read_is_shown_and_the_office_is_elsewhere(viewer: Asker, route: str) -> None:
    expected = "403" if OF_THE_OFFICE in route else MATRIX[route].split()[FAMILY]
    assert outcome(viewer.get("office", address_of(route, viewer))) == expected


@pytest.mark.parametrize("route", WORDS)
def test_the_page_is_the_very_page_of_the_family(viewer: Asker, route: str) -> None:
    says_what_the_family_reads(viewer, route)


def test_a_page_that_says_something_else_is_found(viewer: Asker, spoil: Spoil) -> None:
    spoil("home.html", "Agenda de la famille", "Agenda{% if not person.viewing %} de la famille{% endif %}")
    with pytest.raises(AssertionError, match="GET /"):
        says_what_the_family_reads(viewer, "GET /")


def test_every_page_of_a_view_comes_whole(reader: Reader, people: People, settings: Settings) -> None:
    """Another tab may show another family by now: no part of its pages may come under the name of this one."""
    reader.enter(people.office)
    press(reader, f"/administration/familles/{key_of(settings, people.family)}/vue")
    followed = keeps_the_law(reader, "/", as_it_is, with_a_message)
    assert set(followed.values()) == {0}
    assert len(followed) > 60


def test_a_tab_of_the_office_is_told_of_the_view_that_another_has_opened(viewer: Asker) -> None:
    answer = viewer.get("office", "/administration", **{"HX-Request": "true", "HX-Target": "div#screen"})
    assert (answer.status_code, "Quitter cette vue" in answer.text) == (403, True)
    answer = viewer.get("office", "/administration", **{"HX-Request": "true", "HX-Target": "section#panel"})
    assert answer.headers["HX-Redirect"] == "/administration"
