"""Textes: what the site says on Accueil, in its legal notes and above its screens, with a preview before it is kept."""

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlmodel import Session

from data import kept_forms, replays, site_texts, sites
from data.sessions import Person
from data.site_settings import digest_of
from data.site_texts import OF_SITE, Place
from routes.office.site.forms import SHOWN_FIELD, SITE, plain, typed_before
from routes.web import clock
from routes.web.addresses import said
from routes.web.forms import Problems, Values, form_id_of, read_form
from routes.web.french import grouped
from routes.web.guards import administrator_of
from routes.web.kept import author_of, resumes
from routes.web.page import NO_PROBLEMS, Page, View, see_other
from routes.web.request import Asked

TEXTS = SITE + "/textes"
ONE = TEXTS + "/{place:str}"
FIELD, GESTURE, PREVIEW = "texte", "geste", "previsualiser"
LABELS = {
    Place.HOME: "Accueil",
    Place.LEGAL_NOTICE: "Mentions légales",
    Place.SIGN_IN: "Accès Usager",
    Place.FAMILY: "Famille, Identité",
    Place.FEES: "Facturation cotisations",
    Place.RENTALS: "Facturation location",
    Place.STUDENTS: "Elèves",
    Place.STUDENT: "Elève, Identité",
    Place.COURSES: "Elève, Cours",
    Place.HISTORY: "Elève, Historique",
    Place.REPERTOIRE: "Elève, Répertoire",
    Place.REENROLMENT: "Elève, Réinscription",
    Place.AGENDA: "Agenda",
    Place.REQUESTS: "Mes demandes",
}
BRIEF = 90  # characters of a text in the list


class Row(NamedTuple):
    """One text in the list."""

    place: Place
    label: str
    beginning: str


@dataclass(frozen=True, kw_only=True)
class SiteTextsView(View):
    """All texts, each by its beginning."""

    template: ClassVar[str] = "office/site/texts.html"
    menu: ClassVar[str] = "administration"

    rows: list[Row]
    address: str = TEXTS
    back: str = SITE


@dataclass(frozen=True, kw_only=True)
class SiteTextView(View):
    """One text: as it stands or as it was typed, and how it would look."""

    template: ClassVar[str] = "office/site/text.html"
    menu: ClassVar[str] = "administration"

    address: str
    typed: str
    shown: str  # the digest of what stood when the page was shown
    longest: int
    is_introduction: bool
    preview: str | None = None
    meanwhile: str | None = None  # what somebody else has written since
    resumed: bool = False
    back: str = TEXTS


@get(TEXTS)
async def show_site_texts(request: Asked) -> Page:
    """Where the site has something to say."""
    person = administrator_of(request)
    return Page(await request.database.read(_list, person))


def _list(db: Session, person: Person) -> SiteTextsView:
    texts = site_texts.texts_of(db, sites.site_with(db, person.site))
    return SiteTextsView(heading="Textes", rows=[_row(place, texts[place]) for place in Place])


def _row(place: Place, text: str) -> Row:
    nothing = "Texte du portail" if place in OF_SITE else "Aucune introduction"
    words = " ".join(text.split())
    return Row(place, LABELS[place], (words if len(words) <= BRIEF else f"{words[:BRIEF]}…") or nothing)


@get(ONE)
async def show_site_text(request: Asked, place: FromPath[str]) -> Page:
    """One text."""
    person, known = administrator_of(request), _known(place)
    return Page(await request.database.read(_standing, person, known, resumes(request), clock.now()))


def _known(place: str) -> Place:
    try:
        return Place(place)
    except ValueError:
        raise NotFoundException from None


def _standing(db: Session, person: Person, place: Place, resumes: bool, now: int) -> SiteTextView:
    """What stands, or what was typed before the session ran out. Three statements."""
    current = _current(db, person, place)
    kept = typed_before(db, person, f"{TEXTS}/{place}", now) if resumes else {}
    shown = kept.get(SHOWN_FIELD) or digest_of(current)
    return _view(place, kept.get(FIELD, current), shown, resumed=bool(kept))


def _current(db: Session, person: Person, place: Place) -> str:
    return site_texts.texts_of(db, sites.site_with(db, person.site))[place]


def _view(
    place: Place,
    typed: str,
    shown: str,
    problems: Problems = NO_PROBLEMS,
    preview: str | None = None,
    meanwhile: str | None = None,
    resumed: bool = False,
) -> SiteTextView:
    return SiteTextView(
        heading=f"Texte : {LABELS[place]}".replace(" :", "\N{NO-BREAK SPACE}:"),
        address=f"{TEXTS}/{place}",
        typed=typed,
        shown=shown,
        longest=site_texts.longest(place),
        is_introduction=place not in OF_SITE,
        problems=problems,
        preview=preview,
        meanwhile=meanwhile,
        resumed=resumed,
    )


@post(ONE)
async def change_site_text(request: Asked, place: FromPath[str]) -> Response[View] | Response[None]:
    """« Prévisualiser » shows what was typed and writes nothing; « Enregistrer » writes it."""
    person = await author_of(request, administrator_of)
    values = await read_form(request)
    form_id, known = form_id_of(values), _known(place)
    if problems := _problems(known, _typed(values)):
        return Page(_view(known, _typed(values), values.get(SHOWN_FIELD, ""), problems), status_code=422)
    if values.get(GESTURE) == PREVIEW:
        return Page(_view(known, _typed(values), values.get(SHOWN_FIELD, ""), preview=_typed(values)))
    answer = await request.database.write(change_once, person, known, values, form_id, clock.now())
    return see_other(request, answer) if isinstance(answer, str) else Page(answer, status_code=422)


def _typed(values: Values) -> str:
    return plain(values.get(FIELD, ""))


def _problems(place: Place, typed: str) -> Problems:
    most = site_texts.longest(place)
    if len(typed) <= most:
        return NO_PROBLEMS
    return Problems({FIELD: f"Ce texte compte {len(typed)} caractères : {grouped(most)} au plus. Raccourcissez-le."})


def change_once(
    db: Session, person: Person, place: Place, values: Values, form_id: str, now: int
) -> SiteTextView | str:
    """Where it leads; or the page again when somebody else has changed the text meanwhile."""
    address, typed, current = f"{TEXTS}/{place}", _typed(values), _current(db, person, place)
    if replays.is_used(db, form_id):
        return said(address, "texte-enregistre")
    if current != typed and values.get(SHOWN_FIELD, "") not in ("", digest_of(current)):
        clash = Problems({FIELD: "Ce texte a changé entre-temps. Comparez, puis enregistrez de nouveau."})
        return _view(place, typed, digest_of(current), clash, meanwhile=current)
    replays.first_use(db, form_id, now)
    kept_forms.forget(db, person.account, address)
    changed = site_texts.change(db, person, place, typed, now)
    return said(address, "texte-enregistre" if changed else "rien-de-nouveau")
