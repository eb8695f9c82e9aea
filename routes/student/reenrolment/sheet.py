"""What the tab shows of a folder, in words: the courses, the documents, and where it stands."""

import datetime
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from data.documents import LARGEST_FILE
from data.reenrolments import Asked, Folder, Line, Phase, State, texts_of
from data.reenrolments.saving import ADMINISTRATIVE, COURSE, REMARKS, TICKED, WISH
from data.zone import PARIS
from routes.student.reenrolment.form import DOCUMENT, packed
from routes.web.french import day
from routes.web.printed_receipts import names_of, state_of


class CourseRow(NamedTuple):
    """One course of the table."""

    key: str
    name: str  # that no other row has
    line: Line
    ticked: bool
    wish: str
    wish_now: str | None  # what somebody else has written meanwhile


class DocumentRow(NamedTuple):
    """One document of « Pièces à fournir »."""

    field: str  # of its file, and its id
    key: str
    name: str
    notes: list[str]
    file_name: str
    date: str
    hour: str
    size: str
    state: str
    reason: str
    remark: str
    shown_at: str  # the address of « Consulter »
    model_at: str
    may_import: bool
    may_remove: bool


class Sheet(NamedTuple):
    """The tab."""

    address: str
    folder: Folder
    rows: Sequence[CourseRow]
    administrative: bool
    remarks: str
    remarks_now: str | None
    documents: Sequence[DocumentRow]
    shown: str  # the values this page shows, packed
    owner: str
    resumed: bool
    status: str  # when it is open, or was
    limit: int = LARGEST_FILE  # bytes


def sheet_of(
    folder: Folder,
    address: str,
    owner: str,
    typed: Mapping[str, str] | None = None,
    clashes: Sequence[str] = (),
    resumed: bool = False,
) -> Sheet:
    """The folder, with what was typed and is not saved."""
    now = texts_of(folder)
    values = {**now, **{name: text for name, text in (typed or {}).items() if name in now}}
    held = folder.reenrolment
    return Sheet(
        address=address,
        folder=folder,
        rows=_rows(folder, values, now, clashes),
        administrative=_is_ticked(values, ADMINISTRATIVE, bool(held and held.administrative)),
        remarks=values.get(REMARKS, held.remarks if held else ""),
        remarks_now=now[REMARKS] if REMARKS in clashes else None,
        documents=[_document(folder, each, address) for each in folder.documents],
        shown=packed(now),
        owner=owner,
        resumed=resumed,
        status=_status(folder),
    )


def _rows(folder: Folder, values: Mapping[str, str], now: Mapping[str, str], clashes: Sequence[str]) -> list[CourseRow]:
    return [
        CourseRow(
            line.key,
            name,
            line,
            _is_ticked(values, COURSE + line.key, line.ticked),
            values.get(WISH + line.key, line.wish),
            now[WISH + line.key] if WISH + line.key in clashes else None,
        )
        for line, name in zip(folder.lines, names_of(folder.lines), strict=True)
    ]


def _is_ticked(values: Mapping[str, str], name: str, otherwise: bool) -> bool:
    return values[name] == TICKED if name in values else otherwise


def _document(folder: Folder, asked: Asked, address: str) -> DocumentRow:
    required, supplied = asked.required, asked.supplied
    may = folder.may_supply and not asked.is_settled
    at = datetime.datetime.fromtimestamp(supplied.supplied_at, PARIS) if supplied else None
    return DocumentRow(
        field=DOCUMENT + required.key,
        key=required.key,
        name=required.name,
        notes=_notes(asked),
        file_name=supplied.file_name if supplied else "-",
        date=day(at.date()) if at else "-",
        hour=f"{at:%H:%M}" if at else "-",
        size=megabytes(supplied.size if supplied else 0),
        state=state_of(supplied),
        reason=supplied.reason if supplied else "",
        remark=supplied.remark if supplied else "",
        shown_at=f"{address}/pieces/{supplied.key}.pdf" if supplied else "",
        model_at=f"{address}/modeles/{required.key}.pdf" if required.model else "",
        may_import=may,
        may_remove=may and supplied is not None,
    )


def _notes(asked: Asked) -> list[str]:
    notes = ["facultatif"] if asked.required.optional else []
    return [*notes, "une seule fois pour toute la famille"] if asked.required.of_household else notes


def megabytes(size: int) -> str:
    """« 1,25 »: megabytes, as the manual writes them; never nought for what is there."""
    hundredths = max(round(size / 10_000), min(size, 1))
    return f"{hundredths // 100},{hundredths % 100:02}"


def _status(folder: Folder) -> str:
    """When it is open, or since when it is not."""
    opens, closes = folder.opening.site.reenrolment_opens, folder.opening.site.reenrolment_closes
    if folder.opening.phase == Phase.BEFORE and opens:
        return f"Les réinscriptions ouvrent le {day(opens)}."
    if folder.opening.phase == Phase.OPEN:
        return f"Les réinscriptions sont ouvertes jusqu’au {day(closes)} inclus." if closes else ""
    words = f"Les réinscriptions sont closes depuis le {day(closes)} au soir." if closes else "Elles sont closes."
    if folder.state == State.DRAFT:
        return f"{words} Votre brouillon n’a pas été envoyé : adressez-vous au secrétariat."
    return words
