"""À traiter, one request: what the office reads of it, and what it decides, field by field or whole."""

from collections.abc import Mapping
from typing import NamedTuple

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlmodel import Session

from data import changes, kept_forms, reference_lists, replays
from data.changes import Case, Ruling, State
from data.reference_lists import Listed
from data.sessions import Person
from routes.office.changes import verdicts
from routes.office.changes.cases import QUEUE, CaseView, address_of, view_of
from routes.office.changes.verdicts import Said
from routes.web import clock
from routes.web.addresses import said
from routes.web.forms import Problems, StaleForm, form_id_of, read_form
from routes.web.guards import office_of
from routes.web.kept import author_of, resumes
from routes.web.page import Page, View, see_other
from routes.web.request import Asked

PATH = QUEUE + "/{key:str}"


class Answer(NamedTuple):
    """Where a decision leads: to an address, or back to its page with a status."""

    address: str = ""
    view: View | None = None
    status: int = 303


@get(PATH)
async def show_change(request: Asked, key: FromPath[str]) -> Page:
    """One request."""
    person = office_of(request)
    return Page(await request.database.read(one_change, person, key, resumes(request), clock.now()))


def one_change(db: Session, person: Person, key: str, resumes: bool, now: int) -> CaseView:
    """A request of this office’s site, and of no other, with what was typed before the session ran out."""
    case = _case(db, person, key)
    kept = kept_forms.kept_for(db, person.account, address_of(key), now) if resumes else None
    if kept is None:
        return view_of(db, person.site, case, now)
    given = verdicts.still_valid(verdicts.read(kept.typed), case)
    return view_of(db, person.site, case, now, given, resumed=True)


def _case(db: Session, person: Person, key: str) -> Case:
    case = changes.case_of(db, person.site, key)
    if case is None:
        raise NotFoundException
    return case


@post(PATH)
async def decide_change(request: Asked, key: FromPath[str]) -> Response[View] | Response[None]:
    """« Enregistrer les décisions », « Tout approuver » or « Tout refuser »."""
    person = await author_of(request, office_of)
    values = await read_form(request)
    form_id, given = form_id_of(values), verdicts.read(values)
    answer = await request.database.write(decide_once, person, key, form_id, given, clock.now())
    if answer.view:
        return Page(answer.view, status_code=answer.status)
    return see_other(request, answer.address)


def decide_once(db: Session, person: Person, key: str, form_id: str, given: Said, now: int) -> Answer:
    """Carry a form out, or say what keeps it from being carried out; sent twice, it leads to the same page.

    Raises StaleForm for an id that has been used for something else.
    """
    case = _case(db, person, key)
    if replays.is_used(db, form_id):
        if case.request.state != State.DECIDED:
            raise StaleForm
        return _done(db, case)
    phrases = reference_lists.lists_of(db, person.site)[Listed.DECLINE_REASONS]
    decisions, own = verdicts.judge(given, case, phrases)
    decided = changes.decide(db, person, case, decisions, given.seen or {}, now)
    if decided.ruling == Ruling.DONE:
        replays.first_use(db, form_id, now)
        kept_forms.forget(db, person.account, address_of(key))
        return _done(db, case)
    if decided.ruling == Ruling.TOO_LATE:
        late = "decision-trop-tard" if case.request.state == State.DECIDED else "decision-demande-retiree"
        return Answer(said(address_of(key), late))
    moved = decided.ruling == Ruling.MOVED and given.seen is not None
    problems = verdicts.problems_with(decided, given, case, own)
    return _again(db, person, case, verdicts.still_valid(given, case), problems, 409 if moved else 422, now)


def _done(db: Session, case: Case) -> Answer:
    told = changes.was_told(db, case.request)
    return Answer(said(QUEUE, "decision-enregistree" if told else "decision-sans-courriel"))


def _again(
    db: Session, person: Person, case: Case, given: Said, problems: Mapping[str, str], status: int, now: int
) -> Answer:
    return Answer(view=view_of(db, person.site, case, now, given, Problems(dict(problems))), status=status)
