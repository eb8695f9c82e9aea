"""With scripts: a link of the menu, of the tabs or of a row fetches its region alone, and the page is the same."""

import pytest
from playwright.sync_api import BrowserContext, Page, Request, expect
from sqlmodel import delete

from data import database
from data.sessions import UserSession
from tests.browser.conftest import Served
from tests.browser.visitor import fill_in, sign_in

SWAP = 3 * 1024
NAME = "D’ALMEIDA Inès"


@pytest.fixture
def home(page: Page, served: Served) -> Page:
    """A family on « Famille », Identité."""
    sign_in(page, served.crowd.people.family, following="/famille")
    return page


def follow(page: Page, name: str) -> list[Request]:
    """Click on a link; gives what was asked for (the icon of the window apart), once all of it is here."""
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    with page.expect_response(lambda response: "hx-request" in response.request.headers) as arriving:
        page.get_by_role("link", name=name).first.click()
    arriving.value.finished()
    page.wait_for_function("() => !document.querySelector('.htmx-request')")
    return [request for request in asked if "/static/logo." not in request.url]


def test_a_tab_is_one_small_request(page: Page, served: Served) -> None:
    sign_in(page, served.crowd.many, following="/famille")
    asked = follow(page, "Facturation cotisations")
    assert [request.url for request in asked] == [f"{served.url}/famille/cotisations"]
    assert asked[0].headers["hx-request"] == "true"
    assert 0 < asked[0].sizes()["responseBodySize"] <= SWAP


@pytest.mark.parametrize(
    ("link", "heading", "path"),
    [
        ("Facturation location", "h2", "/famille/locations"),
        ("Elèves", "h1", "/eleves"),
        ("Accueil", "h1", "/"),
    ],
)
def test_the_focus_lands_on_the_heading(home: Page, served: Served, link: str, heading: str, path: str) -> None:
    follow(home, link)
    expect(home.locator(f"{heading}:focus")).to_have_text(link)
    assert home.url == served.url + path
    assert home.title().startswith(home.locator("h1").inner_text())


def test_a_row_opens_its_detail_above_the_list(home: Page, served: Served) -> None:
    follow(home, "Facturation cotisations")
    follow(home, "Avis du 12/10/2026")
    expect(home.locator("h3:focus")).to_have_text("Avis des sommes à payer du 12/10/2026")
    assert home.url == f"{served.url}/famille/cotisations/{served.crowd.people.family.fee}"
    assert "Avis des sommes à payer du 12/10/2026" in home.title()
    follow(home, "Fermer ce document")
    assert home.locator("article").count() == 0


def test_back_and_forward_restore_the_page(home: Page) -> None:
    follow(home, "Facturation cotisations")
    home.go_back()
    home.get_by_role("heading", name="Identité").wait_for()
    assert home.url.endswith("/famille")
    assert home.locator(".tabs [aria-current]").inner_text().startswith("Identité")
    home.go_forward()
    home.get_by_role("heading", name="Facturation cotisations").wait_for()
    assert home.title().startswith(f"{NAME} – Facturation cotisations")


def test_an_expired_session_leads_to_the_sign_in_and_back(home: Page, served: Served) -> None:
    with database.transaction(served.database) as db:
        db.exec(delete(UserSession))
    home.get_by_role("link", name="Facturation cotisations").click()
    home.wait_for_url("**/connexion?suite=/famille/cotisations")
    fill_in(home, served.crowd.people.family)
    home.get_by_role("button", name="Se connecter").click()
    home.wait_for_url("**/famille/cotisations")
    assert home.locator("h1").inner_text() == NAME


def test_a_tab_left_open_becomes_the_page_of_who_is_here_now(
    home: Page, context: BrowserContext, served: Served
) -> None:
    context.clear_cookies()
    neighbour = served.crowd.people.neighbour
    sign_in(context.new_page(), neighbour)
    home.get_by_role("link", name="Facturation cotisations").click()
    expect(home.locator("h1")).to_have_text("LE GOFF Łukasz")
    assert "D’ALMEIDA" not in home.content()


def test_a_lost_connection_is_shown_by_the_browser(home: Page, context: BrowserContext) -> None:
    context.set_offline(True)
    with home.expect_event("requestfailed", lambda request: request.is_navigation_request()) as failing:
        home.get_by_role("link", name="Facturation cotisations").click()
    assert failing.value.url.endswith("/famille/cotisations")
