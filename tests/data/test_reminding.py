"""Reminders: who has not answered, who can be reached, and what thousands of families cost."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import Session, col, func, select, update

from data import database, reenrolments
from data.accounts import Account
from data.enrolments import Enrolment
from data.families import Family, Guardian
from data.outbox import REENROLMENT_REMINDER, Mail
from data.reenrolments import reminding, unanswered
from data.reenrolments.reminding import Plan
from data.settings import Settings
from data.sites import Site
from data.students import FamilyStudent, Student
from tests.asking_for import NOW, TODAY, as_person
from tests.costs import counted
from tests.people import People
from tests.reenrolling import folder_for, open_reenrolment, reenrol, wish_for
from tests.schooling import LAST_YEAR, add_student, enrol

DAY = 24 * 3600


@pytest.fixture
def db(settings: Settings) -> Iterator[Session]:
    """The crowd’s database, in which the near site has opened re-enrolment."""
    with database.transaction(settings.database) as session:
        open_reenrolment(session)
        yield session


def names(db: Session, people: People) -> list[str]:
    listing = unanswered.unanswered_in(db, as_person(db, people.office).site, 1, TODAY)
    assert listing.total == len(listing.rows)
    return [each.name for each in listing.rows]


def plan(db: Session, people: People, now: int = NOW) -> Plan:
    return reminding.plan_of(db, as_person(db, people.office).site, now, TODAY)


def remind(db: Session, people: People, now: int = NOW) -> int:
    return reminding.remind(db, as_person(db, people.office), now, TODAY)


def share(db: Session, people: People, given_name: str) -> None:
    """A student of the family is one of the neighbour’s, too."""
    student = folder_for(db, people.family, given_name).student
    db.add(FamilyStudent(family_id=as_person(db, people.neighbour).family, student_id=student.id))
    db.flush()


def test_whoever_has_a_course_this_year_is_waited_for(db: Session, people: People) -> None:
    family = as_person(db, people.family)
    enrol(db, add_student(db, family.site, family.family, "D’ALMEIDA", "Élie"), year=LAST_YEAR)
    assert names(db, people) == ["D’ALMEIDA Adrien", "D’ALMEIDA Zoé", "LE GOFF Adrien", "LE GOFF Zoé"]


def test_who_has_sent_or_was_decided_has_answered(db: Session, people: People) -> None:
    reenrol(db, people.family)
    reenrol(db, people.neighbour, "Zoé", "Danse")
    decided = folder_for(db, people.neighbour, "Zoé").reenrolment
    assert decided
    decided.state = reenrolments.State.DECLINED
    db.flush()
    assert names(db, people) == ["D’ALMEIDA Zoé", "LE GOFF Adrien"]


def test_a_draft_is_no_answer_and_neither_is_what_was_taken_back(db: Session, people: People) -> None:
    wish_for(db, people.family, "Zoé", "Danse")
    reenrol(db, people.family)
    assert reenrolments.take_back(db, as_person(db, people.family), folder_for(db, people.family), NOW)
    db.flush()
    listing = unanswered.unanswered_in(db, as_person(db, people.office).site, 1, TODAY)
    assert [each.draft for each in listing.rows] == [NOW, NOW, None, None]


def test_one_answer_is_enough_where_parents_live_apart(db: Session, people: People) -> None:
    share(db, people, "Adrien")
    assert len(names(db, people)) == 4
    reenrol(db, people.neighbour, "Zoé", "Danse")
    reenrol(db, people.family)
    assert names(db, people) == ["D’ALMEIDA Zoé", "LE GOFF Adrien"]


def test_an_answer_for_another_year_is_none(db: Session, people: People) -> None:
    reenrol(db, people.family)
    site = db.get_one(Site, as_person(db, people.office).site)
    site.reenrolment_year = "2028-2029"
    db.flush()
    assert len(names(db, people)) == 4


def test_a_family_is_reminded_of_its_own_who_wait(db: Session, people: People) -> None:
    share(db, people, "Zoé")
    reenrol(db, people.family)
    assert {each.recipient: each.children for each in plan(db, people).reminders} == {
        people.family.email: ["Zoé"],
        people.neighbour.email: ["Adrien", "Zoé D’ALMEIDA", "Zoé LE GOFF"],
    }


def test_each_account_of_a_family_gets_one_mail_and_each_address(db: Session, people: People) -> None:
    family = as_person(db, people.family)
    for rank, email in ((1, "autre@example.fr"), (2, people.family.email)):
        guardian = Guardian(family_id=family.family, rank=rank, surname="X", given_name=f"{rank}", email=email)
        db.add(guardian)
        db.flush()
        db.add(Account(site_id=family.site, username=f"x{rank}", guardian_id=guardian.id))
    db.flush()
    found = plan(db, people)
    assert sorted(each.recipient for each in found.reminders) == sorted(
        ["autre@example.fr", people.family.email, people.neighbour.email]
    )
    assert found.families == 2


def test_who_cannot_be_reached_is_counted_and_marked(db: Session, people: People) -> None:
    db.exec(update(Guardian).where(col(Guardian.id) == as_person(db, people.family).guardian).values(email=""))
    listing = unanswered.unanswered_in(db, as_person(db, people.office).site, 1, TODAY)
    assert [each.families[0].has_address for each in listing.rows] == [False, False, True, True]
    found = plan(db, people)
    assert (found.unreachable, found.families, len(found.reminders)) == (1, 1, 1)


def test_an_address_without_an_account_reaches_nobody(db: Session, people: People) -> None:
    family = as_person(db, people.family)
    db.exec(update(Account).where(col(Account.id) == family.account).values(guardian_id=None))
    listing = unanswered.unanswered_in(db, family.site, 1, TODAY)
    marked = listing.rows[0].families[0]
    assert (marked.has_address, marked.is_reachable) == (True, False)
    assert plan(db, people).unreachable == 1


def test_a_family_is_reminded_once_a_day(db: Session, people: People) -> None:
    assert remind(db, people) == 2
    later = plan(db, people, NOW + DAY - 1)
    assert (later.reminders, later.recent) == ([], 2)
    assert remind(db, people, NOW + DAY - 1) == 0
    assert remind(db, people, NOW + DAY) == 2


def test_a_reminder_that_failed_does_not_count(db: Session, people: People) -> None:
    remind(db, people)
    db.exec(update(Mail).where(col(Mail.recipient) == people.family.email).values(failed_at=NOW))
    assert [each.recipient for each in plan(db, people, NOW + 1).reminders] == [people.family.email]


@pytest.mark.parametrize("decided", [{"reenrolment_opens": None}, {"reenrolment_closes": TODAY.replace(day=1)}])
def test_while_it_is_closed_nobody_is_reminded(db: Session, people: People, decided: dict[str, Any]) -> None:
    open_reenrolment(db, **decided)
    assert remind(db, people) == 0
    assert db.exec(select(func.count()).select_from(Mail)).one() == 0


def test_another_site_is_left_alone(db: Session, people: People) -> None:
    open_reenrolment(db, "rive-droite")
    remind(db, people)
    assert set(db.exec(select(Mail.recipient))) == {people.family.email, people.neighbour.email}
    far = reminding.plan_of(db, as_person(db, people.far_office).site, NOW, TODAY)
    assert [each.recipient for each in far.reminders] == [people.far_neighbour.email]


def crowd(db: Session, site: int, count: int) -> None:
    """Many families with a student each, all in one course."""
    course = enrol(db, add_student(db, site, 1, "PREMIER", "Élève")).course_id
    families = [Family(site_id=site, reference=f"M{number}") for number in range(count)]
    students = [
        Student(site_id=site, reference=f"M{number}", surname=f"NOM-{number:05}", given_name="Zoé")
        for number in range(count)
    ]
    db.add_all([*families, *students])
    db.flush()
    guardians = [Guardian(family_id=f.id, surname="N", given_name="P", email=f"{f.key}@example.fr") for f in families]
    db.add_all(guardians)
    db.flush()
    db.add_all(Account(site_id=site, username=g.key, guardian_id=g.id) for g in guardians)
    db.add_all(FamilyStudent(family_id=f.id, student_id=s.id) for f, s in zip(families, students, strict=True))
    db.add_all(enrolments_of(course, students))
    db.flush()


def enrolments_of(course: int, students: list[Student]) -> list[Enrolment]:
    return [Enrolment(student_id=each.id, course_id=course) for each in students]


def test_three_thousand_families_cost_a_few_statements(db: Session, people: People) -> None:
    office = as_person(db, people.office)
    crowd(db, office.site, 3000)
    with counted() as costs:
        assert reminding.remind(db, office, NOW, TODAY) == 3002
        db.flush()
    inserts = [each for each in costs.writes if each.startswith("INSERT INTO outbox")]
    assert len(inserts) == 1
    assert len(costs.statements) <= 9
    with counted() as costs:
        listing = unanswered.unanswered_in(db, office.site, 61, TODAY)
    assert (len(listing.rows), listing.total, len(costs.statements)) == (5, 3005, 4)
    assert db.exec(select(func.count()).where(Mail.kind == REENROLMENT_REMINDER)).one() == 3002
