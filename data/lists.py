"""A list of thousands: a page of it, read from the nearer end, and the first of what a search finds, in its order.

A list is searched by the beginnings of words, which a table beside it holds. What is rare is gathered and put in order;
what is common is met soon on the way through the list. So neither costs more in a town of ten thousand families than in
one of a hundred; only words that are each common and never come together cost the whole way.
"""

from collections.abc import Iterable, Set
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, exists, func, select
from sqlmodel.sql.expression import SelectOfScalar

from data.alphabet import searchable
from data.batches import batches

PAGE_LENGTH = 50
MOST_WORDS = 8  # of a search; more would only narrow down what is narrow
AFTER_ALL = "\U0010ffff"  # behind every letter: the end of what begins alike
FEW = 1_000  # words that are gathered rather than met on the way: as dear as every tenth of ten thousand rows


class LongList(NamedTuple):
    """A list with an index in its order, and the table of the words by which it is searched."""

    row: Any  # the id of what is listed
    among: tuple[Any, ...]  # what holds of it, with the site as `site`
    order: tuple[Any, ...]
    words: Any  # the table: `site_id` and `word`
    link: Any  # which leads from a word to its row


class Place(NamedTuple):
    """Where a page lies, seen from the nearer end of its list."""

    backwards: bool
    offset: int
    limit: int


def place_of(total: int, page: int) -> Place:
    """Where a page lies in a list of so many; beyond the last one there is nothing."""
    before = (page - 1) * PAGE_LENGTH
    here = max(min(PAGE_LENGTH, total - before), 0)
    behind = max(total - before - here, 0)
    return Place(True, behind, here) if behind < before else Place(False, before, here)


def ids_on_page(listed: LongList, backwards: bool, *where: Any) -> SelectOfScalar[int]:
    """What finds the rows of a page, in any order; it asks for `site`, and for `offset` and `limit` of a Place."""
    order = [each.desc() for each in listed.order] if backwards else listed.order
    found: SelectOfScalar[int] = select(listed.row).where(*listed.among, *where).order_by(*order)
    return found.offset(sa.bindparam("offset")).limit(sa.bindparam("limit"))


def first_found(db: Session, listed: LongList, site: int, sought: str) -> list[int]:
    """The first rows of which each word of a search begins some word, one more than a page at most. Two statements."""
    words = sorted(set(searchable(sought).split()), key=len, reverse=True)[:MOST_WORDS]
    if not words:
        return []
    counts = db.connection().execute(weigh(listed, words), {"site": site}).one()
    rarest = sorted(zip(counts, words, strict=True))
    if not rarest[0][0]:
        return []
    found = seek(listed, [word for _, word in rarest], rare=rarest[0][0] <= FEW)
    return list(db.connection().scalars(found, {"site": site}))


def weigh(listed: LongList, words: list[str]) -> Any:
    """What counts how many words begin with each of these, no further than it matters."""
    begun = (sa.select(sa.literal(1)).where(*_of_site(listed, word)).limit(FEW + 1).subquery("begun") for word in words)
    return sa.select(*(sa.select(func.count()).select_from(each).scalar_subquery() for each in begun))


def seek(listed: LongList, words: list[str], rare: bool) -> SelectOfScalar[int]:
    """What finds the first rows with these words: out of those of the first word if it is rare, else along the list."""
    found: SelectOfScalar[int] = select(listed.row)
    if rare:
        found = found.where(listed.row.in_(select(listed.link).where(*_of_site(listed, words[0]))))
    else:
        found = found.where(*listed.among)
    for word in words[1:] if rare else words:
        found = found.where(exists().where(listed.link == listed.row, *_begins(listed, word)))
    return found.order_by(*listed.order).limit(PAGE_LENGTH + 1)


def _of_site(listed: LongList, word: str) -> tuple[Any, ...]:
    return listed.words.site_id == sa.bindparam("site"), *_begins(listed, word)


def _begins(listed: LongList, word: str) -> tuple[Any, Any]:
    return listed.words.word >= word, listed.words.word < word + AFTER_ALL


class Change(NamedTuple):
    """A row, and the words by which it was found and is to be found."""

    site: int
    row: int
    held: Set[str]
    wanted: Set[str]


def rewrite(db: sa.Connection, listed: LongList, changes: Iterable[Change]) -> None:
    """Write the words that differ, a batch of rows at a time."""
    here = listed.link == sa.bindparam("_row"), listed.words.word == sa.bindparam("_word")
    forget = sa.delete(listed.words).where(*here)
    for some in batches(changes):
        gone = [{"_row": row, "_word": word} for _, row, held, wanted in some for word in held - wanted]
        new = [
            {"site_id": site, listed.link.key: row, "word": word}
            for site, row, held, wanted in some
            for word in sorted(wanted - held)
        ]
        if gone:
            db.execute(forget, gone)
        if new:
            db.execute(sa.insert(listed.words), new)
