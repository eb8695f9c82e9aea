"""An export is weighed against what the office has approved, and against what families have proposed.

An approved value stays until the export brings it or a third one. A proposal
that waits is never touched: the report says when the official value changes
under it.
"""

from collections import defaultdict
from collections.abc import Collection
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import col, or_, select

from data.changes.holds import shown
from data.changes.requests import ApprovedValue, ChangeRequest, ProposedChange, State
from data.families import Family, Guardian
from data.imports.removal import remove
from data.imports.report import Report
from data.imports.shapes import Row, Table
from data.imports.tables import GUARDIANS, TABLES
from data.schema import METADATA
from data.students import Student


class Hold(NamedTuple):
    """An approved value that the export did not have so far."""

    id: int
    field: str
    value: str
    exported: str


class Proposal(NamedTuple):
    """A value that waits for the office."""

    number: str
    field: str
    value: str


class Scales:
    """What stands beside the export for the records of one table, by the id of the record."""

    def __init__(self, table: Table) -> None:
        self._file = "familles" if table is GUARDIANS else table.name
        self._names = {column.field: column.name for column in table.columns}
        self.holds: defaultdict[int, list[Hold]] = defaultdict(list)
        self.proposals: defaultdict[int, list[Proposal]] = defaultdict(list)
        self.records: set[int] = set()  # those of which there is anything to weigh
        self.released: list[int] = []  # holds that are needed no more
        self.said: list[str] = []  # what the report should say

    def weigh(self, record: int, stored: Row, said: Row) -> Row:
        """What a row of the export says in the end: the approved values that stay are put into it."""
        outcome = said.copy()
        for hold in self.holds.get(record, ()):
            if hold.field in said and self._stays(hold, shown(said[hold.field]), said):
                outcome[hold.field] = stored[hold.field]
        for proposal in self.proposals.get(record, ()):
            before, after = (shown(row.get(proposal.field)) for row in (stored, outcome))
            if before != after:
                self._say(said, proposal.field, _under(proposal, before, after))
        return outcome

    def let_go(self, record: int) -> None:
        """Nothing that was approved of a record stays."""
        self.released += [hold.id for hold in self.holds.pop(record, ())]

    def _stays(self, hold: Hold, exported: str, row: Row) -> bool:
        stays = exported == hold.exported
        self._say(row, hold.field, _kept(hold) if stays else _released(hold, exported))
        self.released += [] if stays else [hold.id]
        return stays

    def _say(self, row: Row, field: str, sentence: str) -> None:
        """Of a student by reference, of a guardian by family and order: as the format knows them."""
        record = f"« {row['family']} », responsable {row['rank'] + 1}" if "rank" in row else f"« {row['reference']} »"
        self.said.append(f"{self._file}, {record}, « {self._names[field]} » : {sentence}")


def _kept(hold: Hold) -> str:
    return f"la valeur approuvée {quoted(hold.value)} est gardée, l’export a encore {quoted(hold.exported)}"


def _released(hold: Hold, exported: str) -> str:
    if exported == hold.value:
        return f"l’export a maintenant la valeur approuvée {quoted(exported)}"
    return (
        f"l’export a {quoted(exported)}, qui remplace la valeur approuvée {quoted(hold.value)} "
        f"(il avait {quoted(hold.exported)})"
    )


def _under(proposal: Proposal, before: str, after: str) -> str:
    became = f"{quoted(before)} devient {quoted(after)}"
    if after == proposal.value:
        return f"{became}, comme la famille l’a proposé (demande n° {proposal.number}, qui reste à décider)"
    return (
        f"{became} ; la famille a proposé autre chose, {quoted(proposal.value)} (demande n° {proposal.number}), "
        "le secrétariat verra les deux"
    )


def quoted(value: str) -> str:
    """A value within a sentence: on one line, printable, not endless."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in value).split()) or "(vide)"
    return f"« {line if len(line) <= 60 else line[:59] + '…'} »"


AllScales = dict[str, Scales]


def scales_of(db: sa.Connection, site: int) -> AllScales:
    """The scales of guardians and of students, by table. Two statements, whatever the size of the site."""
    scales = {table.name: Scales(table) for table in (GUARDIANS, TABLES["eleves"])}
    for guardian, student, *hold in db.execute(_holds(site)):
        _add(scales, guardian, student).holds[guardian or student].append(Hold(*hold))
    for guardian, student, *proposal in db.execute(_proposals(site)):
        _add(scales, guardian, student).proposals[guardian or student].append(Proposal(*proposal))
    return scales


def _add(scales: AllScales, guardian: int | None, student: int) -> Scales:
    found = scales["responsables" if guardian else "eleves"]
    found.records.add(guardian or student)
    return found


def _holds(site: int) -> Any:
    held = ApprovedValue
    return (
        select(held.guardian_id, held.student_id, held.id, held.field, held.value, held.exported)  # type: ignore[call-overload]
        .outerjoin(Guardian, col(Guardian.id) == held.guardian_id)
        .outerjoin(Family, col(Family.id) == Guardian.family_id)
        .outerjoin(Student, col(Student.id) == held.student_id)
        .where(or_(col(Family.site_id) == site, col(Student.site_id) == site))
        .order_by(held.id)
    )


def _proposals(site: int) -> Any:
    asked, change = ChangeRequest, ProposedChange
    return (
        select(asked.guardian_id, asked.student_id, asked.number, change.field, change.value)  # type: ignore[call-overload]
        .join(change, col(change.request_id) == asked.id)
        .where(asked.site_id == site, asked.state == State.PENDING)
        .where(or_(col(asked.guardian_id).is_not(None), col(asked.student_id).is_not(None)))
        .order_by(asked.id, change.id)
    )


def settle_holds(db: sa.Connection, scales: Collection[Scales], report: Report) -> None:
    """Release the holds that are needed no more, and say what was weighed."""
    remove(db, METADATA.tables["approved_value"], [hold for each in scales for hold in each.released])
    for sentence in (sentence for each in scales for sentence in each.said):
        report.warn(sentence)
