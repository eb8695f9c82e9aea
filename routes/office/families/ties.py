"""Separated parents: a student of two families, a guardian with an account or with a family of their own."""

from dataclasses import dataclass
from typing import ClassVar

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlmodel import Session

from data import replays
from data.families import Guardian
from data.neighbours import told_apart
from data.registry import linking, reading
from data.registry.reading import Household
from data.sessions import Person
from data.students import Student
from routes.office.families.correcting import guardian_with
from routes.office.families.family import household_of
from routes.office.families.pupil import found_pupil
from routes.office.families.search import FAMILIES, WANTED
from routes.office.listing import sought_in
from routes.web import clock
from routes.web.addresses import said
from routes.web.forms import Problems, form_id_of, read_form
from routes.web.guards import office_of
from routes.web.messages import MESSAGES
from routes.web.page import NO_PROBLEMS, Page, View, see_other
from routes.web.request import Asked

LINK = FAMILIES + "/{key:str}/rattachement"
UNLINK = FAMILIES + "/{key:str}/eleves/{student:str}/detachement"
SPLIT = FAMILIES + "/{key:str}/responsables/{guardian:str}/separation"
NOTHING = linking.Sought([], more=False)
ONLY_FAMILY = "eleve-seule-famille"


@dataclass(frozen=True, kw_only=True)
class LinkView(View):
    """Which student is meant: sought, and chosen by a button of its own."""

    template: ClassVar[str] = "office/families/link.html"
    menu: ClassVar[str] = "familles"

    address: str
    sought: str
    found: list[tuple[str, str]]  # key and name
    more: bool  # than are shown
    searched: bool
    back: str


@dataclass(frozen=True, kw_only=True)
class ConfirmView(View):
    """What is about to be done, before it is done; without a button, why it cannot be."""

    template: ClassVar[str] = "office/families/confirm.html"
    menu: ClassVar[str] = "familles"

    address: str
    words: list[str]
    button: str
    back: str


Answer = View | str  # the page again, or where it leads


@get(LINK)
async def show_link(request: Asked, key: FromPath[str]) -> Page:
    """« Rattacher un élève »."""
    return Page(await request.database.read(_link_view, office_of(request), key))


def _link_view(
    db: Session, person: Person, key: str, sought: str | None = None, problems: Problems = NO_PROBLEMS
) -> LinkView:
    household = _guardians(db, person, key)
    searched = sought is not None and not problems
    found, more = linking.students_sought(db, household.family, sought or "") if searched else NOTHING
    names = told_apart(found, lambda each: each.name, lambda each: f"{each.name} ({each.reference})")
    return LinkView(
        heading=f"Rattacher un élève à la famille {household.responsable.surname}",
        address=f"{FAMILIES}/{key}/rattachement",
        sought=sought or "",
        found=[(each.key, name) for each, name in zip(found, names, strict=True)],
        more=more,
        searched=searched,
        back=f"{FAMILIES}/{key}",
        problems=problems,
    )


def _guardians(db: Session, person: Person, key: str) -> Household:
    found = reading.guardians_of(db, person.site, key)
    if found is None:
        raise NotFoundException
    return found


@post(LINK)
async def change_link(request: Asked, key: FromPath[str]) -> Response[View] | Response[None]:
    """« Chercher », or « Rattacher » of one of those that were found."""
    person = office_of(request)
    values = await read_form(request)
    if "eleve" in values:
        form_id, student = form_id_of(values), values["eleve"]
        return see_other(request, await request.database.write(_link_once, person, key, student, form_id, clock.now()))
    sought, problems = sought_in(values, WANTED)
    view = await request.database.read(_link_view, person, key, sought, problems)
    return Page(view, status_code=422 if problems else 200)


def _link_once(db: Session, person: Person, key: str, student: str, form_id: str, now: int) -> str:
    household, pupil = _guardians(db, person, key), found_pupil(db, person, student)
    if replays.first_use(db, form_id, now):
        linking.link(db, person, household.family, pupil.student, now)
    return said(f"{FAMILIES}/{key}", "eleve-rattache")


