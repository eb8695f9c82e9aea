"""The schema: what the migrations make is what the tables say."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from data import database, portal, schema


def test_the_migrations_make_exactly_the_tables(tmp_path: Path) -> None:
    path = tmp_path / "portee.db"
    schema.migrate(path)
    with database.reading(path) as db:
        context = MigrationContext.configure(db.connection(), opts={"compare_type": True})
        assert compare_metadata(context, schema.METADATA) == []


def test_migrating_twice_does_nothing_the_second_time(tmp_path: Path) -> None:
    path = tmp_path / "portee.db"
    assert not schema.is_current(path)
    schema.migrate(path)
    with database.transaction(path) as db:
        portal.declare(db, demo=True)
    schema.migrate(path)
    assert schema.is_current(path)
    with database.reading(path) as db:
        assert portal.is_demo(db) is True


def test_a_database_of_another_version_is_not_current(tmp_path: Path) -> None:
    path = tmp_path / "portee.db"
    schema.migrate(path)
    with database.transaction(path) as db:
        db.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    assert not schema.is_current(path)


def test_what_a_database_is_is_said_once(tmp_path: Path) -> None:
    path = tmp_path / "portee.db"
    schema.migrate(path)
    with database.transaction(path) as db:
        assert portal.is_demo(db) is None
        portal.declare(db, demo=False)
        portal.declare(db, demo=True)
        assert portal.is_demo(db) is False


def test_money_is_whole_cents_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "portee.db"
    schema.migrate(path)
    with database.reading(path) as db:
        kinds = {row[1]: row[2] for row in db.execute(text("PRAGMA table_info(entry)"))}
    assert (kinds["debit"], kinds["credit"]) == ("INTEGER", "INTEGER")
