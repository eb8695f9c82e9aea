"""What is left when many families have re-enrolled, or the portal was killed: rows, files and mails that must agree."""

from collections.abc import Collection, Iterator
from pathlib import Path

import pikepdf
from sqlmodel import Session, col, select

from data import database
from data.documents import SuppliedDocument
from data.outbox import Mail
from data.reenrolments import Reenrolment
from data.settings import Settings
from data.store import ARRIVALS


def disagreements(settings: Settings, known: Collection[str] = ()) -> list[str]:
    """Files, rows, numbers and mails that do not agree, in words; what is known to be good is not opened again."""
    with database.reading(settings.database) as db:
        rows = {row.stored: row for row in db.exec(select(SuppliedDocument))}
        return [*_files(settings.documents, rows, known), *_numbers(db), *_mails(db, settings.mails)]


def _files(folder: Path, rows: dict[str, SuppliedDocument], known: Collection[str]) -> Iterator[str]:
    files = {file.name: file for file in folder.rglob("*") if file.is_file()}
    if rows.keys() - files.keys():
        yield f"{len(rows.keys() - files.keys())} rows without their file"
    strays = [files[name] for name in files.keys() - rows.keys()]
    if strays:
        left = sum(file.parent.name == ARRIVALS for file in strays)
        yield f"{len(strays)} files without a row, {left} of them arrivals"
    opened = (rows.keys() & files.keys()) - set(known)
    yield from filter(None, (_trouble_with(rows[name], files[name]) for name in opened))


def _trouble_with(row: SuppliedDocument, file: Path) -> str:
    if file.stat().st_size != row.size:
        return f"a file of {file.stat().st_size} bytes whose row says {row.size}"
    try:
        with pikepdf.open(file) as pdf:
            return "" if len(pdf.pages) == row.pages else f"{len(pdf.pages)} pages instead of {row.pages}"
    except pikepdf.PdfError:
        return "a file that does not open"


def _numbers(db: Session) -> Iterator[str]:
    numbers = db.exec(select(Reenrolment.number).where(Reenrolment.number != "")).all()
    if len(set(numbers)) != len(numbers):
        yield "a number was given twice"


def _mails(db: Session, folder: Path) -> Iterator[str]:
    """What is said to have left has left."""
    left = {file.stem for file in folder.glob("*.eml")}
    gone = [key for key in db.exec(select(Mail.key).where(col(Mail.sent_at).is_not(None))) if key not in left]
    if gone:
        yield f"{len(gone)} mails are said to have left, and have not"
