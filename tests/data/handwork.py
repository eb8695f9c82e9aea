"""A desk whose office has worked by hand: corrections, additions, links, a family apart."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from sqlmodel import Session, col, select

from data import database
from data.accounts import Account
from data.changes import Record, Wish
from data.families import Family, Guardian
from data.registry import adding, correcting, linking
from data.registry.adding import Typed
from data.sessions import Person
from data.students import Student
from tests.asking_for import NOW, TODAY, as_person
from tests.data.exports import EXPORT, Desk
from tests.people import Someone

TWO = ["Référence famille;Nom;Prénom;Identifiant", "F1;ABOLANT;Jocelyne;jabolant", "F1;ABOLANT;Marc;mabolant"]
OFFICE = Someone("val", "secretariat", "")


def desk_of_two(home: Path) -> Desk:
    """An export has come in; a family of it has two guardians."""
    desk = Desk(home)
    desk.lay_export(familles=[*TWO, EXPORT["familles"][2]])
    desk.bring_in()
    with database.transaction(desk.database) as db:
        db.add(Account(site_id=1, username="secretariat", office=True))
    return desk


def act(desk: Desk, what: Callable[..., Any], *given: Any, now: int = NOW) -> Any:
    """The office does something."""
    with database.transaction(desk.database) as db:
        return what(db, as_person(db, OFFICE), *given, now)


def person(surname: str, reference: str = "") -> Typed:
    return Typed({"surname": surname, "given_name": "Ada"}, reference, {})


def family(db: Session, reference: str) -> Family:
    return db.exec(select(Family).where(Family.reference == reference)).one()


def put_in(desk: Desk, reference: str, student: bool, surname: str, own: str = "") -> None:
    """Add a student or a guardian to a family."""
    add = adding.add_student if student else adding.add_guardian
    act(desk, lambda db, who, now: add(db, who, family(db, reference), person(surname, own), now))


def separate(desk: Desk) -> str:
    """The second guardian gets a family apart; its reference."""

    def do(db: Session, who: Person, now: int) -> str:
        second = db.exec(select(Guardian).where(Guardian.given_name == "Marc")).one()
        return linking.split(db, who, family(db, "F1"), second, now).reference

    return str(act(desk, do))


def correct(desk: Desk, record: type[Guardian] | type[Student], now: int = NOW, **typed: str) -> None:
    """The office corrects the first record of its kind."""

    def do(db: Session, who: Person, now: int) -> None:
        found = db.exec(select(record).order_by(col(record.id)).limit(1)).one()
        correcting.correct(db, who, cast(Record, found), Wish(typed, {}), now, TODAY)

    act(desk, do, now=now)
