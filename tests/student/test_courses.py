"""Elève, Cours: this year’s courses, and the week they make."""

import pytest

from tests.conftest import Clock
from tests.people import People
from tests.reader import Reader
from tests.records import columns_of, links_of, rows_of, week_of
from tests.schooling import LAST_YEAR, School, Schooling

COLUMNS = ["Cours", "Niveau", "Enseignant", "Cycle", "Jour et heure", "Salle", "Actif"]


def test_the_columns_are_the_manuals(at_home: Reader, learnt: Schooling) -> None:
    page = at_home.read(f"/eleves/{learnt.student}/cours")
    assert columns_of(page) == COLUMNS
    assert page.find("//caption").text_content() == "Cours de l’année"


def test_each_course_says_what_is_known_of_it(at_home: Reader, learnt: Schooling) -> None:
    assert rows_of(at_home.read(f"/eleves/{learnt.student}/cours")) == [
        ["Trompette", "", "G. BRANTOME", "3C3", "mercredi, 17:30 à 18:15", "Salle 8", "✓"],
        ["Ensemble de cuivres", "", "", "3C3", "", "", "✓"],
    ]


def test_a_course_that_has_stopped_is_not_active_in_words(at_home: Reader, learnt: Schooling, school: School) -> None:
    school.course(learnt.student, title="Orchestre", active=False)
    page = at_home.read(f"/eleves/{learnt.student}/cours")
    assert [row[-1] for row in rows_of(page)] == ["✓", "✓", "non"]
    assert page.tree.xpath("//td[@data-label='Actif']/*/@aria-label") == ["Actif", "Actif"]


def test_a_row_opens_the_record_of_its_course(at_home: Reader, learnt: Schooling) -> None:
    page = at_home.read(f"/eleves/{learnt.student}/cours")
    assert links_of(page)["Trompette"] == f"/eleves/{learnt.student}/cours/{learnt.course}/suivi"
    assert at_home.read(links_of(page)["Trompette"]).find("//h1").text_content() == "Trompette"


def test_two_courses_of_the_same_title_are_told_apart(at_home: Reader, school: School) -> None:
    student = school.student("DURAND", "Jean")
    school.course(student, title="Piano", teacher="A. MARTIN")
    for weekday in ("lundi", "jeudi", "jeudi"):
        school.course(student, title="Piano", teacher="B. NGUYỄN", weekday=weekday)
    assert list(links_of(at_home.read(f"/eleves/{student}/cours"))) == [
        "Piano, A. MARTIN",
        "Piano, B. NGUYỄN, lundi, 17:30 à 18:15",
        "Piano, B. NGUYỄN, jeudi, 17:30 à 18:15",
        "Piano, B. NGUYỄN, jeudi, 17:30 à 18:15 (2)",
    ]


def test_the_hours_of_an_individual_lesson_win(at_home: Reader, school: School, people: People) -> None:
    student = school.student("DURAND", "Jean")
    school.course(student, title="Harpe", ends="", room="")
    assert rows_of(at_home.read(f"/eleves/{student}/cours"))[0][4:] == ["mercredi, 17:30", "", "✓"]


def test_a_student_without_courses_is_told_so(at_home: Reader, school: School) -> None:
    student = school.student("DURAND", "Jean")
    page = at_home.read(f"/eleves/{student}/cours")
    assert "Aucun cours n’est enregistré cette année." in page.text
    assert not page.tree.xpath("//table")


def test_former_years_stand_elsewhere(at_home: Reader, school: School) -> None:
    student = school.student("DURAND", "Jean")
    school.course(student, title="Luth", year=LAST_YEAR)
    assert "Luth" not in at_home.read(f"/eleves/{student}/cours").text


def test_the_year_may_be_the_sites_own(at_home: Reader, school: School, learnt: Schooling) -> None:
    school.decide(school_year=LAST_YEAR)
    assert list(links_of(at_home.read(f"/eleves/{learnt.student}/cours"))) == ["Trompette", "Formation musicale"]


def test_the_week_says_day_hours_course_teacher_and_room(at_home: Reader, learnt: Schooling) -> None:
    assert week_of(at_home.read(f"/eleves/{learnt.student}/cours")) == {
        "mercredi 18 novembre": ["17:30 à 18:15\xa0: Trompette, G. BRANTOME, Salle 8"],
        "Sans jour fixé": ["Ensemble de cuivres"],
    }


@pytest.mark.parametrize(("minutes", "day"), [(0, 18), (4 * 1440 + 713, 18), (4 * 1440 + 714, 25)])
def test_the_week_begins_on_monday_in_france(
    reader: Reader, people: People, learnt: Schooling, time: Clock, minutes: int, day: int
) -> None:
    time.pass_by(minutes * 60)  # from Wednesday, 12:06 in Paris, to Sunday, 23:59, and one minute more
    reader.enter(people.family)
    assert f"mercredi {day} novembre" in week_of(reader.read(f"/eleves/{learnt.student}/cours"))


def test_a_holiday_says_its_name(at_home: Reader, school: School, learnt: Schooling) -> None:
    school.close("Fête du conservatoire", "16/11/2026", "22/11/2026")
    week = week_of(at_home.read(f"/eleves/{learnt.student}/cours"))
    assert week["mercredi 18 novembre"] == ["Pas de cours\xa0: Fête du conservatoire"]


def test_a_stranger_finds_nothing(reader: Reader, people: People, learnt: Schooling) -> None:
    for stranger in people.strangers:
        reader.enter(stranger)
        theirs, nobodys = (reader.read(f"/eleves/{key}/cours", 404) for key in (learnt.student, "zzzzzzzz"))
        assert theirs.text == nobodys.text
