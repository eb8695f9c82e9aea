"""Holds: what the office has approved stands, although the export does not say so yet."""

import datetime

from sqlmodel import Session, select

from data.changes.requests import ApprovedValue


def hold(db: Session, *, guardian: int | None, student: int | None, field: str, value: str, official: str) -> None:
    """Remember that `value` now stands for a guardian or a student, and that the export still says `official`.

    A second approval keeps what the export really said last; one that comes back to it needs no hold any more.
    """
    held = select(ApprovedValue).where(
        ApprovedValue.guardian_id == guardian, ApprovedValue.student_id == student, ApprovedValue.field == field
    )
    found = db.exec(held).first() or ApprovedValue(
        guardian_id=guardian, student_id=student, field=field, value=value, exported=official
    )
    if value != found.exported:
        found.value = value
        db.add(found)
    elif found.id is not None:
        db.delete(found)


def shown(value: datetime.date | str | None) -> str:
    """An official value as requests and holds keep it, the text that the portal shows: « 14/09/1995 », or as stored."""
    return f"{value:%d/%m/%Y}" if isinstance(value, datetime.date) else value or ""
