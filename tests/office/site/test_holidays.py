"""Congés: listed, added, changed and taken away; the agenda of the families follows."""

import datetime

import pytest
from sqlmodel import select

from data import database
from data.audit import HOLIDAYS_CHANGED, AuditEntry
from data.holidays import holidays_of
from data.sites import Holiday, Site
from tests.office.conftest import Office
from tests.page import Page

PATH = "/administration/site/conges"
AUTUMN = "/administration/site/conges/2026-11-23"


def days(first: str, last: str) -> dict[str, str]:
    parts = ("jour", "mois", "annee")
    typed = {f"du-{part}": words for part, words in zip(parts, first.split("/"), strict=True)}
    return typed | {f"au-{part}": words for part, words in zip(parts, last.split("/"), strict=True)}


def add(office: Office, name: str, first: str, last: str, status: int = 200) -> Page:
    return office.reader.send(office.reader.read(PATH), PATH, status, nom=name, **days(first, last))


def held(office: Office, slug: str = "rive-gauche") -> list[Holiday]:
    with database.reading(office.settings.database) as db:
        return holidays_of(db, db.exec(select(Site.id).where(Site.slug == slug)).one())


def test_a_period_is_added_and_the_agenda_follows(office: Office) -> None:
    assert "chaque semaine" in office.reader.read("/administration/site/conges").text
    page = add(office, "Semaine blanche", "16/11/2026", "20/11/2026")
    assert "La période est ajoutée" in page.text
    assert page.tree.xpath("//main//table//a/@href") == [f"{PATH}/2026-11-16"]
    assert "Semaine blanche" in office.reader.sign_in(office.people.family).text
    assert "Semaine blanche" not in office.reader.sign_in(office.people.far_neighbour).text
    assert held(office, "rive-droite") == []


def test_a_period_is_changed_and_taken_away(office: Office) -> None:
    add(office, "Automne", "23/11/2026", "27/11/2026")
    page = office.reader.read("/administration/site/conges/2026-11-23")
    page = office.reader.send(page, AUTUMN, 200, nom="Automne", **days("24/11/2026", "27/11/2026"))
    assert "est enregistrée" in page.text
    assert held(office)[0].first_day == datetime.date(2026, 11, 24)
    page = office.reader.read(f"{PATH}/2026-11-24")
    page = office.reader.send(page, f"{PATH}/2026-11-24/suppression")
    assert ("est retirée" in page.text, held(office)) == (True, [])
    with database.reading(office.settings.database) as db:
        facts = list(db.exec(select(AuditEntry.facts).where(AuditEntry.action == HOLIDAYS_CHANGED)))
    assert facts[1]["apres"] == "Automne, 24/11/2026-27/11/2026"
    assert len(facts) == 3


@pytest.mark.parametrize(
    ("name", "first", "last", "place", "words"),
    [
        ("", "01/12/2026", "02/12/2026", "nom", "écrivez un nom"),
        ("é" * 61, "01/12/2026", "02/12/2026", "nom", "60 caractères au plus"),
        ("Noël", "31/02/2027", "01/03/2027", "du-jour", "écrivez une date"),
        ("Noël", "01/12/2026", "//", "au-jour", "donnez ce jour"),
        ("Noël", "02/12/2026", "01/12/2026", "au-jour", "avant le premier"),
        ("Noël", "27/11/2026", "02/12/2026", "du-jour", "se recouvrent avec «\xa0Automne\xa0», du 23/11/2026"),
        ("Noël", "01/11/2026", "30/12/2026", "du-jour", "se recouvrent"),
        ("Noël", "01/12/2026", "30/12/2036", "au-jour", "un an au plus"),
    ],
)
def test_days_that_cannot_be_are_refused(
    office: Office, name: str, first: str, last: str, place: str, words: str
) -> None:
    add(office, "Automne", "23/11/2026", "27/11/2026")
    page = add(office, name, first, last, 422)
    (wrong,) = page.tree.xpath("//div[@class='problems']//li/a")
    assert (wrong.get("href"), words in wrong.text_content()) == (f"#{place}", True)
    assert page.form(PATH)["nom"] == name
    assert len(held(office)) == 1


def test_a_period_may_move_within_its_own_days_but_not_over_another(office: Office) -> None:
    add(office, "Automne", "23/11/2026", "27/11/2026")
    add(office, "Noël", "19/12/2026", "03/01/2027")
    page = office.reader.read(AUTUMN)
    office.reader.send(page, AUTUMN, 422, **days("23/11/2026", "19/12/2026"))
    office.reader.send(page, AUTUMN, 200, **days("23/11/2026", "18/12/2026"))
    assert [each.last_day.day for each in held(office)] == [18, 3]


def test_the_same_form_sent_twice_adds_one_period(office: Office) -> None:
    form = {**office.reader.read(PATH).form(PATH), "nom": "Noël", **days("19/12/2026", "03/01/2027")}
    for _ in range(2):
        answer = office.reader.client.post(PATH, data=form, follow_redirects=False)
        assert answer.headers["Location"] == f"{PATH}?fait=conges-ajoutes"
    assert len(held(office)) == 1


def test_what_another_did_meanwhile_is_shown_and_not_undone(office: Office) -> None:
    add(office, "Automne", "23/11/2026", "27/11/2026")
    page = office.reader.read(AUTUMN)
    office.reader.send(office.reader.read(AUTUMN), AUTUMN, nom="Toussaint")
    again = office.reader.send(page, AUTUMN, 422, nom="Autre nom")
    assert "a changé entre-temps" in again.text
    assert "Voyez la liste" in office.reader.send(page, f"{AUTUMN}/suppression").text
    assert held(office)[0].name == "Toussaint"
    office.reader.send(office.reader.read(AUTUMN), "/administration/site/conges/2026-11-23/suppression")
    assert "Voyez la liste" in office.reader.send(again, AUTUMN).text
    office.reader.read(AUTUMN, 404)
