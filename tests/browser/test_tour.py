"""A page that says word for word what the enhanced one said is not put before axe again; any other is."""

import pytest
from playwright.sync_api import BrowserContext

from tests.browser import measures, tour
from tests.browser.tour import Ear, Sighting


def seen(context: BrowserContext, change: str = "") -> tuple[Sighting, Sighting]:
    """The sign-in page with scripts, and again after a change to it."""
    page, ear = context.new_page(), Ear()
    ear.listen(page)
    page.goto("/connexion")
    enhanced = tour._listen(page, ear, "/connexion")
    page.evaluate(f"() => {{ {change} }}")
    return enhanced, tour._look(page, ear, "/connexion", enhanced, ())


@pytest.fixture
def equipped(context: BrowserContext) -> BrowserContext:
    measures.equip(context)
    return context


def test_the_same_words_need_no_second_look(equipped: BrowserContext) -> None:
    enhanced, plain = seen(equipped)
    assert plain.words == enhanced.words
    assert plain.violations == []


def test_what_differs_is_put_before_axe(equipped: BrowserContext) -> None:
    enhanced, plain = seen(equipped, "document.querySelector('label').remove()")
    assert plain.words != enhanced.words
    assert any(found.startswith("select-name:") for found in plain.violations)


@pytest.mark.parametrize(
    ("place", "address"),
    [
        ("/eleves/hrvgaacz/cours?page", "/eleves/{key:str}/cours?page"),
        ("/administration/familles/hrvgaacz", "/administration/familles/{key:str}"),
        ("/administration/familles/nouvelle", "/administration/familles/nouvelle"),
        ("/rien", "/rien"),
    ],
)
def test_a_page_is_known_by_its_address_whatever_its_keys_look_like(place: str, address: str) -> None:
    assert tour.address_of(place) == address
