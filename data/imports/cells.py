"""What one cell may hold. Each kind reads a cell as csv, xlsx or ods gives it; raises ValueError in French.

An empty cell is never an error here: whether a value may be missing is the column's matter.
"""

import datetime
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from data import accounts, kinds
from data.courses import WEEKDAYS
from data.ledger import Document, Ledger

Cell = str | float | bool | datetime.date | datetime.time | datetime.timedelta
Kind = Callable[[Cell], Any]

LONGEST = 10_000  # characters
YEARS = range(1900, 2101)

EVALUATED = re.compile("'*[=+@\t\r\n＝＋－＠-]")  # how a cell begins that a spreadsheet evaluates, defused or not
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
AMOUNT = re.compile(r"(-?)(\d{1,7})(?:[.,](\d{1,2}))?")  # under ten million euros: cents fit 32 bits
CLOCK = re.compile(r"(\d{1,2})\s*[h:]\s*(\d{2})?(?::\d{2})?")
ORDINARY = re.compile(r"[a-z0-9_]{1,30}(?:[.-][a-z0-9_]{1,30})?@(?:[a-z0-9]{1,30}[.-]){1,3}[a-z]{2,6}")  # spares time
SCHOOL_YEAR = re.compile(r"(\d{4})-(\d{4})")


@lru_cache(maxsize=1024)
def fold(words: str) -> str:
    """Words as they are compared: letters and digits, without case and accents."""
    split = unicodedata.normalize("NFKD", words.casefold().replace("œ", "oe"))
    return "".join(sign for sign in split if sign.isalnum())


def text(cell: Cell) -> str:
    """As written, but for the spaces round it, the signs that nobody sees and the apostrophe of `defused`."""
    written = cell if isinstance(cell, str) else _in_words(cell)
    if not written.isprintable():  # a line break or a no-break space, or what must not be there
        written = written.replace("\r\n", "\n").replace("\r", "\n")
        written = kinds.HIDDEN.sub("", written)
        if CONTROL.search(written):
            raise ValueError("le texte contient un caractère de contrôle")
    written = written.strip()
    if written and written[0] == "'" and EVALUATED.match(written):
        written = written[1:].strip()
    if len(written) > LONGEST:
        raise ValueError("le texte dépasse 10 000 caractères")
    return written


def defused(written: str) -> str:
    """A text that no spreadsheet evaluates: an apostrophe goes before what might be a formula.

    `text` takes it off again, so that what went out comes in as it was.
    """
    return f"'{written}" if EVALUATED.match(written) else written


def _in_words(cell: Cell) -> str:
    match cell:
        case bool():
            return "oui" if cell else "non"
        case int() | float():
            return f"{cell:.15g}".replace(".", ",")
        case datetime.date():
            return f"{cell:%d/%m/%Y}"
        case _:
            return clock(cell)


def reference(cell: Cell) -> str | None:
    """The name of a row, its own or another's; None where there is none."""
    return text(cell) or None


def references(cell: Cell) -> tuple[str, ...]:
    """Several references separated by « | »: each once, in an order that does not depend on the file."""
    return tuple(sorted({each.strip() for each in text(cell).split("|")} - {""}))


def username(cell: Cell) -> str:
    """An identifiant as accounts keep it."""
    return accounts.fold(text(cell))


def odd_address(written: str) -> str:
    """What is wrong with an electronic address that comes in as it is; nothing when mails can be sent to it."""
    if ORDINARY.fullmatch(written):
        return ""
    try:
        kinds.email(written, datetime.date.max)
    except ValueError as trouble:
        return f"{trouble} Elle est gardée telle quelle : aucun courriel n’y arrivera."
    return ""


def postcode(cell: Cell) -> str:
    """A sheet has made 1000 of 01000."""
    return _padded(cell, 5)


def phone(cell: Cell) -> str:
    """A sheet has made 612345678 of 0612345678."""
    return _padded(cell, 10)


def _padded(cell: Cell, digits: int) -> str:
    return text(cell) if isinstance(cell, str) else text(cell).zfill(digits)


