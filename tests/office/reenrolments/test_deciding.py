"""Réinscriptions, one of them: read beside its documents, decided once, over what was seen."""

from typing import Any

import pytest
from sqlmodel import select

from data import database, reenrolments
from data.documents import SuppliedDocument
from data.families import Guardian
from data.outbox import Mail
from data.reenrolments import CourseChoice, Reenrolment
from data.store import Store
from routes.web.french import moment
from tests.asking_for import NOW, as_person
from tests.house.asking import everything_in
from tests.office.changes.test_deciding import message_of, problems_of
from tests.office.conftest import LIST, Desk
from tests.people import People
from tests.records import arrows_of, columns_of, facts_of, rows_of
from tests.reenrolling import DOCUMENTS, folder_for, reenrol, supply_for

REASON = "Merci de nous envoyer un justificatif."
TOLD = "La décision est enregistrée et la famille est prévenue par courriel."


def held(desk: Desk) -> Reenrolment:
    """The re-enrolment, as it now stands."""
    with database.reading(desk.settings.database) as db:
        return db.exec(select(Reenrolment)).one()


def document(desk: Desk, key: str) -> SuppliedDocument:
    """A document, as it now stands."""
    with database.reading(desk.settings.database) as db:
        return db.exec(select(SuppliedDocument).where(SuppliedDocument.key == key)).one()


def documents_of(rows: list[list[str]]) -> list[list[str]]:
    """The rows of the documents, without their choices."""
    return [row[:3] for row in rows if len(row) == 4 or len(row) == 3]


def validated(*keys: str) -> dict[str, Any]:
    """These documents are chosen to be validated."""
    return {f"decision-{key}": "approuvee" for key in keys}


def said_at(words: str = "fourni") -> str:
    """« fourni le 18/11/2026 à 12 h 06 », as a cell is read."""
    return " ".join(f"{words} le {moment(NOW)}".split())


def take_back(desk: Desk) -> None:
    with database.transaction(desk.settings.database) as db:
        who = as_person(db, desk.people.family)
        assert reenrolments.take_back(db, who, folder_for(db, desk.people.family), NOW)


def test_it_says_course_by_course_what_continues_and_what_stops(desk: Desk) -> None:
    wish: dict[str, Any] = {f"wish-{course_key(desk)}": "le samedi"}
    page = desk.reader.read(desk.receive(remarks="Merci d’avance.", **wish))
    assert page.find("//h1").text_content() == "D’ALMEIDA Adrien, réinscription n°\xa02026-000001"
    assert page.find("//*[@class='about']").text_content() == (
        f"2027-2028 · demandée par D’ALMEIDA Inès le {moment(NOW)} · en attente depuis moins d’une heure"
    )
    assert columns_of(page)[:5] == ["Cours", "Niveau", "Enseignant", "Pour 2027-2028", "Souhait"]
    assert [[row[0], *row[3:]] for row in rows_of(page)[:2]] == [
        ["Trompette", "Continue", "le samedi"],
        ["Ensemble de cuivres", "S’arrête", ""],
    ]
    assert facts_of(page) == {"Demandes complémentaires": "Merci d’avance."}


def course_key(desk: Desk) -> str:
    with database.reading(desk.settings.database) as db:
        return folder_for(db, desk.people.family).lines[0].key


def test_an_administrative_one_says_so(desk: Desk) -> None:
    page = desk.reader.read(desk.receive(titles=("",), administrative="oui"))
    assert "Réinscription administrative\xa0: aucun cours n’est demandé." in page.text


def refusal(key: str, words: str = "") -> dict[str, Any]:
    return {f"decision-{key}": "refusee", f"motif-{key}": REASON, f"precision-{key}": words}


