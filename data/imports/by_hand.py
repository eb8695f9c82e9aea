"""What the office has added by hand stays, whatever an export leaves out, until an export brings it."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, or_, select

from data.families import Family, Guardian
from data.imports import stored
from data.imports.shapes import Table
from data.students import FamilyStudent, Student

MARK = "by_hand"


def ids(db: sa.Connection, table: Table, site: int) -> set[int]:
    """The rows of a site that no export has brought so far."""
    if MARK not in table.core.c:
        return set()
    return set(db.scalars(stored.rows(table, site, ()).where(table.core.c[MARK])))


def adopt(db: sa.Connection, table: Table, brought: Collection[int]) -> None:
    """An export has brought these rows: from now on they are its own."""
    if brought:
        db.execute(sa.update(table.core).where(table.core.c.id.in_(brought)).values({MARK: False}))


def spare(db: sa.Connection, site: int, gone: dict[str, set[int]]) -> None:
    """Of the rows that are to be removed, leave those that something added by hand needs.

    A family stays with its guardians for a student or a guardian of the office’s, and a guardian who was given a
    family apart stays in it.
    """
    own = set(db.scalars(sa.select(col(Family.id)).where(col(Family.site_id) == site, col(Family.by_hand))))
    needed = gone.get("familles", set()) & set(db.scalars(_needed(site)))
    gone.get("familles", set()).difference_update(needed)
    if gone.get("responsables"):
        everybody = select(Guardian.id, Guardian.family_id).join(Family).where(Family.site_id == site)
        staying = {id_ for id_, family in db.execute(everybody) if family in own | needed}
        gone["responsables"].difference_update(staying)


def _needed(site: int) -> sa.Select[Any]:
    """Families that the office has put a student or a guardian into."""
    student = (
        select(FamilyStudent.family_id)
        .join(Student, col(Student.id) == FamilyStudent.student_id)
        .where(Student.site_id == site, col(Student.by_hand))
    )
    guardian = select(Guardian.family_id).where(col(Guardian.by_hand))
    return sa.select(col(Family.id)).where(
        col(Family.site_id) == site, or_(col(Family.id).in_(student), col(Family.id).in_(guardian))
    )
