"""Effacer une famille: what would go, counted, and the reference typed as a signature."""

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlmodel import Session

from data import audit, erasing, families, journal, replays, sites
from data.erasing import Weight
from data.erasures import Erasures
from data.families import Family
from data.sessions import Person
from data.store import Store
from routes.web import clock
from routes.web.addresses import said
from routes.web.forms import Problems, form_id_of, read_form
from routes.web.french import plural
from routes.web.guards import administrator_of
from routes.web.page import NO_PROBLEMS, Page, View, see_other
from routes.web.request import Asked

FAMILIES = "/administration/familles"
ERASURE = FAMILIES + "/{key:str}/effacement"
SIGNATURE = "reference"
KINDS = (
    ("responsable", "responsables"),
    ("compte", "comptes"),
    ("élève", "élèves"),
    (
        "élève gardé, parce qu’il est aussi d’une autre famille",
        "élèves gardés, parce qu’ils sont aussi d’une autre famille",
    ),
    ("opération", "opérations"),
    ("demande de modification", "demandes de modification"),
    ("réinscription", "réinscriptions"),
    ("pièce fournie", "pièces fournies"),
    ("courriel", "courriels"),
)


@dataclass(frozen=True, kw_only=True)
class ErasureView(View):
    """What would go."""

    template: ClassVar[str] = "office/families/erasure.html"
    menu: ClassVar[str] = "familles"

    name: str
    reference: str
    counts: list[str]
    address: str
    back: str


class Gone(NamedTuple):
    """What has been erased leaves files behind, which are dropped once this is committed."""

    files: list[str]


@get(ERASURE)
async def show_erasure(request: Asked, key: FromPath[str]) -> Page:
    """For administrators alone; nothing has gone yet."""
    person = administrator_of(request)
    return Page(await request.database.read(view_of, person.site, key))


@post(ERASURE)
async def make_erasure(request: Asked, key: FromPath[str]) -> Response[View] | Response[None]:
    """« Effacer cette famille »: for good."""
    person = administrator_of(request)
    values = await read_form(request)
    form_id, signature = form_id_of(values), values.get(SIGNATURE, "")
    erasures = Erasures.of(request.settings)
    answer = await request.database.write(erase_once, person, key, signature, erasures, form_id, clock.now())
    if isinstance(answer, ErasureView):
        return Page(answer, status_code=422)
    Store(request.settings.documents).drop(answer.files)
    return see_other(request, said(FAMILIES, "famille-effacee"))


def view_of(db: Session, site: int, key: str, problems: Problems = NO_PROBLEMS) -> ErasureView:
    """Two statements."""
    family = found(db, site, key)
    weight = erasing.weight_of(db, family.id)
    return ErasureView(
        heading="Effacer une famille",
        name=weight.name,
        reference=family.reference,
        counts=[plural(count, *words) for count, words in zip(weight.counts, KINDS, strict=True) if count],
        address=f"{FAMILIES}/{key}/effacement",
        back=f"{FAMILIES}/{key}",
        problems=problems,
    )


def found(db: Session, site: int, key: str) -> Family:
    """The family of the site; raises NotFoundException."""
    family = families.family_with(db, site, key)
    if family is None:
        raise NotFoundException
    return family


def erase_once(
    db: Session, person: Person, key: str, signature: str, erasures: Erasures, form_id: str, now: int
) -> ErasureView | Gone:
    """What has gone; or the page again, while the reference is not the family’s."""
    if replays.is_used(db, form_id):
        return Gone([])
    family = found(db, person.site, key)
    if signature.strip().casefold() != family.reference.casefold():
        wrong = Problems({SIGNATURE: f"Pour confirmer, écrivez la référence de la famille : {family.reference}."})
        return view_of(db, person.site, key, wrong)
    replays.first_use(db, form_id, now)
    weight: Weight = erasing.weight_of(db, family.id)
    files = erasing.files_of(db, family.id)
    erasing.erase(db, erasures, sites.site_with(db, person.site), family)
    journal.note(db, person, audit.FAMILY_ERASED, "", now, rows=sum(weight.counts))
    return Gone(files)