def date(cell: Cell) -> datetime.date | None:
    """A day from 1900 to 2100, written jj/mm/aaaa or a real date cell."""
    if isinstance(cell, datetime.datetime):
        cell = cell.date()
    day = cell if isinstance(cell, datetime.date) else _written_date(text(cell))
    if day and day.year not in YEARS:
        raise ValueError(f"« {day:%d/%m/%Y} » n’est pas entre 1900 et 2100")
    return day


@lru_cache(maxsize=4096)
def _written_date(written: str) -> datetime.date | None:
    try:
        return datetime.datetime.strptime(written, "%d/%m/%Y").date() if written else None
    except ValueError:
        raise _not(written, "une date (jj/mm/aaaa)") from None


def cents(cell: Cell) -> int:
    """An amount of money as integer cents; nothing is 0."""
    if isinstance(cell, float) and abs(cell * 100 - round(cell * 100)) < 1e-6:
        cell = f"{cell:.2f}"  # a sheet stores 0.30000000000000004 where it shows 0,30
    return _written_cents(text(cell))


@lru_cache(maxsize=4096)
def _written_cents(written: str) -> int:
    found = AMOUNT.fullmatch("".join(written.removesuffix("€").split()).replace("−", "-") or "0")
    if not found:
        raise _not(written, "un montant (1 234,56)")
    sign, euros, decimals = found.groups()
    return int(f"{sign}{euros}{decimals or '':0<2}")


def clock(cell: Cell) -> str:
    """A time of day as « 17:30 », from 17h30, 17h, 17:30, a time cell or the fraction of a day that a sheet keeps."""
    if isinstance(cell, str):
        return _written_clock(text(cell))
    if isinstance(cell, datetime.datetime | datetime.time):
        return f"{cell:%H:%M}"
    days = cell / datetime.timedelta(days=1) if isinstance(cell, datetime.timedelta) else cell
    minutes = round(days * 1440) if isinstance(days, float) else -1
    if not 0 <= minutes < 1440:
        raise _not(str(cell), "une heure (17:30)")
    return "{:02}:{:02}".format(*divmod(minutes, 60))


def _written_clock(written: str) -> str:
    found = CLOCK.fullmatch(written.lower())
    hour, minute = (int(part or 0) for part in found.groups()) if found else (0, 0)
    if written and (not found or hour > 23 or minute > 59):
        raise _not(written, "une heure (17:30)")
    return f"{hour:02}:{minute:02}" if written else ""


def school_year(cell: Cell) -> str:
    """Two years that follow one another: « 2013-2014 »."""
    written = text(cell)
    found = SCHOOL_YEAR.fullmatch(written)
    if written and not (found and int(found[2]) == int(found[1]) + 1):
        raise _not(written, "une année scolaire (2013-2014)")
    return written


def whole(cell: Cell) -> int:
    """A number that the house itself has counted."""
    return int(text(cell) or 0)


def _one_of(meanings: Mapping[str, Any], expected: str) -> Kind:
    """A kind that knows a few words, in any case and with or without accents."""

    def read(cell: Cell) -> Any:
        written = text(cell)
        try:
            return meanings[fold(written)]
        except KeyError:
            raise _not(written, expected) from None

    return read


yes_no = _one_of(
    dict.fromkeys(("oui", "1", "x", "vrai", "true"), True) | dict.fromkeys(("non", "0", "", "faux", "false"), False),
    "une réponse par oui ou non",
)
role = _one_of({"": True, "administration": True, "secretariat": False}, "un rôle (administration, secrétariat)")
weekday = _one_of({day: day for day in ("", *WEEKDAYS)}, "un jour de la semaine")
ledger = _one_of(
    {"": "", "cotisations": Ledger.FEES.value, "location": Ledger.RENTALS.value}, "un registre (cotisations, location)"
)
document = _one_of(
    {"": "", "facture": Document.PAYMENT_NOTICE.value, "recu": Document.RECEIPT.value}, "un document (facture, reçu)"
)


def _not(written: str, expected: str) -> ValueError:
    shown = written if len(written) <= 60 else written[:59] + "…"
    return ValueError(f"« {shown} » n’est pas {expected}")
