"""One account of the office: its address and role, its lock, its sessions, its second factor."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlmodel import Session

from data import kept_forms, replays, team
from data.accounts import Account
from data.sessions import Person
from routes.office.team.members import ROLES, TEAM, Answer, Row, carry_out, is_administration, key_of, row_of, typed_of
from routes.web import clock
from routes.web.addresses import said
from routes.web.forms import Problems, Values
from routes.web.french import NO_BREAK
from routes.web.guards import administrator_of
from routes.web.kept import author_of, resumes
from routes.web.page import NO_PROBLEMS, Page, View
from routes.web.request import Asked

GESTURE, SAVE, REMOVE = "geste", "enregistrer", "supprimer"
ACTS = {
    "verrouiller": (team.lock, "equipe-verrouille"),
    "deverrouiller": (team.unlock, "equipe-deverrouille"),
    REMOVE: (team.remove, "equipe-supprime"),
    "sessions": (team.close_sessions, "equipe-sessions-fermees"),
    "code": (team.remove_second_factor, "equipe-code-retire"),
}


@dataclass(frozen=True, kw_only=True)
class MemberView(View):
    """One account, as it stands or as it was typed."""

    template: ClassVar[str] = "office/team/member.html"
    menu: ClassVar[str] = "administration"

    row: Row
    locked: bool
    secured: bool
    own: bool
    unused: bool
    typed: Mapping[str, str]
    address: str
    resumed: bool = False
    back: str = TEAM


@get(TEAM + "/{key:str}")
async def show_member(request: Asked, key: FromPath[str]) -> Page:
    """One account."""
    person, secret = administrator_of(request), request.settings.secret
    return Page(await request.database.read(_resumed, person, secret, key, resumes(request), clock.now()))


def _resumed(db: Session, person: Person, secret: bytes, key: str, resumes: bool, now: int) -> MemberView:
    kept = kept_forms.kept_for(db, person.account, f"{TEAM}/{key}", now) if resumes else None
    account = _found(db, person, secret, key)
    return _view(account, person, secret, kept.typed if kept else {}, resumed=kept is not None)


def _found(db: Session, person: Person, secret: bytes, key: str) -> Account:
    """An account of this office, and of no other; raises NotFoundException."""
    for each in team.members_of(db, person.site):
        if key_of(secret, each.id) == key:
            return each
    raise NotFoundException


def _view(
    account: Account,
    person: Person,
    secret: bytes,
    typed: Mapping[str, str],
    problems: Problems = NO_PROBLEMS,
    resumed: bool = False,
) -> MemberView:
    standing = {"adresse": account.email, "role": ROLES[0 if account.administrator else 1]}
    row = row_of(account, secret)
    return MemberView(
        heading=f"Compte du secrétariat{NO_BREAK}: {account.username}",
        row=row,
        locked=account.locked_at is not None,
        secured=bool(account.second_factor),
        own=account.id == person.account,
        unused=account.last_sign_in_at is None,
        typed=standing | typed_of(typed),
        address=f"{TEAM}/{row.key}",
        problems=problems,
        resumed=resumed,
    )


@post(TEAM + "/{key:str}")
async def change_member(request: Asked, key: FromPath[str]) -> Response[View] | Response[None]:
    """One button for each thing that can be done."""
    return await carry_out(request, await author_of(request, administrator_of), change_once, key)


def change_once(db: Session, person: Person, secret: bytes, key: str, values: Values, form_id: str, now: int) -> Answer:
    """What the pressed button says, once for each form; or the page again, with what is wrong."""
    here, removes = f"{TEAM}/{key}", values.get(GESTURE) == REMOVE
    if replays.is_used(db, form_id):
        return said(TEAM, "equipe-supprime") if removes else said(here, "equipe-modifie")
    account = _found(db, person, secret, key)
    try:
        done = _carry_out(db, person, account, values, now)
    except team.Refused as refused:
        return _view(account, person, secret, values, Problems(refused.problems))
    replays.first_use(db, form_id, now)
    kept_forms.forget(db, person.account, here)
    return said(TEAM if removes else here, done)


def _carry_out(db: Session, person: Person, account: Account, values: Values, now: int) -> str:
    gesture = values.get(GESTURE, SAVE)
    if gesture in ACTS:
        act, words = ACTS[gesture]
        act(db, person, account, now)
        return words
    if gesture != SAVE:
        raise NotFoundException
    changed = team.change(db, person, account, values.get("adresse", ""), is_administration(values), now)
    return "equipe-modifie" if changed else "rien-de-nouveau"
