"""Pièces à fournir: « Importer », « Supprimer », « Consulter »; the files and their rows."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from httpx import Response
from PIL import Image
from sqlmodel import select

from data import database
from data.documents import DocumentState, RequiredDocument, SuppliedDocument
from data.reenrolments import Folder
from data.settings import Settings
from data.store import Store
from routes.student.reenrolment.arrivals import Delivery, make_documents
from routes.web.uploads import Upload
from tests.page import Page
from tests.people import People
from tests.proof_reading import proof_read
from tests.reader import Reader
from tests.reenrolling import DOCUMENTS, open_reenrolment, reenrol, supply_for
from tests.schooling import Schooling

Files = list[tuple[str, tuple[str, bytes, str]]]


@pytest.fixture(autouse=True)
def opened(settings: Settings) -> None:
    """The near site has opened re-enrolment."""
    with database.transaction(settings.database) as db:
        open_reenrolment(db)


@pytest.fixture
def tab(learnt: Schooling) -> str:
    return f"/eleves/{learnt.student}/reinscription"


def a_pdf(pages: int = 1) -> bytes:
    content = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page()
        pdf.save(content)
    return content.getvalue()


def a_photo(width: int = 300, height: int = 400) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(content, "JPEG")
    return content.getvalue()


def fields(page: Page) -> list[str]:
    return [str(name) for name in page.tree.xpath("//input[@type='file']/@name")]


def upload(
    reader: Reader, page: Page, tab: str, *files: bytes, place: int = 0, status: int = 200, **values: Any
) -> Page:
    """These files, chosen for one document, and « Importer » beside it."""
    field = fields(page)[place]
    form = {**page.form(tab), "geste": field.replace("piece-", "importer-"), **values}
    sent: Files = [
        (field, (f"fichier {number}.pdf", content, "application/pdf")) for number, content in enumerate(files)
    ]
    answer: Response = reader.client.post(tab, data=form, files=sent, follow_redirects=False)
    return proof_read(reader._arrive(answer, {}), status)


def supplied(settings: Settings) -> list[SuppliedDocument]:
    with database.reading(settings.database) as db:
        return list(db.exec(select(SuppliedDocument)))


def kept(settings: Settings) -> list[Path]:
    """Every file of the store, arrivals too."""
    return [file for file in settings.documents.rglob("*") if file.is_file()]


def row_of(page: Page, name: str) -> list[str]:
    cells = page.tree.xpath(f"//table[contains(@class, 'documents')]//tr[contains(th, '{name}')]/td")
    return [" ".join(cell.text_content().split()) for cell in cells]


def test_an_imported_pdf_is_listed_and_shown(at_home: Reader, tab: str, settings: Settings) -> None:
    page = upload(at_home, at_home.read(tab), tab, a_pdf())
    assert row_of(page, DOCUMENTS[0]) == ["fichier 0.pdf", "18/11/2026", "12:06", "0,01", "Fourni", "Consulter"]
    shown = at_home.get(page.find("//a[text()='Consulter']").get("href"), {})
    assert shown.headers["Content-Security-Policy"].startswith("sandbox")
    with pikepdf.open(io.BytesIO(shown.content)) as pdf:
        assert len(pdf.pages) == 1
    assert len(kept(settings)) == len(supplied(settings)) == 1


def test_what_is_ticked_and_typed_is_saved_with_it(at_home: Reader, tab: str) -> None:
    page = at_home.read(tab)
    box = str(page.tree.xpath("//input[@type='checkbox']/@name")[0])
    typed: dict[str, Any] = {box: "oui", "demandes": "Merci."}
    after = upload(at_home, page, tab, a_pdf(), **typed)
    assert after.tree.xpath("//input[@type='checkbox'][@checked]/@name") == [box]
    assert after.tree.xpath("//textarea")[0].text.strip() == "Merci."


def test_several_photos_make_one_document(at_home: Reader, tab: str, settings: Settings) -> None:
    upload(at_home, at_home.read(tab), tab, a_photo(), a_photo(400, 300))
    (document,) = supplied(settings)
    assert document.pages == 2


def test_one_more_photo_goes_behind_the_others(at_home: Reader, tab: str, settings: Settings) -> None:
    page = upload(at_home, at_home.read(tab), tab, a_photo())
    upload(at_home, page, tab, a_photo())
    (document,) = supplied(settings)
    assert (document.pages, document.file_name) == (2, "fichier 0.pdf")
    assert len(kept(settings)) == 1


def test_the_same_form_twice_imports_once(at_home: Reader, tab: str, settings: Settings) -> None:
    page = at_home.read(tab)
    upload(at_home, page, tab, a_photo())
    upload(at_home, page, tab, a_photo())
    assert [each.pages for each in supplied(settings)] == [1]
    assert len(kept(settings)) == 1


def test_two_imports_at_once_both_stay(
    at_home: Reader, tab: str, settings: Settings, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []

    async def slowly(store: Store, folder: Folder, uploads: Sequence[Upload]) -> Delivery:
        delivery = await make_documents(store, folder, uploads)
        made.append(1)
        if len(made) == 1:
            with database.transaction(settings.database) as db:
                supply_for(db, store, people.family, content=a_pdf())
        return delivery

    page = at_home.read(tab)
    monkeypatch.setattr("routes.student.reenrolment.tab.make_documents", slowly)
    upload(at_home, page, tab, a_photo())
    (document,) = supplied(settings)
    assert (len(made), document.pages) == (2, 2)
    assert len(kept(settings)) == 1


def test_a_document_is_removed_with_its_file(at_home: Reader, tab: str, settings: Settings) -> None:
    page = upload(at_home, at_home.read(tab), tab, a_pdf())
    (gesture,) = page.tree.xpath("//button[text()='Supprimer']/@value")
    again = at_home.send(page, tab, geste=str(gesture))
    assert row_of(again, DOCUMENTS[0])[-2:] == ["A fournir", "-"]
    assert not supplied(settings)
    assert not kept(settings)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "vide"), (b"MZ not a document", "PDF"), (b"%PDF-1.7 nothing", "")],
)
def test_what_is_no_document_is_refused_and_nothing_is_lost(
    at_home: Reader, tab: str, settings: Settings, content: bytes, words: str
) -> None:
    wrong = upload(at_home, at_home.read(tab), tab, content, status=422, demandes="Merci.")
    said = wrong.tree.xpath("string(//*[@class='problems'])")
    assert words in said
    assert "fichier 0" not in said
    assert wrong.tree.xpath("//textarea")[0].text.strip() == "Merci."
    assert not supplied(settings)
    assert not kept(settings)


def test_a_file_over_ten_megabytes_is_refused_in_words(at_home: Reader, tab: str, settings: Settings) -> None:
    wrong = upload(at_home, at_home.read(tab), tab, b"%PDF-" + b"0" * 10_000_000, status=422)
    assert "10 Mo" in wrong.tree.xpath("string(//*[@class='problems'])")
    assert kept(settings) == []


def test_one_good_file_is_kept_when_another_is_refused(at_home: Reader, tab: str, settings: Settings) -> None:
    page = at_home.read(tab)
    first, second, _ = fields(page)
    form = {**page.form(tab), "geste": "valider"}
    sent: Files = [(first, ("a.pdf", a_pdf(), "")), (second, ("b.pdf", b"MZ", ""))]
    answer = at_home.client.post(tab, data=form, files=sent, follow_redirects=False)
    assert answer.status_code == 422
    assert [each.name for each in supplied(settings)] == [DOCUMENTS[0]]


def test_a_folder_holds_forty_megabytes(
    at_home: Reader, tab: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.reenrolments.supplying.LARGEST_FOLDER", 1000)
    wrong = upload(at_home, at_home.read(tab), tab, a_photo(2000, 3000), status=422)
    assert "40 Mo" in wrong.tree.xpath("string(//*[@class='problems'])")
    assert not supplied(settings)
    assert not kept(settings)


def test_a_document_of_the_household_is_there_for_every_child(at_home: Reader, tab: str, settings: Settings) -> None:
    with database.transaction(settings.database) as db:
        for required in db.exec(select(RequiredDocument)):
            required.of_household = required.name == DOCUMENTS[0]
    upload(at_home, at_home.read(tab), tab, a_pdf())
    other = next(link for name, link in at_home.read("/eleves").links().items() if "Zoé" in name)
    assert row_of(at_home.read(f"{other}/reinscription"), DOCUMENTS[0])[-2] == "Fourni"
    assert len(supplied(settings)) == 1


def test_a_settled_document_stays(at_home: Reader, tab: str, settings: Settings) -> None:
    page = upload(at_home, at_home.read(tab), tab, a_pdf())
    with database.transaction(settings.database) as db:
        for document in db.exec(select(SuppliedDocument)):
            document.state = DocumentState.APPROVED
    (gesture,) = page.tree.xpath("//button[text()='Supprimer']/@value")
    at_home.send(page, tab, geste=str(gesture))
    assert len(supplied(settings)) == len(kept(settings)) == 1
    assert len(fields(at_home.read(tab))) == len(DOCUMENTS) - 1


def test_a_refused_document_is_replaced(at_home: Reader, tab: str, settings: Settings) -> None:
    upload(at_home, at_home.read(tab), tab, a_pdf())
    with database.transaction(settings.database) as db:
        for document in db.exec(select(SuppliedDocument)):
            document.state, document.reason = DocumentState.DECLINED, "Illisible."
    page = at_home.read(tab)
    assert "Illisible." in page.text
    upload(at_home, page, tab, a_pdf())
    (document,) = supplied(settings)
    assert (document.state, document.reason, document.pages) == (DocumentState.SUPPLIED, "", 1)
    assert len(kept(settings)) == 1


def test_after_valider_what_is_missing_is_still_given(
    at_home: Reader, tab: str, settings: Settings, people: People
) -> None:
    with database.transaction(settings.database) as db:
        reenrol(db, people.family)
    upload(at_home, at_home.read(tab), tab, a_pdf(), place=1)
    assert [each.name for each in supplied(settings)] == [DOCUMENTS[1]]


def test_the_document_of_a_neighbour_is_nobody_elses(
    reader: Reader, people: People, tab: str, settings: Settings
) -> None:
    reader.enter(people.family)
    upload(reader, reader.read(tab), tab, a_pdf())
    (document,) = supplied(settings)
    reader.sign_out()
    reader.enter(people.neighbour)
    reader.read(f"/eleves/{people.family.schooling.student}/reinscription/pieces/{document.key}.pdf", 404)
    theirs = f"/eleves/{people.neighbour.schooling.student}/reinscription"
    reader.read(f"{theirs}/pieces/{document.key}.pdf", 404)


def test_a_model_is_read_by_families_of_its_site_alone(
    reader: Reader, people: People, tab: str, settings: Settings
) -> None:
    store = Store(settings.documents)
    arrived, content = store.arrival(), a_pdf()
    store, content = Store(settings.documents), a_pdf()
    arrived = store.arrival()
    arrived.write_bytes(content)
    with database.transaction(settings.database) as db:
        required = db.exec(select(RequiredDocument)).first()
        assert required
        required.model, required.model_name = store.keep(arrived), "certificat.pdf"
        key = required.key
    reader.enter(people.family)
    link = reader.read(tab).find("//a[starts-with(text(), 'Modèle')]").get("href")
    assert link == f"/eleves/{people.family.schooling.student}/reinscription/modeles/{key}.pdf"
    assert reader.get(link, {}).content == content
    reader.sign_out()
    reader.enter(people.far_neighbour)
    reader.read(f"/eleves/{people.far_neighbour.schooling.student}/reinscription/modeles/{key}.pdf", 404)


def test_only_pdf_is_shown(at_home: Reader, tab: str) -> None:
    at_home.read(f"{tab}/pieces/zzzzzzzz.txt", 404)
