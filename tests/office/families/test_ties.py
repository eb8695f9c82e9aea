"""Separated parents: a student of two families, a guardian with a family apart; each sees what is its own."""

from urllib.parse import urlsplit

import icalendar
import pytest
from sqlmodel import select

from data import database
from data.accounts import Account, hash_password
from data.audit import GUARDIAN_SPLIT, SIGNED_IN, AuditEntry
from data.families import Family, Guardian
from data.settings import Settings
from tests.asking_for import as_person, ask_for
from tests.office.conftest import Office
from tests.page import Page
from tests.people import PASSWORD, Someone
from tests.reader import Reader
from tests.schooling import School, day

FAMILIES = "/administration/familles"


def page_of(office: Office, name: str) -> Page:
    return office.reader.read(office.reader.read(FAMILIES).links()[name])


def link(office: Office, name: str = "almeida adri") -> Page:
    """Link a student of the family to its neighbour."""
    key = page_of(office, "LE GOFF Łukasz").url.rpartition("/")[2]
    address = f"/administration/familles/{key}/rattachement"
    page = office.reader.send(office.reader.read(address), address, nom=name)
    student = page.find("//button[@name='eleve']").get("value")
    form = page.tree.xpath("//form")[-1]
    values = {each.get("name"): each.get("value") for each in form.iter("input")} | {"eleve": student}
    return office.reader.read(office.reader.client.post(address, data=values).url.path)


def removal_of(office: Office, name: str) -> str:
    """Where the first family’s link to its shared student is confirmed away."""
    key, student = page_of(office, name).url.rpartition("/")[2], office.people.family.schooling.student
    return f"/administration/familles/{key}/eleves/{student}/detachement"


def be(office: Office, who: Someone) -> Reader:
    office.reader.sign_out()
    office.reader.enter(who)
    return office.reader


def test_a_student_is_sought_and_linked(office: Office) -> None:
    page = link(office)
    assert "D’ALMEIDA Adrien" in page.links()
    shared = office.reader.read(page.links()["D’ALMEIDA Adrien"])
    assert len([each for each in shared.links() if each.startswith("Famille ")]) == 2


def test_a_student_of_the_family_or_of_another_site_is_not_found(office: Office) -> None:
    address = page_of(office, "D’ALMEIDA Inès").url + "/rattachement"
    for name in ("almeida", "nguyen", "orleans"):
        page = office.reader.send(office.reader.read(address), address, nom=name)
        assert "Aucun autre élève du site ne s’appelle ainsi." in page.text
    office.reader.send(office.reader.read(address), address, 422, nom="")


def test_the_second_family_sees_the_student_and_nothing_of_the_first(office: Office) -> None:
    people = office.people
    with database.transaction(office.settings.database) as db:
        request = ask_for(db, people.family, "Adrien", town="Olivet")
    link(office)
    reader, shared = be(office, people.neighbour), f"/eleves/{people.family.schooling.student}"
    page = reader.read(shared)
    assert "Olivet" not in page.answer.text
    assert "en attente de validation" not in page.text
    for course in ("cours", "historique", "repertoire"):
        reader.read(f"{shared}/{course}")
    for address in (f"/famille/cotisations/{people.family.fee}", f"/mes-demandes/{request}"):
        reader.read(address, 404)
    assert people.family.fee not in reader.read("/famille/cotisations").answer.text


def test_unlinked_it_finds_the_student_no_more(office: Office) -> None:
    link(office)
    address = removal_of(office, "LE GOFF Łukasz")
    page = office.reader.read(address)
    assert page.find("//h1").text_content() == "Détacher D’ALMEIDA Adrien"
    sent = office.reader.send(page, address)
    assert sent.url.endswith("?fait=eleve-detache")
    assert office.reader.client.post(address, data=page.form(address)).url.query == b"fait=eleve-detache"
    reader = be(office, office.people.neighbour)
    for tab in ("", "/cours", "/historique", "/repertoire"):
        reader.read(f"/eleves/{office.people.family.schooling.student}{tab}", 404)


def test_only_a_student_of_two_families_can_be_unlinked(office: Office) -> None:
    removals = "//a[starts-with(@aria-label, 'Détacher ')]/@href"
    assert page_of(office, "D’ALMEIDA Inès").tree.xpath(removals) == []
    link(office)
    for family in ("D’ALMEIDA Inès", "LE GOFF Łukasz"):
        assert page_of(office, family).tree.xpath(removals) == [removal_of(office, family)]


def test_who_arrives_at_a_last_family_reads_why_it_stays(office: Office) -> None:
    page = office.reader.read(removal_of(office, "D’ALMEIDA Inès"))
    assert "C’est la seule famille de l’élève" in page.text
    assert page.tree.xpath("//main//form") == []


