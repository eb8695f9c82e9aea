"""Sessions: who is signed in, and as what they may ask (Person)."""

import datetime
from typing import NamedTuple

from sqlmodel import Field, Session, SQLModel, and_, bindparam, case, col, delete, func, select, update

from data.accounts import Account
from data.database import rows
from data.families import Guardian
from data.keys import digest, new_token
from data.later import since_then
from data.sites import Site

IDLE = 3600  # seconds without a request
LONGEST = 12 * 3600
TOUCH_EVERY = 60
LONGEST_WAIT = 600  # seconds between the password and the code
REMEMBERED = 86400  # seconds after which a session that has run out is no longer known as its account’s


class UserSession(SQLModel, table=True):
    """One sign-in on one device. Only the digest of its token is kept."""

    __tablename__ = "user_session"

    token_digest: str = Field(primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    temporary: bool = False  # opened by a temporary password: leads to a chosen one, and nowhere else
    pending: bool = Field(  # the password was right and the code has still to come: opens nothing
        default=False, sa_column_kwargs=since_then(False)
    )
    viewing_id: int | None = Field(default=None, foreign_key="guardian.id")  # the office sees what this guardian sees
    created_at: int
    touched_at: int = Field(index=True)


class Person(NamedTuple):
    """Who asks: everything a query needs to begin with the person. In the order of PERSON below."""

    session: str
    temporary: bool
    touched_at: int
    account: int
    accessible: bool
    office: bool  # and not viewing
    administrator: bool  # of the office, viewing or not: may settle the site and the office’s own accounts
    unsecured: bool  # of an office that requires a second factor, without one: leads to it, and nowhere else
    viewing: bool  # a member of the office who sees what this guardian sees, and may change nothing
    guardian: int  # 0 for the office, like the family
    family: int
    surname: str
    given_name: str
    site: int
    site_name: str
    institution: str
    rentals_tab: bool
    reenrolment_opens: datetime.date | None
    reenrolment_closes: datetime.date | None
    texts_version: str
    logo: str

    @property
    def name(self) -> str:
        """« ABOLANT Jocelyne », or the office."""
        return f"{self.surname} {self.given_name}" if self.family else "Secrétariat"

    @property
    def owner(self) -> str:
        """Whose portal this is, in words."""
        return self.institution or self.site_name


# A session of the office alone can be that of somebody else’s guardian.
SEEN = case((col(Account.office), UserSession.viewing_id), else_=Account.guardian_id)

PERSON = (
    select(  # type: ignore[call-overload]
        UserSession.token_digest,
        UserSession.temporary,
        UserSession.touched_at,
        Account.id,
        Account.accessible,
        and_(Account.office, col(Guardian.id).is_(None)),
        and_(Account.office, Account.administrator),
        and_(Account.office, col(Guardian.id).is_(None), Site.second_factor_required, Account.second_factor == ""),
        and_(Account.office, col(Guardian.id).is_not(None)),
        func.coalesce(Guardian.id, 0),
        func.coalesce(Guardian.family_id, 0),
        func.coalesce(Guardian.surname, ""),
        func.coalesce(Guardian.given_name, ""),
        Site.id,
        Site.name,
        Site.institution,
        Site.rentals_tab,
        Site.reenrolment_opens,
        Site.reenrolment_closes,
        Site.texts_version,
        Site.logo,
    )
    .join(Account, col(Account.id) == UserSession.account_id)
    .join(Site, col(Site.id) == Account.site_id)
    .outerjoin(Guardian, col(Guardian.id) == SEEN)
    .where(
        UserSession.token_digest == bindparam("digest"),
        UserSession.touched_at > bindparam("awake"),
        UserSession.created_at > bindparam("young"),
        col(UserSession.pending).is_(False),
        col(Account.locked_at).is_(None),
    )
)


def person_of(db: Session, token: str, now: int) -> Person | None:
    """Who holds this token, unless the session has run out. One statement."""
    row = rows(db, PERSON, digest=digest(token), awake=now - IDLE, young=now - LONGEST).first()
    return Person._make(row) if row else None


def open_session(db: Session, account: int, temporary: bool, now: int, pending: bool = False) -> str:
    """A new session and its token; sessions that have long run out are swept away on the way."""
    db.exec(delete(UserSession).where(col(UserSession.touched_at) <= now - REMEMBERED))
    token = new_token()
    db.add(
        UserSession(
            token_digest=digest(token),
            account_id=account,
            temporary=temporary,
            pending=pending,
            created_at=now,
            touched_at=now,
        )
    )
    return token


class Pending(NamedTuple):
    """A sign-in that waits for its code, and what its tries are counted under."""

    session: str
    account: int
    temporary: bool
    site: int
    slug: str
    username: str


def pending_of(db: Session, token: str, now: int) -> Pending | None:
    """The sign-in that has still to give its code, unless it has waited too long."""
    row = db.exec(
        select(  # type: ignore[call-overload]
            UserSession.token_digest, Account.id, UserSession.temporary, Site.id, Site.slug, Account.username
        )
        .join(Account, col(Account.id) == UserSession.account_id)
        .join(Site, col(Site.id) == Account.site_id)
        .where(
            UserSession.token_digest == digest(token),
            col(UserSession.pending).is_(True),
            UserSession.created_at > now - LONGEST_WAIT,
            col(Account.locked_at).is_(None),
        )
    ).first()
    return Pending._make(row) if row else None


def former_account(db: Session, token: str) -> int | None:
    """Whose session this was, although it may have run out: for what was typed in it, and for nothing else."""
    was = select(UserSession.account_id).where(
        UserSession.token_digest == digest(token),
        col(UserSession.temporary).is_(False),
        col(UserSession.pending).is_(False),
    )
    return db.exec(was).first()


def touch(db: Session, session: str, now: int) -> None:
    """The person is still there: once a minute is enough."""
    db.exec(update(UserSession).where(col(UserSession.token_digest) == session).values(touched_at=now))


def close_session(db: Session, session: str) -> None:
    """Sign out."""
    db.exec(delete(UserSession).where(col(UserSession.token_digest) == session))


def close_sessions_of(db: Session, account: int, but: str = "") -> None:
    """End every session of an account, be it one that waits for its code; one of them may stay."""
    db.exec(delete(UserSession).where(col(UserSession.account_id) == account, col(UserSession.token_digest) != but))


def settle(db: Session, account: int, session: str) -> None:
    """A password has been chosen in this session: it may go everywhere, and every other one ends."""
    close_sessions_of(db, account, but=session)
    db.exec(update(UserSession).where(col(UserSession.token_digest) == session).values(temporary=False))