@get(UNLINK)
async def show_unlink(request: Asked, key: FromPath[str], student: FromPath[str]) -> Page:
    """« Détacher », before it is done."""
    return Page(await request.database.read(_unlink_view, office_of(request), key, student))


def _unlink_view(db: Session, person: Person, key: str, student: str) -> ConfirmView:
    household, found = _member(db, person, key, student)
    words = [
        f"La famille {household.responsable.name} ne verra plus cet élève : ni ses cours, ni sa fiche.",
        "Ses demandes en attente sur cet élève ne pourront plus qu’être refusées. Rien d’autre ne change.",
    ]
    is_shared = found.id in household.shared
    return ConfirmView(
        heading=f"Détacher {found.name}",
        address=f"{FAMILIES}/{key}/eleves/{student}/detachement",
        words=words if is_shared else [MESSAGES[ONLY_FAMILY]],
        button="Détacher l’élève" if is_shared else "",
        back=f"{FAMILIES}/{key}",
    )


def _member(db: Session, person: Person, key: str, student: str) -> tuple[Household, Student]:
    household = household_of(db, person, key)
    for each, _ in household.students:
        if each.key == student:
            return household, each
    raise NotFoundException


@post(UNLINK)
async def withdraw_link(request: Asked, key: FromPath[str], student: FromPath[str]) -> Response[None]:
    """« Détacher l’élève »."""
    person = office_of(request)
    form_id = form_id_of(await read_form(request))
    address = await request.database.write(_unlink_once, person, key, student, form_id, clock.now())
    return see_other(request, address)


def _unlink_once(db: Session, person: Person, key: str, student: str, form_id: str, now: int) -> str:
    back = f"{FAMILIES}/{key}"
    if replays.is_used(db, form_id):
        return said(back, "eleve-detache")
    household, found = _member(db, person, key, student)
    if not linking.unlink(db, person, household.family, found, now):
        return said(back, ONLY_FAMILY)
    replays.first_use(db, form_id, now)
    return said(back, "eleve-detache")


@get(SPLIT)
async def show_split(request: Asked, key: FromPath[str], guardian: FromPath[str]) -> Page:
    """« Donner une famille à part », before it is done."""
    return Page(await request.database.read(_split_view, office_of(request), key, guardian))


def _split_view(db: Session, person: Person, key: str, guardian: str) -> ConfirmView:
    household, found = _second(db, person, key, guardian)
    return ConfirmView(
        heading=f"Donner sa propre famille à {found.name}",
        address=f"{FAMILIES}/{key}/responsables/{guardian}/separation",
        words=[
            f"{found.name} devient responsable d’une nouvelle famille, avec les mêmes élèves et sans facture. "
            f"La facturation reste à la famille {household.responsable.name}.",
            "Chaque famille ne voit plus que ses propres demandes et ses propres factures.",
            "L’adresse secrète du calendrier, que les deux connaissent, ne mènera plus nulle part : chaque famille "
            "peut en créer une à elle, dans « Agenda ». Pensez à les prévenir.",
        ],
        button="Séparer",
        back=f"{FAMILIES}/{key}",
    )


def _second(db: Session, person: Person, key: str, guardian: str) -> tuple[Household, Guardian]:
    """A guardian who is not the responsable; raises NotFoundException."""
    household, found = _guardians(db, person, key), guardian_with(db, person, key, guardian)
    if found.rank == 0:
        raise NotFoundException
    return household, found


@post(SPLIT)
async def open_split(request: Asked, key: FromPath[str], guardian: FromPath[str]) -> Response[None]:
    """« Séparer »."""
    person = office_of(request)
    form_id = form_id_of(await read_form(request))
    address = await request.database.write(_split_once, person, key, guardian, form_id, clock.now())
    return see_other(request, address)


def _split_once(db: Session, person: Person, key: str, guardian: str, form_id: str, now: int) -> str:
    if replays.is_used(db, form_id):
        return said(f"{FAMILIES}/{key}", "responsable-separe")
    household, found = _second(db, person, key, guardian)
    replays.first_use(db, form_id, now)
    linking.split(db, person, household.family, found, now)
    return said(f"{FAMILIES}/{key}", "responsable-separe")
