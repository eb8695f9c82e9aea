"""The documents that a site asks for (pièces à fournir): the office adds, changes, orders and removes them."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from sqlmodel import Session, col, select, update

from data import audit
from data.alphabet import searchable
from data.documents import RequiredDocument, SuppliedDocument
from data.journal import note
from data.sessions import Person
from data.store import Store

MOST = 30
LONGEST_NAME = 100  # characters
LONGEST_DISCIPLINES = 500
OLDEST = 120  # years
UP, DOWN = -1, 1
APART = -1  # a place that no document has, for one that is on its way


class Asking(NamedTuple):
    """What is asked for, and of whom."""

    name: str
    optional: bool = False
    of_household: bool = False
    disciplines: str = ""
    youngest: int | None = None
    oldest: int | None = None


def documents_of(db: Session, site: int) -> list[RequiredDocument]:
    """All that a site asks for, in its order."""
    asked = select(RequiredDocument).where(RequiredDocument.site_id == site)
    return list(db.exec(asked.order_by(col(RequiredDocument.rank))))


def document_with(db: Session, site: int, key: str) -> RequiredDocument | None:
    """One of the documents of a site."""
    return next((each for each in documents_of(db, site) if each.key == key), None)


def read_asking(typed: Mapping[str, str]) -> tuple[Asking, dict[str, str]]:
    """What a form asks for, and what is wrong with it, in French, by field."""
    name = " ".join(typed.get("nom", "").split())
    disciplines = ", ".join(filter(None, (" ".join(each.split()) for each in typed.get("disciplines", "").split(","))))
    problems = _too_long(name, disciplines)
    ages: dict[str, int | None] = {}
    for field in ("age-min", "age-max"):
        try:
            ages[field] = _age(typed.get(field, ""))
        except ValueError as trouble:
            problems[field] = str(trouble)
    youngest, oldest = ages.get("age-min"), ages.get("age-max")
    if youngest is not None and oldest is not None and oldest < youngest:
        problems["age-max"] = "« Âge maximum » : il est plus petit que l’âge minimum."
    optional, of_household = typed.get("facultative") == "oui", typed.get("foyer") == "oui"
    return Asking(name, optional, of_household, disciplines, youngest, oldest), problems


def _too_long(name: str, disciplines: str) -> dict[str, str]:
    problems = {}
    if not searchable(name):
        problems["nom"] = "Renseignez « Nom de la pièce »."
    if len(name) > LONGEST_NAME:
        problems["nom"] = f"« Nom de la pièce » : {LONGEST_NAME} caractères au plus."
    if len(disciplines) > LONGEST_DISCIPLINES:
        problems["disciplines"] = f"« Disciplines » : {LONGEST_DISCIPLINES} caractères au plus."
    return problems


def _age(written: str) -> int | None:
    text = written.strip()
    if not text:
        return None
    if text.isascii() and text.isdecimal() and len(text) < 4 and int(text) <= OLDEST:
        return int(text)
    raise ValueError(f"Un âge est un nombre d’années, de 0 à {OLDEST} ; laissez vide s’il n’importe pas.")


def problems_among(others: list[RequiredDocument], asking: Asking, is_new: bool) -> dict[str, str]:
    """What is wrong with it beside the other documents: an import knows each of them by its name."""
    if is_new and len(others) >= MOST:
        return {"nom": f"Un site demande {MOST} pièces au plus : retirez-en une d’abord."}
    if searchable(asking.name) in {searchable(each.name) for each in others}:
        return {"nom": "Une autre pièce porte déjà ce nom."}
    return {}


def add(db: Session, who: Person, asking: Asking, now: int) -> RequiredDocument:
    """One more document, behind the others."""
    held = documents_of(db, who.site)
    row = RequiredDocument(site_id=who.site, rank=max((each.rank for each in held), default=-1) + 1, **asking._asdict())
    db.add(row)
    note(db, who, audit.REQUIREMENT_ADDED, row.key, now, **asking._asdict())
    return row


def change(db: Session, who: Person, row: RequiredDocument, asking: Asking, now: int) -> bool:
    """Make a document what the form says; False when it was so already."""
    wanted = asking._asdict()
    changed = {name: [getattr(row, name), value] for name, value in wanted.items() if getattr(row, name) != value}
    for name, (_, value) in changed.items():
        setattr(row, name, value)
    db.add(row)
    if changed:
        note(db, who, audit.REQUIREMENT_CHANGED, row.key, now, **changed)
    return bool(changed)


def move(db: Session, who: Person, row: RequiredDocument, step: int, now: int) -> bool:
    """Change places with the one above or below; False at an end."""
    held = documents_of(db, who.site)
    place = held.index(row) + step
    if not 0 <= place < len(held):
        return False
    other = held[place]
    mine, theirs = row.rank, other.rank
    for each, rank in ((row, APART), (other, mine), (row, theirs)):
        each.rank = rank
        db.add(each)
        db.flush()
    note(db, who, audit.REQUIREMENT_CHANGED, row.key, now, rank=[mine, theirs])
    return True


def remove(db: Session, who: Person, row: RequiredDocument, now: int) -> str:
    """Ask for it no more; gives the model that is to be dropped once this is committed.

    What families have supplied for it stays, under its own name.
    """
    supplied = update(SuppliedDocument).where(col(SuppliedDocument.required_id) == row.id)
    db.exec(supplied.values(required_id=None))
    db.delete(row)
    db.flush()
    note(db, who, audit.REQUIREMENT_REMOVED, row.key, now, name=row.name)
    return row.model


def keep_model(db: Session, store: Store, who: Person, row: RequiredDocument, path: Path, name: str, now: int) -> str:
    """A form to download goes with a document; gives the former one, to be dropped once this is committed."""
    former, row.model, row.model_name = row.model, store.keep(path), name
    db.add(row)
    note(db, who, audit.REQUIREMENT_CHANGED, row.key, now, model=[bool(former), True])
    return former


def remove_model(db: Session, who: Person, row: RequiredDocument, now: int) -> str:
    """No form to download any more; gives what is to be dropped once this is committed."""
    former, row.model, row.model_name = row.model, "", ""
    db.add(row)
    if former:
        note(db, who, audit.REQUIREMENT_CHANGED, row.key, now, model=[True, False])
    return former
