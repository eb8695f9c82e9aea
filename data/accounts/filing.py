"""Where an account stands in the office’s list: under the bare letters of its guardian’s name, kept with the account.

A list of ten thousand is read in this order and searched in these words, a page at a time. They follow the name
and the addresses: at each change of a row, and for a whole site at the end of an import, which writes no objects.
"""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select, update

from data.accounts.account import Account
from data.alphabet import searchable
from data.families import Guardian

_HELD = (
    select(  # type: ignore[call-overload]
        Account.id,
        Account.filed,
        Account.reachable,
        Account.username,
        Account.email,
        Guardian.surname,
        Guardian.given_name,
        Guardian.email,
    )
    .join(Guardian, col(Guardian.id) == Account.guardian_id)
    .order_by(col(Account.id))
)


def filed_under(surname: str, given_name: str, username: str) -> str:
    """« d almeida ines dalmeida »."""
    return searchable(f"{surname} {given_name} {username}")


def refile(db: sa.Connection, site: int) -> None:
    """File the accounts of a site anew: two statements, the second for those alone that stood elsewhere."""
    _refile(db, Account.site_id == site)


def _refile(db: sa.Connection, which: Any) -> None:
    moved = []
    for id_, filed, reachable, username, own, surname, given, official in map(tuple, db.execute(_HELD.where(which))):
        place = {"filed": filed_under(surname, given, username), "reachable": bool(own or official)}
        if place != {"filed": filed, "reachable": reachable}:
            moved.append({"row": id_, **place})
    if moved:
        table = Account.__table__  # type: ignore[attr-defined]
        db.execute(update(table).where(table.c.id == sa.bindparam("row")), moved)


@sa.event.listens_for(Guardian, "after_update")
def _follow_guardian(_: Any, db: sa.Connection, guardian: Guardian) -> None:
    _refile(db, Account.guardian_id == guardian.id)


@sa.event.listens_for(Account, "after_insert")
def _file_new(_: Any, db: sa.Connection, account: Account) -> None:
    if account.guardian_id is not None:
        _refile(db, Account.id == account.id)


@sa.event.listens_for(Account, "after_update")
def _follow_address(_: Any, db: sa.Connection, account: Account) -> None:
    if sa.inspect(account).attrs.email.history.has_changes():
        _refile(db, Account.id == account.id)
