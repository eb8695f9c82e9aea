"""What the portal does unasked: at its start and once a day, what is kept no longer goes, files with their rows."""

import contextlib
import logging
from collections.abc import AsyncIterator

import anyio

from data import purging
from data.database import Database
from data.erasures import Erasures
from data.imports import tidying
from data.imports.places import Places
from data.reenrolments import keeping
from data.settings import Settings
from data.store import Store
from routes.web import clock

DAY = 86400
log = logging.getLogger("portee.housekeeping")


@contextlib.asynccontextmanager
async def keep_house_for_ever(database: Database, settings: Settings) -> AsyncIterator[None]:
    """Once before the doors open, then daily in the background, for as long as the portal is open."""
    store, places = Store(settings.documents), Places(settings.imports)
    erasures = Erasures.of(settings)
    await keep_house(database, store, erasures)
    await keep_imports(database, places)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_daily, database, store, erasures, places)
        yield
        tasks.cancel_scope.cancel()


async def keep_house(database: Database, store: Store, erasures: Erasures) -> None:
    """Two writes: a file is removed once the transaction that removed its row has been committed."""
    try:
        await database.write(purging.purge, erasures, clock.now())
        await database.write(keeping.sweep, store, clock.now())
    except Exception as trouble:  # the portal opens all the same; tomorrow is another day
        log.error("housekeeping failed: %s", type(trouble).__name__)


async def keep_imports(database: Database, places: Places) -> None:
    """Imports by screen whose process is gone are interrupted, and what they left goes."""
    try:
        await database.write(tidying.tidy, places, clock.now())
    except Exception as trouble:
        log.error("tidying imports failed: %s", type(trouble).__name__)


async def _daily(database: Database, store: Store, erasures: Erasures, places: Places) -> None:
    while True:
        await anyio.sleep(DAY)
        await keep_house(database, store, erasures)
        await keep_imports(database, places)
