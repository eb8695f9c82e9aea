"""Réinscriptions, one of them: read beside its documents, decided once, over what was seen."""

import json
from collections import Counter
from functools import partial
from typing import Any

import pytest
from sqlmodel import select

from data import database, reenrolments, sessions
from data.documents import SuppliedDocument
from data.families import Guardian
from data.outbox import Mail
from data.reenrolments import CourseChoice, Reenrolment
from data.settings import Settings
from data.store import Store
from routes.web.door import Door
from routes.web.forms import csrf_token
from routes.web.french import moment
from routes.web.sessions import SESSION
from tests import rush
from tests.asking_for import NOW, as_person
from tests.house.asking import everything_in
from tests.office.changes.test_deciding import message_of, problems_of
from tests.office.conftest import LIST, Desk
from tests.people import People
from tests.records import arrows_of, columns_of, facts_of, rows_of
from tests.reenrolled import case_for
from tests.reenrolling import DOCUMENTS, SMALL_PDF, folder_for, open_reenrolment, reenrol, supply_for

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


def test_documents_stand_beside_it_with_all_that_is_known_of_them(desk: Desk) -> None:
    address, key = desk.receive(), desk.supply(0)
    rows = documents_of(rows_of(desk.reader.read(address)))
    facts = f"justificatif.pdf 0,00 Mo, 1 page, {said_at()} Consulter"
    assert rows == [[DOCUMENTS[0], facts, "Fourni"], *([name, "–", "A fournir"] for name in DOCUMENTS[1:])]
    (link,) = desk.reader.read(address).tree.xpath("//a[.='Consulter']")
    assert dict(link.attrib) == {
        "class": "file",
        "href": f"{address}/pieces/{key}.pdf",
        "target": "_top",
        "aria-label": f"Consulter\xa0: {DOCUMENTS[0]}",
    }


def test_a_document_is_opened_in_a_sandbox(desk: Desk) -> None:
    key, document = desk.receive().rpartition("/")[2], desk.supply(2)
    answer = desk.reader.get(f"/administration/reinscriptions/{key}/pieces/{document}.pdf", {})
    assert (answer.content, answer.headers["Content-Type"]) == (SMALL_PDF, "application/pdf")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    name = "inline; filename=\"Certificat medical (pour la danse).pdf\"; filename*=UTF-8''Certificat%20m%C3%A9dical"
    assert answer.headers["Content-Disposition"].startswith(name)


@pytest.mark.parametrize("name", ["{key}", "{key}.txt", "{key}.pdf.pdf", "zzzzzzzz.pdf", "{key}.", ".pdf"])
def test_what_is_no_document_is_not_found(desk: Desk, name: str) -> None:
    address, key = desk.receive(), desk.supply(0)
    desk.reader.read(f"{address}/pieces/{name.format(key=key)}", 404)


def test_a_document_of_another_family_is_not_found_beside_it(desk: Desk, people: People) -> None:
    address, theirs = desk.receive(), desk.supply(0, who=people.neighbour)
    desk.reader.read(f"{address}/pieces/{theirs}.pdf", 404)
    assert theirs not in desk.reader.read(address).answer.text


def test_a_document_without_its_file_is_not_found(desk: Desk) -> None:
    address, key = desk.receive(), desk.supply(0)
    Store(desk.settings.documents).drop([document(desk, key).stored])
    desk.reader.read(f"{address}/pieces/{key}.pdf", 404)


def test_a_document_is_validated_and_one_comes_back_to_the_case(desk: Desk) -> None:
    address, key = desk.receive(), desk.supply(0)
    page = desk.send(address, **validated(key))
    assert (page.url, message_of(page)) == (
        f"{address}?fait=pieces-validees", "Votre décision sur les pièces est enregistrée.",
    )  # fmt: skip
    assert documents_of(rows_of(page))[0][2] == f"{said_at('Validé')} par « secretariat »"
    assert (
        page.tree.xpath("//ol/li")[-1]
        .text_content()
        .endswith(f"pièce «\xa0{DOCUMENTS[0]}\xa0» validée par «\xa0secretariat\xa0»")
    )


def test_a_document_is_refused_for_a_phrase_and_words(desk: Desk) -> None:
    address, key = desk.receive(), desk.supply(0)
    page = desk.send(address, **refusal(key, "Trop\r\nsombre."))
    assert (page.url, message_of(page)) == (f"{address}?fait=decision-enregistree", TOLD)
    assert document(desk, key).reason == f"{REASON} Trop\nsombre."
    assert documents_of(rows_of(page))[0][2].endswith(f"Motif : {REASON} Trop sombre.")
    assert held(desk).state == "en-attente"


