"""Fiche d’historique, Evaluations: the marks of that year, with their chart."""

from tests.people import People
from tests.reader import Reader
from tests.records import facts_of, links_of, rows_of
from tests.schooling import Schooling


def test_the_marks_of_that_year_stand_newest_first(at_home: Reader, learnt: Schooling) -> None:
    page = at_home.read(f"/eleves/{learnt.student}/historique/{learnt.past}/evaluations")
    assert [row[0] for row in rows_of(page)] == [f"Évaluation du {day:02}/10/2025" for day in (28, 21, 14, 7)]
    assert "16 sur 20 le 21/10/2025" in page.find("//figcaption").text_content()


def test_a_row_opens_the_comment(at_home: Reader, learnt: Schooling) -> None:
    page = at_home.read(f"/eleves/{learnt.student}/historique/{learnt.past}/evaluations")
    opened = at_home.read(links_of(page)["Évaluation du 07/10/2025"])
    assert opened.url == f"/eleves/{learnt.student}/historique/{learnt.past}/evaluations/{learnt.past_evaluation}"
    assert facts_of(opened)["Commentaire"] == "Du souffle."


def test_a_row_of_this_year_is_not_there(at_home: Reader, learnt: Schooling) -> None:
    at_home.read(f"/eleves/{learnt.student}/historique/{learnt.past}/evaluations/{learnt.evaluation}", 404)


def test_a_stranger_finds_nothing(reader: Reader, people: People, learnt: Schooling) -> None:
    for stranger in people.strangers:
        reader.enter(stranger)
        reader.read(f"/eleves/{learnt.student}/historique/{learnt.past}/evaluations/{learnt.past_evaluation}", 404)
