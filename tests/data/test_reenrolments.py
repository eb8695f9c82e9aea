"""A family re-enrols a student: the folder, the draft, « Valider », and taking it back."""

import datetime
from collections.abc import Iterator

import pytest
from sqlmodel import Session, select

from data import database, reenrolments
from data.audit import AuditEntry
from data.courses import Course
from data.outbox import Mail
from data.reenrolments import Answer, CourseChoice, Phase, State, folder_of, merge
from data.settings import Settings
from tests.asking_for import NOW, TODAY, as_person
from tests.people import People
from tests.reenrolling import DOCUMENTS, folder_for, open_reenrolment, reenrol, wish_for


@pytest.fixture
def db(settings: Settings) -> Iterator[Session]:
    """The crowd’s database, in which the near site has opened re-enrolment."""
    with database.transaction(settings.database) as session:
        open_reenrolment(session)
        yield session


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (datetime.date(2026, 10, 31), Phase.BEFORE),
        (datetime.date(2026, 11, 1), Phase.OPEN),
        (datetime.date(2026, 11, 30), Phase.OPEN),
        (datetime.date(2026, 12, 1), Phase.CLOSED),
    ],
)
def test_both_of_its_days_are_open(db: Session, people: People, day: datetime.date, phase: Phase) -> None:
    assert folder_for(db, people.family, today=day).opening.phase == phase


def test_a_site_that_names_no_day_never_opens(db: Session, people: People) -> None:
    folder = folder_for(db, people.far_neighbour)
    assert folder.opening.phase == Phase.NEVER
    assert not folder.exists


def test_the_folder_holds_this_years_courses_and_what_is_asked_for(db: Session, people: People) -> None:
    folder = folder_for(db, people.family)
    assert [line.title for line in folder.lines] == ["Trompette", "Ensemble de cuivres"]
    assert folder.opening.school_year == "2027-2028"
    assert [each.required.name for each in folder.missing] == list(DOCUMENTS)


def test_a_document_for_a_discipline_is_asked_of_who_ticks_it(db: Session, people: People) -> None:
    folder = folder_for(db, people.family)
    folder.documents[2].required.disciplines = "danse, théâtre"
    assert [each.required.name for each in folder_for(db, people.family).documents] == list(DOCUMENTS[:2])
    assert len(folder_for(db, people.family, "Zoé").documents) == 3


@pytest.mark.parametrize(
    ("youngest", "oldest", "asked"), [(None, 14, True), (15, None, False), (10, 16, True), (0, 13, False)]
)
def test_a_document_for_an_age_counts_at_the_beginning_of_the_year(
    db: Session, people: People, youngest: int | None, oldest: int | None, asked: bool
) -> None:
    required = folder_for(db, people.family).documents[0].required
    required.youngest, required.oldest = youngest, oldest  # Adrien is 14 on the 1st of September 2027
    assert (required.key in {each.required.key for each in folder_for(db, people.family).documents}) is asked


def test_a_draft_keeps_what_was_ticked_wished_and_written(db: Session, people: People) -> None:
    key = folder_for(db, people.family).lines[0].key
    wish_for(db, people.family, "Adrien", "Trompette", remarks="Merci.", **{f"wish-{key}": "le samedi"})
    folder = folder_for(db, people.family)
    assert [(line.ticked, line.wish) for line in folder.lines] == [(True, "le samedi"), (False, "")]
    assert (folder.state, folder.reenrolment and folder.reenrolment.remarks) == (State.DRAFT, "Merci.")


def test_what_was_touched_goes_onto_what_stands_now() -> None:
    shown = {"a": "", "b": "", "c": "x", "d": "x"}
    now = {"a": "oui", "b": "", "c": "y", "d": "y"}
    wanted, clashes = merge(now, shown, {"a": "", "b": "oui", "c": "x", "d": "z"})
    assert wanted == {"a": "oui", "b": "oui", "c": "y", "d": "y"}
    assert clashes == ["d"]


