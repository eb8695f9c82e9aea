"""The files of documents: kept, found, dropped and swept."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from data.store import ARRIVAL_SECONDS, Store
from tests.data.filing import arrive, files

NOW = 1_795_000_000


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store that has nothing yet, not even its folder."""
    return Store(tmp_path / "pieces")


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_an_arrival_is_a_fresh_path_and_not_yet_a_file(store: Store) -> None:
    paths = {store.arrival() for _ in range(100)}
    assert len(paths) == 100
    assert {path.parent for path in paths} == {store.folder / "arrivals"}
    assert list((store.folder / "arrivals").iterdir()) == []


def test_what_is_kept_is_found_by_its_name(store: Store) -> None:
    arrived = arrive(store, b"first")
    name, other = store.keep(arrived), store.keep(arrive(store, b"second"))
    assert (store.path(name).read_bytes(), store.path(other).read_bytes()) == (b"first", b"second")
    assert not arrived.exists()
    assert store.path(name).parent == store.folder / name[:2]


def test_files_and_folders_are_for_their_owner_alone(store: Store) -> None:
    arrived = arrive(store)
    arrived.chmod(0o664)
    kept = store.path(store.keep(arrived))
    assert (mode(kept), mode(kept.parent)) == (0o600, 0o700)
    assert (mode(store.folder), mode(arrived.parent)) == (0o700, 0o700)


def test_an_arrival_that_is_a_link_is_not_kept(store: Store, tmp_path: Path) -> None:
    arrived = store.arrival()
    arrived.symlink_to(tmp_path)
    with pytest.raises(OSError, match="symbolic"):
        store.keep(arrived)
    assert files(store) == set()


NOT_OURS = [
    "", ".", "..", "/", "../secret", "ab/cd", "/etc/passwd", "arrivals", "a" * 31, "a" * 33, "A" * 32, "g" * 32,
    "a" * 31 + "\n", "a" * 32 + "\n", "\N{FULLWIDTH DIGIT ONE}" * 32, "../" + "a" * 29, "a" * 31 + "\0",
]  # fmt: skip


@pytest.mark.parametrize("name", NOT_OURS)
def test_a_name_that_was_never_given_is_refused(store: Store, name: str) -> None:
    uses: list[Callable[[], object]] = [lambda: store.path(name), lambda: store.drop([name])]
    for use in uses:
        with pytest.raises(ValueError, match="not a name of the store"):
            use()


def test_a_name_of_a_file_that_is_gone_is_still_a_name(store: Store) -> None:
    assert not store.path("a" * 32).exists()


def test_what_is_dropped_is_gone_and_dropping_it_again_is_no_error(store: Store) -> None:
    names = [store.keep(arrive(store)) for _ in range(3)]
    for _ in range(2):
        store.drop(names[:2])
    assert files(store) == {names[2]}


def test_a_sweep_removes_what_no_row_names(store: Store) -> None:
    names = [store.keep(arrive(store)) for _ in range(5)]
    assert store.sweep(names[:2], NOW) == 3
    assert files(store) == set(names[:2])
    assert store.sweep(names[:2], NOW) == 0


def test_a_sweep_removes_arrivals_after_a_day(store: Store) -> None:
    old, new = arrive(store), arrive(store)
    os.utime(old, (NOW - ARRIVAL_SECONDS - 1,) * 2)
    os.utime(new, (NOW - ARRIVAL_SECONDS,) * 2)
    assert store.sweep([], NOW) == 1
    assert (old.exists(), new.exists()) == (False, True)


def test_a_sweep_of_nothing_makes_nothing(store: Store) -> None:
    assert store.sweep([], NOW) == 0
    assert not store.folder.exists()


def test_a_sweep_leaves_what_the_store_did_not_write(store: Store) -> None:
    name = store.keep(arrive(store))
    notes = [store.folder / "LISEZMOI", store.path(name).with_name("note.txt")]
    for note in notes:
        note.write_text("of the operator")
    assert store.sweep([], NOW) == 1
    assert all(note.exists() for note in notes)


def test_what_was_arriving_when_a_portal_ended_goes_before_the_next_one_begins(store: Store) -> None:
    store.arrival().write_bytes(b"half of a file")
    arrived = store.arrival()
    arrived.write_bytes(b"a file")
    name = store.keep(arrived)
    store.clear_arrivals()
    assert [file.name for file in store.folder.rglob("*") if file.is_file()] == [name]
