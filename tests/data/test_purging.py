"""One purge: each kind of thing goes when its time is over, and not before."""

import datetime
from collections.abc import Iterator

import pytest
from sqlmodel import Session, col, select, update

from data import database, forgetting, kept_forms, purging
from data.accounts import Account
from data.courses import Course
from data.erasures import Erasures
from data.families import Family
from data.import_runs import ImportRun, RunState
from data.ledger import Entry
from data.outbox import Mail
from data.settings import Settings
from data.site_decisions import DECISIONS
from data.sites import Site
from tests.data.households import NOW

DAY = 86400
YEAR = 365 * DAY


@pytest.fixture
def db(settings: Settings) -> Iterator[Session]:
    with database.transaction(settings.database) as session:
        yield session


def purge(db: Session, settings: Settings, now: int) -> purging.Purged:
    return purging.purge(db, Erasures.of(settings), now)


def keep_families(db: Session, months: int) -> None:
    db.exec(update(Site).where(col(Site.slug) == "rive-gauche").values(families_kept=months))


def references(db: Session) -> set[str]:
    return set(db.exec(select(Family.reference).join(Site).where(Site.slug == "rive-gauche")))


def test_a_site_that_has_not_decided_keeps_every_family(db: Session, settings: Settings) -> None:
    assert purge(db, settings, NOW + 30 * YEAR).families == 0


def test_a_family_goes_so_many_months_after_its_last_year_or_operation(db: Session, settings: Settings) -> None:
    keep_families(db, 24)
    newest = max(db.exec(select(Course.school_year)))
    left = datetime.datetime(int(newest[5:]), 8, 31, tzinfo=datetime.UTC)
    assert purge(db, settings, int((left + datetime.timedelta(days=700)).timestamp())).families == 0
    db.exec(update(Entry).where(Entry.reference == "O-F-le-goff-fees").values(date=left.date().replace(year=2030)))  # type: ignore[arg-type]
    gone = purge(db, settings, int((left + datetime.timedelta(days=770)).timestamp()))
    assert (gone.families, references(db)) == (1, {"F-le-goff"})


def test_a_family_that_has_just_come_stays(db: Session, settings: Settings) -> None:
    keep_families(db, 1)
    db.add(Family(site_id=1, reference="F-new"))
    db.flush()
    purge(db, settings, NOW + 30 * YEAR)
    assert references(db) == {"F-new"}


@pytest.mark.parametrize(("days", "left"), [(29, 2), (30, 1)])
def test_a_mail_that_left_goes_after_its_days_and_one_that_waits_stays(
    db: Session, settings: Settings, days: int, left: int
) -> None:
    db.exec(update(Site).values(mails_kept=30))
    for sent in (None, NOW):
        mail = Mail(site_id=1, kind="password_changed", recipient="a@b.fr", created_at=NOW, due_at=NOW)
        mail.sent_at = sent
        db.add(mail)
    db.flush()
    purge(db, settings, NOW + days * DAY)
    assert len(db.exec(select(Mail)).all()) == left


@pytest.mark.parametrize(
    ("key", "value"), [("familles_gardees", "-1"), ("courriels_gardes", "0"), ("courriels_gardes", "x")]
)
def test_a_time_that_cannot_be_is_refused(key: str, value: str) -> None:
    with pytest.raises(ValueError, match="écrivez un nombre"):
        DECISIONS[key].read(value)


def test_the_first_day_of_a_month_before() -> None:
    assert purging.months_before(datetime.date(2026, 11, 24), 12) == datetime.date(2025, 11, 1)
    assert purging.months_before(datetime.date(2026, 1, 31), 1) == datetime.date(2025, 12, 1)


@pytest.mark.parametrize(("days", "left"), [(90, 1), (91, 0)])
def test_an_import_goes_with_its_report_after_ninety_days(
    db: Session, settings: Settings, days: int, left: int
) -> None:
    for state in (RunState.IMPORTED, RunState.IMPORTING):
        db.add(ImportRun(site_id=1, who="accueil", form_id=state, started_at=NOW, remove_absent=False, state=state))
    db.flush()
    assert purge(db, settings, NOW + days * DAY).imports == 1 - left
    assert len(db.exec(select(ImportRun)).all()) == left + 1  # one at work stays


def test_what_was_typed_goes_after_an_hour(db: Session, settings: Settings) -> None:
    account = db.exec(select(Account.id)).first()
    assert account
    kept_forms.keep(db, account, "/famille", {"town": "Olivet"}, NOW)
    assert [purge(db, settings, NOW + wait).forms for wait in (3599, 3600)] == [0, 1]


def test_no_report_speaks_of_families_whose_time_is_over(db: Session, settings: Settings) -> None:
    keep_families(db, 1)
    told = [f"familles, «\u00a0{each}\u00a0» : 12 rue du Moulin" for each in references(db)]
    db.add(
        ImportRun(
            site_id=1,
            who="accueil",
            form_id="f",
            started_at=NOW + 30 * YEAR,
            remove_absent=False,
            report={"warnings": told},
        )
    )
    db.flush()
    assert purge(db, settings, NOW + 30 * YEAR).families == len(told)
    assert db.exec(select(ImportRun)).one().report == {"warnings": [forgetting.FORGOTTEN]}
