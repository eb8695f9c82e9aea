"""What the office has added, corrected, linked and split by hand stands whatever the next export says."""

from pathlib import Path

import pytest
from sqlmodel import Session, select

from data import database
from data.accounts import Account
from data.families import Family, Guardian
from data.registry import adding, linking
from data.students import FamilyStudent, Student
from tests.data.exports import EXPORT, Desk
from tests.data.handwork import TWO, act, correct, desk_of_two, family, person, put_in, separate


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An export has come in; a family of it has two guardians."""
    return desk_of_two(tmp_path)


def members(desk: Desk) -> dict[str, list[str]]:
    """Who is responsable of which family, by rank."""
    with database.reading(desk.database) as db:
        rows = db.exec(select(Family.reference, Guardian.given_name).join(Guardian).order_by(Guardian.rank)).all()  # type: ignore[arg-type]
    return {reference: [name for of, name in rows if of == reference] for reference, _ in rows}


def links(desk: Desk) -> set[tuple[str, str]]:
    with database.reading(desk.database) as db:
        asked = select(Family.reference, Student.reference).join(FamilyStudent, FamilyStudent.family_id == Family.id)  # type: ignore[arg-type]
        return set(db.exec(asked.join(Student, FamilyStudent.student_id == Student.id)).all())  # type: ignore[arg-type]


def test_what_was_added_by_hand_stays_when_an_export_removes_what_is_gone(desk: Desk) -> None:
    act(desk, adding.add_family, person("NEUF", "P-1"))
    put_in(desk, "P-1", True, "NEUF", "P-2")
    put_in(desk, "F1", False, "NEUF")
    report = desk.bring_in(remove_absent=True)
    assert members(desk)["F1"] == ["Jocelyne", "Marc", "Ada"]
    assert ("P-1", "P-2") in links(desk)
    assert report.tables["familles"].gone == report.tables["eleves"].gone == 0


def test_a_family_that_is_gone_stays_for_a_student_of_the_offices(desk: Desk) -> None:
    put_in(desk, "F2", True, "NEUF", "P-2")
    desk.lay("familles", *TWO)
    desk.bring_in(remove_absent=True)
    assert members(desk)["F2"] == ["Claire"]
    assert links(desk) == {("F1", "E1"), ("F2", "P-2")}


def test_a_family_that_is_gone_stays_for_a_guardian_of_the_offices(desk: Desk) -> None:
    put_in(desk, "F2", False, "NEUF")
    desk.lay("familles", *TWO)
    desk.bring_in(remove_absent=True)
    assert members(desk)["F2"] == ["Claire", "Ada"]


def test_a_guardian_of_the_export_goes_from_a_family_that_the_export_still_has(desk: Desk) -> None:
    put_in(desk, "F1", True, "NEUF", "P-2")
    put_in(desk, "F1", False, "NEUF")
    desk.lay("familles", *TWO[:2], EXPORT["familles"][2])
    desk.bring_in(remove_absent=True)
    assert members(desk)["F1"] == ["Jocelyne", "Ada"]


def test_what_an_export_brings_is_adopted_and_goes_when_it_goes(desk: Desk) -> None:
    act(desk, adding.add_family, person("NEUF", "P-1"))
    put_in(desk, "P-1", True, "NEUF", "P-2")
    desk.lay("familles", *TWO, EXPORT["familles"][2], "P-1;NEUF;Ada;")
    desk.add("eleves", "P-2;P-1;NEUF;Ada;")
    desk.bring_in()
    assert [each.by_hand for model in (Family, Guardian, Student) for each in desk.all(model)] == [False] * 9
    desk.lay("familles", *TWO, EXPORT["familles"][2])
    desk.add("eleves")
    desk.bring_in(remove_absent=True)
    assert "P-1" not in members(desk)
    assert len(desk.all(Student)) == 1


def test_somebody_of_the_export_does_not_take_the_place_of_somebody_by_hand(desk: Desk) -> None:
    put_in(desk, "F2", False, "NEUF")
    desk.lay("familles", *TWO, EXPORT["familles"][2], "F2;BERNIER;Olivier;")
    desk.bring_in()
    assert members(desk)["F2"] == ["Claire", "Olivier", "Ada"]


def test_a_correction_stays_until_the_export_says_something_else(desk: Desk) -> None:
    correct(desk, Student, given_name="Adrienne")
    report = desk.bring_in()
    assert desk.only(Student).given_name == "Adrienne"
    assert "est gardée, l’export a encore" in report.warnings[0]
    desk.lay("eleves", EXPORT["eleves"][0], "E1;F1;ABOLANT;Sacha;14/09/1995")
    desk.bring_in()
    assert desk.only(Student).given_name == "Sacha"


def both(db: Session, reference: str) -> tuple[Family, Student]:
    return family(db, reference), db.exec(select(Student)).one()


def test_a_link_and_an_unlink_stand(desk: Desk) -> None:
    assert act(desk, lambda db, who, now: linking.link(db, who, *both(db, "F2"), now))
    assert act(desk, lambda db, who, now: linking.unlink(db, who, *both(db, "F1"), now))
    for _ in range(2):
        report = desk.bring_in(remove_absent=True)
        assert links(desk) == {("F2", "E1")}
        assert report.tables["eleves"].changed == 0
    desk.lay("eleves", EXPORT["eleves"][0], "E1;F1;ABOLANT;Sacha;14/09/1995")
    desk.bring_in()
    assert links(desk) == {("F2", "E1")}


def test_the_last_family_of_a_student_cannot_be_unlinked(desk: Desk) -> None:
    assert not act(desk, lambda db, who, now: linking.unlink(db, who, *both(db, "F1"), now))
    assert not act(desk, lambda db, who, now: linking.link(db, who, *both(db, "F1"), now))
    assert links(desk) == {("F1", "E1")}


@pytest.mark.parametrize("row", ["F1;ABOLANT;Marc;mabolant", "F1;ABOLANT;Marc;", "F1;ABOLANT-NEUF;Marc;mabolant"])
def test_a_guardian_with_a_family_apart_stays_in_it(desk: Desk, row: str) -> None:
    apart = separate(desk)
    desk.lay("familles", *TWO[:2], row, EXPORT["familles"][2])
    for _ in range(2):
        desk.bring_in(remove_absent=True)
        assert members(desk) == {"F1": ["Jocelyne"], "F2": ["Claire"], apart: ["Marc"]}
        assert links(desk) == {("F1", "E1"), (apart, "E1")}
    names = {each.given_name: each.surname for each in desk.all(Guardian)}
    assert names["Marc"] == row.split(";")[1]
    assert len(desk.all(Account)) == 4


def test_a_guardian_apart_whom_the_export_forgets_stays(desk: Desk) -> None:
    apart = separate(desk)
    desk.lay("familles", *TWO[:2], EXPORT["familles"][2])
    desk.bring_in(remove_absent=True)
    assert members(desk)[apart] == ["Marc"]


def test_a_family_apart_that_the_software_knows_at_last_is_its_own(desk: Desk) -> None:
    apart = separate(desk)
    desk.lay("familles", *TWO[:2], f"{apart};ABOLANT;Marc;mabolant", EXPORT["familles"][2])
    desk.bring_in(remove_absent=True)
    assert members(desk)[apart] == ["Marc"]
    assert not any(each.by_hand for each in desk.all(Family))
