"""What an office makes of its site’s reference lists: one value a line, read, compared and written."""

import datetime
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlmodel import Session, col, delete

from data import audit, kinds
from data.journal import note
from data.reference_lists import DEFAULTS, Listed, ReferenceValue, lists_of
from data.sessions import Person
from data.site_settings import digest_of

LONGEST = 100  # characters of a value
MOST = 60  # values of a list
Texts = Mapping[str, str]


class Settled(NamedTuple):
    """What came of a form: nothing is written where there is a problem."""

    problems: dict[Listed, str]
    changed: list[Listed]


def texts_of(db: Session, site: int) -> dict[str, str]:
    """Each list as its form holds it. One statement."""
    held = lists_of(db, site)
    return {listed.value: "\n".join(held[listed]) for listed in Listed}


def digests_of(texts: Texts) -> dict[str, str]:
    """Of each list enough to tell whether it has changed meanwhile."""
    return {listed: digest_of(text) for listed, text in texts.items()}


def settle(db: Session, who: Person, shown: Texts, typed: Texts, now: int) -> Settled:
    """Write the lists that this form has changed; an empty one gives way to the portal’s own.

    `shown` are the digests of what the page had shown; of a list that has changed meanwhile the form must decide anew.
    """
    current, values, problems = texts_of(db, who.site), {}, {}
    for listed in Listed:
        words = lines_of(typed.get(listed, current[listed]))
        written = "\n".join(words)
        if written == current[listed] or digest_of(written) == shown.get(listed):
            continue
        values[listed] = words
        if trouble := _trouble(words) or _meanwhile(shown.get(listed), current[listed]):
            problems[listed] = trouble
    if problems:
        return Settled(problems, [])
    changed = [listed for listed, words in values.items() if words or current[listed] != "\n".join(DEFAULTS[listed])]
    for listed in changed:
        _write(db, who.site, listed, values[listed])
    if changed:
        note(db, who, audit.LISTS_CHANGED, "", now, listes=changed)
    return Settled({}, changed)


def lines_of(written: str) -> list[str]:
    """One value a line; lines without words do not count."""
    return [words for line in written.splitlines() if (words := " ".join(line.split()))]


def _trouble(words: Sequence[str]) -> str:
    """What is wrong with a list, in French."""
    seen: set[str] = set()
    for each in words:
        if len(each) > LONGEST:
            return f"« {kinds.shortened(each)} » compte {len(each)} caractères, {LONGEST} au plus"
        if each.casefold() in seen:
            return f"« {kinds.shortened(each)} » y figure deux fois"
        seen.add(each.casefold())
        try:
            kinds.text(each, datetime.date.max)
        except ValueError as trouble:
            return f"« {kinds.shortened(each)} » : {trouble}".removesuffix(".")
    return f"{MOST} valeurs au plus" if len(words) > MOST else ""


def _meanwhile(shown: str | None, current: str) -> str:
    if shown in (None, digest_of(current)):
        return ""
    return f"cette liste a changé entre-temps, elle est maintenant : {', '.join(current.splitlines())}"


def _write(db: Session, site: int, listed: Listed, words: Sequence[str]) -> None:
    db.exec(delete(ReferenceValue).where(col(ReferenceValue.site_id) == site, col(ReferenceValue.listed) == listed))
    db.add_all(ReferenceValue(site_id=site, listed=listed, rank=rank, words=each) for rank, each in enumerate(words))
    db.flush()
