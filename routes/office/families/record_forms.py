"""The form of a record before the office: the family’s own fields and shapes, with nobody’s to fill them in."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlmodel import Session

from data import reference_lists
from data.changes import Clash, Outcome, Record, Texts, Wish, fields_of, same, texts_of
from data.sessions import Person
from data.students import Student
from routes.web.amending import CLASH
from routes.web.forms import Problems
from routes.web.inputs import Input, input_of, place_of
from routes.web.page import NO_PROBLEMS, View


@dataclass(frozen=True, kw_only=True)
class RecordFormView(View):
    """A record to be corrected, or a new one to be filled in."""

    template: ClassVar[str] = "office/families/record_form.html"
    menu: ClassVar[str] = "familles"

    address: str
    button: str
    inputs: Sequence[Input]
    shown: str  # the values this page shows, as JSON: what they are compared with when the form comes
    clashes: Sequence[Clash]
    reference: str | None  # None where there is none to be typed
    resumed: bool
    back: str


def inputs_of(db: Session, person: Person, of_student: bool, values: Texts, held: Texts) -> list[Input]:
    """The fields with their values; no browser fills in what is not its reader’s own."""
    lists = reference_lists.lists_of(db, person.site)
    inputs = (input_of(each, of_student, values, held, {}, lists) for each in fields_of(of_student))
    return [_of_somebody_else(each) for each in inputs]


def _of_somebody_else(each: Input) -> Input:
    """An address is typed like one, but it is not the one that the reader’s browser knows."""
    of_address = {"type": "text", "mode": "email"} if each.type == "email" else {}
    return each._replace(purpose="off", **of_address)


def problems_of(wrong: Mapping[str, str], of_student: bool) -> Problems:
    """What is wrong, by the ids of the page; what is no field of a record has its own name."""
    places = {each.name: place_of(each) for each in fields_of(of_student)}
    return Problems({places.get(name, name): words for name, words in wrong.items()})


def correction_of(
    db: Session,
    person: Person,
    record: Record,
    address: str,
    back: str,
    wish: Wish | None = None,
    outcome: Outcome | None = None,
    resumed: bool = False,
) -> RecordFormView:
    """The record as it stands, with what was typed over it; after a comparison the page shows what stands now."""
    of_student, official, wish = isinstance(record, Student), texts_of(record), wish or Wish({}, {})
    before = official | wish.shown
    typed = {name: each for name, each in wish.typed.items() if not same(each, before[name])}
    clashes = outcome.clashes if outcome else ()
    compared = {} if clashes else {name: before[name] for name in typed}
    problems = problems_of(outcome.problems, of_student) if outcome else NO_PROBLEMS
    return RecordFormView(
        heading=f"Modifier {record.name}",
        address=address,
        button="Modifier",
        inputs=inputs_of(db, person, of_student, official | typed, official),
        shown=json.dumps(official | compared, ensure_ascii=False, separators=(",", ":")),
        clashes=clashes,
        reference=None,
        resumed=resumed,
        back=back,
        problems=Problems({"comparaison": CLASH}) if clashes else problems,
    )
