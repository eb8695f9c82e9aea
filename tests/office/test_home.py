"""Administration, its first page."""

import pytest
from sqlmodel import select

from data import database
from data.imports.removal import remove
from data.schema import METADATA
from data.settings import Settings
from data.students import Student
from tests.asking_for import NOW, fill_queue
from tests.people import People
from tests.reader import Reader
from tests.reenrolling import open_reenrolment, reenrol


def test_it_counts_the_families_and_students_of_this_site_alone(reader: Reader, people: People) -> None:
    reader.enter(people.office)
    assert "2\xa0familles et 4\xa0élèves" in reader.read("/administration").text
    reader.enter(people.far_office)
    assert "1\xa0famille et 2\xa0élèves" in reader.read("/administration").text


def test_nothing_is_counted_in_the_singular(reader: Reader, people: People, settings: Settings) -> None:
    with database.transaction(settings.database) as db:
        students = db.exec(select(Student.id)).all()
        remove(db.connection(), METADATA.tables["student"], students)
    reader.enter(people.far_office)
    assert "0\xa0élève." in reader.read("/administration").text


def test_its_menu_has_what_the_office_may_open(reader: Reader, people: People) -> None:
    page = reader.sign_in(people.office)
    assert page.tree.xpath("//nav[@class='menu many']//a/@href") == [
        "/administration", "/administration/demandes", "/administration/reinscriptions",
        "/administration/modifications", "/administration/familles", "/administration/comptes",
        "/accessibilite", "/mot-de-passe",
    ]  # fmt: skip
    for path in page.tree.xpath("//nav[@class='menu many']//a/@href"):
        assert reader.read(path).url == path


@pytest.mark.parametrize("who", ["family", "neighbour", "far_neighbour"])
def test_a_family_finds_nothing(reader: Reader, people: People, who: str) -> None:
    reader.enter(getattr(people, who))
    page = reader.read("/administration", 404)
    assert page.find("//h1").text_content() == "Page introuvable"


def test_nobody_is_led_to_sign_in_and_back(reader: Reader, people: People) -> None:
    assert reader.sign_in(people.office, following="/administration").url == "/administration"


def test_it_says_first_what_waits_and_since_when(reader: Reader, people: People, settings: Settings) -> None:
    page = reader.sign_in(people.office)
    assert "Aucune demande de modification n’attend une décision." in page.text
    with database.transaction(settings.database) as db:
        fill_queue(db, people.family, 2, NOW - 3 * 86400)
    page = reader.read("/administration")
    assert (
        "2\xa0demandes de modification attendent une décision. La plus ancienne attend depuis 3\xa0jours." in page.text
    )
    assert page.links()["Demandes à traiter"] == "/administration/demandes"


def test_it_counts_the_re_enrolments_that_wait(reader: Reader, people: People, settings: Settings) -> None:
    page = reader.sign_in(people.office)
    assert "Aucune réinscription n’attend une décision." in page.text
    with database.transaction(settings.database) as db:
        open_reenrolment(db)
        reenrol(db, people.family, at=NOW - 2 * 86400)
        reenrol(db, people.family, "Zoé", "Danse")
    page = reader.read("/administration")
    assert "2\xa0réinscriptions attendent une décision. La plus ancienne attend depuis 2\xa0jours." in page.text
    assert page.links()["Réinscriptions à valider"] == "/administration/reinscriptions"
