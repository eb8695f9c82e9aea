"""What the office’s screens show beside the families: imports in every state, holidays, two adults, second factors."""

import datetime
import time
from pathlib import Path

from sqlmodel import Session, select

from data import audit, directory, import_runs, second_factor
from data.accounts import Account, hash_password
from data.families import Family, Guardian
from data.import_runs import RunState
from data.imports.places import Places, Progress
from data.imports.report import Counts, Report, told
from data.keys import digest, plain
from data.second_factor import RecoveryCode
from data.sites import Holiday, Site, site_of
from tests.asking_for import as_person
from tests.house.affairs import account_of
from tests.people import PASSWORD, People, Someone
from tests.second_steps import SECRET

FAR_RUN = "farfar22"  # the key of the import that never ends
PRINTED = tuple(f"{letter * 6}-{letter * 6}-{letter * 6}" for letter in "abcdefgh")  # one for each who comes in
BROKEN = [f"familles.csv, ligne {line}, « Nom » : il manque" for line in range(2, 30)]


def furnish_desk(db: Session, people: People, many: str) -> Someone:
    """Gives the one whose site wants a second factor that they have not set up."""
    site = site_of(db, people.office.site)
    assert site
    done = Report(tables={"familles": Counts(changed=3, unchanged=80)})
    _import(db, people.office, "refused2", RunState.REFUSED, Report(), *BROKEN)
    _import(db, people.office, "broken22", RunState.INTERRUPTED, Report())
    _import(db, people.office, "written2", RunState.IMPORTED, done)
    import_runs.begin(db, as_person(db, people.far_office), FAR_RUN, "form of it", True, int(time.time()))
    db.add(Holiday(site_id=site.id, name="Noël", first_day=_day(19), last_day=_day(31)))
    family = db.exec(select(Family).where(Family.site_id == site.id, Family.reference == many)).one()
    other = Guardian(family_id=family.id, rank=1, surname="MARTIN", given_name="Paul", address="Lieu-dit\n" * 9)
    db.add(other)
    db.flush()
    db.add(Account(site_id=site.id, username="pmartin", guardian_id=other.id))
    _fill_journal(db, site.id)
    secure(db, people.clerk)
    directory.refresh(db.connection(), site.id)
    return _unsecured(db)


def _day(day: int) -> datetime.date:
    return datetime.date(2026, 12, day)


def _fill_journal(db: Session, site: int) -> None:
    """More than a page, so that the visitors, whose coming is noted, add no new kind of page to it."""
    for _ in range(60):
        audit.note(
            db, site=site, account=None, who="accueil", action=audit.SIGNED_OUT, subject="", now=int(time.time())
        )


def _import(db: Session, who: Someone, key: str, state: RunState, report: Report, *errors: str) -> None:
    now = int(time.time())
    import_runs.begin(db, as_person(db, who), key, f"form of {key}", False, now)
    import_runs.settle(db, key, state, told(report, list(errors)), now)


def secure(db: Session, who: Someone) -> None:
    """A second factor, and printed codes that are known."""
    account = account_of(db, who)
    second_factor.turn_on(db, account.id, SECRET, 0)
    for code in PRINTED:
        db.add(RecoveryCode(account_id=account.id, digest=digest(plain(code))))


def _unsecured(db: Session) -> Someone:
    site = Site(slug="rive-neuve", name="Conservatoire 3", institution="Conservatoire de Danse")
    site.second_factor_required = True
    db.add(site)
    db.flush()
    db.add(Account(site_id=site.id, username="secretariat", office=True, password_hash=hash_password(PASSWORD)))
    return Someone(site.slug, "secretariat", "")


def keep_at_work(home: Path) -> int:
    """Hold the lock of the far site, as the process that imports does; gives the handle."""
    places = Places(home / "imports")
    handle = places.hold(2)
    assert handle is not None
    places.run(FAR_RUN).mkdir()
    places.report(FAR_RUN, Progress("Essai des lignes", 1200, 4000))
    return handle
