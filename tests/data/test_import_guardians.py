"""Guardians are recognised without a reference, and each of them gets one way in."""

from pathlib import Path

import pytest
from sqlmodel import update

from data import database
from data.accounts import Account
from data.families import Guardian
from data.imports.guardians import Held, identity_of, places
from data.imports.usernames import Usernames
from data.keys import READABLE
from tests.data.exports import EXPORT, Desk, counts

HEADER = "Référence famille;Nom;Prénom;Profession;Identifiant"
JO, PAUL = "F1;ABOLANT;Jocelyne;Luthière;", "F1;ABOLANT;Paul;Facteur;"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.lay("eleves", EXPORT["eleves"][0])
    desk.lay("familles", HEADER, JO, PAUL)
    return desk


def by_rank(desk: Desk) -> list[tuple[int, str]]:
    guardians = sorted(desk.all(Guardian), key=lambda guardian: guardian.rank)
    return [(guardian.id, guardian.given_name) for guardian in guardians]


def usernames(desk: Desk) -> dict[int, str]:
    return {account.guardian_id: account.username for account in desk.all(Account)}


def test_the_first_row_of_a_family_is_its_responsable(desk: Desk) -> None:
    desk.bring_in()
    assert [(guardian.rank, guardian.given_name) for guardian in desk.all(Guardian)] == [(0, "Jocelyne"), (1, "Paul")]


def test_the_rows_of_a_family_need_not_follow_one_another(desk: Desk) -> None:
    desk.lay("familles", HEADER, JO, "F2;BERNIER;Claire;;", PAUL)
    desk.bring_in()
    assert [guardian.rank for guardian in desk.all(Guardian)] == [0, 0, 1]


def test_guardians_who_swap_keep_their_accounts(desk: Desk) -> None:
    desk.bring_in()
    (jo, paul), before = by_rank(desk), usernames(desk)
    desk.lay("familles", HEADER, PAUL, JO)
    assert counts(desk.bring_in(), "responsables") == (0, 2, 0, 0, 0)
    assert by_rank(desk) == [paul, jo]
    assert usernames(desk) == before
    assert not desk.bring_in().touched


def test_a_guardian_is_recognised_by_identifiant_when_the_name_changes(desk: Desk) -> None:
    desk.lay("familles", HEADER, JO + "jo", PAUL + "paul")
    desk.bring_in()
    (jo, _), (paul, _) = by_rank(desk)
    desk.lay("familles", HEADER, "F1;ABOLANT;Jocelyne;;paul", "F1;MARTIN;Jo;;jo")
    desk.bring_in()
    assert by_rank(desk) == [(paul, "Jocelyne"), (jo, "Jo")]


def test_a_guardian_is_recognised_by_place_when_nothing_else_helps(desk: Desk) -> None:
    desk.bring_in()
    before = by_rank(desk)
    desk.lay("familles", HEADER, "F1;ABOLANT-MARTIN;Jocelyne;;", PAUL)
    assert counts(desk.bring_in(), "responsables") == (0, 1, 1, 0, 0)
    assert by_rank(desk) == before


def test_a_new_name_with_a_new_identifiant_is_somebody_else(desk: Desk) -> None:
    desk.bring_in()
    before = usernames(desk)
    desk.lay("familles", HEADER, JO, "F1;MARTIN;Luc;;luc")
    assert counts(desk.bring_in(), "responsables") == (1, 0, 1, 1, 0)
    assert [name for _, name in by_rank(desk)] == ["Jocelyne", "Luc", "Paul"]
    assert before.items() < usernames(desk).items()


def test_a_guardian_who_is_gone_stands_behind_until_removed(desk: Desk) -> None:
    desk.bring_in()
    desk.lay("familles", HEADER, PAUL)
    assert counts(desk.bring_in(), "responsables") == (0, 1, 0, 1, 0)
    assert [name for _, name in by_rank(desk)] == ["Paul", "Jocelyne"]
    assert counts(desk.bring_in(remove_absent=True), "responsables") == (0, 0, 1, 1, 1)
    assert [name for _, name in by_rank(desk)] == ["Paul"]
    assert len(desk.all(Account)) == 1


def test_names_are_compared_without_case_and_accents() -> None:
    held = [Held(7, 0, identity_of(None, "LEFEVRE", "Andre")), Held(8, 1, identity_of(None, "LEFEVRE", "Zoé"))]
    rows = [identity_of("", "Lefèvre", "Zoe"), identity_of("", "Lefèvre", "André")]
    assert places(rows, held) == {7: 1, 8: 0}


def test_two_guardians_of_one_name_are_two(desk: Desk) -> None:
    desk.lay("familles", HEADER, PAUL, PAUL)
    desk.bring_in()
    assert counts(desk.bring_in(), "responsables") == (0, 0, 2, 0, 0)


def test_the_identifiant_of_the_export_is_folded(desk: Desk) -> None:
    desk.lay("familles", HEADER, JO + " JAbolant ")
    desk.bring_in()
    assert desk.only(Account).username == "jabolant"


def test_an_identifiant_made_here_is_short_and_readable(desk: Desk) -> None:
    desk.bring_in()
    made = [account.username for account in desk.all(Account)]
    assert len(set(made)) == 2
    assert all(len(username) == 8 and set(username) <= set(READABLE) for username in made)


def test_an_identifiant_made_here_is_nobody_else_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "data.imports.usernames.new_key", iter(["aaaaaaaa", "bbbbbbbb", "bbbbbbbb", "cccccccc"]).__next__
    )
    usernames = Usernames({"aaaaaaaa": "F1"})
    assert [usernames.invent(), usernames.invent()] == ["bbbbbbbb", "cccccccc"]


def test_an_account_that_exists_keeps_its_identifiant_with_a_warning(desk: Desk) -> None:
    desk.lay("familles", HEADER, JO + "jabolant")
    desk.bring_in()
    desk.lay("familles", HEADER, JO + "jocelyne")
    (warning,) = desk.bring_in().warnings
    assert "reste «\u00a0jabolant\u00a0», «\u00a0jocelyne\u00a0» n’est pas repris" in warning
    assert desk.only(Account).username == "jabolant"


def test_an_import_leaves_passwords_alone(desk: Desk) -> None:
    desk.bring_in()
    with database.transaction(desk.database) as db:
        db.exec(update(Account).values(password_hash="argon", accessible=True))
    desk.lay("familles", HEADER, PAUL, JO + "jo")
    desk.bring_in()
    assert {(account.password_hash, account.accessible) for account in desk.all(Account)} == {("argon", True)}
