"""Réinscriptions, one of them: what the office reads of it, beside its documents, and what it decides."""

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlmodel import Session

from data import accounts, kept_forms, reenrolments, reference_lists, replays
from data.documents import DocumentState
from data.reenrolments import Case, Gesture, Reopened, Ruling, State, Word
from data.reference_lists import Listed
from data.sessions import Person
from routes.office.changes.deciding import Answer
from routes.office.reenrolments import reopening, rulings
from routes.office.reenrolments.cases import ReenrolmentView, address_of, view_of
from routes.office.reenrolments.queue import LIST
from routes.office.reenrolments.rulings import Spoken
from routes.web import clock
from routes.web.addresses import said
from routes.web.documents import Shown, show_document
from routes.web.forms import Problems, StaleForm, form_id_of, read_form
from routes.web.guards import office_of
from routes.web.kept import author_of, resumes
from routes.web.page import Page, View, see_other
from routes.web.request import Asked

PATH = LIST + "/{key:str}"
BECOMES = {Gesture.ASK: State.INCOMPLETE, Gesture.APPROVE: State.APPROVED, Gesture.DECLINE: State.DECLINED}


@get(PATH)
async def show_reenrolment_case(request: Asked, key: FromPath[str]) -> Page:
    """One re-enrolment that was sent."""
    person = office_of(request)
    return Page(await request.database.read(one_case, person, key, resumes(request), clock.now()))


def one_case(db: Session, person: Person, key: str, resumes: bool, now: int) -> ReenrolmentView:
    """A case of this office’s site, and of no other, with what was typed before the session ran out."""
    case = reenrolments.case_of(db, person.site, key)
    if case is None:
        raise NotFoundException
    kept = kept_forms.kept_for(db, person.account, address_of(key), now) if resumes else None
    if kept is None or reopening.is_meant(kept.typed) != case.is_decided:  # what is to be said is another thing now
        return view_of(db, case, Spoken())
    spoken = rulings.still_valid(rulings.read(kept.typed), case) if case.waits else Spoken()
    return view_of(db, case, spoken, reason=kept.typed.get(reopening.REASON, ""), resumed=True)


@get(PATH + "/pieces/{name:str}")
async def show_case_document(request: Asked, key: FromPath[str], name: FromPath[str]) -> Shown:
    """« Consulter »: the document itself, in a sandbox."""
    person = office_of(request)
    document, _, kind = name.partition(".")
    found = await request.database.read(reenrolments.shown_document, person.site, key, document)
    if found is None or kind != "pdf":
        raise NotFoundException
    return await show_document(request, found.stored, f"{found.name}.pdf")


@post(PATH)
async def decide_reenrolment(request: Asked, key: FromPath[str]) -> Response[View] | Response[None]:
    """One of the four buttons, verdicts on documents coming along with each; or « Rouvrir le dossier »."""
    person = await author_of(request, office_of)
    values = await read_form(request)
    form_id, now = form_id_of(values), clock.now()
    if reopening.is_meant(values):
        answer = await request.database.write(reopen_once, person, key, form_id, reopening.read(values), now)
    else:
        answer = await request.database.write(decide_once, person, key, form_id, rulings.read(values), now)
    if answer.view:
        return Page(answer.view, status_code=answer.status)
    return see_other(request, answer.address)


def decide_once(db: Session, person: Person, key: str, form_id: str, spoken: Spoken, now: int) -> Answer:
    """Carry a form out, or say what keeps it from being carried out; sent twice, it leads to the same page.

    Raises StaleForm for an id that has been used for something else.
    """
    case = reenrolments.case_of(db, person.site, key)
    if case is None:
        return _without(db, person, key)
    phrases = reference_lists.lists_of(db, person.site)[Listed.DECLINE_REASONS]
    word, problems = rulings.judge(spoken, case, phrases)
    if replays.is_used(db, form_id):
        return _again_the_same(db, case, word)
    if not case.waits:
        return Answer(said(address_of(key), "decision-trop-tard"))
    moved = rulings.moved(spoken, case)
    if word is None:
        return _again(db, case, spoken, moved | problems, 422)
    ruled = reenrolments.decide(db, person, case, word, now)
    if ruled.ruling == Ruling.DONE:
        replays.first_use(db, form_id, now)
        kept_forms.forget(db, person.account, address_of(key))
        return _done(db, case, word)
    status = 409 if ruled.ruling == Ruling.MOVED else 422
    valid = rulings.still_valid(spoken, case)
    return _again(db, case, spoken, moved | rulings.problems_with(ruled, valid, case), status)


def reopen_once(db: Session, person: Person, key: str, form_id: str, form: reopening.Read, now: int) -> Answer:
    """Take a decision back, once. Raises StaleForm for an id that has been used for something else."""
    case = reenrolments.case_of(db, person.site, key)
    if case is None:
        return _without(db, person, key)
    if replays.is_used(db, form_id):
        if not case.row.reopened:
            raise StaleForm
        return _reopened(db, case)
    try:
        reopened = reenrolments.reopen(db, person, case, form.seen, form.reason, now, clock.today())
    except ValueError as trouble:
        words = str(trouble)
        problems = Problems({reopening.REASON: words[:1].upper() + words[1:]})
        return Answer(view=view_of(db, case, Spoken(), problems, reason=form.reason), status=422)
    if reopened != Reopened.DONE:
        return Answer(said(address_of(key), reopening.REFUSED[reopened]))
    replays.first_use(db, form_id, now)
    kept_forms.forget(db, person.account, address_of(key))
    return _reopened(db, case)


def _reopened(db: Session, case: Case) -> Answer:
    told = bool(accounts.addresses_of_family(db, case.row.family_id))
    code = "reinscription-rouverte" if told else "reinscription-rouverte-sans-courriel"
    return Answer(said(address_of(case.row.key), code))


def _without(db: Session, person: Person, key: str) -> Answer:
    """The family may have taken it back meanwhile; else there is no such thing."""
    if not reenrolments.is_taken_back(db, person.site, key):
        raise NotFoundException
    return Answer(said(LIST, "reinscription-reprise-entre-temps"))


def _again(db: Session, case: Case, spoken: Spoken, problems: dict[str, str], status: int) -> Answer:
    valid = rulings.still_valid(spoken, case)
    return Answer(view=view_of(db, case, valid, Problems(problems)), status=status)


def _again_the_same(db: Session, case: Case, word: Word | None) -> Answer:
    """A form that was carried out already, as far as can be seen."""
    if word is None or case.row.state != BECOMES.get(word.gesture, case.row.state):
        raise StaleForm
    if any(key not in case.supplied or case.supplied[key].state != x.state for key, x in word.verdicts.items()):
        raise StaleForm
    return _done(db, case, word)


def _done(db: Session, case: Case, word: Word) -> Answer:
    """Documents lead back to their case, the rest to what waits; whether a mail could leave is said."""
    only_documents = word.gesture == Gesture.DOCUMENTS
    where = address_of(case.row.key) if only_documents else LIST
    if only_documents and all(each.state == DocumentState.APPROVED for each in word.verdicts.values()):
        return Answer(said(where, "pieces-validees"))
    told = bool(accounts.addresses_of_family(db, case.row.family_id))
    return Answer(said(where, "decision-enregistree" if told else "decision-sans-courriel"))