def test_it_is_validated_once_its_documents_are(desk: Desk) -> None:
    address = desk.receive()
    keys = [desk.supply(number) for number in range(3)]
    page = desk.send(address, geste="valider", **validated(*keys))
    assert (page.url, message_of(page)) == (f"{LIST}?fait=decision-enregistree", TOLD)
    assert (held(desk).state, document(desk, keys[2]).state) == ("validee", "valide")


def test_without_its_documents_it_is_validated_by_a_tick(desk: Desk) -> None:
    address, key = desk.receive(), desk.supply(0)
    assert "Pas encore validé" in desk.reader.read(address).text
    page = desk.send(address, 422, geste="valider", **validated(key))
    (problem,) = problems_of(page)
    assert problem.startswith(f"« {DOCUMENTS[1]} », « {DOCUMENTS[2]} » : ces pièces ne sont pas validées.")
    assert page.tree.xpath("//*[@class='problems']//li/a/@href") == ["#malgre-tout"]
    assert (page.form(address)[f"decision-{key}"], document(desk, key).state) == ("approuvee", "fourni")
    desk.send(address, page=page, geste="valider", malgre_tout="oui")
    assert (held(desk).state, document(desk, key).state) == ("validee", "valide")
    last = desk.reader.read(address).tree.xpath("//ol/li")[-1].text_content().replace("\xa0", " ")
    assert last.endswith(f"validée par « secretariat », malgré « {DOCUMENTS[1]} », « {DOCUMENTS[2]} »")


def test_it_is_refused_with_a_reason(desk: Desk) -> None:
    address = desk.receive()
    assert problems_of(desk.send(address, 422, geste="refuser")) == ["Donnez le motif du refus."]
    desk.send(address, geste="refuser", precision="Plus de place.")
    page = desk.reader.read(address)
    assert f"a été refusée le {moment(NOW)} par «\xa0secretariat\xa0». Motif\xa0: Plus de place." in page.text
    assert page.tree.xpath("//button[@name='geste']/@value") == ["rouvrir"]
    assert page.links()["Retour"] == f"{LIST}?etat=refusees"


def test_a_refused_form_comes_back_filled_in(desk: Desk) -> None:
    address, key = desk.receive(), desk.supply(0)
    box = desk.reader.read(address).tree.xpath("//input[starts-with(@name, 'manque-')]/@name")[0]
    typed: dict[str, Any] = {
        f"decision-{key}": "refusee", f"precision-{key}": " ", "complement": "Gardé", box: "oui", "motif": REASON,
        "malgre-tout": "oui",
    }  # fmt: skip
    page = desk.send(address, 422, geste="enregistrer", **typed)
    assert problems_of(page) == [f"« {DOCUMENTS[0]} » : donnez le motif du refus, la famille le lira."]
    assert page.tree.xpath("//*[@class='problems']//li/a/@href") == [f"#motif-{key}"]
    kept = page.form(address)
    assert {name: kept.get(name) for name in typed} == typed


@pytest.mark.parametrize(
    ("given", "place", "words"),
    [
        ({"geste": "enregistrer"}, "pieces", "Choisissez « Valider » ou « Refuser » pour au moins une pièce."),
        ({"geste": "complement"}, "complement", "Écrivez ce qui manque, ou cochez au moins une pièce."),
        ({"geste": "complement", "complement": "x" * 1001}, "complement", "Un complément a 1 000 caractères au plus."),
        ({"geste": "complement", "complement": "🎻"}, "complement", "Le signe « 🎻 » ne peut pas être imprimé"),
        ({"geste": "refuser", "precision": "x" * 501}, "motif", "Un motif a 500 caractères au plus."),
        ({"geste": "refuser", "motif": "<b>"}, "motif", "Choisissez un motif dans la liste."),
        ({"geste": "effacer"}, "demande", "Ce formulaire est arrivé incomplet ou abîmé."),
        ({"geste": "valider", "vu": ""}, "demande", "Ce formulaire est arrivé incomplet ou abîmé."),
        ({"geste": "valider", "vu": "[" * 20000}, "demande", "Ce formulaire est arrivé incomplet ou abîmé."),
        ({"geste": "valider", "vu": "[1]"}, "demande", "Ce formulaire est arrivé incomplet ou abîmé."),
        ({"decision-zzzzzzzz": "approuvee"}, "demande", "Ce formulaire est arrivé incomplet ou abîmé."),
    ],
)
def test_what_cannot_be_is_refused_in_french_and_writes_nothing(
    desk: Desk, given: dict[str, Any], place: str, words: str
) -> None:
    address = desk.receive("Zoé", titles=("Danse",))
    desk.reader.enter(desk.people.office)
    page = desk.reader.read(address)
    before = everything_in(desk.settings.database)
    refused = desk.send(address, 422, page, **given)
    assert problems_of(refused)[0].startswith(words)
    assert refused.tree.xpath("//*[@class='problems']//li/a/@href") == [f"#{place}"]
    assert everything_in(desk.settings.database) == before


