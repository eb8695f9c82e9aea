"""Réglages de la réinscription: when it is open, for which year, under which conditions."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from litestar import Response, get, post
from sqlmodel import Session

from data import kept_forms, replays, sites
from data.reenrolments import opening, settings
from data.reenrolments.settings import Years
from data.sessions import Person
from data.sites import Site
from routes.web import clock, french
from routes.web.addresses import said
from routes.web.forms import Problems, Values, form_id_of, read_form
from routes.web.guards import administrator_of
from routes.web.inputs import DATE_PARTS, joined
from routes.web.kept import author_of, resumes
from routes.web.page import NO_PROBLEMS, Page, View, see_other
from routes.web.request import Asked

REENROLMENTS = "/administration/reinscriptions"
SETTINGS = REENROLMENTS + "/reglages"
FIELDS = {  # what the form calls what a site decides
    "reinscription_du": ("du", "Premier jour"),
    "reinscription_au": ("au", "Dernier jour"),
    "reinscription_annee": ("annee", "Année scolaire"),
    "reinscription_conditions": ("conditions", "Conditions et tarifs"),
}
DAYS = ("reinscription_du", "reinscription_au")
PHASES = {
    opening.Phase.NEVER: "La réinscription n’est pas ouverte : donnez le premier jour pour l’ouvrir.",
    opening.Phase.BEFORE: "La réinscription n’est pas encore ouverte : elle le sera le {opens}.",
    opening.Phase.OPEN: "La réinscription est ouverte{until}.",
    opening.Phase.CLOSED: "La réinscription est fermée depuis le {closes} au soir.",
}


@dataclass(frozen=True, kw_only=True)
class SettingsView(View):
    """What stands, or what was typed."""

    template: ClassVar[str] = "office/reenrolments/settings.html"
    menu: ClassVar[str] = "reinscriptions"

    standing: str
    typed: Mapping[str, str]  # by name in the form
    years: Years
    resumed: bool = False  # what was typed before the session ran out is in the form
    address: str = SETTINGS
    back: str = REENROLMENTS


@get(SETTINGS)
async def show_reenrolment_settings(request: Asked) -> Page:
    """What the office has decided."""
    person = administrator_of(request)
    return Page(await request.database.read(_resumed, person, resumes(request), clock.now(), clock.today()))


def _resumed(db: Session, person: Person, resumes: bool, now: int, today: datetime.date) -> SettingsView:
    """What stands, or what was typed before the session ran out."""
    kept = kept_forms.kept_for(db, person.account, SETTINGS, now) if resumes else None
    if kept is None:
        return _view(db, person.site, today)
    return replace(_view(db, person.site, today, _typed(kept.typed)), resumed=True)


def _view(
    db: Session,
    site: int,
    today: datetime.date,
    typed: Mapping[str, str] | None = None,
    problems: Problems = NO_PROBLEMS,
) -> SettingsView:
    found = sites.site_with(db, site)
    return SettingsView(
        heading="Réglages de la réinscription",
        standing=_standing(found, today),
        typed=typed or _texts(found),
        years=settings.years_of(db, found, today),
        problems=problems,
    )


def _standing(site: Site, today: datetime.date) -> str:
    opens, closes = site.reenrolment_opens, site.reenrolment_closes
    words = PHASES[opening.phase_of(opens, closes, today)]
    until = f", jusqu’au {french.day(closes)} inclus" if closes else ""
    return words.format(
        opens=french.day(opens) if opens else "", closes=french.day(closes) if closes else "", until=until
    )


def _texts(site: Site) -> dict[str, str]:
    """What stands, as the form holds it."""
    opens, closes = site.reenrolment_opens, site.reenrolment_closes
    return {
        "du": french.day(opens) if opens else "",
        "au": french.day(closes) if closes else "",
        "annee": site.reenrolment_year,
        "conditions": site.reenrolment_conditions,
    }


@post(SETTINGS)
async def change_reenrolment_settings(request: Asked) -> Response[View] | Response[None]:
    """« Enregistrer »."""
    person = await author_of(request, administrator_of)
    values = await read_form(request)
    form_id, typed = form_id_of(values), _typed(values)
    answer = await request.database.write(change_once, person, typed, form_id, clock.now(), clock.today())
    return Page(answer, status_code=422) if isinstance(answer, SettingsView) else see_other(request, answer)


def _typed(values: Values) -> dict[str, str]:
    days = {FIELDS[name][0]: joined(values, FIELDS[name][0]) for name in DAYS}
    texts = {name: values.get(name, "").replace("\r\n", "\n").strip() for name in ("annee", "conditions")}
    return days | texts


def change_once(
    db: Session, person: Person, typed: Mapping[str, str], form_id: str, now: int, today: datetime.date
) -> SettingsView | str:
    """Where it leads; or the page again, with what is wrong."""
    years = settings.years_of(db, sites.site_with(db, person.site), today)
    wanted = {name: typed[slug] for name, (slug, _) in FIELDS.items()}
    decided, problems = settings.read_decisions(wanted, years.offered)
    if problems:
        return _view(db, person.site, today, typed, _in_words(problems))
    kept_forms.forget(db, person.account, SETTINGS)
    if replays.first_use(db, form_id, now):
        changed = settings.decide(db, person, decided, now)
        return said(SETTINGS, "reglages-enregistres" if changed else "rien-de-nouveau")
    return said(SETTINGS, "reglages-enregistres")


def _in_words(problems: Mapping[str, str]) -> Problems:
    """By the id of the first control of each field, in the order of the page."""
    found = {}
    for name, (slug, label) in FIELDS.items():
        if name in problems:
            place = f"{slug}-{DATE_PARTS[0]}" if name in DAYS else slug
            found[place] = f"« {label} » : {problems[name]}."
    return Problems(found)
