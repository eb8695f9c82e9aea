"""Listes: one value a line; families choose from them at once, and what stands in a record stays."""

import pytest
from sqlmodel import select

from data import database
from data.audit import LISTS_CHANGED, AuditEntry
from tests.office.conftest import Office
from tests.page import Page

PATH = "/administration/site/listes"


def settle(office: Office, status: int = 200, page: Page | None = None, **typed: str) -> Page:
    return office.reader.send(page or office.reader.read(PATH), PATH, status, **typed)


def offered(office: Office) -> list[str]:
    """What the family may choose as its civilité."""
    office.reader.enter(office.people.family)
    found = office.reader.read("/famille").tree.xpath("//select[@id='civilite']/option/text()")
    office.reader.enter(office.people.office)
    return [each.strip() for each in found]


def test_families_choose_from_the_new_list_and_keep_what_they_have(office: Office) -> None:
    assert office.reader.read("/administration/site/listes").form(PATH)["civilites"] == "Madame\nMonsieur"
    page = settle(office, civilites="  Mme \r\n\r\nM.\r\nMx")
    assert "Les listes sont enregistrées." in page.text
    assert page.form(PATH)["civilites"] == "Mme\nM.\nMx"
    assert offered(office) == ["aucun choix", "Mme", "M.", "Mx", "Madame"]


def test_the_journal_says_which_and_nothing_changed_is_said(office: Office) -> None:
    settle(office, civilites="Mme\nM.")
    assert "Rien n’a changé" in settle(office).text
    assert "Rien n’a changé" in settle(office, consentements="oui\n\nnon").text
    with database.reading(office.settings.database) as db:
        (facts,) = db.exec(select(AuditEntry.facts).where(AuditEntry.action == LISTS_CHANGED))
    assert facts == {"listes": ["civilites"]}


def test_an_empty_list_becomes_the_portals_own_again(office: Office) -> None:
    settle(office, civilites="Mme")
    assert settle(office, civilites=" ").form(PATH)["civilites"] == "Madame\nMonsieur"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Mme\nM.\nmme", "«\xa0mme\xa0» y figure deux fois"),
        ("é" * 101, "compte 101 caractères, 100 au plus"),
        ("\n".join(map(str, range(61))), "60 valeurs au plus"),
        ("Mme ☃", "ne peut pas être imprimé"),
    ],
)
def test_a_list_that_cannot_be_is_refused_and_stays_typed(office: Office, typed: str, words: str) -> None:
    page = settle(office, 422, civilites=typed, motifs="Autre motif.")
    (wrong,) = page.tree.xpath("//div[@class='problems']//li/a")
    assert (wrong.get("href"), words in wrong.text_content()) == ("#civilites", True)
    assert (page.form(PATH)["civilites"], page.form(PATH)["motifs"]) == (typed, "Autre motif.")
    assert office.reader.read(PATH).form(PATH)["motifs"] != "Autre motif."


def test_of_two_at_once_the_second_sees_what_the_first_has_done(office: Office) -> None:
    page = office.reader.read(PATH)
    settle(office, civilites="Mme\nM.", motifs="Le premier.")
    again = settle(office, 422, page, civilites="Mx")
    assert "elle est maintenant\xa0: Mme, M." in again.text
    assert office.reader.read(PATH).form(PATH)["civilites"] == "Mme\nM."
    settle(office, 200, again)
    form = office.reader.read(PATH).form(PATH)
    assert (form["civilites"], form["motifs"]) == ("Mx", "Le premier.")


def test_a_list_that_this_form_left_alone_keeps_what_another_wrote(office: Office) -> None:
    page = office.reader.read(PATH)
    settle(office, motifs="Le premier.")
    settle(office, 200, page, civilites="Mx")
    form = office.reader.read(PATH).form(PATH)
    assert (form["civilites"], form["motifs"]) == ("Mx", "Le premier.")


def test_the_other_site_keeps_its_own(office: Office) -> None:
    settle(office, civilites="Mx")
    office.reader.enter(office.people.far_office)
    assert office.reader.read(PATH).form(PATH)["civilites"] == "Madame\nMonsieur"
