"""A form that was made over something older leads to a comparison, and writes nothing before it."""

from pathlib import Path

import pytest

from data import changes
from data.changes import Answer, Clash, Decision, Ruling, Verdict
from data.database import transaction
from data.settings import Settings, read_settings
from tests.data.exports import EXPORT, Desk
from tests.data.households import NOW, Household, everything, household, person_of
from tests.people import People, Someone


@pytest.fixture
def ines(settings: Settings, people: People) -> Household:
    """The responsable before her own record."""
    return household(settings, people.family)


def decide(family: Household, office: Someone, decision: Decision) -> None:
    """The office says the same to each field of the last request."""
    with transaction(family.settings.database) as db:
        person = person_of(db, office)
        case = changes.case_of(db, person.site, family.requests()[-1].key)
        assert case
        verdicts = {line.field.name: Verdict(decision, "Non.") for line in case.lines}
        assert changes.decide(db, person, case, verdicts, case.seen, NOW).ruling == Ruling.DONE


def test_another_tab_was_faster(ines: Household) -> None:
    shown = ines.page()
    ines.propose({"town": "Olivet"}, shown)
    before = everything(ines.settings)
    outcome = ines.propose({"town": "Blois", "profession": "Luthière"}, shown)
    assert outcome.answer == Answer.CLASHING
    assert outcome.clashes == (Clash("Ville", shown="ORLEANS", current="Olivet", wished="Blois"),)
    assert everything(ines.settings) == before


def test_another_field_of_another_tab_is_enough(ines: Household) -> None:
    shown = ines.page()
    ines.propose({"town": "Olivet"}, shown)
    outcome = ines.propose({"profession": "Luthière"}, shown)
    assert outcome.clashes == (Clash("Ville", shown="ORLEANS", current="Olivet", wished="Olivet"),)


def test_after_the_comparison_it_counts(ines: Household) -> None:
    shown = ines.page()
    ines.propose({"town": "Olivet"}, shown)
    assert ines.propose({"town": "Blois"}, shown).answer == Answer.CLASHING
    assert ines.propose({"town": "Blois"}).answer == Answer.SENT
    assert ines.proposed() == {"town": ("ORLEANS", "Blois")}


def test_the_other_tab_has_withdrawn(ines: Household) -> None:
    ines.propose({"town": "Olivet"})
    shown = ines.page()
    ines.withdraw()
    assert ines.propose({"profession": "Luthière"}, shown).clashes == (
        Clash("Ville", shown="Olivet", current="ORLEANS", wished="ORLEANS"),
    )


@pytest.mark.parametrize(("decision", "clashing"), [(Decision.APPROVED, False), (Decision.DECLINED, True)])
def test_the_office_has_decided(ines: Household, people: People, decision: Decision, clashing: bool) -> None:
    ines.propose({"town": "Olivet"})
    shown = ines.page()
    decide(ines, people.office, decision)
    outcome = ines.propose({"town": "Blois"}, shown)
    assert (outcome.answer == Answer.CLASHING) == clashing
    assert len(ines.requests()) == (1 if clashing else 2)


def test_what_was_approved_is_shown_in_the_place_of_what_was_official(ines: Household, people: People) -> None:
    shown = ines.page()
    ines.propose({"town": "Olivet"})
    decide(ines, people.office, Decision.APPROVED)
    (clash,) = ines.propose({"town": "Blois"}, shown).clashes
    assert (clash.shown, clash.current) == ("ORLEANS", "Olivet")


def test_something_wrong_is_said_before_the_comparison(ines: Household) -> None:
    shown = ines.page()
    ines.propose({"town": "Olivet"}, shown)
    assert ines.propose({"postcode": "😀"}, shown).answer == Answer.WRONG


def test_only_what_the_page_showed_is_compared(ines: Household) -> None:
    ines.propose({"town": "Olivet"})
    assert ines.propose({"profession": "Luthière"}, shown={"profession": "", "unknown": "x"}).answer == Answer.SENT
    assert ines.proposed().keys() == {"town", "profession"}


def test_spaces_and_line_breaks_are_no_clash(ines: Household) -> None:
    ines.become(address="14 rue du Puits\nBât. A")
    shown = ines.page() | {"address": "14 rue du Puits\r\nBât.  A "}
    assert ines.propose({"town": "Olivet"}, shown).answer == Answer.SENT
    assert ines.proposed().keys() == {"town"}


def test_an_import_has_brought_something_else(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.lay_export()
    desk.bring_in()
    settings = read_settings({"PORTEE_HOME": str(tmp_path), "PORTEE_SECRET": "a secret of the tests, 32 signs long"})
    parent = household(settings, Someone("val", "jabolant", ""))
    shown = parent.page()
    desk.lay("familles", EXPORT["familles"][0] + ";Ville", "F1;ABOLANT;Jocelyne;jabolant;Meaux", "F2;BERNIER;Claire;;")
    desk.bring_in()
    outcome = parent.propose({"town": "Olivet"}, shown)
    assert outcome.clashes == (Clash("Ville", shown="", current="Meaux", wished="Olivet"),)
    assert parent.propose({"town": "Olivet"}).answer.name in ("SENT", "UNTOLD")
    assert parent.proposed() == {"town": ("Meaux", "Olivet")}
