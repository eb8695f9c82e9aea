"""The office’s queue and the family’s own list: requests without their fields, a page at a time."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlmodel import Session, col, func, select

from data.alphabet import searchable
from data.changes.requests import ChangeEvent, ChangeRequest, ProposedChange, State

PAGE_LENGTH = 30  # of the office’s queue, whose rows say much
OWN_PAGE_LENGTH = 50  # of a family’s own list, as every list of the portal


class Filter(NamedTuple):
    """Which requests of a site are asked for."""

    state: State | None = State.PENDING
    of_student: bool | None = None
    sought: str = ""  # parts of a name in any order and case, with or without accents
    page: int = 1


class Listing(NamedTuple):
    """One page of requests: each with the fields it is about, by name."""

    rows: list[tuple[ChangeRequest, list[str]]]
    has_more: bool
    total: int  # on all pages


_WAITED = (col(ChangeRequest.sent_at), col(ChangeRequest.id))
_CLOSED = (col(ChangeRequest.decided_at).desc(), col(ChangeRequest.id).desc())
_ORDERS = {
    State.PENDING: _WAITED,
    State.DECIDED: _CLOSED,
    State.WITHDRAWN: _CLOSED,
    None: (col(ChangeRequest.state) != State.PENDING, _CLOSED[0], *_WAITED),
}


def requests_in(db: Session, site: int, asked: Filter) -> Listing:
    """The requests of a site: what waits the longest first, then what is closed, newest first. Three statements."""
    where = [col(ChangeRequest.site_id) == site]
    if asked.state is not None:
        where.append(col(ChangeRequest.state) == asked.state)
    if asked.of_student is not None:
        where.append(col(ChangeRequest.of_student) == asked.of_student)
    for word in searchable(asked.sought).split():
        where.append(col(ChangeRequest.sought).contains(word, autoescape=True))
    found = select(ChangeRequest).where(*where).order_by(*_ORDERS[asked.state])
    count = db.exec(select(func.count()).select_from(ChangeRequest).where(*where)).one()
    page = db.exec(found.offset((asked.page - 1) * PAGE_LENGTH).limit(PAGE_LENGTH + 1)).all()
    return Listing(_with_fields(db, page[:PAGE_LENGTH]), len(page) > PAGE_LENGTH, count)


def requests_of(db: Session, family: int, page: int = 1) -> Listing:
    """What a family has asked for, newest first. Three statements."""
    where = ChangeRequest.family_id == family
    found = select(ChangeRequest).where(where).order_by(col(ChangeRequest.id).desc())
    count = db.exec(select(func.count()).select_from(ChangeRequest).where(where)).one()
    rows = db.exec(found.offset((page - 1) * OWN_PAGE_LENGTH).limit(OWN_PAGE_LENGTH + 1)).all()
    return Listing(_with_fields(db, rows[:OWN_PAGE_LENGTH]), len(rows) > OWN_PAGE_LENGTH, count)


def pending_in(db: Session, site: int) -> list[tuple[str, str]]:
    """The key and the subject of each request that waits, in the order of the queue. One statement."""
    waiting = select(ChangeRequest.key, ChangeRequest.subject).where(
        ChangeRequest.site_id == site, ChangeRequest.state == State.PENDING
    )
    return [(key, subject) for key, subject in db.exec(waiting.order_by(*_WAITED))]


def waiting_in(db: Session, site: int) -> tuple[int, int | None]:
    """How many requests wait for the office of a site, and since when the first of them. One statement."""
    waiting = select(func.count(), func.min(ChangeRequest.sent_at)).where(
        ChangeRequest.site_id == site, ChangeRequest.state == State.PENDING
    )
    return db.exec(waiting).one()


def request_with(
    db: Session, family: int, key: str
) -> tuple[ChangeRequest, list[ProposedChange], list[ChangeEvent]] | None:
    """One request of a family, its fields, and its history, oldest first."""
    asked = select(ChangeRequest).where(ChangeRequest.family_id == family, ChangeRequest.key == key)
    request = db.exec(asked).first()
    if request is None:
        return None
    proposed = select(ProposedChange).where(ProposedChange.request_id == request.id)
    return request, list(db.exec(proposed)), events_of(db, request)


def events_of(db: Session, request: ChangeRequest) -> list[ChangeEvent]:
    """What happened to a request, oldest first."""
    happened = select(ChangeEvent).where(ChangeEvent.request_id == request.id)
    return list(db.exec(happened.order_by(col(ChangeEvent.id))))


def _with_fields(db: Session, requests: Sequence[ChangeRequest]) -> list[tuple[ChangeRequest, list[str]]]:
    fields: dict[int, list[str]] = {each.id: [] for each in requests}
    proposed = select(ProposedChange.request_id, ProposedChange.field).where(col(ProposedChange.request_id).in_(fields))
    for request, field in db.exec(proposed.order_by(col(ProposedChange.id))):
        fields[request].append(field)
    return [(each, fields[each.id]) for each in requests]
