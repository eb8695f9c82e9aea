"""Congés: the days of a site without lessons, as its office settles them. Two periods never overlap."""

import datetime
from typing import Any, NamedTuple

from sqlmodel import Session, bindparam, col, select

from data import audit, kinds
from data.journal import note
from data.sessions import Person
from data.site_decisions import DECISIONS
from data.sites import Holiday

LONGEST = 60  # characters of a name
MOST = 60  # periods of a site
OF_SITE = select(Holiday).where(Holiday.site_id == bindparam("site")).order_by(col(Holiday.first_day), col(Holiday.id))
FIELDS = {"nom": "name", "du": "first_day", "au": "last_day"}


class Period(NamedTuple):
    """What a form says of one of them."""

    name: str
    first_day: datetime.date
    last_day: datetime.date


def holidays_of(db: Session, site: int) -> list[Holiday]:
    """In the order of their days. One statement."""
    return list(db.exec(OF_SITE, params={"site": site}))


def key_of(holiday: Holiday) -> str:
    """What it is called in an address: its first day, which no other has. « 2026-12-19 »."""
    return holiday.first_day.isoformat()


def holiday_with(db: Session, site: int, key: str) -> Holiday | None:
    """The one that begins on a day, of this site and of no other."""
    return next((each for each in holidays_of(db, site) if key_of(each) == key), None)


def texts_of(holiday: Holiday) -> dict[str, str]:
    """As its form holds it."""
    return {"nom": holiday.name, "du": _written(holiday.first_day), "au": _written(holiday.last_day)}


def read(typed: dict[str, str], others: list[Holiday], today: datetime.date) -> tuple[Period | None, dict[str, str]]:
    """A period that fits beside the others; or what is wrong with it, in French, by field."""
    values: dict[str, Any] = {}
    problems = {}
    for name in FIELDS:
        try:
            values[name] = _read(name, typed.get(name, ""), today)
        except ValueError as trouble:
            problems[name] = f"{trouble}".removesuffix(".")
    if problems:
        return None, problems
    period = Period(values["nom"], values["du"], values["au"])
    problems = _problems_between(period, others)
    return (None if problems else period), problems


def _read(name: str, written: str, today: datetime.date) -> Any:
    if name == "nom":
        words = kinds.text(written, today)
        if not words or len(words) > LONGEST:
            raise ValueError(f"écrivez un nom, {LONGEST} caractères au plus")
        return words
    day = DECISIONS["premier_jour"].read(written)
    if day is None:
        raise ValueError("donnez ce jour")
    return day


def _problems_between(period: Period, others: list[Holiday]) -> dict[str, str]:
    if period.last_day < period.first_day:
        return {"au": "ce jour est avant le premier"}
    if (period.last_day - period.first_day).days > 366:
        return {"au": "une période dure un an au plus"}
    for other in others:
        if period.first_day <= other.last_day and other.first_day <= period.last_day:
            days = f"du {_written(other.first_day)} au {_written(other.last_day)}"
            return {"du": f"ces jours se recouvrent avec « {other.name} », {days}"}
    return {}


def keep(db: Session, who: Person, held: Holiday | None, period: Period, now: int) -> bool:
    """Add a period, or change the one that is held; False when it was so already."""
    before = Period(held.name, held.first_day, held.last_day) if held else None
    if before == period:
        return False
    row = held or Holiday(site_id=who.site, name="", first_day=period.first_day, last_day=period.last_day)
    row.name, row.first_day, row.last_day = period
    db.add(row)
    note(db, who, audit.HOLIDAYS_CHANGED, "", now, avant=_brief(before), apres=_brief(period))
    return True


def remove(db: Session, who: Person, held: Holiday, now: int) -> None:
    """There are lessons on these days again."""
    note(db, who, audit.HOLIDAYS_CHANGED, "", now, avant=_brief(Period(held.name, held.first_day, held.last_day)))
    db.delete(held)


def _brief(period: Period | None) -> str:
    return f"{period.name}, {_written(period.first_day)}-{_written(period.last_day)}" if period else ""


def _written(day: datetime.date) -> str:
    return f"{day:%d/%m}/{day.year:04}"
