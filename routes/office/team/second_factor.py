"""Double authentification: somebody of the office sets up the second factor of their own account, or takes it away."""

from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar, NamedTuple

import segno
from litestar import Response, get, post
from sqlmodel import Session

from data import audit, journal, replays, second_factor, sessions, throttle
from data.accounts import username_of
from data.sessions import Person
from routes.web import clock
from routes.web.addresses import said
from routes.web.errors import TooManyTries
from routes.web.forms import Problems, Values, form_id_of, read_form
from routes.web.guards import securing
from routes.web.page import NO_PROBLEMS, Page, View, see_other
from routes.web.proof import knows_current
from routes.web.request import Asked

HERE = "/administration/double-authentification"
NOT_THE_PASSWORD = "« Mot de passe actuel » n’est pas le bon."
EMPTY = "Renseignez « Code à six chiffres »."


class Picture(NamedTuple):
    """A QR code: the length of a side, quiet zone and all, and its dark squares as strokes."""

    side: int
    strokes: str


@dataclass(frozen=True, kw_only=True)
class SettingUpView(View):
    """What the telephone has to know, and the proof that it knows it."""

    template: ClassVar[str] = "office/team/second_factor.html"
    menu: ClassVar[str] = "mot-de-passe"

    required: bool
    picture: Picture  # of the secret
    groups: list[str]  # the same secret, to be typed by hand
    username: str
    address: str = HERE


@dataclass(frozen=True, kw_only=True)
class SecuredView(View):
    """It is set up: what is left of the printed codes, and how to take it away."""

    template: ClassVar[str] = "office/team/secured.html"
    menu: ClassVar[str] = "mot-de-passe"

    left: int
    address: str = HERE + "/suppression"


@dataclass(frozen=True, kw_only=True)
class RecoveryView(View):
    """The printed codes, shown once."""

    template: ClassVar[str] = "office/team/recovery_codes.html"
    menu: ClassVar[str] = "mot-de-passe"

    codes: list[str]
    username: str


@get(HERE)
async def show_second_factor(request: Asked) -> Page:
    """Set it up, or see that it is."""
    return Page(await request.database.read(_view, securing(request), request.settings.secret))


def _view(db: Session, person: Person, key: bytes, problems: Problems = NO_PROBLEMS) -> View:
    if second_factor.is_on(db, person.account):
        left = second_factor.recovery_codes_left(db, person.account)
        return SecuredView(heading="Double authentification", left=left, problems=problems)
    secret, username = second_factor.proposal(db, person, key), username_of(db, person.account)
    return SettingUpView(
        heading="Double authentification",
        required=person.unsecured,
        picture=_picture(second_factor.address_of(secret, username, person.owner)),
        groups=second_factor.in_groups(secret),
        username=username,
        problems=problems,
    )


def _picture(text: str) -> Picture:
    """The QR code of a text, with the quiet zone that readers need.

    One stroke for each run of dark squares, said from the end of the last: a screen shows it without damage, so that
    the least correction and the shortest words will do.
    """
    code = segno.make(text, micro=False, error="l", boost_error=False)
    lines = [list(line) for line in code.matrix_iter(border=4)]
    strokes = [f"M0 {y}{_runs(line)}" for y, line in enumerate(lines)]
    return Picture(len(lines), "".join(strokes))


def _runs(line: list[int]) -> str:
    runs = [(dark, len(list(run))) for dark, run in groupby(line)]
    return "".join(f"h{length}" if dark else f"m{length} 0" for dark, length in runs[:-1])  # the last is the quiet zone


@post(HERE)
async def add_second_factor(request: Asked) -> Response[View] | Response[None]:
    """« Activer »: the answer is the one page that ever shows the printed codes."""
    person = securing(request)
    values = await read_form(request)
    form_id = form_id_of(values)
    if await request.database.read(replays.is_used, form_id):
        return see_other(request, said(HERE, "double-authentification-deja"))
    wrong = await _unproven(request, person, values)
    key, code = request.settings.secret, values.get("code", "")
    answer = await request.database.write(turn_on_once, person, key, code, wrong, form_id, clock.now())
    if isinstance(answer, str):
        return see_other(request, said(HERE, answer))
    return Page(answer, status_code=422 if answer.problems else 200)


async def _unproven(request: Asked, person: Person, values: Values) -> dict[str, str]:
    """Whoever finds a session open must not shut its owner out."""
    known = await knows_current(request, person, values.get("actuel", ""))
    return {} if known else {"actuel": NOT_THE_PASSWORD}


def turn_on_once(
    db: Session, person: Person, key: bytes, code: str, wrong: dict[str, str], form_id: str, now: int
) -> View | str:
    """The printed codes; or the page again, with what is wrong; or, as a word, that it is done already."""
    if second_factor.is_on(db, person.account):
        return "double-authentification-deja"
    secret = second_factor.proposal(db, person, key)
    step, why = second_factor.refusal(secret, 0, code, now)
    problems = wrong | ({} if step else {"code": why if code.strip() else EMPTY})
    if problems:
        return _view(db, person, key, Problems(problems))
    replays.first_use(db, form_id, now)
    codes = second_factor.turn_on(db, person.account, secret, step)
    sessions.close_sessions_of(db, person.account, but=person.session)
    username = username_of(db, person.account)
    journal.note(db, person, audit.SECOND_FACTOR_ADDED, username, now)
    return RecoveryView(heading="Codes de secours", codes=codes, username=username)


@post(HERE + "/suppression")
async def withdraw_second_factor(request: Asked) -> Response[View] | Response[None]:
    """« Désactiver »: with the password and a code."""
    person = securing(request)
    values = await read_form(request)
    form_id = form_id_of(values)
    if await request.database.read(replays.is_used, form_id):
        return see_other(request, said(HERE, "double-authentification-retiree"))
    wrong = await _unproven(request, person, values)
    key, address = request.settings.secret, request.visitor.address
    tries = throttle.buckets(key, f"code {person.account}", address)
    answer = await request.database.write(turn_off_once, person, tries, values, wrong, form_id, clock.now())
    if isinstance(answer, int):
        raise TooManyTries(answer)
    if answer:
        view = await request.database.read(_view, person, key, answer)
        return Page(view, status_code=422)
    return see_other(request, said(HERE, "double-authentification-retiree"))


def turn_off_once(
    db: Session, person: Person, tries: throttle.Buckets, values: Values, wrong: dict[str, str], form_id: str, now: int
) -> Problems | int:
    """What is wrong, nothing, or the seconds to wait; a code is tried, and used up, only beside the right password."""
    if wrong or not second_factor.is_on(db, person.account):
        return Problems(wrong)
    code = values.get("code", "")
    if not code.strip():
        return Problems({"code": EMPTY})
    wait = throttle.begin_try(db, tries, now)
    if wait:
        return wait
    why = second_factor.use_code(db, person.account, code, now)
    if why:
        return Problems({"code": why})
    throttle.forgive(db, tries)
    replays.first_use(db, form_id, now)
    second_factor.turn_off(db, person.account)
    journal.note(db, person, audit.SECOND_FACTOR_REMOVED, username_of(db, person.account), now)
    return NO_PROBLEMS
