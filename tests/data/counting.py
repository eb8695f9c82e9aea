"""One number in the database, to be counted up."""

from sqlmodel import Session, select

from data.throttle import Throttle


def add_one(db: Session) -> None:
    row = db.exec(select(Throttle).where(Throttle.bucket == "count")).one()
    row.failures += 1
    db.add(row)


def count(db: Session) -> int:
    return db.exec(select(Throttle.failures).where(Throttle.bucket == "count")).one()


def begin_count(db: Session) -> None:
    db.add(Throttle(bucket="count"))
