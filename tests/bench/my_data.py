"""A family takes its data home, many invoices among it, while another reads pages and prints one: who waits how long.

Run it: .venv/bin/python -m tests.bench.my_data [INVOICES]
"""

import io
import sys
import tempfile
import zipfile
from functools import partial
from pathlib import Path

import anyio
import httpx
from lxml import html

from app import portal
from data import database, schema
from data.settings import read_settings
from tests.bench.letters import PAUSE, signed_in, tell, timed
from tests.people import Someone, populate
from tests.rush import browser, opened
from tests.test_my_data import ADDRESS
from tests.test_my_data_prints import enter


async def measure(folder: Path, invoices: int) -> None:
    """All of it, on a portal of its own."""
    settings = read_settings({"PORTEE_HOME": str(folder), "PORTEE_SECRET": "a secret of the bench, 32 signs long"})
    schema.migrate(settings.database)
    with database.transaction(settings.database) as db:
        people = populate(db)
        enter(db, people.family, invoices - 2)  # it has two
    door = portal(settings, with_postman=False)
    async with opened(door, settings) as client, browser(door, settings) as other:
        await signed_in(client, people.family)
        await signed_in(other, people.neighbour)
        await compare(client, other, people.neighbour)


async def compare(family: httpx.AsyncClient, other: httpx.AsyncClient, neighbour: Someone) -> None:
    """Alone; while the family takes its data home; while it has pressed three times."""
    reads = {"page": "/famille", "invoice": f"/famille/cotisations/{neighbour.fee}.pdf"}
    while (await other.get(reads["invoice"])).status_code != 200:  # until the worker is there
        await anyio.sleep(PAUSE)
    for name, address in reads.items():
        alone: list[float] = []
        for _ in range(20):
            await timed(partial(other.get, address), alone)
        tell(f"{name} alone", alone)
    form = html.document_fromstring((await family.get(ADDRESS)).text).xpath(f"//form[@action='{ADDRESS}']//input")
    sent = {each.get("name"): each.get("value") for each in form}
    for presses in (1, 3):
        await take(family, sent, presses, other, reads)


async def take(
    family: httpx.AsyncClient, form: dict[str, str], presses: int, other: httpx.AsyncClient, reads: dict[str, str]
) -> None:
    """So many presses of the button at once, and what the other family waits for meanwhile."""
    waited: dict[str, list[float]] = {name: [] for name in reads}
    took: list[float] = []
    archives: list[bytes] = []

    async def press() -> None:
        archives.append((await timed(partial(family.post, ADDRESS, data=form, timeout=600), took)).content)

    async with anyio.create_task_group() as readers:
        done = anyio.Event()  # nobody is broken off: the worker would end with the document
        for name, address in reads.items():
            readers.start_soon(read_until, done, other, address, waited[name])
        async with anyio.create_task_group() as pressing:
            for _ in range(presses):
                pressing.start_soon(press)
        done.set()
    for seconds, content in zip(took, archives, strict=True):
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
        printed = sum(name.endswith(".pdf") for name in names)
        print(f"pressed {presses}: {printed} PDFs, {seconds:.1f} s, {len(content) / 1000:.0f} kB")
    for name, times in waited.items():
        tell(f"{name} meanwhile", times)


async def read_until(done: anyio.Event, client: httpx.AsyncClient, address: str, waited: list[float]) -> None:
    """Somebody who reads until the others are served."""
    while not done.is_set():
        await timed(partial(client.get, address, timeout=60), waited)
        await anyio.sleep(PAUSE)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        anyio.run(measure, Path(place), int(sys.argv[1]) if len(sys.argv) > 1 else 60)
