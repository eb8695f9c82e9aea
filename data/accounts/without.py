"""The guardians of a site who have no account: few, and in a list of their own, so that nobody has to look for them.

It follows each guardian and each new account, and a whole site at the end of an import, which writes no objects.
"""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel, col, or_, select

from data.accounts.account import Account
from data.alphabet import alphabetical
from data.families import Family, Guardian


class Accountless(SQLModel, table=True):
    """A guardian who has no account, and where they stand in the list."""

    __table_args__ = (sa.Index("ix_accountless_filed", "site_id", "filed", "guardian_id"),)

    id: int = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key="site.id")
    guardian_id: int = Field(foreign_key="guardian.id", unique=True)
    filed: str  # under which name, as data/alphabet.py sorts it


_CONCERNED = (
    select(  # type: ignore[call-overload]
        Guardian.id,
        Family.site_id,
        Guardian.surname,
        Guardian.given_name,
        Account.id,
        Accountless.filed,
    )
    .join(Family, col(Family.id) == Guardian.family_id)
    .outerjoin(Account, col(Account.guardian_id) == Guardian.id)
    .outerjoin(Accountless, col(Accountless.guardian_id) == Guardian.id)
    .where(or_(col(Account.id).is_(None), col(Accountless.id).is_not(None)))
)


def list_without(db: sa.Connection, which: Any) -> None:
    """Make the list say who has no account, of some guardians; one statement where it does already."""
    gone, new = [], []
    for id_, site, surname, given_name, account, held in db.execute(_CONCERNED.where(which)):
        wanted = None if account else alphabetical(f"{surname} {given_name}")
        if wanted != held:
            gone.append(id_)
            new += [] if wanted is None else [{"site_id": site, "guardian_id": id_, "filed": wanted}]
    if gone:
        db.execute(sa.delete(Accountless).where(col(Accountless.guardian_id).in_(gone)))
    if new:
        db.execute(sa.insert(Accountless), new)


@sa.event.listens_for(Guardian, "after_insert")
@sa.event.listens_for(Guardian, "after_update")
def _follow_guardian(_: Any, db: sa.Connection, guardian: Guardian) -> None:
    list_without(db, Guardian.id == guardian.id)


@sa.event.listens_for(Account, "after_insert")
def _follow_account(_: Any, db: sa.Connection, account: Account) -> None:
    if account.guardian_id is not None:
        list_without(db, Guardian.id == account.guardian_id)
