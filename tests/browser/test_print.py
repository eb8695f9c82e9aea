"""On paper: no menu, no addresses, no row cut in two, no heading alone, every column within an upright A4."""

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser import measures
from tests.browser.conftest import Served
from tests.browser.paper import faults, printed
from tests.browser.visitor import Visits

COURSE, PAST = "/eleves/{student}/cours/{course}", "/eleves/{student}/historique/{past}"
PAGES = {  # with the rows of the one who has much of everything
    "/": 0,
    "/agenda": 0,
    "/eleves": 0,
    "/famille/eleves": 0,
    "/eleves/{student}": 0,
    "/eleves/{student}/cours": 32,
    "/eleves/{student}/historique": 32,
    "/eleves/{student}/repertoire": 50,
    "/eleves/{student}/reinscription": 36,
    COURSE + "/suivi": 50,
    COURSE + "/suivi/{follow_up}": 11,
    COURSE + "/evaluations": 50,
    COURSE + "/evaluations/{evaluation}": 14,
    COURSE + "/absences": 50,
    COURSE + "/absences/{absence}": 12,
    PAST + "/fiche": 50,
    PAST + "/fiche/{past_follow_up}": 11,
    PAST + "/evaluations": 50,
    PAST + "/evaluations/{past_evaluation}": 14,
    PAST + "/commentaires": 0,
}
LONG = ["/eleves", "/eleves/{student}", "/eleves/{student}/cours", "/eleves/{student}/historique", COURSE + "/suivi"]
LOOSE = "style='break-after:auto'"  # Chromium keeps headings by itself
TABLE = "<table><caption>Liste</caption><thead><tr><th>Nom</th></tr></thead><tbody>%s</tbody></table>"
ROWS = "".join(f"<tr><th>Ligne {number}</th></tr>" for number in range(60))


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A browser that can measure."""
    measures.equip(context, axe=False)
    return context.new_page()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_prints_well(visits: Visits, served: Served, path: str) -> None:
    page = visits.at(served.crowd.full, path)
    assert faults(page) == []
    assert printed(page).rows == PAGES[path]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_prints_well_in_large_letters(visits: Visits, served: Served, path: str) -> None:
    assert faults(visits.at(served.crowd.full, path, accessible=True), accessible=True) == []


@pytest.mark.parametrize("path", LONG)
def test_words_that_are_longer_than_a_column_stay_on_the_paper(visits: Visits, served: Served, path: str) -> None:
    assert faults(visits.at(served.crowd.long, path)) == []


@pytest.mark.parametrize("who", ["many", "long"])
def test_bills_print_well_too(visits: Visits, served: Served, who: str) -> None:
    page = visits.at(getattr(served.crowd, who), "/famille/cotisations")
    assert faults(page) == []
    assert "Montant total facturé" in printed(page).words


def test_a_list_fills_several_sheets_and_names_its_columns_on_each(visits: Visits, served: Served) -> None:
    paper = printed(visits.at(served.crowd.full, "/eleves/{student}/repertoire"))
    assert paper.sheets >= 2
    assert paper.words.count("Compositeur") == paper.sheets


def test_in_large_letters_each_value_has_its_name_beside_it(visits: Visits, served: Served) -> None:
    page = visits.at(served.crowd.full, "/eleves/{student}/historique", accessible=True)
    assert printed(page).words.count("Enseignant") >= PAGES["/eleves/{student}/historique"]


def test_the_secret_address_of_a_calendar_is_not_printed(visits: Visits, served: Served) -> None:
    page = visits.at(served.crowd.full, "/agenda")
    page.get_by_role("button", name="adresse").first.click()
    page.wait_for_url("**/agenda?fait=agenda-adresse")
    secret = page.get_by_label("Adresse de votre calendrier").input_value()
    paper = printed(page)
    assert "Cette semaine" in paper.words
    assert secret not in paper.words
    assert ".ics" not in paper.words


@pytest.mark.parametrize(
    ("fault", "body"),
    [
        ("row 0 is cut", TABLE % f"<tr><td>{'mot<br>' * 90}</td></tr>"),
        ("columns on {0}, rows on {0, 1}", f"<style>thead {{ display: table-row-group }}</style>{TABLE % ROWS}"),
        (
            "heading alone on 0",
            f"<p style='height:245mm'>Haut</p><h2 {LOOSE}>Titre</h2><p style='height:50mm'>Suite</p>",
        ),
        ("Quitter", "<button>Quitter</button>"),
        ("http", "<style>a::after { content: ' (' attr(href) ')' }</style><a href='http://a.example'>Lien</a>"),
        ("the page scrolls sideways: 900", "<div style='width:900px'>Large</div>"),
        ("Perdu", "<h1>Page</h1><div style='height:0;overflow:hidden'>Perdu</div>"),
    ],
)
def test_each_fault_is_seen(page: Page, fault: str, body: str) -> None:
    page.set_content(f"<!doctype html><style>@page {{ margin: 15mm }} body {{ margin: 0 }}</style>{body}")
    assert fault in faults(page)


def test_a_good_page_has_no_fault(page: Page) -> None:
    page.set_content(f"<!doctype html><style>@page {{ margin: 15mm }}</style><h1>Page</h1>{TABLE % ROWS}")
    assert faults(page) == []
    assert printed(page).sheets == 2
