"""The process that imports what was sent by screen: `python -m data.imports.worker DATABASE FOLDER KEY LOCK`.

It is held to limits, ends with the portal that started it, and says on the disk how far it is. A dry run
happens in a copy of the database, so that nobody waits for it; the import itself is one transaction.
"""

import contextlib
import os
import resource
import shutil
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from data import database as databases
from data import import_runs
from data.erasures import Erasures
from data.import_runs import ImportRun, RunState
from data.imports import import_folder
from data.imports.places import Places, Progress, digest_of
from data.imports.report import ImportRefused, Report, told
from data.imports.site_file import NAME as SITE_FILE
from data.imports.unpacking import is_of_the_format, unpack
from data.sites import Site

MEMORY = 1 << 30  # bytes of address space
CPU_SECONDS = 1800
LARGEST = 4 << 30  # bytes of a written file: the copy of a database
EVERY = 1.0  # seconds between two words of progress

NO_SETTINGS = f"{SITE_FILE} : laissé de côté. Les réglages du site ne s’importent que depuis la console."
CHANGED = "Les fichiers gardés ne sont plus ceux de l’essai : envoyez l’export de nouveau."
FOREIGN = "ce fichier n’est pas de l’export (familles.csv, eleves.csv…)"
WITH_A_ZIP = "Envoyez ou bien une archive ZIP, ou bien les fichiers eux-mêmes."
TOO_LARGE = "Cet export est trop grand pour être importé d’ici. En csv il prend le moins de place."


def work(
    database: Path,
    places: Places,
    key: str,
    clock: Callable[[], float] = time.time,
    erasures: Erasures | None = None,
    release: Callable[[], None] = lambda: None,
) -> None:
    """One step of an import: its dry run, or the import itself. What comes of it is in its row.

    `release` gives the lock of the site back: whoever reads that it is done may take the next step at once.
    """
    with databases.reading(database) as db:
        run = db.exec(select(ImportRun).where(ImportRun.key == key)).one()
        slug = db.get_one(Site, run.site_id).slug
        left = import_runs.interrupted(db, [run.site_id])
    for each in left:  # of processes that were killed while the portal went on
        places.drop(each)
    step = _simulate if run.state == RunState.SIMULATING else _import
    try:
        step(database, partial(_brought_in, places, run, slug, erasures, clock=clock), places, run, clock)
    except ImportRefused as refusal:
        _settle(database, key, RunState.REFUSED, refusal.errors, clock)
    except MemoryError:
        _settle(database, key, RunState.REFUSED, [TOO_LARGE], clock)
    release()
    if step is _import or not places.tables(key).exists():
        places.drop(key)


def _settle(database: Path, key: str, state: RunState, errors: list[str], clock: Callable[[], float]) -> None:
    with databases.transaction(database) as db:
        import_runs.settle(db, key, state, told(Report(), errors), int(clock()))


def _simulate(
    database: Path, bring_in: Callable[..., Report], places: Places, run: ImportRun, clock: Callable[[], float]
) -> None:
    """Everything is done, in a copy; the files wait for a decision unless they are refused."""
    remarks: list[str] = []
    try:
        _take_out(places.sent(run.key), places.tables(run.key), remarks)
        digest = digest_of(places.tables(run.key))
        with _copied(database, places.run(run.key)) as copy:
            report = bring_in(copy, dry_run=True)
    except (ImportRefused, MemoryError):
        shutil.rmtree(places.tables(run.key), ignore_errors=True)
        raise
    report.warnings[:0] = remarks
    with databases.transaction(database) as db:
        import_runs.settle(db, run.key, RunState.SIMULATED, told(report), int(clock()), digest, report.base)


def _import(
    database: Path, bring_in: Callable[..., Report], places: Places, run: ImportRun, clock: Callable[[], float]
) -> None:
    """For good: the row says so in the very transaction of the import."""
    if not places.tables(run.key).is_dir() or digest_of(places.tables(run.key)) != run.digest:
        raise ImportRefused([CHANGED])

    def settle(db: Session, report: Report) -> None:
        if report.base != run.base:
            raise ImportRefused([import_runs.ANOTHER_MADE])
        import_runs.settle(db, run.key, RunState.IMPORTED, told(report), int(clock()))

    bring_in(database, dry_run=False, settle=settle)


