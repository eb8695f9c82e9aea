"""The logo of a site, in the database, so that a backup has it."""

import hashlib
from collections.abc import Sequence

from sqlmodel import Field, LargeBinary, Session, SQLModel, select

from data import audit
from data.journal import note
from data.sessions import Person
from data.sites import Site


class SiteLogo(SQLModel, table=True):
    """A small PNG that the portal itself has drawn."""

    __tablename__ = "site_logo"

    site_id: int = Field(primary_key=True, foreign_key="site.id")
    name: str = Field(unique=True)  # in its address; changes with the content
    content: bytes = Field(sa_type=LargeBinary)


def content_of(db: Session, name: str) -> bytes | None:
    """The logo at an address, which is public. One statement."""
    return db.exec(select(SiteLogo.content).where(SiteLogo.name == name)).first()


def picture_of(db: Session, site: Site) -> bytes:
    """The logo of a site; empty, and without a statement, when it has none."""
    return (content_of(db, site.logo) if site.logo else None) or b""


def shared_by(sites: Sequence[Site]) -> str:
    """The address of the picture that all these sites have; empty when one of them has another one, or none."""
    pictures = {site.logo.rpartition("-")[2] for site in sites}
    return sites[0].logo if len(pictures) == 1 else ""


def keep(db: Session, who: Person, content: bytes, now: int) -> None:
    """It takes the place of the one there was."""
    site = db.get_one(Site, who.site)
    site.logo = f"{site.slug}-{hashlib.sha256(content).hexdigest()[:12]}"
    db.merge(SiteLogo(site_id=site.id, name=site.logo, content=content))
    db.add(site)
    note(db, who, audit.LOGO_CHANGED, "", now, octets=len(content))


def remove(db: Session, who: Person, now: int) -> None:
    """The portal’s own mark comes back."""
    site, held = db.get_one(Site, who.site), db.get(SiteLogo, who.site)
    if held:
        site.logo = ""
        db.add(site)
        db.delete(held)
        note(db, who, audit.LOGO_CHANGED, "", now, octets=0)
