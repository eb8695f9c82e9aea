"""« Quitter », and then the browser’s Back: nothing private comes back."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Served
from tests.browser.visitor import sign_in, sign_out

NAME = "D’ALMEIDA Inès"
VISITED = {
    "Facturation cotisations": "**/famille/cotisations",
    "Avis du 12/10/2026": "**/famille/cotisations/*",
    "Elèves": "**/eleves",
    "Accueil": "**/",
}


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def page(request: pytest.FixtureRequest, chromium: Browser, served: Served) -> Iterator[Page]:
    """A browser with and without scripts, on « Famille »."""
    context = chromium.new_context(base_url=served.url, java_script_enabled=request.param)
    page = context.new_page()
    sign_in(page, served.crowd.people.family, following="/famille")
    yield page
    context.close()


def test_back_shows_nothing_of_the_family(page: Page) -> None:
    for link, address in VISITED.items():
        page.get_by_role("link", name=link).first.click()
        page.wait_for_url(address)
    sign_out(page)
    for _ in range(len(VISITED) + 2):
        page.go_back()
        page.wait_for_load_state()
        assert NAME not in page.content()
        assert page.get_by_role("button", name="Quitter").count() == 0
