"""What an office settles of its site on its screen: read, compared with what changed meanwhile, written, noted."""

import datetime
import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from data import audit
from data.changes import kinds
from data.journal import note
from data.sessions import Person
from data.site_decisions import DECISIONS
from data.sites import Site

Texts = Mapping[str, str]
# In the order of the page: the name of each decision, and what may be written there, where that is not a choice.
DECIDED = {
    "nom": kinds.name,
    "etablissement": kinds.text,
    "adresse": kinds.text,
    "cp": kinds.postcode,
    "ville": kinds.text,
    "telephone": kinds.phone,
    "courriel": kinds.email,
    "location": None,
    "renouvellement": None,
    "annee_courante": None,
    "premier_jour": None,
    "dernier_jour": None,
    "journal_garde": None,
    "courriels_gardes": None,
    "familles_gardees": None,
}
LONGEST = {"nom": 80, "adresse": 200}
LONGEST_LINE = 120  # characters of the others
BRIEF = 80  # characters of a value in the journal


class Clash(NamedTuple):
    """What somebody else has changed since a page was shown, and this form would change too."""

    name: str
    shown: str
    current: str
    wished: str


class Settled(NamedTuple):
    """What came of a form: nothing is written where there is a problem or a clash."""

    problems: dict[str, str]  # in French, by name of DECIDED
    clashes: list[Clash]
    changed: bool


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


def settle(db: Session, who: Person, shown: Texts, typed: Texts, now: int, today: datetime.date) -> Settled:
    """Write what this form itself has changed; what it leaves alone may have changed meanwhile, and stays so."""
    site = db.get_one(Site, who.site)
    current = texts_of(site)
    wished = {name: typed[name] for name in DECIDED if name in typed and typed[name] != shown.get(name, current[name])}
    values, problems = _read(wished, today)
    problems |= _problems_between(db, site, values)
    clashes = clashes_of(shown, current, wished)
    if problems or clashes:
        return Settled({name: problems[name] for name in DECIDED if name in problems}, clashes, changed=False)
    return Settled({}, [], _write(db, who, site, values, now))


def clashes_of(shown: Texts, current: Texts, wished: Texts) -> list[Clash]:
    """Where two have changed the same thing, each otherwise."""
    moved = [name for name in wished if shown.get(name, current[name]) != current[name] != wished[name]]
    return [Clash(name, shown[name], current[name], wished[name]) for name in moved]


def digest_of(text: str) -> str:
    """Enough of a long text for a form to tell whether it has changed meanwhile."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _read(wished: Texts, today: datetime.date) -> tuple[dict[str, Any], dict[str, str]]:
    values, problems = {}, {}
    for name, written in wished.items():
        kind, longest = DECIDED[name], LONGEST.get(name, LONGEST_LINE)
        try:
            values[name] = DECISIONS[name].read(kind(written, today) if kind else written)
            if len(written) > longest:
                raise ValueError(f"{longest} caractères au plus")
        except ValueError as trouble:
            problems[name] = f"{trouble}".removesuffix(".")
    return values, problems


def _problems_between(db: Session, site: Site, values: Mapping[str, Any]) -> dict[str, str]:
    """What is right on its own, but not beside the others."""
    first, last = values.get("premier_jour", site.first_day), values.get("dernier_jour", site.last_day)
    found = {}
    if first and last and last < first and values.keys() & {"premier_jour", "dernier_jour"}:
        found["dernier_jour"] = "ce jour est avant le premier"
    others = select(Site.name).where(col(Site.id) != site.id)
    if "nom" in values and any(values["nom"].casefold() == other.casefold() for other in db.exec(others)):
        found["nom"] = "un autre site de ce portail porte déjà ce nom"
    return found


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
