"""A stray quote swallows the rows after it: the import says where it opened, and nothing is lost."""

from pathlib import Path

import pytest

from data.students import Student
from tests.data.exports import EXPORT, Desk

HEAD = EXPORT["eleves"][0]
WIDTH = HEAD.count(";")
STRAY = "eleves.csv, ligne 3 : un guillemet ouvert dans cette ligne n’est pas fermé"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.lay("familles", *EXPORT["familles"])
    return desk


def row(number: int, surname: str = "LE VAL") -> str:
    """A student; all that the columns beyond the fourth hold is nothing."""
    return f"E{number};F1;{surname};Zoé" + ";" * (WIDTH - 3) + "\r"


@pytest.mark.parametrize("closing", ['"LE VAL', 'VAL"'])
def test_a_stray_quote_is_told_with_its_line(desk: Desk, closing: str) -> None:
    desk.lay("eleves", HEAD + "\r", row(1), row(2, '"VAL'), row(3), row(4), row(5, closing), row(6))
    (error,) = desk.refused()
    assert error.startswith(("eleves.csv, ligne 3 : guillemets mal fermés", STRAY))
    assert desk.all(Student) == []


def test_a_quote_that_nothing_closes_is_told_with_its_line(desk: Desk) -> None:
    desk.lay("eleves", HEAD + "\r", row(1), row(2, '"VAL'), *(row(number) for number in range(3, 50)))
    (error,) = desk.refused()
    assert error.startswith("eleves.csv, ligne 3 : guillemets mal fermés")


def test_a_cell_of_a_hundred_lines_is_no_cell(desk: Desk) -> None:
    desk.lay("eleves", HEAD + "\r", row(1), row(2, '"' + "VAL\r\n" * 101 + '"'))
    assert desk.refused()[0].startswith(STRAY)


def test_a_text_of_several_lines_with_semicolons_stays_a_text(desk: Desk) -> None:
    desk.lay("eleves", HEAD + "\r", row(1, '"LE ; VAL\r\nsur ; Loire"'))
    desk.bring_in()
    assert desk.only(Student).surname == "LE ; VAL\nsur ; Loire"
