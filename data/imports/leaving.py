"""A guardian has become somebody else: who was it can no longer come in by what they know, nor read on.

The account stays, under its identifiant, because the guardian does; it opens again with a new password alone.
"""

import time
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from data.accounts import Account
from data.agenda import CalendarFeed
from data.batches import batches
from data.families import Family, Guardian
from data.imports.report import Report
from data.kept_forms import KeptForm
from data.outbox import TEMPORARY_PASSWORD, WAITING, Mail
from data.sessions import UserSession

AS_NEW: dict[str, Any] = {
    **{"email": "", "password_hash": "", "temporary_digest": "", "temporary_until": 0},
    **{"last_sign_in_at": None, "informed_at": None, "informed_by": ""},
}


def take_leave(db: sa.Connection, guardians: Collection[int], with_email: bool) -> None:
    """End what the former persons had: sessions, passwords, forms half filled in, the calendar’s secret address.

    `with_email`: the export says nothing of e-mail addresses, so the stored ones are the former persons’ too. As
    many statements for one guardian as for a thousand.
    """
    accounts = select(Account.id).where(col(Account.guardian_id).in_(guardians))
    db.execute(sa.delete(UserSession).where(col(UserSession.account_id).in_(accounts)))
    db.execute(sa.delete(KeptForm).where(col(KeptForm.account_id).in_(accounts)))
    close_calendars(db, guardians)
    # Its password would be made when it leaves, and go where the former person reads it.
    password = sa.and_(sa.text(WAITING), col(Mail.kind) == TEMPORARY_PASSWORD)
    db.execute(sa.delete(Mail).where(password, col(Mail.account_id).in_(accounts)))
    db.execute(sa.update(Account).where(col(Account.guardian_id).in_(guardians)).values(AS_NEW))
    if with_email:
        db.execute(sa.update(Guardian).where(col(Guardian.id).in_(guardians)).values(email=""))


def close_calendars(db: sa.Connection, guardians: Collection[int]) -> None:
    """The secret address of a family, which these guardians know, leads nowhere any more."""
    for some in batches(guardians):
        families = select(Guardian.family_id).where(col(Guardian.id).in_(some))
        db.execute(sa.delete(CalendarFeed).where(col(CalendarFeed.family_id).in_(families)))


def shut_out(db: sa.Connection, families: Collection[str], gone: Collection[int], report: Report) -> None:
    """Who is gone from a family that has become another one stays in its record, and must not read it.

    `families`: the references of those families. Their accounts are locked, for they could ask for a new password.
    """
    for some in batches(gone if families else ()):
        asked = select(Guardian.id, Family.reference, Guardian.surname, Guardian.given_name).join(Family)
        found = db.execute(asked.where(col(Guardian.id).in_(some)).order_by(col(Family.id), col(Guardian.rank)))
        out = {id_: (family, f"{surname} {given}") for id_, family, surname, given in found if family in families}
        take_leave(db, out, with_email=False)
        locked = sa.update(Account).where(col(Account.guardian_id).in_(out), col(Account.locked_at).is_(None))
        db.execute(locked.values(locked_at=int(time.time())))
        for family, name in out.values():
            report.warn(
                f"familles, « {family} » : « {name} » n’y figure plus et l’export y a d’autres personnes ; "
                "son compte est verrouillé"
            )
