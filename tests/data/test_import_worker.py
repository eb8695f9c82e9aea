"""The process that imports what was sent by screen: it ends with its portal, and leaves the old state or the new."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import col, select, update

from data import database, import_runs
from data.erasures import Erasures
from data.families import Family
from data.import_runs import ImportRun, RunState
from data.imports import starting, tidying, worker
from data.imports.places import Places, Progress
from data.imports.report import typeset
from data.keys import new_key
from data.sites import Site, site_of
from tests.asking_for import NOW
from tests.data.exports import EXPORT, Desk

ENOUGH = 60  # seconds, on a busy machine


class Bench(Desk):
    """One portal, and the imports that were sent to it."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.places = Places(home / "imports")
        self.erasures = Erasures(home / "effacements", b"s" * 32)

    def send(self) -> str:
        """An import about to take its first step, by nobody in particular; its key."""
        key, names = new_key(), ("familles", "eleves")
        for name in names:
            self.lay(name, *EXPORT[name])
        with database.transaction(self.database) as db:
            site = site_of(db, self.slug)
            assert site
            self.site = site.id
            db.add(ImportRun(key=key, site_id=site.id, who="accueil", form_id=key, started_at=NOW, remove_absent=False))
        self.held = self.places.hold(self.site)
        self.places.lay(key, {f"{name}.csv": self.folder / f"{name}.csv" for name in names})
        return key

    def start(self, key: str) -> subprocess.Popen[bytes]:
        """In a process of its own, as a portal does."""
        assert self.held
        starting.start(self.database, self.places, key, self.held, self.erasures)
        os.close(self.held)
        return starting._started[-1]

    def run(self, key: str) -> ImportRun:
        """What is written of it."""
        with database.reading(self.database) as db:
            return db.exec(select(ImportRun).where(ImportRun.key == key)).one()


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    yield Bench(tmp_path)
    for each in starting._started:
        each.kill()
        each.communicate()
    starting._started.clear()


def test_a_process_tries_and_then_imports(bench: Bench) -> None:
    key = bench.send()
    process = bench.start(key)
    assert bench.places.is_held(bench.site)
    assert process.wait(ENOUGH) == 0
    assert (bench.run(key).state, bench.all(Family)) == (RunState.SIMULATED, [])
    assert not bench.places.is_held(bench.site)
    with database.transaction(bench.database) as db:
        import_runs.confirm(db, bench.run(key), "secretariat", NOW)
    worker.work(bench.database, bench.places, key)
    assert bench.run(key).state == RunState.IMPORTED
    assert not bench.places.run(key).exists()


LINGERING = """
import sys, time
from data.imports import worker
from data.imports.places import Places
Places.drop = lambda *_: time.sleep(600)
worker.main(*sys.argv[1:])
"""


def test_who_reads_that_it_is_done_need_not_wait(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    key = bench.send()
    worker.work(bench.database, bench.places, key)
    with database.transaction(bench.database) as db:
        import_runs.confirm(db, bench.run(key), "secretariat", NOW)
    popen = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda them, **how: popen([them[0], "-c", LINGERING, *them[3:]], **how))
    process = bench.start(key)
    until = time.monotonic() + ENOUGH
    while bench.run(key).state != RunState.IMPORTED and time.monotonic() < until:
        time.sleep(0.05)
    handle = bench.places.hold(bench.site)
    assert handle
    os.close(handle)
    assert process.poll() is None


def test_a_process_ends_with_its_portal(bench: Bench) -> None:
    key = bench.send()
    process = bench.start(key)
    assert process.stdin
    process.stdin.close()  # as it is closed for a portal that is killed
    assert process.wait(ENOUGH) in (0, 1)
    assert not bench.places.is_held(bench.site)


def test_a_family_that_was_erased_does_not_come_back(bench: Bench) -> None:
    key = bench.send()
    bench.erasures.note(bench.slug, "F1")
    assert bench.start(key).wait(ENOUGH) == 0
    assert [each for each in bench.run(key).report["warnings"] if "familles effacées" in each]


KILLED = """
import os, signal, sys
from pathlib import Path
from data.imports import passes, worker
from data.imports.places import Places
passes._compare_totals = passes.make_accounts = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
worker.work(Path(sys.argv[1]), Places(Path(sys.argv[2])), sys.argv[3])
"""


