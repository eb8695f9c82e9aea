"""Every page, in every state, in every mode, by day and by night, wide and narrow."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Served
from tests.browser.tour import ADDRESSES, MODES, VISITORS, Sighting, is_at, walk

WHOLE_PAGE = 8 * 1024  # bytes, gzip
Tour = Callable[[str, str], list[Sighting]]
HOW_MANY = {  # pages and states, at least: a walk that loses its way sees fewer
    "nobody": 19,
    "many": 62,
    "long": 31,
    "bare": 7,
    "parent": 10,
    "newcomer": 9,
    "office": 95,
    "unsecured": 6,
    "viewer": 11,
}


@pytest.fixture(scope="module")
def tour(chromium: Browser, served: Served) -> Tour:
    """Each walk is made once and then asked about many things."""
    walks: dict[tuple[str, str], list[Sighting]] = {}

    def seen(visitor: str, mode: str) -> list[Sighting]:
        if (visitor, mode) not in walks:
            before = {} if mode == "enhanced" else {each.place: each for each in seen(visitor, "enhanced")}
            walks[visitor, mode] = walk(chromium, served.url, served.crowd, visitor, mode, before)
        return walks[visitor, mode]

    return seen


def faults(sightings: list[Sighting], kind: str) -> list[str]:
    """Every fault of one kind, with its place."""
    return [f"{sighting.place}: {fault}" for sighting in sightings for fault in getattr(sighting, kind)]


everywhere = pytest.mark.parametrize(("visitor", "mode"), [(who, mode) for who in VISITORS for mode in MODES])


@everywhere
def test_axe_finds_nothing(tour: Tour, visitor: str, mode: str) -> None:
    assert faults(tour(visitor, mode), "violations") == []


@everywhere
def test_words_stand_out_by_day_and_by_night(tour: Tour, visitor: str, mode: str) -> None:
    assert faults(tour(visitor, mode), "faint") == []


@everywhere
def test_every_target_is_large(tour: Tour, visitor: str, mode: str) -> None:
    assert faults(tour(visitor, mode), "small") == []


@everywhere
def test_everything_fits_into_320_pixels(tour: Tour, visitor: str, mode: str) -> None:
    assert faults(tour(visitor, mode), "outside") == []


@everywhere
def test_the_browser_has_nothing_to_complain_about(tour: Tour, visitor: str, mode: str) -> None:
    assert faults(tour(visitor, mode), "noise") == []


@everywhere
def test_a_page_needs_few_requests_and_no_third_party(tour: Tour, served: Served, visitor: str, mode: str) -> None:
    for sighting in tour(visitor, mode):
        assert 1 <= len(sighting.requests) <= 4, sighting.requests
        assert all(address.startswith(served.url) for address in sighting.requests), sighting.requests


@everywhere
def test_a_page_is_light(tour: Tour, visitor: str, mode: str) -> None:
    assert [sighting.place for sighting in tour(visitor, mode) if not 0 < sighting.weight <= WHOLE_PAGE] == []


@everywhere
def test_nothing_is_left_in_the_browser(tour: Tour, visitor: str, mode: str) -> None:
    assert {sighting.stored for sighting in tour(visitor, mode)} == {0}


@pytest.mark.parametrize("visitor", VISITORS)
def test_each_mode_has_the_same_pages(tour: Tour, visitor: str) -> None:
    enhanced, accessible, plain = ([sighting.place for sighting in tour(visitor, mode)] for mode in MODES)
    assert enhanced == accessible == plain
    assert len(enhanced) >= HOW_MANY[visitor]


def test_the_walks_pass_every_route(tour: Tour) -> None:
    seen = {sighting.place.partition("?")[0] for who in VISITORS for sighting in tour(who, "enhanced")}
    assert sorted(address for address in {*ADDRESSES} if not any(is_at(place, address) for place in seen)) == [
        "/administration/comptes/recherche",  # leads to the list
        "/administration/demandes/recherche",  # leads to the queue
        "/administration/familles/recherche",  # leads to the list
        "/administration/familles/{key:str}/eleves/{student:str}/detachement",  # among the states
        "/administration/imports/{key:str}/rapport",  # a text
        "/administration/journal/recherche",  # leads to the journal
        "/administration/reinscriptions/pieces/{key:str}/modele",  # a PDF
        "/administration/reinscriptions/recherche",  # leads to the list
        "/administration/reinscriptions/{key:str}/pieces/{name:str}",  # a family’s own document
        "/agenda/{name:str}",  # a file for calendar programs, behind a secret address
        "/connexion/code",  # among the states
        "/eleves/{key:str}/reinscription/modeles/{name:str}",  # three PDFs
        "/eleves/{key:str}/reinscription/pieces/{name:str}",
        "/eleves/{key:str}/reinscription/recapitulatif",  # among the states
        "/eleves/{key:str}/reinscription/recu.pdf",
        "/logo/{name:str}",  # a picture
        "/sante",  # a word for a program
    ]
