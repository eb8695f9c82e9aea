"""`purge`, typed."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlmodel import select

from data import database
from data.documents import SuppliedDocument
from data.families import Family
from data.sites import Site
from data.store import Store
from routes.web import clock
from tests.console.conftest import Typing

MAIL = (
    "INSERT INTO outbox (key, site_id, kind, facts, recipient, created_at, due_at, tries, sent_at, error) "
    "VALUES ('k', 1, 'password_changed', '{}', 'a@b.fr', 1, 1, 0, 1, '')"
)


def mails(home: Path) -> int:
    with closing(sqlite3.connect(home / "portee.db")) as connection:
        return int(connection.execute("SELECT count(*) FROM outbox").fetchone()[0])


def test_a_try_writes_nothing_and_says_what_would_go(typed: Typing, home: Path) -> None:
    typed("site", "create", "musique", "Musique")
    with closing(sqlite3.connect(home / "portee.db")) as connection, connection:
        connection.execute(MAIL)
    said = typed("purge", "--dry-run").said
    assert "1\N{NO-BREAK SPACE}courriel\n" in said
    assert said.endswith("Essai : rien n’a été supprimé.\n")
    assert mails(home) == 1
    assert typed("purge").said.endswith("Ce qui n’est plus gardé est supprimé.\n")
    assert mails(home) == 0


def lay(store: Store) -> str:
    """A file in the store; its name."""
    arrived = store.arrival()
    arrived.write_bytes(b"%PDF-1.7")
    return store.keep(arrived)


def test_a_try_counts_the_files_that_would_go(typed: Typing, home: Path) -> None:
    typed("site", "create", "musique", "Musique")
    store = Store(home / "pieces")
    stray, old, new = (lay(store) for _ in range(3))
    with database.transaction(home / "portee.db") as db:
        site = db.exec(select(Site)).one().id
        family = Family(site_id=site, reference="F1")
        db.add(family)
        db.flush()
        for stored, at in ((old, 1), (new, clock.now())):
            db.add(
                SuppliedDocument(
                    site_id=site,
                    family_id=family.id,
                    of_household=True,
                    required_id=None,
                    school_year="2026-2027",
                    name="Photo",
                    file_name="photo.pdf",
                    stored=stored,
                    size=8,
                    pages=1,
                    supplied_at=at,
                )
            )
    files = "2\N{NO-BREAK SPACE}fichiers sans fiche\n"
    assert files in typed("purge", "--dry-run").said
    assert {each.name for each in store.kept()} == {stray, old, new}
    assert files in typed("purge").said
    assert {each.name for each in store.kept()} == {new}
