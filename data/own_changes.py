"""What the office has changed in the records itself, without a family having asked: it is to go out like the rest.

A row holds no value, goes with its record, and is added in the transaction of what was done.
"""

import enum
from collections.abc import Collection

import sqlalchemy as sa
from sqlmodel import JSON, Column, Field, Session, SQLModel

from data import accounts
from data.families import Guardian
from data.sessions import Person
from data.students import Student


class Kind(enum.StrEnum):
    """What was done, in the word that goes out."""

    CORRECTED = "correction"
    ADDED = "ajout"
    LINKED = "rattachement"
    UNLINKED = "détachement"
    SPLIT = "séparation"


class OwnChange(SQLModel, table=True):
    """One record that the office has changed, once."""

    __tablename__ = "own_change"
    __table_args__ = (sa.Index("ix_own_change_site", "site_id", "at"),)

    id: int = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key="site.id")
    guardian_id: int | None = Field(default=None, foreign_key="guardian.id", index=True)
    student_id: int | None = Field(default=None, foreign_key="student.id", index=True)
    kind: str
    fields: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    by: str  # an identifiant of the office
    at: int  # seconds since 1970


def remember(
    db: Session, who: Person, kind: Kind, record: Guardian | Student, now: int, fields: Collection[str] = ()
) -> None:
    """Remember what was done to a record, which has its id; `fields` as the import calls them."""
    of_student = isinstance(record, Student)
    db.add(
        OwnChange(
            site_id=who.site,
            guardian_id=None if of_student else record.id,
            student_id=record.id if of_student else None,
            kind=kind,
            fields=sorted(fields),
            by=accounts.username_of(db, who.account),
            at=now,
        )
    )
