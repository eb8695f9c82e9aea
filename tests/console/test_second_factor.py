"""`account reset-second-factor`: the telephone is lost, and the printed codes are too."""

from pathlib import Path

import pytest
from sqlmodel import select

from data import database, second_factor, sessions
from data.accounts import Account
from data.audit import AuditEntry
from data.sessions import UserSession
from tests.console.conftest import Typing

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def secured(typed: Typing, home: Path) -> None:
    """An office account with a second factor, signed in."""
    typed("site", "create", "musique", "Conservatoire")
    typed("account", "create", "musique", "bureau", "--office", "--email", "b@x.fr")
    with database.transaction(home / "portee.db") as db:
        account = db.exec(select(Account.id)).one()
        second_factor.turn_on(db, account, SECRET, 5)
        sessions.open_session(db, account, temporary=False, now=1)


def test_the_password_alone_is_enough_again(typed: Typing, home: Path, secured: None) -> None:
    outcome = typed("account", "reset-second-factor", "musique", "Bureau")
    assert (outcome.status, "« bureau » est retirée" in outcome.said) == (0, True)
    with database.reading(home / "portee.db") as db:
        account = db.exec(select(Account)).one()
        assert (account.second_factor, account.second_factor_step) == ("", 5)
        assert second_factor.recovery_codes_left(db, account.id) == 0
        assert db.exec(select(UserSession)).all() == []
        entry = db.exec(select(AuditEntry)).one()
    assert (entry.account_id, entry.who, entry.subject) == (None, "console", "bureau")


@pytest.mark.parametrize("username", ["bureau", "personne"])
def test_where_there_is_nothing_to_take_away_it_says_so(
    typed: Typing, home: Path, secured: None, username: str
) -> None:
    typed("account", "reset-second-factor", "musique", "bureau")
    outcome = typed("account", "reset-second-factor", "musique", username)
    assert (outcome.status, f"Aucun compte « {username} »" in outcome.complained) == (1, True)
