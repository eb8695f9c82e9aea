"""The second factor of an office account: a code of a telephone, or a printed one (double authentification).

Families have none. The secret stands in the database as it is: the server must
read it, and no library for keeping it otherwise is among the dependencies.
"""

import base64
import hmac

import pyotp
from sqlmodel import Field, Session, SQLModel, col, delete, func, select, update

from data.accounts import Account
from data.keys import digest, new_temporary_password, plain
from data.sessions import Person

STEP = 30  # seconds
TOLERATED = 1  # steps that the clock of a telephone may be off, either way
SEARCHED = 10  # steps back within which a late clock is known as one
RECOVERY_CODES = 10
SECRET_BYTES = 20

WRONG = (
    "Ce code n’est pas le bon. Saisissez celui que l’application affiche en ce moment, et vérifiez que l’heure "
    "du téléphone se règle automatiquement."
)
USED = "Ce code a déjà servi. Attendez le suivant : l’application en affiche un nouveau toutes les 30 secondes."
LATE = (
    "Ce code est celui d’il y a {ago} : l’horloge du téléphone retarde. Réglez-la sur « automatique », "
    "puis saisissez le code affiché."
)
WRONG_RECOVERY = "Ce code de secours n’est pas le bon, ou il a déjà servi. Chacun ne sert qu’une fois."


class RecoveryCode(SQLModel, table=True):
    """A printed code that has not been used yet: its digest alone."""

    __tablename__ = "recovery_code"

    digest: str = Field(primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)


def is_on(db: Session, account: int) -> bool:
    """Whether an account signs in with a code."""
    return bool(db.exec(select(Account.second_factor).where(Account.id == account)).one())


def proposal(db: Session, person: Person, key: bytes) -> str:
    """The secret that a set-up shows, in base32: the same however often the page is loaded, never the same twice.

    It belongs to the session, and to the last code that the account has used.
    """
    step = db.exec(select(Account.second_factor_step).where(Account.id == person.account)).one()
    drawn = hmac.digest(key, f"second factor {person.session} {step}".encode(), "sha256")[:SECRET_BYTES]
    return base64.b32encode(drawn).decode()


def refusal(secret: str, last_step: int, code: str, now: int) -> tuple[int, str]:
    """The time step of a code that is good now, or 0 and why it is not, in French.

    Only a code of the past is told apart: what it says is of no use to somebody who guesses.
    """
    step, given = now // STEP, "".join(sign for sign in code if sign in "0123456789")
    for each in range(step + TOLERATED, step - SEARCHED - 1, -1):
        if given and hmac.compare_digest(_code(secret, each), given):
            if each < step - TOLERATED:
                return 0, LATE.format(ago=_ago(step - each))
            return (each, "") if each > last_step else (0, USED)
    return 0, WRONG


def _code(secret: str, step: int) -> str:
    return pyotp.TOTP(secret, interval=STEP).at(step * STEP)


def _ago(steps: int) -> str:
    minutes = max(1, round(steps * STEP / 60))
    return "une minute" if minutes == 1 else f"{('deux', 'trois', 'quatre', 'cinq')[min(minutes, 5) - 2]} minutes"


def use_code(db: Session, account: int, code: str, now: int) -> str:
    """Nothing when the code is good, and used up by this; else why it is not. Call it within a write."""
    row = db.exec(select(Account.second_factor, Account.second_factor_step).where(Account.id == account)).one()
    step, why = refusal(*row, code, now)
    if step:
        db.exec(update(Account).where(col(Account.id) == account).values(second_factor_step=step))
    return why


def use_recovery_code(db: Session, account: int, code: str) -> str:
    """Nothing when the printed code is good, and used up by this; else why it is not. Call it within a write."""
    known = delete(RecoveryCode).where(
        col(RecoveryCode.account_id) == account, col(RecoveryCode.digest) == digest(plain(code))
    )
    return "" if db.exec(known).rowcount else WRONG_RECOVERY


def turn_on(db: Session, account: int, secret: str, step: int) -> list[str]:
    """From now on this account signs in with a code. Gives its recovery codes, which are stored as digests alone."""
    turn_off(db, account)
    db.exec(update(Account).where(col(Account.id) == account).values(second_factor=secret, second_factor_step=step))
    codes = [new_temporary_password() for _ in range(RECOVERY_CODES)]
    db.add_all(RecoveryCode(digest=digest(plain(each)), account_id=account) for each in codes)
    return codes


def turn_off(db: Session, account: int) -> None:
    """The password alone is enough again. The step of the last code stays: it does not serve again."""
    db.exec(update(Account).where(col(Account.id) == account).values(second_factor=""))
    db.exec(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account))


def recovery_codes_left(db: Session, account: int) -> int:
    """How many printed codes have not been used."""
    return db.exec(select(func.count()).where(col(RecoveryCode.account_id) == account)).one()


def address_of(secret: str, username: str, owner: str) -> str:
    """What the QR code says: the address from which an application learns a secret."""
    return pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=username, issuer_name=owner)


def in_groups(secret: str) -> list[str]:
    """A secret as it is typed by hand: four signs at a time."""
    return [secret[at : at + 4] for at in range(0, len(secret), 4)]
