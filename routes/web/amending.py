"""A record that is edited in place: « Modifier », what waits for the office, and a comparison where one is due."""

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from litestar import Response
from sqlmodel import Session

from data import changes, kept_forms, reference_lists, replays
from data.changes import Answer, ChangeRequest, Clash, Decision, Field, Outcome, Record, Standing, Texts, Wish, same
from data.sessions import Person
from data.students import Student
from routes.web import clock
from routes.web.addresses import said
from routes.web.forms import OWNER_FIELD, Problems, StaleForm, Values, form_id_of, owner_mark, read_form
from routes.web.inputs import Input, input_of, place_of, read_inputs
from routes.web.kept import resumes
from routes.web.page import NO_PROBLEMS, Page, View, see_other
from routes.web.proof import knows_current
from routes.web.request import Asked

SHOWN_FIELD, PASSWORD_FIELD = "avant", "actuel"
CLASH = "La fiche a changé depuis que vous avez ouvert cette page. Comparez, puis envoyez de nouveau."
TOO_OLD = (
    "Ce formulaire était trop ancien : rien n’a été enregistré. Vérifiez votre saisie, puis envoyez-la de nouveau."
)
NOT_THE_ONE = "« Mot de passe actuel » n’est pas le bon."
STATUS = {Answer.WRONG: 422, Answer.CLASHING: 409}
CODES = {
    Answer.SENT: "demande-envoyee",
    Answer.UNTOLD: "demande-envoyee-sans-courriel",
    Answer.WITHDRAWN: "demande-sans-objet",
    Answer.UNCHANGED: "rien-a-changer",
}
DECISION_SHOWN = 60 * 86400  # seconds during which a decision stands on the page; « Mes demandes » keeps it


class Desk(NamedTuple):
    """Where and when a record is edited."""

    address: str
    secret: bytes
    now: int
    today: datetime.date
    resumes: bool = True  # what was typed before the session ran out is taken up again


class Posted(NamedTuple):
    """A form as it came in."""

    wish: Wish
    form_id: str
    mistyped: bool = False  # a current password was given, and it is not the one
    stale: bool = False  # it was made for an earlier session of the same account


@dataclass(frozen=True)
class Sheet:
    """The record as its page shows it."""

    action: str
    whose: str
    inputs: Sequence[Input]
    shown: str  # the values this page shows, as JSON: what they are compared with when the form comes
    owner: str
    asks_password: bool
    pending: ChangeRequest | None
    decided: ChangeRequest | None
    refused: Sequence[tuple[str, str, str]]  # of the last decision: label, value, reason
    clashes: Sequence[Clash]
    resumed: bool


def desk_of(request: Asked) -> Desk:
    """The page that is asked for, as a place where a record is edited."""
    return Desk(request.path, request.settings.secret, clock.now(), clock.today(), resumes(request))


async def read_posted(request: Asked, person: Person, fields: Sequence[Field]) -> Posted:
    """The form of a record; raises StaleForm unless it was made for this session, or at least for this account."""
    try:
        values, stale = await read_form(request), False
    except StaleForm as old:
        if old.values.get(OWNER_FIELD) != owner_mark(person.account, request.settings.secret):
            raise
        values, stale = old.values, True
    wish, given = wish_of(values, fields), values.get(PASSWORD_FIELD, "")
    if stale or not given or same(wish.typed.get("email", ""), wish.shown.get("email", "")):
        return Posted(wish, form_id_of(values), stale=stale)
    known = await knows_current(request, person, given)
    return Posted(wish._replace(proven=known), form_id_of(values), mistyped=not known)


def wish_of(values: Values, fields: Sequence[Field]) -> Wish:
    """What was typed, and what the page had shown: nothing but the fields that are offered."""
    try:
        shown = json.loads(values.get(SHOWN_FIELD, ""))
    except ValueError:
        shown = None
    before = shown if isinstance(shown, dict) else {}
    known = {each.name: before[each.name] for each in fields if isinstance(before.get(each.name), str)}
    return Wish(read_inputs(values, fields), known)


