"""Réglages du site: its name and addresses, its switches, its school year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from litestar import Response, get, post
from sqlmodel import Session

from data import kept_forms, replays, site_settings, sites
from data.sessions import Person
from data.site_settings import Clash, Settled
from routes.office.site.forms import SITE, Texts, as_shown, plain, shown_in, typed_before
from routes.web import clock, french
from routes.web.addresses import said
from routes.web.forms import Problems, Values, form_id_of, read_form
from routes.web.guards import administrator_of
from routes.web.inputs import DATE_PARTS, joined
from routes.web.kept import author_of, resumes
from routes.web.page import Page, View, see_other
from routes.web.request import Asked

LABELS = {
    "nom": "Nom du site",
    "etablissement": "Nom de l’établissement",
    "adresse": "Adresse",
    "cp": "CP",
    "ville": "Ville",
    "telephone": "Téléphone",
    "courriel": "E-mail",
    "location": "Facturation location",
    "renouvellement": "Mot de passe perdu",
    "annee_courante": "Année scolaire en cours",
    "premier_jour": "Premier jour des cours",
    "dernier_jour": "Dernier jour des cours",
    "journal_garde": "Durée de conservation du journal",
    "pieces_gardees": "Durée de conservation des pièces fournies",
    "courriels_gardes": "Durée de conservation des courriels",
    "familles_gardees": "Durée de conservation des familles parties",
}
MAY_GO = "depart"
LEAVING = (
    "famille est partie depuis plus longtemps et serait effacée dans les 24\N{NO-BREAK SPACE}heures. "
    "Cochez qu’elle peut l’être, ou choisissez une autre durée.",
    "familles sont parties depuis plus longtemps et seraient effacées dans les 24\N{NO-BREAK SPACE}heures. "
    "Cochez qu’elles peuvent l’être, ou choisissez une autre durée.",
)
NOTHING_SENT = Settled({}, [], changed=False)
DAYS = ("premier_jour", "dernier_jour")


@dataclass(frozen=True, kw_only=True)
class SiteSettingsView(View):
    """What stands, or what was typed; what somebody else has changed meanwhile stands beside it."""

    template: ClassVar[str] = "office/site/settings.html"
    menu: ClassVar[str] = "administration"

    typed: Texts
    shown: str  # as the form carries it
    clashes: Sequence[Clash] = ()
    labels: Mapping[str, str]
    leaving: int  # families that the typed retention would erase
    may_go: bool
    resumed: bool
    address: str = SITE


@get(SITE)
async def show_site_settings(request: Asked) -> Page:
    """What the site has decided."""
    person = administrator_of(request)
    return Page(await request.database.read(_standing, person, resumes(request), clock.now()))


def _standing(db: Session, person: Person, resumes: bool, now: int) -> SiteSettingsView:
    """What stands, or what was typed before the session ran out. Two statements."""
    current = site_settings.texts_of(sites.site_with(db, person.site))
    kept = typed_before(db, person, SITE, now) if resumes else {}
    return _view(current | _typed(kept), shown_in(kept) or current, resumed=bool(kept))


def _view(
    typed: Texts,
    shown: Texts,
    resumed: bool = False,
    outcome: Settled = NOTHING_SENT,
) -> SiteSettingsView:
    return SiteSettingsView(
        heading="Réglages du site",
        typed=typed,
        shown=as_shown(shown),
        problems=_problems_of(outcome),
        clashes=outcome.clashes,
        labels=LABELS,
        leaving=outcome.leaving,
        may_go=outcome.may_go,
        resumed=resumed,
    )


@post(SITE)
async def change_site_settings(request: Asked) -> Response[View] | Response[None]:
    """« Enregistrer les réglages »."""
    person = await author_of(request, administrator_of)
    values = await read_form(request)
    form_id = form_id_of(values)
    answer = await request.database.write(change_once, person, values, form_id, clock.now())
    return see_other(request, answer) if isinstance(answer, str) else Page(answer, status_code=422)


def _typed(values: Values) -> dict[str, str]:
    """By name, what the form holds."""
    days = {name: joined(values, name) for name in DAYS if f"{name}-{DATE_PARTS[0]}" in values}
    return {name: plain(values[name]) for name in LABELS if name in values} | days


def change_once(db: Session, person: Person, values: Values, form_id: str, now: int) -> SiteSettingsView | str:
    """Where it leads; or the page again, with what is wrong or what has changed meanwhile."""
    if replays.is_used(db, form_id):
        return said(SITE, "site-enregistre")
    current = site_settings.texts_of(sites.site_with(db, person.site))
    shown, typed = shown_in(values) or current, _typed(values)
    outcome = site_settings.settle(db, person, shown, typed, now, may_go=values.get(MAY_GO, ""))
    if outcome.refused:
        untouched = {name: current[name] for name in typed if typed[name] == shown.get(name)}
        return _view(current | typed | untouched, current, outcome=outcome)
    replays.first_use(db, form_id, now)
    kept_forms.forget(db, person.account, SITE)
    return said(SITE, "site-enregistre" if outcome.changed else "rien-de-nouveau")


def _problems_of(outcome: Settled) -> Problems:
    """By the id of the first control of each field, in the order of the page."""
    wrong = {name: f"« {LABELS[name]} » : {words}." for name, words in outcome.problems.items()}
    for clash in outcome.clashes:
        wrong.setdefault(clash.name, f"« {LABELS[clash.name]} » : quelqu’un l’a changé entre-temps.")
    told = {_place(name): wrong[name] for name in LABELS if name in wrong}
    return Problems(told if outcome.may_go else told | {MAY_GO: french.plural(outcome.leaving, *LEAVING)})


def _place(name: str) -> str:
    return f"{name}-{DATE_PARTS[0]}" if name in DAYS else name
