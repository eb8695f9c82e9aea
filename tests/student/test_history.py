"""Elève, Historique: the courses of former years, the newest year first."""

from tests.people import People
from tests.reader import Reader
from tests.records import arrows_of, columns_of, links_of, rows_of
from tests.schooling import School, Schooling


def test_the_years_stand_one_below_the_other(at_home: Reader, learnt: Schooling, school: School) -> None:
    school.course(learnt.student, title="Éveil", year="2019-2020")
    page = at_home.read(f"/eleves/{learnt.student}/historique")
    captions = [each.text_content() for each in page.tree.xpath("//caption")]
    assert captions == ["Année scolaire 2025-2026", "Année scolaire 2019-2020"]
    assert [len(each.xpath("tbody/tr")) for each in page.tree.iter("table")] == [2, 1]


def test_the_columns_are_the_manuals(at_home: Reader, learnt: Schooling) -> None:
    page = at_home.read(f"/eleves/{learnt.student}/historique")
    assert columns_of(page) == ["Cours", "Niveau", "Enseignant", "Cycle"]
    assert rows_of(page)[0] == ["Trompette, 2025-2026", "", "G. BRANTOME", "3C3"]


def test_a_row_opens_the_record_of_that_year(at_home: Reader, learnt: Schooling) -> None:
    links = links_of(at_home.read(f"/eleves/{learnt.student}/historique"))
    assert links["Trompette, 2025-2026"] == f"/eleves/{learnt.student}/historique/{learnt.past}/fiche"
    heading = at_home.read(links["Trompette, 2025-2026"]).find("//h1").text_content()
    assert heading == "Historique du cours\xa0: Trompette, 2025-2026"


def test_the_same_title_is_told_apart_within_a_year_and_over_the_years(at_home: Reader, school: School) -> None:
    student = school.student("DURAND", "Jean")
    for year, teacher in (("2025-2026", "A. MARTIN"), ("2025-2026", "B. NGUYỄN"), ("2024-2025", "A. MARTIN")):
        school.course(student, title="Piano", year=year, teacher=teacher)
    assert list(links_of(at_home.read(f"/eleves/{student}/historique"))) == [
        "Piano, A. MARTIN, 2025-2026",
        "Piano, B. NGUYỄN, 2025-2026",
        "Piano, 2024-2025",
    ]


def test_the_arrows_lead_to_the_history_of_the_next_student(at_home: Reader, learnt: Schooling) -> None:
    arrows = arrows_of(at_home.read(f"/eleves/{learnt.student}/historique"))
    words, address = arrows[2]
    assert words == "Suivant\xa0: D’ALMEIDA Zoé, 2 sur 2"
    assert at_home.read(address).url.endswith("/historique")


def test_this_year_and_years_to_come_are_no_history(at_home: Reader, school: School) -> None:
    student = school.student("DURAND", "Jean")
    school.course(student, title="Luth")
    page = at_home.read(f"/eleves/{student}/historique")
    assert "Luth" not in page.text
    assert "Il n’y a pas encore de cours d’une année précédente." in page.text


def test_a_stranger_finds_nothing(reader: Reader, people: People, learnt: Schooling) -> None:
    for stranger in people.strangers:
        reader.enter(stranger)
        theirs, nobodys = (reader.read(f"/eleves/{key}/historique", 404) for key in (learnt.student, "zzzzzzzz"))
        assert theirs.text == nobodys.text
