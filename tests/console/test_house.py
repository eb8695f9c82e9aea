"""What every command begins with: a database that is there, current, and the right one."""

from pathlib import Path

from sqlalchemy import text

from data import database, portal, schema
from tests.console.conftest import Typing


def test_migrate_makes_the_database_and_says_so_once(typed: Typing, home: Path) -> None:
    assert typed("migrate").said == "La base de données est à jour.\n"
    assert typed("migrate").said == "La base de données est déjà à jour.\n"
    assert schema.is_current(home / "portee.db")


def test_a_database_of_another_version_asks_for_migrate(typed: Typing, home: Path) -> None:
    typed("migrate")
    with database.transaction(home / "portee.db") as db:
        db.execute(text("DELETE FROM alembic_version"))
    outcome = typed("site", "list")
    assert (outcome.status, "app.py migrate" in outcome.complained) == (1, True)


def test_a_file_that_is_no_database_is_refused_in_a_sentence(typed: Typing, home: Path) -> None:
    home.mkdir()
    (home / "portee.db").write_bytes(b"no database at all, whatever its name " * 100)
    for words in (("site", "list"), ("migrate",), ("serve",)):
        outcome = typed(*words)
        assert outcome.status == 1
        assert outcome.complained.startswith(
            "La base de données ne peut pas être utilisée (ce fichier n’en est pas une)."
        )


def test_no_command_of_the_real_portal_touches_a_demonstration(typed: Typing, home: Path) -> None:
    typed("migrate")
    with database.transaction(home / "portee.db") as db:
        portal.declare(db, demo=True)
    for words in (
        *(("serve",), ("site", "list"), ("site", "create", "a", "b"), ("import", "a", "."), ("purge",)),
        *(("export", "a", "x"), ("account", "create", "a", "b", "--office")),
    ):
        outcome = typed(*words)
        assert (outcome.status, "est une démonstration" in outcome.complained) == (1, True)


def test_the_demonstration_touches_no_real_portal(typed: Typing, home: Path) -> None:
    path = home / "demo" / "portee.db"
    path.parent.mkdir(parents=True)
    schema.migrate(path)
    with database.transaction(path) as db:
        portal.declare(db, demo=False)
    for options in ((), ("--fresh",)):
        outcome = typed("demo", *options)
        assert (outcome.status, "n’est pas une démonstration" in outcome.complained) == (1, True)
    assert path.exists()
