"""Fiche d’historique, Commentaires: the text of the year."""

from tests.people import People
from tests.reader import Reader
from tests.schooling import LAST_YEAR, School, Schooling


def words_of(reader: Reader, address: str) -> list[str]:
    return [each.text_content() for each in reader.read(address).tree.xpath("//section[@id='panel']//p")]


def test_the_comment_stands_in_its_paragraphs(at_home: Reader, learnt: Schooling) -> None:
    address = f"/eleves/{learnt.student}/historique/{learnt.past}/commentaires"
    assert words_of(at_home, address) == ["Une belle année.", "Cap sur l’examen."]


def test_a_comment_is_text_and_never_markup(at_home: Reader, school: School, learnt: Schooling) -> None:
    past = school.course(learnt.student, title="Orgue", year=LAST_YEAR, comments="<script>1</script>")
    address = f"/eleves/{learnt.student}/historique/{past}/commentaires"
    assert words_of(at_home, address) == ["<script>1</script>"]


def test_a_year_without_a_comment_says_so(at_home: Reader, school: School, learnt: Schooling) -> None:
    past = school.course(learnt.student, title="Orgue", year=LAST_YEAR)
    address = f"/eleves/{learnt.student}/historique/{past}/commentaires"
    assert words_of(at_home, address) == ["Aucun commentaire n’a été écrit pour cette année."]


def test_a_stranger_finds_nothing(reader: Reader, people: People, learnt: Schooling) -> None:
    for stranger in people.strangers:
        reader.enter(stranger)
        reader.read(f"/eleves/{learnt.student}/historique/{learnt.past}/commentaires", 404)
