"""Whatever families, office and imports do one after the other, in any order: what must hold, holds."""

import random
from collections import Counter
from dataclasses import dataclass, field

from sqlmodel import Session, select

from data import changes
from data.changes import Answer, ChangeRequest, Decision, Ruling, State, Step, Texts, Verdict, Wish
from data.changes.fields import put
from data.database import transaction
from data.sessions import Person
from data.settings import Settings
from data.students import FamilyStudent, Student
from tests.data.households import NOW, TODAY, person_of
from tests.people import People
from tests.schooling import add_student

SEQUENCES, STEPS = 500, 5
VALUES = {"town": ("", "Olivet", "Blois", "Saran"), "school_grade": ("", "CP", "6e", "Terminale")}
VALUES |= {"birth_date": ("14/09/2012", "", "29/02/2004", "01/01/1900")}
LABELS = {each.label: each.name for each in changes.STUDENT}
GONE = (Step.WITHDRAWN, Step.DECIDED)


@dataclass
class Play:
    """One student of two families, what should be true of it, and what was said of each step."""

    db: Session
    chance: random.Random
    families: list[Person]
    office: Person
    student: Student
    official: Texts
    waits: dict[int, Texts] = field(default_factory=dict)  # by family: what should wait for the office
    steps: dict[int, list[tuple[int, str, str]]] = field(default_factory=dict)  # by request: its history so far
    said: Counter[str] = field(default_factory=Counter)

    def go_on(self) -> None:
        """One step of somebody, and all that must hold after it."""
        family = self.chance.choice(self.families)
        act = self.chance.choice((self.propose, self.propose, self.propose, self.withdraw, self.decide, self.bring))
        self.said[act(family)] += 1
        assert changes.texts_of(self.student).items() >= self.official.items()
        for each in self.families:
            waiting = changes.standing_of(self.db, each.family, self.student).proposed
            assert waiting == self.waits.get(each.family, {})
        self.look_back(family)

    def some(self) -> Texts:
        """Some fields with some values."""
        fields = self.chance.sample(list(VALUES), self.chance.randint(0, 2))
        return {name: self.chance.choice(VALUES[name]) for name in fields}

    def propose(self, who: Person) -> str:
        """From the page of now, or from another one."""
        waiting = self.waits.get(who.family, {})
        current = self.official | waiting
        shown = current | (self.some() if self.chance.random() < 0.2 else {})
        typed = shown | (self.official if self.chance.random() < 0.2 else self.some())
        outcome = changes.propose(self.db, who, self.student, Wish(typed, shown), NOW, TODAY)
        wished = {name: value for name, value in typed.items() if value != self.official[name]}
        if shown != current:
            assert outcome.answer == Answer.CLASHING
        elif wished == waiting:
            assert outcome.answer == Answer.UNCHANGED
        else:
            assert outcome.answer == (Answer.SENT if wished else Answer.WITHDRAWN)
            self.waits[who.family] = wished
        return outcome.answer.name

    def withdraw(self, who: Person) -> str:
        """What waits is taken back."""
        pending = changes.standing_of(self.db, who.family, self.student).pending
        if pending:
            changes.withdraw(self.db, who, pending, NOW)
            self.waits.pop(who.family)
        return "taken back" if pending else "nothing to take back"

    def decide(self, who: Person) -> str:
        """Field by field, over what the office sees or saw."""
        pending = changes.standing_of(self.db, who.family, self.student).pending
        case = changes.case_of(self.db, self.office.site, pending.key) if pending else None
        if case is None:
            return "nothing to decide"
        stale = self.chance.random() < 0.2
        verdicts = {name: Verdict(self.chance.choice(list(Decision)), "Non.") for name in case.seen}
        ruling = changes.decide(self.db, self.office, case, verdicts, {} if stale else case.seen, NOW).ruling
        assert ruling == (Ruling.MOVED if stale else Ruling.DONE)
        if not stale:
            approved = {name for name, each in verdicts.items() if each.decision == Decision.APPROVED}
            self.official |= {name: value for name, value in self.waits.pop(who.family).items() if name in approved}
        return ruling.name

    def bring(self, _: Person) -> str:
        """An import brings official values."""
        brought = self.some()
        for name, value in brought.items():
            put(self.student, name, value)
        self.db.add(self.student)
        self.official |= brought
        return "brought"

    def look_back(self, who: Person) -> None:
        """One open request at most, and histories that lead to what is."""
        about = (ChangeRequest.family_id == who.family, ChangeRequest.student_id == self.student.id)
        asked = self.db.exec(select(ChangeRequest).where(*about)).all()
        assert [each.state for each in asked].count(State.PENDING) == bool(self.waits.get(who.family))
        for request in asked:
            self.replay(request)

    def replay(self, request: ChangeRequest) -> None:
        """Steps are only ever added, and tell what waits, or that nothing does."""
        events = changes.events_of(self.db, request)
        told = [(each.id, each.step, repr(each.facts)) for each in events]
        before = self.steps.get(request.id, [])
        assert told[: len(before)] == before
        self.steps[request.id] = told
        assert [each.step in GONE for each in events] == [False] * (len(events) - 1) + [request.state != State.PENDING]
        if request.state == State.PENDING:
            said = {LABELS[label]: wished for label, _, wished in events[-1].facts["changes"]}
            assert said == self.waits[request.family_id or 0]


def play(db: Session, chance: random.Random, families: list[Person], office: Person) -> Counter[str]:
    """A new student of two families, and some steps of all of them."""
    student = add_student(db, office.site, families[0].family, "ABOLANT", "Adrien")
    db.add(FamilyStudent(family_id=families[1].family, student_id=student.id))
    official = {name: changes.texts_of(student)[name] for name in VALUES}
    game = Play(db, chance, families, office, student, official)
    for _ in range(STEPS):
        game.go_on()
    db.flush()
    db.expire_all()
    assert changes.texts_of(student).items() >= game.official.items()
    for family in families:
        game.look_back(family)
    return game.said


def test_whatever_happens_in_any_order_what_must_hold_holds(settings: Settings, people: People) -> None:
    said: Counter[str] = Counter()
    chance = random.Random(4)  # noqa: S311
    with transaction(settings.database) as db:
        families = [person_of(db, people.family), person_of(db, people.neighbour)]
        office = person_of(db, people.office)
        for _ in range(SEQUENCES):
            said += play(db, chance, families, office)
    assert said.total() == SEQUENCES * STEPS
    assert len(said) == 10
    assert min(said.values()) > 10
