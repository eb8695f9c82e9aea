"""Families before their phones: many at once, each with a session, a student and forms to fill in, over real lines."""

import datetime
import http.client
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlencode

from lxml import html
from sqlmodel import Session, select

from data import database, schema, sessions
from data.accounts import Account
from data.documents import RequiredDocument
from data.families import Family, Guardian
from data.sessions import UserSession
from data.settings import Settings
from data.sites import Site
from tests.reenrolling import DOCUMENTS
from tests.schooling import add_student, enrol

PATIENCE = 600  # seconds before a phone gives a form up
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Household:
    """A family that is signed in, and its one student."""

    account: int
    token: str
    student: str

    @property
    def tab(self) -> str:
        """Where its student is re-enrolled."""
        return f"/eleves/{self.student}/reinscription"


class Attachment(NamedTuple):
    """A file that is chosen in a form."""

    field: str
    name: str
    content: bytes


def settle_families(settings: Settings, count: int) -> list[Household]:
    """A site that is open for re-enrolment today, and so many families, each signed in without a password."""
    schema.migrate(settings.database)
    with database.transaction(settings.database) as db:
        site = _site(db)
        return [_household(db, site, number) for number in range(count)]


def _site(db: Session) -> Site:
    today = datetime.date.today()
    site = Site(slug="rive-gauche", name="Conservatoire 1", town="ORLEANS", email="secretariat@example.fr")
    site.reenrolment_opens, site.reenrolment_closes = today - DAY, today + 30 * DAY
    db.add(site)
    db.flush()
    db.add_all(RequiredDocument(site_id=site.id, rank=rank, name=name) for rank, name in enumerate(DOCUMENTS))
    return site


def _household(db: Session, site: Site, number: int) -> Household:
    family = Family(site_id=site.id, reference=f"F{number}")
    db.add(family)
    db.flush()
    email = f"famille{number}@example.fr"
    guardian = Guardian(family_id=family.id, surname=f"NOM{number}", given_name="Inès", town="ORLEANS", email=email)
    db.add(guardian)
    db.flush()
    account = Account(site_id=site.id, username=f"famille{number}", guardian_id=guardian.id, password_hash="")
    db.add(account)
    student = add_student(db, site.id, family.id, f"NOM{number}", "Adrien")
    enrol(db, student)
    enrol(db, student, "Formation musicale", weekday="lundi")
    token = sessions.open_session(db, account.id, False, int(time.time()))
    return Household(account.id, token, student.key)


def stay_signed_in(settings: Settings) -> None:
    """However long the families take, none of their sessions runs out."""
    now = int(time.time())
    with database.transaction(settings.database) as db:
        for each in db.exec(select(UserSession)):
            each.created_at = each.touched_at = now


@dataclass
class Screen:
    """One answer, on the screen."""

    status: int
    location: str
    body: bytes
    _tree: list[html.HtmlElement] = field(default_factory=list)

    @property
    def tree(self) -> html.HtmlElement:
        """The page, read when it is asked for."""
        if not self._tree:
            self._tree.append(html.document_fromstring(self.body))
        return self._tree[0]

    def form(self, action: str) -> dict[str, str]:
        """What a browser would send of the form with this action."""
        (form,) = self.tree.xpath(f"//form[@action='{action}']")
        inputs = form.xpath(".//input[@name][not(@type='file')][not(@type='checkbox') or @checked]")
        typed = {each.get("name"): each.text_content().removeprefix("\n") for each in form.iter("textarea")}
        return {each.get("name"): each.get("value", "") for each in inputs} | typed

    def names(self, kind: str) -> list[str]:
        """The names of the fields of this kind: `checkbox`, `file`."""
        return [str(name) for name in self.tree.xpath(f"//input[@type='{kind}']/@name")]


class Phone:
    """One browser without scripts, over one line that is opened again when it breaks."""

    def __init__(self, port: int, household: Household) -> None:
        self.household = household
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)

    def read(self, path: str) -> Screen:
        """Ask for a page; raises OSError or HTTPException when no answer comes."""
        return self._ask("GET", path)

    def send(
        self, path: str, values: Mapping[str, str], files: Sequence[Attachment] = (), multipart: bool = False
    ) -> Screen:
        """Send a form, with files or plain; raises OSError or HTTPException when no answer comes."""
        return self._ask("POST", path, *encoded(values, files, multipart))

    def send_unheard(
        self, path: str, values: Mapping[str, str], files: Sequence[Attachment] = (), multipart: bool = False
    ) -> None:
        """Send a form, and lose the line before the answer comes."""
        self._say("POST", path, *encoded(values, files, multipart))
        self.hang_up()

    def hang_up(self) -> None:
        """Close the line; the next question opens another."""
        self._line.close()

    def _ask(self, method: str, path: str, body: list[bytes] | None = None, kind: str = "") -> Screen:
        self._say(method, path, body, kind)
        try:
            answer = self._line.getresponse()
            return Screen(answer.status, answer.headers.get("Location", ""), answer.read())
        except (OSError, http.client.HTTPException):
            self._line.close()
            raise

    def _say(self, method: str, path: str, body: list[bytes] | None, kind: str) -> None:
        headers = {"Cookie": f"portee={self.household.token}", "Accept-Encoding": "gzip;q=0"}
        if body is not None:
            headers |= {"Content-Type": kind, "Content-Length": str(sum(map(len, body)))}
        try:
            self._line.request(method, path, body, headers)
        except (OSError, http.client.HTTPException):
            self._line.close()
            raise


def encoded(values: Mapping[str, str], files: Sequence[Attachment], multipart: bool) -> tuple[list[bytes], str]:
    """A form as a browser sends it, and of which kind it is."""
    if files or multipart:
        return _in_parts(values, files)
    return [urlencode(values).encode()], "application/x-www-form-urlencoded"


def _in_parts(values: Mapping[str, str], files: Sequence[Attachment]) -> tuple[list[bytes], str]:
    """The pieces of a form with files, and its kind; the files themselves are not copied."""
    boundary = secrets.token_hex(16)
    body: list[bytes] = []
    for name, value in values.items():
        body.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
    for each in files:
        said = f'form-data; name="{each.field}"; filename="{each.name}"'
        body.append(f"--{boundary}\r\nContent-Disposition: {said}\r\n\r\n".encode())
        body += [each.content, b"\r\n"]
    return [*body, f"--{boundary}--\r\n".encode()], f"multipart/form-data; boundary={boundary}"
