"""What a page shows of the last request for a record: while it waits, once it is decided, when the record is gone."""

import pytest
from sqlmodel import col, delete, select

from data import changes
from data.changes import Decision, Ruling, State, Verdict
from data.changes.standing import record_of
from data.database import reading, transaction
from data.imports.removal import remove
from data.schema import METADATA
from data.settings import Settings
from data.students import FamilyStudent, Student
from tests.data.households import NOW, Household, household, person_of
from tests.people import People


@pytest.fixture
def adrien(settings: Settings, people: People) -> Household:
    """The family before the record of its first student."""
    return household(settings, people.family, people.family.schooling.student)


def decide(family: Household, people: People, **verdicts: Verdict) -> None:
    with transaction(family.settings.database) as db:
        office = person_of(db, people.office)
        case = changes.case_of(db, office.site, family.requests()[-1].key)
        assert case
        assert changes.decide(db, office, case, verdicts, case.seen, NOW).ruling == Ruling.DONE


def stands(family: Household) -> tuple[str, dict[str, tuple[str, str]]]:
    """The number of the request that the page speaks of, and by field what was said to it."""
    with reading(family.settings.database) as db:
        student = db.exec(select(Student).where(Student.key == family.student)).one()
        standing = changes.standing_of(db, family.person.family, student)
        said = {each.field: (each.decision, each.reason) for each in standing.changes}
        return standing.request.number if standing.request else "", said


def test_before_the_first_request_nothing_stands(adrien: Household) -> None:
    assert stands(adrien) == ("", {})


def test_what_was_decided_stays_with_its_reasons_and_is_proposed_no_more(adrien: Household, people: People) -> None:
    adrien.propose({"town": "Olivet", "postcode": "45160"})
    decide(adrien, people, town=Verdict(Decision.APPROVED), postcode=Verdict(Decision.DECLINED, "Un justificatif."))
    assert stands(adrien) == ("2026-000001", {"postcode": ("refusee", "Un justificatif."), "town": ("approuvee", "")})
    assert adrien.page() == adrien.official()
    assert adrien.official()["town"] == "Olivet"


def test_a_new_request_takes_the_place_of_the_decided_one(adrien: Household, people: People) -> None:
    adrien.propose({"town": "Olivet"})
    decide(adrien, people, town=Verdict(Decision.DECLINED, "Non."))
    adrien.propose({"town": "Blois"})
    assert stands(adrien) == ("2026-000002", {"town": ("", "")})


def test_what_was_taken_back_leaves_the_decided_one(adrien: Household, people: People) -> None:
    adrien.propose({"town": "Olivet"})
    decide(adrien, people, town=Verdict(Decision.DECLINED, "Non."))
    adrien.propose({"town": "Blois"})
    adrien.withdraw()
    assert stands(adrien) == ("2026-000001", {"town": ("refusee", "Non.")})


def test_a_student_who_left_and_came_back_is_met_with_what_waits(adrien: Household) -> None:
    adrien.propose({"town": "Olivet"})
    with transaction(adrien.settings.database) as db:
        link = db.exec(select(FamilyStudent).join(Student).where(Student.key == adrien.student)).one()
        db.exec(delete(FamilyStudent).where(col(FamilyStudent.id) == link.id))
        family, student = link.family_id, link.student_id
    with transaction(adrien.settings.database) as db:
        db.add(FamilyStudent(family_id=family, student_id=student))
    assert stands(adrien) == ("2026-000001", {"town": ("", "")})


def test_a_request_outlives_its_record(adrien: Household) -> None:
    adrien.propose({"town": "Olivet"})
    with transaction(adrien.settings.database) as db:
        student = db.exec(select(Student.id).where(Student.key == adrien.student)).one()
        remove(db.connection(), METADATA.tables["student"], [student])
    with reading(adrien.settings.database) as db:
        ((request, fields),) = changes.requests_of(db, adrien.person.family).rows
        assert (request.subject, request.state, fields) == ("D’ALMEIDA Adrien", State.PENDING, ["town"])
        assert record_of(db, request) is None
        assert changes.pending_of(db, adrien.person.family, request.key) is request


def test_the_record_of_a_request_is_a_student_s_or_a_guardian_s(adrien: Household, people: People) -> None:
    ines = household(adrien.settings, people.family)
    for family in (adrien, ines):
        family.propose({"town": "Olivet"})
    with reading(adrien.settings.database) as db:
        names = [record.name for each in (adrien, ines) if (record := record_of(db, each.requests()[0]))]
    assert names == ["D’ALMEIDA Adrien", "D’ALMEIDA Inès"]
