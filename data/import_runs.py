"""Imports by screen (ImportRun): who sent which export when, what a dry run said, and what came of it."""

import enum
from typing import Any

from sqlmodel import JSON, Column, Field, Session, SQLModel, and_, col, delete, func, select, update

from data import accounts, audit, journal, sites
from data.keys import new_key
from data.later import since_then
from data.sessions import Person
from data.sites import Site

KEPT = 90 * 86400  # seconds that a report can be read
FILES_KEPT = 86400  # seconds that the files wait for a decision
PAGE_LENGTH = 50
ANOTHER_MADE = (
    "Un autre import a été fait depuis cet essai : ce qu’il annonce ne vaut plus. Envoyez l’export de nouveau."
)


class RunState(enum.StrEnum):
    """Where an import stands."""

    SIMULATING = "simulation"
    SIMULATED = "simule"
    IMPORTING = "import"
    IMPORTED = "importe"
    REFUSED = "refuse"
    INTERRUPTED = "interrompu"
    ABANDONED = "abandonne"


AT_WORK = (RunState.SIMULATING, RunState.IMPORTING)
ACTIONS = {
    RunState.SIMULATED: audit.IMPORT_SIMULATED,
    RunState.IMPORTED: audit.IMPORT_DONE,
    RunState.REFUSED: audit.IMPORT_REFUSED,
}


class ImportRun(SQLModel, table=True):
    """One export that was sent. Its files lie in a folder of this key until it is decided."""

    __tablename__ = "import_run"

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True)
    site_id: int = Field(foreign_key="site.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    who: str  # the identifiant, kept when the account goes
    confirmed_by: str = Field(default="", sa_column_kwargs=since_then(""))  # the identifiant; empty: not confirmed
    form_id: str = Field(unique=True)  # of the form that sent it: sent twice, it leads to the same import
    remove_absent: bool
    state: str = RunState.SIMULATING
    started_at: int  # seconds since 1970; of the step that is or was the last one
    finished_at: int | None = None
    digest: str = ""  # of the files that were checked
    base: int = Field(default=0, sa_column_kwargs=since_then(0))  # Site.imports_made when they were
    report: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))

    def may_be_confirmed(self, now: int) -> bool:
        """Whether it can be imported for good: checked, and its files still there."""
        return self.state == RunState.SIMULATED and (self.finished_at or 0) > now - FILES_KEPT


SUPERSEDED = col(ImportRun.base) != col(Site.imports_made)
WHO = (ImportRun.who, ImportRun.confirmed_by)
LISTED = (ImportRun.key, ImportRun.started_at, *WHO, ImportRun.state, ImportRun.finished_at, SUPERSEDED)


def run_with(db: Session, site: int, key: str) -> ImportRun | None:
    """An import of a site."""
    return db.exec(select(ImportRun).where(ImportRun.site_id == site, ImportRun.key == key)).first()


def is_superseded(db: Session, run: ImportRun) -> bool:
    """Whether another import of the site was made since this one was tried: what its dry run says holds no longer."""
    return sites.imports_made(db, run.site_id) != run.base


def run_of_form(db: Session, site: int, form_id: str) -> str | None:
    """The key of the import that a form has begun."""
    return db.exec(select(ImportRun.key).where(ImportRun.site_id == site, ImportRun.form_id == form_id)).first()


def runs_of(db: Session, site: int, page: int) -> list[Any]:
    """One page of the imports of a site, the newest first, without their reports: LISTED of each."""
    listed = select(*LISTED).join(Site, col(Site.id) == ImportRun.site_id).where(ImportRun.site_id == site)  # type: ignore[call-overload]
    newest = listed.order_by(col(ImportRun.id).desc())
    return list(db.exec(newest.limit(PAGE_LENGTH).offset(PAGE_LENGTH * (page - 1))))


