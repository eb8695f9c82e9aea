"""Change requests: what a family proposes for a record, and what became of it (demande de modification)."""

import enum
from typing import Any

import sqlalchemy as sa
from sqlmodel import JSON, Column, Field, SQLModel, UniqueConstraint

from data.keys import new_key


class State(enum.StrEnum):
    """Where a request stands."""

    PENDING = "en-attente"
    DECIDED = "decidee"
    WITHDRAWN = "retiree"


class Decision(enum.StrEnum):
    """What the office says to one proposed value."""

    APPROVED = "approuvee"
    DECLINED = "refusee"


class Step(enum.StrEnum):
    """What happened to a request."""

    SENT = "envoyee"
    CHANGED = "modifiee"
    WITHDRAWN = "retiree"
    DECIDED = "decidee"


def _one_open(record: str) -> sa.Index:
    """A family has one open request per record, changed again until it is decided."""
    return sa.Index(
        f"one_open_{record}", "family_id", record, unique=True, sqlite_where=sa.text("state = 'en-attente'")
    )


class ChangeRequest(SQLModel, table=True):
    """What one family proposes for one record. It outlives the record: the links are cut, the words stay."""

    __tablename__ = "change_request"
    __table_args__ = (
        UniqueConstraint("site_id", "number"),
        _one_open("guardian_id"),
        _one_open("student_id"),
        sa.Index("ix_change_request_queue", "site_id", "state", "sent_at"),
    )

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True)
    site_id: int = Field(foreign_key="site.id")
    number: str  # of its acknowledgement: « 2026-000123 »
    family_id: int | None = Field(default=None, foreign_key="family.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    guardian_id: int | None = Field(default=None, foreign_key="guardian.id", index=True)
    student_id: int | None = Field(default=None, foreign_key="student.id", index=True)
    of_student: bool
    subject: str  # whose record it is, and who asks, as they were called then
    requester: str
    sought: str  # both names as they are searched for
    state: str = State.PENDING
    sent_at: int  # seconds since 1970, like every time here
    changed_at: int
    decided_at: int | None = None
    decided_by: str = ""  # an identifiant of the office


class ProposedChange(SQLModel, table=True):
    """One field of a request: the official value it was proposed over, and the proposed one, as texts."""

    __tablename__ = "proposed_change"
    __table_args__ = (UniqueConstraint("request_id", "field"),)

    id: int = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="change_request.id")
    field: str
    base: str
    value: str
    decision: str = ""
    reason: str = ""
    replaced: str = ""  # the official value at the decision


class ChangeEvent(SQLModel, table=True):
    """One step in the history of a request, which is added to and never changed."""

    __tablename__ = "change_event"

    id: int = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="change_request.id", index=True)
    at: int
    step: str
    who: str
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class ApprovedValue(SQLModel, table=True):
    """A value the office has approved and the export has not brought yet: the next import weighs it."""

    __tablename__ = "approved_value"
    __table_args__ = (UniqueConstraint("guardian_id", "field"), UniqueConstraint("student_id", "field"))

    id: int = Field(default=None, primary_key=True)
    guardian_id: int | None = Field(default=None, foreign_key="guardian.id")
    student_id: int | None = Field(default=None, foreign_key="student.id")
    field: str
    value: str
    exported: str  # what the export said last
