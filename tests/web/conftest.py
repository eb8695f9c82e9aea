"""A portal that hands its mails to a mail server; one that takes files; a place for them and one for documents."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

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


@pytest.fixture
def uploads(tmp_path: Path) -> Path:
    """Where uploads lie."""
    folder = tmp_path / "uploads"
    folder.mkdir()
    return folder


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where the document is to be, and nothing else."""
    folder = tmp_path / "documents"
    folder.mkdir()
    return folder / "document"
