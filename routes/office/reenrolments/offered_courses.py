"""Cours proposés de nouveau: which of this year’s courses a family may tick for the next."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar, NamedTuple

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromQuery
from sqlmodel import Session

from data import kept_forms, replays
from data.courses import Course
from data.neighbours import told_apart
from data.reenrolments import settings
from data.sessions import Person
from routes.office.reenrolments.settings import REENROLMENTS
from routes.web import clock
from routes.web.addresses import said
from routes.web.forms import form_id_of, read_form
from routes.web.french import hour, plural
from routes.web.guards import office_of
from routes.web.kept import author_of, resumes
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
    action: str  # where the form goes: to its own page
    resumed: bool  # ticked as they were before the session ran out
    address: str = COURSES
    back: str = REENROLMENTS


@get(COURSES)
async def show_offered_courses(request: Asked, page: FromQuery[str] = "1") -> Page:
    """One page of this year’s courses."""
    person = office_of(request)
    return Page(await request.database.read(_view, person, number_of(page), resumes(request), clock.now()))


def _view(db: Session, person: Person, page: int, resumes: bool, now: int) -> CoursesView:
    courses = settings.courses_of(db, person.site)
    here = courses[PAGE_LENGTH * (page - 1) : PAGE_LENGTH * page]
    if page > 1 and not here:
        raise NotFoundException
    kept = kept_forms.kept_for(db, person.account, COURSES, now) if resumes else None
    before = _before(kept.typed) if kept else {}
    offered = sum(each.offered_again for each in courses)
    return CoursesView(
        heading="Cours proposés de nouveau",
        groups=list(_groups(here, before)),
        shown=" ".join(each.key for each in here),
        count=f"{plural(offered, 'cours proposé', 'cours proposés')} sur {len(courses)}",
        page=page,
        last=max(-(-len(courses) // PAGE_LENGTH), 1),
        action=_address(page),
        resumed=any(each.key in before for each in here),
    )


def _before(typed: Mapping[str, str]) -> dict[str, bool]:
    """Which boxes were ticked and which were not, by course, when the session ran out."""
    return {key: BOX + key in typed for key in typed.get(SHOWN, "").split()}


def _groups(courses: Sequence[Course], before: Mapping[str, bool]) -> Iterator[Group]:
    words = told_apart(courses, _words, lambda each: f"{_words(each)} ({each.reference})")
    boxes = zip(courses, words, strict=True)
    for name, found in groupby(boxes, key=lambda each: each[0].discipline or each[0].title):
        yield Group(name, [Box(each.key, said, before.get(each.key, each.offered_again)) for each, said in found])


def _words(course: Course) -> str:
    """« Trompette, 2C1, G. BRANTOME, mercredi à 17 h 30 »: enough to know it by."""
    when = " à ".join(filter(None, (course.weekday, hour(course.starts))))
    return ", ".join(filter(None, (course.title, course.level, course.cycle, course.teacher, when)))


@post(COURSES)
async def change_offered_courses(request: Asked, page: FromQuery[str] = "1") -> Response[None]:
    """« Enregistrer »: a box that is not ticked is a course that is not offered."""
    person = await author_of(request, office_of)
    values = await read_form(request)
    form_id, shown = form_id_of(values), set(values.get(SHOWN, "").split())
    ticked = {name.removeprefix(BOX) for name in values if name.startswith(BOX)}
    code = await request.database.write(offer_once, person, shown, ticked, form_id, clock.now())
    return see_other(request, said(_address(number_of(page)), code))


def _address(page: int) -> str:
    return COURSES + (f"?page={page}" if page > 1 else "")


def offer_once(db: Session, person: Person, shown: set[str], ticked: set[str], form_id: str, now: int) -> str:
    """What is said of it."""
    kept_forms.forget(db, person.account, COURSES)
    if replays.first_use(db, form_id, now) and not settings.offer(db, person, shown, ticked, now):
        return "rien-de-nouveau"
    return "cours-enregistres"
