"""« Rouvrir le dossier »: a decision that was a mistake is taken back, with a reason, once, and the family is told."""

import datetime

import pytest
from sqlmodel import delete, select, update

from data import audit, database, outbox
from data.audit import AuditEntry
from data.outbox import Mail
from data.reenrolments import Reenrolment, State
from data.sites import Site
from data.students import Student
from tests.asking_for import NOW
from tests.conftest import Clock
from tests.mailbox import Mailbox
from tests.office.changes.test_deciding import message_of, problems_of
from tests.office.conftest import LIST, Desk
from tests.office.reenrolments.test_mails import both
from tests.page import Page
from tests.records import rows_of
from tests.schooling import enrol

WHY = "Une place s’est libérée."
HOUR = 3600


@pytest.fixture
def address(desk: Desk) -> str:
    """A re-enrolment that was refused."""
    address = desk.receive()
    desk.send(address, geste="refuser", precision="Plus de place.")
    return address


def reopen(desk: Desk, address: str, status: int = 200, page: Page | None = None, why: str = WHY) -> Page:
    return desk.send(address, status, page, geste="rouvrir", motif=why)


def held(desk: Desk) -> Reenrolment:
    with database.reading(desk.settings.database) as db:
        return db.exec(select(Reenrolment)).one()


def noted(desk: Desk, action: str = audit.REENROLMENT_REOPENED) -> list[AuditEntry]:
    with database.reading(desk.settings.database) as db:
        return list(db.exec(select(AuditEntry).where(AuditEntry.action == action)))


def told(desk: Desk) -> list[Mail]:
    with database.reading(desk.settings.database) as db:
        return list(db.exec(select(Mail).where(Mail.kind == outbox.REENROLMENT_REOPENED)))


def warnings_of(page: Page) -> str:
    """What stands under « Rouvrir le dossier »."""
    return " ".join(
        each.text_content() for each in page.tree.xpath("//h2[.='Rouvrir le dossier']/following-sibling::p")
    )


def test_it_waits_again_in_its_old_place_and_can_be_decided_anew(desk: Desk, address: str, time: Clock) -> None:
    desk.receive("Zoé", titles=("Danse",), at=NOW + HOUR)
    page = reopen(desk, address)
    assert page.url == f"{address}?fait=reinscription-rouverte"
    assert "La famille est prévenue par courriel." in message_of(page)
    assert page.tree.xpath("//ol/li")[-1].text_content().endswith(f"rouverte par «\xa0secretariat\xa0»\xa0: {WHY}")
    assert [row[0] for row in rows_of(desk.reader.read(LIST))] == ["D’ALMEIDA Adrien", "D’ALMEIDA Zoé"]
    assert rows_of(desk.reader.read(f"{LIST}?etat=refusees")) == []
    desk.send(address, geste="valider", malgre_tout="oui")
    with database.reading(desk.settings.database) as db:
        row = db.exec(select(Reenrolment).where(Reenrolment.number == "2026-000001")).one()
    assert (row.state, row.reason, row.reopened) == (State.APPROVED, "", "")


def test_the_journal_says_who_and_neither_why_nor_whose(desk: Desk, address: str) -> None:
    reopen(desk, address)
    (entry,) = noted(desk)
    assert (entry.who, entry.subject, entry.facts) == ("secretariat", "2026-000001", {})
    assert "Réinscription rouverte" in desk.reader.read("/administration/journal").text


def test_the_family_is_told_by_mail_and_on_its_page(desk: Desk, address: str, mailbox: Mailbox) -> None:
    with database.transaction(desk.settings.database) as db:
        db.exec(delete(Mail))
    reopen(desk, address)
    (mail,) = mailbox.collect()
    assert (mail["To"], mail["Subject"]) == (
        desk.people.family.email,
        "Réinscription n°\xa02026-000001\xa0: le dossier est rouvert",
    )
    words = both(mail)
    assert "avait refusé la réinscription n° 2026-000001 de D’ALMEIDA Adrien pour 2027-2028" in words
    assert f"Motif : {WHY}" in words
    reader = desk.reader
    reader.enter(desk.people.family)
    page = reader.read(f"/eleves/{desk.people.family.schooling.student}/reinscription").text.replace("\xa0", " ")
    assert "Réinscription en attente de validation" in page
    assert f"a rouvert le dossier. Motif : {WHY}" in page
    assert "Le secrétariat a refusé" not in page


