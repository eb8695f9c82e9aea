"""Many files in one ZIP: a part at a time, never whole in memory, and it opens everywhere."""

import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from routes.web import archives
from routes.web.archives import CHUNK, LOST, in_threads, zipped
from tests.conftest import Clock

MEGABYTE = 1_000_000


def hold(folder: Path, count: int, size: int) -> list[tuple[str, Path]]:
    """Files that differ in their first bytes."""
    files = []
    for number in range(count):
        path = folder / str(number)
        path.write_bytes(f"{number:06}".encode().ljust(size, b"x"))
        files.append((f"E{number}/pièce {number}.pdf", path))
    return files


def test_every_file_is_in_it_as_it_was(tmp_path: Path, time: Clock) -> None:
    files = hold(tmp_path, 5, 3 * CHUNK + 7)
    archive = zipfile.ZipFile(io.BytesIO(b"".join(zipped(files))))
    assert archive.testzip() is None
    assert archive.namelist() == [name for name, _ in files]
    assert all(archive.read(name) == path.read_bytes() for name, path in files)
    assert all(each.compress_type == zipfile.ZIP_STORED for each in archive.infolist())
    assert archive.infolist()[0].date_time[:3] == (2026, 11, 18)


def test_two_hundred_megabytes_take_a_few_chunks_of_memory(tmp_path: Path) -> None:
    files, total, largest = hold(tmp_path, 200, MEGABYTE), 0, 0
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        for part in zipped(files):
            total, largest = total + len(part), max(largest, len(part))
        peak = tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
    assert total > 200 * MEGABYTE
    assert largest < CHUNK + 64 * 1024
    assert peak < 4 * CHUNK


def test_a_zip_that_is_held_whole_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "CHUNK", 64 * MEGABYTE)
    assert max(map(len, zipped(hold(tmp_path, 2, MEGABYTE)))) > CHUNK + 64 * 1024


def test_more_than_four_gigabytes_open_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The border moved nearer: the same fields are written that a large archive needs."""
    files = hold(tmp_path, 3, MEGABYTE)
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", MEGABYTE)
    content = b"".join(zipped(files))
    assert b"PK\x06\x06" in content  # the end of a ZIP64
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None


def test_a_file_that_has_gone_meanwhile_is_listed_and_the_others_come(tmp_path: Path) -> None:
    files = hold(tmp_path, 3, 10)
    parts = zipped(files)
    first = next(parts)
    files[1][1].unlink()
    archive = zipfile.ZipFile(io.BytesIO(first + b"".join(parts)))
    assert archive.namelist() == [files[0][0], files[2][0], LOST]
    assert files[1][0] in archive.read(LOST).decode()


def test_nothing_is_read_before_it_is_asked_for(tmp_path: Path) -> None:
    files = hold(tmp_path, 2, CHUNK)
    parts = zipped(files)
    first = next(parts)
    files[1][1].write_bytes(b"another")
    archive = zipfile.ZipFile(io.BytesIO(first + b"".join(parts)))
    assert archive.read(files[1][0]) == b"another"


@pytest.mark.anyio
async def test_a_thread_reads_it_part_by_part(tmp_path: Path) -> None:
    files = hold(tmp_path, 2, 2 * CHUNK)
    content = b"".join([part async for part in in_threads(zipped(files))])
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