def count_of(db: Session, site: int) -> int:
    """How many imports of a site are remembered."""
    return db.exec(select(func.count(col(ImportRun.id))).where(ImportRun.site_id == site)).one()


def begin(db: Session, who: Person, key: str, form_id: str, remove_absent: bool, now: int) -> None:
    """A new import of this site. Only for who holds the site’s lock: another that seems at work is dead."""
    interrupt(db, [who.site], now)
    author = accounts.username_of(db, who.account)
    db.add(
        ImportRun(
            key=key,
            site_id=who.site,
            account_id=who.account,
            who=author,
            form_id=form_id,
            remove_absent=remove_absent,
            started_at=now,
        )
    )


def confirm(db: Session, run: ImportRun, by: str, now: int) -> None:
    """« Importer pour de bon », by whom, as an identifiant. Only for who holds the site’s lock."""
    interrupt(db, [run.site_id], now)
    run.confirmed_by = by
    run.state, run.started_at, run.finished_at = RunState.IMPORTING, now, None
    db.add(run)


def abandon(db: Session, who: Person, run: ImportRun, now: int) -> None:
    """« Abandonner »."""
    run.state, run.finished_at = RunState.ABANDONED, now
    db.add(run)
    journal.note(db, who, audit.IMPORT_ABANDONED, run.key, now)


def settle(
    db: Session, key: str, state: RunState, report: dict[str, Any], now: int, digest: str = "", base: int = 0
) -> None:
    """What came of a step, with its journal entry, in the transaction of what was done; an interrupted one stays so."""
    run = db.exec(select(ImportRun).where(ImportRun.key == key)).one()
    if run.state not in AT_WORK:
        return
    run.state, run.finished_at, run.report, run.digest = state, now, report, digest or run.digest
    run.base = base or run.base
    db.add(run)
    totals: dict[str, int] = report.get("totals", {})
    if action := ACTIONS.get(state):
        who = run.confirmed_by or run.who
        account = accounts.account_called(db, run.site_id, who)
        audit.note(db, site=run.site_id, account=account, who=who, action=action, subject=key, now=now, **totals)


def at_work(db: Session) -> list[int]:
    """The sites of which an import says that it is at work."""
    return list(db.exec(select(ImportRun.site_id).where(col(ImportRun.state).in_(AT_WORK)).distinct()))


def interrupt(db: Session, sites: list[int], now: int) -> None:
    """The processes that worked for these sites are gone: nothing was written, and it is said."""
    dead = update(ImportRun).where(col(ImportRun.site_id).in_(sites), col(ImportRun.state).in_(AT_WORK))
    db.exec(dead.values(state=RunState.INTERRUPTED, finished_at=now))


def interrupt_trials(db: Session, site: int) -> None:
    """What a dry run has copied is true no longer; one that imports for good waits for its turn, and goes on."""
    trials = update(ImportRun).where(col(ImportRun.site_id) == site, col(ImportRun.state) == RunState.SIMULATING)
    db.exec(trials.values(state=RunState.INTERRUPTED))


def interrupted(db: Session, sites: list[int]) -> list[str]:
    """The imports of these sites that were interrupted: their files are nobody’s."""
    which = (col(ImportRun.site_id).in_(sites), ImportRun.state == RunState.INTERRUPTED)
    return list(db.exec(select(ImportRun.key).where(*which)))


def purge(db: Session, now: int) -> int:
    """Forget the imports of long ago, with their reports; says how many."""
    old = col(ImportRun.started_at) < now - KEPT, col(ImportRun.state).not_in(AT_WORK)
    return db.exec(delete(ImportRun).where(*old)).rowcount


def with_files(db: Session, now: int) -> set[str]:
    """The imports whose files are still wanted."""
    waiting = and_(col(ImportRun.state) == RunState.SIMULATED, col(ImportRun.finished_at) > now - FILES_KEPT)
    return set(db.exec(select(ImportRun.key).where(col(ImportRun.state).in_(AT_WORK) | waiting)))
