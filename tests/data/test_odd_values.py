"""Only what changed is checked: what was imported stands, blocks nothing, and may be taken up again."""

import pytest

from data.changes import PASSWORD, Answer
from data.settings import Settings
from tests.data.households import Household, household
from tests.people import People

ODD = {
    "honorific": "Mlle",
    "postcode": "1er étage",
    "home_phone": "voir mère",
    "fax": "néant 😀",
    "given_name": "1234",
    "marital_status": "Marié(e)  ou  veuf",
    "profession": "x" * 400,
}
GOOD = {
    "honorific": "Madame",
    "postcode": "45000",
    "home_phone": "02 38 00 00 00",
    "fax": "",
    "given_name": "Inès",
    "marital_status": "Veuve",
    "profession": "Luthière",
}


@pytest.fixture
def ines(settings: Settings, people: People) -> Household:
    """The responsable before her own record, full of odd things."""
    before = household(settings, people.family)
    before.become(**ODD)
    return before


@pytest.fixture
def adrien(settings: Settings, people: People) -> Household:
    return household(settings, people.family, people.family.schooling.student)


def test_odd_values_block_no_other_field(ines: Household) -> None:
    assert ines.propose({"town": "Olivet"}).answer == Answer.SENT
    assert ines.proposed() == {"town": ("ORLEANS", "Olivet")}


@pytest.mark.parametrize("field", ODD)
def test_an_odd_value_may_be_mended_and_taken_up_again(ines: Household, field: str) -> None:
    assert ines.propose({"town": "Olivet", field: GOOD[field]}).answer == Answer.SENT
    assert ines.propose({field: ODD[field]}).problems == {}
    assert ines.proposed() == {"town": ("ORLEANS", "Olivet")}


@pytest.mark.parametrize("field", ODD)
def test_another_odd_value_is_refused(ines: Household, field: str) -> None:
    outcome = ines.propose({field: ODD[field] + " 😀"})
    assert outcome.answer == Answer.WRONG
    assert set(outcome.problems) == {field}


def test_a_field_that_is_not_required_may_be_emptied(ines: Household) -> None:
    emptied = dict.fromkeys(("honorific", "postcode", "home_phone", "fax", "marital_status", "profession", "town"), "")
    assert ines.propose(emptied).answer == Answer.SENT
    assert {name: value for name, (_, value) in ines.proposed().items()} == emptied


def test_a_guardian_keeps_an_address(ines: Household) -> None:
    for proven in (True, False):
        outcome = ines.propose({"email": " "}, proven=proven)
        assert outcome.problems == {
            "email": "« E-mail » : gardez une adresse, c’est là que le conservatoire vous écrit."
        }
    assert ines.requests() == []


def test_a_guardian_s_address_asks_for_the_password(ines: Household) -> None:
    outcome = ines.propose({"email": "nouvelle@exemple.fr", "town": "Olivet"})
    assert outcome.answer == Answer.WRONG
    assert outcome.problems == {PASSWORD: "Pour changer l’E-mail, donnez votre mot de passe actuel."}
    assert ines.requests() == []
    assert ines.propose({"email": "nouvelle@exemple.fr"}, proven=True).answer == Answer.SENT


def test_a_proposed_address_waits_without_the_password_but_no_third_one_does(ines: Household) -> None:
    ines.propose({"email": "nouvelle@exemple.fr"}, proven=True)
    assert ines.propose({"town": "Olivet"}).answer == Answer.SENT
    assert set(ines.propose({"email": "autre@exemple.fr"}).problems) == {PASSWORD}
    assert ines.proposed()["email"][1] == "nouvelle@exemple.fr"


def test_a_page_that_claims_to_have_shown_an_address_does_not_spare_the_password(ines: Household) -> None:
    forged = ines.page() | {"email": "pirate@exemple.fr"}
    assert ines.propose({"town": "Olivet"}, shown=forged).answer == Answer.CLASHING
    assert ines.requests() == []


def test_the_official_address_may_be_taken_up_again_without_the_password(ines: Household) -> None:
    for official in ("ancienne@exemple.fr", ""):
        ines.become(email=official)
        assert ines.propose({"email": "nouvelle@exemple.fr"}, proven=True).answer == Answer.SENT
        assert ines.propose({"email": official}).answer == Answer.WITHDRAWN


def test_a_student_s_address_is_changed_and_emptied_freely(adrien: Household) -> None:
    adrien.become(email="adrien@exemple.fr")
    assert adrien.propose({"email": "autre@exemple.fr"}).answer == Answer.SENT
    assert adrien.propose({"email": ""}).answer == Answer.SENT
    assert adrien.proposed() == {"email": ("adrien@exemple.fr", "")}


def test_a_birth_date_is_proposed_in_one_way_of_writing(adrien: Household) -> None:
    assert adrien.propose({"birth_date": "5/9/2012"}).answer == Answer.SENT
    assert adrien.proposed() == {"birth_date": ("14/09/2012", "05/09/2012")}
    assert adrien.propose({"birth_date": "14 / 9 / 2012"}).answer == Answer.WITHDRAWN


def test_a_value_as_nobody_would_type_it_is_kept(adrien: Household) -> None:
    odd = {"town": "=1+1", "birth_place": "<b>Meaux</b>", "emergency_contact": "סבתא Łucja", "address": "@a\n-2"}
    assert adrien.propose(odd).answer == Answer.SENT
    assert {name: value for name, (_, value) in adrien.proposed().items()} == odd
