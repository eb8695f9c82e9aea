"""Modèle à télécharger: the office gives a form with a document; what came is made harmless, and replaced whole."""

from pathlib import Path

import pytest
from httpx import Response
from sqlmodel import select

from data import database
from data.audit import REQUIREMENT_CHANGED, AuditEntry
from data.documents import LARGEST_FILE, RequiredDocument
from data.store import Store
from tests.hostile.papers import paper
from tests.office.conftest import Office
from tests.office.reenrolments.test_required_documents import address_of, removal_of
from tests.page import Page
from tests.proof_reading import proof_read
from tests.reenrolling import DOCUMENTS, open_reenrolment

PATH = "/administration/reinscriptions/pieces"


@pytest.fixture
def address(office: Office) -> str:
    """Where the first document of a site is."""
    with database.transaction(office.settings.database) as db:
        open_reenrolment(db)
    return address_of(office.reader.read(PATH), DOCUMENTS[0])


def model_of(address: str) -> str:
    key = address.rpartition("/")[2]
    return f"/administration/reinscriptions/pieces/{key}/modele"


def model_removal_of(address: str) -> str:
    key = address.rpartition("/")[2]
    return f"/administration/reinscriptions/pieces/{key}/modele/suppression"


def give(office: Office, address: str, *files: tuple[str, bytes], form: dict[str, str] | None = None) -> Response:
    """« Enregistrer le modèle »."""
    action = model_of(address)
    values = form or office.reader.read(address).form(action)
    values.pop("modele", None)
    sent = [("modele", (name, content, "application/pdf")) for name, content in files]
    return office.reader.client.post(action, data=values, files=sent, follow_redirects=False)


def kept(office: Office) -> list[Path]:
    """The files of the store."""
    return sorted(each for each in office.settings.documents.rglob("*") if each.is_file())


def refused(answer: Response) -> Page:
    """The page again, which says what is wrong with the file."""
    page = proof_read(answer, 422)
    assert page.find("//div[@class='problems']//li/a").get("href") == "#modele"
    return page


def test_a_model_is_given_shown_and_downloaded(office: Office, address: str) -> None:
    answer = give(office, address, ("Modèle d’attestation.pdf", paper()))
    assert answer.headers["Location"] == f"{address}?fait=modele-enregistre"
    page = office.reader.read(address)
    assert page.links()["Modèle d’attestation.pdf"] == model_of(address)
    assert "Modèle d’attestation.pdf" in office.reader.read(PATH).text
    answer = office.reader.client.get(model_of(address))
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "filename*=UTF-8''Mod%C3%A8le%20d%E2%80%99attestation.pdf" in answer.headers["Content-Disposition"]
    assert [answer.content] == [each.read_bytes() for each in kept(office)]


def test_the_journal_says_so_and_once_for_a_double_click(office: Office, address: str) -> None:
    form = office.reader.read(address).form(model_of(address))
    for _ in range(2):
        assert give(office, address, ("a.pdf", paper()), form=form).status_code == 303
    with database.reading(office.settings.database) as db:
        (entry,) = db.exec(select(AuditEntry).where(AuditEntry.action == REQUIREMENT_CHANGED))
    assert (entry.who, entry.facts) == ("secretariat", {"model": [False, True]})
    assert len(kept(office)) == 1


def test_another_takes_its_place(office: Office, address: str) -> None:
    for name in ("a.pdf", "b.pdf"):
        give(office, address, (name, paper()))
    with database.reading(office.settings.database) as db:
        row = db.exec(select(RequiredDocument).where(RequiredDocument.name == DOCUMENTS[0])).one()
    assert row.model_name == "b.pdf"
    assert kept(office) == [Store(office.settings.documents).path(row.model)]


def test_it_is_taken_away(office: Office, address: str) -> None:
    give(office, address, ("a.pdf", paper()))
    page = office.reader.send(office.reader.read(address), model_removal_of(address))
    assert "Le modèle est retiré." in page.text
    assert kept(office) == []
    assert office.reader.client.get(model_of(address)).status_code == 404


def test_it_goes_with_its_document(office: Office, address: str) -> None:
    give(office, address, ("a.pdf", paper()))
    office.reader.send(office.reader.read(address), removal_of(office.reader.read(PATH), DOCUMENTS[0]))
    assert kept(office) == []


def test_what_is_no_document_is_refused_in_plain_words(office: Office, address: str) -> None:
    page = refused(give(office, address, ("a.pdf", b"MZ no document at all")))
    assert page.form(address)["nom"] == DOCUMENTS[0]
    assert "Choisissez un fichier PDF." in refused(give(office, address)).text
    two = give(office, address, ("a.pdf", paper()), ("b.pdf", paper()))
    assert "un seul fichier" in refused(two).text
    assert kept(office) == []


def test_more_than_ten_megabytes_are_refused(office: Office, address: str) -> None:
    large = paper() + b"%" * LARGEST_FILE
    assert "dépasse 10\xa0Mo" in refused(give(office, address, ("a.pdf", large))).text
    assert kept(office) == []


def test_another_site_gives_and_gets_nothing(office: Office, address: str) -> None:
    give(office, address, ("a.pdf", paper()))
    before = kept(office)
    office.reader.enter(office.people.far_office)
    token = {"jeton": office.reader.read(PATH).form(PATH)["jeton"], "envoi": "x"}
    assert office.reader.client.get(model_of(address)).status_code == 404
    assert give(office, address, ("b.pdf", paper()), form=dict(token)).status_code == 404
    assert office.reader.client.post(model_removal_of(address), data=token).status_code == 404
    assert kept(office) == before
