"""Journal: what the office reads of who did what, and takes out as a file."""

import csv
import io
from typing import Any

import pytest
from sqlmodel import col, select, update

from data import audit, database
from data.audit import AuditEntry
from data.changes import ChangeRequest
from data.documents import RequiredDocument
from data.families import Family, Guardian
from data.settings import Settings
from data.students import Student
from routes.office.journal.deeds import DEEDS, GROUPS, words_of
from tests.asking_for import NOW, as_person
from tests.mailing import failed_mail
from tests.office.conftest import Desk, Office
from tests.page import Page
from tests.people import People, Someone
from tests.proof_reading import is_sealed
from tests.reader import Reader
from tests.reenrolling import DOCUMENTS

JOURNAL = "/administration/journal"
SEARCH, EXPORT = "/administration/journal/recherche", "/administration/journal/export"
CONSTANTS = {value for name, value in vars(audit).items() if name.isupper() and isinstance(value, str)}


def note(office: Office, who: Someone, action: str, subject: str = "", at: int = NOW, **facts: Any) -> None:
    with database.transaction(office.settings.database) as db:
        person = as_person(db, who)
        audit.note(
            db, site=person.site, account=person.account, who=who.username, action=action, subject=subject, now=at,
            **facts,
        )  # fmt: skip


def rows(page: Page) -> list[list[str]]:
    """Who, what, and on what."""
    cells = [row.xpath("./td") for row in page.tree.xpath("//tbody/tr")]
    return [[cell.text_content().replace("\xa0", " ") for cell in row] for row in cells]


def entries(settings: Settings, action: str) -> list[AuditEntry]:
    with database.reading(settings.database) as db:
        return list(db.exec(select(AuditEntry).where(AuditEntry.action == action)))


def test_every_action_has_words_and_a_group() -> None:
    assert sorted(CONSTANTS - set(DEEDS)) == []
    assert {each.group for each in DEEDS.values()} <= set(GROUPS)
    assert words_of("une-action-de-demain") == "une-action-de-demain"


def test_it_is_found_from_the_first_page_and_says_who_did_what(office: Office) -> None:
    note(office, office.people.family, audit.REQUEST_SENT, "2026-000001", NOW + 1)
    note(office, office.people.far_office, audit.CHANGES_EXPORTED)
    assert office.reader.read("/administration").links()["Journal"] == "/administration/journal"
    page = office.reader.read("/administration/journal")
    assert rows(page) == [
        ["dalmeida", "Demande de modification envoyée", "2026-000001"],
        ["secretariat", "Connexion", "–"],
    ]


def test_what_it_was_done_to_is_a_link_when_it_has_a_page(office: Office) -> None:
    address = office.ask(town="Olivet")
    with database.transaction(office.settings.database) as db:
        key = failed_mail(db, office.people.family, NOW)
        number = db.exec(select(ChangeRequest.number)).one()
    note(office, office.people.family, audit.REQUEST_SENT, number)
    note(office, office.people.office, audit.MAIL_SENT_AGAIN, key)
    links = office.reader.read(JOURNAL).links()
    assert links[f"demande n° {number}"] == address
    assert links[f"courriel {key}"] == f"/administration/courriels/{key}"


def test_a_record_is_named_by_its_kind_and_led_to(desk: Desk) -> None:
    address = "/administration/familles/"
    given = desk.supply()
    with database.transaction(desk.settings.database) as db:
        guardian, family = db.exec(
            select(Guardian.key, Family.key).join(Family).where(Guardian.surname == "D’ALMEIDA")
        ).first() or ("", "")
        asked = db.exec(select(RequiredDocument).where(RequiredDocument.name == DOCUMENTS[1])).first()
        assert asked
        student = db.exec(select(Student.key).where(Student.given_name == "Adrien")).first() or ""
        required = asked.key
    by = desk.people.office
    facts: list[tuple[str, str, dict[str, Any]]] = [
        (audit.REQUIREMENT_REMOVED, "gone-1", {"name": "Photographie"}),
        (audit.DOCUMENT_REMOVED, "gone-2", {}),
        (audit.DOCUMENT_SUPPLIED, given, {}),
        (audit.REQUIREMENT_CHANGED, required, {"name": ["x", "y"]}),
        (audit.RECORD_CORRECTED, guardian, {"fields": ["town"]}),
        (audit.RECORD_CORRECTED, student, {"fields": ["town"]}),
    ]
    for at, (action, subject, told) in enumerate(facts):
        note(Office(desk.reader, desk.settings, desk.people), by, action, subject, NOW + 9 - at, **told)
    page = desk.reader.read(JOURNAL)
    assert [subject for _, _, subject in rows(page)[:6]] == [
        "pièce « Photographie »",
        "pièce qui n’est plus là",
        f"pièce « {DOCUMENTS[0]} »",
        f"pièce « {DOCUMENTS[1]} »",
        f"responsable {guardian}",
        f"élève {student}",
    ]
    links = page.links()
    assert links[f"responsable {guardian}"] == address + family
    for words in (f"pièce « {DOCUMENTS[1]} »", f"responsable {guardian}", f"élève {student}"):
        assert desk.reader.read(links[words]).status == 200


def test_the_records_of_another_site_are_not_found(office: Office) -> None:
    with database.transaction(office.settings.database) as db:
        theirs = db.exec(select(Guardian.key).where(Guardian.surname == "NGUYỄN")).first() or ""
    note(office, office.people.office, audit.RECORD_CORRECTED, theirs, NOW + 1)
    page = office.reader.read(JOURNAL)
    assert (rows(page)[0][2], page.tree.xpath("//tbody//a")) == (theirs, [])


