"""Rows that are gone are told, and removed with their dependents only when asked."""

from pathlib import Path

import pytest
from sqlmodel import update

from data import database, outbox
from data.accounts import Account
from data.agenda import CalendarFeed, make_feed
from data.changes import ApprovedValue, ChangeRequest, ProposedChange
from data.enrolments import Enrolment, FollowUp
from data.families import Family, Guardian
from data.ledger import Entry, EntryLine
from data.repertoire import Work
from data.sessions import UserSession, open_session
from data.students import FamilyStudent, Student
from tests.data.decisions import approve, propose
from tests.data.exports import EXPORT, Desk, counts


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.lay_export()
    desk.bring_in()
    return desk


def keep_headers(desk: Desk, *tables: str) -> None:
    for table in tables:
        desk.lay(table, EXPORT[table][0])


def test_a_row_that_is_gone_is_told_and_stays(desk: Desk) -> None:
    keep_headers(desk, "suivi")
    assert counts(desk.bring_in(), "suivi") == (0, 0, 0, 1, 0)
    assert len(desk.all(FollowUp)) == 1


def test_a_row_that_is_gone_is_removed_when_asked(desk: Desk) -> None:
    keep_headers(desk, "suivi")
    assert counts(desk.bring_in(remove_absent=True), "suivi") == (0, 0, 0, 1, 1)
    assert desk.all(FollowUp) == []
    assert len(desk.all(Enrolment)) == 1


def test_a_dry_run_removes_nothing(desk: Desk) -> None:
    keep_headers(desk, *EXPORT)
    before = desk.dump()
    assert counts(desk.bring_in(dry_run=True, remove_absent=True), "familles") == (0, 0, 0, 2, 2)
    assert desk.dump() == before


def test_everything_may_go(desk: Desk) -> None:
    keep_headers(desk, *EXPORT)
    desk.bring_in(remove_absent=True)
    assert [table for table, rows in desk.dump().items() if rows] == ["site"]


def test_a_removed_student_takes_its_dependents(desk: Desk) -> None:
    for table in EXPORT.keys() - {"eleves"}:
        (desk.folder / f"{table}.csv").unlink()
    keep_headers(desk, "eleves")
    desk.bring_in(remove_absent=True)
    assert [desk.all(model) for model in (Student, FamilyStudent, Enrolment, FollowUp, Work)] == [[]] * 5
    assert len(desk.all(Family)) == 2


def test_a_removed_family_takes_its_ledger_and_its_guardians(desk: Desk) -> None:
    for table in EXPORT.keys() - {"familles"}:
        (desk.folder / f"{table}.csv").unlink()
    desk.lay("familles", EXPORT["familles"][0], EXPORT["familles"][2])
    desk.bring_in(remove_absent=True)
    assert [desk.all(model) for model in (FamilyStudent, Entry, EntryLine)] == [[]] * 3
    assert (desk.only(Family).reference, desk.only(Guardian).surname) == ("F2", "BERNIER")
    assert len(desk.all(Student)) == 1


def test_a_removed_course_leaves_the_works_played_in_it(desk: Desk) -> None:
    keep_headers(desk, "cours", "inscriptions", "suivi", "evaluations", "absences")
    (desk.folder / "repertoire.csv").unlink()
    desk.bring_in(remove_absent=True)
    assert desk.only(Work).course_id is None


def test_the_account_of_a_removed_guardian_goes_with_its_sessions_and_its_mails_stay(desk: Desk) -> None:
    with database.transaction(desk.database) as db:
        db.exec(update(Account).values(password_hash="argon"))
        account = desk.all(Account)[1]
        open_session(db, account.id, temporary=False, now=0)
        db.add(outbox.Mail(site_id=1, account_id=account.id, kind="x", recipient="", created_at=0, due_at=0))
    desk.lay("familles", *EXPORT["familles"][:2])
    desk.bring_in(remove_absent=True)
    assert desk.only(Account).username == "jabolant"
    assert desk.all(UserSession) == []
    assert desk.only(outbox.Mail).account_id is None


@pytest.mark.parametrize(("remove_absent", "left"), [(True, [2]), (False, [1, 2])])
def test_a_removed_guardian_knows_the_address_of_no_calendar(desk: Desk, remove_absent: bool, left: list[int]) -> None:
    head, *rows = EXPORT["familles"]
    desk.lay("familles", head, *rows, "F1;ABOLANT;Paul;pabolant")
    desk.bring_in()
    with database.transaction(desk.database) as db:
        for family in desk.all(Family):
            make_feed(db, family.id)
    desk.lay("familles", head, *rows)
    desk.bring_in(remove_absent=remove_absent)
    assert [feed.family_id for feed in desk.all(CalendarFeed)] == left


def test_another_site_loses_nothing(desk: Desk) -> None:
    with database.transaction(desk.database) as db:
        db.add(Student(site_id=2, reference="E1", surname="VAL", given_name="Zoé"))
    keep_headers(desk, *EXPORT)
    desk.bring_in(remove_absent=True)
    assert desk.only(Student).site_id == 2


def test_what_a_family_asked_for_outlives_its_records(desk: Desk) -> None:
    student, guardian = desk.only(Student), desk.all(Guardian)[0]
    account = desk.all(Account)[0].id
    propose(desk, student, town="Olivet", account=account)
    propose(desk, guardian, town="Olivet", account=account)
    keep_headers(desk, *EXPORT)
    desk.bring_in(remove_absent=True)
    links = ("family_id", "account_id", "guardian_id", "student_id")
    assert {getattr(asked, link) for asked in desk.all(ChangeRequest) for link in links} == {None}
    assert [asked.subject for asked in desk.all(ChangeRequest)] == [student.name, guardian.name]
    assert {change.value for change in desk.all(ProposedChange)} == {"Olivet"}


def test_what_was_approved_for_a_record_goes_with_it(desk: Desk) -> None:
    approve(desk, desk.only(Student), town="Olivet")
    approve(desk, desk.all(Guardian)[0], town="Olivet")
    approve(desk, desk.all(Guardian)[1], town="Olivet")
    desk.lay("familles", EXPORT["familles"][0], EXPORT["familles"][2])
    keep_headers(desk, *(EXPORT.keys() - {"familles"}))
    desk.bring_in(remove_absent=True)
    assert desk.only(ApprovedValue).guardian_id == desk.only(Guardian).id
    assert len(desk.all(ChangeRequest)) == 3
