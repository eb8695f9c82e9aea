"""The journal as the office reads it: its own site, found by indexes, kept as long as the site decides."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session, col, func, select, update

from data import audit, chronicle
from data.audit import DAY, PURGED, AuditEntry
from data.chronicle import Filter
from data.database import transaction
from data.settings import Settings
from data.sites import Site
from tests.asking_for import NOW, as_person
from tests.costs import counted
from tests.people import People, Someone


@pytest.fixture
def db(settings: Settings) -> Iterator[Session]:
    with transaction(settings.database) as session:
        yield session


def write(db: Session, who: Someone, age: int = 0, action: str = audit.VIEW_OPENED, number: int = 1) -> None:
    person = as_person(db, who)
    for _ in range(number):
        audit.note(
            db, site=person.site, account=person.account, who=who.username, action=action, subject="", now=NOW - age
        )
    db.flush()


def actions(db: Session, people: People, asked: Filter) -> list[str]:
    entries, _ = chronicle.entries_in(db, as_person(db, people.office).site, asked)
    return [each.action for each in entries]


def test_it_is_of_the_site_newest_first_and_sifted(db: Session, people: People) -> None:
    write(db, people.office, 2, "a")
    write(db, people.family, 1, "b")
    write(db, people.clerk, 3, "c")
    write(db, people.far_office, 0, "far")
    assert actions(db, people, Filter()) == ["b", "a", "c"]
    assert actions(db, people, Filter(actions=["a", "c"])) == ["a", "c"]
    assert actions(db, people, Filter(actions=["a", "c"], others=True)) == ["b"]
    assert actions(db, people, Filter(since=NOW - 2)) == ["b", "a"]
    assert actions(db, people, Filter(username=" DALMEIDA ")) == ["b"]
    assert actions(db, people, Filter(username="nobody")) == []


def test_what_an_account_did_is_found_when_it_has_gone(db: Session, people: People) -> None:
    write(db, people.office, 0, "a")
    db.exec(update(AuditEntry).values(account_id=None, who="former"))
    assert actions(db, people, Filter(username="former")) == ["a"]


def test_all_of_it_comes_in_pieces_and_each_row_once(
    db: Session, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chronicle, "PIECE", 2)
    write(db, people.office, number=3)
    write(db, people.office, age=5, number=2)
    before, found, site = (2**62, 2**62), [], as_person(db, people.office).site
    while piece := chronicle.piece_of(db, site, Filter(), before):
        found += [each.id for each in piece]
        before = (piece[-1].at, piece[-1].id)
    assert (len(found), len(set(found))) == (5, 5)


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        (Filter(), "ix_audit_entry_site (site_id=? AND at>?)"),
        (Filter(actions=["a"]), "ix_audit_entry_site (site_id=? AND at>?)"),
        (Filter(username="dalmeida"), "ix_audit_entry_account (account_id=? AND at>?)"),
    ],
)
def test_a_long_journal_costs_no_more_than_a_page(db: Session, people: People, asked: Filter, index: str) -> None:
    with counted() as cost:
        chronicle.entries_in(db, 1, asked)
    listed = cost.statements[-1]
    steps = db.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {listed}", (1,) * listed.count("?")).all()
    assert [str(step[3]) for step in steps] == [f"SEARCH audit_entry USING INDEX {index}"]


def test_it_is_kept_as_long_as_its_site_decides(db: Session, people: People) -> None:
    for who in (people.office, people.far_office):
        for age in (365 * DAY, 365 * DAY - 1, 30 * DAY):
            write(db, who, age)
    db.exec(update(Site).where(col(Site.slug) == "rive-droite").values(journal_kept=30))
    assert audit.purge(db, NOW) == 1 + 3
    assert db.exec(select(func.count()).select_from(AuditEntry)).one() == 2
    assert audit.purge(db, NOW) == 0


def test_one_write_purges_no_more_than_it_can_bear(db: Session, people: People) -> None:
    write(db, people.office, 400 * DAY, number=PURGED + 5)
    assert [audit.purge(db, NOW) for _ in range(3)] == [PURGED, 5, 0]
