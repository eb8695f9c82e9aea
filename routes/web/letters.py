"""What each kind of mail says: the frozen facts of a row of the outbox become a letter."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from sqlmodel import Session

from data import accounts, journal, outbox, sites
from data.outbox import Mail
from routes.web import reenrolment_letters
from routes.web.french import day
from routes.web.mail import Letter


@dataclass(frozen=True, kw_only=True)
class TemporaryPasswordLetter(Letter):
    """The answer to « Mot de passe perdu »."""

    template: ClassVar[str] = "temporary_password"
    username: str
    password: str
    by_office: bool

    @property
    def subject(self) -> str:
        """The same for everybody."""
        return "Votre mot de passe provisoire"


@dataclass(frozen=True, kw_only=True)
class UsernameLetter(Letter):
    """How to come in for the first time; no password goes with it."""

    template: ClassVar[str] = "identifiant"
    username: str
    recipient: str  # the address that « Mot de passe perdu » asks for

    @property
    def subject(self) -> str:
        """The same for everybody."""
        return "Votre identifiant pour le portail des familles"


@dataclass(frozen=True, kw_only=True)
class PasswordChangedLetter(Letter):
    """The notice that a password has been changed."""

    template: ClassVar[str] = "password_changed"
    username: str

    @property
    def subject(self) -> str:
        """The same for everybody."""
        return "Votre mot de passe a été changé"


@dataclass(frozen=True, kw_only=True)
class SecondFactorRemovedLetter(Letter):
    """The notice that a colleague has taken a second factor away."""

    template: ClassVar[str] = "second_factor_removed"
    username: str

    @property
    def subject(self) -> str:
        """The same for everybody."""
        return "Votre double authentification a été retirée"


class Proposed(NamedTuple):
    """One field that a family proposes to change."""

    label: str
    base: str
    value: str


@dataclass(frozen=True, kw_only=True)
class AcknowledgementLetter(Letter):
    """The acknowledgement of a request: its number, its fields in words, when it came."""

    template: ClassVar[str] = "change_acknowledged"

    number: str
    subject_of: str  # whose record it is
    at: int
    changes: list[Proposed]

    @property
    def subject(self) -> str:
        """« Accusé de réception n° 2026-000123 »."""
        return f"Accusé de réception n°\N{NO-BREAK SPACE}{self.number}"


class Ruled(NamedTuple):
    """One field that the office has decided on."""

    label: str
    base: str
    value: str
    decision: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class DecisionLetter(Letter):
    """What the office has decided, field by field, and why."""

    template: ClassVar[str] = "change_decided"

    number: str
    subject_of: str
    at: int
    changes: list[Ruled]

    @property
    def subject(self) -> str:
        """« Réponse à votre demande n° 2026-000123 »."""
        return f"Réponse à votre demande n°\N{NO-BREAK SPACE}{self.number}"


@dataclass(frozen=True, kw_only=True)
class ReminderLetter(Letter):
    """What a family that has not answered is asked for; its subject names no child."""

    template: ClassVar[str] = "reenrolment_reminder"

    school_year: str
    closes: str  # the last day, if there is one
    children: list[str]  # as one calls them at home

    @property
    def subject(self) -> str:
        """The same for everybody."""
        return f"Réinscription {self.school_year}\N{NO-BREAK SPACE}: nous attendons votre réponse"


@dataclass(frozen=True, kw_only=True)
class TrialLetter(Letter):
    """What a member of the office sends to itself, to see that mails leave."""

    template: ClassVar[str] = "test"

    at: int

    @property
    def subject(self) -> str:
        """The same for everybody."""
        return "Courriel d’essai"


def letter_of(db: Session, row: Mail, portal: str, now: int) -> Letter:
    """What a row of the outbox says. A temporary password is made here, and only its digest is kept."""
    assert row.site_id is not None
    site = sites.site_with(db, row.site_id)
    return WRITERS[row.kind](db, row, {"site": site, "portal": portal}, now)


def _temporary_password(db: Session, row: Mail, common: dict[str, Any], now: int) -> Letter:
    assert row.account_id is not None
    username = accounts.username_of(db, row.account_id)
    password = accounts.make_temporary_password(db, row.account_id, now)
    by_office = bool(row.facts.get("by_office"))
    if not by_office:  # the office’s own request was noted when it was made
        journal.note_password_asked(db, row, username)
    return TemporaryPasswordLetter(**common, username=username, password=password, by_office=by_office)


def _username(db: Session, row: Mail, common: dict[str, Any], _: int) -> Letter:
    assert row.account_id is not None
    return UsernameLetter(**common, username=accounts.username_of(db, row.account_id), recipient=row.recipient)


def _password_changed(db: Session, row: Mail, common: dict[str, Any], _: int) -> Letter:
    assert row.account_id is not None
    return PasswordChangedLetter(**common, username=accounts.username_of(db, row.account_id))


def _second_factor_removed(db: Session, row: Mail, common: dict[str, Any], _: int) -> Letter:
    assert row.account_id is not None
    return SecondFactorRemovedLetter(**common, username=accounts.username_of(db, row.account_id))


def _acknowledgement(_db: Session, row: Mail, common: dict[str, Any], _: int) -> Letter:
    changes = [Proposed(*each) for each in row.facts["changes"]]
    return AcknowledgementLetter(**common, **_about(row), changes=changes)


def _decision(_db: Session, row: Mail, common: dict[str, Any], _: int) -> Letter:
    return DecisionLetter(**common, **_about(row), changes=[Ruled(*each) for each in row.facts["changes"]])


def _reminder(_db: Session, row: Mail, common: dict[str, Any], _: int) -> Letter:
    closes = row.facts["closes"] and day(datetime.date.fromisoformat(row.facts["closes"]))
    year, children = row.facts["school_year"], row.facts["children"]
    return ReminderLetter(**common, school_year=year, closes=closes, children=children)


def _test(_db: Session, row: Mail, common: dict[str, Any], _: int) -> Letter:
    return TrialLetter(**common, at=row.facts["at"])


def _about(row: Mail) -> dict[str, Any]:
    return {"number": row.facts["number"], "subject_of": row.facts["subject"], "at": row.facts["at"]}


WRITERS: dict[str, Callable[[Session, Mail, dict[str, Any], int], Letter]] = {
    outbox.TEMPORARY_PASSWORD: _temporary_password,
    outbox.IDENTIFIANT: _username,
    outbox.PASSWORD_CHANGED: _password_changed,
    outbox.SECOND_FACTOR_REMOVED: _second_factor_removed,
    outbox.CHANGE_ACKNOWLEDGED: _acknowledgement,
    outbox.CHANGE_DECIDED: _decision,
    **reenrolment_letters.WRITERS,
    outbox.REENROLMENT_REMINDER: _reminder,
    outbox.TEST: _test,
}
