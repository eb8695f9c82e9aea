"""The two passes of an import: first everything is checked, with nobody kept waiting; then everything is written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from data import database, directory
from data.imports import by_hand, site_file, stored
from data.imports.checking import Checker, Progress
from data.imports.faces import Crowd
from data.imports.folder import find_tables
from data.imports.guardians import GuardianWriter, Identities, settle
from data.imports.leaving import close_calendars, shut_out
from data.imports.moving import Moved
from data.imports.removal import remove
from data.imports.report import ImportRefused, Report, at, euros
from data.imports.shapes import Row, Table
from data.imports.spool import Spool
from data.imports.students import StudentWriter
from data.imports.tables import ALL, FILES
from data.imports.usernames import Usernames, make_accounts
from data.imports.weighing import AllScales, Scales, scales_of, settle_holds
from data.imports.writing import Writer
from data.ledger import Entry, EntryLine
from data.site_decisions import contradictions
from data.sites import Site

FIRST = ("familles", "eleves")  # what a first import cannot do without
WRITERS: dict[str, type[Writer]] = {"eleves": StudentWriter, "responsables": GuardianWriter}


@dataclass(frozen=True)
class Wishes:
    """How an import is to be done."""

    dry_run: bool
    remove_absent: bool
    another: bool  # even though it may be another site’s export
    moved: Moved
    progress: Progress


@dataclass(frozen=True)
class Export:
    """A folder that has been checked: its rows lie in the spool."""

    site: int
    spool: Spool
    identities: Identities
    other_families: frozenset[str]  # references under which the export has other people altogether
    usernames: Usernames
    decided: dict[str, Any]
    references: dict[str, list[str]]
    accounts: list[Row]


def check(path: Path, slug: str, folder: Path, spool: Spool, wishes: Wishes, report: Report) -> Export:
    """The first pass. Raises ImportRefused with every error."""
    errors: list[str] = []
    files = find_tables(folder, report, errors)
    with database.reading(path) as db:
        held = stored.held(db, slug, _needed(files, wishes.remove_absent))
        crowd = Crowd(db, held.site)
    errors += [
        f"{name} : ce fichier est nécessaire au premier import" for name in FIRST if held.empty and name not in files
    ]
    checker = Checker(held, crowd, spool, report, errors)
    for name, file in files.items():
        checker.read(name, file, wishes.moved, wishes.progress)
    site = site_file.SiteFile(folder, wishes.moved, errors)
    accounts = checker.read_site(site)
    decided, references = site.decisions(), site.references()
    errors += _clashes(path, held.site, decided)
    _refuse(errors, crowd.doubts(), wishes, report)
    people = (checker.identities, crowd.other_families, checker.usernames)
    return Export(held.site, spool, *people, decided, references, accounts)


def _clashes(path: Path, site: int, decided: Mapping[str, Any]) -> list[str]:
    """What the site would decide that does not go together."""
    with database.reading(path) as db:
        clashes = contradictions(db, db.get_one(Site, site), decided)
    return [at(site_file.NAME, name, words) for name, words in clashes.items()]


def _refuse(errors: list[str], doubts: list[str], wishes: Wishes, report: Report) -> None:
    """Whose export it is comes first: what is wrong with it may follow from that. A dry run tells and goes on."""
    report.is_of_another_site = bool(doubts)
    asked = [] if wishes.another else doubts
    if errors or (asked and not wishes.dry_run):
        raise ImportRefused([*asked, *errors], asks=not errors)
    for sentence in asked:
        report.warn(sentence)


def _needed(files: Iterable[str], remove_absent: bool) -> set[str]:
    """The tables of which the portal must be asked what it holds: what will be removed does not count."""
    named = {"familles"}.union(*(FILES[name].named_tables for name in files))
    return named.difference(files) if remove_absent else named


def write(db: Session, export: Export, wishes: Wishes, report: Report) -> None:
    """The second pass, within a transaction."""
    link = db.connection()
    if export.decided:
        report.tables["site"] = site_file.decide(db, export.site, export.decided)
    if export.references:
        report.tables[site_file.REFERENCES] = site_file.settle_references(db, export.site, export.references)
    if "pieces" in export.spool:
        site_file.settle(link, export.site, [name for batch in export.spool["pieces"].batches() for name, *_ in batch])
    scales = scales_of(link, export.site)
    if "familles" in export.spool:
        settle(link, export.site, export.identities, scales["responsables"])
    tables = [table for table in (*site_file.LISTS, *ALL) if table.name in export.spool]
    gone = {table.name: _write_table(link, table, export, wishes, report, scales) for table in tables}
    settle_holds(link, scales.values(), report)
    shut_out(link, export.other_families, gone.get("responsables", set()), report)
    make_accounts(link, export.site, export.identities, export.accounts, export.usernames, report)
    if wishes.remove_absent:
        by_hand.spare(link, export.site, gone)
        close_calendars(link, gone.get("responsables", ()))
        for table in tables:
            remove(link, table.core, gone[table.name])
            report.tables[table.name].removed = len(gone[table.name])
    if {"operations", "lignes"} & export.spool.keys():
        _compare_totals(link, export.site, report)
    directory.refresh(link, export.site)


def _write_table(
    link: sa.Connection, table: Table, export: Export, wishes: Wishes, report: Report, scales: AllScales
) -> set[int]:
    """Write the rows of one table; gives the ids of those that are gone from the export."""
    tray = export.spool[table.name]
    beside = scales.get(table.name) or Scales(table)
    writer = WRITERS.get(table.name, Writer)(link, export.site, table, tray.given, beside)
    for batch in tray.batches():
        writer.write(batch)
        wishes.progress(f"Écriture de {table.name}", writer.counts.rows, tray.height)
    writer.counts.gone = len(writer.left)
    report.tables[table.name] = writer.counts
    return set(writer.left)  # a copy, small where little is gone


def _compare_totals(link: sa.Connection, site: int, report: Report) -> None:
    """Warn of operations whose lines make another sum than their debit."""
    total = func.sum(EntryLine.amount)
    uneven = (
        select(Entry.reference, Entry.debit, total)
        .join(EntryLine, col(EntryLine.entry_id) == Entry.id)
        .where(Entry.site_id == site)
        .group_by(col(Entry.id), col(Entry.reference), col(Entry.debit))
        .having(total != Entry.debit)
        .order_by(col(Entry.id))
    )
    for reference, debit, lines in link.execute(uneven):
        report.warn(f"opération « {reference} » : débit {euros(debit)}, total de ses lignes {euros(lines)}")
