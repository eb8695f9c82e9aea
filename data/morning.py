"""What waits for the office of a demonstration on one morning: made by the verbs that families and the office use."""

import datetime
from collections.abc import Iterator

from sqlmodel import Session, col, func, select, update

from data import changes, reenrolments, sessions, students
from data.accounts import Account
from data.changes import Decision, Verdict, Wish
from data.families import Guardian
from data.outbox import Mail
from data.reenrolments import Arrived
from data.reenrolments.saving import TICKED
from data.sessions import Person
from data.sites import site_of
from data.store import Store
from data.students import Student

HOUR = 3600
AS_EXPORTED = {"abolant", "bernier"}  # whose records are to be looked at as the export has them
WISHES = (
    {"mobile": "06 12 34 56 01"},
    {"profession": "LUTHIÈRE", "town": "OLIVET"},
    {"home_phone": "02 38 00 11 22"},
    {"emergency_contact": "Madame MARCHAND (voisine)"},
    {"work_phone": "02 38 00 33 44", "profession": "INFIRMIER"},
    {"emergency_phone": "06 12 34 56 06", "birth_place": "BLOIS"},
)
REQUESTS, DECIDED, SENT = 15, 3, 5
REASON = "Merci de joindre un justificatif."
OF_STUDENT = {"emergency_contact", "emergency_phone", "birth_place"}
OBJECTS = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
    b"<</Length 59>>stream\nBT /F 24 Tf 72 740 Td (Justificatif de demonstration) Tj ET\nendstream",
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
)


def _paper() -> bytes:
    """A page of PDF, with its table of places, that every reader opens."""
    pdf, places = b"%PDF-1.4\n", []
    for number, content in enumerate(OBJECTS, 1):
        places.append(len(pdf))
        pdf += b"%d 0 obj" % number + content + b"\nendobj\n"
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return pdf + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(pdf)


PAPER = _paper()


def prepare(db: Session, store: Store, slug: str, now: int, today: datetime.date) -> None:
    """Requests and re-enrolments of several families, a few decided; their mails have left, but for one."""
    site = site_of(db, slug)
    assert site
    families = [*_people(db, site.id, False, now)]
    (office, *_) = _people(db, site.id, True, now)
    for number, who in enumerate(families[:REQUESTS]):
        _ask(db, who, number, now - (REQUESTS - number) * HOUR, today)
    for number, key in enumerate([key for key, _ in changes.pending_in(db, site.id)][:DECIDED]):
        _decide(db, office, key, declined=number == DECIDED - 1, now=now)
    sent = 0
    for who in families[REQUESTS:]:
        sent += sent < SENT and _reenrol(db, store, who, now - (SENT - sent) * HOUR, today)
    _deliver(db, site.id, now)
    for who in (office, *families):
        sessions.close_session(db, who.session)


def _people(db: Session, site: int, office: bool, now: int) -> Iterator[Person]:
    """The office, or one of each family, as the portal knows them when they are signed in.

    In the order of the export: the identifiants of some are made by chance.
    """
    asked = select(Account.id, Account.username).outerjoin(Guardian).where(Account.site_id == site)
    asked = asked.where(Account.office == office, func.coalesce(Guardian.rank, 0) == 0)
    for account, username in db.exec(asked.order_by(func.coalesce(Guardian.id, 0), col(Account.id))).all():
        if username not in AS_EXPORTED:
            token = sessions.open_session(db, account, False, now)
            db.flush()
            person = sessions.person_of(db, token, now)
            assert person
            yield person


def _ask(db: Session, who: Person, number: int, at: int, today: datetime.date) -> None:
    wished = WISHES[number % len(WISHES)]
    record: Guardian | Student = db.get_one(Guardian, who.guardian)
    if wished.keys() & OF_STUDENT:
        found = students.students_of(db, who.family)
        if not found:
            return
        record = found[0][0]
    changes.propose(db, who, record, Wish(wished, {}, proven=True), at, today)


def _decide(db: Session, office: Person, key: str, declined: bool, now: int) -> None:
    case = changes.case_of(db, office.site, key)
    if case:
        verdict = Verdict(Decision.DECLINED, REASON) if declined else Verdict(Decision.APPROVED)
        changes.decide(db, office, case, {each.field.name: verdict for each in case.lines}, case.seen, now)


def _reenrol(db: Session, store: Store, who: Person, at: int, today: datetime.date) -> bool:
    """The first student who has a course that is offered again, with the first document that is asked for."""
    for student, _ in students.students_of(db, who.family):
        folder = reenrolments.folder_of(db, who.site, who.family, student, today)
        offered = [line for line in folder.lines if line.offered]
        if not offered:
            continue
        texts = {f"course-{offered[0].key}": TICKED}
        reenrolments.save(db, who, folder, texts, at)
        db.flush()
        _supply(db, store, who, student, at, today)
        folder = reenrolments.folder_of(db, who.site, who.family, student, today)
        reenrolments.send(db, who, folder, at)
        db.flush()
        return True
    return False


def _supply(db: Session, store: Store, who: Person, student: Student, at: int, today: datetime.date) -> None:
    folder = reenrolments.folder_of(db, who.site, who.family, student, today)
    for asked in folder.documents[:1]:
        path = store.arrival()
        path.write_bytes(PAPER)
        before = reenrolments.stored_of(asked)
        arrived = Arrived(asked.required.key, "justificatif.pdf", path, len(PAPER), 1, before=before)
        reenrolments.supply(db, store, who, folder, arrived, at)
    db.flush()


def _deliver(db: Session, site: int, now: int) -> None:
    """As if the postman had been round: all have left, but for one to an address that is not there any more."""
    waiting = update(Mail).where(col(Mail.site_id) == site, col(Mail.sent_at).is_(None), col(Mail.failed_at).is_(None))
    db.exec(waiting.values(sent_at=now))
    lost = db.exec(select(Mail).where(Mail.site_id == site, Mail.recipient != "").order_by(col(Mail.id))).first()
    if lost:
        lost.sent_at, lost.failed_at, lost.tries = None, now, 1
        lost.error = "550 5.1.1 Recipient address rejected: User unknown"
        db.add(lost)
