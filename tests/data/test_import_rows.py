"""What follows from several cells or several rows: families of a student, documents, lines, moved years."""

import datetime
from pathlib import Path

import pytest

from data.courses import Course
from data.enrolments import Enrolment, FollowUp
from data.families import Family
from data.imports import Moved
from data.ledger import Entry, EntryLine
from data.repertoire import Work
from data.students import FamilyStudent, Student
from tests.data.exports import EXPORT, Desk, counts


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.lay_export()
    return desk


def families(desk: Desk) -> list[str]:
    names = {family.id: family.reference for family in desk.all(Family)}
    return sorted(names[link.family_id] for link in desk.all(FamilyStudent))


def student(families: str) -> list[str]:
    return [EXPORT["eleves"][0], f"E1;{families};ABOLANT;Adrien;14/09/1995"]


def test_a_student_may_belong_to_two_families(desk: Desk) -> None:
    desk.lay("eleves", *student("F2 | F1"))
    desk.bring_in()
    assert families(desk) == ["F1", "F2"]
    desk.lay("eleves", *student("F1|F2"))
    assert not desk.bring_in().touched


def test_the_families_of_a_student_follow_the_export(desk: Desk) -> None:
    desk.bring_in()
    desk.lay("eleves", *student("F2"))
    assert counts(desk.bring_in(), "eleves") == (0, 1, 0, 0, 0)
    assert families(desk) == ["F2"]


def test_a_student_needs_every_family_to_exist(desk: Desk) -> None:
    desk.lay("eleves", *student("F1|F8|F9"))
    assert [error.split("« ")[2] for error in desk.refused()] == [
        f"F{number} » ne figure pas dans " for number in (8, 9)
    ]


@pytest.mark.parametrize(
    ("debit", "credit", "document", "expected"),
    [
        ("93,24", "", "", "payment_notice"),
        ("93,24", "93,24", "", "payment_notice"),
        ("", "93,24", "", "receipt"),
        ("", "", "", "payment_notice"),
        ("93,24", "", "reçu", "receipt"),
        ("", "93,24", "Facture", "payment_notice"),
    ],
)
def test_a_document_is_said_or_follows_from_the_amounts(
    desk: Desk, debit: str, credit: str, document: str, expected: str
) -> None:
    row = f"O1;F1;cotisations;19/12/2013;AVIS;{debit};{credit};{document}"
    desk.lay("operations", f"{EXPORT['operations'][0]};Document", row)
    desk.bring_in()
    assert desk.only(Entry).document == expected


def test_lines_that_make_another_sum_are_a_warning(desk: Desk) -> None:
    desk.add("lignes", "O1;Droits;1,00")
    assert desk.bring_in().warnings == [
        "opération «\u00a0O1\u00a0»\u00a0: débit 93,24\u00a0€, total de ses lignes 94,24\u00a0€"
    ]


def test_lines_are_known_by_their_order(desk: Desk) -> None:
    desk.bring_in()
    desk.lay("lignes", EXPORT["lignes"][0], *reversed(EXPORT["lignes"][1:]))
    assert counts(desk.bring_in(), "lignes") == (0, 2, 0, 0, 0)
    assert [line.amount for line in desk.all(EntryLine)] == [2124, 7200]


def test_references_of_different_tables_may_be_the_same(desk: Desk) -> None:
    desk.lay("operations", EXPORT["operations"][0], "F1;F1;cotisations;19/12/2013;AVIS;93,24;")
    desk.lay("lignes", EXPORT["lignes"][0], "F1;Trompette;93,24")
    desk.bring_in()
    assert desk.only(EntryLine).rank == 0


def test_a_work_may_have_neither_composer_nor_date_nor_course(desk: Desk) -> None:
    desk.lay("repertoire", "Référence élève;Œuvre", "E1;Chanson du soir")
    desk.bring_in()
    assert counts(desk.bring_in(), "repertoire") == (0, 0, 1, 0, 0)
    assert (desk.only(Work).composer, desk.only(Work).date, desk.only(Work).course_id) == ("", None, None)


def test_an_enrolment_is_active_unless_the_export_says_no(desk: Desk) -> None:
    desk.lay("inscriptions", "Référence élève;Référence cours", "E1;C1")
    desk.bring_in()
    assert desk.only(Enrolment).active
    desk.lay("inscriptions", "Référence élève;Référence cours;Actif", "E1;C1;")
    desk.bring_in()
    assert not desk.only(Enrolment).active


def test_dates_and_school_years_move_together(desk: Desk) -> None:
    desk.bring_in(moved=Moved(years=2))
    assert desk.only(Course).school_year == "2015-2016"
    assert desk.only(FollowUp).date == datetime.date(2015, 11, 12)
    assert desk.only(Student).birth_date == datetime.date(1997, 9, 14)
    assert not desk.bring_in(moved=Moved(years=2)).touched


def test_the_29th_of_february_becomes_the_28th(desk: Desk) -> None:
    desk.lay("suivi", EXPORT["suivi"][0], "E1;C1;29/02/2012;Bissextile.")
    desk.bring_in(moved=Moved(years=-1))
    assert desk.only(FollowUp).date == datetime.date(2011, 2, 28)


def test_rows_whose_reference_is_fixed_do_not_move(desk: Desk) -> None:
    desk.bring_in(moved=Moved(years=2, fixed=frozenset({"E1", "O1"})))
    assert desk.only(Student).birth_date == datetime.date(1995, 9, 14)
    assert desk.only(Entry).date == datetime.date(2013, 12, 19)
    assert desk.only(FollowUp).date.year == 2015
