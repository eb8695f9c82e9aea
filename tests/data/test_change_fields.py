"""The fields of a record: the manual’s labels in its order, official values as texts, and what counts as the same."""

import datetime

import pytest

from data.changes import GUARDIAN, STUDENT, Field, fields_of, same, texts_of
from data.changes.fields import put
from data.families import Guardian
from data.students import Student

ADRIEN = Student(
    id=1,
    site_id=1,
    reference="E1",
    surname="ABOLANT",
    given_name="Adrien",
    birth_date=datetime.date(1995, 9, 4),
    address="14 rue du Puits\nBât. A",
)


def test_a_guardian_has_the_fields_of_the_manual_in_its_order() -> None:
    assert [each.label for each in fields_of(False)] == [
        *("Nom", "Prénom", "Civilité", "Situation familiale", "Profession", "Adresse", "CP", "Ville"),
        *("Tél domicile", "Tél pro", "Télécopie", "Autre tél", "E-mail", "Mobile"),
    ]


def test_a_student_has_the_fields_of_the_manual_in_its_order() -> None:
    assert [each.label for each in fields_of(True)] == [
        *("Civilité", "Nom", "Prénom", "Date de naissance", "Lieu de naissance", "Adresse", "CP", "Ville"),
        *("Tél domicile", "Tél pro", "Télécopie", "E-mail", "Niveau scolaire", "Droit à l’image"),
        *("Personne à prévenir", "Autorisation de sortie", "Tél. urgence"),
    ]


def test_every_field_of_a_record_may_be_proposed_and_nothing_else() -> None:
    own = {"id", "key", "family_id", "rank", "site_id", "reference", "by_hand", "split_from"}
    assert {each.name for each in GUARDIAN} == Guardian.model_fields.keys() - own
    assert {each.name for each in STUDENT} == Student.model_fields.keys() - own


@pytest.mark.parametrize("fields", [GUARDIAN, STUDENT])
def test_each_field_has_a_name_of_its_own_in_a_form(fields: tuple[Field, ...]) -> None:
    slugs = [each.slug for each in fields]
    assert len(set(slugs)) == len(slugs)
    assert all(slug.replace("-", "").isalpha() and slug.isascii() and slug.islower() for slug in slugs)
    assert "tel-domicile" in slugs


def test_official_values_are_texts_as_the_page_shows_them() -> None:
    texts = texts_of(ADRIEN)
    assert set(texts) == {each.name for each in STUDENT}
    assert (texts["birth_date"], texts["address"], texts["town"]) == ("04/09/1995", "14 rue du Puits\nBât. A", "")


@pytest.mark.parametrize("field", [each.name for each in STUDENT])
def test_what_is_put_into_a_record_is_what_it_then_shows(field: str) -> None:
    student = Student(**ADRIEN.model_dump())
    for value in ("29/02/2004", ""):
        put(student, field, value)
        assert texts_of(student)[field] == value


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("14 rue du Puits\nBât. A", " 14 rue du\N{NO-BREAK SPACE}Puits\r\nBât.  A\n"),
        ("", " \t\r\n"),
    ],
)
def test_spaces_and_line_breaks_make_no_difference(one: str, other: str) -> None:
    assert same(one, other)


@pytest.mark.parametrize(("one", "other"), [("Jean Paul", "JeanPaul"), ("Zoé", "Zoe"), ("a", "A"), ("", "0")])
def test_letters_make_a_difference(one: str, other: str) -> None:
    assert not same(one, other)


def test_a_line_break_and_the_spaces_round_a_value_take_no_room() -> None:
    (address,) = (each for each in STUDENT if each.name == "address")
    lines = ["x" * 99, "y" * 99, "z" * 100]
    assert sum(map(len, lines)) + 2 == address.longest
    assert address.read("  " + "\r\n".join(lines) + "\r\n ", (), {}, datetime.date.max) == "\n".join(lines)
