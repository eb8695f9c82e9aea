"""Pages of the office that no link leads to: refused forms, what is found, imports that have ended, second factors."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.desk import FAR_RUN, PRINTED
from tests.browser.visitor import choose_mode, is_accessible, sign_in, sign_out, submit
from tests.people import FAR_PASSWORD, Someone

CLERK = Someone("rive-gauche", "accueil", "")
FAR_OFFICE = Someone("rive-droite", "secretariat", "", FAR_PASSWORD)
SITE, FAMILIES, REENROLMENTS = "/administration/site", "/administration/familles", "/administration/reinscriptions"
Reach = Callable[[Page], None]
_codes = iter(PRINTED)  # each opens once


def _press(page: Page, button: str, **fields: str) -> None:
    for name, value in fields.items():
        page.locator(f"main [name={name}]").first.fill(value)
    submit(page.locator("main").get_by_role("button", name=button, exact=True).first)


def _is_refused(page: Page, problems: int = 1) -> None:
    assert page.locator(".problems li").count() == problems, page.inner_text("main")
    assert page.title().startswith("Erreur")


def _refused(address: str, button: str, *fields: tuple[str, str], problems: int = 1) -> Reach:
    """A form that is sent like this comes back."""

    def reach(page: Page) -> None:
        page.goto(address)
        _press(page, button, **dict(fields))
        _is_refused(page, problems)

    return reach


def _from_first_row(address: str, then: Reach) -> Reach:
    """What can be done from the page of the first of a list."""

    def reach(page: Page) -> None:
        page.goto(address)
        page.goto(str(page.locator("tbody th a").first.get_attribute("href")))
        then(page)

    return reach


def _follow(page: Page, link: str) -> None:
    page.goto(str(page.get_by_role("link", name=link).first.get_attribute("href")))


def _refuse_correction(page: Page) -> None:
    _follow(page, "Modifier ABOLANT Jocelyne")
    _press(page, "Modifier", nom="", cp="45")
    _is_refused(page, 2)


def _clash_correction(page: Page) -> None:
    _follow(page, "Modifier ABOLANT Jocelyne")
    page.evaluate("document.querySelector('[name=avant]').value = '{\"town\": \"Saran\"}'")
    _press(page, "Modifier", ville="Olivet")
    assert page.locator("#comparaison").count() == 1


def _find_student(page: Page) -> None:
    _follow(page, "Rattacher un élève du site")
    _press(page, "Chercher", nom="moreau")
    assert page.get_by_role("button", name="Rattacher").count() == 3


def _refuse_erasure(page: Page) -> None:
    _follow(page, "Effacer cette famille")
    _press(page, "Effacer cette famille", reference="F-000")
    _is_refused(page)


def _refuse_member(page: Page) -> None:
    _press(page, "Enregistrer le compte", adresse="accueil")
    _is_refused(page)


def _refuse_reenrolment(page: Page) -> None:
    _press(page, "Refuser la réinscription")
    _is_refused(page)


def find_families(page: Page) -> None:
    """By a town."""
    page.goto(FAMILIES)
    _press(page, "Chercher", nom="orleans")
    assert page.locator("tbody tr").count() > 2


def confirm_unlinking(page: Page) -> None:
    """A student of two families is to be one family's again."""
    page.goto(FAMILIES)
    _press(page, "Chercher", nom="moreau")
    page.goto(str(page.locator("tbody th a").first.get_attribute("href")))
    _follow(page, "Détacher")
    assert page.get_by_role("button", name="Détacher").count() == 1


def clash_settings(page: Page) -> None:
    """A colleague has changed the name meanwhile."""
    page.goto(SITE)
    page.evaluate("""() => {
      const shown = document.querySelector("[name=avant]"), was = JSON.parse(shown.value);
      shown.value = JSON.stringify({...was, ville: "une autre"});
    }""")
    _press(page, "Enregistrer les réglages", ville="Olivet")
    assert page.locator("#comparaison tbody tr").count() == 1


