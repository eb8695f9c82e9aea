"""Elève, Identité: what the conservatoire knows of the student."""

from dataclasses import dataclass
from typing import ClassVar

from litestar import get
from litestar.params import FromPath
from sqlmodel import Session

from data.students import Student
from routes.student.record import RecordView, find_student, frame
from routes.web import french
from routes.web.guards import family_of
from routes.web.page import Page
from routes.web.request import Asked

LABELS = {
    "honorific": "Civilité",
    "surname": "Nom",
    "given_name": "Prénom",
    "birth_date": "Date de naissance",
    "birth_place": "Lieu de naissance",
    "address": "Adresse",
    "postcode": "CP",
    "town": "Ville",
    "home_phone": "Tél domicile",
    "work_phone": "Tél pro",
    "fax": "Télécopie",
    "email": "E-mail",
    "school_grade": "Niveau scolaire",
    "image_consent": "Droit à l’image",
    "emergency_contact": "Personne à prévenir",
    "leave_permission": "Autorisation de sortie",
    "emergency_phone": "Tél. urgence",
}


@dataclass(frozen=True, kw_only=True)
class IdentityView(RecordView):
    """The student’s fields under the manual’s labels."""

    template: ClassVar[str] = "student/identity.html"

    facts: list[tuple[str, str]]


@get("/eleves/{key:str}")
async def show_student(request: Asked, key: FromPath[str]) -> Page:
    """« Onglet Identité de l’élève »."""
    return Page(await request.database.read(identity, family_of(request).family, key))


def identity(db: Session, family: int, key: str) -> IdentityView:
    """The facts of one student of the family."""
    found = find_student(db, family, key)
    return IdentityView(**frame(found, ""), facts=facts_of(found.student))


def facts_of(student: Student) -> list[tuple[str, str]]:
    """Label and value, in the manual’s order."""
    born = french.day(student.birth_date) if student.birth_date else ""
    return [(label, born if name == "birth_date" else getattr(student, name)) for name, label in LABELS.items()]
