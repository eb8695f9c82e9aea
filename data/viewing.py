"""« Voir comme la famille »: a session of the office shows what one family sees, and changes nothing."""

from sqlmodel import Session, col, select, update

from data import audit, families, journal
from data.families import Family, Guardian
from data.sessions import Person, UserSession


def open_view(db: Session, person: Person, key: str, now: int) -> str | None:
    """Show the portal of a family of the person’s site, as its responsable sees it.

    Gives the key of the family that is shown from now on: another one’s, when the session shows that already.
    None when the site has no such family.
    """
    responsable = families.responsable_with(db, person.site, key)
    if responsable is None:
        return None
    shown = _shown_in(db, person.session)
    if not shown:
        _show(db, person, responsable)
        journal.note(db, person, audit.VIEW_OPENED, key, now)
    return shown or key


def close_view(db: Session, person: Person, now: int) -> None:
    """Show the portal of the office again; nothing happens where no family is shown."""
    shown = _shown_in(db, person.session)
    if shown:
        _show(db, person, None)
        journal.note(db, person, audit.VIEW_CLOSED, shown, now)


def _shown_in(db: Session, session: str) -> str:
    """The key of the family that a session shows."""
    guardian = select(UserSession.viewing_id).where(UserSession.token_digest == session).scalar_subquery()
    return db.exec(select(Family.key).join(Guardian).where(Guardian.id == guardian)).first() or ""


def _show(db: Session, person: Person, guardian: int | None) -> None:
    db.exec(update(UserSession).where(col(UserSession.token_digest) == person.session).values(viewing_id=guardian))