def test_a_re_enrolment_is_sent_once_under_a_number(db: Session, people: People) -> None:
    reenrol(db, people.family)
    folder = folder_for(db, people.family)
    assert (folder.state, folder.reenrolment and folder.reenrolment.number) == (State.PENDING, "2026-000001")
    assert reenrolments.send(db, as_person(db, people.family), folder, NOW).answer == Answer.ALREADY
    assert len(db.exec(select(Mail)).all()) == 1
    assert [each.action for each in db.exec(select(AuditEntry))] == ["reinscription-envoyee"]


def test_once_sent_every_course_stays_as_it_was(db: Session, people: People) -> None:
    reenrol(db, people.family)
    for course in db.exec(select(Course)):
        course.title = "Autre"
    db.flush()
    lines = folder_for(db, people.family).lines
    assert [(line.title, line.ticked) for line in lines] == [("Trompette", True), ("Ensemble de cuivres", False)]


@pytest.mark.parametrize(
    ("titles", "administrative", "words"),
    [((), "", "au moins un cours"), (("Trompette",), "oui", "pas les deux"), (("Trompette",), "", ""), ((), "oui", "")],
)
def test_either_administrative_or_courses(
    db: Session, people: People, titles: tuple[str, ...], administrative: str, words: str
) -> None:
    wish_for(db, people.family, "Adrien", *titles, administrative=administrative)
    outcome = reenrolments.send(db, as_person(db, people.family), folder_for(db, people.family), NOW)
    assert outcome.answer == (Answer.WRONG if words else Answer.SENT)
    assert words in outcome.problems.get("administrative", "")


def test_a_course_that_is_offered_no_more_must_be_unticked(db: Session, people: People) -> None:
    wish_for(db, people.family, "Adrien", "Trompette")
    for course in db.exec(select(Course).where(Course.title == "Trompette")):
        course.offered_again = False
    db.flush()
    outcome = reenrolments.send(db, as_person(db, people.family), folder_for(db, people.family), NOW)
    assert list(outcome.problems.values()) == ["« Trompette » n’est plus proposé : décochez-le."]


def test_a_course_that_has_been_withdrawn_is_still_said(db: Session, people: People) -> None:
    wish_for(db, people.family, "Adrien", "Trompette")
    for choice in db.exec(select(CourseChoice)):
        choice.enrolment_id = None
    db.flush()
    outcome = reenrolments.send(db, as_person(db, people.family), folder_for(db, people.family), NOW)
    assert list(outcome.problems.values()) == ["« Trompette » n’est plus proposé : décochez-le."]


def test_after_the_last_day_nothing_is_sent(db: Session, people: People) -> None:
    wish_for(db, people.family, "Adrien", "Trompette")
    folder = folder_for(db, people.family, today=TODAY + datetime.timedelta(days=13))
    assert reenrolments.send(db, as_person(db, people.family), folder, NOW).answer == Answer.CLOSED
    assert folder.exists
    assert not folder.may_supply


def test_what_was_sent_is_taken_back_and_sent_again_under_its_number(db: Session, people: People) -> None:
    reenrol(db, people.family)
    assert reenrolments.take_back(db, as_person(db, people.family), folder_for(db, people.family), NOW)
    assert folder_for(db, people.family).state == State.DRAFT
    reenrol(db, people.family, "Adrien", "Ensemble de cuivres")
    folder = folder_for(db, people.family)
    assert (folder.state, folder.reenrolment and folder.reenrolment.number) == (State.PENDING, "2026-000001")
    assert [line.ticked for line in folder.lines] == [False, True]


def test_the_neighbour_has_a_folder_of_its_own(db: Session, people: People) -> None:
    reenrol(db, people.family)
    person, theirs = as_person(db, people.neighbour), folder_for(db, people.family).student
    assert folder_of(db, person.site, person.family, theirs, TODAY).reenrolment is None