def preview_text(page: Page) -> None:
    """How a text would look."""
    page.goto(f"{SITE}/textes/accueil")
    _press(page, "Prévisualiser", texte="Bonjour **à tous**.\n\n- un\n- [deux](https://exemple.fr)")
    assert page.locator(".note a").count() == 1


def refuse_letters(page: Page) -> None:
    """Some have an address that no window shows."""
    page.goto("/administration/comptes/lettres")
    submit(page.locator("main button").first)
    assert page.get_by_role("button", name="Imprimer sans elles").count() == 1


def _import_that(key: str, words: str) -> Reach:
    def reach(page: Page) -> None:
        page.goto(f"/administration/imports/{key}")
        assert page.get_by_text(words).count() == 1

    return reach


def watch_import(page: Page) -> None:
    """One that goes on, on the far site; nothing else can be sent there meanwhile."""
    accessible = is_accessible(page)
    sign_out(page)
    sign_in(page, FAR_OFFICE)
    choose_mode(page, accessible)
    page.goto(f"/administration/imports/{FAR_RUN}")
    assert page.get_by_text("lignes sur 4").count() == 1


def ask_for_code(page: Page) -> None:
    """The password was right."""
    sign_in(page, CLERK)
    assert page.get_by_role("heading", name="Code de connexion").count() == 1


def refuse_code(page: Page) -> None:
    """Neither a code of the telephone nor a printed one."""
    ask_for_code(page)
    _press(page, "Se connecter")
    _is_refused(page)


def refuse_to_turn_off(page: Page) -> None:
    """Whoever has come in with a printed code sees how many are left, and needs the password to turn it off."""
    ask_for_code(page)
    page.locator("summary").click()
    _press(page, "Se connecter", secours=next(_codes))
    page.goto("/administration/double-authentification")
    _press(page, "Désactiver la double authentification")
    _is_refused(page)


CODE: dict[str, Reach] = {each.__name__: each for each in (ask_for_code, refuse_code, refuse_to_turn_off)}
UNSECURED: dict[str, Reach] = {
    "refuse_second_factor": _refused("/administration/double-authentification", "Activer", problems=2),
}
OFFICE: dict[str, Reach] = {
    "refuse_new_member": _refused("/administration/equipe", "Ajouter le compte", problems=2),
    "refuse_member": _from_first_row("/administration/equipe", _refuse_member),
    "refuse_settings": _refused(SITE, "Enregistrer les réglages", ("nom", ""), ("cp", "x"), problems=2),
    "clash_settings": clash_settings,
    "refuse_holiday": _refused(f"{SITE}/conges", "Ajouter la période", problems=3),
    "refuse_lists": _refused(f"{SITE}/listes", "Enregistrer les listes", ("civilites", "x" * 200)),
    "preview_text": preview_text,
    "refuse_text": _refused(f"{SITE}/textes/famille", "Enregistrer", ("texte", "mot " * 300)),
    "refuse_logo": _refused(f"{SITE}/logo", "Enregistrer le logo"),
    "find_families": find_families,
    "confirm_unlinking": confirm_unlinking,
    "refuse_new_family": _refused(f"{FAMILIES}/nouvelle", "Ajouter la famille", problems=2),
    "refuse_correction": _from_first_row(FAMILIES, _refuse_correction),
    "clash_correction": _from_first_row(FAMILIES, _clash_correction),
    "find_student": _from_first_row(FAMILIES, _find_student),
    "refuse_erasure": _from_first_row(FAMILIES, _refuse_erasure),
    "refuse_reenrolment": _from_first_row(REENROLMENTS, _refuse_reenrolment),
    "refuse_required_document": _refused(f"{REENROLMENTS}/pieces", "Ajouter la pièce"),
    "refuse_letters": refuse_letters,
    "refuse_export": _refused("/administration/modifications", "Télécharger les modifications", ("depuis-jour", "32")),
    "refuse_import": _refused("/administration/imports", "Envoyer et essayer"),
    "read_refused_import": _import_that("refused2", "Corrigez ce qui suit"),
    "read_broken_import": _import_that("broken22", "s’est arrêté avant la fin"),
    "read_finished_import": _import_that("written2", "Tout ce qui suit est écrit"),
    "watch_import": watch_import,
}
