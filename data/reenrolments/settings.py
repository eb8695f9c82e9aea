"""What the office decides of re-enrolment: its days, its year, its words, and the courses that are offered again."""

import datetime
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from sqlmodel import Session, bindparam, col, select

from data import audit
from data.alphabet import alphabetical
from data.courses import Course, current_year
from data.journal import note
from data.school_years import school_year_of, year_after
from data.sessions import Person
from data.site_decisions import DECISIONS, disorder
from data.sites import Site

DECIDED = ("reinscription_du", "reinscription_au", "reinscription_annee", "reinscription_conditions")
YEARS_AHEAD = 2

THIS_YEAR = (
    select(Course)
    .join(Site, col(Site.id) == Course.site_id)
    .where(Site.id == bindparam("site"), Course.school_year == current_year())
)


class Years(NamedTuple):
    """The school years that may be wished for."""

    usual: str  # the one after the current one, which an empty choice stands for
    offered: list[str]


def years_of(db: Session, site: Site, today: datetime.date) -> Years:
    """The current school year and those that follow, and the one that has been chosen. One statement."""
    current = db.exec(select(current_year()).where(Site.id == site.id)).one() or school_year_of(today)
    years = [current]
    for _ in range(YEARS_AHEAD):
        years.append(year_after(years[-1]))
    return Years(years[1], sorted({*years, site.reenrolment_year} - {""}))


def read_decisions(typed: Mapping[str, str], offered: Collection[str]) -> tuple[dict[str, Any], dict[str, str]]:
    """What has been decided, by attribute of Site, and what is wrong with it, in French, by name of DECIDED."""
    decided, problems = {}, {}
    for name in DECIDED:
        try:
            decided[DECISIONS[name].attribute] = DECISIONS[name].read(typed.get(name, ""))
        except ValueError as trouble:
            problems[name] = f"{trouble}"
    if typed.get("reinscription_annee", "") not in ("", *offered):
        problems["reinscription_annee"] = "choisissez une année de la liste"
    return decided, disorder(decided) | problems


def decide(db: Session, who: Person, decided: Mapping[str, Any], now: int) -> bool:
    """Make a site what its office has decided; False when it was so already."""
    site = db.get_one(Site, who.site)
    changed = [name for name, value in decided.items() if getattr(site, name) != value]
    facts = {name: [_brief(getattr(site, name)), _brief(decided[name])] for name in changed}
    for name in changed:
        setattr(site, name, decided[name])
    db.add(site)
    if changed:
        note(db, who, audit.REENROLMENT_SETTLED, "", now, **facts)
    return bool(changed)


def _brief(value: Any) -> str:
    """A value as the journal keeps it: of a long text, its beginning."""
    return str("" if value is None else value)[:200]


def courses_of(db: Session, site: int) -> list[Course]:
    """The courses of the current school year, those of one discipline beside one another. One statement."""
    return sorted(db.exec(THIS_YEAR, params={"site": site}), key=_place)


def _place(course: Course) -> tuple[str, ...]:
    words = (course.discipline or course.title, course.title, course.level, course.cycle, course.teacher)
    return (*map(alphabetical, words), course.reference)


def offer(db: Session, who: Person, shown: Collection[str], ticked: Collection[str], now: int) -> int:
    """Of the courses that a page has shown, those that are ticked are offered again; says how many changed."""
    known = [each for each in courses_of(db, who.site) if each.key in shown]
    changed = [each for each in known if each.offered_again != (each.key in ticked)]
    for course in changed:
        course.offered_again = course.key in ticked
        db.add(course)
    if changed:
        facts = {"proposes": _references(changed, True), "retires": _references(changed, False)}
        note(db, who, audit.COURSES_OFFERED, "", now, **facts)
    return len(changed)


def _references(courses: Collection[Course], offered: bool) -> list[str]:
    return [each.reference for each in courses if each.offered_again == offered]


def disciplines_of(db: Session, site: int) -> list[str]:
    """What documents may be asked for: the disciplines of this year’s courses, and titles where there is none."""
    named = {each.discipline or each.title for each in courses_of(db, site)}
    return sorted(named, key=alphabetical)
