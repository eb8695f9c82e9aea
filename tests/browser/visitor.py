"""What a person does before a browser."""

from playwright.sync_api import Page

from tests.people import Someone


def sign_in(page: Page, who: Someone, password: str = "", following: str = "/connexion") -> None:
    """Sign in, from the page that one is led to."""
    page.goto(following)
    fill_in(page, who, password)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_load_state()


def fill_in(page: Page, who: Someone, password: str = "") -> None:
    """The three fields of « Accès Usager »."""
    page.get_by_label("Site").select_option(who.site)
    page.get_by_label("Identifiant").fill(who.username)
    page.get_by_label("Mot de passe").fill(password or who.password)


def choose_mode(page: Page, accessible: bool) -> None:
    """« Accessibilité », and its button if it is not the mode already."""
    page.goto("/accessibilite")
    wanted = page.get_by_role("button", name="Activer" if accessible else "Désactiver", exact=False)
    if wanted.count() and wanted.first.inner_text().startswith("Activer") is accessible:
        wanted.first.click()
        page.wait_for_load_state()
    assert page.locator("html.accessible").count() == int(accessible)


def see_as_family(page: Page, key: str) -> None:
    """« Voir comme la famille », by the office; arrives on the family’s Accueil."""
    token = page.locator("[name=jeton]").first.input_value()
    page.request.post(f"/administration/familles/{key}/vue", form={"jeton": token})
    page.goto("/")
    assert page.get_by_role("button", name="Quitter cette vue").count() == 1


def sign_out(page: Page) -> None:
    """« Quitter »."""
    page.get_by_role("button", name="Quitter").click()
    page.wait_for_url("**/connexion?fait=deconnecte")
