"""Bodies: how long one may take, and what is done with one that nobody wants."""

from collections.abc import Iterator
from typing import Any

import anyio
import pytest

from routes.web import door as front
from routes.web.door import BODY_SECONDS, Body

pytestmark = pytest.mark.anyio
MORE, LAST = True, False


class Sender:
    """A browser that sends so many bytes at a time, and notes until when it was waited for."""

    def __init__(self, *sizes: int, more: bool = MORE) -> None:
        self.left: Iterator[int] = iter(sizes)
        self.more, self.deadlines = more, list[float]()

    async def __call__(self) -> Any:
        self.deadlines.append(anyio.current_effective_deadline())
        size = next(self.left, None)
        if size is None:
            return {"type": "http.request", "body": b"", "more_body": self.more}
        return {"type": "http.request", "body": bytes(size), "more_body": True}

    @property
    def grants(self) -> list[float]:
        """By how much each piece moved the deadline, in seconds."""
        return [round(later - self.deadlines[0], 6) for later in self.deadlines]


async def test_each_eight_kilobytes_are_worth_a_second() -> None:
    began = anyio.current_time()
    sender = Sender(8 * 1024, 4 * 1024, 0, 64 * 1024)
    body = Body(sender)
    for _ in range(5):
        await body()
    assert sender.grants == [0, 1, 1.5, 1.5, 9.5]
    assert 0 <= sender.deadlines[0] - began - BODY_SECONDS < 1


async def test_ten_megabytes_may_take_twenty_minutes_and_a_form_half_a_minute() -> None:
    assert BODY_SECONDS + 10_000_000 / front.SLOWEST_LINE > 20 * 60
    assert BODY_SECONDS + 64 * 1024 / front.SLOWEST_LINE < 30


async def test_a_drip_moves_the_deadline_by_next_to_nothing() -> None:
    sender = Sender(*[1] * 100)
    body = Body(sender)
    for _ in range(100):
        await body()
    assert sender.grants[-1] < 0.02


async def test_nobody_is_waited_for_once_the_body_is_complete() -> None:
    sender = Sender(more=LAST)
    body = Body(sender)
    await body()
    await body()
    assert sender.deadlines[1] == float("inf")


async def test_what_is_left_after_the_answer_is_read_to_its_end() -> None:
    sender = Sender(*[64 * 1024] * 30, more=LAST)
    await Body(sender).let_finish()
    assert len(sender.deadlines) == 31


async def test_a_body_that_was_read_is_not_asked_for_again() -> None:
    sender = Sender(more=LAST)
    body = Body(sender)
    await body()
    await body.let_finish()
    assert len(sender.deadlines) == 1


async def test_what_nobody_wants_is_not_read_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "LONGEST_FAREWELL", 1000)
    sender = Sender(*[100] * 50)
    await Body(sender).let_finish()
    assert len(sender.deadlines) == 10


async def test_a_browser_that_goes_away_is_let_go() -> None:
    asked = []

    async def gone() -> Any:
        asked.append(1)
        return {"type": "http.disconnect"}

    await Body(gone).let_finish()
    assert len(asked) == 1


async def test_who_sends_nothing_more_after_the_answer_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "BODY_SECONDS", 0)
    asked = []

    async def silent() -> Any:
        asked.append(1)
        await anyio.sleep_forever()

    with anyio.fail_after(10):
        await Body(silent).let_finish()
    assert len(asked) == 1
