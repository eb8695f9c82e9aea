"""Fiche de cours, Evaluations: marks as the teacher wrote them, and the chart of those on a scale."""

import gzip
import re

import pytest
from lxml import etree

from tests.people import People
from tests.reader import Reader
from tests.records import columns_of, facts_of, links_of, rows_of
from tests.schooling import School, Schooling


@pytest.fixture
def course(school: School, learnt: Schooling) -> str:
    """A course without evaluations."""
    return school.course(learnt.student, title="Orgue")


def address(learnt: Schooling, course: str) -> str:
    return f"/eleves/{learnt.student}/cours/{course}/evaluations"


def test_the_evaluations_stand_newest_first(at_home: Reader, learnt: Schooling) -> None:
    page = at_home.read(f"/eleves/{learnt.student}/cours/{learnt.course}/evaluations")
    assert columns_of(page) == ["Date", "Évaluation", "Note", "Mention"]
    assert [(row[0], row[2]) for row in rows_of(page)] == [
        ("Évaluation du 28/10/2026", "ABS"),
        ("Évaluation du 21/10/2026", "16 sur 20"),
        ("Évaluation du 14/10/2026", "14,5 sur 20"),
        ("Évaluation du 07/10/2026", "12 sur 20"),
    ]


def test_a_row_opens_the_comment_and_the_teacher(at_home: Reader, learnt: Schooling) -> None:
    page = at_home.read(f"/eleves/{learnt.student}/cours/{learnt.course}/evaluations/{learnt.evaluation}")
    assert page.find("//h3").text_content() == "Évaluation du 07/10/2026"
    assert facts_of(page) == {
        "Évaluation": "Contrôle continu",
        "Note": "12 sur 20",
        "Mention": "–",
        "Commentaire": "Du souffle.",
        "Enseignant": "G. BRANTOME",
    }
    assert rows_of(page)[3][0] == "Évaluation du 07/10/2026 ligne ouverte"


@pytest.mark.parametrize(
    ("mark", "scale", "said"),
    [("ABS", "20", "ABS"), ("TB", "", "TB"), ("14,5", "20", "14,5 sur 20"), ("7", "", "7"), ("", "20", "")],
)
def test_a_mark_is_said_as_it_was_written(
    at_home: Reader, learnt: Schooling, school: School, course: str, mark: str, scale: str, said: str
) -> None:
    school.evaluate(course, "01/10/2026", mark=mark, scale=scale, distinction="Bien")
    assert rows_of(at_home.read(address(learnt, course))) == [["Évaluation du 01/10/2026", "Audition", said, "Bien"]]


def test_two_evaluations_of_a_day_are_told_apart(
    at_home: Reader, learnt: Schooling, school: School, course: str
) -> None:
    for title in ("Dictée", "Lecture"):
        school.evaluate(course, "01/10/2026", title=title)
    names = list(links_of(at_home.read(address(learnt, course))))
    assert names == ["Évaluation du 01/10/2026, Lecture", "Évaluation du 01/10/2026, Dictée"]


def test_a_date_to_come_is_no_fault(at_home: Reader, learnt: Schooling, school: School, course: str) -> None:
    key = school.evaluate(course, "14/06/2027", title="Examen")
    page = at_home.read(f"{address(learnt, course)}/{key}")
    assert facts_of(page)["Note"] == "–"


def test_a_course_without_evaluations_says_so(at_home: Reader, learnt: Schooling, course: str) -> None:
    page = at_home.read(address(learnt, course))
    assert "Aucune évaluation n’a encore été notée." in page.text
    assert not page.tree.xpath("//figure")


