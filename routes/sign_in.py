"""Accès Usager: signing in, and « Quitter »."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from litestar import Response, get, post
from litestar.params import FromQuery
from pydantic import Field
from sqlmodel import Session

from data import accounts, audit, journal, second_factor, sessions, site_logo, site_texts, sites, throttle
from data.accounts import Lock
from data.sessions import Person
from data.site_texts import Place
from data.sites import Site
from data.throttle import Buckets
from routes.web import clock
from routes.web.addresses import ours, said
from routes.web.coming_in import CameIn, come_in, welcome
from routes.web.errors import TooManyTries
from routes.web.forms import Form, Problems, check, read_form
from routes.web.page import Page, View, see_other
from routes.web.request import Asked
from routes.web.sessions import SESSION, chosen_mode, cookie

REFUSED = "Le site, l’identifiant ou le mot de passe n’est pas le bon. Vérifiez les renseignements saisis."


class SignIn(Form):
    """The three things that a person gives."""

    site: str = Field("", title="Site", min_length=1, max_length=64)
    identifiant: str = Field("", title="Identifiant", min_length=1, max_length=200, validate_default=True)
    mot_de_passe: str = Field("", title="Mot de passe", min_length=1, max_length=1000, validate_default=True)


class Logo(NamedTuple):
    """What stands above the form."""

    name: str  # in its address; empty when there is none
    owner: str  # in words


@dataclass(frozen=True, kw_only=True)
class SignInView(View):
    """The first page that anybody sees."""

    template: ClassVar[str] = "sign_in.html"

    sites: list[Site]
    words: dict[str, str]  # what sites say here, under their names
    logo: Logo
    chosen: str = ""
    username: str = ""
    following: str = ""


@get("/connexion")
async def show_sign_in(request: Asked, suite: FromQuery[str] = "", site: FromQuery[str] = "") -> Page:
    """« Accès Usager »; the address may say of which site."""
    choices, words = await request.database.read(choices_and_words)
    view = SignInView(
        heading="Accès Usager",
        sites=choices,
        words=words,
        logo=logo_of(choices, site),
        chosen=site,
        following=ours(suite) or "",
    )
    return Page(view)


def logo_of(choices: Sequence[Site], chosen: str) -> Logo:
    """That of the chosen site, once it is known; until then the one that all of them have: nobody sees a stranger’s."""
    known = [site for site in choices if site.slug == chosen] or choices
    owners = dict.fromkeys(site.owner for site in known)
    return Logo(site_logo.shared_by(known) if known else "", ", ".join(owners))


def choices_and_words(db: Session) -> tuple[list[Site], dict[str, str]]:
    """The sites, and what they say to those who are about to sign in. One statement, but for texts that are new."""
    choices = sites.all_sites(db)
    said_by = {site.name: site_texts.introductions_of(db, site.id, site.texts_version) for site in choices}
    return choices, {name: texts[Place.SIGN_IN] for name, texts in said_by.items() if Place.SIGN_IN in texts}


@post("/connexion")
async def sign_in(request: Asked) -> Response[View] | Response[None]:
    """Open a session, or say that something is wrong without saying what."""
    values = await read_form(request)
    given, problems = check(SignIn, values)
    if given is None:
        return await _refuse(request, values, problems)
    hashing = request.house.hashing
    with hashing.place():
        lock, where = await _begin(request, given)
        opened = await hashing.run_in_place(lock.opened_by, given.mot_de_passe)
    if not opened or lock.account is None:
        await request.database.write(note_refusal, where, given.site, lock.account, clock.now())
        return await _refuse(request, values, Problems({"identifiant": REFUSED}))
    former = request.visitor.person.session if request.visitor.person else ""
    mode = chosen_mode(request.scope, request.settings)
    came_in = await request.database.write(
        open_session, where, lock.account, opened == "temporary", former, mode, clock.now()
    )
    return welcome(request, came_in, ours(values.get("suite", "")))


async def _begin(request: Asked, given: SignIn) -> tuple[Lock, Buckets]:
    name = f"{given.site} {accounts.fold(given.identifiant)}"
    where = throttle.buckets(request.settings.secret, name, request.visitor.address)
    wait, lock = await request.database.write(begin_try, where, given.site, given.identifiant, clock.now())
    if wait:
        raise TooManyTries(wait)
    return lock, where


async def _refuse(request: Asked, values: dict[str, str], problems: Problems) -> Page:
    choices, words = await request.database.read(choices_and_words)
    view = SignInView(
        heading="Accès Usager",
        problems=problems,
        sites=choices,
        words=words,
        logo=logo_of(choices, values.get("site", "")),
        chosen=values.get("site", ""),
        username=values.get("identifiant", "")[:200],
        following=ours(values.get("suite", "")) or "",
    )
    return Page(view, status_code=422)


def begin_try(db: Session, where: Buckets, slug: str, username: str, now: int) -> tuple[int, Lock]:
    """Count the try, then find what guards the account; the same statements when there is none."""
    return throttle.begin_try(db, where, now), accounts.lock_of(db, slug, username, now)


def note_refusal(db: Session, where: Buckets, slug: str, account: int | None, now: int) -> None:
    """Into the journal; the throttle bounds how many a day there can be."""
    journal.note_refusal(db, slug, account, throttle.is_slow(db, where.account), now)


def open_session(
    db: Session, where: Buckets, account: int, temporary: bool, former: str, mode: bool | None, now: int
) -> CameIn:
    """Come in; or wait for the code, in a session that opens nothing. The try then still counts as a failure."""
    sessions.close_session(db, former)
    if second_factor.is_on(db, account):
        return CameIn(sessions.open_session(db, account, temporary, now, pending=True), None)
    throttle.forgive(db, where)
    return come_in(db, account, temporary, mode, now)


@post("/quitter")
async def sign_out(request: Asked) -> Response[None]:
    """« Quitter »: back to « Accès Usager »; nothing private comes back with the browser’s Back."""
    person = request.visitor.person
    if person:
        await read_form(request)
        await request.database.write(close_session, person, clock.now())
    gone = cookie(SESSION, "", request.settings, max_age=0)
    return see_other(request, said("/connexion", "deconnecte"), [gone])


def close_session(db: Session, person: Person, now: int) -> None:
    """It ends, and the journal says so."""
    sessions.close_session(db, person.session)
    journal.note(db, person, audit.SIGNED_OUT, "", now)


PAGES = [sign_out, show_sign_in, sign_in]
