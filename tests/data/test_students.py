"""Students: their order is that of the French alphabet, and no two are called the same."""

import pytest

from data.alphabet import alphabetical
from data.students import Student, given_names
from tests.schooling import day


@pytest.mark.parametrize(
    "names",
    [
        ["Anne", "Élise", "Zoé"],
        ["Lucas", "Łukasz", "Lydie"],
        ["Dam", "Đặng", "Dao"],
        ["DURAND Zoé", "DURAND-PETIT Anne", "DURANDAL Bob"],
        ["eve", "Éve A", "EVE B"],
        ["Œdipe", "Olga", "Öykü"],
        ["Zoé", "Юлия"],
    ],
)
def test_names_stand_in_the_order_of_the_alphabet(names: list[str]) -> None:
    mixed = names[1:] + names[:1]
    assert sorted(mixed, key=alphabetical) == names


def student(key: str, surname: str, given_name: str, born: str = "") -> Student:
    return Student(
        key=key,
        site_id=1,
        reference=key,
        surname=surname,
        given_name=given_name,
        birth_date=day(born) if born else None,
    )


def test_students_are_called_by_their_given_names_while_these_differ() -> None:
    anne, marie, cousin = (
        student("a", "DURAND", "Anne"),
        student("b", "DURAND", "Marie"),
        student("c", "PETIT", "Marie"),
    )
    assert given_names([anne, marie, anne]) == {"a": "Anne", "b": "Marie"}
    assert given_names([anne, marie, cousin]) == {"a": "Anne", "b": "DURAND Marie", "c": "PETIT Marie"}


def test_their_birth_dates_tell_namesakes_apart() -> None:
    namesakes = [student("a", "DURAND", "Anne", "01/02/2010"), student("b", "DURAND", "Anne")]
    assert given_names(namesakes) == {"a": "DURAND Anne (01/02/2010)", "b": "DURAND Anne"}
