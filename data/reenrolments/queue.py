"""The office’s list: what was sent for one school year, a page at a time; of a draft, only that there is one."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlmodel import Session, col, func, select

from data.alphabet import searchable
from data.documents import SuppliedDocument
from data.reenrolments.cases import GIVEN_FOR
from data.reenrolments.tables import CourseChoice, Reenrolment, State

PAGE_LENGTH = 30  # as the queue of the change requests
SENT = (State.PENDING, State.INCOMPLETE, State.APPROVED, State.DECLINED)


class Listed(NamedTuple):
    """One re-enrolment in the list: the courses that are wished for, and how many documents are in which state."""

    reenrolment: Reenrolment
    courses: list[str]
    documents: dict[str, int]


_WAITED = (col(Reenrolment.sent_at), col(Reenrolment.id))
_DECIDED = (col(Reenrolment.decided_at).desc(), col(Reenrolment.id).desc())
_ORDERS = {
    State.PENDING: _WAITED,
    State.INCOMPLETE: _WAITED,
    State.APPROVED: _DECIDED,
    State.DECLINED: _DECIDED,
}
_SOUGHT = (col(Reenrolment.decided_at).is_not(None), *_WAITED)  # what waits comes first


def sent_in(db: Session, site: int, year: str, state: State, page: int = 1) -> list[Listed]:
    """What was sent and is in one state: what waits the longest first, what is decided newest first.

    Three statements; a draft is in no listing.
    """
    where = [*_of(site, year), col(Reenrolment.state) == State(state)]
    return _page(db, where, _ORDERS[state], page)


def sought_in(db: Session, site: int, year: str, name: str) -> tuple[list[Listed], int]:
    """The first that were sent under a name, in any state, and how many there are. Four statements."""
    where = [*_of(site, year), col(Reenrolment.state).in_(SENT)]
    where += [col(Reenrolment.sought).contains(word, autoescape=True) for word in searchable(name).split()]
    count = db.exec(select(func.count()).select_from(Reenrolment).where(*where)).one()
    return _page(db, where, _SOUGHT, 1), count


def counts_in(db: Session, site: int, year: str) -> dict[str, int]:
    """How many there are in each state, the drafts too. One statement."""
    counted = select(Reenrolment.state, func.count()).where(*_of(site, year)).group_by(col(Reenrolment.state))
    return dict.fromkeys(map(str, State), 0) | dict(db.exec(counted).all())


def waiting_in(db: Session, site: int, year: str) -> tuple[int, int | None]:
    """How many wait for a decision, and since when the first of them. One statement."""
    waiting = select(func.count(), func.min(Reenrolment.sent_at)).where(
        *_of(site, year), Reenrolment.state == State.PENDING
    )
    return db.exec(waiting).one()


def round_of(db: Session, row: Reenrolment) -> list[tuple[str, str]]:
    """The key and the subject of each that is in the same state, in the order of the list. One statement."""
    same = select(Reenrolment.key, Reenrolment.subject).where(
        *_of(row.site_id, row.school_year), Reenrolment.state == row.state
    )
    return [(key, subject) for key, subject in db.exec(same.order_by(*_ORDERS[State(row.state)]))]


def _of(site: int, year: str) -> list[Any]:
    return [col(Reenrolment.site_id) == site, col(Reenrolment.school_year) == year]


def _page(db: Session, where: Collection[Any], order: Sequence[Any], page: int) -> list[Listed]:
    found = select(Reenrolment).where(*where).order_by(*order)
    rows = db.exec(found.offset((page - 1) * PAGE_LENGTH).limit(PAGE_LENGTH)).all()
    courses, documents = _courses(db, rows), _documents(db, rows)
    return [Listed(each, courses[each.id], documents[each.id]) for each in rows]


def _courses(db: Session, rows: Sequence[Reenrolment]) -> dict[int, list[str]]:
    titles: dict[int, list[str]] = {each.id: [] for each in rows}
    ticked = select(CourseChoice.reenrolment_id, CourseChoice.title).where(
        col(CourseChoice.reenrolment_id).in_(titles), CourseChoice.ticked
    )
    for row, title in db.exec(ticked.order_by(col(CourseChoice.rank))):
        titles[row].append(title)
    return titles


def _documents(db: Session, rows: Sequence[Reenrolment]) -> dict[int, dict[str, int]]:
    counts: dict[int, dict[str, int]] = {each.id: {} for each in rows}
    counted = (
        select(Reenrolment.id, SuppliedDocument.state, func.count())
        .join(SuppliedDocument, GIVEN_FOR)
        .where(col(Reenrolment.id).in_(counts))
        .group_by(col(Reenrolment.id), col(SuppliedDocument.state))
    )
    for row, state, count in db.exec(counted):
        counts[row][state] = count
    return counts
