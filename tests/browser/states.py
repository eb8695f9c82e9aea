"""Pages that no link leads to: what is said after a form, and what goes wrong."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser import office_states
from tests.browser.visitor import choose_mode, sign_in, sign_out, submit
from tests.browser.wishes import ASKED, DECIDED, DRAFT
from tests.people import FAR_PASSWORD, Someone

REFUSALS = 5  # of one account, before the portal asks to wait


def _send(page: Page, address: str, button: str, **fields: str) -> None:
    page.goto(address)
    for label, value in fields.items():
        page.locator(f"[name={label}]").fill(value)
    submit(page.get_by_role("button", name=button))


def refuse_sign_in(page: Page) -> None:
    """Something is missing."""
    _send(page, "/connexion", "Se connecter", identifiant="nobody")
    assert page.locator(".problems").count() == 1


def refuse_too_often(page: Page) -> None:
    """The fifth wrong password of one account brings « Trop d’essais ».

    A walk before this one may have given some, and its wait may end at any moment: one that is told to wait stops.
    """
    for _ in range(REFUSALS + 1):
        _send(page, "/connexion", "Se connecter", identifiant="nobody", mot_de_passe="wrong")
        if page.get_by_role("heading", name="Trop d’essais").count():
            return
    raise AssertionError("nobody was told to wait")


def refuse_stale_form(page: Page) -> None:
    """A form of another session."""
    page.goto("/accessibilite")
    page.evaluate("document.querySelector('main [name=jeton]').value = 'stale'")
    submit(page.locator("main button"))
    assert page.get_by_role("heading", name="Formulaire expiré").count() == 1


def refuse_lost_password(page: Page) -> None:
    """« Un message vous demande de vérifier les renseignements saisis »."""
    _send(page, "/mot-de-passe-perdu", "Valider", identifiant="nobody")
    assert page.locator(".problems").count() == 1


def send_lost_password(page: Page) -> None:
    """« Un message signale que le mot de passe a été envoyé par mail »."""
    _send(page, "/mot-de-passe-perdu", "Valider", identifiant="nobody", email="nobody@example.fr")
    assert page.get_by_role("status").count() == 1


def refuse_new_password(page: Page) -> None:
    """Too short, and typed differently."""
    _send(page, "/mot-de-passe", "Enregistrer", nouveau="court", confirmation="long")
    assert page.locator(".problems").count() == 1


def refuse_while_viewing(page: Page) -> None:
    """Whatever the office sends from the portal of a family."""
    _send(page, "/agenda", "Créer une adresse")
    assert page.get_by_role("heading", name="Lecture seule").count() == 1


def say_goodbye(page: Page) -> None:
    """What « Quitter » comes back to."""
    page.goto("/connexion?fait=deconnecte")


def say_it_is_done(page: Page) -> None:
    """A message on a page, and one within a tab."""
    page.goto("/famille?fait=mot-de-passe-change")
    assert page.get_by_role("status").count() == 1


def refuse_change(page: Page) -> None:
    """Two fields that cannot be, one of them a date in three parts."""
    _send(page, "/famille", "Modifier", nom="", cp="45")
    assert page.locator(".problems li").count() == 2
    page.goto("/eleves")
    page.locator(".names a").first.click()
    page.get_by_label("Jour").fill("31")
    page.get_by_label("Mois").fill("02")
    submit(page.get_by_role("button", name="Modifier"))
    assert page.locator(".problems li").count() == 1


def propose_change(page: Page) -> None:
    """The marks, the legend, and what waits."""
    _send(page, "/famille", "Modifier", ville="Olivet", profession="LUTHIÈRE")
    assert page.locator(".waiting").count() == 1
    assert page.locator(".field .changed").count() == 2


def look_at_request(page: Page) -> None:
    """One request, from the list."""
    propose_change(page)
    page.goto("/mes-demandes")
    page.goto(str(page.locator("tbody th a").first.get_attribute("href")))
    assert page.get_by_role("button", name="Retirer la demande").count() == 1


def compare_change(page: Page) -> None:
    """The record is no longer what the page showed."""
    page.goto("/famille")
    page.evaluate("document.querySelector('[name=avant]').value = '{\"town\": \"Saran\"}'")
    submit(page.get_by_role("button", name="Modifier"))
    assert page.locator("#comparaison").count() == 1


def refuse_decision(page: Page) -> None:
    """A refusal without its reason; the other fields are left open."""
    page.goto("/administration/demandes")
    page.locator("tbody th a").first.click()
    page.wait_for_url("**/demandes/*")
    page.locator("input.no").first.check()
    assert page.locator(".reasons").first.is_visible()
    submit(page.get_by_role("button", name="Enregistrer"))
    assert page.locator(".problems li").count() == 2


def search_queue(page: Page) -> None:
    """Every state of a request, found by a name."""
    _send(page, "/administration/demandes", "Chercher", nom="goff")
    assert page.locator("tbody tr").count() == 3


def refuse_search(page: Page) -> None:
    """No name to search for."""
    _send(page, "/administration/demandes", "Chercher")
    assert page.locator(".problems").count() == 1


def search_accounts(page: Page) -> None:
    """The account of a family, found by its name, and what can be done with it."""
    _send(page, "/administration/comptes", "Chercher", nom="goff")
    page.goto(str(page.locator("tbody th a").first.get_attribute("href")))
    assert page.get_by_role("button", name="Verrouiller").count() == 1


def _tab_of(page: Page, name: str) -> None:
    """Réinscription of one student."""
    page.goto("/eleves")
    page.goto(f"{page.get_by_role('link', name=name).get_attribute('href')}/reinscription")


def save_wish(page: Page) -> None:
    """The draft with its document, and what is said of it."""
    _tab_of(page, DRAFT)
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    page.wait_for_url("**/reinscription?fait=reinscription-enregistree")
    assert page.get_by_role("button", name="Supprimer").count() == 1


def refuse_wish(page: Page) -> None:
    """Too much is written, in two places."""
    _tab_of(page, DRAFT)
    page.evaluate("document.querySelectorAll('[maxlength]').forEach(field => field.removeAttribute('maxlength'))")
    page.get_by_label("Trompette\N{NO-BREAK SPACE}: souhait").fill("a " * 101 + "b")
    page.get_by_label("Demandes complémentaires").fill("a " * 1001)
    page.get_by_role("button", name="Valider").click()
    page.locator(".problems").wait_for()
    assert page.locator(".problems li").count() == 2


def clash_wish(page: Page) -> None:
    """Somebody else has written something else meanwhile."""
    _tab_of(page, DRAFT)
    page.evaluate("document.querySelector('[name=avant]').value = '{\"remarks\": \"Rien.\"}'")
    page.get_by_label("Demandes complémentaires").fill("Plutôt le samedi.")
    page.get_by_role("button", name="Valider").click()
    page.locator(".problems").wait_for()
    assert page.get_by_text("Enregistré entre-temps").count() == 1


def summarise_wish(page: Page) -> None:
    """What « Valider » would send."""
    _tab_of(page, DRAFT)
    page.get_by_role("button", name="Valider").click()
    page.wait_for_url("**/recapitulatif")


def complete_wish(page: Page) -> None:
    """The office asks for something, and has refused a document."""
    _tab_of(page, ASKED)
    assert page.get_by_text("Refusé. Motif").count() == 1


def read_decision(page: Page) -> None:
    """Nothing waits any more."""
    _tab_of(page, DECIDED)
    assert page.locator(".waiting, input[type=file]").count() == 0


def come_too_late(page: Page) -> None:
    """The draft of a family of the site that has closed: to read."""
    accessible = page.locator("html.accessible").count() == 1
    sign_out(page)
    sign_in(page, Someone("rive-droite", "dalmeida", "", FAR_PASSWORD))
    choose_mode(page, accessible)
    _tab_of(page, "Adrien")
    assert page.get_by_text("n’a pas été envoyé").count() == 1


def give_documents_after_closing(page: Page) -> None:
    """A request of a site that has closed: its documents can be given."""
    _tab_of(page, "Zoé")
    assert page.locator("[type=checkbox]").count() == 0
    assert page.locator("[type=file]").count() == 3


NOBODY = (
    refuse_sign_in,
    refuse_too_often,
    refuse_stale_form,
    refuse_lost_password,
    send_lost_password,
    say_goodbye,
)


def _named(*states: Callable[[Page], None]) -> dict[str, Callable[[Page], None]]:
    return {state.__name__: state for state in states}


STATES: dict[str, dict[str, Callable[[Page], None]]] = {
    "nobody": _named(*NOBODY) | office_states.CODE,
    "many": _named(
        say_it_is_done,
        refuse_new_password,
        refuse_stale_form,
        refuse_change,
        propose_change,
        look_at_request,
        compare_change,
    ),
    "long": {},
    "bare": {},
    "parent": _named(
        save_wish,
        refuse_wish,
        clash_wish,
        summarise_wish,
        complete_wish,
        read_decision,
        come_too_late,
        give_documents_after_closing,
    ),
    "newcomer": _named(refuse_new_password),
    "office": _named(refuse_new_password, refuse_decision, search_queue, refuse_search, search_accounts)
    | office_states.OFFICE,
    "unsecured": office_states.UNSECURED,
    "viewer": _named(refuse_while_viewing),
}
