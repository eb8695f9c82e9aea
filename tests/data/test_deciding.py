"""The office decides in the noun: field by field, over what it saw, once, all of it or nothing."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, SQLModel, select

from data import audit, changes, database, outbox
from data.accounts import Account
from data.audit import AuditEntry
from data.changes import ApprovedValue, Case, ChangeEvent, Decided, Decision, Ruling, State, Step, Verdict
from data.families import Guardian
from data.outbox import Mail
from data.settings import Settings
from data.students import FamilyStudent, Student
from tests.asking_for import NOW, as_person, ask_for, fill_queue, record_for, take_back
from tests.costs import counted
from tests.people import People, Someone

YES = Verdict(Decision.APPROVED)
NO = Verdict(Decision.DECLINED, "Merci de nous envoyer un justificatif.")
Work = Callable[[Session], None]


class Desk:
    """The office before the requests of one family."""

    def __init__(self, settings: Settings, people: People) -> None:
        self.path, self.people = settings.database, people

    def ask(self, student: str = "", who: Someone | None = None, **wished: str) -> str:
        """The family asks; the key of its request."""
        with database.transaction(self.path) as db:
            return ask_for(db, who or self.people.family, student, NOW, **wished)

    def case(self, key: str) -> Case:
        """What the office sees."""
        with database.reading(self.path) as db:
            case = changes.case_of(db, as_person(db, self.people.office).site, key)
            assert case
            return case

    def decide(self, key: str, now: int = NOW + 60, seen: Case | None = None, **verdicts: Verdict) -> Decided:
        """The office decides, over what it sees now or saw before."""
        with database.transaction(self.path) as db:
            who = as_person(db, self.people.office)
            case = changes.case_of(db, who.site, key)
            assert case
            return changes.decide(db, who, case, verdicts, (seen or case).seen, now)

    def change(self, work: Work) -> None:
        """Something else happens."""
        with database.transaction(self.path) as db:
            work(db)

    def guardian(self) -> Guardian:
        """The guardian of the family."""
        with database.reading(self.path) as db:
            return db.get_one(Guardian, as_person(db, self.people.family).guardian)

    def all(self, *kinds: type[SQLModel]) -> list[SQLModel]:
        """Every row of some tables."""
        with database.reading(self.path) as db:
            return [row for kind in kinds for row in db.exec(select(kind))]


@pytest.fixture
def desk(settings: Settings, people: People) -> Desk:
    return Desk(settings, people)


def move(people: People, student: str = "", **values: str) -> Work:
    """An export brings another official value."""

    def work(db: Session) -> None:
        record = record_for(db, as_person(db, people.family), student)
        for name, value in values.items():
            setattr(record, name, value)
        db.add(record)

    return work


def test_an_approved_value_becomes_the_official_one_and_is_held(desk: Desk) -> None:
    key = desk.ask(town="Olivet")
    assert desk.decide(key, town=YES) == Decided(Ruling.DONE)
    assert desk.guardian().town == "Olivet"
    (held,) = desk.all(ApprovedValue)
    assert isinstance(held, ApprovedValue)
    assert (held.guardian_id, held.field, held.value, held.exported) == (1, "town", "Olivet", "ORLEANS")


def test_a_declined_value_changes_nothing_and_keeps_its_reason(desk: Desk) -> None:
    key = desk.ask(town="Olivet")
    assert desk.decide(key, town=NO).ruling == Ruling.DONE
    assert desk.guardian().town == "ORLEANS"
    assert desk.all(ApprovedValue) == []
    (line,) = desk.case(key).lines
    assert (line.change.decision, line.change.reason, line.change.replaced) == ("refusee", NO.reason, "ORLEANS")


def test_each_field_has_its_own_verdict(desk: Desk) -> None:
    key = desk.ask(town="Olivet", profession="Luthière")
    desk.decide(key, town=YES, profession=NO)
    assert (desk.guardian().town, desk.guardian().profession) == ("Olivet", "")
    case = desk.case(key)
    assert (case.request.state, case.request.decided_at, case.request.decided_by) == (
        "decidee",
        NOW + 60,
        "secretariat",
    )
    assert [line.change.decision for line in case.lines] == ["refusee", "approuvee"]  # in the order of the record


def test_a_birth_date_is_a_date_again(desk: Desk, people: People) -> None:
    key = desk.ask("Adrien", birth_date="14/09/2015")
    desk.decide(key, birth_date=YES)
    with database.reading(desk.path) as db:
        record = record_for(db, as_person(db, people.family), "Adrien")
        assert isinstance(record, Student)
        assert f"{record.birth_date}" == "2015-09-14"


def test_a_field_without_a_verdict_or_a_reason_keeps_everything_from_being_written(desk: Desk) -> None:
    key = desk.ask(town="Olivet", profession="Luthière", mobile="06 39 98 12 34")
    long = Verdict(Decision.DECLINED, "x" * (changes.deciding.LONGEST_REASON + 1))
    decided = desk.decide(key, profession=Verdict(Decision.DECLINED), mobile=long)
    assert decided.ruling == Ruling.WRONG
    assert list(decided.problems) == ["profession", "town", "mobile"]
    assert "500 caractères" in decided.problems["mobile"]
    assert desk.case(key).request.state == State.PENDING


def test_a_value_that_was_not_seen_is_not_decided(desk: Desk, people: People) -> None:
    key = desk.ask(town="Olivet")
    seen = desk.case(key)
    desk.change(move(people, town="Blois"))
    assert desk.decide(key, seen=seen, town=YES).ruling == Ruling.MOVED
    assert desk.guardian().town == "Blois"


def test_a_proposal_that_was_changed_meanwhile_is_not_decided(desk: Desk) -> None:
    key = desk.ask(town="Olivet")
    seen = desk.case(key)
    desk.ask(town="Tours")
    assert desk.decide(key, seen=seen, town=YES).ruling == Ruling.MOVED


def test_a_moved_value_asks_for_a_choice(desk: Desk, people: People) -> None:
    key = desk.ask(town="Olivet")
    desk.change(move(people, town="Blois"))
    assert desk.case(key).lines[0].moved
    decided = desk.decide(key)
    assert "la valeur officielle a changé" in decided.problems["town"]
    assert desk.decide(key, town=YES).ruling == Ruling.DONE
    assert desk.case(key).lines[0].official == "Blois"  # what was replaced


def test_a_value_that_the_export_has_brought_is_not_moved(desk: Desk, people: People) -> None:
    key = desk.ask(town="Olivet")
    desk.change(move(people, town="Olivet"))
    assert not desk.case(key).lines[0].moved
    assert desk.decide(key, town=YES).ruling == Ruling.DONE
    assert desk.all(ApprovedValue) == []  # nothing to hold: the export says so already


def test_the_second_secretary_comes_too_late(desk: Desk) -> None:
    key = desk.ask(town="Olivet")
    seen = desk.case(key)
    desk.decide(key, seen=seen, town=YES)
    assert desk.decide(key, seen=seen, town=NO) == Decided(Ruling.TOO_LATE)
    assert desk.guardian().town == "Olivet"
    assert len([each for each in desk.all(ChangeEvent, Mail) if "decide" in str(each)]) == 2


def test_a_request_withdrawn_at_the_same_second_is_not_decided(desk: Desk, people: People) -> None:
    key = desk.ask(town="Olivet")
    seen = desk.case(key)
    desk.change(lambda db: take_back(db, people.family, key, NOW + 60))
    assert desk.decide(key, NOW + 60, seen, town=YES).ruling == Ruling.TOO_LATE
    assert desk.guardian().town == "ORLEANS"
    assert desk.case(key).request.state == State.WITHDRAWN


def test_of_a_student_who_has_left_the_family_only_a_refusal_is_possible(desk: Desk) -> None:
    key = desk.ask("Adrien", town="Olivet")
    desk.change(lambda db: db.delete(db.exec(select(FamilyStudent).where(FamilyStudent.student_id == 1)).one()))
    assert (desk.case(key).belongs, desk.case(key).record is None) == (False, False)
    assert "plus rattachée à la famille" in desk.decide(key, town=YES).problems["town"]
    assert desk.decide(key, town=NO).ruling == Ruling.DONE


def test_a_request_outlives_its_record(desk: Desk) -> None:
    key = desk.ask("Adrien", town="Olivet")
    desk.change(cut_the_link(key))
    case = desk.case(key)
    assert (case.record, case.belongs, case.lines[0].official) == (None, False, "")
    assert desk.decide(key, town=NO).ruling == Ruling.DONE


def cut_the_link(key: str) -> Work:
    """What removing a record does to the requests about it."""

    def work(db: Session) -> None:
        request = db.exec(select(changes.ChangeRequest).where(changes.ChangeRequest.key == key)).one()
        request.student_id = None
        db.add(request)

    return work


def test_the_mail_has_the_facts_of_that_moment(desk: Desk, people: People) -> None:
    key = desk.ask(town="Olivet", profession="Luthière")
    desk.decide(key, town=YES, profession=NO)
    desk.change(move(people, town="Blois"))
    (mail,) = [each for each in desk.all(Mail) if isinstance(each, Mail) and each.kind == outbox.CHANGE_DECIDED]
    assert (mail.recipient, mail.created_at) == (people.family.email, NOW + 60)
    assert mail.facts["number"] == "2026-000001"
    assert mail.facts["changes"] == [
        ["Profession", "", "Luthière", "refusee", NO.reason],
        ["Ville", "ORLEANS", "Olivet", "approuvee", ""],
    ]


def test_an_approved_address_is_told_at_both(desk: Desk, people: People) -> None:
    key = desk.ask(email="nouvelle@example.fr")
    desk.decide(key, email=YES)
    mails = [each for each in desk.all(Mail) if isinstance(each, Mail) and each.kind == outbox.CHANGE_DECIDED]
    assert {each.recipient for each in mails} == {people.family.email, "nouvelle@example.fr"}


def test_it_is_known_whether_anybody_could_be_told(desk: Desk, people: People) -> None:
    told, untold = desk.ask(town="Olivet"), desk.ask("Adrien", town="Olivet")
    desk.decide(told, town=YES)
    desk.change(move(people, email=""))
    desk.decide(untold, NOW + 61, town=YES)
    with database.reading(desk.path) as db:
        assert changes.was_told(db, desk.case(told).request)
        assert not changes.was_told(db, desk.case(untold).request)


def test_history_and_journal_say_who_decided_what_and_when(desk: Desk) -> None:
    key = desk.ask(town="Olivet", profession="Luthière")
    desk.decide(key, town=YES, profession=NO)
    event, entry = desk.all(ChangeEvent)[-1], desk.all(AuditEntry)[-1]
    assert isinstance(event, ChangeEvent)
    assert isinstance(entry, AuditEntry)
    assert (event.step, event.who, event.at) == (Step.DECIDED, "Secrétariat", NOW + 60)
    assert (entry.action, entry.who, entry.subject) == (audit.REQUEST_DECIDED, "secretariat", "2026-000001")
    assert entry.facts == {"town": "approuvee", "profession": "refusee"}


def test_a_failure_in_the_middle_leaves_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    key = desk.ask(town="Olivet")
    kinds = (Guardian, changes.ProposedChange, ApprovedValue, ChangeEvent, AuditEntry, Mail)
    before = [each.model_dump() for each in desk.all(*kinds)]
    monkeypatch.setattr(outbox, "post", fail)
    with pytest.raises(RuntimeError, match="a full disk"):
        desk.decide(key, town=YES)
    assert [each.model_dump() for each in desk.all(*kinds)] == before
    assert desk.case(key).request.state == State.PENDING


def fail(*_: object) -> None:
    raise RuntimeError("a full disk")


def test_the_office_of_another_site_finds_no_case(desk: Desk, people: People) -> None:
    key = desk.ask(town="Olivet")
    with database.reading(desk.path) as db:
        assert changes.case_of(db, as_person(db, people.far_office).site, key) is None
        assert changes.case_of(db, as_person(db, people.office).site, "zzzzzzzz") is None


@pytest.mark.parametrize("student", ["", "Adrien"])
def test_a_case_costs_two_statements(desk: Desk, people: People, student: str) -> None:
    key = desk.ask(student, town="Olivet")
    with database.reading(desk.path) as db:
        site = as_person(db, people.office).site
        db.expunge_all()
        with counted() as costs:
            assert changes.case_of(db, site, key)
    assert len(costs.statements) == 2


def test_each_of_two_families_asks_for_the_same_student(desk: Desk, people: People) -> None:
    def share(db: Session) -> None:
        db.add(FamilyStudent(family_id=as_person(db, people.neighbour).family, student_id=1))

    desk.change(share)
    ours, theirs = desk.ask("Adrien", town="Olivet"), ask_of_neighbour(desk, people)
    desk.decide(ours, town=YES)
    (line,) = desk.case(theirs).lines
    assert (line.moved, line.change.base, line.official, line.change.value) == (True, "", "Olivet", "Blois")


def ask_of_neighbour(desk: Desk, people: People) -> str:
    """The other family of the first student, which has a student of that name itself, asks."""
    with database.transaction(desk.path) as db:
        own = db.exec(select(Student).where(Student.surname == "LE GOFF", Student.given_name == "Adrien")).one()
        own.given_name = "Alan"
        db.add(own)
        db.flush()
        return ask_for(db, people.neighbour, "Adrien", town="Blois")


def test_the_queue_says_what_waits_and_since_when(desk: Desk, people: People) -> None:
    with database.transaction(desk.path) as db:
        site = as_person(db, people.office).site
        assert (changes.waiting_in(db, site), changes.pending_in(db, site)) == ((0, None), [])
        fill_queue(db, people.family, 3, NOW - 600)
        assert changes.waiting_in(db, site) == (3, NOW - 600)
        assert changes.pending_in(db, site)[0][1] == "ÉLÈVE-000 Adrien"


def test_the_mail_goes_to_the_account_that_asked_wherever_its_mails_go(desk: Desk, people: People) -> None:
    key = desk.ask(town="Olivet")

    def elsewhere(db: Session) -> None:
        account = db.get_one(Account, as_person(db, people.family).account)
        account.email = "ailleurs@example.fr"
        db.add(account)

    desk.change(elsewhere)
    desk.decide(key, town=NO)
    mail = desk.all(Mail)[-1]
    assert isinstance(mail, Mail)
    assert mail.recipient == "ailleurs@example.fr"
