"""What the portal prints for the family, each under its name in the ZIP and printed when its turn has come there."""

import logging
from collections.abc import Callable, Iterator
from functools import partial

from data.belongings import Papers
from data.ledger import Document, Entry, Ledger
from data.reenrolments import Sent
from data.reenrolments.bundle import harmless, unlike
from data.sessions import Person
from data.sites import Site
from routes.web import printed_entries, printed_receipts
from routes.web.archives import Made, Unmade
from routes.web.hashing import Busy
from routes.web.page import View
from routes.web.pdf import Overtaken, Series

log = logging.getLogger("portee")
IN_THE_PAGES = "leur contenu est dans mes-donnees.html et mes-donnees.json"
LATE = f"Ces documents n’ont pas été imprimés à temps, le portail est très sollicité ({IN_THE_PAGES}) :"
OVERTAKEN = f"Ces documents n’ont pas été imprimés, un nouveau téléchargement a été demandé ({IN_THE_PAGES}) :"
FAULTY = f"Ces documents n’ont pas pu être imprimés, prévenez le secrétariat ({IN_THE_PAGES}) :"


def prints_of(site: Site, who: Person, papers: Papers, series: Series) -> Iterator[tuple[str, Made]]:
    """Every invoice and receipt, then the receipt of every re-enrolment that was sent. Nothing is printed here."""
    entries = [(_entry_name(who, entry), entry, lines) for entry, lines in papers.entries]
    for name, (_, entry, lines) in zip(unlike(name for name, *_ in entries), entries, strict=True):
        held = printed_entries.opened(entry, lines)
        yield name, partial(_made, series, partial(printed_entries.letter_of, site, papers.responsable, held))
    for sent in papers.sent:
        yield (
            _receipt_name(sent),
            partial(_made, series, partial(printed_receipts.letter_of, site, papers.guardian, sent)),
        )


def _entry_name(who: Person, entry: Entry) -> str:
    """« factures/2014-03-10 Avis 14FC02287.pdf »: in the order of their days, under the number that they bear."""
    folder = "locations" if who.rentals_tab and entry.ledger == Ledger.RENTALS else "factures"
    kind = printed_entries.NAMES[Document(entry.document)][0]
    return f"{folder}/{entry.date} {harmless(f'{kind} {entry.number}')}.pdf"


def _receipt_name(sent: Sent) -> str:
    """« reinscriptions/2026-2027 Reçu 2026-000123.pdf »: a number is given once."""
    row = sent.reenrolment
    return f"reinscriptions/{harmless(f'{row.school_year} Reçu {row.number}')}.pdf"


async def _made(series: Series, letter: Callable[[], View]) -> bytes:
    """The PDF; raises Unmade with the reason, whatever the printer says of this one: the others come."""
    try:
        return await series.printed(letter())
    except Busy:
        raise Unmade(LATE) from None
    except Overtaken:
        raise Unmade(OVERTAKEN) from None
    except Exception as fault:  # never its words: they may hold a row’s values
        log.error("%s while « Mes données » was printed", type(fault).__name__)
        raise Unmade(FAULTY) from None
