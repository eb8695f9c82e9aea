"""Fiche de cours, Suivi: what the teacher has noted."""

from tests.people import People
from tests.reader import Reader
from tests.records import columns_of, facts_of, links_of, rows_of
from tests.schooling import School, Schooling


def test_the_notes_stand_newest_first_with_their_beginning(at_home: Reader, learnt: Schooling, school: School) -> None:
    school.follow(learnt.course, "14/10/2026", "Court.")
    page = at_home.read(f"/eleves/{learnt.student}/cours/{learnt.course}/suivi")
    (newest, short), (oldest, long) = rows_of(page)
    assert columns_of(page) == ["Date", "Suivi"]
    assert (newest, short, oldest) == ("Suivi du 14/10/2026", "Court.", "Suivi du 07/10/2026")
    assert long == "Le son s’ouvre. " * 6 + "Le …"


def test_a_row_opens_the_whole_text_and_the_teacher(at_home: Reader, learnt: Schooling) -> None:
    page = at_home.read(f"/eleves/{learnt.student}/cours/{learnt.course}/suivi")
    opened = at_home.read(links_of(page)["Suivi du 07/10/2026"])
    assert opened.url == f"/eleves/{learnt.student}/cours/{learnt.course}/suivi/{learnt.follow_up}"
    assert opened.find("//h3").text_content() == "Suivi du 07/10/2026"
    assert facts_of(opened) == {"Suivi": "Le son s’ouvre. " * 20, "Enseignant": "G. BRANTOME"}
    assert opened.title == "Trompette – Suivi du 07/10/2026 – Portée"


def test_the_row_that_is_open_says_so_in_words(at_home: Reader, learnt: Schooling, school: School) -> None:
    school.follow(learnt.course, "14/10/2026", "Court.")
    page = at_home.read(f"/eleves/{learnt.student}/cours/{learnt.course}/suivi/{learnt.follow_up}")
    assert [row[0] for row in rows_of(page)] == ["Suivi du 14/10/2026", "Suivi du 07/10/2026 ligne ouverte"]
    assert page.links()["Fermer cette ligne"] == f"/eleves/{learnt.student}/cours/{learnt.course}/suivi"


def test_lines_of_a_text_stay_lines(at_home: Reader, learnt: Schooling, school: School) -> None:
    key = school.follow(learnt.course, "14/10/2026", "Une ligne.\nUne autre.")
    page = at_home.read(f"/eleves/{learnt.student}/cours/{learnt.course}/suivi/{key}")
    assert facts_of(page)["Suivi"] == "Une ligne.\nUne autre."


def test_a_word_without_end_is_cut(at_home: Reader, learnt: Schooling, school: School) -> None:
    school.follow(learnt.course, "14/10/2026", "a" * 300)
    text = rows_of(at_home.read(f"/eleves/{learnt.student}/cours/{learnt.course}/suivi"))[0][1]
    assert text == "a" * 100 + " …"


def test_a_glimpse_never_ends_with_an_opening_quotation(at_home: Reader, learnt: Schooling, school: School) -> None:
    school.follow(learnt.course, "14/10/2026", "mot " * 23 + "«\xa0Danserye\xa0», joliment.")
    text = rows_of(at_home.read(f"/eleves/{learnt.student}/cours/{learnt.course}/suivi"))[0][1]
    assert text == "mot " * 23 + "…"


def test_a_course_without_notes_says_so(at_home: Reader, learnt: Schooling, school: School) -> None:
    course = school.course(learnt.student, title="Orgue")
    page = at_home.read(f"/eleves/{learnt.student}/cours/{course}/suivi")
    assert "Aucun suivi n’a encore été noté." in page.text
    assert not page.tree.xpath("//table")


def test_a_row_of_another_course_does_not_exist(at_home: Reader, learnt: Schooling) -> None:
    at_home.read(f"/eleves/{learnt.student}/cours/{learnt.course}/suivi/{learnt.past_follow_up}", 404)
    at_home.read(f"/eleves/{learnt.student}/cours/{learnt.course}/suivi/zzzzzzzz", 404)


def test_a_stranger_finds_nothing(reader: Reader, people: People, learnt: Schooling) -> None:
    for stranger in people.strangers:
        reader.enter(stranger)
        reader.read(f"/eleves/{learnt.student}/cours/{learnt.course}/suivi/{learnt.follow_up}", 404)
