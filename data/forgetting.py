"""What tells of a family without pointing to it forgets it: the journal, forms that were kept, reports of imports."""

import re
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, or_, select

from data import import_runs, kept_forms
from data.audit import AuditEntry
from data.import_runs import ImportRun
from data.schema import METADATA

GONE = "compte-efface"  # in the place of an identifiant
FORGOTTEN = "Ce rapport a perdu des remarques\u00a0: une famille a été effacée depuis."
ERRORS = "errors"  # they name lines of a file, so nobody can tell whose they are
QUOTED = re.compile("«\\s(.+?)\\s»")
WORD = re.compile(r"[^\s«»,;:()]+")


class Traces(NamedTuple):
    """By what a family is known where no key points to it."""

    accounts: frozenset[int]
    usernames: frozenset[str]
    references: frozenset[str]  # its own, and those of its students and operations
    keys: frozenset[str]  # of its pages, as they stand in addresses

    @property
    def names(self) -> frozenset[str]:
        """What a report of an import says of whom it speaks."""
        return self.references | self.usernames


def traces_of(db: Session, doomed: Mapping[str, Collection[Any]]) -> Traces:
    """Of rows that are about to go, by table: their primary keys."""

    def values(name: str) -> frozenset[str]:
        found: set[str] = set()
        for table, ids in ((METADATA.tables[each], keys) for each, keys in doomed.items()):
            if name in table.c:
                (key,) = table.primary_key
                found.update(db.connection().scalars(sa.select(table.c[name]).where(key.in_(ids))))
        return frozenset(found)

    return Traces(frozenset(doomed.get("account", ())), values("username"), values("reference"), values("key"))


def forget(db: Session, site: int, family: Collection[str], traces: Traces) -> None:
    """The journal keeps what was done and when, and no longer whose it was; `family`: its key and its reference."""
    kept_forms.forget_pages(db, traces.keys)
    named = or_(col(AuditEntry.account_id).in_(traces.accounts), col(AuditEntry.who).in_(traces.usernames))
    about = col(AuditEntry.subject).in_({*family, *traces.usernames})
    mine = sa.update(AuditEntry).where(col(AuditEntry.site_id) == site)
    db.connection().execute(mine.where(or_(named, about)).values(facts={}))
    db.connection().execute(mine.where(about).values(subject=""))
    db.connection().execute(mine.where(named).values(who=GONE))


def forget_in_reports(db: Session, site: int, names: Collection[str]) -> None:
    """The reports of imports lose what they say of these; a dry run that is at work in a copy comes to nothing."""
    import_runs.interrupt_trials(db, site)
    for run in db.exec(select(ImportRun.id).where(ImportRun.site_id == site)).all():
        report = db.exec(select(ImportRun.report).where(ImportRun.id == run)).one()
        left = without(report, names)
        if left != report:
            db.connection().execute(sa.update(ImportRun).where(col(ImportRun.id) == run).values(report=left))


def without(report: Mapping[str, Any], names: Collection[str]) -> Mapping[str, Any]:
    """A report without the sentences that name one of these, and without errors; it says that it has lost some."""
    told = {key: sentences for key, sentences in report.items() if isinstance(sentences, list)}
    left = {key: [] if key == ERRORS else silent_on(names, sentences) for key, sentences in told.items()}
    if left == told:
        return report
    return {
        **report,
        **left,
        "warnings": [FORGOTTEN, *(each for each in left.get("warnings", ()) if each != FORGOTTEN)],
    }


def silent_on(names: Collection[str], sentences: Collection[str]) -> list[str]:
    """The sentences that name none of these."""
    return [each for each in sentences if _named_in(each).isdisjoint(names)]


def _named_in(sentence: str) -> set[str]:
    return {*QUOTED.findall(sentence), *(word.strip(".…") for word in WORD.findall(sentence))}
