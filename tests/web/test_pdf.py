"""The PDF worker: one process with limits, which fetches nothing and loses no letter silently."""

import operator
import os
import signal
from collections.abc import AsyncIterator

import anyio
import pytest
from httpx import AsyncClient

from data.settings import Settings
from routes.web import pdf
from routes.web.door import Door
from routes.web.hashing import Busy
from routes.web.page import View
from tests import greed
from tests.people import People
from tests.rush import at_once, filled_in, opened
from tests.workers import workers

pytestmark = pytest.mark.usefixtures("own_workers")


@pytest.fixture
async def browser(door: Door, settings: Settings, people: People) -> AsyncIterator[AsyncClient]:
    """The family, signed in, in this event loop."""
    async with opened(door, settings) as client:
        await client.post("/connexion", data=await filled_in(client, people.family))
        yield client


@pytest.fixture
def address(people: People) -> str:
    """The address of a document of the family."""
    return f"/famille/cotisations/{people.family.fee}.pdf"


@pytest.mark.anyio
async def test_ten_documents_at_once_come_from_one_worker(browser: AsyncClient, address: str) -> None:
    answers = await at_once(10, lambda _: browser.get(address))
    assert [answer.status_code for answer in answers] == [200] * 10
    assert all(answer.content.startswith(b"%PDF-") for answer in answers)
    assert len(workers()) == 1


@pytest.mark.anyio
async def test_when_too_many_wait_the_next_is_told_to_come_back(browser: AsyncClient, address: str) -> None:
    answers = await at_once(pdf.QUEUE + 5, lambda _: browser.get(address))
    statuses = [answer.status_code for answer in answers]
    assert statuses.count(200) == pdf.QUEUE + 1
    assert statuses.count(503) == 4


@pytest.mark.anyio
async def test_a_document_that_takes_too_long_ends_with_its_process(
    browser: AsyncClient, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await browser.get(address)
    (worker,) = workers()
    with monkeypatch.context() as patch:
        patch.setattr(pdf, "make_pdf", greed.dawdle)
        patch.setattr(pdf, "SECONDS", 0.5)
        answer = await browser.get(address)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Réessayer" in answer.text
    assert worker not in workers()
    assert (await browser.get(address)).status_code == 200


@pytest.mark.anyio
async def test_a_document_that_takes_too_much_memory_is_refused_and_the_next_is_printed(
    browser: AsyncClient, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await browser.get(address)
    with monkeypatch.context() as patch:
        patch.setattr(pdf, "make_pdf", greed.eat)
        answer = await browser.get(address)
    assert answer.status_code == 500
    assert (await browser.get(address)).status_code == 200


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> View:
    """A view that is printed at once: what the worker gives back is not looked at."""
    monkeypatch.setattr(pdf, "make_pdf", operator.ne)
    monkeypatch.setattr(pdf, "render", lambda view, *_: view.heading)
    return View(heading="x")


@pytest.mark.anyio
async def test_a_single_document_waits_for_one_of_all_series_at_the_most(quick: View) -> None:
    """Thirty families take their data home; a queue of thirty would refuse others."""
    order: list[str] = []

    async def take(account: int) -> None:
        series = pdf.Series(account, b"")
        for _ in range(3):
            await series.printed(quick)
            order.append("series")

    async with anyio.create_task_group() as tasks:
        for account in range(30):
            tasks.start_soon(take, account)
        await anyio.wait_all_tasks_blocked()
        before = len(order)
        await pdf.printed(quick)
        order.append("single")
    assert order.index("single") <= before + 2
    assert order.count("series") == 90


@pytest.mark.anyio
async def test_a_newer_series_of_an_account_ends_the_older_one(quick: View) -> None:
    first, others = pdf.Series(1, b""), pdf.Series(2, b"")
    await first.printed(quick)
    second = pdf.Series(1, b"")
    with pytest.raises(pdf.Overtaken):
        await first.printed(quick)
    await second.printed(quick)
    await others.printed(quick)


@pytest.mark.anyio
async def test_whoever_goes_away_leaves_the_worker_to_others(quick: View, monkeypatch: pytest.MonkeyPatch) -> None:
    series = pdf.Series(1, b"")
    await series.printed(quick)
    (worker,) = workers()
    monkeypatch.setattr(pdf, "make_pdf", greed.linger)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(series.printed, quick)
        await anyio.wait_all_tasks_blocked()
        tasks.cancel_scope.cancel()
    assert workers() == {worker}


@pytest.mark.anyio
async def test_a_series_that_comes_to_nothing_stops_trying(quick: View, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[View] = []

    async def refuse(view: View, _: bytes) -> bytes:
        tried.append(view)
        raise Busy

    series = pdf.Series(1, b"")
    with monkeypatch.context() as patch:
        patch.setattr(pdf, "printed", refuse)
        for _ in range(pdf.PATIENCE - 1):
            with pytest.raises(Busy):
                await series.printed(quick)
    await series.printed(quick)  # one that is printed: patience begins anew
    monkeypatch.setattr(pdf, "printed", refuse)
    for _ in range(10):
        with pytest.raises(Busy):
            await series.printed(quick)
    assert len(tried) == 2 * pdf.PATIENCE - 1


@pytest.mark.anyio
async def test_a_worker_that_dies_is_replaced(browser: AsyncClient, address: str) -> None:
    await browser.get(address)
    (worker,) = workers()
    os.kill(worker, signal.SIGKILL)
    with anyio.fail_after(10):
        while worker in workers():
            await anyio.sleep(0.01)
    statuses = [(await browser.get(address)).status_code for _ in range(2)]
    assert statuses == [200, 200]
