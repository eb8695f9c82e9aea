"""What is found after a crash, beside what families were told before it."""

from collections.abc import Collection, Iterator, Sequence

from sqlmodel import Session, col, func, select

from data import database, outbox
from data.documents import RequiredDocument, SuppliedDocument
from data.outbox import Mail
from data.reenrolments import CourseChoice, Reenrolment, ReenrolmentEvent, State, Step
from data.settings import Settings
from tests.aftermath import disagreements
from tests.crash.callers import Caller, Told


def findings(settings: Settings, callers: Sequence[Caller], known: Collection[str] = ()) -> list[str]:
    """Whatever is lost, doubled or left over, in words; nothing when all is as it was told."""
    with database.reading(settings.database) as db:
        return [*_of_families(db, callers), *disagreements(settings, known)]


def kept_files(settings: Settings) -> set[str]:
    """What need not be opened a second time: a file never changes."""
    with database.reading(settings.database) as db:
        return set(db.exec(select(SuppliedDocument.stored)))


def _of_families(db: Session, callers: Sequence[Caller]) -> Iterator[str]:
    for each in callers:
        found, number = _found(db, each.household.account)
        if found not in each.possible:
            yield f"{each.household.student}: {found} is none of {each.possible}"
        if bool(number) != bool(found.times_sent) or each.number not in ("", number):
            yield f"{each.household.student}: number {number!r} instead of {each.number!r}"


def _found(db: Session, account: int) -> tuple[Told, str]:
    """How the request of an account stands, and its number."""
    rows = db.exec(select(Reenrolment).where(Reenrolment.account_id == account)).all()
    if not rows:
        return Told(), ""
    (row,) = rows
    mails = select(func.count(col(Mail.id))).where(
        Mail.account_id == account, Mail.kind == outbox.REENROLMENT_ACKNOWLEDGED
    )
    steps = _count(db, ReenrolmentEvent, row, ReenrolmentEvent.step == Step.SENT)
    told = Told(
        documents=tuple(sorted(_documents(db, row.family_id or 0))),
        remarks=row.remarks,
        ticked=_count(db, CourseChoice, row, col(CourseChoice.ticked)),
        times_sent=steps,
        is_sent=row.state == State.PENDING,
    )
    acknowledged = db.exec(mails).one()
    return told, row.number if acknowledged == steps else f"{row.number} and {acknowledged} mails for {steps}"


def _count(db: Session, table: type[CourseChoice] | type[ReenrolmentEvent], row: Reenrolment, which: object) -> int:
    asked = select(func.count(col(table.id))).where(table.reenrolment_id == row.id, which)  # type: ignore[arg-type]
    return db.exec(asked).one()


def _documents(db: Session, family: int) -> Iterator[tuple[str, int]]:
    asked = select(RequiredDocument.key, SuppliedDocument.pages).join(
        SuppliedDocument, col(SuppliedDocument.required_id) == RequiredDocument.id
    )
    yield from db.exec(asked.where(SuppliedDocument.family_id == family))
