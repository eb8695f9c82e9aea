"""A family proposes, changes its mind, takes it back: what is written, and what is not."""

import pytest

from data.changes import Answer, State, Step
from data.settings import Settings
from tests.data.households import NOW, Household, everything, household
from tests.people import People


@pytest.fixture
def adrien(settings: Settings, people: People) -> Household:
    """The family before the record of its first student."""
    return household(settings, people.family, people.family.schooling.student)


@pytest.fixture
def ines(settings: Settings, people: People) -> Household:
    """The responsable before her own record."""
    return household(settings, people.family)


def test_what_is_proposed_waits_and_nothing_official_moves(adrien: Household) -> None:
    before = adrien.official()
    outcome = adrien.propose({"town": "Olivet", "mobile": "forged", "reference": "forged"})
    assert outcome.answer == Answer.SENT
    (request,) = adrien.requests()
    assert (request.number, request.state, request.of_student) == ("2026-000001", State.PENDING, True)
    assert (request.subject, request.requester) == ("D’ALMEIDA Adrien", "D’ALMEIDA Inès")
    assert adrien.proposed() == {"town": ("", "Olivet")}
    assert adrien.official() == before
    assert adrien.page() == before | {"town": "Olivet"}


def test_a_request_is_found_by_the_names_of_both(adrien: Household) -> None:
    adrien.propose({"town": "Olivet"})
    assert adrien.requests()[0].sought == "d almeida adrien d almeida ines"


def test_a_request_that_is_changed_again_stays_the_same_one(adrien: Household) -> None:
    adrien.propose({"town": "Olivet", "postcode": "45160"})
    outcome = adrien.propose({"town": "Blois", "home_phone": "02 54 00 00 00"}, now=NOW + 60)
    assert outcome.answer == Answer.SENT
    (request,) = adrien.requests()
    assert (request.number, request.sent_at, request.changed_at) == ("2026-000001", NOW, NOW + 60)
    assert {name: value for name, (_, value) in adrien.proposed().items()} == {
        "town": "Blois",
        "postcode": "45160",
        "home_phone": "02 54 00 00 00",
    }
    assert [each.step for each in adrien.events()] == [Step.SENT, Step.CHANGED]


def test_a_base_is_kept_where_nothing_was_touched_and_renewed_where_it_was(ines: Household) -> None:
    ines.propose({"town": "Olivet", "profession": "Luthière"})
    ines.become(town="Saran", profession="Archetière")
    assert ines.propose({"profession": "Facteur d’orgues"}).answer == Answer.SENT
    assert ines.proposed() == {"town": ("ORLEANS", "Olivet"), "profession": ("Archetière", "Facteur d’orgues")}


@pytest.mark.parametrize(
    "typed", [{}, {"town": "  ORLEANS\r\n"}, {"town": "ORLEANS", "surname": "D’ALMEIDA"}, {"unknown": "x"}]
)
def test_a_form_without_a_change_says_so_and_writes_nothing(ines: Household, typed: dict[str, str]) -> None:
    before = everything(ines.settings)
    assert ines.propose(typed).answer == Answer.UNCHANGED
    assert everything(ines.settings) == before


def test_the_same_proposal_again_says_so_and_writes_nothing(ines: Household) -> None:
    ines.propose({"town": "Olivet"})
    before = everything(ines.settings)
    assert ines.propose({"town": " Olivet"}).answer == Answer.UNCHANGED
    assert ines.propose({}).answer == Answer.UNCHANGED
    assert everything(ines.settings) == before


def test_a_form_with_something_wrong_writes_nothing_and_says_all_of_it(ines: Household) -> None:
    before = everything(ines.settings)
    outcome = ines.propose({"town": "😀", "postcode": "Orléans", "surname": " ", "mobile": "12", "profession": "ok"})
    assert outcome.answer == Answer.WRONG
    assert set(outcome.problems) == {"town", "postcode", "surname", "mobile"}
    assert outcome.problems["surname"] == "Renseignez « Nom »."
    assert everything(ines.settings) == before


def test_one_field_as_the_office_has_it_leaves_the_request(ines: Household) -> None:
    ines.propose({"town": "Olivet", "profession": "Luthière"})
    assert ines.propose({"town": "ORLEANS"}).answer == Answer.SENT
    assert ines.proposed() == {"profession": ("", "Luthière")}


def test_all_fields_as_the_office_has_them_withdraw_the_request(ines: Household) -> None:
    ines.propose({"town": "Olivet"})
    assert ines.propose({"town": "ORLEANS "}, now=NOW + 5).answer == Answer.WITHDRAWN
    (request,) = ines.requests()
    assert (request.state, request.decided_at, request.decided_by) == (State.WITHDRAWN, NOW + 5, "")
    assert [each.step for each in ines.events()] == [Step.SENT, Step.WITHDRAWN]
    assert ines.page() == ines.official()
    assert len(ines.mails()) == 1


def test_after_a_withdrawal_the_next_proposal_is_a_new_request(ines: Household) -> None:
    ines.propose({"town": "Olivet"})
    ines.withdraw()
    assert ines.propose({"town": "Blois"}).answer == Answer.SENT
    assert [(each.number, each.state) for each in ines.requests()] == [
        ("2026-000001", State.WITHDRAWN),
        ("2026-000002", State.PENDING),
    ]


def test_what_an_import_has_brought_meanwhile_is_asked_for_no_more(ines: Household) -> None:
    ines.propose({"town": "Olivet", "profession": "Luthière"})
    ines.become(town="Olivet")
    assert ines.propose({"profession": "Archetière"}).answer == Answer.SENT
    assert ines.proposed() == {"profession": ("", "Archetière")}


def test_steps_are_added_to_the_history_and_never_changed(ines: Household) -> None:
    seen: list[tuple[int, str, str]] = []
    for place, typed in enumerate(({"town": "Olivet"}, {"town": "Blois"}, {"postcode": "41000"}, {"town": "ORLEANS"})):
        ines.propose(typed, now=NOW + place)
        told = [(each.id, each.step, repr(each.facts)) for each in ines.events()]
        assert told[:-1] == seen
        seen = told
    assert len(seen) == 4
    assert ines.events()[1].facts == {"changes": [["Ville", "ORLEANS", "Blois"]]}
    assert [each.at - NOW for each in ines.events()] == [0, 1, 2, 3]
    assert {each.who for each in ines.events()} == {"D’ALMEIDA Inès"}
