"""Many at once on one record: one wins, all others are shown what it wrote, and nothing is ever lost or breaks."""

from collections import Counter
from collections.abc import AsyncIterator, Callable
from multiprocessing import get_context
from typing import Any

import anyio
import pytest
from sqlmodel import Session

from data import changes, outbox
from data.changes import Answer, Decision, Outcome, Ruling, State, Step, Texts, Verdict, Wish
from data.database import Database, transaction
from data.sessions import Person
from data.settings import Settings
from tests.data.households import NOW, TODAY, Household, household, person_of, record_of
from tests.people import People

pytestmark = pytest.mark.anyio
ANSWERS = {State.DECIDED: "decided", State.WITHDRAWN: "withdrawn"}


@pytest.fixture
async def base(settings: Settings) -> AsyncIterator[Database]:
    opened = Database(settings.database)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
def adrien(settings: Settings, people: People) -> Household:
    """The family before the record of its first student."""
    return household(settings, people.family, people.family.schooling.student)


@pytest.fixture
def office(settings: Settings, people: People) -> Person:
    with transaction(settings.database) as db:
        return person_of(db, people.office)


async def at_once(base: Database, units: list[Callable[[Session], Any]]) -> list[Any]:
    """What becomes of units of work that all wait for the one writer."""
    outcomes: list[Any] = []

    async def run(unit: Callable[[Session], Any]) -> None:
        outcomes.append(await base.write(unit))

    async with anyio.create_task_group() as tasks:
        for unit in units:
            tasks.start_soon(run, unit)
    return outcomes


def proposing(family: Household, typed: Texts, shown: Texts) -> Callable[[Session], Outcome]:
    """One of many forms that were all made from the same page."""

    def unit(db: Session) -> Outcome:
        record = record_of(db, family.person.family, family.student)
        return changes.propose(db, family.person, record, Wish(shown | typed, shown), NOW, TODAY)

    return unit


def withdrawing(family: Household, key: str) -> Callable[[Session], str]:
    """The family takes its request back, where it still waits."""

    def unit(db: Session) -> str:
        request = changes.pending_of(db, family.person.family, key)
        if request:
            changes.withdraw(db, family.person, request, NOW)
        return "withdrawn" if request else "late"

    return unit


def deciding(office: Person, key: str, seen: dict[str, list[str]]) -> Callable[[Session], str]:
    """A secretary approves what stood on the page."""

    def unit(db: Session) -> str:
        case = changes.case_of(db, office.site, key)
        assert case
        verdicts = dict.fromkeys(seen, Verdict(Decision.APPROVED))
        ruling = changes.decide(db, office, case, verdicts, seen, NOW).ruling
        return {Ruling.DONE: "decided", Ruling.TOO_LATE: "late"}.get(ruling, ruling.name)

    return unit


def hold_that_one_won(family: Household, outcomes: list[Outcome]) -> None:
    """One request with the values of the winner; to all others they are shown, beside their own."""
    assert Counter(each.answer for each in outcomes) == {Answer.SENT: 1, Answer.CLASHING: len(outcomes) - 1}
    (request,) = family.requests()
    assert (request.number, request.state) == ("2026-000001", State.PENDING)
    won = family.page()["town"]
    assert family.proposed() == {"town": ("", won)}
    clashes = [clash for each in outcomes for clash in each.clashes]
    assert {(clash.label, clash.shown, clash.current) for clash in clashes} == {("Ville", "", won)}
    wished = [clash.wished for clash in clashes]
    assert sorted([*wished, won]) == sorted(f"Ville {number}" for number in range(len(outcomes)))
    assert (len(family.events()), len(family.mails())) == (1, 1)


async def test_fifty_proposals_at_once_are_one_request(base: Database, adrien: Household) -> None:
    shown = adrien.page()
    units: list[Callable[[Session], Any]] = [proposing(adrien, {"town": f"Ville {n}"}, shown) for n in range(50)]
    hold_that_one_won(adrien, await at_once(base, units))


