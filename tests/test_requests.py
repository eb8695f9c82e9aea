"""Mes demandes: what the family has asked for, what became of it, and taking it back."""

from sqlmodel import select, update

from data import database
from data.changes import ChangeRequest, State
from data.reenrolments import Gesture, Reenrolment
from data.settings import Settings
from data.students import FamilyStudent, Student
from tests.asking_for import NOW, as_person
from tests.page import Page
from tests.people import People, Someone
from tests.reader import Reader
from tests.records import links_of, rows_of
from tests.reenrolled import rule
from tests.reenrolling import open_reenrolment, reenrol, wish_for
from tests.schooling import Schooling

COURSES = {"Adrien": "Trompette", "Zoé": "Danse"}


def ask(reader: Reader, ville: str, profession: str = "") -> str:
    """Propose something; the address of the request."""
    reader.send(reader.read("/famille"), "/famille", ville=ville, profession=profession)
    return next(iter(links_of(reader.read("/mes-demandes")).values()))


def history_of(page: Page) -> list[str]:
    """What happened, step by step."""
    return [each.text_content() for each in page.tree.xpath("//ol[@class='history']/li")]


def test_nothing_asked_is_said_kindly(at_home: Reader) -> None:
    assert "Vous n’avez rien demandé jusqu’ici." in at_home.read("/mes-demandes").text


def test_it_is_found_from_accueil(at_home: Reader) -> None:
    assert at_home.read("/").links()["Mes demandes"] == "/mes-demandes"
    assert at_home.read("/plan-du-site").links()["Mes demandes"] == "/mes-demandes"


def test_a_request_is_listed_with_its_fields(at_home: Reader) -> None:
    ask(at_home, ville="Olivet", profession="LUTHIÈRE")
    (row,) = rows_of(at_home.read("/mes-demandes"))
    assert row[0].startswith("Demande n° 2026-000001 du 18/11/2026")
    assert row[1:] == ["D’ALMEIDA Inès", "Profession, Ville", "en attente"]


def test_a_request_says_what_and_when(at_home: Reader) -> None:
    page = at_home.read(ask(at_home, ville="Olivet"))
    assert page.find("//h1").text_content() == "Demande n°\xa02026-000001"
    assert rows_of(page) == [["Ville", "ORLEANS", "Olivet", "en attente"]]
    (step,) = history_of(page)
    assert step == "Envoyée par D’ALMEIDA Inès le 18/11/2026 à 12\xa0h\xa006\xa0: Ville «\xa0Olivet\xa0»."
    assert page.links()["Retour"] == "/mes-demandes"


def test_the_history_says_what_was_wished_each_time(at_home: Reader) -> None:
    address = ask(at_home, ville="Olivet")
    ask(at_home, ville="", profession="LUTHIÈRE")
    wished = [step.replace("\xa0", " ").partition(" : ")[2] for step in history_of(at_home.read(address))]
    assert wished == ["Ville « Olivet ».", "Profession « LUTHIÈRE » ; Ville « aucune valeur »."]


def test_it_is_taken_back_by_one_button(at_home: Reader) -> None:
    address = ask(at_home, ville="Olivet")
    page = at_home.send(at_home.read("/famille"), f"{address}/retrait")
    assert page.url == f"{address}?fait=demande-retiree"
    assert len(history_of(page)) == 2
    assert not page.tree.xpath("//form[contains(@action, '/retrait')]")
    assert "en attente de validation" not in at_home.read("/famille").text


def test_taking_back_twice_is_once(at_home: Reader) -> None:
    address = ask(at_home, ville="Olivet")
    page = at_home.read(address)
    key = address.rpartition("/")[2]
    sent = [at_home.send(page, f"/mes-demandes/{key}/retrait").url for _ in range(2)]
    assert sent == [f"/mes-demandes/{key}?fait=demande-retiree"] * 2
    assert len(history_of(at_home.read(address))) == 2