def test_a_family_without_an_address_is_not_said_to_be_told(desk: Desk) -> None:
    address = desk.receive()
    with database.transaction(desk.settings.database) as db:
        guardian = db.get_one(Guardian, as_person(db, desk.people.family).guardian)
        guardian.email = ""
        db.add(guardian)
    assert "aucun courriel n’est parti" in message_of(desk.send(address, geste="valider", malgre_tout="oui"))


def test_arrows_go_round_those_in_the_same_state(desk: Desk) -> None:
    addresses = [
        desk.receive("Adrien", at=NOW - 300),
        desk.receive("Zoé", titles=("Danse",), at=NOW - 200),
        desk.receive("Zoé", desk.people.neighbour, NOW - 100, titles=("Danse",)),
    ]
    assert [each[1] for each in arrows_of(desk.reader.read(addresses[1]))] == [
        addresses[0], addresses[0], addresses[2], addresses[2],
    ]  # fmt: skip
    desk.send(addresses[2], geste="valider", malgre_tout="oui")
    assert [each[1] for each in arrows_of(desk.reader.read(addresses[0]))] == ["", "", addresses[1], addresses[1]]


def test_extra_fields_change_nothing_beyond_the_decision(desk: Desk) -> None:
    address = desk.receive()
    extra: dict[str, Any] = {"site_id": "2", "key": "zzzzzzzz", "state": "brouillon", "number": "1", "school_year": "x"}
    before = held(desk).model_dump()
    form = {**desk.reader.read(address).form(address), **extra, "geste": "valider", "malgre-tout": "oui"}
    desk.reader.client.post(address, data=form, follow_redirects=False)
    after = held(desk).model_dump()
    assert {name for name in after if after[name] != before[name]} == {"state", "decided_at", "decided_by"}


def test_every_mail_of_a_decision_is_written_with_it(desk: Desk) -> None:
    address, key = desk.receive(), desk.supply(0)
    desk.send(address, geste="complement", **refusal(key))
    with database.reading(desk.settings.database) as db:
        kinds = [each.kind for each in db.exec(select(Mail))]
    assert kinds == ["reenrolment_acknowledged", "document_declined", "completion_asked"]


def test_twenty_courses_and_ten_documents_are_still_a_light_page(desk: Desk, people: People) -> None:
    with database.transaction(desk.settings.database) as db:
        key = reenrol(db, people.family)
        row = db.exec(select(Reenrolment)).one()
        for number in range(20):
            choice: Any = {
                "title": f"Cours {number}",
                "level": f"Niveau {number}",
                "teacher": f"ENSEIGNANT-{number}",
            }
            db.add(CourseChoice(reenrolment_id=row.id, rank=10 + number, ticked=bool(number % 2), **choice))
        for name in DOCUMENTS:
            supply_for(db, Store(desk.settings.documents), people.family, name=name)
    assert len(rows_of(desk.reader.read(f"{LIST}/{key}"))) == 25
