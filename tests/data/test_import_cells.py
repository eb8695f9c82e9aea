"""What one cell may hold, and what is said of one that holds something else."""

import datetime
from typing import Any

import pytest

from data.imports import cells


def trouble(kind: cells.Kind, cell: cells.Cell) -> str:
    with pytest.raises(ValueError, match=r"[a-z]") as refused:
        kind(cell)
    return str(refused.value)


@pytest.mark.parametrize(
    ("cell", "cents"),
    [
        ("93,24", 9324),
        ("1 234,56", 123456),
        ("1\u00a0234,56 €", 123456),
        ("1\u202f234.5\u00a0€", 123450),
        ("-12", -1200),
        ("−0,50", -50),
        ("", 0),
        (0.1 + 0.2, 30),
        (12.0, 1200),
        (-7.35, -735),
    ],
)
def test_an_amount_is_integer_cents(cell: cells.Cell, cents: int) -> None:
    assert cells.cents(cell) == cents


@pytest.mark.parametrize("cell", ["12,345", "douze", "1.234,56", "12345678", "1-2", "€€", 1.234])
def test_what_is_no_amount_is_refused(cell: cells.Cell) -> None:
    assert "n’est pas un montant (1 234,56)" in trouble(cells.cents, cell)


@pytest.mark.parametrize("cell", ["29/02/2012", datetime.date(2012, 2, 29), datetime.datetime(2012, 2, 29, 10, 30)])
def test_a_date_is_a_day(cell: cells.Cell) -> None:
    assert cells.date(cell) == datetime.date(2012, 2, 29)


@pytest.mark.parametrize("cell", ["31/02/2005", "2005-02-01", "1/2/05", "hier", 38000.0])
def test_what_is_no_date_is_refused(cell: cells.Cell) -> None:
    assert trouble(cells.date, cell).endswith(" » n’est pas une date (jj/mm/aaaa)")


@pytest.mark.parametrize("cell", ["31/12/1899", "01/01/2101", datetime.date(1899, 12, 31)])
def test_a_date_of_another_age_is_refused(cell: cells.Cell) -> None:
    assert trouble(cells.date, cell).endswith(" » n’est pas entre 1900 et 2100")


@pytest.mark.parametrize(
    ("cell", "clock"),
    [
        ("17h30", "17:30"),
        ("17:30", "17:30"),
        ("17h", "17:00"),
        ("9 H 05", "09:05"),
        ("08:15:00", "08:15"),
        ("", ""),
        (datetime.time(17, 30), "17:30"),
        (datetime.datetime(1899, 12, 31, 17, 30), "17:30"),
        (datetime.timedelta(hours=17, minutes=30), "17:30"),
        (17.5 / 24, "17:30"),
    ],
)
def test_a_time_is_written_in_one_way(cell: cells.Cell, clock: str) -> None:
    assert cells.clock(cell) == clock


@pytest.mark.parametrize("cell", ["24h", "17h60", "17", "midi", 1.5, -0.25, datetime.timedelta(days=2)])
def test_what_is_no_time_is_refused(cell: cells.Cell) -> None:
    assert trouble(cells.clock, cell).endswith("n’est pas une heure (17:30)")


def test_the_last_minute_of_a_day_is_no_later_than_itself() -> None:
    assert "n’est pas une heure" in trouble(cells.clock, 0.99999)
    assert cells.clock(1439 / 1440) == "23:59"


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (cells.yes_no, "Oui", True),
        (cells.yes_no, "X", True),
        (cells.yes_no, 1.0, True),
        (cells.yes_no, "VRAI", True),
        (cells.yes_no, True, True),
        (cells.yes_no, "", False),
        (cells.yes_no, "non", False),
        (cells.yes_no, 0.0, False),
        (cells.yes_no, "faux", False),
        (cells.weekday, "MERCREDI", "mercredi"),
        (cells.weekday, "", ""),
        (cells.ledger, "Cotisations", "fees"),
        (cells.ledger, "location", "rentals"),
        (cells.document, "Reçu", "receipt"),
        (cells.document, "facture", "payment_notice"),
        (cells.school_year, "2013-2014", "2013-2014"),
        (cells.username, " Abolant ", "abolant"),
        (cells.references, "F2 | F1|F2", ("F1", "F2")),
        (cells.reference, " ", None),
    ],
)
def test_words_are_understood(kind: cells.Kind, cell: cells.Cell, value: Any) -> None:
    assert kind(cell) == value


@pytest.mark.parametrize(
    ("kind", "cell", "expected"),
    [
        (cells.yes_no, "peut-être", "« peut-être » n’est pas une réponse par oui ou non"),
        (cells.weekday, "mercredis", "« mercredis » n’est pas un jour de la semaine"),
        (cells.ledger, "dons", "« dons » n’est pas un registre (cotisations, location)"),
        (cells.document, "devis", "« devis » n’est pas un document (facture, reçu)"),
        (cells.school_year, "2013-2015", "« 2013-2015 » n’est pas une année scolaire (2013-2014)"),
        (cells.school_year, "2013", "« 2013 » n’est pas une année scolaire (2013-2014)"),
    ],
)
def test_other_words_are_refused(kind: cells.Kind, cell: str, expected: str) -> None:
    assert trouble(kind, cell) == expected


@pytest.mark.parametrize(
    ("kind", "cell", "text"),
    [
        (cells.text, "  Été\u00a0indien ", "Été\u00a0indien"),
        (cells.text, "une\r\ndeux\rtrois\tquatre", "une\ndeux\ntrois\tquatre"),
        (cells.text, 12.0, "12"),
        (cells.text, 14.5, "14,5"),
        (cells.text, True, "oui"),
        (cells.text, datetime.date(2013, 2, 1), "01/02/2013"),
        (cells.text, datetime.time(9, 30), "09:30"),
        (cells.postcode, 1000.0, "01000"),
        (cells.postcode, "1000", "1000"),
        (cells.phone, 612345678.0, "0612345678"),
        (cells.phone, "06 12 34 56 78", "06 12 34 56 78"),
        (cells.phone, "", ""),
    ],
)
def test_numbers_that_stand_for_text_become_it_again(kind: cells.Kind, cell: cells.Cell, text: str) -> None:
    assert kind(cell) == text


def test_a_text_has_a_length_and_no_control_characters() -> None:
    assert trouble(cells.text, "a" * 10_001) == "le texte dépasse 10 000 caractères"
    assert cells.text("a" * 10_000) == "a" * 10_000
    assert trouble(cells.text, "a\x07b") == "le texte contient un caractère de contrôle"


def test_a_long_value_is_not_quoted_whole() -> None:
    assert len(trouble(cells.date, "a" * 500)) < 120


def test_names_of_columns_are_compared_without_trimmings() -> None:
    assert cells.fold("Droit à l’image") == cells.fold("DROIT A L'IMAGE")
    assert cells.fold("N° d'opération.") == cells.fold("n°dopération")
    assert cells.fold("Œuvre") == cells.fold("oeuvre")
