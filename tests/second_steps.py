"""The telephone of the office: what its application shows, and how a test comes in with it."""

import pyotp
from sqlmodel import Session

from data import database, second_factor
from data.settings import Settings
from tests.house.affairs import account_of
from tests.page import Page
from tests.people import Someone
from tests.reader import Reader

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CODE = "/connexion/code"


def code_at(now: int, secret: str = SECRET) -> str:
    """What the application shows at a moment."""
    return pyotp.TOTP(secret).at(now)


def secure(settings: Settings, who: Someone, secret: str = SECRET) -> list[str]:
    """Somebody has a second factor; gives the printed codes."""
    with database.transaction(settings.database) as db:
        return second_factor.turn_on(db, account_of(db, who).id, secret, 0)


def step_of(db: Session, who: Someone) -> int:
    """The time step of the last code that somebody has used."""
    return account_of(db, who).second_factor_step


def give(reader: Reader, page: Page, code: str, status: int = 200, **values: str) -> Page:
    """Type a code."""
    return reader.send(page, CODE, status, code=code, **values)
