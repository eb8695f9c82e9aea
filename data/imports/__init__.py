"""The export of the administrative software comes in: a folder of tables, all of it or nothing.

`tables` is the format; `checking` reads and checks every row before anything is
locked; `writing` brings a site to what the export says.
"""

import time
from collections.abc import Callable
from pathlib import Path

from sqlmodel import Session

from data import database as databases
from data import erasing, forgetting, purging, sites
from data.erasures import Erasures
from data.imports.checking import Progress, silent
from data.imports.folder import find_tables
from data.imports.moving import NOT_MOVED, Moved
from data.imports.passes import Wishes, check, write
from data.imports.reading import Reader
from data.imports.report import Counts, ImportRefused, Report
from data.imports.spool import Spool
from data.imports.tables import TABLES
from data.sites import Site

__all__ = [
    "Counts",
    "ImportRefused",
    "Moved",
    "Progress",
    "Report",
    "import_folder",
    "newest_school_year",
]
Settle = Callable[[Session, Report], None]


def leave(db: Session, report: Report) -> None:
    """Nothing else is to be written."""


def import_folder(
    database: Path,
    slug: str,
    folder: Path,
    *,
    dry_run: bool = False,
    remove_absent: bool = False,
    another: bool = False,
    moved: Moved = NOT_MOVED,
    progress: Progress = silent,
    settle: Settle = leave,
    erasures: Erasures | None = None,
    clock: Callable[[], float] = time.time,
) -> Report:
    """Bring a site to what an export says; with `dry_run` say the same and write nothing.

    Raises ImportRefused, with every error; also when the export looks like that of another site, unless `another` says
    that it is right. Others read meanwhile, and wait to write for the second pass only. `settle` writes what must be
    true if and only if the import is.
    """
    report = Report(dry_run)
    wishes = Wishes(dry_run, remove_absent, another, moved, progress)
    with Spool(database.parent) as spool:
        export = check(database, slug, folder, spool, wishes, report)
        with databases.transaction(database) as db:
            write(db, export, wishes, report)
            _erase_again(db, erasures, report)
            _tell_who_leaves(db, export.site, report, int(clock()))
            _end(db, export.site, settle, report)
    return report


def _erase_again(db: Session, erasures: Erasures | None, report: Report) -> None:
    """Families that were erased stay so, whatever an export brings back; and the report does not speak of them."""
    back = erasing.apply(db, erasures) if erasures else None
    if back and back.families:
        report.warnings = forgetting.silent_on(back.names, report.warnings)
        report.warn(f"familles effacées : {back.families} de cet export, qui ne sont pas reprises")


def _tell_who_leaves(db: Session, site: int, report: Report, now: int) -> None:
    """Families whose time is over come in all the same; the next purge erases them, and the next import brings them."""
    months = db.get_one(Site, site).families_kept
    if leaving := purging.leaving(db, site, months, now):
        report.warn(
            f"familles parties depuis plus de {months} mois : {len(leaving)} ; le portail les efface dans les "
            "24\u00a0heures, et chaque export qui les a encore les fait revenir"
        )


def _end(db: Session, site: int, settle: Settle, report: Report) -> None:
    """A dry run leaves nothing behind, and knows after which import it was made."""
    report.base = sites.imports_made(db, site)
    if report.dry_run:
        db.rollback()
        return
    if report.touched:
        sites.count_import(db, site)
    settle(db, report)


def newest_school_year(folder: Path) -> str:
    """« 2026-2027 »: the newest school year of the courses of an export. Raises ImportRefused."""
    errors: list[str] = []
    report = Report()
    courses = find_tables(folder, report, errors).get("cours")
    rows = Reader(TABLES["cours"], courses, NOT_MOVED, report, errors).rows() if courses else ()
    years: set[str] = {row["school_year"] for _, row in rows if "school_year" in row}
    if errors or not years:
        raise ImportRefused(errors or ["cours : aucune année scolaire dans cet export"])
    return max(years)
