"""What somebody typed while the session had run out: kept an hour, for the same account alone."""

from collections.abc import Collection

from sqlmodel import JSON, Column, Field, Session, SQLModel, UniqueConstraint, col, delete, select

KEPT = 3600  # seconds


class KeptForm(SQLModel, table=True):
    """The fields of one form at one address."""

    __tablename__ = "kept_form"
    __table_args__ = (UniqueConstraint("account_id", "address"),)

    id: int = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id")
    address: str
    typed: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    kept_at: int = Field(index=True)


def keep(db: Session, account: int, address: str, typed: dict[str, str], now: int) -> None:
    """Keep what was typed at an address; what was kept there before gives way, and what is too old goes."""
    purge(db, now)
    forget(db, account, address)
    db.add(KeptForm(account_id=account, address=address, typed=typed, kept_at=now))


def kept_for(db: Session, account: int, address: str, now: int) -> KeptForm | None:
    """What this account typed at an address less than an hour ago."""
    kept = select(KeptForm).where(
        KeptForm.account_id == account, KeptForm.address == address, KeptForm.kept_at > now - KEPT
    )
    return db.exec(kept).first()


def forget(db: Session, account: int, address: str) -> None:
    """It has been sent, or is not wanted any more."""
    db.exec(delete(KeptForm).where(col(KeptForm.account_id) == account, col(KeptForm.address) == address))


def forget_pages(db: Session, keys: Collection[str]) -> None:
    """Whoever typed it: what was meant for the pages of what these keys stand for."""
    kept = db.exec(select(KeptForm.id, KeptForm.address)).all()
    theirs = [form for form, address in kept if not set(address.split("/")).isdisjoint(keys)]
    db.exec(delete(KeptForm).where(col(KeptForm.id).in_(theirs)))


def purge(db: Session, now: int) -> int:
    """Remove what is too old; says how many."""
    return db.exec(delete(KeptForm).where(col(KeptForm.kept_at) <= now - KEPT)).rowcount
