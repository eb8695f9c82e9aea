"""A long list: its pages from either end, and the first of what is found, gathered or met on the way."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select

from data import accounts, database, directory, lists
from data.accounts import Account
from data.accounts.filing import ACCOUNTS
from data.directory import FAMILIES
from data.families import Family, Guardian
from data.family_accounts import listing
from data.lists import PAGE_LENGTH, LongList, ids_on_page, place_of, seek, weigh
from data.settings import Settings
from tests.costs import counted
from tests.data.accounts import crowd_of
from tests.people import People

SITE = 1
BOTH = pytest.mark.parametrize("listed", [FAMILIES, ACCOUNTS], ids=["families", "accounts"])


@pytest.fixture
def db(settings: Settings, people: People) -> Iterator[Session]:
    """A site of 122 families, of whom the last that came stands first in French order."""
    with database.transaction(settings.database) as db:
        crowd_of(db, "rive-gauche", 120)
        newest = db.exec(select(Guardian).order_by(col(Guardian.id).desc())).first()
        assert newest
        newest.surname = "ÀBEL-NOM"
        db.add(newest)
        db.flush()
        directory.refresh(db.connection(), SITE)
        yield db


def rows_of(db: Session, listed: LongList) -> list[int]:
    """The whole list, as the database sorts it."""
    return list(
        db.connection().scalars(select(listed.row).where(*listed.among).order_by(*listed.order), {"site": SITE})
    )


@pytest.mark.parametrize("total", [0, 1, 50, 51, 100, 149, 200])
def test_the_pages_hold_each_row_once_from_whichever_end_they_are_read(total: int) -> None:
    rows, pages = list(range(total)), []
    for page in range(1, total // PAGE_LENGTH + 3):
        backwards, offset, limit = place_of(total, page)
        here = (rows[::-1] if backwards else rows)[offset : offset + limit]
        pages.append(sorted(here))
        assert offset <= total // 2
    assert pages == [rows[start : start + PAGE_LENGTH] for start in range(0, PAGE_LENGTH * len(pages), PAGE_LENGTH)]


@BOTH
@pytest.mark.parametrize("page", [1, 2, 3, 4])
def test_a_page_is_the_same_from_either_end(db: Session, listed: LongList, page: int) -> None:
    rows = rows_of(db, listed)
    backwards, offset, limit = place_of(len(rows), page)
    asked = {"site": SITE, "offset": offset, "limit": limit}
    found = set(db.connection().scalars(ids_on_page(listed, backwards), asked))
    assert found == set(rows[PAGE_LENGTH * (page - 1) : PAGE_LENGTH * page])


@BOTH
@pytest.mark.parametrize("sought", ["nom", "zoe nom", "abel", "nom1000007"])
@pytest.mark.parametrize("few", [0, 1_000])
def test_the_first_are_found_in_the_order_of_the_list(
    db: Session, listed: LongList, sought: str, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "FEW", few)
    having = {"nom": 120, "zoe nom": 120, "abel": 1, "nom1000007": 1}[sought]
    with counted() as costs:
        found = lists.first_found(db, listed, SITE, sought)
    assert (" IN (SELECT" in costs.statements[-1]) is (few > 0)  # gathered, or met on the way
    assert len(found) == min(having, PAGE_LENGTH + 1)
    assert found == [row for row in rows_of(db, listed) if row in found]
    assert sought == "nom1000007" or found[0] == 1_000_119


@BOTH
def test_a_search_costs_two_statements_and_one_for_what_nobody_bears(db: Session, listed: LongList) -> None:
    for sought, expected in (("nom zoe", 2), ("nom xyz", 1), ("--", 0)):
        with counted() as costs:
            lists.first_found(db, listed, SITE, sought)
        assert len(costs.statements) == expected


STEPS = {  # how each is read: (families, accounts)
    "page": ("COVERING INDEX ix_family_site_id_sorted_as", "COVERING INDEX ix_account_filed"),
    "words": ("COVERING INDEX ix_search_word_sought", "COVERING INDEX ix_account_word_sought"),
    "words of one": (
        "sqlite_autoindex_search_word_1 (family_id=? AND word>? AND word<?)",
        "sqlite_autoindex_account_word_1 (account_id=? AND word>? AND word<?)",
    ),
}


@BOTH
def test_nothing_is_read_but_by_an_index(db: Session, listed: LongList) -> None:
    both = ["martin", "zoe"]
    for asked, kinds in (
        (ids_on_page(listed, backwards=False), ["page"]),
        (ids_on_page(listed, backwards=True), ["page"]),
        (weigh(listed, both), ["words"]),
        (seek(listed, both, rare=True), ["words", "words of one"]),
        (seek(listed, both, rare=False), ["page", "words of one"]),
    ):
        steps = plan(db, asked)
        assert {each for each in steps if each.startswith("SCAN")} <= {"SCAN CONSTANT ROW", "SCAN begun"}, steps
        for kind in kinds:
            assert any(STEPS[kind][listed is ACCOUNTS] in each for each in steps), steps
        assert ("USE TEMP B-TREE FOR ORDER BY" in steps) is ("words of one" in kinds and "page" not in kinds)


def plan(db: Session, asked: object) -> list[str]:
    """How SQLite means to answer a statement."""
    dialect = db.connection().dialect
    compiled = asked.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})  # type: ignore[attr-defined]
    given = {**compiled.params, "site": SITE, "offset": 0, "limit": 1}
    statement = str(compiled)
    for each in compiled.positiontup or ():
        statement = statement.replace("?", f":{each}", 1)
    return [row[3] for row in db.execute(text(f"EXPLAIN QUERY PLAN {statement}"), given)]


def test_accounts_are_found_by_beginnings_and_no_other_site_finds_them(db: Session, people: People) -> None:
    def usernames(site: int, sought: str) -> list[str]:
        return [each.username for each in listing.sought_in(db, site, sought).rows]

    far = db.exec(select(Account.site_id).where(Account.site_id != SITE)).first()
    assert usernames(SITE, "Goff luk") == ["le-goff"]
    assert usernames(SITE, "off") == usernames(far or 0, "goff") == []
    found = listing.sought_in(db, SITE, "nom")
    assert (len(found.rows), found.has_more, found.rows[0].name) == (50, True, "ÀBEL-NOM Zoé")


def test_families_and_accounts_stand_alike(db: Session) -> None:
    (first, *_), total = directory.families_in(db, SITE)
    assert (first.surname, total) == ("ÀBEL-NOM", 122)
    assert db.exec(select(Family.sorted_as).where(Family.key == first.key)).one() == "abel-nom zoe"
    accounts.refile(db.connection(), SITE)
    assert listing.accounts_in(db, SITE, listing.Kind.ALL).rows[0].name == "ÀBEL-NOM Zoé"
