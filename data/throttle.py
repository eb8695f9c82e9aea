"""Against guessing: failures are counted before any hashing, per account and per address.

A try is counted as a failure when it begins and taken back when it succeeds, so
that a hundred guesses at once do not slip through together.
"""

import hmac
from dataclasses import dataclass

from sqlmodel import Field, Session, SQLModel, col, delete, select

FREE_FAILURES = 4  # the 5th brings the first delay
FIRST_DELAY, LONGEST_DELAY = 30, 900  # seconds; the delay doubles
FORGET_AFTER = 86400
ADDRESS_FAILURES, ADDRESS_WINDOW = 30, 600
SWEPT = 20  # rows that one try sweeps at most: it adds two


class Throttle(SQLModel, table=True):
    """The failures of one bucket. Its name is a keyed digest: no address and no identifiant is stored."""

    bucket: str = Field(primary_key=True)
    failures: int = 0
    since: int = Field(default=0, index=True)
    until: int = 0


@dataclass(frozen=True)
class Buckets:
    """Where one try to sign in is counted."""

    account: str
    address: str


def buckets(secret: bytes, account: str, address: str) -> Buckets:
    """The buckets of a try; the same for an account that does not exist."""
    return Buckets(_bucket(secret, f"account {account}"), address_bucket(secret, "sign in", address))


def address_bucket(secret: bytes, what: str, address: str) -> str:
    """The bucket of an address for one kind of try."""
    return _bucket(secret, f"address {what} {address}")


def _bucket(secret: bytes, what: str) -> str:
    return hmac.digest(secret, what.encode(errors="replace"), "sha256").hex()


def begin_try(db: Session, where: Buckets, now: int) -> int:
    """Count a try. Gives the seconds to wait when it is refused (it then counts nowhere), else 0."""
    _sweep(db, now)
    account, address = _row(db, where.account), _row(db, where.address)
    wait = max(account.until - now, _address_wait(address, now), 0)
    if not wait:
        _count(account, FORGET_AFTER, now)
        account.until = now + _delay(account.failures)
        _count(address, ADDRESS_WINDOW, now)
    return wait


def forgive(db: Session, where: Buckets) -> None:
    """The try succeeded: the account starts afresh, and the address has not failed."""
    db.exec(delete(Throttle).where(col(Throttle.bucket) == where.account))
    _row(db, where.address).failures -= 1


def is_slow(db: Session, account: str) -> bool:
    """Whether the next try at an account has to wait."""
    failures = db.exec(select(Throttle.failures).where(Throttle.bucket == account)).first() or 0
    return failures > FREE_FAILURES


def begin_request(db: Session, address: str, now: int) -> int:
    """Count a request that anybody may make a few times. Gives the seconds to wait, else 0."""
    _sweep(db, now)
    row = _row(db, address)
    wait = _address_wait(row, now)
    if not wait:
        _count(row, ADDRESS_WINDOW, now)
    return wait


def _sweep(db: Session, now: int) -> None:
    """What counts no more goes, whoever tries: the longest window is over, and nobody waits."""
    past = select(Throttle.bucket).where(Throttle.since < now - FORGET_AFTER, Throttle.until <= now)
    oldest = past.order_by(col(Throttle.since)).limit(SWEPT)
    db.exec(delete(Throttle).where(col(Throttle.bucket).in_(oldest)), execution_options={"synchronize_session": False})


def _row(db: Session, bucket: str) -> Throttle:
    row = db.exec(select(Throttle).where(Throttle.bucket == bucket)).first() or Throttle(bucket=bucket)
    db.add(row)
    return row


def _count(row: Throttle, window: int, now: int) -> None:
    if now - row.since > window:
        row.failures, row.since = 0, now
    row.failures += 1


def _delay(failures: int) -> int:
    late = failures - FREE_FAILURES
    return min(FIRST_DELAY * 2 ** (late - 1), LONGEST_DELAY) if late > 0 else 0


def _address_wait(row: Throttle, now: int) -> int:
    over = row.failures >= ADDRESS_FAILURES and now - row.since <= ADDRESS_WINDOW
    return row.since + ADDRESS_WINDOW - now if over else 0
