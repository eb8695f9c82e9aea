"""A re-enrolment before the office: what is wished, its documents, its history, and what a page shows of it."""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, bindparam, col, or_, select

from data.documents import DocumentState, RequiredDocument, SuppliedDocument
from data.families import Family, Guardian, Named
from data.keys import digest
from data.reenrolments.folder import is_asked
from data.reenrolments.tables import DECIDED, WAITING, CourseChoice, Reenrolment, ReenrolmentEvent, State
from data.students import Student

WHOLE = "demande"  # what is wrong with no document in particular
MARK = 12  # signs of a digest: enough to tell two states of one page apart
OUTDATED = "La demande a changé pendant que vous lisiez. Rien n’a été enregistré : relisez-la."
REMOVED = "La famille a retiré une pièce pendant que vous lisiez. Rien n’a été enregistré : relisez les pièces."
REPLACED = "« {} » : la famille a donné une autre pièce pendant que vous lisiez. Consultez-la avant de décider."
SETTLED = "« {} » : pendant que vous lisiez, cette pièce a été {} par « {} ». Votre choix n’a pas été enregistré."
BECAME = {DocumentState.APPROVED: "validée", DocumentState.DECLINED: "refusée"}


class Exhibit(NamedTuple):
    """A document of a case: what is asked for, unless it is no more, and what was supplied, if anything was."""

    required: RequiredDocument | None
    supplied: SuppliedDocument | None

    @property
    def name(self) -> str:
        """What it is called."""
        return self.supplied.name if self.supplied else self.required.name if self.required else ""

    @property
    def is_compulsory(self) -> bool:
        """Whether a re-enrolment should not be approved without it."""
        return self.required is not None and not self.required.optional

    @property
    def is_lacking(self) -> bool:
        """Whether the family can still be asked for it."""
        return self.required is not None and (self.supplied is None or self.supplied.state == DocumentState.DECLINED)


@dataclass(frozen=True)
class Case:
    """A re-enrolment that was sent, with all that it takes to decide it."""

    row: Reenrolment
    choices: tuple[CourseChoice, ...]
    documents: tuple[Exhibit, ...]
    history: tuple[ReenrolmentEvent, ...]
    student: str  # the key of the student; empty when there is none any more
    family: Named | None

    @property
    def waits(self) -> bool:
        """Whether it can be decided."""
        return self.row.state in WAITING

    @property
    def is_decided(self) -> bool:
        """Whether the office has said its last word."""
        return self.row.state in DECIDED

    @property
    def supplied(self) -> dict[str, SuppliedDocument]:
        """The documents that are there, by key."""
        return {each.supplied.key: each.supplied for each in self.documents if each.supplied}

    @property
    def seen(self) -> dict[str, str]:
        """What a page shows, in short, to be compared when the decision comes."""
        row, courses = self.row, [[each.title, each.ticked, each.wish] for each in self.choices]
        whole = [row.state, row.sent_at, row.administrative, row.remarks, row.asked, courses]
        return {WHOLE: _mark(whole), **{key: _mark([x.stored, x.state, x.reason]) for key, x in self.supplied.items()}}

    def moved(self, seen: Mapping[str, str]) -> dict[str, str]:
        """What is no longer as a page has shown it, by place, in French."""
        now, there = self.seen, self.supplied
        found = {WHOLE: OUTDATED} if seen.get(WHOLE) != now[WHOLE] else {}
        if not found and seen.keys() - now.keys():
            found = {WHOLE: REMOVED}
        return found | {key: _how(there[key]) for key in there if seen.get(key) != now[key]}


def _mark(shown: list[Any]) -> str:
    return digest(json.dumps(shown))[:MARK]


def _how(document: SuppliedDocument) -> str:
    if document.state == DocumentState.SUPPLIED:
        return REPLACED.format(document.name)
    return SETTLED.format(document.name, BECAME[DocumentState(document.state)], document.decided_by)


