"""The migrations make the very schema that the code describes, and a database behind is told so."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, Integer, MetaData, Table
from sqlmodel import Session

from data import database, schema
from data.schema import METADATA
from routes.console.french import Trouble
from routes.console.house import open_house

COMPARED = {"compare_type": True, "compare_server_default": True}


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A database as the migrations make it."""
    path = tmp_path / "portee.db"
    schema.migrate(path)
    return path


def differences(db: Session, metadata: MetaData) -> list[object]:
    """What a new migration would have to do."""
    return list(compare_metadata(MigrationContext.configure(db.connection(), opts=COMPARED), metadata))


def written(path: Path) -> str:
    """The whole database as a script."""
    with closing(sqlite3.connect(path)) as connection:
        return "\n".join(connection.iterdump())


def test_the_migrations_make_what_the_code_describes(made: Path) -> None:
    with database.reading(made) as db:
        assert differences(db, METADATA) == []


def test_a_table_that_no_migration_makes_is_found(made: Path) -> None:
    more = MetaData(naming_convention=METADATA.naming_convention)
    for table in METADATA.sorted_tables:
        table.to_metadata(more)
    Table("forgotten", more, Column("id", Integer, primary_key=True))
    with database.reading(made) as db:
        assert [str(each[0]) for each in differences(db, more) if isinstance(each, tuple)] == ["add_table"]


def test_migrating_twice_changes_nothing(made: Path) -> None:
    before = written(made)
    schema.migrate(made)
    assert written(made) == before
    assert schema.is_current(made)


def test_no_database_is_not_a_current_one(tmp_path: Path) -> None:
    assert not schema.is_current(tmp_path / "portee.db")
    assert not (tmp_path / "portee.db").exists()


def test_a_database_behind_is_told_so(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(made)) as connection:
        connection.execute("DELETE FROM alembic_version")
        connection.commit()
    monkeypatch.setenv("PORTEE_HOME", str(made.parent))
    assert not schema.is_current(made)
    with pytest.raises(Trouble, match=r"app\.py migrate"):
        open_house()


def test_a_new_database_is_whole(made: Path) -> None:
    with closing(sqlite3.connect(made)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        assert set(METADATA.tables) <= set(tables)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
