"""A guardian has become somebody else: who was it can no longer come in by what they know, nor read on.

The account stays, under its identifiant, because the guardian does; it opens again with a new password alone.
"""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from data.accounts import Account
from data.agenda import CalendarFeed
from data.families import Guardian
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
    families = select(Guardian.family_id).where(col(Guardian.id).in_(guardians))
    db.execute(sa.delete(UserSession).where(col(UserSession.account_id).in_(accounts)))
    db.execute(sa.delete(KeptForm).where(col(KeptForm.account_id).in_(accounts)))
    db.execute(sa.delete(CalendarFeed).where(col(CalendarFeed.family_id).in_(families)))
    # Its password would be made when it leaves, and go where the former person reads it.
    password = sa.and_(sa.text(WAITING), col(Mail.kind) == TEMPORARY_PASSWORD)
    db.execute(sa.delete(Mail).where(password, col(Mail.account_id).in_(accounts)))
    db.execute(sa.update(Account).where(col(Account.guardian_id).in_(guardians)).values(AS_NEW))
    if with_email:
        db.execute(sa.update(Guardian).where(col(Guardian.id).in_(guardians)).values(email=""))
