"""The folder of one student (dossier): the courses with what was ticked, the documents, and where all of it stands."""

import datetime
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sqlmodel import Session, and_, bindparam, col, or_, select

from data import enrolments
from data.courses import current_year
from data.documents import DocumentState, RequiredDocument, SuppliedDocument
from data.enrolments import Lesson
from data.reenrolments.opening import Opening, Phase, opening_on
from data.reenrolments.tables import DECIDED, WAITING, CourseChoice, Reenrolment, State
from data.sites import Site
from data.students import Student


class Line(NamedTuple):
    """One course of the table."""

    enrolment: int | None  # none: it has been withdrawn since it was ticked
    key: str
    title: str
    discipline: str
    level: str
    teacher: str
    cycle: str
    active: bool
    offered: bool
    ticked: bool
    wish: str


class Asked(NamedTuple):
    """A document that is asked for, and the one that was supplied."""

    required: RequiredDocument
    supplied: SuppliedDocument | None

    @property
    def is_missing(self) -> bool:
        """Whether the office still waits for it."""
        return not self.required.optional and (self.supplied is None or self.supplied.state == DocumentState.DECLINED)

    @property
    def is_settled(self) -> bool:
        """Whether the office has accepted it: it stays."""
        return self.supplied is not None and self.supplied.state == DocumentState.APPROVED


@dataclass(frozen=True)
class Folder:
    """Everything that the tab Réinscription shows."""

    opening: Opening
    student: Student
    reenrolment: Reenrolment | None
    lines: tuple[Line, ...]
    documents: tuple[Asked, ...]

    @property
    def state(self) -> State:
        """Where it stands; nothing begun is a draft."""
        return State(self.reenrolment.state) if self.reenrolment else State.DRAFT

    @property
    def exists(self) -> bool:
        """Whether the family has the tab."""
        return self.opening.phase == Phase.OPEN or self.reenrolment is not None

    @property
    def may_choose(self) -> bool:
        """Whether courses can be ticked."""
        return self.opening.phase == Phase.OPEN and self.state == State.DRAFT

    @property
    def may_remark(self) -> bool:
        """Whether the free text can be changed: where courses can be ticked, and where the office has asked."""
        return self.may_choose or self.state == State.INCOMPLETE

    @property
    def may_supply(self) -> bool:
        """Whether documents can be given: after closing too, to who has asked in time."""
        return self.may_choose or self.state in WAITING

    @property
    def may_take_back(self) -> bool:
        """Whether what was sent can become a draft again."""
        return self.opening.phase == Phase.OPEN and self.state in WAITING

    @property
    def is_decided(self) -> bool:
        """Whether the office has said its last word."""
        return self.state in DECIDED

    @property
    def missing(self) -> list[Asked]:
        """The compulsory documents that are not there, or were refused."""
        return [each for each in self.documents if each.is_missing]

    @property
    def size(self) -> int:
        """Bytes of all documents."""
        return sum(each.supplied.size for each in self.documents if each.supplied)

    def document(self, key: str) -> Asked | None:
        """The one that is asked for under this key."""
        return next((each for each in self.documents if each.required.key == key), None)


CHOICES = (  # of every year: which one is wished for is known once the site has been read
    select(Site, current_year(), Reenrolment, CourseChoice)
    .select_from(Site)
    .outerjoin(
        Reenrolment,
        and_(Reenrolment.family_id == bindparam("family"), Reenrolment.student_id == bindparam("student")),
    )
    .outerjoin(CourseChoice, col(CourseChoice.reenrolment_id) == Reenrolment.id)
    .where(Site.id == bindparam("site"))
    .order_by(col(CourseChoice.rank), col(CourseChoice.id))
)
DOCUMENTS = (
    select(RequiredDocument, SuppliedDocument)
    .outerjoin(
        SuppliedDocument,
        and_(
            SuppliedDocument.required_id == RequiredDocument.id,
            SuppliedDocument.family_id == bindparam("family"),
            SuppliedDocument.school_year == bindparam("year"),
            or_(col(SuppliedDocument.of_household), SuppliedDocument.student_id == bindparam("student")),
        ),
    )
    .where(RequiredDocument.site_id == bindparam("site"))
    .order_by(col(RequiredDocument.rank))
)


def folder_of(db: Session, site: int, family: int, student: Student, today: datetime.date) -> Folder:
    """The folder of a student of this family, who has been found already. Three statements."""
    whose = {"site": site, "family": family, "student": student.id}
    found = db.exec(CHOICES, params=whose).all()
    opening = opening_on(found[0][0], found[0][1], today)
    wished = [(row, choice) for _, _, row, choice in found if row and row.school_year == opening.school_year]
    reenrolment = wished[0][0] if wished else None
    choices = [choice for _, choice in wished if choice]
    is_draft = reenrolment is None or reenrolment.state == State.DRAFT
    lines = tuple(_lines(db, student.id, choices)) if is_draft else tuple(map(as_sent, choices))
    rows = db.exec(DOCUMENTS, params=whose | {"year": opening.school_year})
    documents = {required.id: Asked(required, supplied) for required, supplied in rows}
    of_whom = (lines, student.birth_date, opening.school_year)
    asked = [each for each in documents.values() if each.supplied or is_asked(each.required, *of_whom)]
    return Folder(opening, student, reenrolment, lines, tuple(asked))


def _lines(db: Session, student: int, choices: list[CourseChoice]) -> Iterator[Line]:
    """This year’s courses with what was chosen; behind them what was ticked and is taught no more."""
    chosen = {each.enrolment_id: each for each in choices if each.enrolment_id}
    for lesson, offered in enrolments.lessons_offered(db, student):
        yield _line(lesson, offered, chosen.pop(lesson.enrolment, None))
    gone = [each for each in choices if each.enrolment_id is None or each.enrolment_id in chosen]
    yield from (as_sent(each) for each in gone if each.ticked)


def _line(lesson: Lesson, offered: bool, choice: CourseChoice | None) -> Line:
    return Line(
        enrolment=lesson.enrolment,
        key=lesson.key,
        title=lesson.title,
        discipline=lesson.discipline,
        level=lesson.level,
        teacher=lesson.teacher,
        cycle=lesson.cycle,
        active=lesson.active,
        offered=offered,
        ticked=bool(choice and choice.ticked),
        wish=choice.wish if choice else "",
    )


def as_sent(choice: CourseChoice) -> Line:
    """A course as it was when it was chosen; its key is the choice’s own."""
    return Line(
        enrolment=None,
        key=str(choice.id),
        title=choice.title,
        discipline=choice.discipline,
        level=choice.level,
        teacher=choice.teacher,
        cycle=choice.cycle,
        active=choice.active,
        offered=False,
        ticked=choice.ticked,
        wish=choice.wish,
    )


def is_asked(
    required: RequiredDocument, lines: Collection[Line | CourseChoice], born: datetime.date | None, school_year: str
) -> bool:
    """Asked for the courses that are ticked; as long as none is, for all that could be."""
    return required.is_for(wished_in(lines), born, school_year)


def wished_in(lines: Collection[Line | CourseChoice]) -> set[str]:
    """The disciplines of the courses that are ticked; of all of them as long as none is."""
    ticked = [each for each in lines if each.ticked] or lines
    return {each.discipline or each.title for each in ticked}
