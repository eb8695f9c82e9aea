"""The law of the swap on the pages of imports, and of the region that comes again by itself."""

from copy import deepcopy

import pytest
from lxml import html
from sqlmodel import select

from data import database, import_runs
from data.import_runs import ImportRun
from data.imports.places import Places, Progress
from data.settings import Settings
from tests.asking_for import as_person
from tests.conftest import Clock
from tests.house.swapping import STATES, Walk, bare
from tests.imported import simulate_for
from tests.page import Page
from tests.people import People
from tests.reader import Reader

IMPORTS = "/administration/imports"


@pytest.fixture
def address(reader: Reader, settings: Settings, people: People, time: Clock) -> str:
    """An import of what may be another site’s export, which has been tried."""
    with database.transaction(settings.database) as db:
        key = simulate_for(db, as_person(db, people.clerk), time.now, another=True)
    reader.enter(people.clerk)
    return f"{IMPORTS}/{key}"


@pytest.fixture
def at_work(reader: Reader, address: str, settings: Settings, time: Clock) -> Page:
    """The same while it is imported for good."""
    places, key = Places(settings.imports), address.rpartition("/")[2]
    with database.transaction(settings.database) as db:
        run = db.exec(select(ImportRun)).one()
        import_runs.confirm(db, run, "secretariat", time.now)
        assert places.hold(run.site_id)
    places.run(key).mkdir()
    places.report(key, Progress("Écriture de familles", 2, 82))
    return reader.read(address)


@pytest.mark.parametrize(("place", "count"), [(IMPORTS, 10), ("", 9)])
def test_the_swaps_of_imports_make_the_very_page(reader: Reader, address: str, place: str, count: int) -> None:
    walk = Walk(reader)
    for state in STATES:
        for page in state(reader, reader.read(place or address)):
            assert walk.follow_all(page) == count, state


def test_the_swaps_of_an_import_at_work_make_the_very_page(reader: Reader, at_work: Page) -> None:
    assert Walk(reader).follow_all(at_work) == 10


def test_a_region_that_comes_again_makes_the_very_page(reader: Reader, at_work: Page) -> None:
    answer = reader.swap(at_work.url, "panel")
    _, fresh = html.fragments_fromstring(answer.text)
    old = deepcopy(at_work.tree)
    place = old.get_element_by_id("panel")
    fresh.tail = place.tail
    place.getparent().replace(place, fresh)
    assert bare(old) == bare(at_work.tree)
    assert not fresh.xpath("descendant-or-self::*[@autofocus]")  # it takes the focus from nobody
