"""How the portal is: whether it answers, and for who keeps it, what waits and what it weighs."""

import shutil
import sqlite3
from functools import cache
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import Session, col, func, select

from data import backups, schema
from data.documents import SuppliedDocument
from data.outbox import WAITING, Mail

SOUND_SQLITE = (3, 51, 3)  # before it, two connections that write or checkpoint at once may corrupt the log


class Health(NamedTuple):
    """What an administrator looks at, of one site but for the machine."""

    sqlite: str
    sqlite_is_sound: bool
    current: bool
    waiting: int
    oldest: int | None  # of the mails that wait
    failed: int
    documents: int
    documents_size: int
    last_backup: int | None
    disk_free: int


def is_current(db: Session) -> bool:
    """The database answers, and has the schema of this version. One statement."""
    return MigrationContext.configure(db.connection()).get_current_revision() == _head()


@cache
def _head() -> str | None:
    return ScriptDirectory.from_config(schema.config()).get_current_head()


def look_at(db: Session, site: int, home: Path) -> Health:
    """Four statements."""
    waiting, oldest = db.exec(
        select(func.count(), func.min(Mail.created_at)).where(Mail.site_id == site, sa.text(WAITING))
    ).one()
    failed = select(func.count()).where(Mail.site_id == site, col(Mail.failed_at).is_not(None))
    weight = select(func.count(), func.coalesce(func.sum(SuppliedDocument.size), 0))
    documents, size = db.exec(weight.where(SuppliedDocument.site_id == site)).one()
    return Health(
        sqlite=sqlite3.sqlite_version,
        sqlite_is_sound=sqlite3.sqlite_version_info >= SOUND_SQLITE,
        current=is_current(db),
        waiting=waiting,
        oldest=oldest,
        failed=db.exec(failed).one(),
        documents=documents,
        documents_size=size,
        last_backup=backups.last_backup(home),
        disk_free=shutil.disk_usage(home).free,
    )
