"""The record of a student: its arrows, its families, its name."""

import pytest

from tests.people import People
from tests.reader import Reader
from tests.records import arrows_of, inputs_of, tabs_of
from tests.schooling import School, Schooling

TABS = ["", "/cours", "/historique", "/repertoire"]
NAMES = [
    ("Ng", "A"),
    ("B" * 60, "C" * 60),
    ("Łukaszewicz", "Łukasz"),
    ("Đặng", "Thị Hồng"),
    ("Петрова", "Юлия"),
    ("D’Ormesson", "Anne-Sophie"),
]


@pytest.fixture
def three(school: School) -> list[str]:
    """A family of three: Anne, Élise, Zoé."""
    school.empty()
    return [school.student("DURAND", name) for name in ("Anne", "Élise", "Zoé")]


@pytest.mark.parametrize("tab", TABS)
def test_the_arrows_lead_to_the_other_students_and_keep_the_tab(at_home: Reader, three: list[str], tab: str) -> None:
    first, middle, last = three
    assert arrows_of(at_home.read(f"/eleves/{middle}{tab}")) == [
        ("Premier\xa0: DURAND Anne, 1 sur 3", f"/eleves/{first}{tab}"),
        ("Précédent\xa0: DURAND Anne, 1 sur 3", f"/eleves/{first}{tab}"),
        ("Suivant\xa0: DURAND Zoé, 3 sur 3", f"/eleves/{last}{tab}"),
        ("Dernier\xa0: DURAND Zoé, 3 sur 3", f"/eleves/{last}{tab}"),
    ]


def test_at_an_end_an_arrow_is_plain_text_that_says_so(at_home: Reader, three: list[str]) -> None:
    first, last = (arrows_of(at_home.read(f"/eleves/{key}")) for key in (three[0], three[2]))
    assert first[:2] == [("Premier\xa0: vous y êtes", ""), ("Précédent\xa0: aucun, début de la liste", "")]
    assert last[2:] == [("Suivant\xa0: aucun, fin de la liste", ""), ("Dernier\xa0: vous y êtes", "")]
    assert first[2][1] == f"/eleves/{three[1]}"
    assert last[1][1] == f"/eleves/{three[1]}"


def test_an_only_child_has_a_list_and_four_words(at_home: Reader, school: School) -> None:
    school.empty()
    key = school.student("SEUL", "Léo")
    assert at_home.read("/eleves").tree.xpath("//ul[@class='names']//a/@href") == [f"/eleves/{key}"]
    assert [address for _, address in arrows_of(at_home.read(f"/eleves/{key}"))] == [""] * 4


def test_the_arrows_follow_the_order_of_the_list(at_home: Reader, three: list[str]) -> None:
    listed = at_home.read("/eleves").tree.xpath("//ul[@class='names']//a/@href")
    assert listed == [f"/eleves/{key}" for key in three]  # « Élise » before « Zoé »


def test_two_students_of_the_same_name_are_told_apart(at_home: Reader, school: School) -> None:
    school.empty()
    keys = [school.student("DURAND", "Marie", birth_date=None) for _ in range(2)]
    words = [arrows_of(at_home.read(f"/eleves/{key}")) for key in keys]
    assert words[0][2] == ("Suivant\xa0: DURAND Marie (2), 2 sur 2", f"/eleves/{keys[1]}")
    assert words[1][1] == ("Précédent\xa0: DURAND Marie, 1 sur 2", f"/eleves/{keys[0]}")


@pytest.mark.parametrize(("surname", "given_name"), NAMES)
def test_a_name_stands_everywhere_as_it_is_written(
    at_home: Reader, school: School, surname: str, given_name: str
) -> None:
    key = school.student(surname, given_name)
    for address in tabs_of(at_home.read(f"/eleves/{key}")).values():
        page = at_home.read(address)
        assert page.find("//h1").text_content() == f"Elève {surname} {given_name}"
        assert page.title.startswith(f"Elève {surname} {given_name} – ")
    assert f"{surname} {given_name}" in at_home.read("/eleves").links()


def test_a_name_is_text_and_never_markup(at_home: Reader, school: School) -> None:
    key = school.student("<b>O'Brien</b>", '"&amp;')
    answer = at_home.get(f"/eleves/{key}", {})
    assert "Elève &lt;b&gt;O&#39;Brien&lt;/b&gt; &#34;&amp;amp;" in answer.text


class TestOfTwoFamilies:
    """Parents who live apart: one student, two families."""

    @pytest.fixture
    def other(self, school: School, people: People, learnt: Schooling) -> School:
        other = School(school.settings, people.neighbour.username, people.neighbour.site)
        other.share(learnt.student)
        return other

    def test_each_sees_the_whole_record(self, reader: Reader, people: People, other: School, learnt: Schooling) -> None:
        for who in (people.family, people.neighbour):
            reader.enter(who)
            assert inputs_of(reader.read(f"/eleves/{learnt.student}"))["Prénom"] == "Adrien"
            reader.read(f"/eleves/{learnt.student}/cours/{learnt.course}/evaluations/{learnt.evaluation}")
            reader.read(f"/eleves/{learnt.student}/historique/{learnt.past}/commentaires")

    def test_the_arrows_of_each_run_over_its_own_list(
        self, reader: Reader, people: People, other: School, learnt: Schooling
    ) -> None:
        met = {}
        for who in (people.family, people.neighbour):
            reader.enter(who)
            met[who.username] = [
                words for words, address in arrows_of(reader.read(f"/eleves/{learnt.student}")) if address
            ]
        assert met["dalmeida"] == ["Suivant\xa0: D’ALMEIDA Zoé, 2 sur 2", "Dernier\xa0: D’ALMEIDA Zoé, 2 sur 2"]
        assert met["le-goff"] == ["Suivant\xa0: LE GOFF Adrien, 2 sur 3", "Dernier\xa0: LE GOFF Zoé, 3 sur 3"]

    def test_each_has_its_own_bills_alone(self, reader: Reader, people: People, other: School) -> None:
        reader.enter(people.neighbour)
        reader.read(f"/famille/cotisations/{people.neighbour.fee}")
        reader.read(f"/famille/cotisations/{people.family.fee}", 404)

    def test_the_brothers_and_sisters_of_the_one_are_nothing_to_the_other(
        self, reader: Reader, people: People, school: School, other: School
    ) -> None:
        alone = school.student("D’ALMEIDA", "Paul")
        reader.enter(people.neighbour)
        reader.read(f"/eleves/{alone}", 404)

    def test_who_has_left_a_family_is_gone_from_it(
        self, reader: Reader, people: People, other: School, learnt: Schooling
    ) -> None:
        other.leave(learnt.student)
        reader.enter(people.neighbour)
        reader.read(f"/eleves/{learnt.student}/cours", 404)
