"""À traiter, one request: side by side, decided field by field or whole, once, over what was seen."""

import pytest
from sqlmodel import select

from data import database
from data.changes import Decision, ProposedChange
from data.families import Guardian
from routes.web.french import moment
from tests.asking_for import NOW, as_person, record_for
from tests.conftest import Clock
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
    assert page.tree.xpath("//input[@type='radio']/@value") == ["", "approuvee", "refusee"]
    assert page.tree.xpath("//*[@hidden]/input/@value") == [""]  # lynx ticks the first of a group without a choice
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


def test_a_family_without_an_address_is_not_said_to_be_told(office: Office) -> None:
    move(office, email="")
    page = office.decide(office.ask(town="Olivet"), geste="approuver")
    assert "aucun courriel n’est parti" in message_of(page)


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
