"""The postman: takes mails out of the outbox and hands them over, one at a time, at least once."""

import contextlib
import logging
from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path

import aiosmtplib
import anyio
from sqlmodel import Session

from data import outbox
from data.database import Database
from data.settings import MailServer, Settings
from routes.web import clock
from routes.web.letters import letter_of
from routes.web.mail import Misaddressed, envelope

IDLE_SECONDS = 1.0
SMTP_SECONDS = 30
LEASE = "postman"
UNWRITABLE = "Le portail n’a pas pu écrire ce courriel : la cause est dans son journal d’exploitation."
LATE = "Le serveur de courriel n’a pas répondu à temps."
AWAY = "Le serveur de courriel ne répond pas, ou a coupé la connexion."
AT_ODDS = "Le serveur de courriel ne permet pas ce que les réglages du portail demandent (chiffrement, mot de passe)."

log = logging.getLogger("portee.postman")


class Refused(Exception):
    """The mail server did not take a mail; final when trying again would not help."""

    def __init__(self, words: str, final: bool) -> None:
        super().__init__(words)
        self.final = final


@contextlib.asynccontextmanager
async def deliver_for_ever(database: Database, settings: Settings) -> AsyncIterator[None]:
    """Deliver in the background for as long as the portal is open."""
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_rounds, database, settings)
        yield
        tasks.cancel_scope.cancel()


async def _rounds(database: Database, settings: Settings) -> None:
    holder = outbox.new_holder()
    while True:
        try:
            while await deliver_one(database, settings, holder):
                pass
        except Exception as trouble:  # a postman never dies: the next round tries again
            log.error("delivery failed: %s", type(trouble).__name__)
        await anyio.sleep(IDLE_SECONDS)


async def deliver_one(database: Database, settings: Settings, holder: str) -> bool:
    """Deliver the mail that has waited longest; False when there is none, or another postman is at work."""
    now = clock.now()
    due = await database.read(outbox.next_due, now)
    if due is None:
        return False
    row = due.id
    try:
        prepared = await database.write(prepare, holder, settings.base_url, now)
        if prepared is None:
            return False
        row, mail = prepared
        await _hand_over(mail, settings)
    except Refused as refusal:
        await database.write(outbox.note_refused, row, str(refusal), refusal.final, clock.now())
    except Misaddressed as trouble:  # with another sender it can leave, and does so by itself
        await database.write(outbox.note_refused, row, str(trouble), trouble.is_recipient, clock.now())
    except Exception as trouble:  # a mail that cannot be written holds up none of the others
        log.error("a mail cannot be delivered: %s", type(trouble).__name__)
        await database.write(outbox.note_refused, row, UNWRITABLE, False, clock.now())
    else:
        await database.write(outbox.note_sent, row, clock.now())
    return True


def prepare(db: Session, holder: str, portal: str, now: int) -> tuple[int, EmailMessage] | None:
    """The next mail in its envelope. A temporary password is made here, and only its digest is kept."""
    if not outbox.take_lease(db, LEASE, holder, now):
        return None
    row = outbox.next_due(db, now)
    if row is None:
        return None
    return row.id, envelope(letter_of(db, row, portal, now), row.recipient, row.key, now)


async def _hand_over(mail: EmailMessage, settings: Settings) -> None:
    if settings.mail_server:
        await _send(mail, settings.mail_server)
    else:
        await anyio.to_thread.run_sync(_lay_down, mail, settings.mails)


def _lay_down(mail: EmailMessage, folder: Path) -> None:
    """Without a mail server a mail is a file, for its reader’s eyes alone."""
    folder.mkdir(parents=True, exist_ok=True)
    name = mail["Message-ID"].strip("<>").partition("@")[0]
    draft = folder / f"{name}.tmp"
    draft.touch(mode=0o600)
    draft.write_bytes(bytes(mail))
    draft.rename(folder / f"{name}.eml")  # whoever looks for mails finds whole ones


async def _send(mail: EmailMessage, server: MailServer) -> None:
    """Raises Refused with the server’s words; final when it is this mail that the server will never take.

    4xx, time-outs, broken connections and a password of ours that is wrong may be tried again.
    """
    try:
        with anyio.fail_after(outbox.LEASE_SECONDS - SMTP_SECONDS):
            await aiosmtplib.send(
                mail,
                hostname=server.host,
                port=server.port,
                username=server.username or None,
                password=server.password or None,
                use_tls=server.security == "tls",
                start_tls=server.security == "starttls",
                timeout=SMTP_SECONDS,
            )
    except aiosmtplib.SMTPRecipientsRefused as trouble:
        code, words = trouble.recipients[0].code, trouble.recipients[0].message
        raise Refused(f"{code} {words}", 500 <= code < 600) from trouble
    except aiosmtplib.SMTPResponseException as trouble:
        of_this_mail = isinstance(trouble, aiosmtplib.SMTPSenderRefused | aiosmtplib.SMTPDataError)
        raise Refused(f"{trouble.code} {trouble.message}", of_this_mail and 500 <= trouble.code < 600) from trouble
    except (aiosmtplib.SMTPException, OSError) as trouble:
        log.warning("the mail server did not take a mail: %s", type(trouble).__name__)
        raise Refused(_in_french(trouble), False) from trouble


def _in_french(trouble: Exception) -> str:
    """What went wrong before the mail server could say a word of its own."""
    if isinstance(trouble, TimeoutError):
        return LATE
    return AWAY if isinstance(trouble, OSError) else AT_ODDS
