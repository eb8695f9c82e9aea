"""Everything with the keyboard alone: the skip link, a focus that shows, the whole way from sign-in to « Quitter »."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Served
from tests.browser.visitor import see_as_family, sign_in

MOST_STOPS = 60
FOCUS = """() => {
  const here = document.activeElement, style = getComputedStyle(here), box = here.getBoundingClientRect();
  const label = here.labels && here.labels[0] ? here.labels[0].textContent : here.textContent;
  return {
    name: (here.getAttribute("aria-label") || label).replace(/\\s+/g, " ").trim(),
    ring: style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 3 && style.boxShadow !== "none",
    inside: box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight,
    inMain: !!here.closest("main") && here.tagName !== "MAIN",
  };
}"""


def tab_to(page: Page, name: str) -> int:
    """Press Tab until this is focused; every stop on the way must show. Gives the number of stops."""
    for stop in range(1, MOST_STOPS):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["ring"], f"no ring round {focus['name']}"
        assert focus["inside"], f"{focus['name']} is out of sight"
        if focus["name"].startswith(name):
            return stop
    raise AssertionError(f"no way to {name}")


def press(page: Page, name: str, path: str) -> None:
    """Go to a link or a button by Tab, and press Enter."""
    tab_to(page, name)
    page.keyboard.press("Enter")
    arrive_at(page, path)


def arrive_at(page: Page, path: str) -> None:
    """Wait until what was asked for is here."""
    page.wait_for_url(f"**{path}")
    page.wait_for_function("() => !document.querySelector('.htmx-request')")


def test_the_content_is_at_most_three_stops_away(page: Page, served: Served) -> None:
    sign_in(page, served.crowd.people.family, following="/famille/cotisations")
    assert tab_to(page, "Aller au contenu") == 1
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["inMain"]


def test_the_way_out_of_a_view_is_the_second_stop_and_the_content_no_further(page: Page, served: Served) -> None:
    sign_in(page, served.crowd.people.office)
    see_as_family(page, served.crowd.viewed)
    assert tab_to(page, "Quitter cette vue") == 2
    page.reload()
    assert tab_to(page, "Aller au contenu") == 1
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["inMain"]


def test_the_office_leaves_a_view_without_a_mouse(page: Page, served: Served) -> None:
    sign_in(page, served.crowd.people.office)
    see_as_family(page, served.crowd.viewed)
    press(page, "Quitter cette vue", "/administration?fait=vue-fermee")
    assert page.get_by_role("region", name="Vue d’une famille").count() == 0


def test_every_stop_of_a_page_shows_its_focus_by_day_and_by_night(page: Page, served: Served) -> None:
    sign_in(page, served.crowd.people.family, following="/famille/cotisations")
    by_day = tab_to(page, "Mentions légales")
    page.emulate_media(color_scheme="dark")
    page.reload()
    assert tab_to(page, "Mentions légales") == by_day > 15


def test_a_family_needs_no_mouse(page: Page, served: Served) -> None:
    who = served.crowd.people.family
    page.goto("/connexion")
    tab_to(page, "Site")
    page.keyboard.type("Conservatoire 1")
    tab_to(page, "Identifiant")
    page.keyboard.type(who.username)
    tab_to(page, "Mot de passe")
    page.keyboard.type(who.password)
    press(page, "Se connecter", "/")
    press(page, "Famille", "/famille")
    press(page, "Facturation cotisations", "/famille/cotisations")
    press(page, "Avis du 12/10/2026", f"/famille/cotisations/{who.fee}")
    press(page, "Fermer ce document", "/famille/cotisations")
    page.reload()
    press(page, "Quitter", "/connexion?fait=deconnecte")
    press(page, "OK", "/connexion")
    assert page.get_by_role("status").count() == 0


def test_a_record_is_corrected_without_a_mouse(page: Page, served: Served) -> None:
    sign_in(page, served.crowd.people.neighbour, following="/famille")
    tab_to(page, "CP")
    page.keyboard.type("4")
    tab_to(page, "Modifier")
    page.keyboard.press("Enter")
    page.locator(".problems").wait_for()
    assert page.evaluate("() => document.activeElement.className") == "problems"
    press(page, "« CP »", "#cp")
    assert page.evaluate("() => document.activeElement.id") == "cp"
    page.keyboard.type("45160")
    page.keyboard.press("Enter")
    page.wait_for_url("**/famille?fait=demande-envoyee")
    press(page, "OK", "/famille")
    press(page, "demande n°", "/mes-demandes/*")
    press(page, "Retirer la demande", "?fait=demande-retiree")


def test_ok_closes_what_a_refused_form_says(page: Page, served: Served) -> None:
    page.goto("/mot-de-passe-perdu")
    page.get_by_label("Identifiant").fill("quelqu’un")
    page.get_by_role("button", name="Valider").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name="OK").click()
    assert not page.get_by_role("alert").is_visible()
    assert page.get_by_label("Identifiant").input_value() == "quelqu’un"
