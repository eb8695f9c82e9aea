"""Lettres: what a print would bring before it is made, and the letters of a list or of one account as one PDF.

Passwords are made for the print and written down when it is there: a print that fails changes nothing.
"""

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from sqlmodel import Session

from data import replays, sites
from data.accounts import LETTER_LIFE
from data.family_accounts import informing
from data.family_accounts.informing import MOST_LETTERS, Addressee, Counts
from data.family_accounts.listing import Kind
from data.sessions import Person
from data.sites import Site
from routes.office.accounts import printed_letters as prints
from routes.office.accounts.account import found
from routes.office.accounts.letter_heads import too_long
from routes.office.accounts.search import ACCOUNTS, LABELS, kind_of, query_of
from routes.web import clock, french
from routes.web.addresses import said
from routes.web.forms import form_id_of, read_form
from routes.web.french import plural
from routes.web.guards import office_of
from routes.web.page import Page, View, see_other
from routes.web.request import Asked

LETTERS = ACCOUNTS + "/lettres"


@dataclass(frozen=True, kw_only=True)
class LettersView(View):
    """What can be printed for a list."""

    template: ClassVar[str] = "office/accounts/letters.html"
    menu: ClassVar[str] = "comptes"

    kind: str
    notes: list[str]
    new: str  # the button of those who have not been informed
    batches: list[tuple[int, str]]  # of the whole list
    address: str = LETTERS
    back: str


class Order(NamedTuple):
    """What is to be printed, and where its form stands."""

    head: prints.Letterhead
    addressees: list[Addressee]
    address: str  # of the form
    back: str
    kind: Kind = Kind.ALL
    batch: int = 0
    done: bool = False  # this very form has been carried out


@get(LETTERS)
async def show_letters(request: Asked, etat: FromQuery[str] = "") -> Page:
    """How many letters, with how many passwords, and what becomes of former ones."""
    person = office_of(request)
    return Page(await request.database.read(_preview, person.site, kind_of(etat)))


def _preview(db: Session, site: int, kind: Kind) -> LettersView:
    counts = informing.counts_of(db, site, kind)
    return LettersView(
        heading="Imprimer les lettres",
        part=LABELS[kind],
        kind=kind,
        notes=[french.typeset(each) for each in _notes(counts, sites.site_with(db, site), kind)],
        new=_new_words(counts.new_letters),
        batches=_batches(counts.letters),
        back=ACCOUNTS + query_of(kind),
    )


def _notes(counts: Counts, site: Site, kind: Kind) -> list[str]:
    """What is to be known before."""
    notes = [f"Liste « {LABELS[kind]} » : {plural(counts.letters, 'lettre possible', 'lettres possibles')}."]
    if counts.locked:
        notes.append(f"{plural(counts.locked, 'compte verrouillé', 'comptes verrouillés')} : pas de lettre.")
    if counts.passwords:
        notes.append(
            f"{plural(counts.passwords, 'famille n’a', 'familles n’ont')} pas d’e-mail : la lettre porte un mot de "
            f"passe provisoire, valable {LETTER_LIFE // 86400} jours et une seule fois. L’imprimer de nouveau en fait "
            "un autre, et celui de la lettre précédente n’ouvre plus rien."
        )
    if not (site.address and site.town):
        notes.append("L’adresse du site n’est pas renseignée : les lettres partiraient sans adresse d’expéditeur.")
    return notes


def _new_words(new: int) -> str:
    if new > MOST_LETTERS:
        return french.typeset(f"Imprimer les {MOST_LETTERS} premières lettres sur {french.grouped(new)}")
    return f"Imprimer {plural(new, 'lettre', 'lettres')}" if new else ""


def _batches(letters: int) -> list[tuple[int, str]]:
    """The list in parts that one PDF holds each."""
    ends = [min(start + MOST_LETTERS, letters) for start in range(0, letters, MOST_LETTERS)]
    words = "Imprimer les lettres {} à {}"
    return [(number, words.format(MOST_LETTERS * (number - 1) + 1, end)) for number, end in enumerate(ends, 1)]


