"""The hashing queue: two threads, a queue that does not grow for ever, and nobody punished for our being busy."""

import threading
from collections.abc import Iterator

import anyio
import pytest

from data.settings import Settings
from routes.web.door import Door
from routes.web.hashing import QUEUE, THREADS, Busy, Hashing
from tests.costs import counted
from tests.people import People
from tests.rush import at_once, filled_in, opened


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Closed until a test opens it."""
    event = threading.Event()
    yield event
    event.set()


@pytest.mark.anyio
async def test_two_work_while_the_others_wait(gate: threading.Event) -> None:
    hashing, inside = Hashing(), []

    def work() -> None:
        inside.append(1)
        gate.wait(10)

    async with anyio.create_task_group() as tasks:
        for _ in range(10):
            tasks.start_soon(hashing.run, work)
        await anyio.wait_all_tasks_blocked()
        while len(inside) < THREADS:
            await anyio.sleep(0.001)
        assert len(inside) == THREADS
        gate.set()
    assert len(inside) == 10


@pytest.mark.anyio
async def test_beyond_the_queue_one_is_turned_away_at_once(gate: threading.Event) -> None:
    hashing = Hashing()
    async with anyio.create_task_group() as tasks:
        for _ in range(THREADS + QUEUE):
            tasks.start_soon(hashing.run, gate.wait, 10)
        await anyio.wait_all_tasks_blocked()
        with pytest.raises(Busy):
            await hashing.run(int)
        gate.set()
    assert await hashing.run(int) == 0


@pytest.mark.anyio
async def test_a_failure_gives_its_place_back() -> None:
    hashing = Hashing()
    for _ in range(THREADS + QUEUE + 1):
        with pytest.raises(ZeroDivisionError):
            await hashing.run(lambda: 1 // 0)


@pytest.mark.anyio
async def test_a_rush_of_sign_ins_is_turned_away_without_being_counted(
    door: Door, settings: Settings, people: People, gate: threading.Event
) -> None:
    hashing = door.portal.state.house.hashing
    async with opened(door, settings) as client:
        form = await filled_in(client, people.family)
        async with anyio.create_task_group() as tasks:
            for _ in range(THREADS + QUEUE):
                tasks.start_soon(hashing.run, gate.wait, 10)
            await anyio.wait_all_tasks_blocked()
            with counted() as costs:
                answers = await at_once(10, lambda _: client.post("/connexion", data=form))
            gate.set()
        assert {(each.status_code, each.headers["Retry-After"]) for each in answers} == {(503, "5")}
        assert (costs.hashes, costs.writes) == (0, [])
        assert "Portail très sollicité" in answers[0].text
        assert (await client.post("/connexion", data=form)).status_code == 303


@pytest.mark.anyio
async def test_forty_families_sign_in_at_once(door: Door, settings: Settings, people: People) -> None:
    async with opened(door, settings) as client:
        form = await filled_in(client, people.family)
        answers = await at_once(40, lambda _: client.post("/connexion", data=form))
    assert {answer.status_code for answer in answers} <= {303, 429}
    assert [answer.status_code for answer in answers].count(303) >= 4