def _brought_in(
    places: Places, run: ImportRun, slug: str, erasures: Erasures | None, database: Path, **wishes: Any
) -> Report:
    """The same as the console does."""
    progress = _Teller(places, run.key)
    # Who confirms has been asked by the page; until then the report is to say it.
    asked = bool(run.report.get("another"))
    wishes |= {"remove_absent": run.remove_absent, "another": asked, "progress": progress, "erasures": erasures}
    return import_folder(database, slug, places.tables(run.key), **wishes)


def _take_out(sent: Path, tables: Path, remarks: list[str]) -> None:
    """The files of the export out of what was sent; a ZIP is opened. Raises ImportRefused."""
    tables.mkdir(mode=0o700)
    files = sorted(sent.iterdir())
    zips = [each for each in files if each.suffix.lower() == ".zip"]
    if zips and len(files) > 1:
        raise ImportRefused([WITH_A_ZIP])
    errors = [f"{each.name} : {FOREIGN}" for each in files if not (zips or is_of_the_format(each.name))]
    if errors:
        raise ImportRefused(errors)
    for each in zips:
        unpack(each, tables)
    for each in () if zips else files:
        each.rename(tables / each.name)
    shutil.rmtree(sent)
    if (tables / SITE_FILE).exists():
        (tables / SITE_FILE).unlink()
        remarks.append(NO_SETTINGS)


@contextlib.contextmanager
def _copied(database: Path, folder: Path) -> Iterator[Path]:
    """A copy of the database as it is now, made in one step; it goes at the end."""
    copy = folder / "trial.db"
    copy.touch(mode=0o600)
    try:
        with databases.reading(database) as db, contextlib.closing(sqlite3.connect(copy)) as target:
            source: Any = db.connection().connection.dbapi_connection
            source.backup(target)
        yield copy
    finally:
        for each in folder.glob("trial.db*"):
            each.unlink()


class _Teller:
    """Tells how far an import is, at most once a second and at each new step."""

    def __init__(self, places: Places, key: str) -> None:
        self._places, self._key = places, key
        self._what, self._at = "", 0.0

    def __call__(self, what: str, done: int, total: int | None) -> None:
        """Note it, if it is time."""
        now = time.monotonic()
        if what != self._what or now - self._at >= EVERY:
            self._what, self._at = what, now
            self._places.report(self._key, Progress(what, done, total))


def _end_with_the_portal() -> None:
    """The portal holds the other end of our input, and writes nothing: what comes is its end."""
    os.read(0, 1)  # not sys.stdin, whose lock would end a process that has done its work with an abort
    os._exit(1)


def _set_limits() -> None:
    """No core file keeps what was read, and the pages go first."""
    limits = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_FSIZE: LARGEST,
        resource.RLIMIT_CORE: 0,
    }
    for limit, most in limits.items():
        hardest = resource.getrlimit(limit)[1]
        lowest = most if hardest == resource.RLIM_INFINITY else min(most, hardest)
        resource.setrlimit(limit, (lowest, lowest))
    os.nice(5)


def main(database: str, folder: str, key: str, lock: str) -> None:
    """Work, and end; a fault is told by its kind alone, for its words may hold a row."""
    with open(0, "rb", buffering=0, closefd=False) as told:
        file, secret = (told.readline().decode().strip() for _ in range(2))
    threading.Thread(target=_end_with_the_portal, daemon=True).start()
    _set_limits()
    erasures = Erasures(Path(file), bytes.fromhex(secret))
    try:
        work(Path(database), Places(Path(folder)), key, erasures=erasures, release=partial(os.close, int(lock)))
    except Exception as trouble:
        print(f"portee: an import has failed: {type(trouble).__name__}", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
