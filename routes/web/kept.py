"""A long form that arrives after the session has run out: what was typed is kept for its author."""

from collections.abc import Callable

from sqlmodel import Session

from data import kept_forms, sessions
from data.sessions import Person
from data.store import Store
from routes.web import clock
from routes.web.forms import CSRF_FIELD, FORM_ID_FIELD, OWNER_FIELD, StaleForm, Values
from routes.web.guards import SignInFirst
from routes.web.request import Asked
from routes.web.sessions import SESSION, cookie_name, read_cookies
from routes.web.uploads import read_uploads

NEVER_KEPT = {CSRF_FIELD, FORM_ID_FIELD, OWNER_FIELD, "actuel"}  # no secret is


async def author_of(request: Asked, guard: Callable[[Asked], Person]) -> Person:
    """Whom the guard lets send a long form; raises SignInFirst when the session has run out, the form being kept."""
    try:
        return guard(request)
    except SignInFirst:
        raise SignInFirst(kept=await _keep(request)) from None


async def _keep(request: Asked) -> bool:
    """Keep the form of a session that was known, and that this form was made for."""
    token = read_cookies(request.scope).get(cookie_name(SESSION, request.settings), "")
    if not token:
        return False
    try:
        async with read_uploads(request, Store(request.settings.documents), token) as posted:
            values = posted.values  # its files are chosen again: nobody is signed in to whom they could belong
    except StaleForm:
        return False
    typed = {name: value for name, value in values.items() if name not in NEVER_KEPT}
    return await request.database.write(keep, token, request.path, typed, clock.now())


def resumes(request: Asked) -> bool:
    """Whether a page is to take up what was kept: not when its author has said no."""
    return request.query_params.get("saisie") != "non"


def keep(db: Session, token: str, address: str, typed: Values, now: int) -> bool:
    """Keep what was typed for the account whose session this was; False when nobody’s."""
    account = sessions.former_account(db, token)
    if account:
        kept_forms.keep(db, account, address, typed, now)
    return account is not None