GIVEN_FOR = and_(  # the documents of the student and those of the household
    col(SuppliedDocument.family_id) == Reenrolment.family_id,
    col(SuppliedDocument.school_year) == Reenrolment.school_year,
    or_(col(SuppliedDocument.of_household), col(SuppliedDocument.student_id) == Reenrolment.student_id),
)
CASE = (
    select(  # type: ignore[call-overload]
        Reenrolment, CourseChoice, ReenrolmentEvent, Student.key, Student.birth_date, Family.key, Guardian.surname
    )
    .outerjoin(CourseChoice, col(CourseChoice.reenrolment_id) == Reenrolment.id)
    .outerjoin(ReenrolmentEvent, col(ReenrolmentEvent.reenrolment_id) == Reenrolment.id)
    .outerjoin(Student, col(Student.id) == Reenrolment.student_id)
    .outerjoin(Guardian, and_(Guardian.family_id == Reenrolment.family_id, Guardian.rank == 0))
    .outerjoin(Family, col(Family.id) == Guardian.family_id)
    .where(
        Reenrolment.site_id == bindparam("site"),
        Reenrolment.key == bindparam("key"),
        Reenrolment.state != State.DRAFT,
    )
    .order_by(col(CourseChoice.rank), col(CourseChoice.id), col(ReenrolmentEvent.id))
)
Wanted = aliased(
    RequiredDocument, select(RequiredDocument).where(RequiredDocument.site_id == bindparam("site")).subquery()
)
Given = aliased(
    SuppliedDocument,
    select(SuppliedDocument)
    .where(
        SuppliedDocument.family_id == bindparam("family"),
        SuppliedDocument.school_year == bindparam("year"),
        or_(col(SuppliedDocument.of_household), SuppliedDocument.student_id == bindparam("student")),
    )
    .subquery(),
)
EXHIBITS = (
    select(Wanted, Given)
    .outerjoin(Given, col(Given.required_id) == Wanted.id, full=True)
    .order_by(col(Wanted.rank).is_(None), col(Wanted.rank), col(Given.id))
)


def case_of(db: Session, site: int, key: str) -> Case | None:
    """A re-enrolment of this site that was sent; the family’s draft is nobody’s business. Two statements."""
    found = db.exec(CASE, params={"site": site, "key": key}).all()
    if not found:
        return None
    row, _, _, student, born, family, surname = found[0]
    choices = tuple({each.id: each for _, each, *_ in found if each}.values())
    history = {each.id: each for _, _, each, *_ in found if each}
    return Case(
        row,
        choices,
        _exhibits(db, row, choices, born),
        tuple(history[each] for each in sorted(history)),
        student or "",
        Named(family, surname) if family else None,
    )


def _exhibits(
    db: Session, row: Reenrolment, choices: tuple[CourseChoice, ...], born: datetime.date | None
) -> tuple[Exhibit, ...]:
    """What is asked for in its order, then what was given for something that is asked for no more."""
    whose = {"site": row.site_id, "family": row.family_id, "student": row.student_id, "year": row.school_year}
    found = (Exhibit(required, supplied) for required, supplied in db.exec(EXHIBITS, params=whose))
    return tuple(
        each
        for each in found
        if each.supplied or (each.required and is_asked(each.required, choices, born, row.school_year))
    )


def is_taken_back(db: Session, site: int, key: str) -> bool:
    """Whether the family has taken back what it had sent."""
    draft = select(Reenrolment.id).where(
        Reenrolment.site_id == site, Reenrolment.key == key, Reenrolment.state == State.DRAFT, Reenrolment.number != ""
    )
    return db.exec(draft).first() is not None


def shown_document(db: Session, site: int, key: str, document: str) -> SuppliedDocument | None:
    """A document that belongs to a re-enrolment of this site, while that is before the office or decided."""
    found = (
        select(SuppliedDocument)
        .join(Reenrolment, GIVEN_FOR)
        .where(Reenrolment.site_id == site, Reenrolment.key == key, Reenrolment.state != State.DRAFT)
        .where(SuppliedDocument.key == document)
    )
    return db.exec(found).first()
