"""Delivered at least once: crashes lose nothing, several postmen share the work, and none of them dies."""

from typing import Any

import anyio
import pytest
from sqlmodel import update

from data import database, outbox
from data.database import Database
from data.outbox import Mail
from data.settings import Settings
from routes.web import postman
from tests.conftest import Clock
from tests.mail_server import MailServerOfTheTests, ask, deliver, mails_in
from tests.mailbox import deliver_all
from tests.people import People


def test_a_mail_keeps_its_identity_over_every_try(
    posting: Settings, server: MailServerOfTheTests, people: People, time: Clock
) -> None:
    ask(posting, people.family, time.now)
    deliver(posting)
    with database.transaction(posting.database) as db:
        db.exec(update(Mail).values(sent_at=None))
    deliver(posting)
    first, second = server.taken
    assert first["Message-ID"] == second["Message-ID"] == f"<{mails_in(posting)[0].key}@127.0.0.1>"


def test_a_crash_between_sending_and_noting_sends_twice_and_loses_nothing(
    posting: Settings, server: MailServerOfTheTests, people: People, time: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(posting, people.family, time.now)
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "note_sent", crash)
        with pytest.raises(PowerCut):
            deliver(posting)
    assert (mails_in(posting)[0].sent_at, len(server.taken)) == (None, 1)
    time.pass_by(outbox.LEASE_SECONDS)
    deliver(posting, "another postman")
    assert len(server.taken) == 2
    assert mails_in(posting)[0].sent_at == time.now


class PowerCut(BaseException):
    """Nothing of ours runs after this."""


def crash(*_: Any) -> None:
    raise PowerCut


def test_a_crash_before_sending_loses_nothing(
    posting: Settings, server: MailServerOfTheTests, people: People, time: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(posting, people.family, time.now)
    with monkeypatch.context() as patch:
        patch.setattr(postman, "_hand_over", crash)
        with pytest.raises(PowerCut):
            deliver(posting)
    time.pass_by(outbox.LEASE_SECONDS)
    assert (deliver(posting), len(server.taken)) == (1, 1)


def test_two_postmen_deliver_each_mail_once(
    posting: Settings, server: MailServerOfTheTests, people: People, time: Clock
) -> None:
    for who in (people.family, people.neighbour, people.office, people.far_neighbour):
        ask(posting, who, time.now)

    async def both() -> None:
        async with anyio.create_task_group() as tasks:
            for holder in ("one", "other"):
                tasks.start_soon(deliver_all, posting, holder)

    anyio.run(both)
    deliver(posting, "one")
    deliver(posting, "other")
    time.pass_by(outbox.LEASE_SECONDS)
    deliver(posting, "third")
    assert len({mail["Message-ID"] for mail in server.taken}) == len(server.taken) == 4


def test_a_postman_at_work_is_not_disturbed(posting: Settings, people: People, time: Clock) -> None:
    with database.transaction(posting.database) as db:
        assert outbox.take_lease(db, postman.LEASE, "one", time.now)
    ask(posting, people.family, time.now)
    assert deliver(posting, "other") == 0
    time.pass_by(outbox.LEASE_SECONDS)
    assert deliver(posting, "other") == 1


@pytest.mark.anyio
async def test_the_postman_works_by_himself_and_never_dies(
    settings: Settings, people: People, time: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postman, "IDLE_SECONDS", 0.01)
    failures = iter([OSError("disk"), None])
    deliver_one = postman.deliver_one

    async def sometimes(*arguments: Any) -> bool:
        trouble = next(failures, None)
        if trouble:
            raise trouble
        return await deliver_one(*arguments)

    monkeypatch.setattr(postman, "deliver_one", sometimes)
    ask(settings, people.family, time.now)
    base = Database(settings.database)
    await base.open()
    try:
        with anyio.fail_after(10):
            async with postman.deliver_for_ever(base, settings):
                while not list(settings.mails.glob("*.eml")):
                    await anyio.sleep(0.01)
    finally:
        await base.close()
