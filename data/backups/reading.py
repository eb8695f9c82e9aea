"""What a backup holds, looked at before it is believed: taken out to a folder, opened, counted."""

import os
import re
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session, col, func, select

from data import database, faults, portal, schema
from data.accounts import Account
from data.documents import SuppliedDocument
from data.families import Family
from data.reenrolments.supplying import stored_names
from data.store import Store
from data.students import Student

DATABASE, DOCUMENTS = "portee.db", "pieces"
BESIDE = ("secret", "effacements")  # of the portal’s folder; a backup holds those that there are
OURS = re.compile(rf"{re.escape(DATABASE)}|{'|'.join(BESIDE)}|{DOCUMENTS}/([0-9a-f]{{2}})/\1[0-9a-f]{{30}}")
PLAIN = (tarfile.REGTYPE, tarfile.AREGTYPE)
NO_COPY = "Ce fichier n’est pas une sauvegarde du portail, ou il est abîmé"


class BackupRefused(ValueError):
    """A backup that cannot be made or cannot be used: a French sentence."""


@dataclass(frozen=True)
class Contents:
    """What a backup holds, counted."""

    demo: bool
    families: int
    students: int
    accounts: int
    documents: int
    size: int  # bytes of the documents
    missing: int  # files that a row names and that are not in it, or not with their size


@contextmanager
def opened(archive: Path, near: Path) -> Iterator[tuple[Path, Contents]]:
    """A folder beside a path with all of a verified backup, at the schema of this version. Raises BackupRefused."""
    folder = Path(tempfile.mkdtemp(dir=near, prefix=".portee-"))
    try:
        _take_out(archive, folder)
        yield folder, verified(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _take_out(archive: Path, folder: Path) -> None:
    """Only what a backup holds, as plain files: no link, no other name, nothing twice."""
    try:
        with tarfile.open(archive, "r:") as tar:
            for member in tar:
                if member.type not in PLAIN or not OURS.fullmatch(member.name):
                    raise BackupRefused(f"{NO_COPY} : il contient « {member.name[:60]} ». Rien n’a été changé.")
                _write(tar, member, folder / member.name)
    except (tarfile.TarError, FileExistsError, EOFError, ValueError) as trouble:
        if isinstance(trouble, BackupRefused):
            raise
        raise BackupRefused(f"{NO_COPY}. Rien n’a été changé.") from None


def _write(tar: tarfile.TarFile, member: tarfile.TarInfo, place: Path) -> None:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    source = tar.extractfile(member)
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        shutil.copyfileobj(source, file)  # type: ignore[arg-type]  # a plain file has contents
        file.flush()
        os.fsync(file.fileno())
        if file.tell() != member.size:
            raise EOFError


def verified(folder: Path) -> Contents:
    """Open the copy: it is whole and of a known schema. What is in it is counted, and what is not."""
    file = folder / DATABASE
    if not file.exists():
        raise BackupRefused(f"{NO_COPY} : la base de données n’y est pas. Rien n’a été changé.")
    try:
        _refuse_damaged(file)
        if not schema.is_known(file):
            raise BackupRefused(
                "Cette sauvegarde a été faite par une autre version du portail, plus récente : "
                "installez cette version, puis recommencez. Rien n’a été changé."
            )
        schema.migrate(file)
        with database.reading(file) as db:
            return _counted(db, Store(folder / DOCUMENTS))
    except database.FAULTS as fault:
        raise BackupRefused(
            f"{NO_COPY} : la base de données ne s’ouvre pas ({faults.words_of(fault)}). Rien n’a été changé."
        ) from None


def _refuse_damaged(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        whole = connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
        if not whole or connection.execute("PRAGMA foreign_key_check").fetchone():
            raise BackupRefused(f"{NO_COPY} : la base de données est abîmée. Rien n’a été changé.")


def _counted(db: Session, store: Store) -> Contents:
    def count(what: object) -> int:
        return db.exec(select(func.count(what))).one()  # type: ignore[arg-type]

    return Contents(
        demo=bool(portal.is_demo(db)),
        families=count(col(Family.id)),
        students=count(col(Student.id)),
        accounts=count(col(Account.id)),
        documents=count(col(SuppliedDocument.id)),
        size=db.exec(select(func.coalesce(func.sum(SuppliedDocument.size), 0))).one(),
        missing=_missing(db, store),
    )


def _missing(db: Session, store: Store) -> int:
    sizes = dict(db.exec(select(SuppliedDocument.stored, SuppliedDocument.size)).all())
    found = {file.name: file.stat().st_size for file in store.kept()}
    return sum(name not in found or sizes.get(name, found[name]) != found[name] for name in stored_names(db))
