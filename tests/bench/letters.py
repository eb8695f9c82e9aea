"""Five hundred letters in one PDF while others read pages and print an invoice. Prints what each of them waited for.

The site has a logo, as heavy as one can be.

Run it: .venv/bin/python -m tests.bench.letters [LETTERS]
"""

import io
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import anyio
import httpx
from lxml import html
from pypdf import PdfReader
from sqlmodel import col, update

from app import portal
from data import database, schema
from data.families import Guardian
from data.settings import read_settings
from tests.data.accounts import crowd_of
from tests.logos import give_logo, heavy_picture
from tests.people import People, Someone, populate
from tests.rush import browser, filled_in, opened

LETTERS = "/administration/comptes/lettres"
PAUSE = 0.05  # seconds before a reader turns the page


async def signed_in(client: httpx.AsyncClient, who: Someone) -> httpx.AsyncClient:
    """Somebody who may ask."""
    await client.post("/connexion", data=await filled_in(client, who))
    return client


async def timed(ask: Callable[[], Awaitable[httpx.Response]], waited: list[float]) -> httpx.Response:
    """One answer, and how long it took."""
    began = time.monotonic()
    answer = await ask()
    waited.append(time.monotonic() - began)
    assert answer.status_code == 200, answer.status_code
    return answer


async def measure(folder: Path, letters: int) -> None:
    """All of it, on a portal of its own."""
    settings = read_settings({"PORTEE_HOME": str(folder), "PORTEE_SECRET": "a secret of the bench, 32 signs long"})
    schema.migrate(settings.database)
    with database.transaction(settings.database) as db:
        people = populate(db)
        crowd_of(db, "rive-gauche", letters - 2)  # none of them has an e-mail
        db.exec(update(Guardian).where(col(Guardian.town) == "ORLEANS").values(address="12 rue de la Gare"))
    give_logo(settings, people.office, heavy_picture())
    door = portal(settings, with_postman=False)
    async with opened(door, settings) as office, browser(door, settings) as family:
        await compare(await signed_in(office, people.office), await signed_in(family, people.family), people)


async def compare(office: httpx.AsyncClient, family: httpx.AsyncClient, people: People) -> None:
    """Pages and invoices alone, then while the letters are printed."""
    invoice = f"/famille/cotisations/{people.family.fee}.pdf"
    await family.get(invoice)  # the worker is there
    reads = {"page": "/famille", "invoice": invoice}
    for name, address in reads.items():
        alone: list[float] = []
        for _ in range(20):
            await timed(lambda address=address: family.get(address), alone)  # type: ignore[misc]
        tell(f"{name} alone", alone)
    page = html.document_fromstring((await office.get(LETTERS)).text)
    form = {each.get("name"): each.get("value") for each in page.xpath(f"//form[@action='{LETTERS}']//input")}
    took: list[float] = []
    waited: dict[str, list[float]] = {name: [] for name in reads}
    async with anyio.create_task_group() as tasks:
        for name, address in reads.items():
            tasks.start_soon(read_on, family, address, waited[name])
        answer = await timed(lambda: office.post(LETTERS, data={**form, "lot": "0"}, timeout=300), took)
        tasks.cancel_scope.cancel()
    pages = len(PdfReader(io.BytesIO(answer.content)).pages)
    print(f"{pages} letters: {took[0]:.1f} s, {len(answer.content) / 1000:.0f} kB")
    for name, times in waited.items():
        tell(f"{name} meanwhile", times)


async def read_on(client: httpx.AsyncClient, address: str, waited: list[float]) -> None:
    """Somebody who reads until the letters are there."""
    while True:
        await timed(lambda: client.get(address, timeout=60), waited)
        await anyio.sleep(PAUSE)


def tell(what: str, seconds: list[float]) -> None:
    """The middle and the worst."""
    print(f"{what}: {len(seconds)} times, median {statistics.median(seconds) * 1000:.0f} ms, "
          f"longest {max(seconds) * 1000:.0f} ms")  # fmt: skip


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        anyio.run(measure, Path(place), int(sys.argv[1]) if len(sys.argv) > 1 else 500)
