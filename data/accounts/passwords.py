"""Chosen passwords: how they are kept, compared, refused and replaced."""

from dataclasses import dataclass
from pathlib import Path

import argon2
from sqlmodel import Session, col, select, update

from data.accounts.account import Account, fold
from data.keys import digest, plain
from data.sites import Site

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 128

# 19 MiB, two passes: about 21 ms of one core a guess.
HASHER = argon2.PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
COMMON_PASSWORDS = frozenset((Path(__file__).parent / "common_passwords.txt").read_text("utf-8").split())
NOBODYS_HASH = HASHER.hash("nobody has this password")


@dataclass(frozen=True)
class Lock:
    """What a given password is compared with; the same work for an account that does not exist."""

    account: int | None
    password_hash: str
    temporary_digest: str

    def opened_by(self, password: str) -> str:
        """« chosen », « temporary » or nothing; takes 20 ms of CPU: call it in a hashing thread."""
        chosen = _matches(self.password_hash or NOBODYS_HASH, password)
        if self.account is None:
            return ""
        if self.temporary_digest and digest(plain(password)) == self.temporary_digest:
            return "temporary"
        return "chosen" if chosen and self.password_hash else ""


def _matches(password_hash: str, password: str) -> bool:
    try:
        return HASHER.verify(password_hash, password.strip())
    except argon2.exceptions.VerificationError:
        return False


def hash_password(password: str) -> str:
    """What is stored of a chosen password; takes 20 ms of CPU: call it in a hashing thread."""
    return HASHER.hash(password.strip())


def lock_of(db: Session, slug: str, username: str, now: int) -> Lock:
    """What guards the account of an identifiant under a site. One statement, account or none; a locked one is none."""
    account = db.exec(
        select(Account)
        .join(Site, col(Site.id) == Account.site_id)
        .where(Site.slug == slug, Account.username == fold(username), col(Account.locked_at).is_(None))
    ).first()
    if account is None:
        return Lock(None, "", "")
    alive = account.temporary_until > now
    return Lock(account.id, account.password_hash, account.temporary_digest if alive else "")


def lock_of_account(db: Session, account: int) -> Lock:
    """What guards an account that is signed in: its chosen password alone."""
    return Lock(account, db.exec(select(Account.password_hash).where(Account.id == account)).one(), "")


def refuse_weak(password: str) -> None:
    """Raises ValueError, in French, for a password that is too short, too long or everybody’s."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise ValueError(
            f"Choisissez un mot de passe de {SHORTEST_PASSWORD} à {LONGEST_PASSWORD} caractères : "
            f"celui-ci en a {len(password)}."
        )
    if _is_common(password):
        raise ValueError("Ce mot de passe est l’un des plus courants : choisissez-en un autre, par exemple une phrase.")


def _is_common(password: str) -> bool:
    """Everybody’s: in the list, one word over and over, or a run along the keyboard."""
    folded = password.casefold().replace(" ", "")
    repeats = any(folded == (folded[:size] * len(folded))[: len(folded)] for size in range(1, 6))
    return repeats or folded in COMMON_PASSWORDS or folded.rstrip("0123456789!.?*") in COMMON_PASSWORDS


def retire_password(db: Session, account: int) -> None:
    """The former password is obsolete at the latest when the temporary one is used."""
    db.exec(update(Account).where(col(Account.id) == account).values(password_hash=""))


def choose_password(db: Session, account: int, password_hash: str) -> None:
    """Replace the password; a temporary one is used up by it."""
    db.exec(
        update(Account)
        .where(col(Account.id) == account)
        .values(password_hash=password_hash, temporary_digest="", temporary_until=0)
    )


def give_password(db: Session, slug: str, usernames: list[str], password: str) -> None:
    """The one password of a demonstration’s accounts."""
    known = select(Account.id).join(Site, col(Site.id) == Account.site_id).where(Site.slug == slug)
    chosen = known.where(col(Account.username).in_(usernames))
    db.exec(update(Account).where(col(Account.id).in_(chosen)).values(password_hash=hash_password(password)))
