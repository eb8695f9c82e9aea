"""The directory of a site (annuaire): families in French order, and the words that they are sought by.

Both are stored, folded and indexed, so that a list or a search costs the same in a town of a hundred families and of
ten thousand. Whoever writes names, towns or references asks for `refresh` in the same transaction.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, func, select

from data.alphabet import alphabetical, searchable
from data.database import rows
from data.families import Family, Guardian, count_in
from data.lists import PAGE_LENGTH, Change, LongList, first_found, ids_on_page, place_of, rewrite
from data.students import FamilyStudent, Student


class SearchWord(SQLModel, table=True):
    """One word that a family is found by: of a name, a town or a reference, its own or a student’s."""

    __tablename__ = "search_word"
    __table_args__ = (
        UniqueConstraint("family_id", "word"),
        sa.Index("ix_search_word_sought", "site_id", "word", "family_id"),
    )

    id: int = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key="site.id")
    family_id: int = Field(foreign_key="family.id")
    word: str


class Listed(NamedTuple):
    """A family in a list, in the order of _LISTED."""

    key: str
    surname: str
    given_name: str
    town: str
    reference: str
    students: int


class Found(NamedTuple):
    """What a search has found: the first of them in French order, and whether there are more."""

    families: list[Listed]
    has_more: bool


_STUDENTS = select(func.count()).where(FamilyStudent.family_id == Family.id).correlate(Family).scalar_subquery()


def _listed(families: Any) -> Any:
    """The families with these ids, in French order."""
    return (
        select(Family.key, Guardian.surname, Guardian.given_name, Guardian.town, Family.reference, _STUDENTS)  # type: ignore[call-overload]
        .join(Guardian, col(Guardian.family_id) == Family.id)
        .where(Guardian.rank == 0, col(Family.id).in_(families))
        .order_by(Family.sorted_as, Family.id)
    )


FAMILIES = LongList(
    row=col(Family.id),
    among=(Family.site_id == sa.bindparam("site"),),
    order=(col(Family.sorted_as), col(Family.id)),
    words=SearchWord,
    link=col(SearchWord.family_id),
)
LISTED = {backwards: _listed(ids_on_page(FAMILIES, backwards)) for backwards in (False, True)}


def families_in(db: Session, site: int, page: int = 1) -> tuple[list[Listed], int]:
    """One page of the families of a site, and how many it has. Two statements."""
    total = count_in(db, site)
    backwards, offset, limit = place_of(total, page)
    found = rows(db, LISTED[backwards], site=site, offset=offset, limit=limit)
    return [Listed._make(row) for row in found], total


def families_sought(db: Session, site: int, sought: str) -> Found:
    """The first families of which each word of a search begins some word. Three statements."""
    found = ids_sought(db, site, sought)
    return Found(
        [Listed._make(row) for row in rows(db, _listed(found[:PAGE_LENGTH]))] if found else [],
        len(found) > PAGE_LENGTH,
    )


def ids_sought(db: Session, site: int, sought: str) -> list[int]:
    """Their ids, one more than a page at most. Two statements."""
    return first_found(db, FAMILIES, site, sought)


_FAMILY: Any = sa.bindparam("_family")
RENAME = sa.update(Family).where(col(Family.id) == _FAMILY).values(sorted_as=sa.bindparam("name"))


class Entry(NamedTuple):
    """What the directory says of a family."""

    sorted_as: str
    words: frozenset[str]


def refresh(db: sa.Connection, site: int, families: Iterable[int] | None = None) -> None:
    """Make the directory say what the records say, of some families or of the whole site; only what differs is written.

    Four statements and what they bring to write.
    """
    some = None if families is None else list(families)
    wanted, held = _wanted(db, site, some), _held(db, site, some)
    renamed = [(id_, each.sorted_as) for id_, each in wanted.items() if each.sorted_as != held[id_].sorted_as]
    if renamed:
        db.execute(RENAME, [{"_family": family, "name": name} for family, name in renamed])
    rewrite(db, FAMILIES, (Change(site, id_, held[id_].words, each.words) for id_, each in wanted.items()))


def _wanted(db: sa.Connection, site: int, families: list[int] | None) -> dict[int, Entry]:
    names: dict[int, str] = {}
    words: defaultdict[int, set[str]] = defaultdict(set)
    for family, rank, surname, given_name, *others in _guardians(db, site, families):
        if rank == 0 or family not in names:
            names[family] = f"{surname} {given_name}"
        words[family].update(_words(surname, given_name, *others))
    for family, *said in _students(db, site, families):
        words[family].update(_words(*said))
    return {family: Entry(alphabetical(name), frozenset(words[family])) for family, name in names.items()}


def _words(*said: str) -> set[str]:
    return {word for each in said for word in searchable(each).split()}


def _guardians(db: sa.Connection, site: int, families: list[int] | None) -> Iterator[Any]:
    asked = (
        select(Family.id, Guardian.rank, Guardian.surname, Guardian.given_name, Guardian.town, Family.reference)  # type: ignore[call-overload]
        .join(Guardian, col(Guardian.family_id) == Family.id)
        .order_by(Family.id, Guardian.rank)
    )
    yield from db.execute(_among(asked, site, families))


def _students(db: sa.Connection, site: int, families: list[int] | None) -> Iterator[Any]:
    asked = (
        select(Family.id, Student.surname, Student.given_name, Student.reference)
        .join(FamilyStudent, col(FamilyStudent.family_id) == Family.id)
        .join(Student, col(Student.id) == FamilyStudent.student_id)
    )
    yield from db.execute(_among(asked, site, families))


def _held(db: sa.Connection, site: int, families: list[int] | None) -> Mapping[int, Entry]:
    words: defaultdict[int, set[str]] = defaultdict(set)
    asked = select(Family.id, SearchWord.word).join(SearchWord, col(SearchWord.family_id) == Family.id)
    for family, word in db.execute(_among(asked, site, families)):
        words[family].add(word)
    named = db.execute(_among(select(Family.id, Family.sorted_as), site, families))
    return {family: Entry(sorted_as, frozenset(words[family])) for family, sorted_as in named}


def _among(asked: Any, site: int, families: list[int] | None) -> Any:
    asked = asked.where(Family.site_id == site)
    return asked if families is None else asked.where(col(Family.id).in_(families))


def refresh_record(db: Session, record: Guardian | Student) -> None:
    """What the directory says of the families of one record that has just been changed."""
    db.flush()
    of_student = select(FamilyStudent.family_id).where(FamilyStudent.student_id == record.id)
    families = list(db.exec(of_student)) if isinstance(record, Student) else [record.family_id]
    sites = db.exec(select(Family.site_id).where(col(Family.id).in_(families)).distinct()).all()
    for site in sites:
        refresh(db.connection(), site, families)
