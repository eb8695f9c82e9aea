"""À traiter, one request: side by side, decided field by field or whole, once, over what was seen."""

import json
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from httpx import Response
from sqlmodel import select

from data import database, sessions
from data.changes import ChangeRequest, Decision, ProposedChange
from data.families import Guardian
from data.settings import Settings
from data.students import FamilyStudent
from routes.web.door import Door
from routes.web.forms import csrf_token
from routes.web.french import moment
from routes.web.sessions import SESSION
from tests import rush
from tests.asking_for import NOW, as_person, ask_for, record_for, take_back
from tests.conftest import Clock
from tests.house.asking import everything_in
from tests.office.conftest import QUEUE, Office
from tests.page import Page
from tests.people import People
from tests.records import arrows_of, columns_of, links_of, rows_of

REASON = "Merci de nous envoyer un justificatif."
TOLD = "La décision est enregistrée et la famille est prévenue par courriel."


def move(office: Office, student: str = "", **values: str) -> None:
    """An export brings other official values."""
    with database.transaction(office.settings.database) as db:
        record = record_for(db, as_person(db, office.people.family), student)
        for name, value in values.items():
            setattr(record, name, value)
        db.add(record)


def problems_of(page: Page) -> list[str]:
    """The summary of what is wrong."""
    return [each.text_content().replace("\xa0", " ") for each in page.tree.xpath("//*[@class='problems']//li")]


def message_of(page: Page) -> str:
    """What is said after a form."""
    return " ".join(page.find("//*[@class='message']/p[1]").text_content().split())


def decisions(office: Office) -> dict[str, tuple[str, str]]:
    """What has been decided, by field."""
    with database.reading(office.settings.database) as db:
        return {each.field: (each.decision, each.reason) for each in db.exec(select(ProposedChange))}


def guardian(office: Office) -> Guardian:
    """The record, as it now stands."""
    with database.reading(office.settings.database) as db:
        return db.get_one(Guardian, as_person(db, office.people.family).guardian)


def test_values_stand_side_by_side(office: Office) -> None:
    page = office.reader.read(office.ask(town="Olivet", profession="Luthière"))
    assert page.find("//h1").text_content() == "D’ALMEIDA Inès, demande n°\xa02026-000001"
    assert columns_of(page) == ["Champ", "Valeur officielle", "Valeur proposée", "Décision"]
    assert [row[:3] for row in rows_of(page)] == [
        ["Profession", "aucune valeur", "Luthière"],
        ["Ville", "ORLEANS", "Olivet"],
    ]
    assert page.find("//*[@class='about']").text_content() == (
        f"Responsable · demandée par D’ALMEIDA Inès le {moment(NOW)} · en attente depuis moins d’une heure"
    )


def test_nothing_is_chosen_beforehand(office: Office) -> None:
    page = office.reader.read(office.ask(town="Olivet"))
    assert page.tree.xpath("//input[@type='radio']/@value") == ["approuvee", "refusee"]
    assert page.tree.xpath("//*[@checked]") == []
    assert page.find("//fieldset[@class='choice']/legend").text_content() == "Décision pour «\xa0Ville\xa0»"
    assert page.find("//select[@id='motif-ville']/option[2]").text_content() == REASON


def test_differences_within_a_long_value_are_marked_and_said(office: Office) -> None:
    move(office, address="3 rue des Tilleuls\n45000 Orléans")
    page = office.reader.read(office.ask(address="3 bis rue des Lilas\n45000 Orléans"))
    assert page.tree.xpath("//del/text()") == ["Tilleuls"]
    assert page.tree.xpath("//ins/text()") == ["bis", "Lilas"]
    assert "Retiré : « Tilleuls ». Ajouté : « bis », « Lilas »" in rows_of(page)[0][2]


def test_a_request_is_approved_field_by_field(office: Office) -> None:
    address = office.ask(town="Olivet", profession="Luthière")
    page = office.decide(
        address, decision_ville="approuvee", decision_profession="refusee", motif_profession=REASON,
        precision_profession="Par courrier.\r\nMerci !",
    )  # fmt: skip
    assert (page.url, message_of(page)) == (f"{QUEUE}?fait=decision-enregistree", TOLD)
    assert (guardian(office).town, guardian(office).profession) == ("Olivet", "")
    assert decisions(office)["profession"] == (Decision.DECLINED, f"{REASON} Par courrier.\nMerci !")


