"""A mail server on this machine: it takes mails, or answers as it is told."""

import socket
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

import anyio
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlmodel import col, select

from data import accounts, database
from data.outbox import Mail
from data.settings import Settings
from tests.mailbox import deliver_all


@dataclass
class MailServerOfTheTests:
    """Takes mails, or answers as it is told."""

    port: int = 0
    answers: list[str] = field(default_factory=list)
    taken: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.answers.pop(0) if self.answers else "250 taken"
        if answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.taken.append(BytesParser(policy=default).parsebytes(envelope.content))
            self.recipients.append(list(envelope.rcpt_tos))
        return answer

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if address.startswith("nobody@"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def ask(settings: Settings, who: Any, now: int) -> None:
    with database.transaction(settings.database) as db:
        accounts.request_password(db, who.username, who.email, now)


def mails_in(settings: Settings) -> list[Mail]:
    with database.reading(settings.database) as db:
        return list(db.exec(select(Mail).where(Mail.recipient != "").order_by(col(Mail.id))))


def deliver(settings: Settings, holder: str = "the postman of the tests") -> int:
    return anyio.run(deliver_all, settings, holder)
