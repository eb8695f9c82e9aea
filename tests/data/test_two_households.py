"""A student of two families: each proposes on its own, sees nothing of the other, and has one open request."""

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from data import changes
from data.changes import Answer, ChangeRequest, Wish
from data.database import reading, transaction
from data.settings import Settings
from data.students import FamilyStudent, Student
from tests.data.households import NOW, TODAY, Household, household, record_of
from tests.people import People


@pytest.fixture
def adrien(settings: Settings, people: People) -> Household:
    """One family before the student."""
    return household(settings, people.family, people.family.schooling.student)


@pytest.fixture
def shared(adrien: Household, people: People) -> Household:
    """The other family before the same student."""
    other = household(adrien.settings, people.neighbour, adrien.student)
    with transaction(adrien.settings.database) as db:
        student = db.exec(select(Student).where(Student.key == adrien.student)).one()
        db.add(FamilyStudent(family_id=other.person.family, student_id=student.id))
    return other


def again(request: ChangeRequest, **other: object) -> ChangeRequest:
    """The same request once more, under another number."""
    facts = request.model_dump(exclude={"id", "key", "number"}) | {"number": "2026-999999"} | other
    return ChangeRequest(**facts)


def test_neither_sees_what_the_other_has_proposed(adrien: Household, shared: Household) -> None:
    adrien.propose({"town": "Olivet"})
    assert shared.page() == shared.official()
    shared.propose({"town": "Blois"})
    assert (adrien.page()["town"], shared.page()["town"]) == ("Olivet", "Blois")
    with reading(adrien.settings.database) as db:
        listed = [
            [row[0].number for row in changes.requests_of(db, each.person.family).rows] for each in (adrien, shared)
        ]
    assert listed == [["2026-000001"], ["2026-000002"]]


def test_both_have_a_request_open_and_one_withdrawal_leaves_the_other(adrien: Household, shared: Household) -> None:
    adrien.propose({"town": "Olivet"})
    shared.propose({"town": "Blois"})
    adrien.withdraw()
    assert adrien.page() == adrien.official()
    assert shared.proposed() == {"town": ("", "Blois")}


def test_a_mail_of_one_family_does_not_go_to_the_other(adrien: Household, shared: Household, people: People) -> None:
    adrien.propose({"town": "Olivet"})
    assert [mail.recipient for mail in adrien.mails()] == [people.family.email]


def test_one_request_is_found_by_its_own_family_alone(adrien: Household, shared: Household) -> None:
    adrien.propose({"town": "Olivet"})
    key = adrien.requests()[0].key
    with reading(adrien.settings.database) as db:
        assert changes.request_with(db, shared.person.family, key) is None
        assert changes.pending_of(db, shared.person.family, key) is None
        found = changes.request_with(db, adrien.person.family, key)
        assert found
        assert [event.step for event in found[2]] == ["envoyee"]


def test_a_request_that_is_withdrawn_is_pending_no_more(adrien: Household) -> None:
    adrien.propose({"town": "Olivet"})
    adrien.withdraw()
    with reading(adrien.settings.database) as db:
        assert changes.pending_of(db, adrien.person.family, adrien.requests()[0].key) is None


def ask_often(db: Session, family: Household, times: int) -> None:
    """Propose two fields and take them back, again and again."""
    record = record_of(db, family.person.family, family.student)
    for number in range(times):
        wish = Wish({"town": f"Ville {number}", "postcode": f"{45000 + number}"}, {})
        changes.propose(db, family.person, record, wish, NOW, TODAY)
        standing = changes.standing_of(db, family.person.family, record)
        assert standing.pending
        changes.withdraw(db, family.person, standing.pending, NOW + number)


def test_the_list_of_a_family_is_newest_first_and_by_pages(adrien: Household) -> None:
    with transaction(adrien.settings.database) as db:
        ask_often(db, adrien, 51)
    with reading(adrien.settings.database) as db:
        first, second = (changes.requests_of(db, adrien.person.family, page) for page in (1, 2))
    assert [first.has_more, first.total, len(first.rows)] == [True, 51, 50]
    assert first.rows[0][0].number == "2026-000051"
    assert first.rows[0][1] == ["postcode", "town"]
    assert [(row[0].number, row[1]) for row in second.rows] == [("2026-000001", ["postcode", "town"])]
    assert not second.has_more


def write(family: Household, request: ChangeRequest) -> None:
    with transaction(family.settings.database) as db:
        db.add(request)


@pytest.mark.parametrize("student", [True, False])
def test_no_second_request_can_be_open(adrien: Household, people: People, student: bool) -> None:
    family = adrien if student else household(adrien.settings, people.family)
    assert family.propose({"town": "Olivet"}).answer == Answer.SENT
    (request,) = family.requests()
    with pytest.raises(IntegrityError, match="UNIQUE"):
        write(family, again(request))
    write(family, again(request, state="retiree"))
    assert len(family.requests()) == 2


def test_a_number_is_a_site_s_own(adrien: Household, people: People) -> None:
    far = household(adrien.settings, people.far_neighbour)
    adrien.propose({"town": "Olivet"})
    far.propose({"town": "Blois"})
    assert [each.number for each in far.all(ChangeRequest)] == ["2026-000001"] * 2
    assert len({each.site_id for each in far.all(ChangeRequest)}) == 2