@post(LETTERS)
async def make_letters(request: Asked) -> Response[View] | Response[bytes] | Response[None]:
    """« Imprimer »: those who have not been informed, or a part of the list."""
    person = office_of(request)
    values = await read_form(request)
    form_id, kind, batch = form_id_of(values), kind_of(values.get("etat", "")), _batch_of(values.get("lot", ""))
    order = await request.database.read(_order, person.site, kind, batch, form_id)
    return await _carried_out(request, person, order, form_id, without_refused=bool(values.get("sans-elles")))


def _batch_of(written: str) -> int:
    if not (written.isascii() and written.isdecimal() and len(written) <= 3):
        raise NotFoundException
    return int(written)


def _order(db: Session, site: int, kind: Kind, batch: int, form_id: str) -> Order:
    return Order(
        head=prints.letterhead_of(db, site),
        addressees=informing.batch_of(db, site, kind, batch),
        address=LETTERS,
        back=LETTERS + query_of(kind),
        kind=kind,
        batch=batch,
        done=replays.is_used(db, form_id),
    )


@post(ACCOUNTS + "/{key:str}/lettre")
async def make_letter(request: Asked, key: FromPath[str]) -> Response[View] | Response[bytes] | Response[None]:
    """« Imprimer la lettre » of one account."""
    person = office_of(request)
    values = await read_form(request)
    form_id = form_id_of(values)
    order = await request.database.read(_order_of_one, person.site, key, form_id)
    return await _carried_out(request, person, order, form_id, without_refused=False)


def _order_of_one(db: Session, site: int, key: str, form_id: str) -> Order:
    found(db, site, key)
    page = f"{ACCOUNTS}/{key}"
    return Order(
        head=prints.letterhead_of(db, site),
        addressees=informing.one_addressee(db, site, key),
        address=f"{page}/lettre",
        back=page,
        done=replays.is_used(db, form_id),
    )


async def _carried_out(
    request: Asked, person: Person, order: Order, form_id: str, *, without_refused: bool
) -> Response[View] | Response[bytes] | Response[None]:
    """The PDF; or why it cannot be; or the page again, when this form has been carried out."""
    if order.done:
        return see_other(request, said(order.back, "lettres-deja-imprimees"))
    refused = await prints.refused_among(order.addressees)
    if refused and not without_refused:
        return Page(_refusal(order, refused), status_code=422)
    letters = [prints.letter_to(each) for each in order.addressees if each.account not in refused]
    if not letters:
        return see_other(request, said(order.back, "lettres-aucune"))
    if unfit := await too_long(order.head, request.settings.base_url, person.administrator, order.back):
        return Page(unfit, status_code=422)
    content = await prints.printed_letters(order.head, letters, request.settings.base_url)
    passwords = {each.account: each.password for each in letters}
    if not await request.database.write(note_once, person, passwords, form_id, clock.now()):
        return see_other(request, said(order.back, "lettres-deja-imprimees"))
    return prints.download(content)


def _refusal(order: Order, refused: dict[int, str]) -> prints.LettersRefusedView:
    whose = [each for each in order.addressees if each.account in refused]
    return prints.LettersRefusedView(
        heading="Des lettres ne peuvent pas être imprimées",
        refused=[prints.refusal_of(each, refused[each.account]) for each in whose],
        others=len(order.addressees) - len(refused),
        kind=order.kind,
        batch=order.batch,
        address=order.address,
        back=order.back,
    )


def note_once(db: Session, person: Person, printed: dict[int, str], form_id: str, now: int) -> bool:
    """Write down that they are made; False when the same form has been carried out meanwhile."""
    if not replays.first_use(db, form_id, now):
        return False
    informing.note_printed(db, person, printed, now)
    return True