def test_the_last_family_stays(office: Office) -> None:
    link(office)
    first, second = (removal_of(office, family) for family in ("D’ALMEIDA Inès", "LE GOFF Łukasz"))
    opened = office.reader.read(first)
    office.reader.send(office.reader.read(second), second)
    assert office.reader.send(opened, first).url.endswith("?fait=eleve-seule-famille")
    assert be(office, office.people.family).read(f"/eleves/{office.people.family.schooling.student}").status == 200


@pytest.fixture
def second(office: Office, settings: Settings) -> Someone:
    """A second guardian of the family, with an account."""
    with database.transaction(settings.database) as db:
        family = db.get_one(Family, as_person(db, office.people.family).family)
        guardian = Guardian(family_id=family.id, rank=1, surname="D’ALMEIDA", given_name="Rui", email="rui@example.fr")
        db.add(guardian)
        db.flush()
        secret = hash_password(PASSWORD)
        db.add(Account(site_id=family.site_id, username="rui", guardian_id=guardian.id, password_hash=secret))
    return Someone("rive-gauche", "rui", "rui@example.fr")


def separate(office: Office) -> Page:
    page = page_of(office, "D’ALMEIDA Inès")
    address = page.links()["Donner sa propre famille à D’ALMEIDA Rui"]
    family, guardian = address.split("/")[3], address.split("/")[5]
    assert address == f"/administration/familles/{family}/responsables/{guardian}/separation"
    return office.reader.send(office.reader.read(address), address)


def separate_as_office(office: Office) -> None:
    be(office, office.people.office)
    separate(office)


def test_with_one_account_each_both_see_the_same_family(office: Office, second: Someone) -> None:
    assert be(office, second).read(f"/famille/cotisations/{office.people.family.fee}").status == 200


def test_a_guardian_apart_sees_the_students_and_no_entry(office: Office, second: Someone) -> None:
    with database.transaction(office.settings.database) as db:
        asked = ask_for(db, second, town="Blois")
        other = ask_for(db, office.people.family, town="Saran")
    assert separate(office).url.endswith("?fait=responsable-separe")
    reader = be(office, second)
    assert reader.read(f"/eleves/{office.people.family.schooling.student}").status == 200
    reader.read(f"/famille/cotisations/{office.people.family.fee}", 404)
    assert reader.read(f"/mes-demandes/{asked}").status == 200
    reader.read(f"/mes-demandes/{other}", 404)
    reader = be(office, office.people.family)
    reader.read(f"/mes-demandes/{asked}", 404)
    assert reader.read(f"/famille/cotisations/{office.people.family.fee}").status == 200


def feed_of(office: Office, who: Someone) -> str:
    """The path of the secret address that somebody makes for the calendar of the family."""
    reader = be(office, who)
    page = reader.send(reader.read("/agenda"), "/agenda/adresse")
    address: str = page.find("//input[@id='adresse']").get("value")
    return urlsplit(address).path


def lessons_behind(office: Office, feed: str) -> set[str]:
    """What the calendar behind a secret address holds, for whoever has it."""
    answer = office.reader.get(feed, {})
    assert answer.status_code == 200
    return {str(each["SUMMARY"]) for each in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")}


def test_a_split_revokes_the_calendar_that_both_know(office: Office, second: Someone) -> None:
    shared = feed_of(office, second)
    separate_as_office(office)
    assert office.reader.get(shared, {}).status_code == 404
    for who in (office.people.family, second):
        page = be(office, who).read("/agenda")
        assert not page.tree.xpath("//input[@id='adresse']")
        assert page.find("//main//form//button").text_content() == "Créer une adresse"


def test_after_a_split_each_has_a_calendar_that_the_other_cannot_close(
    office: Office, second: Someone, school: School
) -> None:
    school.decide(first_day=day("07/09/2026"), last_day=day("03/07/2027"))
    separate_as_office(office)
    first, own = feed_of(office, office.people.family), feed_of(office, second)
    assert lessons_behind(office, own) == lessons_behind(office, first) == {"Danse, Zoé", "Trompette, Adrien"}
    feed_of(office, office.people.family)
    assert office.reader.get(first, {}).status_code == 404
    assert lessons_behind(office, own) == {"Danse, Zoé", "Trompette, Adrien"}


def test_a_split_is_made_once_and_noted(office: Office, second: Someone) -> None:
    page = page_of(office, "D’ALMEIDA Inès")
    address = page.links()["Donner sa propre famille à D’ALMEIDA Rui"]
    form = office.reader.read(address).form(address)
    for _ in range(2):
        answer = office.reader.client.post(address, data=form, follow_redirects=False)
        assert answer.headers["Location"].endswith("?fait=responsable-separe")
    with database.reading(office.settings.database) as db:
        assert len(db.exec(select(Family)).all()) == 4
        actions = db.exec(select(AuditEntry.action).where(AuditEntry.action != SIGNED_IN)).all()
    assert actions == [GUARDIAN_SPLIT]


def test_the_responsable_cannot_be_split_off(office: Office) -> None:
    page = page_of(office, "D’ALMEIDA Inès")
    office.reader.read(page.links()["Modifier D’ALMEIDA Inès"] + "/separation", 404)
