"""A guardian becomes somebody else by an import: whoever it was does not come in, nor read on, by what they know."""

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, update

from data import accounts, agenda, database, kept_forms, sessions
from data.accounts import Account
from data.agenda import CalendarFeed
from data.changes import ApprovedValue
from data.families import Guardian
from data.imports import Report
from data.kept_forms import KeptForm
from data.outbox import Mail
from data.sessions import UserSession
from tests.asking_for import NOW
from tests.data.decisions import approve
from tests.data.exports import Desk

HEAD = "Référence famille;Nom;Prénom;Mobile;E-mail;Identifiant"
JO = "F1;ABOLANT;Jocelyne;0611111111;jo@exemple.fr;jo"
CLAIRE = "F2;BERNIER;Claire;0622222222;claire@exemple.fr;claire"
LEFT = (UserSession, KeptForm, CalendarFeed, Mail)  # what whoever left had of the portal


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Two guardians who are signed in, and have forms, calendars and mails under way."""
    desk = Desk(tmp_path)
    desk.lay("eleves", "Référence élève;Référence famille;Nom;Prénom")
    desk.lay("familles", HEAD, JO, CLAIRE)
    desk.bring_in()
    with database.transaction(desk.database) as db:
        settle_in(db, desk.all(Account))
    return desk


def settle_in(db: Session, everybody: list[Account]) -> None:
    for account in everybody:
        sessions.open_session(db, account.id, False, NOW)
        kept_forms.keep(db, account.id, "/famille", {"nom": "x"}, NOW)
        accounts.send_password(db, account.id, NOW)
    for family in (1, 2):
        agenda.make_feed(db, family)
    known = {"password_hash": "x", "temporary_digest": "y", "temporary_until": NOW + 60, "email": "former@exemple.fr"}
    db.exec(update(Account).values(**known, last_sign_in_at=NOW, informed_at=NOW, informed_by="lettre"))


def told(desk: Desk, *families: str, head: str = HEAD) -> Report:
    desk.lay("familles", head, *families)
    return desk.bring_in()


def of_account(row: Any) -> tuple[Any, ...]:
    return (row.password_hash, row.temporary_digest, row.email, row.last_sign_in_at, row.informed_at, row.informed_by)


def owned(desk: Desk) -> list[int]:
    """How much there is left of each sort."""
    return [len(desk.all(model)) for model in LEFT]


def test_nothing_that_somebody_had_leads_to_who_comes_after_them(desk: Desk) -> None:
    report = told(desk, "F1;LORMELLET;Gilles;0633333333;gilles@exemple.fr;jo", CLAIRE)
    jo, claire = desk.all(Account)
    assert of_account(jo) == ("", "", "", None, None, "")
    assert (jo.username, jo.filed, jo.reachable) == ("jo", "lormellet gilles jo", True)
    assert of_account(claire)[:3] == ("x", "y", "former@exemple.fr")
    assert owned(desk) == [1, 1, 1, 1]
    (said,) = report.warnings
    assert said.replace("\u00a0", " ") == (
        "familles, « F1 », responsable 1 : « ABOLANT Jocelyne » devient « LORMELLET Gilles » ; "
        "son compte attend un nouveau mot de passe"
    )


@pytest.mark.parametrize(
    "row",
    [
        "F1;MARTIN;Jocelyne;;autre@exemple.fr;jo",  # a marriage, and a new address
        "F1;ABOLANT;Jo;;autre@exemple.fr;jo",
        "F1;DE SOUZA;Maria;;jo@exemple.fr;jo",  # the address proves it
        "F1;Abolant;Jocelyne Marie;;;jo",
    ],
)
def test_whoever_may_be_the_same_keeps_the_account(desk: Desk, row: str) -> None:
    report = told(desk, row, CLAIRE)
    assert of_account(desk.all(Account)[0])[:2] == ("x", "y")
    assert (owned(desk), report.warnings) == ([2, 2, 2, 2], [])


def test_an_address_that_the_export_does_not_speak_of_goes_too(desk: Desk) -> None:
    told(desk, "F1;LORMELLET;Gilles;jo", "F2;BERNIER;Claire;claire", head="Référence famille;Nom;Prénom;Identifiant")
    assert [each.email for each in desk.all(Guardian)] == ["", "claire@exemple.fr"]
    assert [each.reachable for each in desk.all(Account)] == [False, True]


def test_what_was_approved_of_somebody_is_not_for_somebody_else(desk: Desk) -> None:
    approve(desk, desk.all(Guardian)[0], mobile="0699999999", email="nouveau@exemple.fr")
    told(desk, "F1;LORMELLET;Gilles;0611111111;;jo", CLAIRE)
    gilles = desk.all(Guardian)[0]
    assert (gilles.mobile, gilles.email, desk.all(ApprovedValue)) == ("0611111111", "", [])
    assert of_account(desk.all(Account)[0])[0] == ""


def test_whom_the_office_has_made_somebody_else_stays_so_until_the_export_knows(desk: Desk) -> None:
    approve(desk, desk.all(Guardian)[0], surname="LORMELLET", given_name="Gilles", email="gilles@exemple.fr")
    told(desk, JO, CLAIRE)  # which still has the former one
    assert (desk.all(Guardian)[0].name, owned(desk)) == ("LORMELLET Gilles", [2, 2, 2, 2])
    told(desk, "F1;LORMELLET;Gilles;;gilles@exemple.fr;jo", CLAIRE)
    assert owned(desk) == [2, 2, 2, 2]


def test_a_guardian_who_moves_within_the_family_stays_who_they_are(desk: Desk) -> None:
    told(desk, "F1;LORMELLET;Gilles;;;gilles", JO, CLAIRE)
    assert owned(desk) == [2, 2, 2, 2]


def test_a_dry_run_closes_nothing(desk: Desk) -> None:
    desk.lay("familles", HEAD, "F1;LORMELLET;Gilles;;;jo", CLAIRE)
    before = desk.dump()
    assert len(desk.bring_in(dry_run=True).warnings) == 1
    assert desk.dump() == before


def test_who_is_left_in_a_family_that_has_become_another_is_locked_out(desk: Desk) -> None:
    report = told(desk, "F1;LORMELLET;Gilles;;gilles@exemple.fr;gilles", CLAIRE)
    locked = {each.username: each.locked_at is not None for each in desk.all(Account)}
    assert locked == {"jo": True, "claire": False, "gilles": False}
    assert (of_account(desk.all(Account)[0])[:3], owned(desk)) == (("", "", ""), [1, 1, 1, 1])
    (said,) = report.warnings
    assert said.replace("\u00a0", " ") == (
        "familles, « F1 » : « ABOLANT Jocelyne » n’y figure plus et l’export y a d’autres personnes ; "
        "son compte est verrouillé"
    )


def test_who_is_gone_from_a_family_that_is_still_the_same_reads_on(desk: Desk) -> None:
    told(desk, JO, "F1;ABOLANT;Paul;;;paul", CLAIRE)
    told(desk, "F1;ABOLANT;Paul;;;paul")
    assert [each.locked_at for each in desk.all(Account)] == [None, None, None]
