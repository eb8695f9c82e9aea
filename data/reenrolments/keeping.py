"""What is kept, and until when: documents go some time after the decision, and files go with their rows."""

from collections.abc import Iterator

from sqlmodel import Session, and_, col, delete, or_, select

from data.documents import SuppliedDocument
from data.reenrolments.supplying import stored_names
from data.reenrolments.tables import DECIDED, Reenrolment
from data.sites import Site
from data.store import Store

DAY = 86400
LONGEST = 366 * DAY  # that a document is kept which nobody has ever decided on


def sweep(db: Session, store: Store, now: int) -> int:
    """Remove every file that no row names; says how many. A write of its own, after what removed the rows."""
    return store.sweep(stored_names(db), now)


def count_strays(db: Session, store: Store, now: int) -> int:
    """How many files a sweep would remove, within the transaction that removed the rows."""
    return len(store.strays(stored_names(db), now))


def purge(db: Session, now: int) -> int:
    """Remove the rows of documents whose time is over; says how many. Their files are swept once this is committed."""
    gone = [row for site in db.exec(select(Site)) for row in _out_of_time(db, site, now)]
    db.exec(delete(SuppliedDocument).where(col(SuppliedDocument.id).in_(gone)))
    return len(gone)


def _out_of_time(db: Session, site: Site, now: int) -> Iterator[int]:
    """The documents of decided folders: a student’s with its own, a household’s with the last of its students.

    Those of a draft that was never sent go after a year.
    """
    mine = and_(
        Reenrolment.family_id == SuppliedDocument.family_id,
        Reenrolment.school_year == SuppliedDocument.school_year,
        or_(col(SuppliedDocument.of_household), Reenrolment.student_id == SuppliedDocument.student_id),
    )
    over = and_(col(Reenrolment.state).in_(DECIDED), col(Reenrolment.decided_at) <= now - site.documents_kept * DAY)
    waits = select(Reenrolment.id).where(mine, ~over).exists()
    done = select(Reenrolment.id).where(mine, over).exists()
    forgotten = and_(SuppliedDocument.supplied_at <= now - LONGEST, ~done)
    old = or_(and_(done, ~waits), forgotten)
    yield from db.exec(select(SuppliedDocument.id).where(SuppliedDocument.site_id == site.id, old))
