"""Where an account stands in the office’s list: under the bare letters of its guardian’s name, kept with the account.

A list of ten thousand is read in this order and searched by these words, a page at a time. They follow the name
and the addresses: at each change of a row, and for a whole site at the end of an import, which writes no objects.
"""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel, UniqueConstraint, col, select, update

from data.accounts.account import Account
from data.accounts.without import list_without
from data.alphabet import searchable
from data.families import Family, Guardian
from data.lists import Change, LongList, rewrite


class AccountWord(SQLModel, table=True):
    """One word that a family’s account is found by: of its guardian’s name or its identifiant."""

    __tablename__ = "account_word"
    __table_args__ = (
        UniqueConstraint("account_id", "word"),
        sa.Index("ix_account_word_sought", "site_id", "word", "account_id"),
    )

    id: int = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key="site.id")
    account_id: int = Field(foreign_key="account.id")
    word: str


ACCOUNTS = LongList(
    row=col(Account.id),
    among=(Account.site_id == sa.bindparam("site"), col(Account.guardian_id).is_not(None)),
    order=(col(Account.filed), col(Account.id)),
    words=AccountWord,
    link=col(AccountWord.account_id),
)

_HELD = (
    select(  # type: ignore[call-overload]
        Account.id,
        Account.site_id,
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
    """File the accounts of a site anew, and those who have none: two statements, and what they bring to write."""
    _refile(db, Account.site_id == site)
    list_without(db, Family.site_id == site)


def _refile(db: sa.Connection, which: Any) -> None:
    moved: list[tuple[int, int, str, str, bool]] = []
    for id_, site, held, reachable, username, own, surname, given, official in db.execute(_HELD.where(which)):
        filed, reached = filed_under(surname, given, username), bool(own or official)
        if (filed, reached) != (held, reachable):
            moved.append((site, id_, held, filed, reached))
    if moved:
        table = Account.__table__  # type: ignore[attr-defined]
        here = update(table).where(table.c.id == sa.bindparam("row"))
        db.execute(here, [{"row": id_, "filed": filed, "reachable": reached} for _, id_, _, filed, reached in moved])
        words = (Change(site, id_, set(held.split()), set(filed.split())) for site, id_, held, filed, _ in moved)
        rewrite(db, ACCOUNTS, words)


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
