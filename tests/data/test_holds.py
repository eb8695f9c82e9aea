"""A hold remembers what the office has approved and what the export really said last."""

from pathlib import Path

import pytest
from sqlmodel import Session

from data import database
from data.changes import ApprovedValue
from data.changes.holds import hold, shown
from data.students import Student
from tests.data.exports import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.lay_export()
    desk.bring_in()
    return desk


def approve(desk: Desk, *approved: tuple[str, str], field: str = "town") -> list[tuple[str, str, str]]:
    """The holds of the student after some approvals: value, and the official value at that moment."""
    with database.transaction(desk.database) as db:
        for value, official in approved:
            hold(db, guardian=None, student=1, field=field, value=value, official=official)
    return [(held.field, held.value, held.exported) for held in desk.all(ApprovedValue)]


def test_an_approved_value_is_held_with_what_the_export_says(desk: Desk) -> None:
    assert approve(desk, ("Olivet", "Orléans")) == [("town", "Olivet", "Orléans")]


def test_a_second_approval_keeps_what_the_export_said(desk: Desk) -> None:
    assert approve(desk, ("Olivet", "Orléans"), ("Blois", "Olivet")) == [("town", "Blois", "Orléans")]
    assert approve(desk, ("Tours", "Blois")) == [("town", "Tours", "Orléans")]


def test_an_approval_that_comes_back_to_the_export_holds_nothing(desk: Desk) -> None:
    approve(desk, ("Olivet", "Orléans"))
    assert approve(desk, ("Orléans", "Olivet")) == []
    assert approve(desk, ("Orléans", "Orléans")) == []


def test_each_field_and_each_record_has_its_own_hold(desk: Desk) -> None:
    approve(desk, ("Olivet", "Orléans"))
    with database.transaction(desk.database) as db:
        hold(db, guardian=1, student=None, field="town", value="Blois", official="Orléans")
        hold(db, guardian=2, student=None, field="town", value="Tours", official="Orléans")
    assert len(approve(desk, ("45160", "45000"), field="postcode")) == 4


def test_a_date_is_shown_as_the_portal_shows_it(desk: Desk) -> None:
    student = desk.only(Student)
    assert [shown(value) for value in (student.birth_date, None, student.surname)] == ["14/09/1995", "", "ABOLANT"]


def test_holding_twice_within_one_session_is_seen(desk: Desk) -> None:
    with database.transaction(desk.database) as db:
        _hold_and_release(db)
    assert desk.all(ApprovedValue) == []


def _hold_and_release(db: Session) -> None:
    hold(db, guardian=1, student=None, field="town", value="Blois", official="Orléans")
    hold(db, guardian=1, student=None, field="town", value="Orléans", official="Blois")
