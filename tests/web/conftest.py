"""A portal that hands its mails to a mail server; one that takes files."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from aiosmtpd.controller import Controller
from litestar.testing import TestClient

from data.settings import MailServer, Settings
from tests.conftest import Clock
from tests.mail_server import MailServerOfTheTests, free_port
from tests.receiving import receiver
from tests.web.uploading import Sender


@pytest.fixture
def server() -> Iterator[MailServerOfTheTests]:
    """A mail server on this machine."""
    handler = MailServerOfTheTests(free_port())
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port)
    controller.start()
    yield handler
    controller.stop()


@pytest.fixture
def posting(settings: Settings, server: MailServerOfTheTests, time: Clock) -> Settings:
    """The settings of a portal that hands its mails to that server."""
    return replace(settings, mail_server=MailServer("127.0.0.1", server.port))


@pytest.fixture
def sender(settings: Settings) -> Iterator[Sender]:
    """A visitor before the page that takes files."""
    with TestClient(receiver(settings), base_url=settings.base_url) as client:
        yield Sender(client, settings)
