"""The words of a site on its screens. Those of Accueil and the legal notes stand with the site, introductions here.

Every page of a family may have an introduction, and none is to pay a statement for it: each process keeps those of a
site under the version that the person’s own row says, so that no process shows what has been changed meanwhile. The
version is the digest of what it stands for: whatever database it comes from, it says the same.
"""

import enum
import hashlib
import json
from collections.abc import Mapping

from sqlmodel import Field, Session, SQLModel, bindparam, select

from data import audit
from data.database import rows
from data.journal import note
from data.sessions import Person
from data.sites import Site

LONGEST = 6000  # characters: a page stays within its weight
LONGEST_INTRODUCTION = 1000
MOST_KEPT = 64  # versions whose introductions a process keeps


class Place(enum.StrEnum):
    """Where a text stands, as its address says."""

    HOME = "accueil"
    LEGAL_NOTICE = "mentions"
    SIGN_IN = "connexion"
    FAMILY = "famille"
    FEES = "cotisations"
    RENTALS = "location"
    STUDENTS = "eleves"
    STUDENT = "identite"
    COURSES = "cours"
    HISTORY = "historique"
    REPERTOIRE = "repertoire"
    REENROLMENT = "reinscription"
    AGENDA = "agenda"
    REQUESTS = "demandes"


OF_SITE = {Place.HOME: "welcome", Place.LEGAL_NOTICE: "legal_notice"}  # columns of the site itself


class SiteText(SQLModel, table=True):
    """The introduction that a site has given one of its screens."""

    __tablename__ = "site_text"

    site_id: int = Field(primary_key=True, foreign_key="site.id")
    place: str = Field(primary_key=True)
    text: str


INTRODUCTIONS = select(SiteText.place, SiteText.text).where(SiteText.site_id == bindparam("site"))
Texts = Mapping[str, str]
_kept: dict[str, Texts] = {}  # by version
NO_TEXTS: Texts = {}


def introductions_of(db: Session, site: int, version: str) -> Texts:
    """By place. One statement the first time that a process meets a version, and none after that."""
    if not version:
        return NO_TEXTS
    if version not in _kept:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[version] = _introductions(db, site)
    return _kept[version]


def _introductions(db: Session, site: int) -> dict[str, str]:
    return {row.place: row.text for row in rows(db, INTRODUCTIONS, site=site)}


def texts_of(db: Session, site: Site) -> dict[Place, str]:
    """Every text of a site. One statement."""
    own = {place: getattr(site, attribute) for place, attribute in OF_SITE.items()}
    introductions = _introductions(db, site.id)
    return {place: own.get(place, introductions.get(place, "")) for place in Place}


def longest(place: Place) -> int:
    """How many characters a text may have."""
    return LONGEST if place in OF_SITE else LONGEST_INTRODUCTION


def change(db: Session, who: Person, place: Place, text: str, now: int) -> bool:
    """Make one text what its office has written; nothing takes an introduction away. False when it was so already."""
    site = db.get_one(Site, who.site)
    if texts_of(db, site)[place] == text:
        return False
    if place in OF_SITE:
        setattr(site, OF_SITE[place], text)
    else:
        _introduce(db, site, place, text)
    db.add(site)
    note(db, who, audit.TEXT_CHANGED, "", now, texte=place)
    return True


def _introduce(db: Session, site: Site, place: Place, text: str) -> None:
    held = db.get(SiteText, (site.id, place))
    if held and not text:
        db.delete(held)
    elif text:
        db.merge(SiteText(site_id=site.id, place=place, text=text))
    db.flush()
    standing = sorted(_introductions(db, site.id).items())
    site.texts_version = hashlib.sha256(json.dumps(standing).encode()).hexdigest()[:16] if standing else ""
