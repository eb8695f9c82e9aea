"""Réglages: the office opens re-enrolment, says for which year and under which conditions; what cannot be is said."""

from typing import Any

import pytest
from sqlmodel import select

from data import database
from data.audit import REENROLMENT_SETTLED, AuditEntry
from data.reenrolments import Phase, opening_of
from data.sites import Site
from tests.asking_for import TODAY
from tests.conftest import Clock
from tests.office.conftest import Office

PATH = "/administration/reinscriptions/reglages"
OPEN: dict[str, Any] = {"du-jour": "1", "du-mois": "11", "du-annee": "2026"}
CLOSE: dict[str, Any] = {"au-jour": "30", "au-mois": "11", "au-annee": "2026"}
LONG_TEXT = "é" * 8001


def site(office: Office, slug: str = "rive-gauche") -> Site:
    with database.reading(office.settings.database) as db:
        return db.exec(select(Site).where(Site.slug == slug)).one()


def journal(office: Office) -> list[AuditEntry]:
    with database.reading(office.settings.database) as db:
        return list(db.exec(select(AuditEntry).where(AuditEntry.action == REENROLMENT_SETTLED)))


def test_the_office_opens_it(office: Office) -> None:
    assert "n’est pas ouverte" in office.reader.read("/administration/reinscriptions/reglages").text
    page = office.reader.send(office.reader.read(PATH), PATH, **OPEN, **CLOSE)
    assert "Les réglages de la réinscription sont enregistrés." in page.text
    assert "ouverte, jusqu’au 30/11/2026 inclus" in page.text
    with database.reading(office.settings.database) as db:
        assert opening_of(db, site(office).id, TODAY).phase == Phase.OPEN
    assert site(office, "rive-droite").reenrolment_opens is None


def test_the_year_after_this_one_is_shown_and_another_can_be_chosen(office: Office) -> None:
    page = office.reader.read(PATH)
    assert "celle qui suit l’année en cours (2027-2028)" in page.text
    assert page.form(PATH)["annee"] == ""
    page = office.reader.send(page, PATH, annee="2028-2029")
    assert (page.form(PATH)["annee"], site(office).reenrolment_year) == ("2028-2029", "2028-2029")


def test_conditions_keep_their_paragraphs(office: Office) -> None:
    words = "Tarif <2027>.\r\n\r\nPayable en trois fois."
    page = office.reader.send(office.reader.read(PATH), PATH, conditions=words)
    assert site(office).reenrolment_conditions == "Tarif <2027>.\n\nPayable en trois fois."
    assert page.form(PATH)["conditions"] == "Tarif <2027>.\n\nPayable en trois fois."


def test_the_journal_says_who_and_what_and_once_for_a_double_click(office: Office) -> None:
    form = office.reader.read(PATH).form(PATH)
    for _ in range(2):
        answer = office.reader.client.post(
            PATH, data={**form, "conditions": "Payable en trois fois."}, follow_redirects=False
        )
        assert answer.headers["Location"] == f"{PATH}?fait=reglages-enregistres"
    (entry,) = journal(office)
    assert (entry.who, entry.facts) == ("secretariat", {"reenrolment_conditions": ["", "Payable en trois fois."]})


def test_nothing_changed_is_said_and_not_noted(office: Office) -> None:
    page = office.reader.send(office.reader.read(PATH), PATH)
    assert "Rien n’a changé" in page.text
    assert journal(office) == []


@pytest.mark.parametrize(
    ("typed", "place", "words"),
    [
        ({**OPEN, **CLOSE, "au-mois": "10"}, "au-jour", "avant le premier"),
        (CLOSE, "du-jour", "donnez aussi le premier jour"),
        ({"du-jour": "31", "du-mois": "2", "du-annee": "2026"}, "du-jour", "écrivez une date"),
        ({"annee": "2026"}, "annee", "une année"),
        ({"annee": "2099-2100"}, "annee", "de la liste"),
        ({"annee": "2026-2028"}, "annee", "une année"),
        ({"conditions": LONG_TEXT}, "conditions", "8\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}caractères au plus"),
    ],
)
def test_what_cannot_be_is_refused_and_stays_typed(
    office: Office, typed: dict[str, str], place: str, words: str
) -> None:
    before = site(office)
    page = office.reader.send(office.reader.read(PATH), PATH, 422, **{"conditions": "Mes mots.", **typed})
    wrong = page.find("//div[@class='problems']//li/a")
    assert (wrong.get("href"), words in wrong.text_content()) == (f"#{place}", True)
    kept = {name: text for name, text in typed.items() if name != "annee" and "-" not in name}
    assert {name: page.form(PATH)[name] for name in kept} == kept
    assert typed.get("conditions", "Mes mots.") == page.form(PATH)["conditions"]
    assert site(office) == before


def test_what_was_typed_survives_an_expired_session(office: Office, time: Clock) -> None:
    page = office.reader.read(PATH)
    time.pass_by(13 * 3600)
    arrived = office.reader.send(page, PATH, conditions="Long travail.")
    assert "est gardé une heure" in arrived.text
    page = office.reader.sign_in(office.people.office, following=arrived.url)
    assert (page.url, page.form(PATH)["conditions"]) == (PATH, "Long travail.")
    assert "Votre session s’était terminée." in page.text
    assert office.reader.read(f"{PATH}?saisie=non").form(PATH)["conditions"] == ""
    office.reader.send(page, PATH)
    assert site(office).reenrolment_conditions == "Long travail."
    assert "s’était terminée" not in office.reader.read(PATH).text


def test_a_family_finds_nothing(office: Office) -> None:
    office.reader.enter(office.people.family)
    for path in (PATH, "/administration/reinscriptions/cours", "/administration/reinscriptions/pieces"):
        office.reader.read(path, 404)


def test_a_clerk_finds_the_lists_of_re_enrolment_and_not_its_settings(office: Office) -> None:
    office.reader.enter(office.people.clerk)
    for address in ("/administration", "/administration/reinscriptions", "/plan-du-site"):
        assert PATH not in office.reader.read(address).tree.xpath("//main//a/@href")
    links = office.reader.read("/administration/reinscriptions").links()
    for label in ("Cours proposés", "Pièces à fournir"):
        assert office.reader.read(links[label]).links()["Retour"] == "/administration/reinscriptions"
