"""A student as the office sees it: its record, its families, what waits, what was sent."""

from dataclasses import dataclass
from typing import ClassVar

from litestar import get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlmodel import Session

from data.changes import fields_of, texts_of
from data.registry import reading
from data.registry.reading import Pupil
from data.sessions import Person
from routes.office.families.family import Affair, Facts, reenrolments_in_words, requests_in_words
from routes.office.families.search import FAMILIES
from routes.web import clock
from routes.web.guards import office_of
from routes.web.page import Page, View
from routes.web.request import Asked

PUPILS = "/administration/eleves"


@dataclass(frozen=True, kw_only=True)
class PupilView(View):
    """Everything on one page."""

    template: ClassVar[str] = "office/families/pupil.html"
    menu: ClassVar[str] = "familles"

    address: str
    facts: Facts
    families: list[tuple[str, str]]  # key and name
    requests: list[Affair]
    reenrolments: list[Affair]
    back: str


@get(PUPILS + "/{key:str}")
async def show_pupil(request: Asked, key: FromPath[str]) -> Page:
    """One student."""
    return Page(await request.database.read(one_pupil, office_of(request), key, clock.now()))


def found_pupil(db: Session, person: Person, key: str) -> Pupil:
    """A student of the office’s site; raises NotFoundException."""
    found = reading.pupil_of(db, person.site, key)
    if found is None:
        raise NotFoundException
    return found


def one_pupil(db: Session, person: Person, key: str, now: int) -> PupilView:
    """The page of a student of this office’s site. Three statements."""
    student, families = found_pupil(db, person, key)
    affairs = reading.affairs_of(db, student=student.id)
    texts = texts_of(student)
    origin = "ajouté par le secrétariat" if student.by_hand else "export du logiciel administratif"
    facts = [("Référence", student.reference), ("Origine", origin)]
    return PupilView(
        heading=f"Élève {student.name}",
        address=f"{PUPILS}/{key}",
        facts=facts + [(each.label, texts[each.name]) for each in fields_of(True)],
        families=[(family.key, f"Famille {responsable.name} ({family.reference})") for family, responsable in families],
        requests=requests_in_words(affairs.requests, now),
        reenrolments=reenrolments_in_words(affairs.reenrolments),
        back=f"{FAMILIES}/{families[0][0].key}" if families else FAMILIES,
    )
