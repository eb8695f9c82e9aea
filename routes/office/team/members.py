"""Comptes du secrétariat: who works here, one account more, and whether a second factor is required."""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from sqlmodel import Session

from data import kept_forms, replays, team
from data.accounts import Account
from data.sessions import Person
from data.sites import site_with
from routes.web import clock, french
from routes.web.addresses import said
from routes.web.forms import Problems, Values, form_id_of, read_form
from routes.web.guards import administrator_of
from routes.web.kept import author_of, resumes
from routes.web.page import NO_PROBLEMS, Page, View, see_other
from routes.web.request import Asked

TEAM = "/administration/equipe"
KEY = 10  # signs
ROLES = ("administration", "secretariat")


class Row(NamedTuple):
    """One account in words."""

    key: str
    username: str
    email: str
    role: str
    last: str
    second_factor: str
    state: str


@dataclass(frozen=True, kw_only=True)
class TeamView(View):
    """All of them, and the form of a new one."""

    template: ClassVar[str] = "office/team/members.html"
    menu: ClassVar[str] = "administration"

    rows: list[Row]
    required: bool
    typed: Mapping[str, str]
    resumed: bool = False
    address: str = TEAM
    back: str = "/administration"


Answer = View | str  # the page again, or where it leads


def key_of(secret: bytes, account: int) -> str:
    """What stands for an account in an address: neither its number nor its identifiant."""
    return hmac.digest(secret, f"team {account}".encode(), "sha256").hex()[:KEY]


def row_of(each: Account, secret: bytes) -> Row:
    """One account in words."""
    return Row(
        key=key_of(secret, each.id),
        username=each.username,
        email=each.email,
        role=team.role_of(each.administrator).capitalize(),
        last=french.moment(each.last_sign_in_at) if each.last_sign_in_at else "Jamais",
        second_factor="Active" if each.second_factor else "Inactive",
        state="Verrouillé" if each.locked_at else "Ouvert",
    )


@get(TEAM)
async def show_team(request: Asked) -> Page:
    """For administrators alone."""
    person, key = administrator_of(request), request.settings.secret
    return Page(await request.database.read(_resumed, person, key, resumes(request), clock.now()))


def _resumed(db: Session, person: Person, key: bytes, resumes: bool, now: int) -> TeamView:
    kept = kept_forms.kept_for(db, person.account, TEAM, now) if resumes else None
    return _view(db, person, key, kept.typed if kept else {}, resumed=kept is not None)


def _view(
    db: Session,
    person: Person,
    key: bytes,
    typed: Mapping[str, str],
    problems: Problems = NO_PROBLEMS,
    resumed: bool = False,
) -> TeamView:
    return TeamView(
        heading="Comptes du secrétariat",
        rows=[row_of(each, key) for each in team.members_of(db, person.site)],
        required=site_with(db, person.site).second_factor_required,
        typed={"compte": "", "adresse": "", "role": ROLES[1]} | typed_of(typed),
        problems=problems,
        resumed=resumed,
    )


def typed_of(values: Mapping[str, str]) -> dict[str, str]:
    """The fields of an account that a form holds."""
    return {name: values[name] for name in ("compte", "adresse", "role") if name in values}


def is_administration(values: Values) -> bool:
    """Which of the two roles was chosen. Raises Refused for what is neither."""
    role = values.get("role", "")
    if role not in ROLES:
        raise team.Refused(role="« Rôle » : choisissez un rôle de la liste.")
    return role == ROLES[0]


@post(TEAM)
async def add_member(request: Asked) -> Response[View] | Response[None]:
    """« Ajouter le compte »."""
    return await carry_out(request, await author_of(request, administrator_of), add_once)


@post(TEAM + "/reglages")
async def change_team(request: Asked) -> Response[View] | Response[None]:
    """« Enregistrer le réglage »."""
    return await carry_out(request, administrator_of(request), require_once)


async def carry_out(
    request: Asked, person: Person, work: Callable[..., Answer], *about: str
) -> Response[View] | Response[None]:
    """Read the form, carry it out in one transaction, and answer."""
    values, key = await read_form(request), request.settings.secret
    form_id = form_id_of(values)
    answer = await request.database.write(act, work, person, key, *about, values, form_id, clock.now())
    return see_other(request, answer) if isinstance(answer, str) else Page(answer, status_code=422)


def act(db: Session, work: Callable[..., Answer], person: Person, *about: object) -> Answer:
    """Whoever has just lost the role does nothing any more; raises NotFoundException."""
    if not team.may_act(db, person):
        raise NotFoundException
    return work(db, person, *about)


def add_once(db: Session, person: Person, key: bytes, values: Values, form_id: str, now: int) -> Answer:
    """One more account, once for each form."""
    if replays.is_used(db, form_id):
        return said(TEAM, "equipe-ajoute")
    try:
        given = values.get("compte", ""), values.get("adresse", ""), is_administration(values)
        team.add(db, person, *given, now)
    except team.Refused as refused:
        return _view(db, person, key, values, Problems(refused.problems))
    replays.first_use(db, form_id, now)
    kept_forms.forget(db, person.account, TEAM)
    return said(TEAM, "equipe-ajoute")


def require_once(db: Session, person: Person, _: bytes, values: Values, form_id: str, now: int) -> Answer:
    """The switch."""
    if not replays.first_use(db, form_id, now):
        return said(TEAM, "equipe-exigee")
    changed = team.require_second_factor(db, person, values.get("exigee") == "oui", now)
    return said(TEAM, "equipe-exigee" if changed else "rien-de-nouveau")