def test_everything_is_approved_at_once(office: Office) -> None:
    office.decide(office.ask(town="Olivet", profession="Luthière"), geste="approuver")
    assert (guardian(office).town, guardian(office).profession) == ("Olivet", "Luthière")


def test_everything_is_declined_for_one_reason(office: Office) -> None:
    office.decide(office.ask(town="Olivet", profession="Luthière"), geste="refuser", precision="Passez nous voir.")
    assert guardian(office).town == "ORLEANS"
    assert set(decisions(office).values()) == {(Decision.DECLINED, "Passez nous voir.")}


def test_a_reason_of_its_own_wins_over_the_common_one(office: Office) -> None:
    office.decide(
        office.ask(town="Olivet", profession="Luthière"),
        geste="refuser", motif=REASON, decision_ville="refusee", precision_ville="Quelle ville ?",
    )  # fmt: skip
    reasons = {field: reason for field, (_, reason) in decisions(office).items()}
    assert reasons == {"town": "Quelle ville ?", "profession": REASON}


def test_declining_everything_needs_a_reason_and_says_so_once(office: Office) -> None:
    address = office.ask(town="Olivet", profession="Luthière")
    page = office.decide(address, 422, geste="refuser", precision="  ")
    assert problems_of(page) == ["Donnez le motif du refus, la famille le lira."]
    assert page.find("//select[@id='motif']").get("aria-invalid") == "true"


def test_what_is_missing_is_listed_and_nothing_typed_is_lost(office: Office) -> None:
    address = office.ask(town="Olivet", profession="Luthière", mobile="06 39 98 12 34")
    page = office.decide(
        address, 422, decision_ville="approuvee", decision_profession="refusee", precision_ville="Gardé", motif=REASON
    )
    assert problems_of(page) == [
        "« Profession » : donnez le motif du refus, la famille le lira.",
        "« Mobile » : choisissez « Approuver » ou « Refuser ».",
    ]
    assert page.tree.xpath("//*[@class='problems']//li/a/@href") == ["#motif-profession", "#decision-mobile"]
    kept = page.form(address)
    assert {name: kept.get(name) for name in KEPT} == KEPT
    assert page.title.startswith("Erreur\xa0: D’ALMEIDA Inès, demande")


KEPT = {"decision-ville": "approuvee", "decision-profession": "refusee", "precision-ville": "Gardé", "motif": REASON}


def test_a_choice_against_the_button_is_asked_about(office: Office) -> None:
    address = office.ask(town="Olivet", profession="Luthière")
    page = office.decide(address, 422, geste="approuver", decision_ville="refusee", motif_ville=REASON)
    assert problems_of(page)[0].startswith("« Ville » : vous avez choisi le contraire sur cette ligne.")
    page = office.decide(address, 422, geste="refuser", motif=REASON, decision_ville="approuvee")
    assert problems_of(page)[0].startswith("« Ville » : vous avez choisi le contraire sur cette ligne.")
    assert guardian(office).profession == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [("x" * 501, "un motif a 500 caractères au plus"), ("Merci 🎻", "le signe « 🎻 » ne peut pas être imprimé")],
)
def test_a_reason_that_cannot_be_is_refused(office: Office, words: str, said: str) -> None:
    address = office.ask(town="Olivet")
    assert said in problems_of(office.decide(address, 422, decision_ville="refusee", precision_ville=words))[0]
    assert said in problems_of(office.decide(address, 422, geste="refuser", precision=words))[0]


def test_a_moved_value_is_shown_three_times_and_asked_about(office: Office) -> None:
    address = office.ask(town="Olivet", profession="Luthière")
    move(office, town="Blois")
    page = office.reader.read(address)
    assert rows_of(page)[1][1] == (
        "La valeur officielle a changé depuis la demande. Quand la famille a demandé : ORLEANS Aujourd’hui : Blois"
    )
    page = office.decide(address, 422, geste="approuver")
    assert problems_of(page) == [
        "« Ville » : la valeur officielle a changé depuis la demande ; choisissez laquelle vaut."
    ]
    office.decide(address, geste="approuver", decision_ville="refusee", motif_ville=REASON)
    assert (guardian(office).town, guardian(office).profession) == ("Blois", "Luthière")


def test_a_value_that_has_arrived_says_so(office: Office) -> None:
    address = office.ask(town="Olivet")
    move(office, town="Olivet")
    assert "C’est aujourd’hui la valeur officielle." in rows_of(office.reader.read(address))[0][2]


