"""Cours proposés de nouveau: which of this year’s courses a family may tick for the next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar, NamedTuple

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromQuery
from sqlmodel import Session

from data import replays
from data.courses import Course
from data.neighbours import told_apart
from data.reenrolments import settings
from data.sessions import Person
from routes.office.reenrolments.settings import REENROLMENTS, SETTINGS
from routes.web import clock
from routes.web.addresses import said
from routes.web.forms import form_id_of, read_form
from routes.web.french import plural
from routes.web.guards import office_of
from routes.web.page import Page, View, see_other
from routes.web.paging import number_of
from routes.web.request import Asked

COURSES = REENROLMENTS + "/cours"
PAGE_LENGTH = 150  # boxes: fewer than a form may have fields
BOX, SHOWN = "c-", "vus"


class Box(NamedTuple):
    """One course."""

    key: str
    words: str
    ticked: bool


class Group(NamedTuple):
    """The courses of one discipline."""

    name: str
    boxes: list[Box]


@dataclass(frozen=True, kw_only=True)
class CoursesView(View):
    """The boxes, by discipline."""

    template: ClassVar[str] = "office/reenrolments/offered_courses.html"
    menu: ClassVar[str] = "reinscriptions"

    groups: list[Group]
    shown: str  # the keys of the courses on this page, so that one that arrives meanwhile is left alone
    count: str
    page: int
    last: int
    address: str = COURSES
    back: str = SETTINGS


@get(COURSES)
async def show_offered_courses(request: Asked, page: FromQuery[str] = "1") -> Page:
    """One page of this year’s courses."""
    person = office_of(request)
    return Page(await request.database.read(_view, person.site, number_of(page)))


def _view(db: Session, site: int, page: int) -> CoursesView:
    courses = settings.courses_of(db, site)
    here = courses[PAGE_LENGTH * (page - 1) : PAGE_LENGTH * page]
    if page > 1 and not here:
        raise NotFoundException
    offered = sum(each.offered_again for each in courses)
    return CoursesView(
        heading="Cours proposés de nouveau",
        groups=list(_groups(here)),
        shown=" ".join(each.key for each in here),
        count=f"{plural(offered, 'cours proposé', 'cours proposés')} sur {len(courses)}",
        page=page,
        last=max(-(-len(courses) // PAGE_LENGTH), 1),
    )


def _groups(courses: Sequence[Course]) -> Iterator[Group]:
    words = told_apart(courses, _words, lambda each: f"{_words(each)} ({each.reference})")
    boxes = zip(courses, words, strict=True)
    for name, found in groupby(boxes, key=lambda each: each[0].discipline or each[0].title):
        yield Group(name, [Box(each.key, said, each.offered_again) for each, said in found])


def _words(course: Course) -> str:
    """« Trompette, 2C1, G. BRANTOME, mercredi 17:30 »: enough to know it by."""
    when = " ".join(filter(None, (course.weekday, course.starts)))
    return ", ".join(filter(None, (course.title, course.level, course.cycle, course.teacher, when)))


@post(COURSES)
async def change_offered_courses(request: Asked) -> Response[None]:
    """« Enregistrer »: a box that is not ticked is a course that is not offered."""
    person = office_of(request)
    values = await read_form(request)
    form_id, shown = form_id_of(values), set(values.get(SHOWN, "").split())
    ticked = {name.removeprefix(BOX) for name in values if name.startswith(BOX)}
    page = number_of(values.get("page", "1"))
    code = await request.database.write(offer_once, person, shown, ticked, form_id, clock.now())
    return see_other(request, said(COURSES + (f"?page={page}" if page > 1 else ""), code))


def offer_once(db: Session, person: Person, shown: set[str], ticked: set[str], form_id: str, now: int) -> str:
    """What is said of it."""
    if replays.first_use(db, form_id, now) and not settings.offer(db, person, shown, ticked, now):
        return "rien-de-nouveau"
    return "cours-enregistres"
