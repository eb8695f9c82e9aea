"""Courriels: the identifiant to all of a list who have an e-mail and do not know it yet, read before it leaves."""

from dataclasses import dataclass
from typing import ClassVar

from litestar import Response, get, post
from litestar.params import FromQuery
from sqlmodel import Session

from data import outbox, replays
from data.family_accounts import informing
from data.family_accounts.informing import Addressee, Counts
from data.family_accounts.listing import Kind
from data.outbox import Mail
from data.sessions import Person
from routes.office.accounts.search import ACCOUNTS, LABELS, kind_of, query_of
from routes.web import clock, french, letters
from routes.web.addresses import said
from routes.web.forms import form_id_of, read_form
from routes.web.french import plural
from routes.web.guards import office_of
from routes.web.mail import text_of
from routes.web.page import Page, View, see_other
from routes.web.request import Asked

MAILS = ACCOUNTS + "/courriels"


@dataclass(frozen=True, kw_only=True)
class AccountMailsView(View):
    """What would leave now: how many mails, and one of them word for word."""

    template: ClassVar[str] = "office/accounts/mailing.html"
    menu: ClassVar[str] = "comptes"

    kind: str
    notes: list[str]
    subject: str
    text: str
    recipient: str
    address: str = MAILS
    back: str


@get(MAILS)
async def show_account_mails(request: Asked, etat: FromQuery[str] = "") -> Page:
    """What would leave, before it leaves."""
    person = office_of(request)
    now, portal = clock.now(), request.settings.base_url
    return Page(await request.database.read(_preview, person.site, kind_of(etat), portal, now))


def _preview(db: Session, site: int, kind: Kind, portal: str, now: int) -> AccountMailsView:
    counts, first = informing.counts_of(db, site, kind), informing.first_mail_of(db, site, kind)
    letter = first and letters.letter_of(db, _mail(site, first, now), portal, now)
    return AccountMailsView(
        heading="Envoyer les identifiants",
        part=LABELS[kind],
        kind=kind,
        notes=[french.typeset(each) for each in _notes(counts, kind)],
        subject=letter.subject if letter else "",
        text=text_of(letter) if letter else "",
        recipient=first.email if first else "",
        back=ACCOUNTS + query_of(kind),
    )


def _mail(site: int, to: Addressee, now: int) -> Mail:
    return Mail(
        site_id=site,
        account_id=to.account,
        kind=outbox.IDENTIFIANT,
        recipient=to.email,
        created_at=now,
        due_at=now,
    )


def _notes(counts: Counts, kind: Kind) -> list[str]:
    mails = plural(counts.mails, "courriel partira", "courriels partiront")
    notes = [f"Liste « {LABELS[kind]} » : {mails}." if counts.mails else f"Liste « {LABELS[kind]} » : aucun courriel."]
    if counts.informed:
        told = plural(counts.informed, "famille connaît déjà son", "familles connaissent déjà leur")
        notes.append(f"{told} identifiant, par courriel ou par lettre : pas de courriel cette fois.")
    if counts.passwords:
        notes.append(f"{plural(counts.passwords, 'compte', 'comptes')} sans e-mail : imprimez des lettres.")
    if counts.locked:
        notes.append(f"{plural(counts.locked, 'compte verrouillé', 'comptes verrouillés')} : pas de courriel.")
    return notes


@post(MAILS)
async def send_account_mails(request: Asked) -> Response[None]:
    """« Envoyer les identifiants »."""
    person = office_of(request)
    values = await read_form(request)
    kind = kind_of(values.get("etat", ""))
    code = await request.database.write(mail_once, person, kind, form_id_of(values), clock.now())
    return see_other(request, said(ACCOUNTS + query_of(kind), code))


def mail_once(db: Session, person: Person, kind: Kind, form_id: str, now: int) -> str:
    """What is said of it; the same form sent twice sends once."""
    if replays.first_use(db, form_id, now) and not informing.mail_all(db, person, kind, now):
        return "identifiants-aucun"
    return "identifiants-envoyes"
