"""Sans réponse: the office sees who is waited for, reads the reminder before it leaves, and sends it once."""

import pytest
from sqlmodel import col, select, update

from data import database
from data.audit import REMINDERS_SENT, AuditEntry
from data.families import Guardian
from data.outbox import Mail
from tests.conftest import Clock
from tests.mailbox import Mailbox, words_of
from tests.office.conftest import Office
from tests.page import Page
from tests.reenrolling import open_reenrolment, reenrol, wish_for
from tests.schooling import School

LIST = "/administration/reinscriptions/sans-reponse"
REMINDERS = "/administration/reinscriptions/rappels"


@pytest.fixture
def opened(office: Office) -> Office:
    """The near site has opened re-enrolment."""
    with database.transaction(office.settings.database) as db:
        open_reenrolment(db)
    return office


def words(page: Page) -> str:
    return page.text.replace("\xa0", " ")


def test_the_list_says_who_and_how_many_and_what_has_begun(opened: Office) -> None:
    with database.transaction(opened.settings.database) as db:
        reenrol(db, opened.people.neighbour)
        wish_for(db, opened.people.family)
        db.exec(update(Guardian).where(col(Guardian.surname) == "LE GOFF").values(email=""))
    page = opened.reader.read("/administration/reinscriptions/sans-reponse")
    assert page.find("//h1").text_content() == "Sans réponse\xa0: 3\xa0élèves"
    rows = [" ".join(row.text_content().replace("\xa0", " ").split()) for row in page.tree.xpath("//tbody/tr")]
    assert rows == [
        "D’ALMEIDA AdrienD’ALMEIDA Inèsbrouillon commencé, enregistré le 18/11/2026 à 12 h 06",
        "D’ALMEIDA ZoéD’ALMEIDA Inèsaucun",
        "LE GOFF ZoéLE GOFF Łukasz (sans adresse électronique)aucun",
    ]


def test_fifty_stand_on_a_page(opened: Office, school: School) -> None:
    for number in range(48):
        school.course(school.student("D’ALMEIDA", f"Prénom {number:02}"))
    page = opened.reader.read(LIST)
    assert len(page.tree.xpath("//tbody/tr")) == 50
    assert "52 élèves" in words(page)
    assert len(opened.reader.read(page.links()["Page suivante"]).tree.xpath("//tbody/tr")) == 2
    opened.reader.read(f"{LIST}?page=3", 404)


def test_everybody_has_answered(opened: Office) -> None:
    with database.transaction(opened.settings.database) as db:
        for who in (opened.people.family, opened.people.neighbour):
            reenrol(db, who)
            reenrol(db, who, "Zoé", "Danse")
    page = opened.reader.read(LIST)
    assert page.find("//h1").text_content() == "Sans réponse\xa0: aucun élève"
    assert "Toutes les familles ont répondu" in page.text


def test_the_reminder_is_read_before_it_leaves(opened: Office, mailbox: Mailbox) -> None:
    page = opened.reader.read("/administration/reinscriptions/rappels")
    assert opened.reader.read(LIST).links()["Préparer un rappel à toutes ces familles"] == REMINDERS
    assert "2 courriels partiront, à 2 familles." in words(page)
    shown = page.find("//p[@class='lines']").text_content()
    assert mailbox.collect() == []
    opened.reader.send(page, REMINDERS)
    mail, _ = sorted(mailbox.collect(), key=lambda each: str(each["To"]))
    assert words_of(mail, "plain").strip() == shown.strip()
    assert mail["Subject"] == page.find("//div[@class='note']//strong").text_content()


def test_a_child_is_named_in_the_text_and_never_in_the_subject(opened: Office, mailbox: Mailbox) -> None:
    page = opened.reader.send(opened.reader.read(REMINDERS), REMINDERS)
    assert "Les rappels sont enregistrés" in page.text
    for mail in mailbox.collect():
        assert mail["Subject"] == "Réinscription 2027-2028\xa0: nous attendons votre réponse"
        for kind in ("plain", "html"):
            text = words_of(mail, kind)
            assert all(each in text for each in ("Adrien", "Zoé", "30/11/2026", "/eleves"))
            assert "D’ALMEIDA" not in text


def test_the_same_form_sent_twice_sends_once_and_is_written_down(opened: Office, mailbox: Mailbox) -> None:
    form = opened.reader.read(REMINDERS).form(REMINDERS)
    for _ in range(2):
        answer = opened.reader.client.post(REMINDERS, data=form, follow_redirects=False)
        assert answer.headers["Location"] == f"{LIST}?fait=rappels-envoyes"
    assert len(mailbox.collect()) == 2
    with database.reading(opened.settings.database) as db:
        (entry,) = db.exec(select(AuditEntry).where(AuditEntry.action == REMINDERS_SENT))
    counts = {"mails": 2, "families": 2, "unreachable": 0, "recent": 0}
    assert (entry.who, entry.facts) == ("secretariat", counts)
    assert "Derniers rappels : le 18/11/2026" in words(opened.reader.read(LIST))


def test_nobody_is_reminded_twice_within_a_day(opened: Office, mailbox: Mailbox, time: Clock) -> None:
    late = opened.reader.read(REMINDERS)
    opened.reader.send(opened.reader.read(REMINDERS), REMINDERS)
    page = opened.reader.read(REMINDERS)
    assert "2 familles ont déjà reçu un rappel" in words(page)
    assert not page.tree.xpath("//main//form")
    assert "Aucun rappel n’est parti" in opened.reader.send(late, REMINDERS).text
    assert len(mailbox.collect()) == 2
    time.pass_by(24 * 3600)
    opened.reader.enter(opened.people.office)
    assert "2 courriels partiront" in words(opened.reader.read(REMINDERS))


def test_families_that_no_mail_reaches_are_counted(opened: Office) -> None:
    with database.transaction(opened.settings.database) as db:
        db.exec(update(Guardian).values(email=""))
    page = opened.reader.read(REMINDERS)
    assert "2 familles ne peuvent pas être jointes" in words(page)
    assert not page.tree.xpath("//main//form")


def test_while_it_is_closed_there_is_nothing_to_send(office: Office) -> None:
    page = office.reader.read(REMINDERS)
    assert "n’est pas ouverte en ce moment" in page.text
    assert not page.tree.xpath("//main//form")


def test_the_other_site_sees_and_reminds_its_own(opened: Office) -> None:
    form = opened.reader.read(REMINDERS).form(REMINDERS)
    opened.reader.enter(opened.people.far_office)
    page = opened.reader.read(LIST)
    assert "NGUYỄN" in page.text
    assert "D’ALMEIDA" not in page.text
    own = opened.reader.read("/mot-de-passe").form("/mot-de-passe")["jeton"]
    answer = opened.reader.client.post(REMINDERS, data={**form, "jeton": own}, follow_redirects=False)
    assert answer.headers["Location"] == f"{LIST}?fait=rappels-aucun"
    with database.reading(opened.settings.database) as db:
        assert db.exec(select(Mail)).all() == []


def test_a_family_finds_nothing(opened: Office) -> None:
    opened.reader.enter(opened.people.family)
    for path in (LIST, REMINDERS):
        opened.reader.read(path, 404)
