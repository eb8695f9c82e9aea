"""The ledgers: totals in cents, pages in order, and nothing of anybody else."""

import datetime
from collections.abc import Iterator

import pytest
from sqlmodel import Session, select

from data import ledger
from data.database import transaction
from data.families import Family
from data.ledger import Document, Entry, EntryLine, Ledger
from data.settings import Settings
from tests.costs import counted
from tests.people import People

BOTH = (Ledger.FEES, Ledger.RENTALS)
FEES = (Ledger.FEES,)


@pytest.fixture
def db(settings: Settings) -> Iterator[Session]:
    with transaction(settings.database) as session:
        yield session


@pytest.fixture
def family(db: Session) -> Family:
    """A family without entries."""
    family = Family(site_id=1, reference="NEW")
    db.add(family)
    db.flush()
    return family


def enter(db: Session, family: Family, day: str, **facts: object) -> str:
    entry = Entry(
        site_id=family.site_id,
        family_id=family.id,
        reference=f"R{len(db.exec(select(Entry.id)).all())}",
        date=datetime.date.fromisoformat(day),
        **{"ledger": Ledger.FEES, "label": "AVIS", "document": Document.PAYMENT_NOTICE, **facts},  # type: ignore[arg-type]
    )
    db.add(entry)
    db.flush()
    return entry.key


def test_nothing_entered_comes_to_nothing(db: Session, family: Family) -> None:
    totals = ledger.totals_of(db, family.id, BOTH)
    assert (totals.entries, totals.billed, totals.paid, totals.balance) == (0, 0, 0, 0)
    assert (totals.oldest, totals.newest) == (None, None)


def test_the_manuals_operations_come_to_466_20(db: Session, family: Family) -> None:
    for day in ("2014-03-10", "2014-02-28", "2014-01-12", "2014-01-02", "2013-12-19"):
        enter(db, family, day, debit=9324, credit=9324)
    totals = ledger.totals_of(db, family.id, FEES)
    assert (totals.entries, totals.billed, totals.paid, totals.balance) == (5, 46620, 46620, 0)
    assert (totals.oldest, totals.newest) == (datetime.date(2013, 12, 19), datetime.date(2014, 3, 10))


def test_cents_never_turn_into_fractions(db: Session, family: Family) -> None:
    for _ in range(1000):
        enter(db, family, "2026-10-01", debit=10, credit=3)
    assert ledger.totals_of(db, family.id, FEES)[1:3] == (10_000, 3_000)


def test_the_newest_stand_first_and_one_more_shows_that_there_are_further(db: Session, family: Family) -> None:
    for number in range(ledger.PAGE_LENGTH + 1):
        enter(db, family, f"20{number:02}-01-01", label=str(number))
    first = ledger.entries_of(db, family.id, FEES)
    assert [each.label for each in first] == [str(number) for number in range(ledger.PAGE_LENGTH, -1, -1)]
    second = ledger.entries_of(db, family.id, FEES, page=2)
    assert [each.label for each in second] == ["0"]


def test_a_period_has_its_first_and_its_last_day(db: Session, family: Family) -> None:
    for day in ("2026-08-31", "2026-09-01", "2027-08-31", "2027-09-01"):
        enter(db, family, day, label=day)
    period = (datetime.date(2026, 9, 1), datetime.date(2027, 8, 31))
    assert [each.label for each in ledger.entries_of(db, family.id, FEES, period)] == ["2027-08-31", "2026-09-01"]


def test_the_two_ledgers_are_apart_or_together(db: Session, family: Family) -> None:
    for kind in Ledger:
        enter(db, family, "2026-09-01", ledger=kind, debit=100)
    assert [ledger.totals_of(db, family.id, kinds).entries for kinds in (FEES, (Ledger.RENTALS,), BOTH)] == [1, 1, 2]


def test_an_entry_has_its_lines_in_order_or_one_of_its_own(db: Session, family: Family) -> None:
    key, bare = enter(db, family, "2026-09-01", debit=300), enter(db, family, "2026-09-01", credit=50, label="REÇU")
    entry = db.exec(select(Entry).where(Entry.key == key)).one()
    db.add_all(EntryLine(entry_id=entry.id, rank=rank, label=str(rank), amount=rank) for rank in (2, 0, 1))
    db.flush()
    assert [line.label for line in lines(db, family, key)] == ["0", "1", "2"]
    assert [(line.label, line.amount) for line in lines(db, family, bare)] == [("REÇU", 50)]


def lines(db: Session, family: Family, key: str) -> list[EntryLine]:
    found = ledger.entry_of(db, family.id, FEES, key)
    assert found is not None
    return found[1]


def test_another_family_has_none_of_it(db: Session, family: Family, people: People) -> None:
    key = enter(db, family, "2026-09-01", debit=300)
    others = db.exec(select(Family.id).where(Family.id != family.id)).all()
    assert len(others) == 3
    for other in others:
        assert ledger.entry_of(db, other, BOTH, key) is None
        assert key not in [each.key for each in ledger.entries_of(db, other, BOTH)]


def test_an_entry_of_the_other_ledger_is_not_found(db: Session, family: Family) -> None:
    key = enter(db, family, "2026-09-01", ledger=Ledger.RENTALS)
    assert ledger.entry_of(db, family.id, FEES, key) is None
    assert ledger.entry_of(db, family.id, BOTH, key) is not None


def test_totals_cost_one_statement_however_many_entries(db: Session, family: Family) -> None:
    for _ in range(60):
        enter(db, family, "2026-09-01", debit=1)
    with counted() as costs:
        ledger.totals_of(db, family.id, BOTH)
    assert len(costs.statements) == 1
