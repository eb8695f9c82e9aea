"""Pièces à fournir: what the site asks for at re-enrolment, in its order; one of them; a new one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, NamedTuple

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlmodel import Session

from data import kept_forms, replays
from data.documents import RequiredDocument
from data.reenrolments import requiring, settings
from data.reenrolments.requiring import Asking
from data.sessions import Person
from routes.office.reenrolments.settings import REENROLMENTS
from routes.web import clock
from routes.web.addresses import said
from routes.web.forms import Problems, form_id_of, read_form
from routes.web.french import plural
from routes.web.guards import office_of
from routes.web.kept import author_of, resumes
from routes.web.page import NO_PROBLEMS, Page, View, see_other
from routes.web.request import Asked

DOCUMENTS = REENROLMENTS + "/pieces"
Texts = Mapping[str, str]


class Row(NamedTuple):
    """One document in the list."""

    key: str
    name: str
    kind: str
    whose: str
    only_for: str
    model: str


@dataclass(frozen=True, kw_only=True)
class DocumentsView(View):
    """All of them, and the form of a new one."""

    template: ClassVar[str] = "office/reenrolments/required_documents.html"
    menu: ClassVar[str] = "reinscriptions"

    rows: list[Row]
    may_add: bool
    typed: Texts
    disciplines: list[str]
    resumed: bool = False  # what was typed before the session ran out is in the form
    address: str = DOCUMENTS
    back: str = REENROLMENTS


@dataclass(frozen=True, kw_only=True)
class DocumentView(View):
    """One of them, as it stands or as it was typed."""

    template: ClassVar[str] = "office/reenrolments/required_document.html"
    menu: ClassVar[str] = "reinscriptions"

    address: str
    typed: Texts
    disciplines: list[str]
    model: str  # the file name of the form to download
    resumed: bool = False
    back: str = DOCUMENTS


Answer = View | str  # the page again, or where it leads


@get(DOCUMENTS)
async def show_required_documents(request: Asked) -> Page:
    """What the site asks for."""
    person = office_of(request)
    return Page(await request.database.read(_resumed, person, DOCUMENTS, resumes(request), clock.now()))


@get(DOCUMENTS + "/{key:str}")
async def show_required_document(request: Asked, key: FromPath[str]) -> Page:
    """One document."""
    person = office_of(request)
    return Page(await request.database.read(_resumed, person, f"{DOCUMENTS}/{key}", resumes(request), clock.now(), key))


def _resumed(
    db: Session, person: Person, address: str, resumes: bool, now: int, key: str = ""
) -> DocumentsView | DocumentView:
    """One of them or all, with what stands, or with what was typed there before the session ran out."""
    kept = kept_forms.kept_for(db, person.account, address, now) if resumes else None
    typed = texts_of(Asking("")) | _known(kept.typed) if kept else None
    view = one_document(db, person.site, key, typed) if key else _list(db, person.site, typed)
    return replace(view, resumed=kept is not None)


def _list(db: Session, site: int, typed: Texts | None = None, problems: Problems = NO_PROBLEMS) -> DocumentsView:
    held = requiring.documents_of(db, site)
    return DocumentsView(
        heading="Pièces à fournir",
        rows=[_row(each) for each in held],
        may_add=len(held) < requiring.MOST or bool(typed),
        typed=typed or texts_of(Asking("")),
        disciplines=settings.disciplines_of(db, site),
        problems=problems,
    )


def _row(each: RequiredDocument) -> Row:
    ages = _ages(each.youngest, each.oldest)
    return Row(
        key=each.key,
        name=each.name,
        kind="Facultative" if each.optional else "Obligatoire",
        whose="Une fois pour le foyer" if each.of_household else "Pour chaque élève",
        only_for=" ; ".join(filter(None, (each.disciplines, ages))) or "Tous",
        model=each.model_name,
    )


def _ages(youngest: int | None, oldest: int | None) -> str:
    if youngest is None and oldest is None:
        return ""
    if oldest is None:
        return f"à partir de {plural(youngest or 0, 'an', 'ans')}"
    return f"jusqu’à {plural(oldest, 'an', 'ans')}" if youngest is None else f"de {youngest} à {oldest} ans"


def one_document(
    db: Session, site: int, key: str, typed: Texts | None = None, problems: Problems = NO_PROBLEMS
) -> DocumentView:
    """The page of one document of this office’s site, with what is wrong with it."""
    row = found(db, site, key)
    asking = Asking(row.name, row.optional, row.of_household, row.disciplines, row.youngest, row.oldest)
    return DocumentView(
        heading=row.name,
        address=f"{DOCUMENTS}/{key}",
        typed=typed or texts_of(asking),
        disciplines=settings.disciplines_of(db, site),
        model=row.model_name,
        problems=problems,
    )


def found(db: Session, site: int, key: str) -> RequiredDocument:
    """A document of this office’s site, and of no other; raises NotFoundException."""
    row = requiring.document_with(db, site, key)
    if row is None:
        raise NotFoundException
    return row


def texts_of(asking: Asking) -> dict[str, str]:
    """A document as its form holds it."""
    return {
        "nom": asking.name,
        "facultative": "oui" if asking.optional else "",
        "foyer": "oui" if asking.of_household else "",
        "disciplines": asking.disciplines,
        "age-min": "" if asking.youngest is None else str(asking.youngest),
        "age-max": "" if asking.oldest is None else str(asking.oldest),
    }


@post(DOCUMENTS)
async def add_required_document(request: Asked) -> Response[View] | Response[None]:
    """« Ajouter la pièce »."""
    return await carry_out(request, await author_of(request, office_of), add_once)


@post(DOCUMENTS + "/{key:str}")
async def change_required_document(request: Asked, key: FromPath[str]) -> Response[View] | Response[None]:
    """« Enregistrer la pièce »."""
    return await carry_out(request, await author_of(request, office_of), change_once, key)


async def carry_out(
    request: Asked, person: Person, work: Callable[..., Answer], *about: str
) -> Response[View] | Response[None]:
    """Read the form, carry it out in one transaction, and answer."""
    values = await read_form(request)
    answer = await request.database.write(work, person, *about, values, form_id_of(values), clock.now())
    return see_other(request, answer) if isinstance(answer, str) else Page(answer, status_code=422)


def add_once(db: Session, person: Person, typed: Texts, form_id: str, now: int) -> Answer:
    """One more document, once for each form."""
    if replays.is_used(db, form_id):
        return said(DOCUMENTS, "piece-ajoutee")
    asking, problems = requiring.read_asking(typed)
    problems = problems or requiring.problems_among(requiring.documents_of(db, person.site), asking, is_new=True)
    if problems:
        return _list(db, person.site, texts_of(Asking("")) | _known(typed), Problems(problems))
    replays.first_use(db, form_id, now)
    kept_forms.forget(db, person.account, DOCUMENTS)
    requiring.add(db, person, asking, now)
    return said(DOCUMENTS, "piece-ajoutee")


def change_once(db: Session, person: Person, key: str, typed: Texts, form_id: str, now: int) -> Answer:
    """What the form says of one document."""
    row = found(db, person.site, key)
    asking, problems = requiring.read_asking(typed)
    others = [each for each in requiring.documents_of(db, person.site) if each.key != key]
    problems = problems or requiring.problems_among(others, asking, is_new=False)
    if problems:
        return one_document(db, person.site, key, texts_of(Asking("")) | _known(typed), Problems(problems))
    kept_forms.forget(db, person.account, f"{DOCUMENTS}/{key}")
    if replays.first_use(db, form_id, now) and not requiring.change(db, person, row, asking, now):
        return said(DOCUMENTS, "rien-de-nouveau")
    return said(DOCUMENTS, "piece-enregistree")


def _known(typed: Texts) -> dict[str, str]:
    return {name: typed[name] for name in texts_of(Asking("")) if name in typed}
