"""Going back to a backup: the old portal is whole until the new database takes its name; from then on the new is."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from data import database, erasing, faults, portal
from data.backups.reading import DATABASE, DOCUMENTS, BackupRefused, Contents, opened
from data.erasures import FILE, Erasures
from data.presence import IsOpen, alone
from data.reenrolments.supplying import stored_names
from data.settings import Settings
from data.store import Store

LOGS = ("-wal", "-shm")


@dataclass(frozen=True)
class Restored:
    """What is there now, and where what was there before is kept."""

    contents: Contents
    former: Path | None


def restore(settings: Settings, archive: Path, moment: str, even_incomplete: bool = False) -> Restored:
    """Put a backup in the place of the portal’s data. Raises BackupRefused: then nothing has changed."""
    if not archive.is_file():
        raise BackupRefused(f"« {archive} » n’est pas un fichier. Rien n’a été changé.")
    try:
        with _alone(settings.database), opened(archive, settings.home) as (folder, contents):
            _refuse_other(settings.database, contents.demo)
            _refuse_incomplete(contents, even_incomplete)
            _erase_again(settings, folder)
            former = _set_aside(settings, moment)
            _replace(settings, folder)
    except OSError as fault:
        raise BackupRefused(
            f"La sauvegarde « {archive} » n’a pas pu être rétablie ({faults.words_of(fault)}). "
            "La base de données du portail est restée la même."
        ) from None
    return Restored(contents, former)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """No portal is served, and no command writes."""
    was_there = path.exists()
    try:
        with alone(path), database.write_lock(path):
            yield
    except IsOpen:
        raise BackupRefused("Le portail est ouvert : arrêtez-le, puis recommencez. Rien n’a été changé.") from None
    finally:
        if not was_there and path.exists() and not path.stat().st_size:
            path.unlink()  # the lock made it


def _refuse_other(path: Path, demo: bool) -> None:
    """A demonstration is never taken for the real thing; what cannot be read is nothing to protect from it."""
    with suppress(*database.FAULTS), database.reading(path) as db:
        if portal.is_demo(db) not in (None, demo):
            raise BackupRefused(
                "La sauvegarde et le portail ne vont pas ensemble : l’un des deux est une démonstration. "
                "Rien n’a été changé."
            )


def _refuse_incomplete(contents: Contents, accepted: bool) -> None:
    if contents.missing and not accepted:
        raise BackupRefused(
            f"La sauvegarde n’est pas complète : il y manque des documents ({contents.missing}). "
            "Rien n’a été changé. Ajoutez --incomplet pour la rétablir sans eux."
        )


def _erase_again(settings: Settings, folder: Path) -> None:
    """Whoever was erased since the backup stays erased. A list goes with its secret: one that is in use stays."""
    erasures = Erasures.of(settings)
    if erasures.lines():
        with suppress(FileNotFoundError):
            same = (folder / "secret").read_bytes() == (settings.home / "secret").read_bytes()
            (folder / "secret").unlink()
            if same:
                erasures.take_over(folder / FILE)
    elif (folder / FILE).exists():
        _move(folder / FILE, settings.home / FILE)
    with database.transaction(folder / DATABASE) as db:
        erasing.apply(db, erasures)


def _set_aside(settings: Settings, moment: str) -> Path | None:
    """A second name for all there is, in a folder of its own; the portal’s own files stay where they are."""
    if not settings.database.exists() or not settings.database.stat().st_size:
        return None
    with suppress(*database.FAULTS), closing(sqlite3.connect(settings.database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    former = settings.home / f"portee-{moment}-avant-restauration"
    former.mkdir(mode=0o700)
    _second_name(settings.home / "secret", former / "secret")
    for suffix in ("", *LOGS):
        _second_name(Path(f"{settings.database}{suffix}"), former / f"{DATABASE}{suffix}")
    for file in Store(settings.documents).kept():
        _second_name(file, former / DOCUMENTS / file.parent.name / file.name)
    return former


def _second_name(file: Path, other: Path) -> None:
    if file.exists():
        other.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            other.hardlink_to(file)
        except OSError:  # a disk that knows no second names, or another disk
            shutil.copy2(file, other)


def _replace(settings: Settings, folder: Path) -> None:
    """The documents first, which change nothing; then the database; then what no row names goes."""
    store = Store(settings.documents)
    for file in list(Store(folder / DOCUMENTS).kept()):
        place = store.path(file.name)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _move(file, place)
    if (folder / "secret").exists():
        _move(folder / "secret", settings.home / "secret")
    for suffix in LOGS:  # of a database that could not be read: they would be taken for the new one’s
        Path(f"{settings.database}{suffix}").unlink(missing_ok=True)
    _move(folder / DATABASE, settings.database)
    with database.reading(settings.database) as db:
        known = stored_names(db)
    store.sweep(known, 0)


def _move(file: Path, place: Path) -> None:
    """At one stroke, and there after a power cut."""
    if file.stat().st_dev == place.parent.stat().st_dev:
        file.replace(place)
    else:
        near = place.with_name(f".{place.name}.restauration")
        shutil.copy2(file, near)
        near.replace(place)
    handle = os.open(place.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
