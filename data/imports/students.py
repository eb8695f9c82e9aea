"""Students belong to one family or more: the links stand in a table of their own and follow the export."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlmodel import col, select

from data.families import Family
from data.imports.shapes import Table, Values
from data.imports.weighing import Scales
from data.imports.writing import Writer
from data.links import LinkDecision
from data.students import FamilyStudent, Student

REFERENCE, FAMILIES = 0, -1  # where they stand among the values of a student


def families_of(db: sa.Connection, students: Sequence[int] | sa.SelectBase) -> defaultdict[int, list[str]]:
    """The references of the families of some students, given by their ids or by a statement that finds them."""
    links = (
        select(FamilyStudent.student_id, Family.reference)
        .join(Family, col(Family.id) == FamilyStudent.family_id)
        .where(col(FamilyStudent.student_id).in_(students))
    )
    families = defaultdict(list)
    for student, reference in db.execute(links):
        families[student].append(reference)
    return families


NOBODY: frozenset[str] = frozenset()
Decided = dict[str, tuple[set[str], set[str]]]  # by student: the families it was linked to, and unlinked from


def _decided(db: sa.Connection, site: int) -> Decided:
    """What the office has said, in references. One statement."""
    asked = (
        select(Student.reference, Family.reference, LinkDecision.linked)
        .join(LinkDecision, col(LinkDecision.student_id) == Student.id)
        .join(Family, col(Family.id) == LinkDecision.family_id)
        .where(Student.site_id == site)
    )
    found: Decided = {}
    for student, family, linked in db.execute(asked):
        found.setdefault(student, (set(), set()))[0 if linked else 1].add(family)
    return found


class StudentWriter(Writer):
    """Writes students; one whose families change is a changed student."""

    def __init__(self, db: sa.Connection, site: int, table: Table, given: frozenset[str], scales: Scales) -> None:
        super().__init__(db, site, table, given, scales)
        self.selected = self.compared[:FAMILIES]
        self.decided = _decided(db, site)

    def write(self, batch: Sequence[Values]) -> None:
        """Bring in some students; where the office has said who belongs to whom, that stands."""
        super().write([self._as_decided(values) for values in batch])

    def _as_decided(self, values: Values) -> Values:
        linked, unlinked = self.decided.get(values[REFERENCE], (NOBODY, NOBODY))
        families = sorted({*values[FAMILIES], *linked} - unlinked) or values[FAMILIES]
        return (*values[:FAMILIES], tuple(families)) if linked or unlinked else values

    def known(self, batch: Sequence[Values]) -> dict[Values, tuple[int, Values]]:
        """The stored students, the references of their families last."""
        students = super().known(batch)
        families = families_of(self.db, [id_ for id_, _ in students.values()])
        return {key: (id_, (*values, tuple(sorted(families[id_])))) for key, (id_, values) in students.items()}

    def insert(self, batch: Sequence[Values]) -> None:
        """Write new students and their links."""
        super().insert(batch)
        self._link(batch)

    def update(self, batch: Mapping[int, Values]) -> None:
        """Write changed students; their links are made anew."""
        super().update(batch)
        if batch:
            self.db.execute(sa.delete(FamilyStudent).where(col(FamilyStudent.student_id).in_(batch)))
        self._link(list(batch.values()))

    def _link(self, batch: Sequence[Values]) -> None:
        pairs = [(values[REFERENCE], family) for values in batch for family in values[FAMILIES]]
        students = self.ids("eleves", [(student,) for student, _ in pairs])
        families = self.ids("familles", [(family,) for _, family in pairs])
        links = [
            {"student_id": student, "family_id": family} for student, family in zip(students, families, strict=True)
        ]
        if links:
            self.db.execute(sa.insert(FamilyStudent), links)
