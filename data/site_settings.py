"""What an office settles of its site on its screen: read, compared with what changed meanwhile, written, noted."""

import datetime
import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlmodel import Session

from data import audit, purging
from data.journal import note
from data.sessions import Person
from data.site_decisions import DECISIONS, contradictions
from data.sites import Site

Texts = Mapping[str, str]
DECIDED = (  # in the order of the page
    "nom",
    "etablissement",
    "adresse",
    "cp",
    "ville",
    "telephone",
    "courriel",
    "location",
    "renouvellement",
    "annee_courante",
    "premier_jour",
    "dernier_jour",
    "journal_garde",
    "pieces_gardees",
    "courriels_gardes",
    "familles_gardees",
)
BRIEF = 80  # characters of a value in the journal


class Clash(NamedTuple):
    """What somebody else has changed since a page was shown, and this form would change too."""

    name: str
    shown: str
    current: str
    wished: str


class Settled(NamedTuple):
    """What came of a form: nothing is written where there is a problem, a clash, or a family that may not go."""

    problems: dict[str, str]  # in French, by name of DECIDED
    clashes: list[Clash]
    changed: bool
    leaving: int = 0  # families that the wished retention erases
    may_go: bool = True

    @property
    def refused(self) -> bool:
        """Whether nothing was written, though something may have been wished."""
        return bool(self.problems or self.clashes) or not self.may_go


def texts_of(site: Site) -> dict[str, str]:
    """What a site has decided, as a form holds it."""
    return {name: _text_of(getattr(site, DECISIONS[name].attribute)) for name in DECIDED}


def _text_of(value: Any) -> str:
    match value:
        case bool():
            return "oui" if value else "non"
        case int():
            return str(value)
        case datetime.date():
            return f"{value:%d/%m}/{value.year:04}"
        case _:
            return str(value or "")


def settle(db: Session, who: Person, shown: Texts, typed: Texts, now: int, *, may_go: str = "") -> Settled:
    """Write what this form itself has changed; what it leaves alone may have changed meanwhile, and stays so.

    A retention that makes families go is written once `may_go` says how many.
    """
    site = db.get_one(Site, who.site)
    current = texts_of(site)
    wished = {name: typed[name] for name in DECIDED if name in typed and typed[name] != shown.get(name, current[name])}
    values, problems = _read(wished)
    problems |= contradictions(db, site, {DECISIONS[name].attribute: value for name, value in values.items()})
    clashes = clashes_of(shown, current, wished)
    leaving = len(purging.leaving(db, site.id, values.get("familles_gardees", 0), now))
    told = {name: problems[name] for name in DECIDED if name in problems}
    outcome = Settled(told, clashes, False, leaving, not leaving or may_go == str(leaving))
    return outcome if outcome.refused else outcome._replace(changed=_write(db, who, site, values, now))


def clashes_of(shown: Texts, current: Texts, wished: Texts) -> list[Clash]:
    """Where two have changed the same thing, each otherwise."""
    moved = [name for name in wished if shown.get(name, current[name]) != current[name] != wished[name]]
    return [Clash(name, shown[name], current[name], wished[name]) for name in moved]


def digest_of(text: str) -> str:
    """Enough of a long text for a form to tell whether it has changed meanwhile."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _read(wished: Texts) -> tuple[dict[str, Any], dict[str, str]]:
    values, problems = {}, {}
    for name, written in wished.items():
        try:
            values[name] = DECISIONS[name].read(written)
        except ValueError as trouble:
            problems[name] = f"{trouble}"
    return values, problems


def _write(db: Session, who: Person, site: Site, values: Mapping[str, Any], now: int) -> bool:
    held = {name: getattr(site, DECISIONS[name].attribute) for name in values}
    changed = [name for name, value in values.items() if held[name] != value]
    for name in changed:
        setattr(site, DECISIONS[name].attribute, values[name])
    db.add(site)
    if changed:
        facts = {name: [_text_of(held[name])[:BRIEF], _text_of(values[name])[:BRIEF]] for name in changed}
        note(db, who, audit.SITE_SETTLED, "", now, **facts)
    return bool(changed)
