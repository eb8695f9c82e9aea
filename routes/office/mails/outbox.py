"""Courriels: what waits, has left or has failed, with the mail server’s words; and one mail as its reader sees it."""

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from litestar import get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from sqlmodel import Session

from data import mails
from data.census import COUNTED
from data.mails import Posted, Standing
from data.neighbours import told_apart
from routes.office.listing import Pages, steps
from routes.web import clock, french
from routes.web.french import moment
from routes.web.guards import office_of
from routes.web.mail_kinds import shown_mail, words_of
from routes.web.page import Page, View
from routes.web.paging import number_of
from routes.web.request import Asked
from routes.web.tabs import Tab

MAILS = "/administration/courriels"
LABELS = {Standing.WAITING: "En attente", Standing.SENT: "Envoyés", Standing.FAILED: "Échoués"}
EMPTY = {
    Standing.WAITING: "Aucun courriel n’attend.",
    Standing.SENT: "Aucun courriel n’est encore parti.",
    Standing.FAILED: "Aucun courriel n’a échoué.",
}
SECRET = "Ce courriel porte un mot de passe : son texte n’est montré à personne."
UNREADABLE = "Le texte de ce courriel ne peut plus être montré."
LISTED = 120  # signs of the mail server’s words in the list; its page has them all


class Row(NamedTuple):
    """One mail in the list."""

    key: str
    name: str
    recipient: str
    reader: str
    standing: str
    error: str


class Failed(NamedTuple):
    """The failed mails of one kind."""

    kind: str
    words: str
    number: str


@dataclass(frozen=True, kw_only=True)
class MailsView(View):
    """One page of the mails in one standing."""

    template: ClassVar[str] = "office/mails/outbox.html"

    tabs: list[Tab]
    tab: Tab
    caption: str
    rows: list[Row]
    failed: list[Failed]
    empty: str
    pages: Pages
    address: str = MAILS


@dataclass(frozen=True, kw_only=True)
class MailView(View):
    """One mail: its facts, and its words unless they hold a secret."""

    template: ClassVar[str] = "office/mails/mail.html"

    address: str
    facts: list[tuple[str, str]]
    gesture: str
    subject: str
    text: str
    withheld: str  # why its words are not shown
    back: str


@get(MAILS)
async def show_mails(request: Asked, etat: FromQuery[str] = "", page: FromQuery[str] = "1") -> Page:
    """What waits, oldest first; what has left or failed, newest first."""
    person = office_of(request)
    if etat not in list(Standing):
        raise NotFoundException
    return Page(await request.database.read(_list, person.site, Standing(etat), number_of(page)))


def _list(db: Session, site: int, standing: Standing, page: int) -> MailsView:
    posted, has_more = mails.mails_in(db, site, standing, page)
    if page > 1 and not posted:
        raise NotFoundException
    tabs = [Tab(_address(each), LABELS[each]) for each in Standing]
    failed = mails.failed_of(db, site) if standing is Standing.FAILED else {}
    order = "le plus ancien d’abord" if standing is Standing.WAITING else "le plus récent d’abord"
    return MailsView(
        heading="Courriels",
        part=LABELS[standing],
        tabs=tabs,
        tab=tabs[list(Standing).index(standing)],
        caption=f"{LABELS[standing]}, {order}",
        rows=_rows(posted),
        failed=[Failed(kind, words_of(kind), _counted(count)) for kind, count in failed.items()],
        empty=EMPTY[standing],
        pages=steps(page, has_more, _address(standing)),
    )


def _address(standing: Standing) -> str:
    return f"{MAILS}?etat={standing}" if standing else MAILS


def _counted(count: int) -> str:
    words = french.plural(count, "courriel", "courriels")
    return f"{words} ou plus" if count >= COUNTED else words


def _rows(posted: list[Posted]) -> list[Row]:
    """Each under a name that no other row has."""
    kinds = {each.mail.key: words_of(each.mail.kind) for each in posted}
    names = told_apart(posted, lambda each: kinds[each.mail.key], lambda each: _by_key(kinds, each.mail.key))
    return [_row(each, name) for each, name in zip(posted, names, strict=True)]


def _by_key(kinds: dict[str, str], key: str) -> str:
    return f"{kinds[key]} (réf.{french.NO_BREAK}{key})"


def _row(each: Posted, name: str) -> Row:
    error = each.error if each.standing is not Standing.SENT else ""
    return Row(
        key=each.mail.key,
        name=name,
        recipient=each.mail.recipient,
        reader=_reader(each),
        standing=_standing(each),
        error=error if len(error) <= LISTED else f"{error[: LISTED - 1]}…",
    )


def _reader(each: Posted) -> str:
    return each.family or (f"secrétariat ({each.username})" if each.username else "")


def _standing(each: Posted) -> str:
    mail = each.mail
    if mail.sent_at is not None:
        return f"Parti le {moment(mail.sent_at)}"
    if mail.failed_at is not None:
        return f"Échoué le {moment(mail.failed_at)}, {_tries(mail.tries)}"
    since = f"En attente depuis le {moment(mail.created_at)}"
    return f"{since}, {_tries(mail.tries)}" if mail.tries else since


def _tries(tries: int) -> str:
    return french.plural(tries, "essai", "essais")


@get(MAILS + "/{key:str}")
async def show_mail(request: Asked, key: FromPath[str]) -> Page:
    """One mail of the site."""
    person = office_of(request)
    return Page(await request.database.read(_one, person.site, key, request.settings.base_url, clock.now()))


def _one(db: Session, site: int, key: str, portal: str, now: int) -> MailView:
    found = mails.mail_of(db, site, key)
    if found is None:
        raise NotFoundException
    gestures = {Standing.FAILED: "Envoyer de nouveau", Standing.WAITING: "Essayer maintenant"}
    shown = shown_mail(db, found.mail, portal, now)
    why = SECRET if found.mail.kind in mails.WITH_A_SECRET else UNREADABLE
    return MailView(
        heading=words_of(found.mail.kind),
        part=f"réf.{french.NO_BREAK}{key}",
        address=f"{MAILS}/{key}/envoi",
        facts=_facts(found),
        gesture=gestures.get(found.standing, ""),
        subject=shown.subject if shown else "",
        text=shown.text if shown else "",
        withheld="" if shown else french.typeset(why),
        back=_address(found.standing),
    )


def _facts(found: Posted) -> list[tuple[str, str]]:
    mail = found.mail
    waits = found.standing is Standing.WAITING
    told = [
        ("Destinataire", mail.recipient),
        ("Compte", _reader(found)),
        ("Demandé le", moment(mail.created_at)),
        ("État", _standing(found)),
        ("Prochain essai", f"à partir du {moment(mail.due_at)}" if waits and mail.tries else ""),
        ("Envoyé de nouveau le", moment(mail.again_at) if mail.again_at else ""),
        ("Cause", found.error),
    ]
    return [(label, value) for label, value in told if value]
