"""Many files in one ZIP: a part at a time, never whole in memory, and it opens everywhere."""

import io
import tracemalloc
import zipfile
from collections.abc import Iterable
from pathlib import Path

import anyio
import pytest

from routes.web import archives
from routes.web.archives import ABSENT, CHUNK, LOST, Content, Unmade, zipped
from tests.conftest import Clock

MEGABYTE = 1_000_000
pytestmark = pytest.mark.anyio


def hold(folder: Path, count: int, size: int) -> list[tuple[str, Path]]:
    """Files that differ in their first bytes."""
    files = []
    for number in range(count):
        path = folder / str(number)
        path.write_bytes(f"{number:06}".encode().ljust(size, b"x"))
        files.append((f"E{number}/pièce {number}.pdf", path))
    return files


async def archive_of(files: Iterable[tuple[str, Content]]) -> zipfile.ZipFile:
    """All of it, opened."""
    archive = zipfile.ZipFile(io.BytesIO(b"".join([part async for part in zipped(files)])))
    assert archive.testzip() is None
    return archive


async def test_every_file_is_in_it_as_it_was(tmp_path: Path, time: Clock) -> None:
    files = hold(tmp_path, 5, 3 * CHUNK + 7)
    archive = await archive_of(files)
    assert archive.namelist() == [name for name, _ in files]
    assert all(archive.read(name) == path.read_bytes() for name, path in files)
    assert all(each.compress_type == zipfile.ZIP_STORED for each in archive.infolist())
    assert archive.infolist()[0].date_time[:3] == (2026, 11, 18)


async def test_a_text_and_what_is_made_stand_beside_files(tmp_path: Path) -> None:
    async def made() -> bytes:
        return b"%PDF-" + b"x" * CHUNK

    archive = await archive_of([("a.txt", "é" * 1000), *hold(tmp_path, 1, 10), ("b.pdf", made)])
    assert archive.read("a.txt").decode() == "é" * 1000
    assert archive.getinfo("a.txt").compress_size < 100
    assert archive.read("b.pdf") == await made()


async def test_of_what_is_made_one_is_held_at_a_time() -> None:
    async def made() -> bytes:
        return b"x" * 8 * MEGABYTE

    tracemalloc.start()
    try:
        sizes = [len(part) async for part in zipped([(str(number), made) for number in range(5)])]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert sum(sizes) > 40 * MEGABYTE
    assert peak < 8 * MEGABYTE + 4 * CHUNK


async def test_two_hundred_megabytes_take_a_few_chunks_of_memory(tmp_path: Path) -> None:
    files, total, largest = hold(tmp_path, 200, MEGABYTE), 0, 0
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        async for part in zipped(files):
            total, largest = total + len(part), max(largest, len(part))
        peak = tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
    assert total > 200 * MEGABYTE
    assert largest < CHUNK + 64 * 1024
    assert peak < 4 * CHUNK


async def test_a_zip_that_is_held_whole_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "CHUNK", 64 * MEGABYTE)
    assert max([len(part) async for part in zipped(hold(tmp_path, 2, MEGABYTE))]) > CHUNK + 64 * 1024


async def test_more_than_four_gigabytes_open_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The border moved nearer: the same fields are written that a large archive needs."""
    files = hold(tmp_path, 3, MEGABYTE)
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", MEGABYTE)
    content = b"".join([part async for part in zipped(files)])
    assert b"PK\x06\x06" in content  # the end of a ZIP64
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None


async def test_a_file_that_has_gone_meanwhile_is_listed_and_the_others_come(tmp_path: Path) -> None:
    files = hold(tmp_path, 3, 10)
    parts = zipped(files)
    first = await anext(parts)
    files[1][1].unlink()
    archive = zipfile.ZipFile(io.BytesIO(first + b"".join([part async for part in parts])))
    assert archive.namelist() == [files[0][0], files[2][0], ABSENT]
    assert archive.read(ABSENT).decode().splitlines() == [LOST, files[1][0]]


async def test_what_could_not_be_made_is_listed_under_its_reason(tmp_path: Path) -> None:
    async def unmade() -> bytes:
        raise Unmade("Trop tard :")

    (kept, path), (lost, gone) = hold(tmp_path, 2, 10)
    gone.unlink()
    archive = await archive_of([("a.pdf", unmade), (lost, gone), ("b.pdf", unmade), (kept, path)])
    assert archive.namelist() == [kept, ABSENT]
    assert archive.read(ABSENT).decode().splitlines() == ["Trop tard :", "a.pdf", "b.pdf", "", LOST, lost]


async def test_nothing_is_read_or_made_before_it_is_asked_for(tmp_path: Path) -> None:
    made: list[str] = []

    async def make() -> bytes:
        made.append("made")
        return b"x"

    files = hold(tmp_path, 2, CHUNK)
    parts = zipped([*files, ("made", make)])
    first = await anext(parts)
    files[1][1].write_bytes(b"another")
    assert made == []
    archive = zipfile.ZipFile(io.BytesIO(first + b"".join([part async for part in parts])))
    assert archive.read(files[1][0]) == b"another"


async def test_whoever_goes_away_ends_it(tmp_path: Path) -> None:
    """In the middle of a file, and while the next one is made: nothing complains, and no file stays open."""
    waiting = anyio.Event()

    async def make() -> bytes:
        waiting.set()
        await anyio.sleep_forever()
        raise AssertionError

    parts = zipped(hold(tmp_path, 1, 3 * CHUNK))
    await anext(parts)
    await parts.aclose()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(archive_of, [("a", make)])
        await waiting.wait()
        tasks.cancel_scope.cancel()
