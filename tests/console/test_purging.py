"""`purge`, typed."""

import sqlite3
from contextlib import closing
from pathlib import Path

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
