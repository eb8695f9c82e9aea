"""All documents of a school year under names that any disk takes: whose, what, and as the family called it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlmodel import Session, and_, bindparam, col, func, or_, select

from data.documents import SuppliedDocument
from data.families import Family
from data.reenrolments.tables import Reenrolment, State
from data.students import Student

LONGEST = 70  # bytes of each of the three parts of a name: a disk takes 255
NOT_IN_A_NAME = re.compile(r"[^\w ()’'-]+")
WAS_SENT = (
    select(Reenrolment.id)
    .where(
        Reenrolment.family_id == SuppliedDocument.family_id,
        Reenrolment.school_year == SuppliedDocument.school_year,
        Reenrolment.state != State.DRAFT,
        or_(col(SuppliedDocument.of_household), Reenrolment.student_id == SuppliedDocument.student_id),
    )
    .correlate(SuppliedDocument)
    .exists()
)
OF_THE_OFFICE = and_(
    SuppliedDocument.site_id == bindparam("site"), SuppliedDocument.school_year == bindparam("year"), WAS_SENT
)
FILES = (
    select(  # type: ignore[call-overload]
        SuppliedDocument.stored, SuppliedDocument.name, SuppliedDocument.file_name, Student.reference, Family.reference
    )
    .join(Family, col(Family.id) == SuppliedDocument.family_id)
    .outerjoin(Student, col(Student.id) == SuppliedDocument.student_id)
    .where(OF_THE_OFFICE)
    .order_by(col(Student.reference), col(Family.reference), col(SuppliedDocument.id))
)
WEIGHT = select(func.count(), func.coalesce(func.sum(SuppliedDocument.size), 0)).where(OF_THE_OFFICE)


class Filed(NamedTuple):
    """One document: where it goes in the bundle, and its name in the store."""

    name: str
    stored: str


def weight_of(db: Session, site: int, year: str) -> tuple[int, int]:
    """How many documents, and how many bytes, came with what was sent."""
    count, size = db.exec(WEIGHT, params={"site": site, "year": year}).one()
    return count, size


def files_of(db: Session, site: int, year: str) -> list[Filed]:
    """The documents that came with what was sent; those of a draft are the family’s alone. One statement."""
    found = db.exec(FILES, params={"site": site, "year": year}).all()
    names = (
        _name("famille", family, name, file_name) if student is None else _name("eleve", student, name, file_name)
        for _, name, file_name, student, family in found
    )
    return [Filed(name, stored) for name, (stored, *_) in zip(unlike(names), found, strict=True)]


def _name(whose: str, reference: str, name: str, file_name: str) -> str:
    """« eleve-E12/E12_Justificatif_facture.pdf », of harmless parts."""
    base = file_name.rpartition(".")[0] or file_name
    who = harmless(reference)
    return f"{whose}-{who}/{who}_{harmless(name)}_{harmless(base)}.pdf"


def harmless(words: str) -> str:
    """Letters, digits and a few signs, in one form, on one line; never empty, never a path, never a dot."""
    plain = NOT_IN_A_NAME.sub("-", unicodedata.normalize("NFC", words))
    short = " ".join(plain.split()).encode()[:LONGEST].decode(errors="ignore")
    return short.strip("- ") or "sans-nom"


def unlike(names: Iterable[str]) -> Iterator[str]:
    """Names of PDFs of which no two are the same, not even on a disk that takes « a » for « A »."""
    taken: set[str] = set()
    for name in names:
        unique, number = name, 1
        while unique.casefold() in taken:
            number += 1
            unique = f"{name.removesuffix('.pdf')} ({number}).pdf"
        taken.add(unique.casefold())
        yield unique