class TestTheChart:
    """Three marks on a scale and more."""

    def test_it_has_a_name_and_says_the_same_in_words(self, at_home: Reader, learnt: Schooling) -> None:
        page = at_home.read(f"/eleves/{learnt.student}/cours/{learnt.course}/evaluations")
        assert page.find("//figure/*[@role='img']").get("aria-label").startswith("Courbe des notes")
        assert page.find("//figcaption").text_content() == (
            "Les 3 notes, de la plus ancienne à la plus récente, chacune rapportée à son barème\xa0: "
            "12 sur 20 le 07/10/2026\xa0; 14,5 sur 20 le 14/10/2026\xa0; 16 sur 20 le 21/10/2026."
        )

    def test_its_points_are_the_marks_from_left_to_right(self, at_home: Reader, learnt: Schooling) -> None:
        page = at_home.read(f"/eleves/{learnt.student}/cours/{learnt.course}/evaluations")
        dots = [(int(dot.get("cx")), int(dot.get("cy"))) for dot in page.tree.iter("circle")]
        assert dots == [(10, 42), (160, 32), (310, 26)]
        assert page.find("//polyline").get("points").split() == [f"{x},{y}" for x, y in dots]

    def test_its_only_colour_is_that_of_the_words(self, at_home: Reader, learnt: Schooling) -> None:
        page = at_home.read(f"/eleves/{learnt.student}/cours/{learnt.course}/evaluations")
        colours = page.tree.xpath("//*[name()='svg' and @class='chart']//@fill | //*[@class='chart']//@stroke")
        assert set(colours) == {"currentColor", "none"}

    def test_it_is_small_with_any_number_of_marks(self, at_home: Reader, learnt: Schooling, school: School) -> None:
        key = school.fill(learnt.student, courses=1, evaluations=400, absences=0)
        page = at_home.read(address(learnt, key))
        drawing = etree.tostring(page.find("//*[name()='svg'][@class='chart']"))
        assert len(drawing) <= 2048
        assert len(page.tree.xpath("//circle")) == 20
        assert page.find("//figcaption").text_content().startswith("Les 20 dernières notes, ")
        assert len(gzip.compress(drawing)) < len(drawing)

    @pytest.mark.parametrize(
        "marks",
        [
            [("12", "20"), ("13", "20")],
            [("12", ""), ("13", ""), ("14", "")],
            [("ABS", "20"), ("TB", ""), ("", "20"), ("12", "20"), ("13", "20")],
            [("21", "20"), ("12", "0"), ("-3", "20"), ("nan", "20"), ("inf", "inf"), ("1e1", "20"), ("1_0", "20")],
            [("٣", "20"), ("9" * 400, "9" * 400), ("1,2,3", "20"), ("12/20", "20"), ("12", "zz")],
        ],
    )
    def test_there_is_none_for_fewer_than_three_marks_on_a_scale(
        self, at_home: Reader, learnt: Schooling, school: School, course: str, marks: list[tuple[str, str]]
    ) -> None:
        for place, (mark, scale) in enumerate(marks):
            school.evaluate(course, f"{place + 1}/10/2026", mark=mark, scale=scale)
        page = at_home.read(address(learnt, course))
        assert len(rows_of(page)) == len(marks)
        assert not page.tree.xpath("//figure")

    def test_each_mark_stands_at_the_height_of_its_own_scale(
        self, at_home: Reader, learnt: Schooling, school: School, course: str
    ) -> None:
        for place, (mark, scale) in enumerate([("20", "20"), ("5", "10"), ("0", "20"), ("2,5", "5.0")]):
            school.evaluate(course, f"{place + 1}/10/2026", mark=mark, scale=scale)
        dots = at_home.read(address(learnt, course)).tree.xpath("//circle/@cy")
        assert dots == ["10", "50", "90", "50"]

    def test_every_mark_of_the_words_is_in_the_table(self, at_home: Reader, learnt: Schooling) -> None:
        page = at_home.read(f"/eleves/{learnt.student}/cours/{learnt.course}/evaluations")
        said = re.findall(r"([\d,]+ sur \d+) le ([\d/]+)", page.find("//figcaption").text_content())
        table = [(row[2], row[0].removeprefix("Évaluation du ")) for row in rows_of(page)]
        assert said == [row for row in reversed(table) if row[0] != "ABS"]


def test_a_row_of_another_course_does_not_exist(at_home: Reader, learnt: Schooling) -> None:
    at_home.read(f"{address(learnt, learnt.course)}/{learnt.past_evaluation}", 404)
    at_home.read(f"{address(learnt, learnt.course)}/zzzzzzzz", 404)


def test_a_stranger_finds_nothing(reader: Reader, people: People, learnt: Schooling) -> None:
    for stranger in people.strangers:
        reader.enter(stranger)
        reader.read(f"/eleves/{learnt.student}/cours/{learnt.course}/evaluations/{learnt.evaluation}", 404)
