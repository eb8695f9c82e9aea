"""What imports by screen leave behind: those whose process is gone are interrupted, and their files go."""

from sqlmodel import Session

from data import import_runs
from data.imports.places import Places


def tidy(db: Session, places: Places, now: int) -> None:
    """At the start of a portal and once a day. What a killed process had begun was never written."""
    dead = [site for site in import_runs.at_work(db) if not places.is_held(site)]
    import_runs.interrupt(db, dead, now)
    for key in import_runs.interrupted(db, dead):
        places.drop(key)
    places.sweep(import_runs.with_files(db, now), now)
