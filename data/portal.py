"""The one row that says what this database is: a demonstration or the real thing."""

from sqlmodel import Field, Session, SQLModel, select


class Portal(SQLModel, table=True):
    """This database."""

    id: int = Field(default=1, primary_key=True)
    demo: bool = False


def is_demo(db: Session) -> bool | None:
    """Whether this is a demonstration; None while nobody has said."""
    return db.exec(select(Portal.demo)).first()


def declare(db: Session, demo: bool) -> None:
    """Say once what this database is."""
    if is_demo(db) is None:
        db.add(Portal(demo=demo))
