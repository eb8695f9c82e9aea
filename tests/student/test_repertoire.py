"""Elève, Répertoire: the works played, the newest first."""

import pytest

from tests.people import People
from tests.reader import Reader
from tests.records import columns_of, rows_of
from tests.schooling import School, Schooling


@pytest.fixture
def student(school: School) -> str:
    """Somebody who has played nothing yet."""
    return school.student("DURAND", "Jean")


def test_each_work_says_composer_date_course_and_occasion(at_home: Reader, school: School, student: str) -> None:
    course = school.course(student, title="Trompette")
    school.play(student, "Danserye", "07/10/2026", composer="Tielman Susato", course=course, occasion="Concert")
    page = at_home.read(f"/eleves/{student}/repertoire")
    assert columns_of(page) == ["Œuvre", "Compositeur", "Date", "Cours", "Occasion"]
    assert rows_of(page) == [["Danserye", "Tielman Susato", "07/10/2026", "Trompette", "Concert"]]


def test_the_newest_stand_first_and_those_without_a_date_last(at_home: Reader, school: School, student: str) -> None:
    for title, date in (
        ("Sans date", ""),
        ("Ancienne", "01/06/2020"),
        ("À venir", "01/06/2030"),
        ("Neuve", "1/6/2026"),
    ):
        school.play(student, title, date)
    page = at_home.read(f"/eleves/{student}/repertoire")
    assert [row[0] for row in rows_of(page)] == ["À venir", "Neuve", "Ancienne", "Sans date"]
    assert page.find("//caption").text_content() == "4\xa0œuvres jouées, de la plus récente à la plus ancienne"


def test_works_of_one_day_stand_by_composer_and_title(at_home: Reader, school: School, student: str) -> None:
    for composer, title in (("Bach", "Menuet"), ("Bach", "Air"), ("Ablinger", "Voix")):
        school.play(student, title, "01/06/2026", composer=composer)
    titles = [row[0] for row in rows_of(at_home.read(f"/eleves/{student}/repertoire"))]
    assert titles == ["Voix", "Air", "Menuet"]


def test_an_empty_repertoire_says_something_kind(at_home: Reader, student: str) -> None:
    page = at_home.read(f"/eleves/{student}/repertoire")
    assert "Le répertoire est encore vide" in page.text
    assert not page.tree.xpath("//table")


def test_a_long_life_in_music_stands_on_several_pages(at_home: Reader, school: School, student: str) -> None:
    for number in range(60):
        school.play(student, f"Étude {number}", "01/06/2026")
    first = at_home.read(f"/eleves/{student}/repertoire")
    second = at_home.read(first.links()["Lignes plus anciennes"])
    assert (len(rows_of(first)), len(rows_of(second))) == (50, 10)
    assert second.links()["Lignes plus récentes"] == f"/eleves/{student}/repertoire?page=1"
    assert first.find("//caption").text_content() == second.find("//caption").text_content()


@pytest.mark.parametrize("page", ["0", "2", "-1", "", "x", "%D9%A1", "9" * 50])
def test_a_page_that_cannot_be_does_not_exist(at_home: Reader, student: str, page: str) -> None:
    at_home.read(f"/eleves/{student}/repertoire?page={page}", 404)


def test_a_stranger_finds_nothing(reader: Reader, people: People, learnt: Schooling) -> None:
    for stranger in people.strangers:
        reader.enter(stranger)
        theirs, nobodys = (reader.read(f"/eleves/{key}/repertoire", 404) for key in (learnt.student, "zzzzzzzz"))
        assert theirs.text == nobodys.text