def carry_out(db: Session, person: Person, record: Record, desk: Desk, posted: Posted) -> Outcome:
    """What becomes of a form: carried out once, however often it is sent."""
    if posted.stale:
        return Outcome(Answer.WRONG, {"": TOO_OLD})
    if replays.is_used(db, posted.form_id):
        return Outcome(Answer.SENT)
    outcome = changes.propose(db, person, record, posted.wish, desk.now, desk.today)
    if outcome.answer in CODES:
        replays.first_use(db, posted.form_id, desk.now)
        kept_forms.forget(db, person.account, desk.address)
    if posted.mistyped and changes.PASSWORD in outcome.problems:
        return Outcome(Answer.WRONG, {**outcome.problems, changes.PASSWORD: NOT_THE_ONE})
    return outcome


def answered(request: Asked, outcome: Outcome, view: View) -> Response[View] | Response[None]:
    """The page again with what became of the form, or the form with what is wrong."""
    if outcome.answer in CODES:
        return see_other(request, said(request.path, CODES[outcome.answer]))
    return Page(view, status_code=STATUS[outcome.answer])


def problems_of(outcome: Outcome | None, fields: Sequence[Field]) -> Problems:
    """What is wrong, by the ids of the page."""
    if outcome is None:
        return NO_PROBLEMS
    places = {each.name: place_of(each) for each in fields} | {changes.PASSWORD: PASSWORD_FIELD, "": "saisie"}
    wrong = {places[name]: words for name, words in outcome.problems.items()}
    return Problems(wrong | ({"comparaison": CLASH} if outcome.clashes else {}))


def sheet_of(
    db: Session,
    person: Person,
    record: Record,
    desk: Desk,
    posted: Posted | None = None,
    outcome: Outcome | None = None,
) -> Sheet:
    """The record with what was typed in it, be it just now or before the session ran out."""
    of_student = isinstance(record, Student)
    fields, standing = changes.fields_of(of_student), changes.standing_of(db, person.family, record)
    lists, official = reference_lists.lists_of(db, person.site), changes.texts_of(record)
    kept, wish = _typed_before(db, person, desk, posted, fields)
    current = official | standing.proposed
    typed = _touched(wish, current)
    clashes = outcome.clashes if outcome else ()
    before = {} if clashes else {name: wish.shown.get(name, current[name]) for name in typed}
    return Sheet(
        action=desk.address,
        whose="de l’élève" if of_student else "du responsable",
        inputs=[input_of(each, of_student, current | typed, official, standing.proposed, lists) for each in fields],
        shown=json.dumps(current | before, ensure_ascii=False, separators=(",", ":")),
        owner=owner_mark(person.account, desk.secret),
        asks_password=not of_student,
        pending=standing.pending,
        decided=_decided_lately(standing.request, desk.now),
        refused=_refused(fields, standing),
        clashes=clashes,
        resumed=kept,
    )


def _typed_before(
    db: Session, person: Person, desk: Desk, posted: Posted | None, fields: Sequence[Field]
) -> tuple[bool, Wish]:
    """The form that has just come back, or what was kept of one; and whether it was kept."""
    if posted:
        return False, posted.wish
    kept = kept_forms.kept_for(db, person.account, desk.address, desk.now) if desk.resumes else None
    return bool(kept), wish_of(kept.typed, fields) if kept else Wish({}, {})


def _refused(fields: Sequence[Field], standing: Standing) -> list[tuple[str, str, str]]:
    return [
        (each.label, change.value, change.reason)
        for each in fields
        for change in standing.changes
        if change.field == each.name and change.decision == Decision.DECLINED
    ]


def _touched(wish: Wish, current: Mapping[str, str]) -> Texts:
    """What somebody typed over what the page showed."""
    before = {**current, **wish.shown}
    return {name: typed for name, typed in wish.typed.items() if not same(typed, before[name])}


def _decided_lately(request: ChangeRequest | None, now: int) -> ChangeRequest | None:
    at = request.decided_at if request else None
    return request if at is not None and at > now - DECISION_SHOWN else None
