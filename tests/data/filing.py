"""Rows that name files, as a plain script writes them; run by itself, a script that is killed between two steps."""

import os
import signal
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

ROOT = Path(__file__).parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from sqlalchemy import event, text  # noqa: E402
from sqlmodel import Session  # noqa: E402

from data import database  # noqa: E402
from data.store import Store  # noqa: E402


def arrive(store: Store, content: bytes = b"%PDF-1.7") -> Path:
    """A file that has just been received."""
    arrived = store.arrival()
    arrived.write_bytes(content)
    return arrived


def prepare(path: Path) -> None:
    """A table of names, each the name of a file."""
    with database.transaction(path) as db:
        db.execute(text("CREATE TABLE filed (name TEXT PRIMARY KEY)"))


def file(path: Path, store: Store, named: str = "") -> str:
    """A row and its file; a row that names another file, when told so."""
    arrived = arrive(store)
    with database.transaction(path) as db:
        name = store.keep(arrived)
        note(db, named or name)
    return name


def note(db: Session, name: str) -> None:
    """The row of a file."""
    db.execute(text("INSERT INTO filed VALUES (:name)"), {"name": name})


def remove(path: Path, store: Store, name: str) -> None:
    """Neither a row nor its file any more."""
    with database.transaction(path) as db:
        db.execute(text("DELETE FROM filed WHERE name = :name"), {"name": name})
    store.drop([name])


def names_in(db: Session) -> set[str]:
    """What the rows name."""
    return {name for (name,) in db.execute(text("SELECT name FROM filed"))}


def rows(path: Path) -> set[str]:
    """What the rows name, in a look of its own."""
    with database.reading(path) as db:
        return names_in(db)


def files(store: Store) -> set[str]:
    """What lies in the store, arrivals apart."""
    return {each.name for each in store.folder.glob("??/*")}


def sweep(path: Path, store: Store, now: int) -> int:
    """As the next start does."""
    with database.transaction(path) as db:
        return store.sweep(names_in(db), now)


@contextmanager
def watched(see: Callable[[str], None]) -> Iterator[None]:
    """Say each step before it is taken: `fsync file`, `rename`, `fsync folder`, `commit`, `unlink`."""

    def committing(_: Session) -> None:
        see("commit")

    event.listen(Session, "before_commit", committing)
    try:
        with ExitStack() as stack:
            for module, name in ((os, "fsync"), (os, "rename"), (Path, "unlink")):
                stack.enter_context(patch.object(module, name, _step(name, getattr(module, name), see)))
            yield
    finally:
        event.remove(Session, "before_commit", committing)


def _step(name: str, real: Any, see: Callable[[str], None]) -> Any:
    def take(*given: Any, **options: Any) -> Any:
        is_folder = name == "fsync" and stat.S_ISDIR(os.fstat(given[0]).st_mode)
        see(f"fsync {'folder' if is_folder else 'file'}" if name == "fsync" else name)
        return real(*given, **options)

    return take


def killed_before(number: int) -> AbstractContextManager[None]:
    """This very process ends just before a step, as in a power cut."""
    seen: list[str] = []

    def see(step: str) -> None:
        if len(seen) == number:
            os.kill(os.getpid(), signal.SIGKILL)
        seen.append(step)

    return watched(see)


if __name__ == "__main__":
    home, last, doomed = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    with killed_before(last):
        if doomed:
            remove(home / "portee.db", Store(home / "pieces"), doomed[0])
        else:
            file(home / "portee.db", Store(home / "pieces"))
