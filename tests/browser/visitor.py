"""What a person does before a browser."""

from dataclasses import dataclass, field

from lxml import html
from playwright.sync_api import Browser, Locator, Page

from tests.browser import measures
from tests.people import Someone


def sign_in(page: Page, who: Someone, password: str = "", following: str = "/connexion") -> None:
    """Be signed in, on the page that one was led from: what the form does, sent without a look at it."""
    given = {"site": who.site, "identifiant": who.username, "mot_de_passe": password or who.password}
    page.goto(_send(page, _ask(page, following), "/connexion", given))


def fill_in(page: Page, who: Someone, password: str = "") -> None:
    """The three fields of « Accès Usager »."""
    page.get_by_label("Site").select_option(who.site)
    page.get_by_label("Identifiant").fill(who.username)
    page.get_by_label("Mot de passe").fill(password or who.password)


def choose_mode(page: Page, accessible: bool) -> None:
    """What the button of « Accessibilité » does, if it is not the mode already; for the pages that come."""
    form = _ask(page, "/accessibilite")
    if (form.get("class") == "accessible") is not accessible:
        _send(page, form, "/accessibilite", {})


def _ask(page: Page, path: str) -> html.HtmlElement:
    return html.document_fromstring(page.request.get(path).body())


def _send(page: Page, asked: html.HtmlElement, action: str, given: dict[str, str]) -> str:
    """Where the form leads; the browser has its cookies then."""
    hidden = asked.xpath(f"//form[@action='{action}']//input[@type='hidden']")
    answer = page.request.post(action, form={**{each.get("name"): each.get("value") for each in hidden}, **given})
    assert answer.ok, f"{answer.status} at {action}"
    return answer.url


def submit(button: Locator) -> None:
    """Press the button of a form, and wait until the answer stands in the form’s place.

    A click alone may come back before anything has moved, and what is counted then is the page of before.
    """
    button.evaluate("button => button.form.dataset.sent = ''")
    button.click()
    button.page.locator("[data-sent]").wait_for(state="detached")
    button.page.wait_for_load_state()


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


def is_accessible(page: Page) -> bool:
    """Which mode a page is in."""
    return page.locator("html.accessible").count() == 1


@dataclass
class Visits:
    """People who have signed in once, and look at one page after the other. Pages can be measured, but by axe."""

    browser: Browser
    url: str
    pages: dict[str, Page] = field(default_factory=dict)

    def at(self, who: Someone, path: str, accessible: bool = False) -> Page:
        """Somebody on a page, loaded anew, in one of the two modes."""
        if who.username not in self.pages:
            self.pages[who.username] = self._come(who)
        page, address = self.pages[who.username], path.format(**vars(who.schooling))
        page.goto(address)
        if is_accessible(page) is not accessible:
            choose_mode(page, accessible)
            page.goto(address)
        assert is_accessible(page) is accessible
        return page

    def _come(self, who: Someone) -> Page:
        context = self.browser.new_context(base_url=self.url)
        measures.equip(context, axe=False)
        page = context.new_page()
        sign_in(page, who)
        return page

    def leave(self) -> None:
        """Everybody goes, in the mode in which they came: the account keeps it."""
        for page in self.pages.values():
            choose_mode(page, accessible=False)
            page.context.close()
