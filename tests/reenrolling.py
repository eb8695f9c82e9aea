"""Re-enrolment for tests: a site that opens it, and families that wish, supply and send."""

import datetime
from typing import Any

from sqlmodel import Session, select

from data import reenrolments
from data.documents import RequiredDocument, SuppliedDocument
from data.reenrolments import Arrived, Folder, Reenrolment
from data.reenrolments.saving import TICKED
from data.sessions import Person
from data.sites import Site
from data.store import Store
from data.students import Student
from tests.asking_for import NOW, TODAY, as_person, record_for
from tests.people import Someone

DOCUMENTS = ("Justificatif d’adresse", "Justificatif de quittance foncière", "Certificat médical (pour la danse)")
OPENS, CLOSES = datetime.date(2026, 11, 1), datetime.date(2026, 11, 30)
SMALL_PDF = b"%PDF-1.4 a small one for tests"


def open_reenrolment(db: Session, slug: str = "rive-gauche", **decided: Any) -> None:
    """A site opens it, with the manual’s three documents."""
    site = db.exec(select(Site).where(Site.slug == slug)).one()
    period = {"reenrolment_opens": OPENS, "reenrolment_closes": CLOSES}
    for attribute, value in {**period, **decided}.items():
        setattr(site, attribute, value)
    db.add(site)
    if not db.exec(select(RequiredDocument).where(RequiredDocument.site_id == site.id)).first():
        db.add_all(RequiredDocument(site_id=site.id, rank=rank, name=name) for rank, name in enumerate(DOCUMENTS))
    db.flush()


def folder_for(db: Session, who: Someone, student: str = "Adrien", today: datetime.date = TODAY) -> Folder:
    """The folder of a student of somebody’s family, by given name."""
    person = as_person(db, who)
    found = record_for(db, person, student)
    assert isinstance(found, Student)
    return reenrolments.folder_of(db, person.site, person.family, found, today)


def wish_for(db: Session, who: Someone, student: str = "Adrien", *titles: str, **texts: str) -> Reenrolment:
    """A draft in which these courses are ticked."""
    folder = folder_for(db, who, student)
    ticked = {f"course-{line.key}": TICKED if line.title in titles else "" for line in folder.lines}
    return reenrolments.save(db, as_person(db, who), folder, {**ticked, **texts}, NOW)


def reenrol(db: Session, who: Someone, student: str = "Adrien", *titles: str, at: int = NOW, **texts: str) -> str:
    """A re-enrolment that was sent; its key."""
    row = wish_for(db, who, student, *(titles or ("Trompette",)), **texts)
    db.flush()
    outcome = reenrolments.send(db, as_person(db, who), folder_for(db, who, student), at)
    assert outcome.answer in (reenrolments.Answer.SENT, reenrolments.Answer.UNTOLD), outcome
    db.flush()
    return row.key


def supply_for(
    db: Session,
    store: Store,
    who: Someone,
    student: str = "Adrien",
    name: str = DOCUMENTS[0],
    content: bytes = SMALL_PDF,
) -> SuppliedDocument:
    """A document that was supplied, as its row."""
    person: Person = as_person(db, who)
    folder = folder_for(db, who, student)
    asked = next(each for each in folder.documents if each.required.name == name)
    path = store.arrival()
    path.write_bytes(content)
    before = reenrolments.stored_of(asked)
    arrived = Arrived(asked.required.key, "justificatif.pdf", path, len(content), 1, before=before)
    reenrolments.supply(db, store, person, folder, arrived, NOW)
    db.flush()
    found = folder_for(db, who, student).document(asked.required.key)
    assert found
    assert found.supplied
    return found.supplied
