"""Documents are given, taken away and looked at: the row and its file live and die together."""

from pathlib import Path
from typing import NamedTuple

from sqlmodel import Session, col, or_, select

from data import audit, journal
from data.documents import LARGEST_FOLDER, DocumentState, RequiredDocument, SuppliedDocument
from data.reenrolments.folder import Asked, Folder
from data.sessions import Person
from data.store import Store


class Arrived(NamedTuple):
    """A document that has been made of what a family sent, and lies in the arrivals."""

    required: str  # the key of what was asked for
    file_name: str
    path: Path
    size: int  # bytes
    pages: int
    remark: str = ""
    before: str = ""  # the stored document that it goes on from, and takes the place of


class Overtaken(Exception):
    """The document is no longer the one that the new pages were put behind."""


def stored_of(asked: Asked) -> str:
    """The stored document that new pages are put behind: not a refused one, whose place they take."""
    supplied = asked.supplied
    return supplied.stored if supplied and supplied.state == DocumentState.SUPPLIED else ""


def fits(folder: Folder, asked: Asked, size: int) -> bool:
    """Whether a document of so many bytes can take the place of the one that is there."""
    return folder.size - (asked.supplied.size if asked.supplied else 0) + size <= LARGEST_FOLDER


def is_overtaken(folder: Folder, arrived: Arrived) -> bool:
    """Whether the document is not, or is no longer, the one that the new pages were put behind."""
    asked = folder.document(arrived.required)
    return asked is None or not folder.may_supply or asked.is_settled or stored_of(asked) != arrived.before


def supply(db: Session, store: Store, who: Person, folder: Folder, arrived: Arrived, now: int) -> str:
    """Write the row and keep the file; gives what is to be dropped once this is committed. Raises Overtaken."""
    asked = folder.document(arrived.required)
    if asked is None or is_overtaken(folder, arrived):
        raise Overtaken
    row = asked.supplied or _new(who, folder, asked)
    former = row.stored
    row.file_name, row.stored = arrived.file_name, store.keep(arrived.path)
    row.size, row.pages, row.remark = arrived.size, arrived.pages, arrived.remark
    row.state, row.reason, row.decided_at, row.decided_by = DocumentState.SUPPLIED, "", None, ""
    row.supplied_at = now
    db.add(row)
    journal.note(db, who, audit.DOCUMENT_SUPPLIED, row.key, now)
    return former


def _new(who: Person, folder: Folder, asked: Asked) -> SuppliedDocument:
    required = asked.required
    return SuppliedDocument(
        site_id=who.site,
        family_id=who.family,
        student_id=None if required.of_household else folder.student.id,
        of_household=required.of_household,
        required_id=required.id,
        school_year=folder.opening.school_year,
        name=required.name,
        file_name="",
        stored="",
        size=0,
        pages=0,
        supplied_at=0,
    )


def remove(db: Session, who: Person, asked: Asked, now: int) -> str:
    """Take a document away; gives what is to be dropped once this is committed. A settled one stays."""
    supplied = asked.supplied
    if supplied is None or asked.is_settled:
        return ""
    db.delete(supplied)
    journal.note(db, who, audit.DOCUMENT_REMOVED, supplied.key, now)
    return supplied.stored


def document_of(db: Session, family: int, student: int, key: str) -> SuppliedDocument | None:
    """A document of this family, given for this student or for the household."""
    of_them = or_(col(SuppliedDocument.of_household), SuppliedDocument.student_id == student)
    asked = select(SuppliedDocument).where(SuppliedDocument.family_id == family, SuppliedDocument.key == key, of_them)
    return db.exec(asked).first()


def stored_names(db: Session) -> set[str]:
    """Every file that a row names: whatever else lies in the store is swept."""
    models = set(db.exec(select(RequiredDocument.model))) - {""}
    return models.union(db.exec(select(SuppliedDocument.stored)))
