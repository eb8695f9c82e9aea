"""Réinscription before a browser: a bar while files travel, and a parent who needs no mouse."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, Route, expect
from sqlmodel import col, delete, select

from data import database
from data.documents import SuppliedDocument
from data.students import Student
from tests.browser import measures
from tests.browser.conftest import Served
from tests.browser.test_keyboard import press
from tests.browser.tour import Ear
from tests.browser.visitor import sign_in
from tests.browser.wishes import blank_pdf
from tests.people import Someone

NBSP = "\N{NO-BREAK SPACE}"
NOTES = """() => { window.heard = [];
  new MutationObserver(() => { const said = document.querySelector(".sending [role=status]");
    if (said && heard[heard.length - 1] !== said.textContent) heard.push(said.textContent); })
  .observe(document.body, { subtree: true, childList: true, characterData: true }); }"""
SLOW = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 400_000}  # bytes a second


@pytest.fixture
def who(served: Served) -> Someone:
    """Whose student is re-enrolled."""
    return served.crowd.people.family


@pytest.fixture
def tab(who: Someone) -> str:
    return f"/eleves/{who.schooling.student}/reinscription"


@pytest.fixture
def page(context: BrowserContext, who: Someone, tab: str) -> Page:
    """The family on the tab."""
    measures.equip(context)
    page = context.new_page()
    sign_in(page, who, following=tab)
    return page


@pytest.fixture(autouse=True)
def cleared(served: Served, who: Someone) -> Iterator[None]:
    """Each test leaves no document behind."""
    yield
    student = select(Student.id).where(Student.key == who.schooling.student).scalar_subquery()
    with database.transaction(served.database) as db:
        db.exec(delete(SuppliedDocument).where(col(SuppliedDocument.student_id) == student))


def choose(page: Page, size: int = 0, place: int = 0, content: bytes = b"") -> None:
    """A file for one of the documents."""
    file: FilePayload = {"name": "Reçu d’août.pdf", "mimeType": "application/pdf", "buffer": content or blank_pdf(size)}
    page.locator("[type=file]").nth(place).set_input_files(files=[file])


def slow_down(page: Page) -> None:
    """A line on which an upload takes its time."""
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)


def importer(page: Page, place: int = 0) -> None:
    page.get_by_role("button", name="Importer").nth(place).click()


def test_a_bar_says_how_far_a_file_has_come(page: Page) -> None:
    slow_down(page)
    page.evaluate(NOTES)
    choose(page, 1_000_000)
    importer(page)
    expect(page.locator(".sending span")).to_contain_text("Envoi")
    expect(page.locator("progress")).to_have_attribute("aria-label", "Envoi")
    assert measures.violations(page) == measures.faint(page) == []
    heard = page.evaluate("heard")
    page.wait_for_url("**/reinscription?fait=piece-importee")
    assert 1 <= len(heard) <= 5
    assert all(each.startswith("Envoi") for each in heard)
    assert page.get_by_text("Reçu d’août.pdf").count() == 1


def test_a_form_without_a_file_goes_as_ever(page: Page) -> None:
    page.get_by_label("Demandes complémentaires").fill("Merci.")
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.get_by_role("button", name="Enregistrer le brouillon").click()
    assert sent.value.is_navigation_request()
    page.wait_for_url("**/reinscription?fait=reinscription-enregistree")


def test_what_is_wrong_comes_in_the_place_of_the_page(page: Page, tab: str, served: Served) -> None:
    ear = Ear()
    ear.listen(page)
    choose(page, content=b"MZ")
    choose(page, content=b"MZ", place=1)
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.get_by_role("button", name="Valider").click()
    page.locator(".problems").wait_for()
    assert not sent.value.is_navigation_request()
    assert page.locator(".problems li").count() == 2
    expect(page.locator(".problems")).to_be_focused()
    assert (page.url, page.title()[:6]) == (served.url + tab, "Erreur")
    assert measures.violations(page) == []
    page.get_by_role("link", name="Cours", exact=True).click()
    expect(page.locator("h2:focus")).to_have_text("Cours")
    assert [said for said in ear.said if "policy" in said] == []


def test_a_lost_line_loses_nothing_and_one_presses_again(page: Page) -> None:
    def break_off(route: Route) -> None:
        route.abort() if route.request.method == "POST" else route.continue_()

    page.route("**/reinscription", break_off)
    form_id = page.locator("#saisie [name=envoi]").input_value()
    page.get_by_label("Demandes complémentaires").fill("Le lundi.")
    choose(page)
    importer(page)
    expect(page.get_by_role("alert")).to_contain_text("appuyez de nouveau")
    assert page.locator(".sending").count() == 0
    assert page.locator("#saisie [name=envoi]").input_value() == form_id
    page.unroute("**/reinscription")
    importer(page)
    page.wait_for_url("**/reinscription?fait=piece-importee")
    assert page.get_by_label("Demandes complémentaires").input_value() == "Le lundi."


def test_two_presses_send_once(page: Page) -> None:
    slow_down(page)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    choose(page, 400_000)
    importer(page)
    page.locator(".sending").wait_for()
    importer(page)
    page.wait_for_url("**/reinscription?fait=piece-importee")
    assert len(sent) == 1


def test_a_file_that_is_too_large_is_said_before_it_is_sent(page: Page) -> None:
    choose(page, 10_000_000)
    expect(page.get_by_role("alert")).to_have_text(f"«{NBSP}Reçu d’août.pdf{NBSP}» dépasse 10{NBSP}Mo et sera refusé.")
    assert measures.violations(page) == measures.faint(page) == []
    choose(page)
    assert page.get_by_role("alert").count() == 0


def test_without_scripts_the_browser_sends_it(chromium: Browser, served: Served, who: Someone, tab: str) -> None:
    context = chromium.new_context(base_url=served.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, who, following=tab)
    choose(page)
    importer(page)
    page.wait_for_url("**/reinscription?fait=piece-importee")
    assert page.get_by_text("Reçu d’août.pdf").count() == 1
    context.close()


def test_a_parent_re_enrols_a_child_without_a_mouse(page: Page, who: Someone, tab: str, tmp_path: Path) -> None:
    file = tmp_path / "Reçu d’août.pdf"
    file.write_bytes(blank_pdf())
    page.on("filechooser", lambda chooser: chooser.set_files(file))  # asked for from the start: it takes its time
    page.goto("/")
    press(page, "Elèves", "/eleves")
    press(page, "D’ALMEIDA Adrien", f"/eleves/{who.schooling.student}")
    press(page, "Réinscription", tab)
    to_field(page, "cours-")
    page.keyboard.press("Space")
    to_field(page, "souhait-")
    page.keyboard.type("le samedi")
    to_field(page, "piece-")
    page.keyboard.press("Space")
    expect(page.locator(":focus")).to_have_value(re.compile("Reçu d’août.pdf$"))
    press(page, "Importer", "/reinscription?fait=piece-importee")
    press(page, "Valider", "/recapitulatif")
    assert "Souhait" in page.locator("main").inner_text()
    press(page, "Valider", "/reinscription?fait=reinscription-*")
    press(page, "Reçu de la demande", "/recu")
    assert "le samedi" in page.locator("main").inner_text()
    press(page, "Revenir", tab)
    press(page, "Reprendre la demande", "?fait=reinscription-reprise")
    page.get_by_label("Trompette", exact=False).first.uncheck()
    page.get_by_role("button", name="Enregistrer").click()


def to_field(page: Page, name: str) -> None:
    """Press Tab until a field of this name has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.name || ''").startswith(name):
            return
    raise AssertionError(f"no way to {name}")
