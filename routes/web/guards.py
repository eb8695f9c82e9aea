"""Who may come in: a handler names the person it serves, and gets that person or nobody."""

from litestar.exceptions import NotFoundException

from data.sessions import Person
from routes.web.request import Asked


class SignInFirst(Exception):
    """Nobody is signed in; after signing in, the page asked for, where what was typed has been kept."""

    def __init__(self, kept: bool = False) -> None:
        super().__init__()
        self.kept = kept


class ChooseFirst(Exception):
    """Signed in with a temporary password, which leads to a chosen one and nowhere else."""


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
    return person


def family_of(request: Asked) -> Person:
    """A guardian: the office finds nothing here."""
    person = settled(request)
    if not person.family:
        raise NotFoundException
    return person


def office_of(request: Asked) -> Person:
    """A member of the office: a family finds nothing here."""
    person = settled(request)
    if not person.office:
        raise NotFoundException
    return person
