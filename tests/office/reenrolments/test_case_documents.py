"""The documents beside a re-enrolment: looked at, validated, refused, asked for."""

from typing import Any

import pytest
from sqlmodel import select

from data import database
from data.documents import SuppliedDocument
from data.store import Store
from tests.office.changes.test_deciding import message_of
from tests.office.conftest import LIST, Desk
from tests.office.reenrolments.test_deciding import (
    REASON,
    TOLD,
    document,
    documents_of,
    held,
    refusal,
    said_at,
    validated,
)
from tests.people import People
from tests.records import facts_of, rows_of
from tests.reenrolling import DOCUMENTS, SMALL_PDF


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


@pytest.mark.parametrize("who", ["family", "neighbour", "far_neighbour", "far_office"])
def test_a_stranger_finds_neither_the_case_nor_its_documents(desk: Desk, who: str) -> None:
    address, key = desk.receive(), desk.supply(0)
    form = desk.reader.read(address).form(address)
    desk.reader.enter(getattr(desk.people, who))
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
