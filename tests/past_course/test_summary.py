"""Fiche d’historique, Historique: the year’s facts and its follow-up."""

import pytest

from tests.people import People
from tests.reader import Reader
from tests.records import facts_of, links_of, rows_of
from tests.schooling import LAST_YEAR, School, Schooling

FACTS = {
    "Année scolaire": "2025-2026",
    "Cours": "Orgue",
    "Discipline": "Orgue et clavecin",
    "Cursus": "Diplômant",
    "Niveau": "2e année",
    "Cycle": "3C3",
    "Enseignant": "G. BRANTOME",
}


def test_the_facts_of_the_year_stand_above(at_home: Reader, school: School, learnt: Schooling) -> None:
    facts = {"discipline": "Orgue et clavecin", "track": "Diplômant", "level": "2e année"}
    past = school.course(learnt.student, title="Orgue", year=LAST_YEAR, **facts)
    page = at_home.read(f"/eleves/{learnt.student}/historique/{past}/fiche")
    assert facts_of(page) == FACTS
    assert "Aucun suivi n’a encore été noté." in page.text


def test_the_follow_up_of_the_year_opens_row_by_row(at_home: Reader, learnt: Schooling) -> None:
    page = at_home.read(f"/eleves/{learnt.student}/historique/{learnt.past}/fiche")
    opened = at_home.read(links_of(page)["Suivi du 07/10/2025"])
    assert opened.url == f"/eleves/{learnt.student}/historique/{learnt.past}/fiche/{learnt.past_follow_up}"
    assert opened.find("//h3").text_content() == "Suivi du 07/10/2025"
    assert rows_of(opened)[0][0] == "Suivi du 07/10/2025 ligne ouverte"
    assert opened.links()["Fermer cette ligne"] == page.url


@pytest.mark.parametrize("page", ["0", "2", "x", ""])
def test_a_page_or_a_row_that_cannot_be_does_not_exist(at_home: Reader, learnt: Schooling, page: str) -> None:
    at_home.read(f"/eleves/{learnt.student}/historique/{learnt.past}/fiche?page={page}", 404)
    at_home.read(f"/eleves/{learnt.student}/historique/{learnt.past}/fiche/{learnt.follow_up}", 404)


def test_a_stranger_finds_nothing(reader: Reader, people: People, learnt: Schooling) -> None:
    for stranger in people.strangers:
        reader.enter(stranger)
        reader.read(f"/eleves/{learnt.student}/historique/{learnt.past}/fiche/{learnt.past_follow_up}", 404)
