"""Exporter les réinscriptions: one table for a spreadsheet, and all documents in one ZIP; both written down."""

import csv
import io
import zipfile
from typing import Any

import pytest
from httpx import Response
from openpyxl import load_workbook
from sqlmodel import Session, select

from data import database
from data.audit import DOCUMENTS_EXPORTED, REENROLMENTS_EXPORTED, AuditEntry
from data.documents import DocumentState
from data.reenrolments import Reenrolment, State
from data.reenrolments.exporting import COLUMNS
from data.store import Store
from tests.asking_for import NOW
from tests.office.conftest import Office
from tests.proof_reading import is_sealed
from tests.reenrolling import DOCUMENTS, SMALL_PDF, folder_for, open_reenrolment, reenrol, supply_for, wish_for

PATH = "/administration/reinscriptions/export"


@pytest.fixture
def opened(office: Office) -> Office:
    """The near site has opened re-enrolment."""
    with database.transaction(office.settings.database) as db:
        open_reenrolment(db)
    return office


def download(office: Office, form: str) -> Response:
    values = office.reader.read("/administration/reinscriptions/export").form(PATH)
    return office.reader.client.post(PATH, data={**values, "format": form})


def rows(office: Office) -> list[dict[str, str]]:
    answer = download(office, "csv")
    is_sealed(answer)
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def journal(office: Office) -> list[tuple[str, str, object]]:
    with database.reading(office.settings.database) as db:
        ours = (REENROLMENTS_EXPORTED, DOCUMENTS_EXPORTED)
        found = [each for each in db.exec(select(AuditEntry)) if each.action in ours]
        return [(each.who, each.action, each.facts) for each in found]


def send_one(db: Session, office: Office) -> str:
    """The family re-enrols Adrien in one of his two courses, with a wish and one of three documents."""
    supply_for(db, Store(office.settings.documents), office.people.family)
    key = folder_for(db, office.people.family).lines[0].key
    texts: dict[str, Any] = {"remarks": "Merci.", f"wish-{key}": "le samedi"}
    return reenrol(db, office.people.family, **texts)


def test_a_row_for_each_course(opened: Office) -> None:
    with database.transaction(opened.settings.database) as db:
        send_one(db, opened)
    first, second = rows(opened)
    assert list(first) == list(COLUMNS)
    courses = [(each["Cours"], each["Continue"], each["Souhait"]) for each in (first, second)]
    assert courses == [("Trompette", "oui", "le samedi"), ("Ensemble de cuivres", "non", "")]
    shared = ("Nom", "Prénom", "Référence famille", "Numéro", "État", "Réinscription administrative")
    assert [first[each] for each in shared] == [
        "D’ALMEIDA", "Adrien", "F-dalmeida", "2026-000001", "En attente", "non",
    ]  # fmt: skip
    said = [first[each] for each in ("Demandes complémentaires", "Envoyée le", "Décidée le", "Pièces manquantes")]
    assert said == ["Merci.", "18/11/2026 12:06", "", ", ".join(DOCUMENTS[1:])]


def test_one_row_when_it_is_administrative(opened: Office) -> None:
    with database.transaction(opened.settings.database) as db:
        reenrol(db, opened.people.family, "Adrien", "nothing at all", administrative="oui")
    (row,) = rows(opened)
    assert (row["Réinscription administrative"], row["Cours"], row["Continue"]) == ("oui", "", "")


@pytest.mark.parametrize(
    ("state", "words"), [(State.INCOMPLETE, "À compléter"), (State.APPROVED, "Validée"), (State.DECLINED, "Refusée")]
)
def test_it_says_where_each_stands_and_who_decided(opened: Office, state: State, words: str) -> None:
    with database.transaction(opened.settings.database) as db:
        reenrol(db, opened.people.family)
        row = db.exec(select(Reenrolment)).one()
        row.state, row.decided_at, row.decided_by = state, NOW, "secretariat"
    first, _ = rows(opened)
    assert [first[each] for each in ("État", "Décidée le", "Décidée par")] == [words, "18/11/2026 12:06", "secretariat"]


def test_a_refused_document_is_missing_and_an_optional_one_is_not(opened: Office) -> None:
    with database.transaction(opened.settings.database) as db:
        send_one(db, opened)
        folder = folder_for(db, opened.people.family)
        folder.documents[1].required.optional = True
        assert folder.documents[0].supplied
        folder.documents[0].supplied.state = DocumentState.DECLINED
    assert rows(opened)[0]["Pièces manquantes"] == f"{DOCUMENTS[0]}, {DOCUMENTS[2]}"


def test_a_draft_is_the_familys_alone(opened: Office) -> None:
    with database.transaction(opened.settings.database) as db:
        wish_for(db, opened.people.family, "Adrien", "Trompette")
        supply_for(db, Store(opened.settings.documents), opened.people.family)
    for form in ("csv", "xlsx", "pieces", "", "exe"):
        assert download(opened, form).status_code == 422
    assert journal(opened) == []


def test_no_cell_is_evaluated(opened: Office) -> None:
    with database.transaction(opened.settings.database) as db:
        reenrol(db, opened.people.family, remarks="=HYPERLINK(1)")
    assert rows(opened)[0]["Demandes complémentaires"] == "'=HYPERLINK(1)"
    book = load_workbook(io.BytesIO(download(opened, "xlsx").content))
    cells = [each.value for each in book.active[2]]
    assert cells[COLUMNS.index("Demandes complémentaires")] == "'=HYPERLINK(1)"
    assert all(cell.data_type != "f" for line in book.active for cell in line)


def test_all_documents_come_in_one_zip(opened: Office) -> None:
    with database.transaction(opened.settings.database) as db:
        send_one(db, opened)
    assert "1\xa0pièce, 0,0\xa0Mo" in opened.reader.read(PATH).text
    answer = download(opened, "pieces")
    is_sealed(answer)
    name = 'attachment; filename="portee-rive-gauche-2027-2028-2026-11-18-pieces.zip"'
    assert (answer.headers["Content-Type"], answer.headers["Content-Disposition"]) == ("application/zip", name)
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert [archive.read(each) for each in archive.namelist()] == [SMALL_PDF]


def test_the_journal_says_who_and_how_much_and_once_for_a_double_click(opened: Office) -> None:
    with database.transaction(opened.settings.database) as db:
        send_one(db, opened)
    for form in ("csv", "pieces"):
        values = opened.reader.read(PATH).form(PATH)
        for _ in range(2):
            assert opened.reader.client.post(PATH, data={**values, "format": form}).status_code == 200
    assert journal(opened) == [
        ("secretariat", REENROLMENTS_EXPORTED, {"rows": 2}),
        ("secretariat", DOCUMENTS_EXPORTED, {"files": 1}),
    ]


def test_another_site_takes_nothing_of_it(opened: Office) -> None:
    with database.transaction(opened.settings.database) as db:
        send_one(db, opened)
        open_reenrolment(db, "rive-droite")
    opened.reader.enter(opened.people.far_office)
    assert "Aucune famille n’a encore envoyé" in opened.reader.read(PATH).text
    assert [download(opened, form).status_code for form in ("csv", "pieces")] == [422, 422]


def test_a_family_finds_nothing(opened: Office) -> None:
    values = opened.reader.read(PATH).form(PATH)
    opened.reader.enter(opened.people.family)
    opened.reader.read(PATH, 404)
    assert opened.reader.client.post(PATH, data={**values, "format": "pieces"}).status_code == 404
