"""The letter box of the tests: delivers what waits in the outbox, and opens the mails."""

import email
import re
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import anyio

from data.database import Database
from data.settings import Settings
from routes.web.postman import deliver_one


@dataclass
class Mailbox:
    """Every mail that has left, without a mail server."""

    settings: Settings
    _seen: set[Path] = field(default_factory=set)

    def collect(self) -> list[EmailMessage]:
        """Deliver what is due; the mails that are new since the last time."""
        anyio.run(deliver_all, self.settings)
        new = sorted(set(self.settings.mails.glob("*.eml")) - self._seen)
        self._seen.update(new)
        return [email.message_from_bytes(file.read_bytes(), policy=default) for file in new]

    def temporary_password(self) -> str:
        """The temporary password in the one new mail."""
        (mail,) = self.collect()
        return password_in(mail)


async def deliver_all(settings: Settings, holder: str = "the postman of the tests") -> int:
    """Be the postman until nothing is due; how many rounds it took."""
    database, rounds = Database(settings.database), 0
    await database.open()
    try:
        while await deliver_one(database, settings, holder):
            rounds += 1
    finally:
        await database.close()
    return rounds


def words_of(mail: EmailMessage, kind: str) -> str:
    """The text of one part of a mail, `plain` or `html`."""
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def password_in(mail: EmailMessage) -> str:
    """The temporary password that a mail brings."""
    found = re.search(r"provisoire\s*: (\S+)", words_of(mail, "plain"))
    assert found
    return found[1]
