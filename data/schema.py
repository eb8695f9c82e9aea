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
    agenda,
    audit,
    changes,
    courses,
    database,
    directory,
    documents,
    enrolments,
    evaluations,
    families,
    import_runs,
    kept_forms,
    ledger,
    links,
    numbering,
    outbox,
    own_changes,
    portal,
    reenrolments,
    reference_lists,
    repertoire,
    replays,
    second_factor,
    sessions,
    site_logo,
    site_texts,
    sites,
    students,
    throttle,
)

MIGRATIONS = Path(__file__).parent / "migrations"
METADATA = SQLModel.metadata


def migrate(path: Path) -> None:
    """Bring the database to the newest schema, making it when there is none; all or nothing."""
    with database.transaction(path) as db:
        command.upgrade(config(db.connection()), "head")


def is_current(path: Path) -> bool:
    """Whether the database has the schema of this version."""
    if not path.exists():
        return False
    with database.reading(path) as db:
        heads = ScriptDirectory.from_config(config()).get_current_head()
        return MigrationContext.configure(db.connection()).get_current_revision() == heads


def config(connection: Connection | None = None) -> Config:
    """Alembic’s settings, with the connection it is to use."""
    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    settings.attributes["connection"] = connection
    return settings


def is_known(path: Path) -> bool:
    """Whether this version knows the schema of a database: its own, or an older one that it can move on."""
    with database.reading(path) as db:
        revision = MigrationContext.configure(db.connection()).get_current_revision()
    known = ScriptDirectory.from_config(config()).walk_revisions()
    return revision in {each.revision for each in known}
