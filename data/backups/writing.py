"""Making a backup while the portal is served: one state of the database, and every file that it names.

Under the write lock nobody checkpoints, no row comes and no file of a row goes; all that happens there is one
`VACUUM INTO` and a second name for each file of the store. The archive is written afterwards, at leisure.
"""

import os
import shutil
import sqlite3
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from data import database, faults
from data.backups.reading import BESIDE, DATABASE, DOCUMENTS, BackupRefused, Contents, opened
from data.settings import Settings
from data.store import Store

NOTED = "derniere-sauvegarde"  # its date is the one of the last backup that was verified
LINKED = ".sauvegarde-"  # in the store’s folder, because a second name must be on the same disk
FORGOTTEN = 86400


def back_up(settings: Settings, target: Path) -> Contents:
    """All that the portal holds into one file, verified by opening it. Raises BackupRefused; then nothing is left."""
    if target.exists():
        raise BackupRefused(f"« {target} » existe déjà : donnez un autre nom. Rien n’a été écrit.")
    try:
        with _folder_for(target) as folder, _linked(settings.documents) as links:
            with database.write_lock(settings.database):
                _copy_database(settings.database, folder / DATABASE)
                _link(Store(settings.documents), links)
            _write(folder / "tar", {DATABASE: folder / DATABASE}, settings.home, links)
            (folder / DATABASE).unlink()  # the one in the archive is the one that is opened
            with opened(folder / "tar", folder) as (_, contents):
                (folder / "tar").rename(target)
    except (OSError, *database.FAULTS) as fault:
        words = faults.words_of(fault)
        raise BackupRefused(f"La sauvegarde dans « {target} » n’a pas pu être faite ({words}).") from None
    (settings.home / NOTED).touch(mode=0o600)
    os.utime(settings.home / NOTED)
    return contents


def last_backup(home: Path) -> int | None:
    """When the last backup was made and verified."""
    with suppress(FileNotFoundError):
        return int((home / NOTED).stat().st_mtime)
    return None


@contextmanager
def _folder_for(target: Path) -> Iterator[Path]:
    """A passing folder beside the target, for its owner alone: what is in it gets its name at the very end.

    The target’s own folder is made, the one that this is to be in is not: it may be a disk that is not mounted.
    """
    try:
        target.parent.mkdir(mode=0o700, exist_ok=True)
    except FileNotFoundError:
        missing = f"Le dossier « {target.parent.parent} » n’existe pas"
        raise BackupRefused(f"{missing} : créez-le, puis recommencez. Rien n’a été écrit.") from None
    folder = Path(tempfile.mkdtemp(dir=target.parent, prefix=".portee-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _linked(documents: Path) -> Iterator[Path]:
    """A passing folder in the store’s; what a crash has left of one goes a day later."""
    documents.mkdir(mode=0o700, exist_ok=True)
    for left in documents.glob(f"{LINKED}*"):
        if left.stat().st_mtime < time.time() - FORGOTTEN:
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(dir=documents, prefix=LINKED))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy_database(source: Path, target: Path) -> None:
    target.touch(mode=0o600)
    with closing(sqlite3.connect(source, isolation_level=None)) as connection:
        connection.execute("PRAGMA busy_timeout=60000")
        connection.execute("VACUUM INTO ?", (str(target),))


def _link(store: Store, folder: Path) -> None:
    """A file that goes at this moment was of no row any more."""
    for file in store.kept():
        with suppress(FileNotFoundError):
            try:
                (folder / file.name).hardlink_to(file)
            except FileNotFoundError:
                raise
            except OSError:  # a disk that knows no second names
                shutil.copyfile(file, folder / file.name)


def _write(archive: Path, files: dict[str, Path], home: Path, links: Path) -> None:
    files |= {name: home / name for name in BESIDE if (home / name).exists()}
    files |= {f"{DOCUMENTS}/{file.name[:2]}/{file.name}": file for file in sorted(links.iterdir())}
    with os.fdopen(os.open(archive, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        with tarfile.open(fileobj=stream, mode="w") as tar:
            for name, path in files.items():
                with path.open("rb") as source:
                    member = tarfile.TarInfo(name)
                    member.size, member.mtime, member.mode = path.stat().st_size, int(path.stat().st_mtime), 0o600
                    tar.addfile(member, source)
        stream.flush()
        os.fsync(stream.fileno())
