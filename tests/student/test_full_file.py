"""60 courses, 400 evaluations, 300 absences: as many statements as with three of each, and light pages."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from data.settings import Settings
from tests.conftest import settings_in
from tests.costs import counted
from tests.page import Page
from tests.people import People
from tests.proof_reading import FULL_PAGE, weight
from tests.reader import Reader
from tests.records import links_of, rows_of
from tests.schooling import School

TABS = ["/cours", "/historique", "/repertoire", "/cours/{}/suivi", "/cours/{}/evaluations", "/cours/{}/absences"]


@dataclass
class Student:
    """A student, and the addresses of the record."""

    reader: Reader
    key: str
    course: str  # the fullest one

    def read(self, tab: str) -> Page:
        return self.reader.read(self.address(tab), heaviest=FULL_PAGE)

    def address(self, tab: str) -> str:
        return f"/eleves/{self.key}{tab.format(self.course)}"

    def pages(self, tab: str) -> Iterator[Page]:
        """Every page of a list, by its plain links."""
        page = self.read(tab)
        yield page
        while older := page.links().get("Lignes plus anciennes"):
            yield (page := self.reader.read(older, heaviest=FULL_PAGE))


@dataclass
class Filled:
    """A database with two more students in it, each with the key of the fullest course."""

    home: Settings
    full: tuple[str, str]
    light: tuple[str, str]


@pytest.fixture(scope="module")
def filled(crowd: tuple[Path, People], tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """Filled once, and copied for each test."""
    home = settings_in(tmp_path_factory.mktemp("full"))
    shutil.copy(crowd[0], home.database)
    school = School(home, crowd[1].family.username, crowd[1].family.site)
    full, light = (school.student("PLEIN", name) for name in ("Victor", "Zoé"))
    return Filled(
        home,
        (full, school.fill(full, courses=60, evaluations=400, absences=300)),
        (light, school.fill(light, courses=3, evaluations=3, absences=3)),
    )


@pytest.fixture
def settings(tmp_path: Path, filled: Filled) -> Settings:
    """A portal over a copy."""
    here = settings_in(tmp_path)
    shutil.copy(filled.home.database, here.database)
    return here


@pytest.fixture
def full(filled: Filled, at_home: Reader) -> Student:
    """Very much of everything."""
    return Student(at_home, *filled.full)


@pytest.fixture
def light(filled: Filled, at_home: Reader) -> Student:
    """Three of each."""
    return Student(at_home, *filled.light)


@pytest.mark.parametrize("tab", ["", *TABS])
def test_the_statements_are_the_same_as_with_three(full: Student, light: Student, tab: str) -> None:
    with counted() as much:
        full.read(tab)
    with counted() as little:
        light.read(tab)
    assert much.statements == little.statements
    assert 0 < len(much.statements) <= 6


@pytest.mark.parametrize("tab", TABS)
def test_the_pages_stay_light(full: Student, tab: str) -> None:
    assert weight(full.read(tab).answer) <= FULL_PAGE


@pytest.mark.parametrize(("tab", "count"), [("suivi", 300), ("evaluations", 400), ("absences", 300)])
def test_plain_links_lead_to_every_row(full: Student, tab: str, count: int) -> None:
    pages = [links_of(page) for page in full.pages(f"/cours/{{}}/{tab}")]
    assert [len(links) for links in pages] == [50] * (count // 50)
    assert len({name for links in pages for name in links}) == count


@pytest.mark.parametrize("tab", ["suivi", "evaluations", "absences"])
def test_a_row_opens_on_the_page_of_the_list_that_holds_it(full: Student, tab: str) -> None:
    second = list(full.pages(f"/cours/{{}}/{tab}"))[1]
    name, address = list(links_of(second).items())[-1]
    opened = full.reader.read(address)
    assert [row[0] for row in rows_of(opened) if "ligne ouverte" in row[0]] == [f"{name} ligne ouverte"]
    assert opened.links()["Fermer cette ligne"] == f"{full.address(f'/cours/{{}}/{tab}')}?page=2"


@pytest.mark.parametrize("tab", ["suivi", "evaluations", "absences"])
@pytest.mark.parametrize("page", ["9", "0", "-1", "", "x", "1.5", "%201", "%D9%A1", "1%00", "9" * 5000])
def test_a_page_that_cannot_be_does_not_exist(light: Student, tab: str, page: str) -> None:
    found = light.reader.read(f"{light.address(f'/cours/{{}}/{tab}')}?page={page}", 404)
    assert found.find("//h1").text_content() == "Page introuvable"


def test_sixty_courses_are_all_there(full: Student) -> None:
    assert len(rows_of(full.read("/cours"))) == 30
    assert len(rows_of(full.read("/historique"))) == 30
    assert len(full.read("/historique").tree.xpath("//table")) == 6


def test_accueil_and_agenda_stay_light(full: Student) -> None:
    for path in ("/", "/agenda"):
        assert weight(full.reader.read(path, heaviest=FULL_PAGE).answer) <= FULL_PAGE
