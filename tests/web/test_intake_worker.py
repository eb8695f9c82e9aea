"""Uploads are opened in turn, by a process with limits that dies rather than take too long."""

import errno
import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import anyio
import pytest
from anyio import to_process

from routes.web import intake
from routes.web.intake import Busy, Made, Unfit, make_document, make_logo, words, worker
from routes.web.printing import make_pdf
from tests import greed
from tests.hostile.papers import paper
from tests.hostile.photos import picture, saved
from tests.house.sources import ROOT
from tests.uploads import lay
from tests.workers import workers

pytestmark = pytest.mark.usefixtures("own_workers")


@pytest.mark.anyio
async def test_too_long_ends_with_the_process_and_leaves_nothing(
    uploads: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = lay(uploads, paper())
    with monkeypatch.context() as patch:
        patch.setattr(intake, "make", greed.dawdle)
        patch.setattr(intake, "SECONDS", 0.5)
        with pytest.raises(Unfit) as refusal:
            await make_document(files, target)
    assert refusal.value.words == words.TOO_LONG
    assert (workers(), list(target.parent.iterdir())) == (set(), [])
    assert (await make_document(files, target)).pages == 1


@pytest.mark.anyio
async def test_files_that_kill_two_processes_are_refused(
    uploads: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "make", greed.die)
    target.with_name("document.part").touch()
    with pytest.raises(Unfit) as refusal:
        await make_document(lay(uploads, paper()), target)
    assert refusal.value.words == words.UNREADABLE
    assert (workers(), list(target.parent.iterdir())) == (set(), [])


@pytest.mark.anyio
async def test_a_process_that_had_died_meanwhile_is_replaced(uploads: Path, target: Path) -> None:
    files = lay(uploads, paper())
    await make_document(files, target)
    (idle,) = workers()
    os.kill(idle, signal.SIGKILL)
    assert (await make_document(files, target)).pages == 1
    assert idle not in workers()


@pytest.mark.anyio
async def test_somebody_who_goes_away_leaves_no_process(
    uploads: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "make", greed.dawdle)
    with anyio.move_on_after(0.5):
        await make_document(lay(uploads, paper()), target)
    assert (workers(), list(target.parent.iterdir())) == (set(), [])


@pytest.mark.anyio
async def test_one_process_opens_all_the_uploads_and_prints_too(uploads: Path, target: Path) -> None:
    files = lay(uploads, paper())
    async with anyio.create_task_group() as tasks:
        for number in range(8):
            tasks.start_soon(make_document, files, target.with_name(str(number)))
    (only,) = workers()
    page = "<html lang='fr'><head><title>Reçu</title></head><body><h1>Reçu</h1></body></html>"
    with pytest.raises(ValueError, match="font"):  # no style sheet: the printing room refuses, in the same process
        await to_process.run_sync(make_pdf, page)
    assert (await make_document(files, target)).pages == 1
    assert workers() == {only}


@pytest.mark.anyio
async def test_when_too_many_wait_the_next_is_told_to_come_back(
    uploads: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "QUEUE", 3)
    files = lay(uploads, paper())
    outcomes: list[type] = []

    async def one(number: int) -> None:
        try:
            outcomes.append(type(await make_document(files, target.with_name(str(number)))))
        except Busy:
            outcomes.append(Busy)

    async with anyio.create_task_group() as tasks:
        for number in range(6):
            tasks.start_soon(one, number)
    assert (outcomes.count(Busy), outcomes.count(Made)) == (2, 4)


@pytest.mark.anyio
async def test_who_waits_too_long_is_told_to_come_back(
    uploads: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "PATIENCE", 0)

    async def later() -> None:
        with pytest.raises(Busy):
            await make_document(lay(uploads, paper()), target)

    async with intake._turn, anyio.create_task_group() as tasks:
        tasks.start_soon(later)
    assert (workers(), list(target.parent.iterdir())) == (set(), [])


@pytest.mark.anyio
async def test_a_whole_opening_night_finds_a_place_in_the_queue(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def made_at_once(*files: object) -> Made:
        Path(str(files[1])).touch()
        return Made(1, 1, ())

    monkeypatch.setattr(intake, "_made", made_at_once)
    made: list[Made] = []

    async def one(number: int) -> None:
        made.append(await make_document([target], target.with_name(str(number))))

    async with anyio.create_task_group() as tasks, intake._turn:
        for number in range(200):  # families, before one process
            tasks.start_soon(one, number)
        await anyio.wait_all_tasks_blocked()
    assert len(made) == 200


OPENING = "from routes.web.intake import make_document as f; from pathlib import Path; import anyio, sys; "


def test_a_portal_that_is_killed_leaves_nobody_at_work(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "upload")
    script = OPENING + "anyio.run(f, [Path(sys.argv[1])], Path(sys.argv[2]))"
    portal = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "upload"), str(tmp_path / "document")], cwd=ROOT
    )
    upload = os.open(tmp_path / "upload", os.O_WRONLY)  # once it is being read
    portal.kill()
    portal.wait()
    reading = select.poll()
    reading.register(upload, 0)
    left = reading.poll(60_000)
    os.close(upload)
    assert left == [(upload, select.POLLERR)], "it is still being read"


def test_a_fault_of_ours_or_of_a_library_says_nothing_of_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(fault: Exception) -> object:
        def make(*_: object) -> None:
            raise fault

        monkeypatch.setattr(worker, "_make", make)
        return worker.make([], Path(), None)

    monkeypatch.setattr(worker, "_set_limits", lambda: None)
    monkeypatch.setattr(worker, "_die_with_the_portal", lambda: None)
    assert fail(ValueError("Chloé")) == words.UNREADABLE
    assert fail(MemoryError()) == words.UNREADABLE
    assert fail(RecursionError()) == words.UNREADABLE
    with pytest.raises(OSError, match="no place for a document") as full:
        fail(OSError(errno.ENOSPC, "Chloé", "/var/chloe.pdf"))
    assert full.value.filename is None


def test_the_worker_is_limited_and_silent() -> None:
    script = (
        "import resource, sys, logging; from routes.web.intake import worker; worker._set_limits();"
        "print(*[resource.getrlimit(each)[1] for each in (9, 1, 4)]); print('said', file=sys.stderr);"
        "logging.getLogger('PIL').error('said'); print({'pikepdf', 'PIL', 'data', 'litestar'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == f"{worker.MEMORY} {worker.LARGEST} 0\nset()\n"
    assert done.stderr == ""


def test_the_portal_itself_loads_nothing_that_opens_uploads() -> None:
    script = "import sys, app, routes.web.intake; print({'pikepdf', 'PIL', 'pillow_heif'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


@pytest.mark.anyio
async def test_a_logo_is_drawn_in_the_same_process_under_the_same_limits(uploads: Path) -> None:
    large, small = lay(uploads, saved(picture((6100, 10)), "PNG"), saved(picture((60, 20)), "PNG"))
    with pytest.raises(Unfit) as refusal:
        await make_logo(large)
    assert refusal.value.words == words.LOGO_TOO_LARGE
    assert (await make_logo(small)).startswith(b"\x89PNG")
    assert len(workers()) == 1
