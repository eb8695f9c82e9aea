"""« Mot de passe perdu », and « Mot de passe »: asking for one, and choosing one."""

from dataclasses import dataclass
from typing import ClassVar

from litestar import Response, get, post
from pydantic import Field, field_validator
from sqlmodel import Session

from data import accounts, audit, journal, outbox, replays, sessions, throttle
from data.accounts import LONGEST_PASSWORD, SHORTEST_PASSWORD
from data.sessions import Person
from routes.web import clock
from routes.web.addresses import said
from routes.web.errors import TooManyTries
from routes.web.forms import Form, Problems, check, form_id_of, read_form
from routes.web.guards import signed_in
from routes.web.page import Page, View, see_other
from routes.web.proof import knows_current
from routes.web.request import Asked


class LostPassword(Form):
    """What tells an account: both must belong together."""

    identifiant: str = Field("", title="Identifiant", min_length=1, max_length=200, validate_default=True)
    email: str = Field("", title="E-mail", min_length=1, max_length=254, validate_default=True)


@dataclass(frozen=True, kw_only=True)
class LostPasswordView(View):
    """« Mot de passe perdu »."""

    template: ClassVar[str] = "password/lost.html"

    username: str = ""
    email: str = ""


@get("/mot-de-passe-perdu")
async def show_lost_password(request: Asked) -> Page:
    """« Saisir votre identifiant reçu. Saisir votre adresse email. »"""
    return Page(LostPasswordView(heading="Mot de passe perdu"))


@post("/mot-de-passe-perdu")
async def ask_for_password(request: Asked) -> Response[View] | Response[None]:
    """The same answer, at the same cost, whether or not there is such an account."""
    values = await read_form(request)
    given, problems = check(LostPassword, values)
    if given is None:
        view = LostPasswordView(
            heading="Mot de passe perdu",
            problems=problems,
            username=values.get("identifiant", "")[:200],
            email=values.get("email", "")[:254],
        )
        return Page(view, status_code=422)
    bucket = throttle.address_bucket(request.settings.secret, "lost password", request.visitor.address)
    wait = await request.database.write(
        request_password, bucket, form_id_of(values), given.identifiant, given.email, clock.now()
    )
    if wait:
        raise TooManyTries(wait)
    return see_other(request, said("/mot-de-passe-perdu", "mot-de-passe-demande"))


def request_password(db: Session, bucket: str, form_id: str, username: str, email: str, now: int) -> int:
    """The seconds to wait when this address asks too often; else 0, and the request is noted."""
    wait = throttle.begin_request(db, bucket, now)
    if not wait and replays.first_use(db, form_id, now):
        accounts.request_password(db, username, email, now)
    return wait


class NewPassword(Form):
    """A chosen password: long, typed twice, not one that everybody has. No other rules."""

    nouveau: str = Field("", title="Nouveau mot de passe", min_length=1, validate_default=True)
    confirmation: str = Field("", title="Confirmer le nouveau mot de passe", min_length=1, validate_default=True)

    @field_validator("nouveau")
    @classmethod
    def is_hard_to_guess(cls, password: str) -> str:
        """Raises ValueError with the reason, in French."""
        accounts.refuse_weak(password)
        return password


@dataclass(frozen=True, kw_only=True)
class PasswordView(View):
    """« Mot de passe », or « Choisir un mot de passe » after a temporary one."""

    template: ClassVar[str] = "password/change.html"
    menu: ClassVar[str] = "mot-de-passe"

    temporary: bool
    shortest: int = SHORTEST_PASSWORD
    longest: int = LONGEST_PASSWORD


def _view(person: Person, problems: Problems) -> PasswordView:
    heading = "Choisir un mot de passe" if person.temporary else "Mot de passe"
    return PasswordView(heading=heading, temporary=person.temporary, problems=problems)


@get("/mot-de-passe")
async def show_password(request: Asked) -> Page:
    """Change the password, or choose the first one."""
    return Page(_view(signed_in(request), Problems()))


@post("/mot-de-passe")
async def change_password(request: Asked) -> Response[View] | Response[None]:
    """Ends every other session and sends a notice."""
    person = signed_in(request)
    values = await read_form(request)
    form_id = form_id_of(values)
    if await request.database.read(replays.is_used, form_id):
        return _changed(request, person)
    given, problems = check(NewPassword, values)
    wrong = problems.by_field | _differing(values) | problems.by_field  # in the order of the form
    if not person.temporary and not await knows_current(request, person, values.get("actuel", "")):
        wrong = {"actuel": "« Mot de passe actuel » n’est pas le bon.", **wrong}
    if given is None or wrong:
        return Page(_view(person, Problems(wrong)), status_code=422)
    password_hash = await request.house.hashing.run(accounts.hash_password, given.nouveau)
    await request.database.write(choose_password, person, password_hash, form_id, clock.now())
    return _changed(request, person)


def _changed(request: Asked, person: Person) -> Response[None]:
    return see_other(request, said("/administration" if person.office else "/", "mot-de-passe-change"))


def _differing(values: dict[str, str]) -> dict[str, str]:
    """Typed twice, and not the same; said beside whatever else is wrong."""
    new, again = (values.get(name, "").strip() for name in ("nouveau", "confirmation"))
    return {"confirmation": "Les deux saisies du nouveau mot de passe sont différentes."} if new != again else {}


def choose_password(db: Session, person: Person, password_hash: str, form_id: str, now: int) -> None:
    """The new password, the end of the other sessions and the notice: all or nothing, and once."""
    if not replays.first_use(db, form_id, now):
        return
    accounts.choose_password(db, person.account, password_hash)
    sessions.settle(db, person.account, person.session)
    journal.note(db, person, audit.PASSWORD_CHANGED, "", now)
    address = accounts.address_of(db, person.account)
    notice = outbox.Mail(
        site_id=person.site,
        account_id=person.account,
        kind=outbox.PASSWORD_CHANGED,
        recipient=address,
        created_at=now,
        due_at=now,
    )
    outbox.post(db, [notice])


PAGES = [show_password, change_password, show_lost_password, ask_for_password]
