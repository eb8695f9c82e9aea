"""« Modifier » on the record of a student: the same as on the guardian’s, for what a child’s record has more."""

from typing import Any

import pytest
from sqlmodel import Session, col, delete, select

from data import database
from data.changes import ChangeRequest, ProposedChange
from data.families import Guardian
from data.settings import Settings
from data.students import FamilyStudent, Student
from tests.mailbox import Mailbox, words_of
from tests.page import Page
from tests.people import People
from tests.reader import Reader
from tests.records import inputs_of
from tests.schooling import School, Schooling

BORN: dict[str, Any] = {
    "date_de_naissance_jour": "14",
    "date_de_naissance_mois": "9",
    "date_de_naissance_annee": "2011",
}


def modify(reader: Reader, key: str, status: int = 200, page: Page | None = None, **values: str) -> Page:
    """Type into the record of a student, and press « Modifier »."""
    given: dict[str, Any] = {name.replace("_", "-"): value for name, value in values.items()}
    return reader.send(page or reader.read(f"/eleves/{key}"), f"/eleves/{key}", status, **given)


def link(db: Session, student: str, username: str) -> None:
    """The student belongs to this guardian’s family too."""
    family = db.exec(select(Guardian.family_id).where(col(Guardian.email).startswith(username))).one()
    child = db.exec(select(Student.id).where(Student.key == student)).one()
    db.add(FamilyStudent(family_id=family, student_id=child))


def test_a_date_is_typed_in_three_parts(at_home: Reader, learnt: Schooling, settings: Settings) -> None:
    page = modify(at_home, learnt.student, **BORN)
    assert page.url == f"/eleves/{learnt.student}?fait=demande-envoyee"
    assert inputs_of(page)["Date de naissance"] == "14/09/2011"
    assert "la fiche de l’élève est en attente" in page.text.lower()
    with database.reading(settings.database) as db:
        assert db.exec(select(ProposedChange.field, ProposedChange.value)).all() == [("birth_date", "14/09/2011")]


@pytest.mark.parametrize(
    ("day", "month", "year", "words"),
    [
        ("31", "02", "2005", "« 31/02/2005 » n’existe pas"),
        ("29", "02", "2023", "n’existe pas"),
        ("1", "1", "1895", "entre 1900 et aujourd’hui"),
        ("19", "11", "2026", "entre 1900 et aujourd’hui"),
        ("14", "", "2011", "n’est pas une date complète"),
        ("quatorze", "09", "2011", "n’est pas une date complète"),
    ],
)
def test_a_day_that_cannot_be_is_refused(
    at_home: Reader, learnt: Schooling, day: str, month: str, year: str, words: str
) -> None:
    typed: dict[str, Any] = dict(zip(BORN, (day, month, year), strict=True))
    page = modify(at_home, learnt.student, 422, ville="Olivet", **typed)
    (problem,) = page.tree.xpath("//div[@class='problems']//li/a")
    assert words.replace("« ", "«\xa0").replace(" »", "\xa0»") in problem.text_content()
    assert problem.get("href") == "#date-de-naissance-jour"
    assert inputs_of(page)["Ville"] == "Olivet"
    assert page.form(f"/eleves/{learnt.student}")["date-de-naissance-annee"] == year


def test_the_mail_names_the_child_in_its_words_and_not_in_its_title(
    at_home: Reader, learnt: Schooling, mailbox: Mailbox
) -> None:
    modify(at_home, learnt.student, ville="Olivet")
    (mail,) = mailbox.collect()
    assert "D’ALMEIDA Adrien" in words_of(mail, "plain")
    assert "Adrien" not in str(mail["Subject"])


def test_a_childs_own_address_may_be_emptied(at_home: Reader, school: School) -> None:
    key = school.student("ABOLANT", "Maëlle", email="maelle@example.org")
    assert modify(at_home, key, e_mail="").url.endswith("demande-envoyee")


def test_what_a_site_does_not_list_cannot_be_chosen(at_home: Reader, school: School) -> None:
    key = school.student("ABOLANT", "Maëlle", school_grade="Terminale C")
    page = modify(at_home, key, 422, niveau_scolaire="Terminale D")
    assert "choisissez dans la liste" in page.text
    assert modify(at_home, key, niveau_scolaire="CM2").url.endswith("demande-envoyee")
    assert "Terminale C" in at_home.read(f"/eleves/{key}").answer.text


def test_the_other_family_sees_nothing_until_it_is_decided(
    at_home: Reader, people: People, learnt: Schooling, settings: Settings
) -> None:
    with database.transaction(settings.database) as db:
        link(db, learnt.student, "le-goff")
    modify(at_home, learnt.student, ville="Olivet")
    at_home.enter(people.neighbour)
    page = at_home.read(f"/eleves/{learnt.student}")
    assert inputs_of(page)["Ville"] != "Olivet"
    assert "en attente de validation" not in page.text
    assert at_home.read("/mes-demandes").tree.xpath("//tbody/tr") == []
    modify(at_home, learnt.student, ville="Saran")
    with database.reading(settings.database) as db:
        assert len(db.exec(select(ChangeRequest)).all()) == 2


def test_a_student_who_has_left_the_family_is_out_of_reach(
    at_home: Reader, learnt: Schooling, settings: Settings
) -> None:
    page = at_home.read(f"/eleves/{learnt.student}")
    modify(at_home, learnt.student, ville="Olivet")
    with database.transaction(settings.database) as db:
        db.exec(delete(FamilyStudent))
    modify(at_home, learnt.student, 404, page=page, ville="Saran")
    (address,) = [link for link in at_home.read("/mes-demandes").links().values() if link.startswith("/mes-demandes/")]
    at_home.send(at_home.read(address), f"{address}/retrait")
    assert "Demande retirée" in at_home.read(address).text


def test_a_child_without_a_date_of_birth_may_stay_so(at_home: Reader, school: School, settings: Settings) -> None:
    key = school.student("ABOLANT", "Bébé", birth_date=None)
    modify(at_home, key, ville="Olivet")
    with database.reading(settings.database) as db:
        assert db.exec(select(ProposedChange.field)).all() == ["town"]
        assert db.exec(select(Student).where(Student.key == key)).one().birth_date is None
