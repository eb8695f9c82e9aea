"""« Double-cliquer sur la ligne à éditer. Le document s’affiche au format PDF. »"""

from playwright.sync_api import Browser, Page, Response

from tests.browser.conftest import Served
from tests.browser.visitor import sign_in

PDF_LINK = "PDF, Avis du 12/10/2026"


def is_document(response: Response) -> None:
    """A PDF, to be shown, and in no frame of somebody else’s."""
    assert response.status == 200
    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["content-disposition"].startswith("inline;")
    assert "frame-ancestors 'none'" in response.headers["content-security-policy"]


def test_a_double_click_on_a_row_opens_its_document(page: Page, served: Served) -> None:
    sign_in(page, served.crowd.people.family, following="/famille/cotisations")
    with page.expect_response("**/*.pdf") as arriving:
        page.get_by_role("cell", name="Chèque").dblclick()
    is_document(arriving.value)
    assert served.crowd.people.family.fee in arriving.value.url


def test_a_double_click_works_in_a_swapped_list_too(page: Page, served: Served) -> None:
    sign_in(page, served.crowd.people.family, following="/famille")
    page.get_by_role("link", name="Facturation cotisations").click()
    with page.expect_response("**/*.pdf") as arriving:
        page.get_by_role("cell", name="Chèque").dblclick()
    is_document(arriving.value)


def test_without_scripts_the_link_of_the_row_does_it(chromium: Browser, served: Served) -> None:
    context = chromium.new_context(base_url=served.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, served.crowd.people.family, following="/famille/cotisations")
    with page.expect_response("**/*.pdf") as arriving:
        page.get_by_role("link", name=PDF_LINK).click()
    is_document(arriving.value)
    context.close()


def test_the_browser_shows_the_document_under_the_policy(page: Page, served: Served) -> None:
    sign_in(page, served.crowd.people.family, following="/famille/cotisations")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.get_by_role("link", name=PDF_LINK).click()
    page.wait_for_url("**/*.pdf")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.contentType") == "application/pdf"
    assert [words for words in said if "Content Security Policy" in words] == []