def refusal(key: str, words: str = "") -> dict[str, Any]:
    return {f"decision-{key}": "refusee", f"motif-{key}": REASON, f"precision-{key}": words}


def test_a_completion_is_asked_for(desk: Desk) -> None:
    address = desk.receive()
    box = desk.reader.read(address).tree.xpath("//input[starts-with(@name, 'manque-')]/@name")[1]
    given: dict[str, Any] = {box: "oui", "complement": "Précisez le jour."}
    page = desk.send(address, geste="complement", **given)
    assert page.url == f"{LIST}?fait=decision-enregistree"
    assert held(desk).asked == f"Précisez le jour.\nPièces attendues\xa0: «\xa0{DOCUMENTS[1]}\xa0»"
    again = desk.reader.read(address)
    assert facts_of(again)["Complément demandé"] == held(desk).asked
    assert "Un complément est demandé à la famille." in again.text
    assert again.links()["Retour"] == f"{LIST}?etat=a-completer"


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
        ({"geste": "complement", "complement": "x" * 1001}, "complement", "Un complément a 1000 caractères au plus."),
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
    desk.reader.sign_in(desk.people.office)
    page = desk.reader.read(address)
    before = everything_in(desk.settings.database)
    refused = desk.send(address, 422, page, **given)
    assert problems_of(refused)[0].startswith(words)
    assert refused.tree.xpath("//*[@class='problems']//li/a/@href") == [f"#{place}"]
    assert everything_in(desk.settings.database) == before


@pytest.mark.parametrize("gesture", ["enregistrer", "valider"])
def test_a_document_replaced_while_one_reads_is_looked_at_first(desk: Desk, gesture: str) -> None:
    address, key = desk.receive(), desk.supply(0)
    page = desk.reader.read(address)
    desk.supply(0)
    given = {**validated(key), "complement": "Gardé"}
    moved = desk.send(address, 409, page, geste=gesture, malgre_tout="oui", **given)
    assert problems_of(moved) == [
        f"« {DOCUMENTS[0]} » : la famille a donné une autre pièce pendant que vous lisiez. "
        "Consultez-la avant de décider."
    ]
    assert (moved.tree.xpath("//input[@type='radio'][@checked]"), moved.form(address)["complement"]) == ([], "Gardé")
    assert document(desk, key).state == "fourni"


def test_another_document_that_arrives_does_not_keep_one_from_being_validated(desk: Desk) -> None:
    address, key = desk.receive(), desk.supply(0)
    page = desk.reader.read(address)
    desk.supply(1)
    assert desk.send(address, page=page, **validated(key)).url == f"{address}?fait=pieces-validees"


def test_the_second_secretary_is_told_who_validated_a_document(desk: Desk) -> None:
    address, key = desk.receive(), desk.supply(0)
    page = desk.reader.read(address)
    desk.send(address, **validated(key))
    late = desk.send(address, 409, page, **refusal(key))
    assert "cette pièce a été validée par « secretariat »" in problems_of(late)[0]
    assert document(desk, key).state == "valide"


def test_the_second_secretary_is_told_who_decided(desk: Desk) -> None:
    address = desk.receive()
    page = desk.reader.read(address)
    desk.send(address, geste="valider", malgre_tout="oui")
    late = desk.send(address, page=page, geste="refuser", motif=REASON)
    assert late.url == f"{address}?fait=decision-trop-tard"
    assert "par «\xa0secretariat\xa0»" in late.text
    assert held(desk).state == "validee"


def test_a_completion_asked_meanwhile_is_read_first(desk: Desk) -> None:
    address = desk.receive()
    page = desk.reader.read(address)
    desk.send(address, geste="complement", complement="Précisez le jour.")
    late = desk.send(address, 409, page, geste="valider", malgre_tout="oui")
    assert problems_of(late) == [reenrolments.cases.OUTDATED]
    assert held(desk).state == "a-completer"


def test_what_the_family_has_taken_back_is_not_decided(desk: Desk) -> None:
    address = desk.receive()
    page = desk.reader.read(address)
    take_back(desk)
    late = desk.send(address, page=page, geste="valider", malgre_tout="oui")
    assert "avait déjà repris cette réinscription" in message_of(late)
    desk.reader.read(address, 404)
    assert held(desk).state == "brouillon"


