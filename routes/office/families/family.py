"""A family as the office sees it: its guardians and their accounts, its students, what waits, what it owes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from litestar import get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlmodel import Session

from data.accounts import Account
from data.changes import ChangeRequest, fields_of, texts_of
from data.families import Family, Guardian
from data.ledger import Ledger
from data.reenrolments import Reenrolment, State
from data.registry import reading
from data.registry.reading import Household
from data.sessions import Person
from data.students import Student
from routes.office.families.search import FAMILIES
from routes.web import clock
from routes.web.french import NO_BREAK, euros, moment, since
from routes.web.guards import office_of
from routes.web.page import Page, View
from routes.web.request import Asked

LEDGERS = {Ledger.FEES: "Solde des cotisations", Ledger.RENTALS: "Solde des locations"}
STATES = {
    State.PENDING: "à valider",
    State.INCOMPLETE: "à compléter",
    State.APPROVED: "validée",
    State.DECLINED: "refusée",
}
Facts = Sequence[tuple[str, str]]


class Adult(NamedTuple):
    """One guardian with all that is known."""

    key: str
    name: str
    role: str
    facts: Facts
    account: str  # in words
    account_key: str  # empty without one


class Affair(NamedTuple):
    """A link to what waits, or to what was sent."""

    key: str
    words: str
    standing: str


@dataclass(frozen=True, kw_only=True)
class FamilyView(View):
    """Everything on one page."""

    template: ClassVar[str] = "office/families/family.html"
    menu: ClassVar[str] = "familles"

    key: str
    about: Facts
    adults: list[Adult]
    students: list[tuple[Student, str]]
    shared: set[int]
    requests: list[Affair]
    reenrolments: list[Affair]
    balances: Facts


@get(FAMILIES + "/{key:str}")
async def show_family(request: Asked, key: FromPath[str]) -> Page:
    """One family."""
    return Page(await request.database.read(one_family, office_of(request), key, clock.now()))


def household_of(db: Session, person: Person, key: str) -> Household:
    """A family of the office’s site; raises NotFoundException."""
    found = reading.household_of(db, person.site, key)
    if found is None:
        raise NotFoundException
    return found


def one_family(db: Session, person: Person, key: str, now: int) -> FamilyView:
    """The page of a family of this office’s site. Five statements."""
    household = household_of(db, person, key)
    affairs = reading.affairs_of(db, family=household.family.id)
    return FamilyView(
        heading=f"Famille {household.responsable.name}",
        key=key,
        about=_about(household.family),
        adults=[_adult(*each) for each in household.guardians],
        students=household.students,
        shared=household.shared,
        requests=requests_in_words(affairs.requests, now),
        reenrolments=reenrolments_in_words(affairs.reenrolments),
        balances=_balances(reading.balances_of(db, household.family.id), person.rentals_tab),
    )


def _about(family: Family) -> Facts:
    origin = "ajoutée par le secrétariat" if family.by_hand else "export du logiciel administratif"
    return [("Référence", family.reference), ("Origine", origin)]


def _adult(guardian: Guardian, account: Account | None) -> Adult:
    role = "Responsable" if guardian.rank == 0 else "Autre responsable"
    texts = texts_of(guardian)
    facts = [(each.label, texts[each.name]) for each in fields_of(False)]
    return Adult(guardian.key, guardian.name, role, facts, _account(account), account.key if account else "")


def _account(account: Account | None) -> str:
    if account is None:
        return ""
    last = f"dernière connexion le {moment(account.last_sign_in_at)}" if account.last_sign_in_at else "jamais connecté"
    return f"Identifiant « {account.username} », {last}{', verrouillé' if account.locked_at else ''}."


def requests_in_words(requests: Sequence[ChangeRequest], now: int) -> list[Affair]:
    """The requests that wait, each under its number."""
    return [
        Affair(each.key, f"{each.subject}, n°{NO_BREAK}{each.number}", f"en attente {since(each.sent_at, now)}")
        for each in requests
    ]


def reenrolments_in_words(sent: Sequence[Reenrolment]) -> list[Affair]:
    """The re-enrolments that were sent, each under its number."""
    return [
        Affair(each.key, f"{each.subject}, {each.school_year}, n°{NO_BREAK}{each.number}", STATES[State(each.state)])
        for each in sent
    ]


def _balances(owed: dict[str, int], rentals_tab: bool) -> Facts:
    """By ledger; where the rental tab is off, its lines stand among the fees."""
    if rentals_tab:
        return [(label, euros(owed.get(ledger, 0))) for ledger, label in LEDGERS.items()]
    return [(LEDGERS[Ledger.FEES], euros(sum(owed.values())))]
