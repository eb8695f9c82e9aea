"""A crash at any moment: never a row without its file, and after the sweep no file without its row."""

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from data import database
from data.store import Store
from tests.data import filing

NOW = 1_795_000_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with a table of names."""
    filing.prepare(tmp_path / "portee.db")
    return tmp_path / "portee.db"


@pytest.fixture
def store(path: Path) -> Store:
    """The store beside it."""
    return Store(path.parent / "pieces")


def test_a_file_is_on_the_disk_before_its_row_is(path: Path, store: Store) -> None:
    filing.arrive(store)
    steps: list[str] = []
    with filing.watched(steps.append):
        filing.file(path, store)
    assert steps == ["fsync file", "fsync folder", "rename", "fsync folder", "commit"]  # one folder is new


def test_a_row_is_gone_before_its_file_is(path: Path, store: Store) -> None:
    name = filing.file(path, store)
    steps: list[str] = []
    with filing.watched(steps.append):
        filing.remove(path, store, name)
    assert steps == ["commit", "unlink"]


def test_a_transaction_that_fails_leaves_a_file_for_the_sweep(path: Path, store: Store) -> None:
    kept = filing.file(path, store)
    with pytest.raises(IntegrityError):
        filing.file(path, store, named=kept)
    assert (filing.rows(path), len(filing.files(store))) == ({kept}, 2)
    assert filing.sweep(path, store, NOW) == 1
    assert filing.files(store) == {kept}


def kill(path: Path, step: int, *doomed: str) -> int:
    """How a script ends that files something, or removes it, and is killed just before a step."""
    command = [sys.executable, filing.__file__, str(path.parent), str(step), *doomed]
    return subprocess.run(command, check=False, timeout=60).returncode


FILING = 7  # two folders, the file, its folder, the rename, its folder again, the commit


@pytest.mark.parametrize("step", range(FILING + 1))
def test_a_crash_while_filing_leaves_no_row_without_its_file(path: Path, store: Store, step: int) -> None:
    assert kill(path, step) == (-signal.SIGKILL if step < FILING else 0)
    assert filing.rows(path) <= filing.files(store)
    assert len(filing.rows(path)) == (step == FILING)
    filing.sweep(path, store, NOW * 2)
    assert filing.rows(path) == filing.files(store)
    assert list((store.folder / "arrivals").glob("*")) == []


@pytest.mark.parametrize("step", range(3))
def test_a_crash_while_removing_leaves_no_row_without_its_file(path: Path, store: Store, step: int) -> None:
    kept, doomed = filing.file(path, store), filing.file(path, store)
    assert kill(path, step, doomed) == (-signal.SIGKILL if step < 2 else 0)
    assert filing.rows(path) == ({kept, doomed} if step == 0 else {kept})
    assert filing.rows(path) <= filing.files(store)
    filing.sweep(path, store, NOW)
    assert filing.rows(path) == filing.files(store)


def test_a_sweep_waits_for_a_process_that_files(path: Path, store: Store) -> None:
    removed: list[int] = []
    sweeper = threading.Thread(target=lambda: removed.append(filing.sweep(path, store, NOW)))
    with database.transaction(path) as db:
        name = store.keep(filing.arrive(store))
        sweeper.start()
        sweeper.join(0.1)
        filing.note(db, name)
    sweeper.join()
    assert (removed, filing.files(store)) == ([0], {name})
