"""Code de connexion: the second step of signing in, for an account of the office that has a second factor."""

from dataclasses import dataclass
from typing import ClassVar

from litestar import Response, get, post
from litestar.params import FromQuery
from sqlmodel import Session

from data import audit, journal, replays, second_factor, sessions, throttle
from data.sessions import Pending
from routes.web import clock
from routes.web.addresses import ours, sign_in_for
from routes.web.coming_in import CODE, CameIn, come_in, welcome
from routes.web.errors import TooManyTries
from routes.web.forms import Problems, form_id_of, read_form
from routes.web.page import NO_PROBLEMS, Page, View, see_other
from routes.web.request import Asked
from routes.web.sessions import SESSION, chosen_mode, cookie_name, read_cookies

EMPTY = "Renseignez « Code à six chiffres », ou un code de secours."


@dataclass(frozen=True, kw_only=True)
class CodeView(View):
    """The one thing that is still missing."""

    template: ClassVar[str] = "sign_in_code.html"

    following: str = ""


@dataclass(frozen=True)
class Given:
    """What was typed, and where from."""

    code: str
    recovery: str
    form_id: str
    secret: bytes
    address: str
    mode: bool | None


Answer = CameIn | Problems | int | None  # the session; what is wrong; the seconds to wait; nobody waits for a code


@get(CODE)
async def show_code(request: Asked, suite: FromQuery[str] = "") -> Page | Response[None]:
    """For whom the password was right, and for nobody else."""
    pending = await request.database.read(sessions.pending_of, _token(request), clock.now())
    if pending is None:
        return see_other(request, sign_in_for(ours(suite)))
    return Page(_view(ours(suite)))


def _view(following: str | None, problems: Problems = NO_PROBLEMS) -> CodeView:
    return CodeView(heading="Code de connexion", following=following or "", problems=problems)


def _token(request: Asked) -> str:
    return read_cookies(request.scope).get(cookie_name(SESSION, request.settings), "")


@post(CODE)
async def sign_in_with_code(request: Asked) -> Response[View] | Response[None]:
    """« Se connecter »: each try counts as one to sign in does."""
    values = await read_form(request)
    given = Given(
        code=values.get("code", ""),
        recovery=values.get("secours", ""),
        form_id=form_id_of(values),
        secret=request.settings.secret,
        address=request.visitor.address,
        mode=chosen_mode(request.scope, request.settings),
    )
    answer = await request.database.write(give_code, _token(request), given, clock.now())
    following = ours(values.get("suite", ""))
    if isinstance(answer, CameIn):
        return welcome(request, answer, following)
    if isinstance(answer, Problems):
        return Page(_view(following, answer), status_code=422)
    if answer:
        raise TooManyTries(answer)
    return see_other(request, (following or "/") if answer == 0 else sign_in_for(following))


def give_code(db: Session, token: str, given: Given, now: int) -> Answer:
    """Checked, used up and answered in one transaction: of two that give the same code, one comes in.

    A form that has been carried out leads on without a wait: 0.
    """
    if replays.is_used(db, given.form_id):
        return 0
    pending = sessions.pending_of(db, token, now)
    if pending is None:
        return None
    if not (given.code.strip() or given.recovery.strip()):
        return Problems({"code": EMPTY})
    tries = throttle.buckets(given.secret, f"code {pending.account}", given.address)
    wait = throttle.begin_try(db, tries, now)
    if wait:
        return wait
    problems = _problems(db, pending, given, now)
    if problems:
        journal.note_refusal(db, pending.slug, pending.account, throttle.is_slow(db, tries.account), now)
        return problems
    replays.first_use(db, given.form_id, now)
    throttle.forgive(db, tries)
    throttle.forgive(db, throttle.buckets(given.secret, f"{pending.slug} {pending.username}", given.address))
    sessions.close_session(db, pending.session)
    return come_in(db, pending.account, pending.temporary, given.mode, now)


def _problems(db: Session, pending: Pending, given: Given, now: int) -> Problems:
    """What is wrong with what was given; a good code is used up."""
    if given.recovery.strip():
        why = second_factor.use_recovery_code(db, pending.account, given.recovery)
        if not why:
            _note_recovery(db, pending, now)
        return Problems({"secours": why}) if why else NO_PROBLEMS
    why = second_factor.use_code(db, pending.account, given.code, now)
    return Problems({"code": why}) if why else NO_PROBLEMS


def _note_recovery(db: Session, of: Pending, now: int) -> None:
    who, action = of.username, audit.RECOVERY_CODE_USED
    audit.note(db, site=of.site, account=of.account, who=who, action=action, subject=who, now=now)


PAGES = [show_code, sign_in_with_code]
