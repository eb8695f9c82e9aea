"""The current password, asked for once more before what must not be done by whoever finds a session open."""

from sqlmodel import Session

from data import accounts, throttle
from data.sessions import Person
from routes.web import clock
from routes.web.errors import TooManyTries
from routes.web.request import Asked


async def knows_current(request: Asked, person: Person, current: str) -> bool:
    """Whether this is the person’s password. Each try counts; raises TooManyTries when guessing."""
    bucket = throttle.buckets(request.settings.secret, f"current {person.account}", request.visitor.address)
    wait, lock = await request.database.write(begin_proof, bucket, person.account, clock.now())
    if wait:
        raise TooManyTries(wait)
    known = await request.house.hashing.run(lock.opened_by, current) == "chosen"
    if known:
        await request.database.write(throttle.forgive, bucket)
    return known


def begin_proof(db: Session, where: throttle.Buckets, account: int, now: int) -> tuple[int, accounts.Lock]:
    """Count the try, then find what the current password is compared with."""
    return throttle.begin_try(db, where, now), accounts.lock_of_account(db, account)
