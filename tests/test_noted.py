"""What the journal says of coming in and going out; and that no secret ever stands in it."""

import sqlite3
from dataclasses import replace

import pytest
from sqlmodel import col, select

from data import audit, database
from data.audit import AuditEntry
from data.settings import Settings
from tests.conftest import Clock
from tests.costs import counted
from tests.mailbox import Mailbox
from tests.people import People
from tests.reader import Reader

TYPED = "a password in the wrong box"


def noted(settings: Settings) -> list[tuple[str, str, int | None]]:
    """The action, the identifiant and whether there is an account."""
    with database.reading(settings.database) as db:
        found = db.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
        return [(each.action, each.who, each.account_id) for each in found]


def test_coming_in_and_going_out_is_noted(reader: Reader, people: People, settings: Settings) -> None:
    reader.enter(people.family)
    reader.sign_out()
    assert [each[:2] for each in noted(settings)] == [("connexion", "dalmeida"), ("deconnexion", "dalmeida")]


def test_a_refusal_names_the_account_it_was_for(reader: Reader, people: People, settings: Settings) -> None:
    reader.sign_in(people.family, "wrong", status=422)
    ((action, who, account),) = noted(settings)
    assert (action, who, account is None) == (audit.SIGN_IN_FAILED, "dalmeida", False)


def test_what_nobody_is_called_is_not_kept(reader: Reader, people: People, settings: Settings) -> None:
    reader.sign_in(replace(people.family, username=TYPED), status=422)
    assert noted(settings) == [(audit.SIGN_IN_FAILED, "", None)]


def test_a_site_that_does_not_exist_has_no_journal(reader: Reader, people: People, settings: Settings) -> None:
    reader.sign_in(replace(people.family, site="nulle-part"), status=422)
    assert noted(settings) == []


@pytest.mark.parametrize("username", ["dalmeida", "personne"])
def test_the_throttle_bounds_what_an_attacker_can_have_written(
    reader: Reader, people: People, settings: Settings, time: Clock, username: str
) -> None:
    page = reader.read("/connexion")
    form = {**page.form("/connexion"), "identifiant": username, "mot_de_passe": "wrong"}
    for _ in range(40):
        reader.client.post("/connexion", data=form)
    assert [each[0] for each in noted(settings)] == [audit.SIGN_IN_FAILED] * 4 + [audit.SIGN_IN_SLOWED]


def test_thirty_refusals_in_ten_minutes_is_all_that_an_address_has_noted(
    reader: Reader, people: People, settings: Settings, time: Clock
) -> None:
    form = {**reader.read("/connexion").form("/connexion"), "mot_de_passe": "wrong"}
    for number in range(35):
        reader.client.post("/connexion", data={**form, "identifiant": f"personne-{number}"})
    assert len(noted(settings)) == 30


def test_a_refusal_is_noted_at_the_same_cost_for_everybody(reader: Reader, people: People) -> None:
    page = reader.sign_in(replace(people.neighbour, password="autre chose"), status=422)
    costs = []
    for username in ("dalmeida", "personne"):
        with counted() as cost:
            reader.send(page, "/connexion", 422, identifiant=username, mot_de_passe="autre chose")
        costs.append([each for each in cost.statements if "audit_entry" in each])
    assert costs[0] == costs[1]
    assert [each.split()[0] for each in costs[0]] == ["INSERT"]


def test_no_secret_stands_in_the_journal(reader: Reader, people: People, settings: Settings, mailbox: Mailbox) -> None:
    page = reader.read("/mot-de-passe-perdu")
    reader.send(page, "/mot-de-passe-perdu", identifiant="dalmeida", email=people.family.email)
    temporary, chosen = mailbox.temporary_password(), "une phrase toute neuve"
    reader.sign_in(replace(people.family, username=TYPED), status=422)
    reader.sign_in(people.family, temporary)
    token = next(value for name, value in reader.client.cookies.items() if "portee" in name or len(value) > 30)
    reader.send(reader.read("/mot-de-passe"), "/mot-de-passe", nouveau=chosen, confirmation=chosen)
    reader.sign_out()
    reader.sign_in(people.family, people.family.password, status=422)
    with sqlite3.connect(settings.database) as connection:
        written = str(connection.execute("SELECT * FROM audit_entry").fetchall()).casefold()
    assert written.count("dalmeida") == 5
    for secret in (temporary, temporary.replace("-", ""), chosen, people.family.password, TYPED, token):
        assert secret.casefold() not in written
    assert people.family.email not in written
