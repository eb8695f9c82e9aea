"""Coming in: what follows once the password, and the code where one is asked for, were right."""

from typing import NamedTuple

from litestar import Response
from sqlmodel import Session

from data import accounts, journal, sessions
from routes.web.addresses import leading_on
from routes.web.page import see_other
from routes.web.request import Asked
from routes.web.sessions import SESSION, cookie, mode_cookie

CODE = "/connexion/code"


class CameIn(NamedTuple):
    """The token of a session, and the mode of its account; no mode while the code has still to come."""

    token: str
    accessible: bool | None


def come_in(db: Session, account: int, temporary: bool, mode: bool | None, now: int) -> CameIn:
    """The token of a new session, and the mode of the account: what was chosen before sign-in wins."""
    if temporary:
        accounts.retire_password(db, account)
    journal.note_sign_in(db, account, temporary, now)
    token = sessions.open_session(db, account, temporary, now)
    return CameIn(token, accounts.note_sign_in(db, account, mode, now))


def welcome(request: Asked, came_in: CameIn, following: str | None) -> Response[None]:
    """Lead on with a session; or, before there is one, to the code of somebody who has a second factor."""
    cookies = [cookie(SESSION, came_in.token, request.settings)]
    if came_in.accessible is None:
        return see_other(request, leading_on(CODE, following), cookies)
    mode = mode_cookie(came_in.accessible, request.settings, of_account=True)
    return see_other(request, following or "/", [*cookies, mode])
