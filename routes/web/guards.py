"""Who may come in: a handler names the person it serves, and gets that person or nobody."""

from typing import Any, cast

from litestar.connection import ASGIConnection
from litestar.exceptions import NotFoundException
from litestar.handlers import BaseRouteHandler

from data.sessions import Person
from routes.web.request import Asked

READING = ("GET", "OPTIONS")
WHILE_VIEWING = {  # all that somebody may send who sees the portal as a family does: the last one looks for itself
    "/quitter",
    "/accessibilite",
    "/administration/vue/fin",
    "/administration/familles/{key:str}/vue",
}


class SignInFirst(Exception):
    """Nobody is signed in; after signing in, the page asked for, where what was typed has been kept."""

    def __init__(self, kept: bool = False) -> None:
        super().__init__()
        self.kept = kept


class ChooseFirst(Exception):
    """Signed in with a temporary password, which leads to a chosen one and nowhere else."""


class SecureFirst(Exception):
    """Of an office that requires a second factor, without one: it leads to setting it up and nowhere else."""


class OnlyLooking(Exception):
    """The portal is seen as a family sees it: nothing can be changed, and the office is elsewhere."""


async def may_act(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Asked before every handler there is: who sees the portal as a family does reads, and sends nothing."""
    request = cast(Asked, connection)
    person = request.visitor.person
    if person and person.viewing and request.method not in READING and not handler.paths <= WHILE_VIEWING:
        raise OnlyLooking


def signed_in(request: Asked) -> Person:
    """Anybody who is signed in, be it with a temporary password."""
    person = request.visitor.person
    if person is None:
        raise SignInFirst
    return person


def settled(request: Asked) -> Person:
    """Anybody who has signed in with a chosen password."""
    person = signed_in(request)
    if person.temporary:
        raise ChooseFirst
    if person.unsecured:
        raise SecureFirst
    return person


def family_of(request: Asked) -> Person:
    """A guardian: the office finds nothing here."""
    person = settled(request)
    if not person.family:
        raise NotFoundException
    return person


def office_of(request: Asked) -> Person:
    """A member of the office: a family finds nothing here. Raises OnlyLooking while it sees what a family sees."""
    person = secretary_of(request)
    if person.viewing:
        raise OnlyLooking
    return person


def administrator_of(request: Asked) -> Person:
    """A member of the office who settles the site and the office’s own accounts: a secretary finds nothing here."""
    person = office_of(request)
    if not person.administrator:
        raise NotFoundException
    return person


def securing(request: Asked) -> Person:
    """A member of the office who sees to the second factor of their own account, be it that they must."""
    person = signed_in(request)
    if person.temporary:
        raise ChooseFirst
    if person.viewing:
        raise OnlyLooking
    if not person.office:
        raise NotFoundException
    return person


def secretary_of(request: Asked) -> Person:
    """A member of the office, even one who sees the portal as a family does."""
    person = settled(request)
    if not (person.office or person.viewing):
        raise NotFoundException
    return person