def test_a_value_that_moves_while_one_reads_is_read_again(office: Office) -> None:
    address = office.ask(town="Olivet", profession="Luthière")
    read = office.reader.read(address)
    move(office, town="Blois")
    page = office.decide(address, 409, read, decision_ville="approuvee", decision_profession="approuvee")
    assert problems_of(page) == [
        "« Ville » : cette ligne a changé pendant que vous lisiez. Relisez-la avant de décider."
    ]
    assert page.tree.xpath("//input[@checked]/@id") == ["decision-profession"]
    assert guardian(office).profession == ""


def test_a_request_that_changes_while_one_reads_is_read_again(office: Office) -> None:
    address = office.ask(town="Olivet", profession="Luthière")
    read = office.reader.read(address)
    office.ask(town="Tours", profession="", mobile="06 39 98 12 34")
    page = office.decide(address, 409, read, geste="approuver")
    assert [each.partition(" ")[0] for each in problems_of(page)] == ["La", "«", "«"]
    assert [row[0] for row in rows_of(page)] == ["Ville", "Mobile"]


def test_the_second_secretary_is_told_who_decided(office: Office) -> None:
    address = office.ask(town="Olivet")
    read = office.reader.read(address)
    office.decide(address, geste="approuver")
    page = office.decide(address, page=read, geste="refuser", motif=REASON)
    assert page.url == f"{address}?fait=decision-trop-tard"
    assert "était déjà décidée" in message_of(page)
    assert "par «\xa0secretariat\xa0»" in page.text
    assert guardian(office).town == "Olivet"


def test_a_request_taken_back_at_the_same_second_is_not_decided(office: Office, people: People) -> None:
    address = office.ask(town="Olivet")
    read = office.reader.read(address)
    with database.transaction(office.settings.database) as db:
        take_back(db, people.family, address.rpartition("/")[2])
    page = office.decide(address, page=read, geste="approuver")
    assert "avait déjà retiré" in message_of(page)
    assert columns_of(page) == ["Champ", "Valeur officielle", "Valeur proposée"]
    assert guardian(office).town == "ORLEANS"


def test_a_decided_request_shows_what_became_of_it(office: Office, time: Clock) -> None:
    address = office.ask(town="Olivet", profession="Luthière")
    time.pass_by(600)
    office.decide(
        address, decision_ville="approuvee", decision_profession="refusee", precision_profession="Laquelle, donc."
    )
    page = office.reader.read(address)
    assert [row[3] for row in rows_of(page)] == ["Refusée. Motif : Laquelle, donc.", "Approuvée"]
    assert rows_of(page)[1][:3] == ["Ville", "ORLEANS", "Olivet"]
    history = [each.text_content() for each in page.tree.xpath("//ol/li")]
    assert [each.partition(", ")[2] for each in history] == ["envoyée par D’ALMEIDA Inès", "décidée par le Secrétariat"]
    assert (page.tree.xpath("//form[@id='saisie']"), arrows_of(page)) == ([], [])
    assert page.links()["Retour"] == f"{QUEUE}?etat=decidees"


@pytest.mark.parametrize("gone", [False, True])
def test_what_is_no_longer_the_family_s_can_only_be_declined(office: Office, gone: bool) -> None:
    address = office.ask("Adrien", town="Olivet")
    lose_the_student(office, gone)
    page = office.reader.read(address)
    assert ("n’existe plus" if gone else "n’est plus rattaché") in page.find("//*[@class='moved']").text_content()
    assert page.tree.xpath("//form[@id='saisie']//button/text()") == ["Tout refuser"]
    refused = office.decide(address, 422, page, geste="approuver")
    assert "ne peut qu’être refusée" in problems_of(refused)[0]
    assert message_of(office.decide(address, geste="refuser", motif=REASON)) == TOLD


def lose_the_student(office: Office, gone: bool) -> None:
    """The first student leaves the family, or the portal."""
    with database.transaction(office.settings.database) as db:
        db.delete(db.exec(select(FamilyStudent).where(FamilyStudent.student_id == 1)).one())
        if gone:
            request = db.exec(select(ChangeRequest)).one()
            request.student_id = None
            db.add(request)


def test_a_family_without_an_address_is_not_said_to_be_told(office: Office) -> None:
    move(office, email="")
    page = office.decide(office.ask(town="Olivet"), geste="approuver")
    assert "aucun courriel n’est parti" in message_of(page)


