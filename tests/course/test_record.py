"""Fiche de cours: what all its tabs share."""

import pytest

from tests.people import People
from tests.reader import Reader
from tests.records import arrows_of, tabs_of
from tests.schooling import School, Schooling

TABS = ["suivi", "evaluations", "absences"]


@pytest.mark.parametrize("tab", TABS)
def test_the_three_tabs_stand_in_the_manuals_order(at_home: Reader, learnt: Schooling, tab: str) -> None:
    page = at_home.read(f"/eleves/{learnt.student}/cours/{learnt.course}/{tab}")
    tabs = tabs_of(page)
    assert [words.removesuffix(" onglet actif") for words in tabs] == ["Suivi", "Evaluations", "Absence"]
    assert [address.rpartition("/")[2] for address in tabs.values()] == TABS
    assert [words for words in tabs if words.endswith("onglet actif")] == [list(tabs)[TABS.index(tab)]]


def test_the_record_says_whose_it_is_and_when_and_where(at_home: Reader, learnt: Schooling) -> None:
    page = at_home.read(f"/eleves/{learnt.student}/cours/{learnt.course}/suivi")
    about = page.find("//p[@class='about']").text_content()
    assert page.find("//h1").text_content() == "Trompette"
    assert about == "Elève D’ALMEIDA Adrien · 2026-2027 · G. BRANTOME · mercredi, 17:30 à 18:15 · Salle 8"


def test_what_is_not_known_is_left_out(at_home: Reader, school: School) -> None:
    student = school.student("DURAND", "Jean")
    course = school.course(student, title="Chœur", teacher="", weekday="", starts="", ends="")
    page = at_home.read(f"/eleves/{student}/cours/{course}/suivi")
    assert page.find("//p[@class='about']").text_content() == "Elève DURAND Jean · 2026-2027"


@pytest.mark.parametrize("tab", TABS)
def test_retour_leads_to_the_tab_cours(at_home: Reader, learnt: Schooling, tab: str) -> None:
    page = at_home.read(f"/eleves/{learnt.student}/cours/{learnt.course}/{tab}")
    assert page.links()["Retour"] == f"/eleves/{learnt.student}/cours"


@pytest.mark.parametrize("tab", TABS)
def test_the_arrows_lead_from_course_to_course_and_keep_the_tab(at_home: Reader, school: School, tab: str) -> None:
    student = school.student("DURAND", "Jean")
    first, second, third = (school.course(student, title=title) for title in ("Piano", "Chœur", "Orgue"))
    root = f"/eleves/{student}/cours"
    assert arrows_of(at_home.read(f"{root}/{second}/{tab}")) == [
        ("Premier\xa0: Piano, 1 sur 3", f"{root}/{first}/{tab}"),
        ("Précédent\xa0: Piano, 1 sur 3", f"{root}/{first}/{tab}"),
        ("Suivant\xa0: Orgue, 3 sur 3", f"{root}/{third}/{tab}"),
        ("Dernier\xa0: Orgue, 3 sur 3", f"{root}/{third}/{tab}"),
    ]


def test_arrows_tell_two_courses_of_the_same_title_apart(at_home: Reader, school: School) -> None:
    student = school.student("DURAND", "Jean")
    first, _ = (school.course(student, title="Piano", teacher=name) for name in ("A. MARTIN", "B. LEROY"))
    page = at_home.read(f"/eleves/{student}/cours/{first}/suivi")
    assert arrows_of(page)[2][0] == "Suivant\xa0: Piano, B. LEROY, 2 sur 2"
    assert page.find("//h1").text_content() == "Piano, A. MARTIN"
    assert "A. MARTIN" not in page.find("//p[@class='about']").text_content()


@pytest.mark.parametrize("tab", TABS)
def test_a_stranger_finds_nothing(reader: Reader, people: People, learnt: Schooling, tab: str) -> None:
    for stranger in people.strangers:
        reader.enter(stranger)
        theirs = reader.read(f"/eleves/{learnt.student}/cours/{learnt.course}/{tab}", 404)
        assert theirs.text == reader.read(f"/eleves/zzzzzzzz/cours/zzzzzzzz/{tab}", 404).text


@pytest.mark.parametrize("tab", TABS)
def test_a_course_is_found_with_its_own_student_and_in_its_own_year(
    at_home: Reader, school: School, learnt: Schooling, tab: str
) -> None:
    brother = school.student("D’ALMEIDA", "Paul")
    at_home.read(f"/eleves/{brother}/cours/{learnt.course}/{tab}", 404)
    at_home.read(f"/eleves/{learnt.student}/cours/{learnt.past}/{tab}", 404)
    at_home.read(f"/eleves/{learnt.student}/cours/zzzzzzzz/{tab}", 404)


@pytest.mark.parametrize("tab", ["", "/", "/fiche", "/commentaires", "/absence"])
def test_a_tab_that_does_not_exist_is_a_page_with_a_way_on(at_home: Reader, learnt: Schooling, tab: str) -> None:
    page = at_home.read(f"/eleves/{learnt.student}/cours/{learnt.course}{tab}", 404)
    assert page.links()["Accueil"] == "/"
