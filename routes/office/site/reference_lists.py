"""Listes: what may be chosen in the forms of the site, and the phrases that the office refuses with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from litestar import Response, get, post
from sqlmodel import Session

from data import kept_forms, list_settling, replays
from data.reference_lists import Listed
from data.sessions import Person
from data.site_settings import digest_of
from routes.office.site.forms import SITE, Texts, as_shown, plain, shown_in, typed_before
from routes.web import clock
from routes.web.addresses import said
from routes.web.forms import Problems, Values, form_id_of, read_form
from routes.web.guards import administrator_of
from routes.web.kept import author_of, resumes
from routes.web.page import NO_PROBLEMS, Page, View, see_other
from routes.web.request import Asked

LISTS = SITE + "/listes"
LABELS = {
    Listed.HONORIFICS: "Civilités",
    Listed.MARITAL_STATUSES: "Situations familiales",
    Listed.SCHOOL_GRADES: "Niveaux scolaires",
    Listed.CONSENTS: "Droit à l’image, autorisation de sortie",
    Listed.DECLINE_REASONS: "Motifs de refus du secrétariat",
}


@dataclass(frozen=True, kw_only=True)
class ReferenceListsView(View):
    """Every list, one value a line: as it stands or as it was typed."""

    template: ClassVar[str] = "office/site/reference_lists.html"
    menu: ClassVar[str] = "administration"

    labels: Mapping[Listed, str]
    typed: Texts
    shown: str  # the digests of what stood when the page was shown
    resumed: bool
    address: str = LISTS
    back: str = SITE


@get(LISTS)
async def show_reference_lists(request: Asked) -> Page:
    """The lists of the site, or the portal’s own."""
    person = administrator_of(request)
    return Page(await request.database.read(_standing, person, resumes(request), clock.now()))


def _standing(db: Session, person: Person, resumes: bool, now: int) -> ReferenceListsView:
    """What stands, or what was typed before the session ran out. Two statements."""
    current = list_settling.texts_of(db, person.site)
    kept = typed_before(db, person, LISTS, now) if resumes else {}
    shown = shown_in(kept) or list_settling.digests_of(current)
    return _view({**current, **_typed(kept)}, shown, resumed=bool(kept))


def _view(typed: Texts, shown: Texts, problems: Problems = NO_PROBLEMS, resumed: bool = False) -> ReferenceListsView:
    return ReferenceListsView(
        heading="Listes", labels=LABELS, typed=typed, shown=as_shown(shown), problems=problems, resumed=resumed
    )


def _typed(values: Values) -> dict[str, str]:
    return {listed: plain(values[listed]) for listed in Listed if listed in values}


@post(LISTS)
async def change_reference_lists(request: Asked) -> Response[View] | Response[None]:
    """« Enregistrer les listes »."""
    person = await author_of(request, administrator_of)
    values = await read_form(request)
    answer = await request.database.write(change_once, person, values, form_id_of(values), clock.now())
    return see_other(request, answer) if isinstance(answer, str) else Page(answer, status_code=422)


def change_once(db: Session, person: Person, values: Values, form_id: str, now: int) -> ReferenceListsView | str:
    """Where it leads; or the page again, with what is wrong or has changed meanwhile."""
    if replays.is_used(db, form_id):
        return said(LISTS, "listes-enregistrees")
    typed, current = _typed(values), list_settling.texts_of(db, person.site)
    shown = shown_in(values)
    outcome = list_settling.settle(db, person, shown, typed, now)
    if outcome.problems:
        words = {listed.value: f"« {LABELS[listed]} » : {trouble}." for listed, trouble in outcome.problems.items()}
        touched = {name: text for name, text in typed.items() if digest_of(text) != shown.get(name)}
        return _view({**current, **touched}, list_settling.digests_of(current), Problems(words))
    replays.first_use(db, form_id, now)
    kept_forms.forget(db, person.account, LISTS)
    return said(LISTS, "listes-enregistrees" if outcome.changed else "rien-de-nouveau")