def test_a_process_that_is_killed_while_it_writes_leaves_the_old_state_whole(bench: Bench) -> None:
    key = bench.send()
    worker.work(bench.database, bench.places, key)
    with database.transaction(bench.database) as db:
        import_runs.confirm(db, bench.run(key), "secretariat", NOW)
    before = bench.dump()
    assert bench.held
    arguments = [sys.executable, "-c", KILLED, str(bench.database), str(bench.places.folder), key]
    killed = subprocess.run(arguments, cwd=starting.ROOT, pass_fds=(bench.held,), check=False)
    os.close(bench.held)
    assert killed.returncode == -signal.SIGKILL
    assert bench.dump() == before
    with database.transaction(bench.database) as db:
        tidying.tidy(db, bench.places, int(time.time()) + 3600)
    assert bench.run(key).state == RunState.INTERRUPTED
    assert not bench.places.run(key).exists()


def test_the_row_says_imported_if_and_only_if_it_is(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    key = bench.send()
    worker.work(bench.database, bench.places, key)
    with database.transaction(bench.database) as db:
        import_runs.confirm(db, bench.run(key), "secretariat", NOW)
    monkeypatch.setattr(import_runs, "settle", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        worker.work(bench.database, bench.places, key)
    assert (bench.run(key).state, bench.all(Family)) == (RunState.IMPORTING, [])


def test_an_import_made_while_it_begins_stands(bench: Bench) -> None:
    key = bench.send()
    worker.work(bench.database, bench.places, key)
    with database.transaction(bench.database) as db:
        import_runs.confirm(db, bench.run(key), "secretariat", NOW)
    bench.lay("familles", EXPORT["familles"][0], "F1;LE VAL;Guy;")
    bench.lay("eleves", *EXPORT["eleves"])
    bench.bring_in()  # the console waits for nobody
    worker.work(bench.database, bench.places, key)
    assert (bench.run(key).state, len(bench.all(Family))) == (RunState.REFUSED, 1)
    assert bench.run(key).report["errors"] == [typeset(import_runs.ANOTHER_MADE)]


def test_a_dry_run_keeps_no_writer_waiting(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def write_meanwhile(_: Places, key: str, progress: Progress) -> None:
        with database.transaction(bench.database) as db:  # waits for ever where the lock is held
            db.add(Site(slug=f"s{len(told)}", name="Meanwhile"))
        told.append(progress.what)

    monkeypatch.setattr(Places, "report", write_meanwhile)
    worker.work(bench.database, bench.places, bench.send())
    assert "Écriture de familles" in told
    assert bench.all(Family) == []


def test_an_export_that_takes_too_much_memory_is_refused(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def take_too_much(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(worker, "import_folder", take_too_much)
    key = bench.send()
    worker.work(bench.database, bench.places, key)
    assert bench.run(key).report["errors"] == [worker.TOO_LARGE]
    assert not bench.places.run(key).exists()


@pytest.mark.parametrize("how", ["the portal starts", "the next import begins"])
def test_what_an_interrupted_import_has_left_goes_however_young_it_is(bench: Bench, how: str) -> None:
    dead = bench.send()
    assert bench.held
    os.close(bench.held)  # as its process ends
    if how == "the portal starts":
        with database.transaction(bench.database) as db:
            tidying.tidy(db, bench.places, int(time.time()))
    else:
        key = bench.send()
        with database.transaction(bench.database) as db:
            db.exec(update(ImportRun).where(col(ImportRun.key) == dead).values(state=RunState.INTERRUPTED))
        worker.work(bench.database, bench.places, key)
        assert bench.places.tables(key).is_dir()
    assert bench.run(dead).state == RunState.INTERRUPTED
    assert not bench.places.run(dead).exists()


def test_what_is_at_work_is_neither_interrupted_nor_swept(bench: Bench) -> None:
    key = bench.send()
    with database.transaction(bench.database) as db:
        tidying.tidy(db, bench.places, int(time.time()) + 3600)
    assert bench.run(key).state == RunState.SIMULATING
    assert bench.places.sent(key).is_dir()


def test_files_go_after_a_day_and_the_report_stays(bench: Bench) -> None:
    key = bench.send()
    worker.work(bench.database, bench.places, key, lambda: NOW)
    for at, files in ((NOW + 3600, True), (NOW + import_runs.FILES_KEPT + 60, False)):
        os.utime(bench.places.run(key), (NOW, NOW)) if bench.places.run(key).exists() else None
        with database.transaction(bench.database) as db:
            tidying.tidy(db, bench.places, at)
        assert (bench.places.run(key).exists(), len(bench.all(ImportRun))) == (files, 1)


def test_an_import_of_another_name_is_no_folder_of_ours(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not the key"):
        Places(tmp_path).run("../../etc")
