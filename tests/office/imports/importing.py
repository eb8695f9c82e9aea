"""An office that sends exports; each step is done at once, in this process."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from httpx import Response
from sqlmodel import Session, select

from data import database
from data.erasures import Erasures
from data.families import Family
from data.imports import worker
from data.imports.places import Places
from data.settings import Settings
from routes.web import clock
from tests.page import Page
from tests.proof_reading import proof_read
from tests.reader import Reader

T = TypeVar("T")
IMPORTS = "/administration/imports"
HEAD = "Référence famille;Nom;Prénom"
NEW = f"{HEAD}\r\nF-dalmeida;D’ALMEIDA;Inès\r\nF-new;LE VAL;Ève\r\n".encode()
FAULTY = f"{HEAD}\r\nF-dalmeida;;Inès\r\nF-new;;Ève\r\n".encode()
ELSEWHERE = f"{HEAD}\r\nX-1;LE VAL;Ève\r\n".encode()


def zipped(**tables: bytes) -> bytes:
    """A ZIP of csv files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, table in tables.items():
            archive.writestr(f"{name}.csv", table)
    return content.getvalue()


def at_once(path: Path, places: Places, key: str, handle: int, erasures: Erasures) -> None:
    """In the place of a process of its own."""
    worker.work(path, places, key, clock.now, erasures)


class Importer:
    """A member of the office before « Imports »."""

    def __init__(self, reader: Reader, settings: Settings) -> None:
        self.reader, self.settings = reader, settings
        self.places = Places(settings.imports)

    def post(self, *files: tuple[str, bytes], form: dict[str, str] | None = None, **values: str) -> Response:
        """« Envoyer et essayer », whatever comes of it."""
        given = (form or self.reader.read(IMPORTS).form(IMPORTS)) | values
        given.pop("fichiers", None)
        sent = [("fichiers", (name, content, "application/octet-stream")) for name, content in files or [("", b"")]]
        return self.reader.client.post(IMPORTS, data=given, files=sent, follow_redirects=False)

    def send(self, *files: tuple[str, bytes], **values: str) -> Page:
        """The page of the import that begins."""
        answer = self.post(*files, form=None, **values)
        assert answer.status_code == 303, answer.text
        return self.reader.read(answer.headers["Location"])

    def refused(self, *files: tuple[str, bytes]) -> str:
        """Why nothing begins; no file is left."""
        page = proof_read(self.post(*files), 422)
        assert not list(self.settings.imports.glob("*/*"))
        return page.text

    def decide(self, page: Page, gesture: str, status: int = 200, **values: str) -> Page:
        """« Importer pour de bon » or « Abandonner »."""
        address = page.url.partition("?")[0]
        return self.reader.send(page, address, status, geste=gesture, **values)

    def families(self) -> set[str]:
        """The references that the portal knows."""
        return self.ask(lambda db: set(db.exec(select(Family.reference))))

    def ask(self, question: Callable[[Session], T]) -> T:
        """What the database holds."""
        with database.reading(self.settings.database) as db:
            return question(db)
