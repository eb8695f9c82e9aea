"""`app.py`, but for one promise that is broken: what the killing must find.

Run it: .venv/bin/python -m tests.crash.mutants MUTANT serve --port PORT
"""

import asyncio
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlmodel import Session

from data import replays
from data.database import Database
from data.store import Store
from routes.console import console

LATE = 60  # seconds: nobody lives so long here


def keep_late() -> None:
    """The file comes into the store long after its row was committed."""

    def keep(store: Store, arrived: Path) -> str:
        content, name = arrived.read_bytes(), arrived.name
        late = threading.Timer(LATE, lambda: store.path(name).write_bytes(content))
        late.daemon = True
        late.start()
        return name

    patch.object(Store, "keep", keep).start()


def forget_forms() -> None:
    """A form that is sent twice is carried out twice."""
    patch.object(replays, "is_used", lambda *_: False).start()
    patch.object(replays, "first_use", lambda *_: True).start()


def answer_early() -> None:
    """« Valider » is answered before it is committed."""
    write = Database.write

    async def later(database: Database, unit: Callable[..., Any], *asked: Any) -> None:
        await asyncio.sleep(LATE)
        await write(database, unit, *asked)

    async def hasty(database: Database, unit: Callable[..., Any], *asked: Any) -> Any:
        def undone(db: Session) -> Any:
            outcome = unit(db, *asked)
            db.rollback()
            return outcome

        if unit.__name__ != "send":
            return await write(database, unit, *asked)
        waiting.add(asyncio.create_task(later(database, unit, *asked)))
        return await write(database, undone)

    waiting: set[asyncio.Task[None]] = set()
    patch.object(Database, "write", hasty).start()


if __name__ == "__main__":
    {"keep_late": keep_late, "forget_forms": forget_forms, "answer_early": answer_early}[sys.argv[1]]()
    console(sys.argv[2:])
