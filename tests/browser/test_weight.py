"""What the pages weigh, as a browser receives them: few requests, few bytes, and no script in accessible mode."""

import re

import httpx
from playwright.sync_api import BrowserContext, Page, Request

from data.ledger import PAGE_LENGTH
from tests.browser.conftest import Served
from tests.browser.visitor import choose_mode, sign_in

CSS, JS, HTML = 6 * 1024, 15 * 1024, 8 * 1024  # bytes, gzip
ASSET = re.compile(r"/static/[^\"]+\.(?:css|js)")


def weight(url: str) -> int:
    """The bytes that travel, gzip."""
    with httpx.stream("GET", url, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        return len(b"".join(answer.iter_raw()))


def asked_for(page: Page, address: str) -> list[Request]:
    """What a browser that has never been here asks for; the icon of the window apart."""
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return [request for request in asked if "/static/logo." not in request.url]


def test_the_style_sheet_and_the_scripts_are_light(served: Served) -> None:
    assets = set(ASSET.findall(httpx.get(f"{served.url}/connexion").text))
    assert len(assets) == 3
    assert sum(weight(served.url + each) for each in assets if each.endswith(".css")) <= CSS
    assert sum(weight(served.url + each) for each in assets if each.endswith(".js")) <= JS


def test_a_first_visit_is_four_requests(page: Page, served: Served) -> None:
    kinds = [request.resource_type for request in asked_for(page, "/connexion")]
    assert sorted(kinds) == ["document", "script", "script", "stylesheet"]


def test_accessible_mode_is_two_requests_and_no_script(page: Page, context: BrowserContext) -> None:
    choose_mode(page, accessible=True)
    kinds = [request.resource_type for request in asked_for(context.new_page(), "/connexion")]
    assert set(kinds) <= {"document", "stylesheet"}
    assert len(kinds) >= 1


def test_the_longest_page_is_light(page: Page, served: Served) -> None:
    sign_in(page, served.crowd.many, following="/famille/cotisations")
    assert page.locator("tbody tr").count() == PAGE_LENGTH
    asked = asked_for(page, "/famille/cotisations")
    assert 0 < asked[0].sizes()["responseBodySize"] <= HTML
