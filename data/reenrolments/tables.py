"""The tables of re-enrolment: what a family wishes for one student and one school year, and what became of it."""

import enum
from typing import Any

import sqlalchemy as sa
from sqlmodel import JSON, Column, Field, SQLModel, UniqueConstraint

from data.keys import new_key
from data.later import since_then


class State(enum.StrEnum):
    """Where a re-enrolment stands."""

    DRAFT = "brouillon"  # the family’s alone; the office does not see it
    PENDING = "en-attente"
    INCOMPLETE = "a-completer"  # the office has asked for something
    APPROVED = "validee"
    DECLINED = "refusee"


WAITING = (State.PENDING, State.INCOMPLETE)
DECIDED = (State.APPROVED, State.DECLINED)


class Step(enum.StrEnum):
    """What happened to a re-enrolment."""

    SENT = "envoyee"
    TAKEN_BACK = "reprise"
    ASKED = "complement-demande"
    COMPLETED = "completee"
    APPROVED = "validee"
    DECLINED = "refusee"
    REOPENED = "rouverte"
    DOCUMENT_APPROVED = "piece-validee"
    DOCUMENT_DECLINED = "piece-refusee"


class Reenrolment(SQLModel, table=True):
    """What one family wishes for one student next year. It outlives them: the links are cut, the words stay."""

    __table_args__ = (
        UniqueConstraint("family_id", "student_id", "school_year"),
        sa.Index("one_number", "site_id", "number", unique=True, sqlite_where=sa.text("number <> ''")),
        sa.Index("ix_reenrolment_queue", "site_id", "school_year", "state", "sent_at"),
    )

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True)
    site_id: int = Field(foreign_key="site.id")
    family_id: int | None = Field(default=None, foreign_key="family.id")
    student_id: int | None = Field(default=None, foreign_key="student.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)  # who touched it last
    school_year: str  # the one that is wished for
    number: str = ""  # of its acknowledgement, from the first time it is sent: « 2026-000123 »
    subject: str  # the student, and who asks, as they were called then
    requester: str
    sought: str  # both names as they are searched for
    state: str = State.DRAFT
    administrative: bool = False
    remarks: str = ""  # demandes complémentaires
    saved_at: int  # seconds since 1970, like every time here
    sent_at: int | None = None
    asked: str = ""  # what the office asks for
    decided_at: int | None = None
    decided_by: str = ""  # an identifiant of the office
    reason: str = ""
    reopened: str = Field(default="", sa_column_kwargs=since_then(""))  # why the office has taken its decision back


class CourseChoice(SQLModel, table=True):
    """One course in a re-enrolment. In a draft, what was ticked or wished; once sent, every course as it was then."""

    __tablename__ = "course_choice"
    __table_args__ = (UniqueConstraint("reenrolment_id", "enrolment_id"),)

    id: int = Field(default=None, primary_key=True)
    reenrolment_id: int = Field(foreign_key="reenrolment.id")
    enrolment_id: int | None = Field(default=None, foreign_key="enrolment.id", index=True)
    rank: int = 0
    title: str
    discipline: str = ""
    level: str = ""
    teacher: str = ""
    cycle: str = ""
    active: bool = True
    ticked: bool = False
    wish: str = ""  # another day, another teacher


class ReenrolmentEvent(SQLModel, table=True):
    """One step in the history of a re-enrolment, which is added to and never changed."""

    __tablename__ = "reenrolment_event"

    id: int = Field(default=None, primary_key=True)
    reenrolment_id: int = Field(foreign_key="reenrolment.id", index=True)
    at: int
    step: str
    who: str
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


def address_of(student: str | None) -> str:
    """The path of the tab of a student with this key, for mails; without one, of the family’s students."""
    return f"/eleves/{student}/reinscription" if student else "/eleves"
