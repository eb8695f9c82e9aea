"""One-time form ids: a double click, or a form sent again after a crash, writes once."""

from sqlmodel import Field, Session, SQLModel, col, delete, select

KEPT = 2 * 86400


class UsedForm(SQLModel, table=True):
    """A form that has been sent and carried out."""

    __tablename__ = "used_form"

    form_id: str = Field(primary_key=True)
    used_at: int = Field(index=True)


def is_used(db: Session, form_id: str) -> bool:
    """Whether a form has been carried out already."""
    return db.exec(select(UsedForm.form_id).where(UsedForm.form_id == form_id)).first() is not None


def first_use(db: Session, form_id: str, now: int) -> bool:
    """Claim a form id within the transaction that carries the form out; False when it was claimed before."""
    db.exec(delete(UsedForm).where(col(UsedForm.used_at) < now - KEPT))
    if is_used(db, form_id):
        return False
    db.add(UsedForm(form_id=form_id, used_at=now))
    return True
