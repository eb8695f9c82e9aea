"""The office decides a re-enrolment in the noun: documents, a completion, the whole; once, and the family is told."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import Session, select

from data import database, outbox, reenrolments
from data.accounts import Account
from data.audit import AuditEntry
from data.documents import DocumentState, RequiredDocument, SuppliedDocument
from data.families import Guardian
from data.outbox import Mail
from data.reenrolments import WHOLE, Gesture, Outcome, Reenrolment, ReenrolmentEvent, Ruled, Ruling, State
from data.settings import Settings
from data.store import Store
from tests.asking_for import NOW, as_person
from tests.costs import counted
from tests.people import People
from tests.reenrolled import YES, case_for, no, rule
from tests.reenrolling import DOCUMENTS, folder_for, open_reenrolment, reenrol, supply_for

ASK, APPROVE, DECLINE, PIECES = Gesture.ASK, Gesture.APPROVE, Gesture.DECLINE, Gesture.DOCUMENTS


@pytest.fixture
def db(settings: Settings) -> Iterator[Session]:
    """The crowd’s database, in which the near site has opened re-enrolment."""
    with database.transaction(settings.database) as session:
        open_reenrolment(session)
        yield session


@pytest.fixture
def store(settings: Settings) -> Store:
    return Store(settings.documents)


@pytest.fixture
def key(db: Session, people: People) -> str:
    """Adrien’s re-enrolment, which waits without any document."""
    return reenrol(db, people.family)


def mails(db: Session, kind: str) -> list[Mail]:
    return list(db.exec(select(Mail).where(Mail.kind == kind)))


def steps(db: Session) -> list[str]:
    return [each.step for each in db.exec(select(ReenrolmentEvent))]


def state(db: Session, people: People, key: str) -> str:
    return case_for(db, people.office, key).row.state


def test_a_case_holds_what_was_wished_and_what_is_asked_for(db: Session, people: People, key: str) -> None:
    case = case_for(db, people.office, key)
    assert [(each.title, each.ticked) for each in case.choices] == [("Trompette", True), ("Ensemble de cuivres", False)]
    assert [each.name for each in case.documents] == list(DOCUMENTS)
    assert [each.step for each in case.history] == ["envoyee"]
    assert (case.family and case.family.surname, case.student) == ("D’ALMEIDA", people.family.schooling.student)


def test_a_case_costs_two_statements(db: Session, store: Store, people: People, key: str) -> None:
    supply_for(db, store, people.family)
    site = as_person(db, people.office).site
    db.expunge_all()
    with counted() as costs:
        assert reenrolments.case_of(db, site, key)
    assert len(costs.statements) == 2


def test_a_document_whose_requirement_is_gone_stands_at_the_end(
    db: Session, store: Store, people: People, key: str
) -> None:
    given = supply_for(db, store, people.family)
    required = db.get_one(RequiredDocument, given.required_id)
    given.required_id = None
    db.add(given)
    db.flush()
    db.delete(required)
    case = case_for(db, people.office, key)
    assert [each.name for each in case.documents] == [*DOCUMENTS[1:], DOCUMENTS[0]]
    assert not case.documents[-1].is_compulsory


def test_a_document_of_the_household_stands_in_the_case_of_each_student(
    db: Session, store: Store, people: People, key: str
) -> None:
    folder_for(db, people.family).documents[0].required.of_household = True
    given = supply_for(db, store, people.family, "Zoé")
    assert list(case_for(db, people.office, key).supplied) == [given.key]
    own = supply_for(db, store, people.family, "Zoé", DOCUMENTS[1])
    assert own.key not in case_for(db, people.office, key).supplied


@pytest.mark.parametrize("who", ["neighbour", "far_neighbour"])
def test_the_documents_of_another_family_stand_in_no_case(
    db: Session, store: Store, people: People, key: str, who: str
) -> None:
    open_reenrolment(db, "rive-droite")
    supply_for(db, store, getattr(people, who))
    assert case_for(db, people.office, key).supplied == {}


def test_the_office_of_another_site_finds_no_case_and_nobody_finds_a_draft(
    db: Session, people: People, key: str
) -> None:
    near, far = as_person(db, people.office).site, as_person(db, people.far_office).site
    assert reenrolments.case_of(db, far, key) is None
    assert not reenrolments.is_taken_back(db, near, key)
    reenrolments.take_back(db, as_person(db, people.family), folder_for(db, people.family), NOW)
    assert reenrolments.case_of(db, near, key) is None
    assert (reenrolments.is_taken_back(db, near, key), reenrolments.is_taken_back(db, far, key)) == (True, False)


def test_a_document_is_validated_and_nothing_is_sent(db: Session, store: Store, people: People, key: str) -> None:
    given = supply_for(db, store, people.family)
    assert rule(db, people.office, key, PIECES, verdicts={given.key: YES}) == Ruled(Ruling.DONE)
    assert (given.state, given.decided_by, given.decided_at) == ("valide", "secretariat", NOW + 60)
    assert steps(db) == ["envoyee", "piece-validee"]
    assert [each.kind for each in db.exec(select(Mail))] == [outbox.REENROLMENT_ACKNOWLEDGED]
    assert folder_for(db, people.family).documents[0].is_settled


def test_documents_are_refused_with_reasons_by_one_mail(db: Session, store: Store, people: People, key: str) -> None:
    one, two = (supply_for(db, store, people.family, name=name) for name in DOCUMENTS[:2])
    rule(db, people.office, key, PIECES, verdicts={one.key: no("Trop sombre."), two.key: no()})
    assert [(each.state, each.reason) for each in (one, two)] == [
        ("refuse", "Trop sombre."),
        ("refuse", "La page est illisible."),
    ]
    (mail,) = mails(db, outbox.DOCUMENT_DECLINED)
    assert (mail.recipient, mail.facts["number"]) == (people.family.email, "2026-000001")
    assert mail.facts["documents"] == [[DOCUMENTS[0], "Trop sombre."], [DOCUMENTS[1], "La page est illisible."]]
    assert state(db, people, key) == State.PENDING


def test_a_refused_document_may_be_given_anew(db: Session, store: Store, people: People, key: str) -> None:
    given = supply_for(db, store, people.family)
    rule(db, people.office, key, PIECES, verdicts={given.key: no()})
    again = supply_for(db, store, people.family)
    assert (again.key, again.state, again.reason, again.decided_by) == (given.key, "fourni", "", "")


def test_a_verdict_may_be_changed_while_the_request_waits(db: Session, store: Store, people: People, key: str) -> None:
    given = supply_for(db, store, people.family)
    for verdict in (YES, YES, no()):
        rule(db, people.office, key, PIECES, verdicts={given.key: verdict})
    assert (given.state, steps(db)[1:]) == ("refuse", ["piece-validee", "piece-refusee"])


def test_a_completion_is_asked_for_with_words_and_documents(db: Session, people: People, key: str) -> None:
    lacking = [folder_for(db, people.family).documents[2].required.key]
    rule(db, people.office, key, ASK, asked="Quel jour ?", lacking=lacking)
    row = case_for(db, people.office, key).row
    assert (row.state, row.asked) == ("a-completer", f"Quel jour ?\nPièces attendues\xa0: «\xa0{DOCUMENTS[2]}\xa0»")
    (mail,) = mails(db, outbox.COMPLETION_ASKED)
    assert (mail.facts["words"], mail.facts["documents"]) == ("Quel jour ?", [DOCUMENTS[2]])
    assert mail.facts["address"] == f"/eleves/{people.family.schooling.student}/reinscription"


def test_the_family_completes_and_the_office_decides(db: Session, people: People, key: str) -> None:
    rule(db, people.office, key, ASK, asked="Quel jour ?")
    folder = folder_for(db, people.family)
    assert reenrolments.send(db, as_person(db, people.family), folder, NOW + 90) == Outcome(reenrolments.Answer.SENT)
    assert rule(db, people.office, key, APPROVE, anyway=True).ruling == Ruling.DONE
    assert steps(db) == ["envoyee", "complement-demande", "completee", "validee"]


def test_what_is_refused_in_the_same_breath_is_asked_for(db: Session, store: Store, people: People, key: str) -> None:
    given = supply_for(db, store, people.family)
    assert rule(db, people.office, key, ASK, verdicts={given.key: no()}) == Ruled(Ruling.DONE)
    assert mails(db, outbox.COMPLETION_ASKED)[0].facts["documents"] == [DOCUMENTS[0]]


def test_a_request_is_approved_and_the_mail_says_what_was_decided(db: Session, people: People, key: str) -> None:
    rule(db, people.office, key, APPROVE, anyway=True)
    row = case_for(db, people.office, key).row
    assert (row.state, row.decided_at, row.decided_by, row.asked) == ("validee", NOW + 60, "secretariat", "")
    (mail,) = mails(db, outbox.REENROLMENT_DECIDED)
    assert mail.facts["courses"] == [["Trompette", True, ""], ["Ensemble de cuivres", False, ""]]
    assert (mail.facts["state"], mail.facts["administrative"]) == ("validee", False)
    assert folder_for(db, people.family).is_decided


def test_a_request_is_declined_with_a_reason(db: Session, people: People, key: str) -> None:
    assert rule(db, people.office, key, DECLINE).problems == {"refuser": "Donnez le motif du refus."}
    rule(db, people.office, key, DECLINE, reason="Plus de place.")
    row = case_for(db, people.office, key).row
    assert (row.state, row.reason) == ("refusee", "Plus de place.")
    assert mails(db, outbox.REENROLMENT_DECIDED)[0].facts["reason"] == "Plus de place."


def test_without_its_documents_it_is_approved_by_a_tick_alone(
    db: Session, store: Store, people: People, key: str
) -> None:
    folder_for(db, people.family).documents[2].required.optional = True
    one, two = (supply_for(db, store, people.family, name=name) for name in DOCUMENTS[:2])
    ruled = rule(db, people.office, key, APPROVE, verdicts={one.key: YES})
    assert ruled.problems["valider"].startswith(f"«\xa0{DOCUMENTS[1]}\xa0» : cette pièce n’est pas validée.")
    assert one.state == DocumentState.SUPPLIED  # nothing is half done
    assert rule(db, people.office, key, APPROVE, verdicts={one.key: YES, two.key: YES}).ruling == Ruling.DONE
    assert [one.state, two.state] == ["valide", "valide"]


@pytest.mark.parametrize(
    ("gesture", "said", "words"),
    [
        (PIECES, {}, "pour au moins une pièce"),
        (ASK, {}, "Écrivez ce qui manque"),
        (ASK, {"asked": "x" * 1001}, "1000 caractères"),
        (APPROVE, {}, "ces pièces ne sont pas validées"),
        (DECLINE, {"reason": "x" * 501}, "500 caractères"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    db: Session, people: People, key: str, gesture: Gesture, said: dict[str, Any], words: str
) -> None:
    ruled = rule(db, people.office, key, gesture, **said)
    assert (ruled.ruling, words in ruled.problems[gesture]) == (Ruling.WRONG, True)
    assert steps(db) == ["envoyee"]


def test_a_refusal_of_a_document_needs_a_reason(db: Session, store: Store, people: People, key: str) -> None:
    given = supply_for(db, store, people.family)
    for reason, words in (("", "donnez le motif du refus"), ("x" * 501, "500 caractères au plus")):
        ruled = rule(db, people.office, key, PIECES, verdicts={given.key: no(reason)})
        assert (words in ruled.problems[given.key], given.state) == (True, "fourni")


def test_a_document_of_another_case_is_not_decided(db: Session, store: Store, people: People, key: str) -> None:
    theirs = supply_for(db, store, people.neighbour)
    ruled = rule(db, people.office, key, PIECES, verdicts={theirs.key: YES})
    assert (ruled.ruling, list(ruled.problems), theirs.state) == (Ruling.WRONG, [WHOLE], "fourni")


def test_a_document_replaced_meanwhile_is_looked_at_first(db: Session, store: Store, people: People, key: str) -> None:
    given = supply_for(db, store, people.family)
    marks = case_for(db, people.office, key).seen
    supply_for(db, store, people.family)
    case = case_for(db, people.office, key)
    assert case.moved(marks) == {given.key: reenrolments.cases.REPLACED.format(DOCUMENTS[0])}
    db.delete(given)
    assert list(case_for(db, people.office, key).moved(marks)) == [WHOLE]


def test_the_second_secretary_is_told_by_whom_a_document_was_decided(
    db: Session, store: Store, people: People, key: str
) -> None:
    given = supply_for(db, store, people.family)
    marks = case_for(db, people.office, key).seen
    rule(db, people.office, key, PIECES, verdicts={given.key: YES})
    moved = case_for(db, people.office, key).moved(marks)
    assert "a été validée par « secretariat »" in moved[given.key]


def test_a_request_that_was_decided_or_completed_meanwhile_is_not_decided(
    db: Session, people: People, key: str
) -> None:
    marks = case_for(db, people.office, key).seen
    rule(db, people.office, key, ASK, asked="Quel jour ?")
    assert list(case_for(db, people.office, key).moved(marks)) == [WHOLE]
    rule(db, people.office, key, DECLINE, reason="Plus de place.")
    assert rule(db, people.office, key, APPROVE, anyway=True) == Ruled(Ruling.TOO_LATE)
    assert state(db, people, key) == State.DECLINED


def test_every_account_of_the_family_is_told(db: Session, people: People, key: str) -> None:
    person = as_person(db, people.family)
    other = Guardian(family_id=person.family, rank=1, surname="D’ALMEIDA", given_name="Rui", email="rui@example.fr")
    mute = Guardian(family_id=person.family, rank=2, surname="D’ALMEIDA", given_name="Ana", email="ana@example.fr")
    db.add_all([other, mute])  # the last one has no account
    db.flush()
    db.add(Account(site_id=person.site, username="rui", guardian_id=other.id, email="rui@perso.example.fr"))
    rule(db, people.office, key, DECLINE, reason="Plus de place.")
    told = {each.recipient for each in mails(db, outbox.REENROLMENT_DECIDED)}
    assert told == {people.family.email, "rui@perso.example.fr"}


def test_history_and_journal_say_who_did_what_and_the_journal_names_no_child(
    db: Session, store: Store, people: People, key: str
) -> None:
    given = supply_for(db, store, people.family)
    rule(db, people.office, key, DECLINE, verdicts={given.key: no()}, reason="Plus de place.")
    event = db.exec(select(ReenrolmentEvent)).all()[-1]
    assert (event.who, event.at, event.facts) == (
        "Secrétariat", NOW + 60, {"by": "secretariat", "reason": "Plus de place."},
    )  # fmt: skip
    entries = db.exec(select(AuditEntry)).all()[-2:]
    assert [(each.action, each.subject, each.who, each.facts) for each in entries] == [
        ("piece-refusee", "2026-000001", "secretariat", {}),
        ("reinscription-refusee", "2026-000001", "secretariat", {}),
    ]


def test_a_failure_in_the_middle_leaves_nothing(
    settings: Settings, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction(settings.database) as db:
        open_reenrolment(db)
        key = reenrol(db, people.family)
    monkeypatch.setattr(outbox, "post", fail)
    with pytest.raises(RuntimeError, match="a full disk"), database.transaction(settings.database) as db:
        rule(db, people.office, key, APPROVE, anyway=True)
    with database.reading(settings.database) as db:
        assert (state(db, people, key), steps(db)) == (State.PENDING, ["envoyee"])


def fail(*_: object) -> None:
    raise RuntimeError("a full disk")


def test_a_re_enrolment_outlives_its_student_and_its_family(db: Session, people: People, key: str) -> None:
    row = db.exec(select(Reenrolment)).one()
    row.family_id = row.student_id = None
    db.add(row)
    db.flush()
    case = case_for(db, people.office, key)
    assert (case.family, case.student, case.supplied) == (None, "", {})
    assert rule(db, people.office, key, DECLINE, reason="Famille partie.").ruling == Ruling.DONE
    assert mails(db, outbox.REENROLMENT_DECIDED) == []


def test_a_document_is_shown_in_its_own_case_alone(db: Session, store: Store, people: People, key: str) -> None:
    given, theirs = supply_for(db, store, people.family), supply_for(db, store, people.neighbour)
    near, far = as_person(db, people.office).site, as_person(db, people.far_office).site
    shown = reenrolments.shown_document(db, near, key, given.key)
    assert isinstance(shown, SuppliedDocument)
    assert reenrolments.shown_document(db, near, key, theirs.key) is None
    assert reenrolments.shown_document(db, far, key, given.key) is None
    reenrolments.take_back(db, as_person(db, people.family), folder_for(db, people.family), NOW)
    assert reenrolments.shown_document(db, near, key, given.key) is None