GESTURES: list[dict[str, str]] = [
    {"geste": "complement", "complement": "Précisez le jour."},
    {"geste": "valider", "malgre-tout": "oui"},
    {"geste": "refuser", "motif": REASON},
    {"geste": "enregistrer"},
]


@pytest.mark.parametrize("gesture", GESTURES)
def test_a_form_sent_twice_writes_once_and_leads_to_the_same_page(desk: Desk, gesture: dict[str, str]) -> None:
    address, key = desk.receive("Zoé", titles=("Danse",)), desk.supply(0, "Zoé")
    desk.reader.sign_in(desk.people.office)
    form = {**desk.reader.read(address).form(address), f"decision-{key}": "refusee", f"motif-{key}": REASON, **gesture}
    answers, states = [], []
    for _ in range(2):
        answers.append(desk.reader.client.post(address, data=form, follow_redirects=False).headers["Location"])
        states.append(everything_in(desk.settings.database))
    where = address if gesture["geste"] == "enregistrer" else LIST
    assert answers == [f"{where}?fait=decision-enregistree"] * 2
    assert states[0] == states[1]


def test_a_form_id_of_another_re_enrolment_decides_nothing(desk: Desk) -> None:
    first, second = desk.receive("Adrien"), desk.receive("Zoé", titles=("Danse",))
    used = desk.reader.read(first).form(first)["envoi"]
    desk.send(first, geste="refuser", motif=REASON, envoi=used)
    page = desk.send(second, 403, geste="refuser", motif=REASON, envoi=used)
    assert page.find("//h1").text_content() == "Formulaire expiré"


@pytest.mark.anyio
async def test_of_many_secretaries_at_once_one_decides(door: Door, settings: Settings, people: People) -> None:
    with database.transaction(settings.database) as db:
        open_reenrolment(db)
        key = reenrol(db, people.family)
        token = sessions.open_session(db, as_person(db, people.office).account, False, NOW)
        seen = json.dumps(case_for(db, people.office, key).seen)
    form = {"jeton": csrf_token(token, settings.secret), "vu": seen}
    async with rush.opened(door, settings) as browser:
        browser.cookies.set(SESSION, token)
        send = partial(browser.post, f"{LIST}/{key}")
        ways = GESTURES[1:3]
        answers = await rush.at_once(20, lambda place: send(data={**form, **ways[place % 2], "envoi": f"n{place}"}))
    codes = Counter(each.headers["Location"].partition("=")[2] for each in answers)
    assert codes == {"decision-enregistree": 1, "decision-trop-tard": 19}


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


@pytest.mark.parametrize("who", ["family", "neighbour", "far_neighbour", "far_office"])
def test_a_stranger_finds_neither_the_case_nor_its_documents(desk: Desk, who: str) -> None:
    address, key = desk.receive(), desk.supply(0)
    form = desk.reader.read(address).form(address)
    desk.reader.sign_in(getattr(desk.people, who))
    desk.reader.read(address, 404)
    desk.reader.read(f"{address}/pieces/{key}.pdf", 404)
    form["jeton"] = desk.reader.read("/mot-de-passe").form("/mot-de-passe")["jeton"]
    assert desk.reader.client.post(address, data={**form, "geste": "valider", "malgre-tout": "oui"}).status_code == 404
    assert held(desk).state == "en-attente"


@pytest.mark.parametrize("name", ["<script>alert(1)</script>.pdf", "=HYPERLINK(1).pdf", "صورة.pdf", "a" * 300])
def test_whatever_a_family_calls_a_file_is_shown_as_it_is(desk: Desk, name: str) -> None:
    address, key = desk.receive(), desk.supply(0)
    with database.transaction(desk.settings.database) as db:
        row = db.exec(select(SuppliedDocument).where(SuppliedDocument.key == key)).one()
        row.file_name, row.remark = name, "Une pièce jointe a été retirée."
        db.add(row)
    page = desk.reader.read(address)
    assert page.find("//span[@class='long']").text_content() == name
    assert "Une pièce jointe a été retirée." in page.text


def test_a_document_that_is_asked_for_no_more_is_said_to_be_so(desk: Desk) -> None:
    address, key = desk.receive(), desk.supply(0)
    with database.transaction(desk.settings.database) as db:
        row = db.exec(select(SuppliedDocument).where(SuppliedDocument.key == key)).one()
        row.required_id = None
        db.add(row)
    rows = documents_of(rows_of(desk.reader.read(address)))
    assert rows[-1][0] == f"{DOCUMENTS[0]} n’est plus demandée"


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
