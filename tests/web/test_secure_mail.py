"""Mails over TLS and STARTTLS: to a server that proves who it is, and neither mail nor password to any other."""

import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import anyio
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from sqlmodel import select

from data import accounts, database
from data.outbox import Mail
from data.settings import MailServer, Settings
from tests.conftest import Clock
from tests.mail_server import free_port
from tests.mailbox import deliver_all
from tests.people import People

SECRET = "le secret du portail"
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")  # aiosmtpd counts STARTTLS alone as TLS
SECURE = pytest.mark.parametrize("security", ["tls", "starttls"])


@dataclass
class Post:
    """A mail server that notes whom it lets in, and what reaches it unencrypted."""

    port: int = 0
    taken: list[str] = field(default_factory=list)
    logins: list[bytes] = field(default_factory=list)
    clear: bytes = b""

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.taken += envelope.rcpt_tos
        return "250 taken"

    def authenticate(self, *arguments: Any) -> AuthResult:
        given = arguments[-1]
        assert isinstance(given, LoginPassword)
        self.logins.append(given.password)
        return AuthResult(success=given.password == SECRET.encode())


class Tapped(SMTP):
    """What arrives before there is any encryption is noted."""

    def data_received(self, data: bytes) -> None:
        assert self.transport
        if self.transport.get_extra_info("sslcontext") is None:
            self.event_handler.clear += data
        super().data_received(data)


class Opened(Controller):
    def factory(self) -> SMTP:
        return Tapped(self.handler, **self.SMTP_kwargs)


@dataclass
class Certificate:
    """A certificate made by itself, and its key."""

    file: Path
    key: Path

    @property
    def context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file, self.key)
        return context


def certify(folder: Path, name: str) -> Certificate:
    made = Certificate(folder / "certificate.pem", folder / "key.pem")
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    files = ["-keyout", str(made.key), "-out", str(made.file)]
    whose = ["-subj", "/CN=mail", "-addext", f"subjectAltName={name}"]
    subprocess.run(["openssl", "req", "-x509", *kind, *files, *whose], check=True, capture_output=True)
    return made


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """Of the very server that mails are handed to."""
    return certify(tmp_path_factory.mktemp("ours"), "IP:127.0.0.1")


@pytest.fixture(scope="module")
def anothers(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """Of another server."""
    return certify(tmp_path_factory.mktemp("anothers"), "DNS:mail.example.fr")


Open = Callable[..., Post]


@pytest.fixture
def opened() -> Iterator[Open]:
    """Opens mail servers on this machine."""
    with ExitStack() as servers:

        def open_post(security: str, certificate: Certificate | None) -> Post:
            post = Post(free_port())
            context = certificate.context if certificate else None
            how: dict[str, Any] = {"ssl_context" if security == "tls" else "tls_context": context}
            how |= {"authenticator": post.authenticate, "auth_require_tls": security == "starttls" and bool(context)}
            server = Opened(post, hostname="127.0.0.1", port=post.port, auth_required=True, **how)
            server.start()
            servers.callback(server.stop)
            post.clear = b""
            return post

        yield open_post


def trust(monkeypatch: pytest.MonkeyPatch, certificate: Certificate) -> None:
    """This machine knows the certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))


@pytest.fixture
def deliver(settings: Settings, people: People, time: Clock) -> Callable[[Post, str], Mail]:
    """One mail waits; hand over what is due, and see what became of it."""
    with database.transaction(settings.database) as db:
        accounts.request_password(db, people.family.username, people.family.email, time.now)

    def round_of(post: Post, security: str) -> Mail:
        server = MailServer("127.0.0.1", post.port, security, "portail", SECRET)
        anyio.run(deliver_all, replace(settings, mail_server=server))
        with database.reading(settings.database) as db:
            return db.exec(select(Mail)).one()

    return round_of


Deliver = Callable[[Post, str], Mail]


@SECURE
def test_a_mail_is_delivered_to_a_server_that_proves_who_it_is(
    opened: Open, deliver: Deliver, ours: Certificate, people: People, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    trust(monkeypatch, ours)
    post = opened(security, ours)
    assert deliver(post, security).sent_at
    assert (post.taken, post.logins) == ([people.family.email], [SECRET.encode()])
    said = [line.split()[0] for line in post.clear.splitlines()]
    assert said == {"tls": [], "starttls": [b"EHLO", b"STARTTLS"]}[security]


@SECURE
@pytest.mark.parametrize("known", [False, True], ids=["nobody vouches for it", "it is another server’s"])
def test_another_certificate_is_refused_and_the_mail_tried_again(
    opened: Open,
    deliver: Deliver,
    ours: Certificate,
    anothers: Certificate,
    monkeypatch: pytest.MonkeyPatch,
    time: Clock,
    security: str,
    known: bool,
) -> None:
    trust(monkeypatch, anothers)
    impostor = opened(security, anothers if known else ours)
    row = deliver(impostor, security)
    assert (impostor.taken, impostor.logins, row.sent_at, row.failed_at) == ([], [], None, None)
    assert (row.tries, row.due_at) == (1, time.now + 60)
    time.pass_by(60)
    trust(monkeypatch, ours)
    assert deliver(opened(security, ours), security).sent_at == time.now


@SECURE
def test_no_password_and_no_mail_goes_to_a_server_without_encryption(
    opened: Open, deliver: Deliver, time: Clock, security: str
) -> None:
    post = opened("starttls", None)
    row = deliver(post, security)
    assert (post.taken, post.logins, row.sent_at, row.failed_at, row.tries) == ([], [], None, None, 1)
    assert post.clear
    assert not [each for each in (b"AUTH", b"MAIL", b"RCPT", SECRET.encode()) if each in post.clear]
