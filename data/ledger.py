"""The ledgers of a family: fees (cotisations) and rentals (location). Money is integer cents."""

import datetime
import enum
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlmodel import Field, Index, Session, SQLModel, UniqueConstraint, bindparam, col, func, select

from data.database import rows
from data.keys import new_key


class Ledger(enum.StrEnum):
    """Which of the two ledgers an entry stands in."""

    FEES = "fees"
    RENTALS = "rentals"


class Document(enum.StrEnum):
    """What an entry opens as: a notice of what is owed, or a receipt of what was paid."""

    PAYMENT_NOTICE = "payment_notice"
    RECEIPT = "receipt"


class Entry(SQLModel, table=True):
    """One row of a ledger; its number (numéro d’opération) may stand on several rows."""

    __table_args__ = (
        UniqueConstraint("site_id", "reference"),
        UniqueConstraint("family_id", "key"),
        Index("ix_entry_newest", "family_id", "ledger", "date", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key)
    site_id: int = Field(foreign_key="site.id")
    family_id: int = Field(foreign_key="family.id")
    reference: str
    ledger: str
    date: datetime.date
    label: str
    payment_method: str = ""
    number: str = ""
    debit: int = 0  # cents
    credit: int = 0  # cents
    remitted: bool = False  # handed to the treasury (« Remise »), not a discount
    document: str


class EntryLine(SQLModel, table=True):
    """One line of an invoice, in the order of the file."""

    __tablename__ = "entry_line"
    __table_args__ = (UniqueConstraint("entry_id", "rank"),)

    id: int = Field(default=None, primary_key=True)
    entry_id: int = Field(foreign_key="entry.id")
    rank: int
    label: str
    quantity: str = ""
    amount: int = 0  # cents


PAGE_LENGTH = 30  # with every row unlike the others, more would weigh over the 3 kB of a swap
EVER = (datetime.date.min, datetime.date.max)


class Totals(NamedTuple):
    """What the whole of a family’s ledger comes to, in cents; computed, never stored."""

    entries: int
    billed: int
    paid: int
    oldest: datetime.date | None
    newest: datetime.date | None

    @property
    def balance(self) -> int:
        """Billed less paid: what is still owed."""
        return self.billed - self.paid


class EntryRow(NamedTuple):
    """What a list shows of an entry, in the order of ENTRIES; amounts in cents."""

    key: str
    document: str
    date: datetime.date
    payment_method: str
    number: str
    label: str
    debit: int
    credit: int
    remitted: bool


# Built once: building a statement costs twice as much as running it. One ledger is asked for twice over.
_OF_FAMILY = (
    Entry.family_id == bindparam("family"),
    col(Entry.ledger).in_([bindparam("ledger"), bindparam("other_ledger")]),
)
TOTALS = select(  # type: ignore[call-overload]
    func.count(),
    func.coalesce(func.sum(Entry.debit), 0),
    func.coalesce(func.sum(Entry.credit), 0),
    func.min(Entry.date),
    func.max(Entry.date),
).where(*_OF_FAMILY)
ENTRIES = (
    select(  # type: ignore[call-overload]
        Entry.key,
        Entry.document,
        Entry.date,
        Entry.payment_method,
        Entry.number,
        Entry.label,
        Entry.debit,
        Entry.credit,
        Entry.remitted,
    )
    .where(*_OF_FAMILY, Entry.date >= bindparam("first_day"), Entry.date <= bindparam("last_day"))
    .order_by(col(Entry.date).desc(), col(Entry.id).desc())
    .offset(bindparam("offset"))
    .limit(PAGE_LENGTH + 1)
)
ENTRY = select(Entry).where(*_OF_FAMILY, Entry.key == bindparam("key"))
LINES = select(EntryLine).where(EntryLine.entry_id == bindparam("entry")).order_by(col(EntryLine.rank))
ALL_ENTRIES = (
    select(Entry)
    .where(Entry.family_id == bindparam("family"))
    .order_by(col(Entry.date), col(Entry.ledger), col(Entry.id))
)
ALL_LINES = (
    select(EntryLine)
    .join(Entry, col(Entry.id) == EntryLine.entry_id)
    .where(Entry.family_id == bindparam("family"))
    .order_by(col(EntryLine.entry_id), col(EntryLine.rank))
)


def _of(family: int, ledgers: Sequence[Ledger]) -> dict[str, Any]:
    return {"family": family, "ledger": ledgers[0], "other_ledger": ledgers[-1]}


def totals_of(db: Session, family: int, ledgers: Sequence[Ledger]) -> Totals:
    """One statement, however many entries there are."""
    return Totals._make(rows(db, TOTALS, **_of(family, ledgers)).one())


def entries_of(
    db: Session,
    family: int,
    ledgers: Sequence[Ledger],
    period: tuple[datetime.date, datetime.date] = EVER,
    page: int = 1,
) -> list[EntryRow]:
    """One page of a family’s entries, the newest first, and one entry more when there is a further page."""
    first_day, last_day = period
    offset = PAGE_LENGTH * (page - 1)
    found = rows(db, ENTRIES, **_of(family, ledgers), first_day=first_day, last_day=last_day, offset=offset)
    return [EntryRow._make(row) for row in found]


def entry_of(db: Session, family: int, ledgers: Sequence[Ledger], key: str) -> tuple[Entry, list[EntryLine]] | None:
    """One entry of the family and its lines; an invoice without lines has one, its own label and amount."""
    entry = db.exec(ENTRY, params=_of(family, ledgers) | {"key": key}).first()
    if entry is None:
        return None
    return entry, list(db.exec(LINES, params={"entry": entry.id})) or [_whole(entry)]


def all_of(db: Session, family: int) -> list[tuple[Entry, list[EntryLine]]]:
    """Every entry of both ledgers with its lines, as `entry_of` gives one; the oldest first. Two statements."""
    lines: dict[int, list[EntryLine]] = defaultdict(list)
    for line in db.exec(ALL_LINES, params={"family": family}):
        lines[line.entry_id].append(line)
    return [(each, lines[each.id] or [_whole(each)]) for each in db.exec(ALL_ENTRIES, params={"family": family})]


def _whole(entry: Entry) -> EntryLine:
    return EntryLine(entry_id=entry.id, rank=0, label=entry.label, amount=entry.debit or entry.credit)
