"""Modifications décidées: what was approved, in one ZIP for the administrative software, and a line in the journal."""

import csv
import io
import zipfile
from typing import Any

import pytest
from httpx import Response
from sqlmodel import select

from data import database
from data.audit import CHANGES_EXPORTED, AuditEntry
from tests.asking_for import decide_all
from tests.conftest import Clock
from tests.office.conftest import Office
from tests.page import Page
from tests.proof_reading import is_sealed

PATH = "/administration/modifications"
DAY: dict[str, Any] = {"depuis-jour": "1", "depuis-mois": "9", "depuis-annee": "2026"}


def approve(office: Office, town: str) -> None:
    """A family asks, and the office approves."""
    key = office.ask(town=town).rpartition("/")[2]
    with database.transaction(office.settings.database) as db:
        decide_all(db, office.people.office, key)


def download(office: Office, **values: str) -> Response:
    """Press « Télécharger les modifications »."""
    form = office.reader.read("/administration/modifications").form(PATH)
    return office.reader.client.post(PATH, data={**form, **DAY, **values})


def exports(office: Office) -> list[AuditEntry]:
    """What the journal says of it."""
    with database.reading(office.settings.database) as db:
        return list(db.exec(select(AuditEntry).where(AuditEntry.action == CHANGES_EXPORTED)))


def test_it_is_found_from_the_menu_and_the_site_map(office: Office) -> None:
    for page in ("/administration", "/plan-du-site"):
        assert office.reader.read(page).links()["Modifications décidées"] == PATH


def test_what_was_approved_comes_in_the_columns_of_the_import(office: Office) -> None:
    approve(office, town="Olivet")
    answer = download(office)
    is_sealed(answer)
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="portee-rive-gauche-2026-11-18.zip"'
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert archive.namelist() == ["csv/familles.csv", "xlsx/familles.xlsx"]
    (row,) = csv.DictReader(io.StringIO(archive.read("csv/familles.csv").decode("utf-8-sig")), delimiter=";")
    assert (row["Ville"], row["Champs modifiés"], row["Décidé par"]) == ("Olivet", "Ville", "secretariat")


def test_the_journal_says_who_and_how_much_and_once_for_a_double_click(office: Office) -> None:
    approve(office, town="Olivet")
    form = office.reader.read(PATH).form(PATH)
    for _ in range(2):
        assert office.reader.client.post(PATH, data={**form, **DAY}).status_code == 200
    (entry,) = exports(office)
    assert (entry.who, entry.facts["familles"]) == ("secretariat", 1)
    assert "Olivet" not in str(entry)


def test_the_next_time_it_begins_where_the_last_one_was(office: Office) -> None:
    approve(office, town="Olivet")
    download(office)
    page = office.reader.read(PATH)
    assert "Dernière fois : le 18/11/2026" in page.text.replace("\xa0", " ")
    assert page.form(PATH)["depuis-jour"] == "18"


def counted(page: Page) -> dict[str, str]:
    """What the page says was decided."""
    found = page.tree.xpath("//dl[@class='facts']/div")
    return {each[0].text_content(): each[1].text_content().replace("\xa0", " ") for each in found}


def test_what_the_office_did_itself_is_counted_and_comes_too(office: Office) -> None:
    approve(office, town="Olivet")
    family = office.reader.read("/administration/familles").links()["D’ALMEIDA Inès"]
    form = office.reader.read(family).links()["Modifier D’ALMEIDA Inès"]
    office.reader.send(office.reader.read(form), form, ville="Blois")
    page = office.reader.read(PATH)
    assert counted(page) == {"Demandes approuvées": "1 fiche", "Corrections": "1 fiche"}
    assert page.form(PATH)["depuis-jour"] == "18"
    archive = zipfile.ZipFile(io.BytesIO(download(office).content))
    (row,) = csv.DictReader(io.StringIO(archive.read("csv/familles.csv").decode("utf-8-sig")), delimiter=";")
    assert (row["Ville"], row["Nature"]) == ("Blois", "demande, correction")
    after = office.reader.read(PATH)
    assert counted(after) == {}
    assert "Rien n’a été décidé depuis." in after.text


def test_the_first_time_it_begins_with_the_first_decision(office: Office, time: Clock) -> None:
    approve(office, town="Olivet")
    time.now += 5 * 86400
    office.reader.enter(office.people.office)
    page = office.reader.read(PATH)
    assert "Décidé jusqu’ici" in page.text
    assert page.form(PATH)["depuis-jour"] == "18"


def test_nothing_to_take_out_is_said_and_not_noted(office: Office) -> None:
    page = office.reader.send(office.reader.read(PATH), PATH, 200, **{"depuis-jour": "18"})
    assert "Rien n’a été décidé depuis le 18/11/2026." in page.text
    assert exports(office) == []


@pytest.mark.parametrize("day", ["31/02/2026", "//", "a/b/c", "1/9/26"])
def test_a_day_that_cannot_be_is_refused(office: Office, day: str) -> None:
    typed: dict[str, Any] = dict(zip(DAY, day.split("/"), strict=True))
    page = office.reader.send(office.reader.read(PATH), PATH, 422, **typed)
    assert page.find("//div[@class='problems']//li/a").get("href") == "#depuis-jour"
    assert page.form(PATH)["depuis-annee"] == typed["depuis-annee"]


def test_another_site_is_not_in_it(office: Office) -> None:
    approve(office, town="Olivet")
    office.reader.enter(office.people.far_office)
    page = office.reader.send(office.reader.read(PATH), PATH, 200, **DAY)
    assert "Rien n’a été décidé depuis le" in page.text


def test_a_request_leads_to_the_portal_as_the_family_sees_it(office: Office) -> None:
    page = office.reader.read(office.ask(town="Olivet"))
    (action,) = page.tree.xpath("//form[@class='look']/@action")
    assert page.find("//form[@class='look']//button").text_content() == "Voir comme la famille D’ALMEIDA"
    seen = office.reader.send(page, action)
    assert "Vous voyez le portail comme la famille D’ALMEIDA." in seen.text
