"""Cours proposés de nouveau: a box for each course of this year; a course without its tick is not offered."""

from typing import Any

from sqlmodel import select

from data import database
from data.audit import COURSES_OFFERED, AuditEntry
from data.courses import Course
from data.reenrolments.settings import courses_of
from data.sites import Site
from tests.office.conftest import Office
from tests.page import Page
from tests.proof_reading import FULL_PAGE
from tests.schooling import THIS_YEAR

PATH = "/administration/reinscriptions/cours"
NAMES = ("Trompette", "Violoncelle", "Formation musicale", "Danse contemporaine", "Clarinette basse")


def boxes(page: Page) -> dict[str, str]:
    """The name of each box, by the words beside it."""
    labels = page.tree.xpath("//form[@class='boxes']//label")
    return {" ".join(each.text_content().split()): each.get("for") for each in labels}


def withdrawn(office: Office) -> list[str]:
    with database.reading(office.settings.database) as db:
        return sorted(db.exec(select(Course.title).where(Course.offered_again == False)))  # noqa: E712


def fill(office: Office, count: int) -> None:
    """Many courses more, of many teachers."""
    with database.transaction(office.settings.database) as db:
        site = db.exec(select(Site.id).where(Site.slug == "rive-gauche")).one()
        for number in range(count):
            words: dict[str, Any] = {
                "level": f"{number % 3 + 1}C{number % 4 + 1}",
                "teacher": f"{NAMES[-number % 5][:3]}. N°{number}",
            }
            title = NAMES[number % 5]
            db.add(Course(site_id=site, reference=f"N{number}", school_year=THIS_YEAR, title=title, **words))


def untick(page: Page, *names: str) -> dict[str, str]:
    """What a browser sends of the page without these boxes."""
    return {name: value for name, value in page.form(PATH).items() if name not in names}


def test_a_course_that_is_unticked_is_offered_no_more(office: Office) -> None:
    page = office.reader.read("/administration/reinscriptions/cours")
    found = boxes(page)
    assert "Danse, 3C3, G. BRANTOME, samedi à 10 h 00 (C4)" in found
    box = next(name for words, name in found.items() if words.startswith("Ensemble"))
    answer = office.reader.client.post(PATH, data=untick(page, box), follow_redirects=False)
    assert answer.headers["Location"] == f"{PATH}?fait=cours-enregistres"
    assert withdrawn(office) == ["Ensemble de cuivres"]
    assert "5 cours proposés sur 6" in office.reader.read(PATH).text.replace("\xa0", " ")


def test_it_is_offered_again_by_its_tick(office: Office) -> None:
    page = office.reader.read(PATH)
    office.reader.client.post(PATH, data=untick(page, *boxes(page).values()))
    assert len(withdrawn(office)) == 6
    page = office.reader.read(PATH)
    ticks: dict[str, Any] = dict.fromkeys(boxes(page).values(), "oui")
    office.reader.send(page, PATH, **ticks)
    assert withdrawn(office) == []


def test_the_journal_says_which_and_once_for_a_double_click(office: Office) -> None:
    page = office.reader.read(PATH)
    form = untick(page, next(iter(boxes(page).values())))
    for _ in range(2):
        assert office.reader.client.post(PATH, data=form, follow_redirects=False).status_code == 303
    with database.reading(office.settings.database) as db:
        (entry,) = db.exec(select(AuditEntry).where(AuditEntry.action == COURSES_OFFERED))
    assert (entry.who, entry.facts["proposes"], len(entry.facts["retires"])) == ("secretariat", [], 1)


def test_a_course_that_arrives_meanwhile_is_left_alone(office: Office) -> None:
    page = office.reader.read(PATH)
    fill(office, 1)
    assert "Rien n’a changé" in office.reader.send(page, PATH).text
    assert withdrawn(office) == []


def test_three_hundred_courses_are_two_light_pages(office: Office) -> None:
    fill(office, 294)
    page = office.reader.read(PATH, heaviest=FULL_PAGE)
    second = office.reader.read(page.links()["Page suivante"], heaviest=FULL_PAGE)
    assert (len(boxes(page)), len(boxes(second))) == (150, 150)
    own = f"{PATH}?page=2"
    answer = office.reader.client.post(own, data=second.form(own), follow_redirects=False)
    assert answer.headers["Location"] == f"{own}&fait=rien-de-nouveau"
    office.reader.read(f"{PATH}?page=3", 404)


def test_courses_of_another_site_are_neither_shown_nor_changed(office: Office) -> None:
    page = office.reader.read(PATH)
    with database.reading(office.settings.database) as db:
        far = db.exec(select(Site.id).where(Site.slug == "rive-droite")).one()
        theirs = {each.key for each in courses_of(db, far)}
    assert theirs.isdisjoint(page.form(PATH)["vus"].split())
    office.reader.send(page, PATH, vus=" ".join(theirs))
    assert withdrawn(office) == []
