"""One account of a family: whose it is, when it served, and what the office can do with it. No password is shown."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlmodel import Session

from data import replays
from data.accounts import LETTER_LIFE
from data.family_accounts import acting
from data.family_accounts.acting import Held
from data.family_accounts.listing import named
from data.sessions import Person
from routes.office.accounts.search import ACCOUNTS, last_seen
from routes.web import clock
from routes.web.addresses import said
from routes.web.forms import form_id_of, read_form
from routes.web.french import NO_BREAK, moment, plural
from routes.web.guards import office_of
from routes.web.page import Page, View, see_other
from routes.web.request import Asked

ACCOUNT = ACCOUNTS + "/{key:str}"
GESTURES: dict[str, tuple[Callable[[Session, Person, Held, int], str], str]] = {  # and what is said of a second click
    "identifiant": (acting.mail_username, "identifiant-envoye"),
    "mot-de-passe": (acting.send_password, "mot-de-passe-envoye"),
    "verrouiller": (acting.lock, "compte-verrouille"),
    "deverrouiller": (acting.unlock, "compte-deverrouille"),
    "sessions": (acting.end_sessions, "sessions-fermees"),
}


@dataclass(frozen=True, kw_only=True)
class AccountView(View):
    """One account."""

    template: ClassVar[str] = "office/accounts/account.html"
    menu: ClassVar[str] = "comptes"

    address: str
    facts: list[tuple[str, str]]
    reachable: bool
    locked: bool
    sessions: int
    letter_days: int = LETTER_LIFE // 86400  # of a password that a letter brings
    back: str = ACCOUNTS


@get(ACCOUNT)
async def show_account(request: Asked, key: FromPath[str]) -> Page:
    """The account as it stands."""
    person = office_of(request)
    return Page(await request.database.read(one_account, person.site, key, clock.now()))


def one_account(db: Session, site: int, key: str, now: int) -> AccountView:
    """The page of one account of this site. Two statements."""
    held = found(db, site, key)
    sessions = acting.open_sessions(db, held.account.id, now)
    return AccountView(
        heading=f"Compte{NO_BREAK}: {named(held.guardian)}",
        address=f"{ACCOUNTS}/{key}",
        facts=_facts(held, sessions),
        reachable=bool(held.address),
        locked=held.account.locked_at is not None,
        sessions=sessions,
    )


def found(db: Session, site: int, key: str) -> Held:
    """An account of a family of this office’s site, and of no other; raises NotFoundException."""
    held = acting.account_with(db, site, key)
    if held is None:
        raise NotFoundException
    return held


def _facts(held: Held, sessions: int) -> list[tuple[str, str]]:
    account, whose = held.account, "responsable" if held.guardian.rank == 0 else "second responsable"
    own = "" if account.email else " (l’e-mail de sa fiche)"
    return [
        ("Identifiant", account.username),
        ("Personne", f"{named(held.guardian)}, {whose} de la famille {held.family.reference}"),
        ("E-mail", f"{held.address}{own}" if held.address else "sans e-mail"),
        ("Dernière connexion", last_seen(account.last_sign_in_at)),
        ("Identifiant envoyé", _informed(account.informed_at, account.informed_by)),
        ("Verrouillé", f"depuis le {moment(account.locked_at)}" if account.locked_at else "non"),
        ("Sessions ouvertes", plural(sessions, "session", "sessions") if sessions else "aucune"),
    ]


def _informed(at: int | None, how: str) -> str:
    if at is None:
        return "jamais"
    return f"le {moment(at)}{f', par {how}' if how else ''}"


@post(ACCOUNT)
async def change_account(request: Asked, key: FromPath[str]) -> Response[None]:
    """One of the gestures of the page."""
    person = office_of(request)
    values = await read_form(request)
    form_id, gesture = form_id_of(values), values.get("geste", "")
    code = await request.database.write(change_once, person, key, gesture, form_id, clock.now())
    return see_other(request, said(f"{ACCOUNTS}/{key}", code))


def change_once(db: Session, person: Person, key: str, gesture: str, form_id: str, now: int) -> str:
    """What is said of it; the same form sent twice acts once. Raises NotFoundException for what is no gesture."""
    held = found(db, person.site, key)
    if gesture not in GESTURES:
        raise NotFoundException
    act, again = GESTURES[gesture]
    return act(db, person, held, now) if replays.first_use(db, form_id, now) else again
