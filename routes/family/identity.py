"""Famille, Identité: what the conservatoire knows of the guardian."""

from dataclasses import dataclass
from typing import ClassVar

from litestar import get

from data import families
from data.families import Guardian
from routes.family.record import IDENTITY, FamilyView, frame
from routes.web.guards import family_of
from routes.web.page import Page
from routes.web.request import Asked

LABELS = {
    "surname": "Nom",
    "given_name": "Prénom",
    "honorific": "Civilité",
    "marital_status": "Situation familiale",
    "profession": "Profession",
    "address": "Adresse",
    "postcode": "CP",
    "town": "Ville",
    "home_phone": "Tél domicile",
    "work_phone": "Tél pro",
    "fax": "Télécopie",
    "other_phone": "Autre tél",
    "email": "E-mail",
    "mobile": "Mobile",
}


@dataclass(frozen=True, kw_only=True)
class IdentityView(FamilyView):
    """The guardian’s fields under the manual’s labels."""

    template: ClassVar[str] = "family/identity.html"

    facts: list[tuple[str, str]]


@get("/famille")
async def show_identity(request: Asked) -> Page:
    """« Identité du responsable de la famille »."""
    person = family_of(request)
    guardian = await request.database.read(families.guardian_with, person.family, person.guardian)
    return Page(IdentityView(**frame(person, IDENTITY), facts=facts_of(guardian)))


def facts_of(guardian: Guardian) -> list[tuple[str, str]]:
    """Label and value, in the manual’s order."""
    return [(label, getattr(guardian, name)) for name, label in LABELS.items()]