def test_it_is_sifted_by_kind_and_period_with_plain_links(office: Office) -> None:
    note(office, office.people.office, audit.CHANGES_EXPORTED)
    note(office, office.people.office, audit.REENROLMENTS_EXPORTED, at=NOW - 8 * 86400)
    note(office, office.people.office, "une-action-de-demain")
    page = office.reader.read(office.reader.read(JOURNAL).links()["Exports"])
    assert [row[1] for row in rows(page)] == ["Modifications décidées exportées", "Réinscriptions exportées"]
    week = office.reader.read(page.links()["7 derniers jours"])
    assert week.url == f"{JOURNAL}?quoi=exports&periode=semaine"
    assert [row[1] for row in rows(week)] == ["Modifications décidées exportées"]
    assert rows(office.reader.read(f"{JOURNAL}?quoi=autres")) == [["secretariat", "une-action-de-demain", "–"]]


@pytest.mark.parametrize("query", ["?quoi=rien", "?periode=siecle", "?page=0", "?page=2"])
def test_a_list_that_is_not_there_is_not_found(office: Office, query: str) -> None:
    office.reader.read(JOURNAL + query, 404)


def test_fifty_stand_on_a_page(office: Office) -> None:
    for number in range(50):
        note(office, office.people.office, audit.VIEW_OPENED, at=NOW + number)
    page = office.reader.read(JOURNAL)
    assert len(rows(page)) == 50
    last = office.reader.read(page.links()["Page suivante"])
    assert (len(rows(last)), "Page suivante" in last.links()) == (1, False)


def test_what_one_account_did_is_sought_without_its_name_in_an_address(office: Office) -> None:
    for number in range(51):
        note(office, office.people.family, audit.REQUEST_SENT, at=NOW - number)
    page = office.reader.send(office.reader.read(JOURNAL), SEARCH, compte=" DAlmeida ")
    assert {row[0] for row in rows(page)} == {"dalmeida"}
    assert (len(rows(page)), page.url) == (50, SEARCH)
    assert page.find("//title").text_content() == "Journal – Recherche – Portée"
    forms = page.tree.xpath(f"//form[@action='{SEARCH}'][.//input[@name='page']]")
    values = {each.get("name"): each.get("value") for each in forms[0].xpath(".//input")}
    older = office.reader.client.post(SEARCH, data=values)
    assert older.text.count("Demande de modification envoyée") == 1
    assert office.reader.read("/administration/journal/recherche").url == JOURNAL


@pytest.mark.parametrize("typed", ["", "  ", "x" * 65])
def test_a_search_for_nothing_is_refused(office: Office, typed: str) -> None:
    page = office.reader.send(office.reader.read(JOURNAL), SEARCH, 422, compte=typed)
    assert page.find("//div[@class='problems']//li/a").get("href") == "#compte"


def test_it_goes_out_as_a_file_that_no_spreadsheet_evaluates(office: Office) -> None:
    note(office, office.people.family, audit.REQUEST_SENT, "=1+1", rows=3)
    form = office.reader.read(JOURNAL).form(EXPORT)
    answers = [office.reader.client.post("/administration/journal/export", data=form) for _ in range(2)]
    is_sealed(answers[0])
    assert answers[0].headers["Content-Disposition"].endswith('"portee-rive-gauche-journal-2026-11-18.csv"')
    lines = list(csv.reader(io.StringIO(answers[0].content.decode("utf-8-sig")), delimiter=";"))
    assert lines[0] == ["Quand", "Identifiant", "Action", "Code", "Sujet", "Détails"]
    assert ["dalmeida", "Demande de modification envoyée", "demande-envoyee", "'=1+1", "rows=3"] in [
        line[1:] for line in lines
    ]
    assert answers[0].content.startswith(b"\xef\xbb\xbfQuand;")
    assert answers[0].headers["Content-Type"] == "text/csv; charset=utf-8"
    assert len(entries(office.settings, audit.JOURNAL_EXPORTED)) == 1


def test_the_file_holds_what_the_page_shows_and_not_another_site(office: Office) -> None:
    note(office, office.people.family, audit.REQUEST_SENT)
    note(office, office.people.far_office, audit.CHANGES_EXPORTED)
    form = office.reader.read(f"{JOURNAL}?quoi=exports").form(EXPORT)
    lines = office.reader.client.post(EXPORT, data=form).text.splitlines()
    assert [line.split(";")[2] for line in lines[1:]] == ["Journal exporté"]


@pytest.mark.parametrize("who", ["family", "neighbour", "far_neighbour"])
def test_a_family_finds_no_journal(reader: Reader, people: People, who: str) -> None:
    reader.sign_in(getattr(people, who))
    for path in (JOURNAL, SEARCH):
        reader.read(path, 404)


def test_the_clerk_reads_it_and_the_other_site_finds_nothing_of_it(office: Office) -> None:
    note(office, office.people.family, audit.REQUEST_SENT)
    with database.transaction(office.settings.database) as db:
        db.exec(update(AuditEntry).where(col(AuditEntry.action) == audit.SIGNED_IN).values(at=NOW - 1))
    office.reader.sign_out()
    office.reader.sign_in(office.people.far_office)
    assert rows(office.reader.read(JOURNAL)) == [["secretariat", "Connexion", "–"]]
    office.reader.sign_out()
    office.reader.sign_in(office.people.clerk)
    assert len(rows(office.reader.read(JOURNAL))) == 4
