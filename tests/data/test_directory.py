"""The directory: families in French order, found by the beginnings of words, at a cost that does not grow."""

from pathlib import Path

import pytest
from sqlmodel import Session, col, select, update

from data import database, directory
from data.accounts import Account
from data.directory import SearchWord, families_in, families_sought
from data.families import Family, Guardian
from data.settings import Settings
from data.sites import Site
from data.students import Student
from tests.data.exports import Desk
from tests.people import People
from tests.schooling import add_student

SITE = 1


def settle(db: Session, surname: str, given_name: str = "Ada", town: str = "", *students: str) -> Family:
    """A family with its responsable and its students."""
    family = Family(site_id=SITE, reference=f"R-{surname}")
    db.add(family)
    db.flush()
    db.add(Guardian(family_id=family.id, surname=surname, given_name=given_name, town=town))
    db.flush()
    for name in students:
        add_student(db, SITE, family.id, surname, name)
    return family


def fill(db: Session, *families: tuple[str, ...]) -> None:
    for said in families:
        settle(db, *said)
    db.flush()
    directory.refresh(db.connection(), SITE)


def names(found: list[directory.Listed]) -> list[str]:
    return [each.surname for each in found]


def test_families_stand_in_french_order(settings: Settings, people: People) -> None:
    with database.transaction(settings.database) as db:
        fill(db, ("ÉLIE",), ("Zola",), ("ŁUKASZ",), ("eiffel",))
        assert names(families_in(db, SITE)[0]) == ["D’ALMEIDA", "eiffel", "ÉLIE", "LE GOFF", "ŁUKASZ", "Zola"]


def test_a_page_is_full_and_the_next_goes_on(settings: Settings, people: People) -> None:
    with database.transaction(settings.database) as db:
        fill(db, *((f"F{number:03}",) for number in range(60)))
        (first, total), (second, _) = (families_in(db, SITE, page) for page in (1, 2))
    assert (len(first), len(second), total) == (50, 12, 62)
    assert names(first)[-1] < names(second)[0]


def test_a_row_says_who_where_which_and_how_many(settings: Settings, people: People) -> None:
    with database.reading(settings.database) as db:
        assert families_in(db, SITE)[0][0][1:] == ("D’ALMEIDA", "Inès", "ORLEANS", "F-dalmeida", 2)


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("elie", ["ÉLIE"]),
        ("ÉLIE ada", ["ÉLIE"]),
        ("ad eli", ["ÉLIE"]),
        ("saint-je", ["ÉLIE"]),
        ("chloe", ["ÉLIE"]),
        ("r-éli", ["ÉLIE"]),
        ("elie zoe", []),
        ("lie", []),
        ("orleans", ["D’ALMEIDA", "LE GOFF"]),
        ("%", []),
        ("", []),
    ],
)
def test_a_search_finds_the_beginnings_of_words(
    settings: Settings, people: People, sought: str, found: list[str]
) -> None:
    with database.transaction(settings.database) as db:
        fill(db, ("ÉLIE", "Ada", "Saint-Jean-le-Blanc", "Chloé"))
        assert names(families_sought(db, SITE, sought).families) == found


def test_a_search_shows_the_first_and_says_that_there_are_more(settings: Settings, people: People) -> None:
    with database.transaction(settings.database) as db:
        fill(db, *((f"MARTIN{number:03}",) for number in range(51)))
        found = families_sought(db, SITE, "martin")
        assert (len(found.families), found.has_more) == (50, True)


def test_another_site_finds_nothing(settings: Settings, people: People) -> None:
    with database.reading(settings.database) as db:
        far = db.exec(select(Site.id).where(Site.slug == "rive-droite")).one()
        assert families_sought(db, far, "goff").families == []
        assert names(families_in(db, far)[0]) == ["NGUYỄN"]


def test_only_what_differs_is_written(settings: Settings, people: People) -> None:
    with database.transaction(settings.database) as db:
        before = db.exec(select(SearchWord.id)).all()
        here = col(Guardian.surname) == "LE GOFF"
        db.exec(update(Guardian).where(here).values(surname="LE GALL"))
        directory.refresh(db.connection(), SITE)
        after = db.exec(select(SearchWord.id)).all()
        assert names(families_sought(db, SITE, "gall").families) == ["LE GALL"]
        assert len(set(after) - set(before)) == 1
        assert families_sought(db, SITE, "goff").families  # the students still bear that name


def test_an_import_brings_the_directory_with_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.lay_export()
    desk.bring_in()
    with database.reading(desk.database) as db:
        site = db.exec(select(Family.site_id)).first() or 0
        listed, _ = families_in(db, site)
        assert names(listed) == sorted(names(listed))
        assert len(listed) == 2
        student = db.exec(select(Student)).first()
        assert student
        assert families_sought(db, site, student.reference).families
        assert db.exec(select(Account)).all()