def test_a_form_sent_twice_writes_once_and_leads_to_the_same_page(office: Office) -> None:
    address = office.ask("Adrien", town="Olivet")
    office.reader.sign_in(office.people.office)
    form = {**office.reader.read(address).form(address), "geste": "approuver"}
    answers, states = [], []
    for _ in range(2):
        answers.append(office.reader.client.post(address, data=form, follow_redirects=False))
        states.append(everything_in(office.settings.database))
    assert [each.headers["Location"] for each in answers] == [f"{QUEUE}?fait=decision-enregistree"] * 2
    assert states[0] == states[1]


@pytest.mark.anyio
async def test_of_many_secretaries_at_once_one_decides(door: Door, settings: Settings, people: People) -> None:
    with database.transaction(settings.database) as db:
        address = f"{QUEUE}/{ask_for(db, people.family, town='Olivet')}"
        token = sessions.open_session(db, as_person(db, people.office).account, False, NOW)
    form = {"jeton": csrf_token(token, settings.secret), "vu": json.dumps({"town": ["ORLEANS", "Olivet"]})}
    gestures = ({"geste": "approuver"}, {"geste": "refuser", "motif": REASON})
    async with rush.opened(door, settings) as browser:
        browser.cookies.set(SESSION, token)
        send = partial(browser.post, address)
        answers = await rush.at_once(20, lambda place: send(data={**form, **gestures[place % 2], "envoi": f"n{place}"}))
    codes = Counter(each.headers["Location"].partition("=")[2] for each in answers)
    assert codes == {"decision-enregistree": 1, "decision-trop-tard": 19}


def test_a_form_id_of_another_request_decides_nothing(office: Office) -> None:
    first, second = office.ask(town="Olivet"), office.ask("Adrien", town="Olivet")
    used = office.reader.read(first).form(first)["envoi"]
    office.decide(first, geste="approuver", envoi=used)
    assert office.decide(second, 403, geste="approuver", envoi=used).find("//h1").text_content() == "Formulaire expiré"


def test_arrows_go_round_what_waits(office: Office, people: People) -> None:
    addresses = [
        office.ask(at=NOW - 300, town="Olivet"),
        office.ask("Adrien", at=NOW - 200, town="Olivet"),
        office.ask("Zoé", who=people.neighbour, at=NOW - 100, town="Olivet"),
    ]
    assert arrows_of(office.reader.read(addresses[1])) == [
        ("Premier\xa0: D’ALMEIDA Inès, 1 sur 3", addresses[0]),
        ("Précédent\xa0: D’ALMEIDA Inès, 1 sur 3", addresses[0]),
        ("Suivant\xa0: LE GOFF Zoé, 3 sur 3", addresses[2]),
        ("Dernier\xa0: LE GOFF Zoé, 3 sur 3", addresses[2]),
    ]


def test_a_request_that_does_not_exist_or_is_another_site_s_is_not_found(office: Office, people: People) -> None:
    address = office.ask(who=people.far_neighbour, town="Olivet")
    for each in ("/administration/demandes/zzzzzzzz", address):
        assert office.reader.read(each, 404).find("//h1").text_content() == "Page introuvable"
    form = office.reader.read(QUEUE).form(f"{QUEUE}/recherche")
    assert office.reader.client.post(address, data={**form, "geste": "approuver"}).status_code == 404


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
    office.reader.sign_in(office.people.office)
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
    office.reader.sign_in(office.people.office)
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


def test_every_field_of_a_record_at_once_is_still_a_light_page(office: Office) -> None:
    texts = ("surname", "given_name", "profession", "town")
    phones = ("home_phone", "work_phone", "fax", "other_phone", "mobile")
    wished = {name: f"Essai {name}" for name in texts} | {name: f"06 39 98 12 3{len(name) % 10}" for name in phones}
    wished |= {"address": "1 rue\n2 étage", "postcode": "45100", "email": "x@example.fr", "honorific": "Monsieur"}
    address = office.ask("", None, NOW, **wished)
    assert len(rows_of(office.reader.read(address))) == 13


def test_after_a_decision_the_queue_has_one_request_less(office: Office) -> None:
    first, second = office.ask(town="Olivet"), office.ask("Adrien", town="Olivet")
    page = office.decide(first, geste="approuver")
    assert list(links_of(page).values()) == [second]
