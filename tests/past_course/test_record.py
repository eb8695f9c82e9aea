"""Fiche d’historique: what all its tabs share."""

import pytest

from tests.people import People
from tests.reader import Reader
from tests.records import arrows_of, tabs_of
from tests.schooling import School, Schooling

TABS = ["fiche", "evaluations", "commentaires"]


@pytest.mark.parametrize("tab", TABS)
def test_the_three_tabs_stand_in_the_manuals_order(at_home: Reader, learnt: Schooling, tab: str) -> None:
    page = at_home.read(f"/eleves/{learnt.student}/historique/{learnt.past}/{tab}")
    tabs = tabs_of(page)
    assert [words.removesuffix(" onglet actif") for words in tabs] == ["Historique", "Evaluations", "Commentaires"]
    assert [address.rpartition("/")[2] for address in tabs.values()] == TABS
    assert page.find("//h1").text_content() == "Historique du cours\xa0: Trompette, 2025-2026"


@pytest.mark.parametrize("tab", TABS)
def test_retour_leads_to_the_history_list(at_home: Reader, learnt: Schooling, tab: str) -> None:
    page = at_home.read(f"/eleves/{learnt.student}/historique/{learnt.past}/{tab}")
    assert page.links()["Retour"] == f"/eleves/{learnt.student}/historique"


@pytest.mark.parametrize("tab", TABS)
def test_the_arrows_lead_from_one_past_record_to_the_next(at_home: Reader, school: School, tab: str) -> None:
    student = school.student("DURAND", "Jean")
    years = ("2023-2024", "2025-2026", "2024-2025")
    oldest, newest, middle = (school.course(student, title="Piano", year=year) for year in years)
    root = f"/eleves/{student}/historique"
    assert arrows_of(at_home.read(f"{root}/{middle}/{tab}")) == [
        ("Premier\xa0: Piano, 2025-2026, 1 sur 3", f"{root}/{newest}/{tab}"),
        ("Précédent\xa0: Piano, 2025-2026, 1 sur 3", f"{root}/{newest}/{tab}"),
        ("Suivant\xa0: Piano, 2023-2024, 3 sur 3", f"{root}/{oldest}/{tab}"),
        ("Dernier\xa0: Piano, 2023-2024, 3 sur 3", f"{root}/{oldest}/{tab}"),
    ]


def test_the_record_says_whose_it_is(at_home: Reader, learnt: Schooling) -> None:
    page = at_home.read(f"/eleves/{learnt.student}/historique/{learnt.past}/fiche")
    about = page.find("//p[@class='about']").text_content()
    assert about == "Elève D’ALMEIDA Adrien · G. BRANTOME · mercredi, 17:30 à 18:15"


@pytest.mark.parametrize("tab", TABS)
def test_a_stranger_finds_nothing(reader: Reader, people: People, learnt: Schooling, tab: str) -> None:
    for stranger in people.strangers:
        reader.enter(stranger)
        theirs = reader.read(f"/eleves/{learnt.student}/historique/{learnt.past}/{tab}", 404)
        assert theirs.text == reader.read(f"/eleves/zzzzzzzz/historique/zzzzzzzz/{tab}", 404).text


@pytest.mark.parametrize("tab", TABS)
def test_a_record_is_found_with_its_own_student_and_in_its_own_year(
    at_home: Reader, school: School, learnt: Schooling, tab: str
) -> None:
    brother = school.student("D’ALMEIDA", "Paul")
    at_home.read(f"/eleves/{brother}/historique/{learnt.past}/{tab}", 404)
    at_home.read(f"/eleves/{learnt.student}/historique/{learnt.course}/{tab}", 404)
    at_home.read(f"/eleves/{learnt.student}/historique/2025-2026/{tab}", 404)