def test_what_has_been_decided_cannot_be_taken_back(at_home: Reader, settings: Settings) -> None:
    address = ask(at_home, ville="Olivet")
    page = at_home.read(address)
    with database.transaction(settings.database) as db:
        db.exec(update(ChangeRequest).values(state=State.DECIDED, decided_at=1, decided_by="secretariat"))
    assert at_home.send(page, f"{address}/retrait").url == f"{address}?fait=demande-close"
    with database.reading(settings.database) as db:
        assert db.exec(select(ChangeRequest.state)).one() == State.DECIDED


def test_a_long_list_is_paged_by_plain_links(at_home: Reader) -> None:
    for place in range(51):
        address = ask(at_home, ville=f"Olivet {place}")
        at_home.send(at_home.read(address), f"{address}/retrait")
    first = at_home.read("/mes-demandes")
    second = at_home.read(first.links()["Lignes plus anciennes"])
    assert (len(rows_of(first)), len(rows_of(second))) == (50, 1)
    at_home.read("/mes-demandes?page=3", 404)


def sent(settings: Settings, who: Someone, *students: str) -> None:
    """Re-enrolments an hour apart."""
    with database.transaction(settings.database) as db:
        open_reenrolment(db)
        for hours, student in enumerate(students):
            reenrol(db, who, student, COURSES[student], at=NOW + hours * 3600)


def test_what_was_sent_for_students_stands_there_with_its_receipt(
    reader: Reader, people: People, settings: Settings, learnt: Schooling
) -> None:
    sent(settings, people.family, "Adrien")
    reader.enter(people.family)
    page = reader.read("/mes-demandes")
    (row,) = rows_of(page)
    assert row == ["Reçu n° 2026-000001 du 18/11/2026 à 12 h 06", "D’ALMEIDA Adrien", "2027-2028", "en attente"]
    assert "Vous n’avez demandé aucune modification jusqu’ici." in page.text
    (receipt,) = links_of(page).values()
    assert receipt == f"/eleves/{learnt.student}/reinscription/recu"
    assert "2026-000001" in reader.read(receipt).text


def test_what_was_sent_last_stands_first_and_says_where_it_stands(
    reader: Reader, people: People, settings: Settings, learnt: Schooling
) -> None:
    sent(settings, people.family, "Adrien", "Zoé")
    with database.transaction(settings.database) as db:
        key = db.exec(select(Reenrolment.key).where(Reenrolment.number == "2026-000001")).one()
        rule(db, people.office, key, Gesture.DECLINE, reason="Complet")
    reader.enter(people.family)
    assert [row[1::2] for row in rows_of(reader.read("/mes-demandes"))] == [
        ["D’ALMEIDA Zoé", "en attente"],
        ["D’ALMEIDA Adrien", "refusée"],
    ]


def test_a_former_year_has_no_receipt_and_a_draft_no_row(
    reader: Reader, people: People, settings: Settings, learnt: Schooling
) -> None:
    sent(settings, people.family, "Adrien")
    with database.transaction(settings.database) as db:
        db.exec(update(Reenrolment).values(school_year="2025-2026"))
        wish_for(db, people.family, "Adrien", "Trompette")
    reader.enter(people.family)
    page = reader.read("/mes-demandes")
    (row,) = rows_of(page)
    assert (row[0].startswith("Réinscription n°"), row[2]) == (True, "2025-2026")
    assert links_of(page) == {}


def test_another_family_of_the_same_student_sees_none_of_it(
    reader: Reader, people: People, settings: Settings, learnt: Schooling
) -> None:
    sent(settings, people.family, "Adrien")
    with database.transaction(settings.database) as db:
        student = db.exec(select(Student).where(Student.key == learnt.student)).one()
        db.add(FamilyStudent(family_id=as_person(db, people.neighbour).family, student_id=student.id))
    for stranger in (people.neighbour, people.far_neighbour):
        reader.enter(stranger)
        assert "2026-000001" not in reader.read("/mes-demandes").text


def test_strangers_find_nothing(reader: Reader, people: People) -> None:
    reader.enter(people.family)
    address = ask(reader, ville="Olivet")
    for stranger in people.strangers:
        reader.enter(stranger)
        theirs, nobodys = reader.read(address, 404), reader.read("/mes-demandes/zzzzzzzz", 404)
        assert theirs.text == nobodys.text
