"""Fiche de cours, Absence: missed lessons, and a sentence that counts them."""

import pytest

from tests.people import People
from tests.reader import Reader
from tests.records import columns_of, facts_of, rows_of
from tests.schooling import School, Schooling


def test_the_absences_stand_newest_first(at_home: Reader, learnt: Schooling) -> None:
    page = at_home.read(f"/eleves/{learnt.student}/cours/{learnt.course}/absences")
    assert columns_of(page) == ["Date", "Motif", "Excusée"]
    assert rows_of(page) == [
        ["Absence du 14/11/2026", "Maladie", "non"],
        ["Absence du 14/10/2026", "Maladie", "oui"],
    ]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ([], "2\xa0absences\xa0: 1 en octobre 2026, 1 en novembre 2026."),
        (["21/10/2026"], "3\xa0absences\xa0: 2 en octobre 2026, 1 en novembre 2026."),
        (["01/03/2027"], "3\xa0absences\xa0: 1 en octobre 2026, 1 en novembre 2026, 1 en mars 2027."),
    ],
)
def test_one_sentence_above_the_list_counts_them_by_month(
    at_home: Reader, learnt: Schooling, school: School, more: list[str], said: str
) -> None:
    for date in more:
        school.miss(learnt.course, date)
    page = at_home.read(f"/eleves/{learnt.student}/cours/{learnt.course}/absences")
    assert page.find("//p[following::table][contains(., ' en ')]").text_content() == said


def test_one_absence_is_singular(at_home: Reader, learnt: Schooling, school: School) -> None:
    course = school.course(learnt.student, title="Orgue")
    school.miss(course, "01/12/2026")
    page = at_home.read(f"/eleves/{learnt.student}/cours/{course}/absences")
    assert "1\xa0absence\xa0: 1 en décembre 2026." in page.text


def test_a_row_opens_its_comment_and_the_teacher(at_home: Reader, learnt: Schooling, school: School) -> None:
    key = school.miss(learnt.course, "02/12/2026", reason="Voyage", comment="Prévenu la veille.", excused=True)
    page = at_home.read(f"/eleves/{learnt.student}/cours/{learnt.course}/absences/{key}")
    assert page.find("//h3").text_content() == "Absence du 02/12/2026"
    assert facts_of(page) == {
        "Motif": "Voyage",
        "Excusée": "oui",
        "Commentaire": "Prévenu la veille.",
        "Enseignant": "G. BRANTOME",
    }
    assert rows_of(page)[0][0] == "Absence du 02/12/2026 ligne ouverte"


def test_a_course_without_absences_says_so_and_counts_nothing(
    at_home: Reader, learnt: Schooling, school: School
) -> None:
    course = school.course(learnt.student, title="Orgue")
    page = at_home.read(f"/eleves/{learnt.student}/cours/{course}/absences")
    assert "Aucune absence n’est notée." in page.text
    assert "0\xa0absence" not in page.text


def test_a_row_that_does_not_exist_is_no_row(at_home: Reader, learnt: Schooling) -> None:
    for row in ("zzzzzzzz", learnt.evaluation):
        at_home.read(f"/eleves/{learnt.student}/cours/{learnt.course}/absences/{row}", 404)


def test_a_stranger_finds_nothing(reader: Reader, people: People, learnt: Schooling) -> None:
    for stranger in people.strangers:
        reader.enter(stranger)
        reader.read(f"/eleves/{learnt.student}/cours/{learnt.course}/absences/{learnt.absence}", 404)
