"""Many people at once before the same portal."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import anyio
import httpx
from lxml import html

from data.settings import Settings
from routes.web.door import Door
from tests.people import Someone


@asynccontextmanager
async def opened(door: Door, settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """The portal in this event loop, and a browser before it."""
    await door.database.open()
    try:
        async with browser(door, settings) as client:
            yield client
    finally:
        await door.database.close()


def browser(door: Door, settings: Settings) -> httpx.AsyncClient:
    """One more browser, with cookies of its own."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=door), base_url=settings.base_url)  # type: ignore[arg-type]


async def at_once(times: int, ask: Callable[[int], Awaitable[httpx.Response]]) -> list[httpx.Response]:
    """The answers to many requests that are all under way together."""
    answers: list[httpx.Response] = []

    async def one(number: int) -> None:
        answers.append(await ask(number))

    async with anyio.create_task_group() as tasks:
        for number in range(times):
            tasks.start_soon(one, number)
    return answers


async def filled_in(client: httpx.AsyncClient, who: Someone, password: str = "") -> dict[str, str]:
    """The sign-in form as a person sends it."""
    tree = html.document_fromstring((await client.get("/connexion")).text)
    hidden = {each.get("name"): each.get("value", "") for each in tree.xpath("//form//input[@type='hidden']")}
    return {
        **hidden,
        "site": who.site,
        "identifiant": who.username,
        "mot_de_passe": password or who.password,
    }
