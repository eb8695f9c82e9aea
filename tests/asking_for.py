"""What families ask for in the tests: requests as a family sends them, and a queue that is longer than a page."""

import datetime

from sqlmodel import Session, select

from data import changes
from data.accounts import Account
from data.changes import (
    ChangeEvent,
    ChangeRequest,
    Decision,
    ProposedChange,
    Record,
    Ruling,
    State,
    Step,
    Verdict,
    Wish,
)
from data.families import Guardian
from data.sessions import Person
from data.sites import Site
from data.students import FamilyStudent, Student
from tests.people import Someone

NOW = 1_795_000_000  # as the clock of the tests stands
TODAY = datetime.date(2026, 11, 18)


def as_person(db: Session, who: Someone) -> Person:
    """Somebody of the tests as the portal knows them when they are signed in."""
    site = db.exec(select(Site).where(Site.slug == who.site)).one()
    account = db.exec(select(Account).where(Account.site_id == site.id, Account.username == who.username)).one()
    guardian = db.get(Guardian, account.guardian_id) if account.guardian_id else None
    return Person(
        session="",
        temporary=False,
        touched_at=NOW,
        account=account.id,
        accessible=False,
        office=account.office,
        administrator=account.office and account.administrator,
        unsecured=False,
        guardian=guardian.id if guardian else 0,
        family=guardian.family_id if guardian else 0,
        surname=guardian.surname if guardian else "",
        given_name=guardian.given_name if guardian else "",
        site=site.id,
        site_name=site.name,
        institution=site.institution,
        rentals_tab=site.rentals_tab,
        viewing=False,
        reenrolment_opens=site.reenrolment_opens,
        reenrolment_closes=site.reenrolment_closes,
        texts_version=site.texts_version,
        logo=site.logo,
    )


def record_for(db: Session, who: Person, student: str = "") -> Record:
    """The record of a student of the family, by given name; else the guardian’s own."""
    if not student:
        return db.get_one(Guardian, who.guardian)
    theirs = select(Student).join(FamilyStudent).where(FamilyStudent.family_id == who.family)
    return db.exec(theirs.where(Student.given_name == student)).one()


def ask_for(db: Session, who: Someone, student: str = "", at: int = NOW, **wished: str) -> str:
    """A request of a family, sent or changed; its key."""
    person = as_person(db, who)
    record = record_for(db, person, student)
    outcome = changes.propose(db, person, record, Wish(wished, {}, proven=True), at, TODAY)
    assert not outcome.problems, outcome.problems
    pending = changes.standing_of(db, person.family, record).pending
    assert pending
    return pending.key


def take_back(db: Session, who: Someone, key: str, at: int = NOW) -> None:
    """The family withdraws a request."""
    person = as_person(db, who)
    pending = changes.pending_of(db, person.family, key)
    assert pending
    changes.withdraw(db, person, pending, at)


def decide_all(db: Session, office: Someone, key: str, reason: str = "", *declined: str, at: int = NOW) -> None:
    """The office approves a request, but for the fields that it declines."""
    who = as_person(db, office)
    case = changes.case_of(db, who.site, key)
    assert case
    yes, no = Verdict(Decision.APPROVED), Verdict(Decision.DECLINED, reason)
    verdicts = {each.field.name: no if each.field.name in declined else yes for each in case.lines}
    assert changes.decide(db, who, case, verdicts, case.seen, at).ruling == Ruling.DONE


def fill_queue(db: Session, who: Someone, count: int, first: int = NOW, state: State = State.PENDING) -> None:
    """Many requests at once, a minute apart, each for a student of its own."""
    person = as_person(db, who)
    for number in range(count):
        at = first + 60 * number
        name = f"ÉLÈVE-{number:03} {GIVEN[number % len(GIVEN)]}"
        request = ChangeRequest(
            site_id=person.site,
            number=f"2026-9{number:05}",
            family_id=person.family,
            of_student=True,
            student_id=_student(db, person, number).id,
            subject=name,
            requester=f"PARENT-{number:03} {GIVEN[-number % len(GIVEN)]}",
            sought=f"eleve {number:03}",
            state=state,
            sent_at=at,
            changed_at=at,
            decided_at=None if state == State.PENDING else at,
        )
        db.add(request)
        db.flush()
        db.add(ProposedChange(request_id=request.id, field="town", base="ORLEANS", value="Olivet"))
        db.add(ProposedChange(request_id=request.id, field="postcode", base="", value=f"45{number:03}"))
        db.add(ChangeEvent(request_id=request.id, at=at, step=Step.SENT, who=person.name))


GIVEN = ("Adrien", "Béatrice", "Chloé", "Djamila", "Élise", "Fatou", "Gaspard", "Hélène", "Inès", "Józef", "Koffi")


def _student(db: Session, person: Person, number: int) -> Student:
    student = Student(
        site_id=person.site, reference=f"Q{number}", surname=f"ÉLÈVE-{number:03}", given_name=GIVEN[number % len(GIVEN)]
    )
    db.add(student)
    db.flush()
    db.add(FamilyStudent(family_id=person.family, student_id=student.id))
    return student
