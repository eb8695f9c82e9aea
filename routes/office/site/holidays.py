"""Congés: the periods without lessons, listed; a new one, one of them changed or taken away."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar, NamedTuple

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlmodel import Session

from data import holidays, kept_forms, replays
from data.sessions import Person
from data.site_settings import digest_of
from data.sites import Holiday
from routes.office.site.forms import SHOWN_FIELD, SITE, Texts, as_shown, typed_before
from routes.web import clock
from routes.web.addresses import said
from routes.web.forms import Problems, Values, form_id_of, read_form
from routes.web.french import day
from routes.web.guards import administrator_of
from routes.web.inputs import DATE_PARTS, joined
from routes.web.kept import author_of, resumes
from routes.web.page import NO_PROBLEMS, Page, View, see_other
from routes.web.request import Asked

HOLIDAYS = SITE + "/conges"
ONE = HOLIDAYS + "/{key:str}"
LABELS = {"nom": "Nom", "du": "Premier jour", "au": "Dernier jour"}


class Row(NamedTuple):
    """One period in the list."""

    key: str
    name: str
    first_day: str
    last_day: str


@dataclass(frozen=True, kw_only=True)
class HolidaysView(View):
    """All of them, and the form of a new one."""

    template: ClassVar[str] = "office/site/holidays.html"
    menu: ClassVar[str] = "administration"

    rows: list[Row]
    may_add: bool
    typed: Texts
    resumed: bool = False
    address: str = HOLIDAYS
    back: str = SITE


@dataclass(frozen=True, kw_only=True)
class HolidayView(View):
    """One of them, as it stands or as it was typed."""

    template: ClassVar[str] = "office/site/holiday.html"
    menu: ClassVar[str] = "administration"

    address: str
    typed: Texts
    shown: str  # the digest of what stood when the page was shown
    resumed: bool = False
    back: str = HOLIDAYS


Answer = View | str  # the page again, or where it leads


@get(HOLIDAYS)
async def show_holidays(request: Asked) -> Page:
    """The periods of the site."""
    person = administrator_of(request)
    return Page(await request.database.read(_resumed, person, resumes(request), clock.now()))


def _resumed(db: Session, person: Person, resumes: bool, now: int) -> HolidaysView:
    before = typed_before(db, person, HOLIDAYS, now) if resumes else {}
    return replace(_list(db, person.site, _typed(before)), resumed=bool(before))


def _list(db: Session, site: int, typed: Texts, problems: Problems = NO_PROBLEMS) -> HolidaysView:
    held = holidays.holidays_of(db, site)
    return HolidaysView(
        heading="Congés",
        rows=[Row(holidays.key_of(each), each.name, day(each.first_day), day(each.last_day)) for each in held],
        may_add=len(held) < holidays.MOST,
        typed=typed,
        problems=problems,
    )


@get(ONE)
async def show_holiday(request: Asked, key: FromPath[str]) -> Page:
    """One period."""
    person = administrator_of(request)
    return Page(await request.database.read(_standing, person, key, resumes(request), clock.now()))


def _standing(db: Session, person: Person, key: str, resumes: bool, now: int) -> HolidayView:
    held = holidays.holiday_with(db, person.site, key)
    if held is None:
        raise NotFoundException
    before = typed_before(db, person, f"{HOLIDAYS}/{key}", now) if resumes else {}
    view = _one(held, _typed(before) if before else holidays.texts_of(held))
    return replace(view, shown=before.get(SHOWN_FIELD, view.shown), resumed=bool(before))


def _one(held: Holiday, typed: Texts, problems: Problems = NO_PROBLEMS) -> HolidayView:
    return HolidayView(
        heading=held.name,
        address=f"{HOLIDAYS}/{holidays.key_of(held)}",
        typed=typed,
        shown=_digest(held),
        problems=problems,
    )


def _digest(held: Holiday) -> str:
    return digest_of(as_shown(holidays.texts_of(held)))


@post(HOLIDAYS)
async def add_holiday(request: Asked) -> Response[View] | Response[None]:
    """« Ajouter la période »."""
    return await _carry_out(request, await author_of(request, administrator_of), add_once)


@post(ONE)
async def change_holiday(request: Asked, key: FromPath[str]) -> Response[View] | Response[None]:
    """« Enregistrer la période »."""
    return await _carry_out(request, await author_of(request, administrator_of), change_once, key)


@post(ONE + "/suppression")
async def withdraw_holiday(request: Asked, key: FromPath[str]) -> Response[View] | Response[None]:
    """« Retirer la période »."""
    return await _carry_out(request, administrator_of(request), remove_once, key)


async def _carry_out(
    request: Asked, person: Person, work: Callable[..., Answer], *about: str
) -> Response[View] | Response[None]:
    """Read the form, carry it out in one transaction, and answer."""
    values = await read_form(request)
    answer = await request.database.write(work, person, *about, values, form_id_of(values), clock.now(), clock.today())
    return see_other(request, answer) if isinstance(answer, str) else Page(answer, status_code=422)


def add_once(db: Session, person: Person, values: Values, form_id: str, now: int, today: datetime.date) -> Answer:
    """One more period, once for each form."""
    if replays.is_used(db, form_id):
        return said(HOLIDAYS, "conges-ajoutes")
    typed, held = _typed(values), holidays.holidays_of(db, person.site)
    period, problems = holidays.read(typed, held, today)
    if len(held) >= holidays.MOST:
        problems = {"nom": f"un site compte {holidays.MOST} périodes au plus ; retirez les plus anciennes"}
    if period is None or problems:
        return _list(db, person.site, typed, _in_words(problems))
    replays.first_use(db, form_id, now)
    kept_forms.forget(db, person.account, HOLIDAYS)
    holidays.keep(db, person, None, period, now)
    return said(HOLIDAYS, "conges-ajoutes")


def change_once(
    db: Session, person: Person, key: str, values: Values, form_id: str, now: int, today: datetime.date
) -> Answer:
    """What the form says of one period; what somebody else has made of it meanwhile is shown first."""
    if replays.is_used(db, form_id):
        return said(HOLIDAYS, "conges-enregistres")
    held, typed = holidays.holiday_with(db, person.site, key), _typed(values)
    if held is None:
        return said(HOLIDAYS, "conges-disparus")
    others = [each for each in holidays.holidays_of(db, person.site) if each.id != held.id]
    period, problems = holidays.read(typed, others, today)
    if period is None:
        return _one(held, typed, _in_words(problems))
    if values.get(SHOWN_FIELD, "") not in ("", _digest(held)):
        return _one(held, typed, Problems({"nom": _meanwhile(held)}))
    replays.first_use(db, form_id, now)
    kept_forms.forget(db, person.account, f"{HOLIDAYS}/{key}")
    changed = holidays.keep(db, person, held, period, now)
    return said(HOLIDAYS, "conges-enregistres" if changed else "rien-de-nouveau")


def _meanwhile(held: Holiday) -> str:
    return (
        f"Cette période a changé entre-temps : « {held.name} », du {day(held.first_day)} au {day(held.last_day)}. "
        "Vérifiez votre saisie, puis enregistrez de nouveau."
    )


def remove_once(
    db: Session, person: Person, key: str, values: Values, form_id: str, now: int, _: datetime.date
) -> Answer:
    """A period that the page has shown is taken away."""
    if not replays.first_use(db, form_id, now):
        return said(HOLIDAYS, "conges-retires")
    held = holidays.holiday_with(db, person.site, key)
    if held is None or values.get(SHOWN_FIELD, "") not in ("", _digest(held)):
        return said(HOLIDAYS, "conges-disparus")
    holidays.remove(db, person, held, now)
    return said(HOLIDAYS, "conges-retires")


def _typed(values: Values) -> dict[str, str]:
    return {"nom": values.get("nom", "").strip(), "du": joined(values, "du"), "au": joined(values, "au")}


def _in_words(problems: Texts) -> Problems:
    """By the id of the first control of each field."""
    places = {"nom": "nom", "du": f"du-{DATE_PARTS[0]}", "au": f"au-{DATE_PARTS[0]}"}
    return Problems({places[name]: f"« {LABELS[name]} » : {words}." for name, words in problems.items()})
