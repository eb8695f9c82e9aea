"""What happens to uploaded files before they are stored: from PDFs and photos, one PDF that can do no harm.

They are opened by a worker process with limits. It loads no noun, no page and no database.
"""

import contextlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
from anyio import to_process

from routes.web.hashing import Busy
from routes.web.intake import words
from routes.web.intake.outcome import Made, Unfit
from routes.web.intake.worker import draw_logo, make

__all__ = ["Busy", "Made", "Unfit", "make_document", "make_logo"]

SECONDS = 30  # for the work
# An opening night waits here: who waits costs no more than the files, which lie on the disk.
PATIENCE = 240  # seconds in the queue: browsers give up after 300
QUEUE = 400

_turn = anyio.CapacityLimiter(1)
# Idle processes are common property in anyio: the one that printed a letter may open an upload next, and the other
# way round. Both are held to the same memory; two run only where a letter and an upload are due at the same moment.
_one_process = anyio.CapacityLimiter(1)


async def make_document(files: Sequence[Path], target: Path, before: Path | None = None) -> Made:
    """Make of uploads, and of a document made before, one PDF that replaces target. Raises Unfit or Busy.

    What is at work lies beside the target with « .part » after its name; a power cut may leave it there.
    """
    if not files:
        raise Unfit(words.NO_FILE)
    if len(files) > words.FILES:
        raise Unfit(words.TOO_MANY_FILES)
    part = target.with_name(f"{target.name}.part")
    async with _in_turn():
        try:
            made = await _made(files, part, before)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    return made


@asynccontextmanager
async def _in_turn() -> AsyncIterator[None]:
    """One after the other; raises Busy when too many wait, or too long."""
    if _turn.statistics().tasks_waiting >= QUEUE:
        raise Busy
    with anyio.move_on_after(PATIENCE) as waiting:
        await _turn.acquire()
    if waiting.cancelled_caught:
        raise Busy
    try:
        yield
    finally:
        _turn.release()


async def _made(files: Sequence[Path], part: Path, before: Path | None) -> Made:
    """Files that take too long end with their process; those that kill it are tried in a new one, once."""
    outcome: Made | str = words.TOO_LONG
    with anyio.move_on_after(SECONDS):
        try:
            outcome = await _in_worker(files, part, before)
        except anyio.BrokenWorkerProcess:
            outcome = await _again(files, part, before)
    if isinstance(outcome, str):
        raise Unfit(outcome)
    return outcome


async def _again(files: Sequence[Path], part: Path, before: Path | None) -> Made | str:
    try:
        return await _in_worker(files, part, before)
    except anyio.BrokenWorkerProcess:
        return words.UNREADABLE


async def _in_worker(files: Sequence[Path], part: Path, before: Path | None) -> Made | str:
    return await to_process.run_sync(make, tuple(files), part, before, cancellable=True, limiter=_one_process)


async def make_logo(file: Path) -> bytes:
    """Make of an upload a small PNG. Raises Unfit or Busy."""
    outcome: bytes | str = words.DAMAGED_LOGO  # a file that takes too long or kills its process is no logo
    async with _in_turn():
        with anyio.move_on_after(SECONDS), contextlib.suppress(anyio.BrokenWorkerProcess):
            outcome = await to_process.run_sync(draw_logo, file, cancellable=True, limiter=_one_process)
    if isinstance(outcome, str):
        raise Unfit(outcome)
    return outcome
