"""How French is written."""

import datetime

import pytest

from routes.web.french import day, euros, is_lengthy, moment, plural, since, typeset


@pytest.mark.parametrize(
    ("cents", "written"),
    [
        (0, "0,00 €"),
        (1, "0,01 €"),
        (9324, "93,24 €"),
        (46620, "466,20 €"),
        (123456, "1 234,56 €"),
        (123456789, "1 234 567,89 €"),
        (-5, "-0,05 €"),
        (-123456, "-1 234,56 €"),
    ],
)
def test_an_amount_has_a_comma_and_spaces_that_do_not_break(cents: int, written: str) -> None:
    assert euros(cents) == written.replace(" ", "\xa0")


def test_a_day_has_two_digits_each_and_four_for_the_year() -> None:
    assert day(datetime.date(2014, 3, 1)) == "01/03/2014"
    assert day(datetime.date(987, 12, 31)) == "31/12/0987"


def test_nought_and_one_are_singular() -> None:
    assert [plural(count, "élève", "élèves") for count in (0, 1, 2)] == ["0\xa0élève", "1\xa0élève", "2\xa0élèves"]


def test_a_large_number_is_written_in_threes() -> None:
    assert plural(12345678, "élève", "élèves") == "12\xa0345\xa0678\xa0élèves"


@pytest.mark.parametrize(
    ("typed", "set_in_type"),
    [
        ("l'élève d'Inès", "l’élève d’Inès"),
        ("« oui »", "«\xa0oui\xa0»"),
        ("vous permet :", "vous permet\xa0:"),
        ("Vraiment ? Oui ! Bien ; 3 €", "Vraiment\xa0? Oui\xa0! Bien\xa0; 3\xa0€"),
        ("http://a.fr:80/x?y", "http://a.fr:80/x?y"),
        ("à 10:30", "à 10:30"),
        ("6000 caractères, 131 072 caractères", "6\xa0000\xa0caractères, 131\xa0072\xa0caractères"),
        ("255 caractères, en 2026, à 45000 Orléans", "255 caractères, en 2026, à 45000 Orléans"),
    ],
)
def test_plainly_typed_words_become_good_french(typed: str, set_in_type: str) -> None:
    assert typeset(typed) == set_in_type
    assert typeset(typeset(typed)) == set_in_type


def test_a_moment_is_said_as_a_clock_in_france_shows_it() -> None:
    assert moment(1_795_000_000) == "18/11/2026 à 12\xa0h\xa006"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "depuis moins d’une heure"),
        (3599, "depuis moins d’une heure"),
        (3600, "depuis 1\xa0heure"),
        (86399, "depuis 23\xa0heures"),
        (86400, "depuis 1\xa0jour"),
        (100 * 86400, "depuis 100\xa0jours"),
    ],
)
def test_how_long_something_has_waited_is_said_in_words(seconds: int, words: str) -> None:
    assert since(1_000_000, 1_000_000 + seconds) == words


@pytest.mark.parametrize(
    ("text", "lengthy"),
    [
        ("", False),
        ("a" * 18, False),
        ("a" * 19, True),
        ("Perfectionnement instrumental, cycle long et diplômant", False),
        ("Saint-Jean-de-la-Ruelle-et-Chapelle-Saint-Mesmin", False),
        ("mot Anticonstitutionnellement mot", True),
    ],
)
def test_a_word_is_lengthy_when_no_column_holds_it(text: str, lengthy: bool) -> None:
    assert is_lengthy(text) is lengthy
