"""The schema: every table in one place, made and moved on by the migrations."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlmodel import SQLModel

from data import (  # noqa: F401  (each brings its tables)
    absences,
    accounts,
    courses,
    database,
    enrolments,
    evaluations,
    families,
    ledger,
    outbox,
    portal,
    repertoire,
    replays,
    sessions,
    sites,
    students,
    throttle,
)

MIGRATIONS = Path(__file__).parent / "migrations"
METADATA = SQLModel.metadata


def migrate(path: Path) -> None:
    """Bring the database to the newest schema, making it when there is none; all or nothing."""
    with database.transaction(path) as db:
        command.upgrade(_config(db.connection()), "head")


def is_current(path: Path) -> bool:
    """Whether the database has the schema of this version."""
    if not path.exists():
        return False
    with database.reading(path) as db:
        heads = ScriptDirectory.from_config(_config()).get_current_head()
        return MigrationContext.configure(db.connection()).get_current_revision() == heads


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