@pytest.mark.parametrize(
    ("why", "words"),
    [
        (" \n ", "Donnez le motif de la réouverture, la famille le lira."),
        ("a" * 501, "Un motif a 500 caractères au plus."),
    ],
)
def test_without_a_reason_that_can_be_read_nothing_is_reopened(desk: Desk, address: str, why: str, words: str) -> None:
    page = reopen(desk, address, 422, why=why)
    assert problems_of(page) == [words]
    assert page.tree.xpath("//*[@class='problems']//li/a/@href") == ["#motif"]
    assert page.form(address)["motif"].strip() == why.strip()
    assert (held(desk).state, noted(desk), told(desk)) == (State.DECLINED, [], [])


def test_sent_twice_it_is_reopened_once(desk: Desk, address: str) -> None:
    page = desk.reader.read(address)
    assert [reopen(desk, address, page=page).url for _ in range(2)] == [f"{address}?fait=reinscription-rouverte"] * 2
    assert (len(noted(desk)), len(told(desk))) == (1, 1)


def test_a_page_that_showed_an_older_decision_reopens_nothing(desk: Desk, address: str, time: Clock) -> None:
    old = desk.reader.read(address)
    reopen(desk, address)
    time.now += 60
    desk.send(address, geste="refuser", precision="Toujours pas de place.")
    assert reopen(desk, address, page=old).url == f"{address}?fait=reouverture-trop-tard"
    assert (held(desk).state, len(noted(desk))) == (State.DECLINED, 1)


def test_what_waits_has_nothing_to_reopen(desk: Desk) -> None:
    address = desk.receive()
    page = desk.reader.read(address)
    assert "Rouvrir" not in page.text
    assert reopen(desk, address, page=page).url == f"{address}?fait=reouverture-trop-tard"
    assert noted(desk) == []


def test_after_the_last_day_it_can_still_be_reopened(desk: Desk, address: str) -> None:
    with database.transaction(desk.settings.database) as db:
        db.exec(update(Site).values(reenrolment_closes=datetime.date(2026, 11, 2)))
    assert reopen(desk, address).url == f"{address}?fait=reinscription-rouverte"


def test_of_a_former_year_nothing_is_reopened_and_it_says_so(desk: Desk, address: str) -> None:
    page = desk.reader.read(address)
    with database.transaction(desk.settings.database) as db:
        db.exec(update(Site).values(reenrolment_year="2028-2029"))
    assert reopen(desk, address, page=page).url == f"{address}?fait=reouverture-annee-close"
    shown = desk.reader.read(address)
    assert "Le dossier est de l’année 2027-2028" in warnings_of(shown)
    assert shown.tree.xpath("//button[@name='geste']") == []
    assert held(desk).state == State.DECLINED


def test_an_export_that_carried_the_decision_out_is_said(desk: Desk, address: str, time: Clock) -> None:
    assert "export des réinscriptions" not in warnings_of(desk.reader.read(address))
    time.now += 60
    export = f"{LIST}/export"
    form = desk.reader.read(export).form(export)
    assert desk.reader.client.post(export, data={**form, "format": "csv"}).status_code == 200
    assert "est déjà partie avec l’export des réinscriptions du 18/11/2026" in warnings_of(desk.reader.read(address))


def test_an_export_before_the_decision_is_not_said(desk: Desk, time: Clock) -> None:
    address, export = desk.receive(), f"{LIST}/export"
    form = desk.reader.read(export).form(export)
    desk.reader.client.post(export, data={**form, "format": "csv"})
    time.now += 60
    desk.send(address, geste="refuser", precision="Plus de place.")
    assert "export des réinscriptions" not in warnings_of(desk.reader.read(address))


def test_an_import_that_has_enrolled_the_student_is_said(desk: Desk, address: str) -> None:
    with database.transaction(desk.settings.database) as db:
        db.exec(update(Site).values(school_year="2026-2027"))
        student = db.exec(select(Student).where(Student.key == desk.people.family.schooling.student)).one()
        enrol(db, student, "Trompette", "2027-2028")
    assert "Un import a déjà inscrit l’élève à des cours de 2027-2028." in warnings_of(desk.reader.read(address))


def test_what_was_typed_outlives_the_session(desk: Desk, address: str, time: Clock) -> None:
    page = desk.reader.read(address)
    time.now += 25 * HOUR
    form = page.form(address) | {"geste": "rouvrir", "motif": WHY}
    desk.reader.client.post(address, data=form)
    desk.reader.enter(desk.people.office)
    again = desk.reader.read(address)
    assert again.form(address)["motif"].strip() == WHY
    assert "Votre session s’était terminée." in again.text


@pytest.mark.parametrize("seen", ["", "-1", "a", "9" * 40, "٣"])
def test_a_form_that_is_not_ours_reopens_nothing(desk: Desk, address: str, seen: str) -> None:
    page = desk.reader.read(address)
    assert desk.send(address, page=page, geste="rouvrir", motif=WHY, vu=seen).url.endswith("reouverture-trop-tard")
    assert held(desk).state == State.DECLINED