def test_proposals_of_four_processes_at_once_are_one_request(adrien: Household) -> None:
    shown, processes = adrien.page(), get_context("forkserver")
    processes.set_forkserver_preload(["tests.data.households"])
    forms = [({"town": f"Ville {number}"}, shown) for number in range(48)]
    with processes.Pool(4, processes.Barrier(4).wait) as pool:
        outcomes = pool.starmap(adrien.propose, forms, chunksize=1)
    hold_that_one_won(adrien, outcomes)


async def test_fifty_changes_of_a_request_that_waits_are_one_change(base: Database, adrien: Household) -> None:
    adrien.propose({"postcode": "45160"})
    shown = adrien.page()
    units: list[Callable[[Session], Any]] = [proposing(adrien, {"town": f"Ville {n}"}, shown) for n in range(50)]
    outcomes = await at_once(base, units)
    assert Counter(each.answer for each in outcomes) == {Answer.SENT: 1, Answer.CLASHING: 49}
    assert adrien.proposed() == {"postcode": ("", "45160"), "town": ("", adrien.page()["town"])}
    assert [each.step for each in adrien.events()] == [Step.SENT, Step.CHANGED]


async def test_fifty_who_each_saw_what_stood_lose_no_other_s_field(base: Database, adrien: Household) -> None:
    fields = ["town", "birth_place", "emergency_contact"]

    def knowingly(number: int) -> Callable[[Session], Any]:
        def unit(db: Session) -> Outcome:
            record = record_of(db, adrien.person.family, adrien.student)
            shown = changes.texts_of(record) | changes.standing_of(db, adrien.person.family, record).proposed
            return proposing(adrien, {fields[number % 3]: f"Valeur {number}"}, shown)(db)

        return unit

    outcomes = await at_once(base, [knowingly(number) for number in range(50)])
    assert Counter(each.answer for each in outcomes) == {Answer.SENT: 50}
    assert {name: value for name, (_, value) in adrien.proposed().items()}.keys() == set(fields)
    assert len(adrien.requests()) == 1
    assert len(adrien.events()) == 50


@pytest.mark.parametrize("first", [0, 1])
async def test_decisions_and_withdrawals_at_once_are_one_of_them(
    base: Database, adrien: Household, office: Person, first: int
) -> None:
    adrien.propose({"town": "Olivet"})
    key = adrien.requests()[0].key
    pair = [deciding(office, key, {"town": ["", "Olivet"]}), withdrawing(adrien, key)]
    outcomes = await at_once(base, [pair[(number + first) % 2] for number in range(50)])
    won = ANSWERS[State(adrien.requests()[0].state)]
    assert Counter(outcomes) == {won: 1, "late": 49}
    assert adrien.official()["town"] == ("Olivet" if won == "decided" else "")
    assert len(adrien.events()) == 2
    decisions = [mail for mail in adrien.mails() if mail.kind == outbox.CHANGE_DECIDED]
    assert len(decisions) == (1 if won == "decided" else 0)


async def test_changes_and_decisions_at_once_never_decide_what_was_not_seen(
    base: Database, adrien: Household, office: Person
) -> None:
    adrien.propose({"town": "Olivet"})
    key, shown = adrien.requests()[0].key, adrien.page()
    change, decision = proposing(adrien, {"town": "Blois"}, shown), deciding(office, key, {"town": ["", "Olivet"]})
    outcomes = await at_once(base, [change, decision] * 25)
    rulings = Counter(each for each in outcomes if isinstance(each, str))
    answers = Counter(each.answer for each in outcomes if isinstance(each, Outcome))
    assert rulings in ({"MOVED": 25}, {"decided": 1, "late": 24})
    assert answers[Answer.SENT] == 1
    assert adrien.official()["town"] == ("Olivet" if "decided" in rulings else "")
