"""A decision that nobody’s page has offered, and whatever a family may have written."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from httpx import Response

from data.settings import Settings
from tests.house.asking import everything_in
from tests.office.changes.test_deciding import REASON, guardian, move
from tests.office.conftest import Office

HOSTILE: dict[str, dict[str, str]] = {
    "nothing seen": {"vu": ""},
    "no list": {"vu": '["town"]'},
    "a deep list": {"vu": "[" * 20000},
    "a number": {"vu": "1"},
    "not JSON": {"vu": "{'town'"},
    "an unknown gesture": {"geste": "effacer"},
    "a field that was not asked for": {"decision-nom": "approuvee"},
    "a reason for no field": {"motif-nom": REASON, "precision-nom": "x"},
    "an unknown verdict": {"geste": "enregistrer", "decision-ville": "peut-etre"},
    "an unknown phrase": {"geste": "enregistrer", "decision-ville": "refusee", "motif-ville": "<b>non</b>"},
    "an unknown phrase for all": {"geste": "refuser", "motif": "non"},
}


@pytest.mark.parametrize("forged", HOSTILE)
def test_a_forged_form_is_refused_in_french_and_writes_nothing(office: Office, forged: str) -> None:
    answer = send_forged(office, {"geste": "approuver", **HOSTILE[forged]})
    assert answer.status_code == 422
    assert "Veuillez vérifier les renseignements saisis." in answer.text


def test_extra_fields_change_nothing_beyond_the_decision(office: Office) -> None:
    extra = {"surname": "PIRATE", "town": "Nice", "site_id": "2", "key": "zzzzzzzz", "state": "retiree", "nom": "x"}
    changed = [set(changed_tables(office, each)) for each in ({}, extra)]
    assert changed[0] == changed[1]
    assert changed[0] == {
        "approved_value", "audit_entry", "change_event", "change_request", "outbox", "proposed_change", "student",
        "used_form",
    }  # fmt: skip


def changed_tables(office: Office, extra: dict[str, str]) -> Iterator[str]:
    """The tables that a decision on a student has changed; each may differ in one row alone."""
    address = office.ask("Zoé" if extra else "Adrien", town="Olivet")
    office.reader.enter(office.people.office)
    form = {**office.reader.read(address).form(address), "geste": "approuver", **extra}
    before = everything_in(office.settings.database)
    assert office.reader.client.post(address, data=form, follow_redirects=False).status_code == 303
    for table, rows in everything_in(office.settings.database).items():
        fresh: list[Any] = [row for row in rows if row not in before[table]]
        assert len(fresh) <= 1, table
        if fresh:
            yield table


def send_forged(office: Office, values: dict[str, str]) -> Response:
    """A form as nobody’s browser would send it; the whole database stays as it was."""
    address = office.ask(town="Olivet")
    office.reader.enter(office.people.office)
    form = {**office.reader.read(address).form(address), **values}
    before = everything_in(office.settings.database)
    answer = office.reader.client.post(address, data=form, follow_redirects=False)
    assert everything_in(office.settings.database) == before
    return answer


@pytest.mark.parametrize("value", ["<script>alert(1)</script> rue", "=HYPERLINK(1) rue", "شارع النخيل rue", "a" * 300])
def test_whatever_a_family_writes_is_shown_as_it_is(office: Office, settings: Settings, value: str) -> None:
    move(office, address="12 rue")
    address = office.ask(address=value)
    page = office.reader.read(address)
    assert value in page.find("//tbody//td[2]").text_content()
    assert json.loads(page.form(address)["vu"])["address"] == ["12 rue", value]
    office.decide(address, geste="approuver")
    assert guardian(office).address == value
