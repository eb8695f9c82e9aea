"""The office decides: each document, a completion to ask for, the re-enrolment; once, and the family is told."""

import enum
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlmodel import Session

from data import accounts, outbox
from data.documents import DocumentState
from data.reenrolments.cases import WHOLE, Case, Exhibit
from data.reenrolments.sending import note_step
from data.reenrolments.tables import State, Step
from data.reenrolments.telling import tell_decision, tell_family
from data.sessions import Person

NO_BREAK = "\N{NO-BREAK SPACE}"
LONGEST_REASON, LONGEST_ASKED = 500, 1000  # characters


class Gesture(enum.StrEnum):
    """What the office does; whatever it is, the verdicts on documents that came with it are carried out too."""

    DOCUMENTS = "enregistrer"
    ASK = "complement"
    APPROVE = "valider"
    DECLINE = "refuser"


class Verdict(NamedTuple):
    """What the office says to one document."""

    state: DocumentState
    reason: str = ""


@dataclass(frozen=True)
class Word:
    """All that the office says at once."""

    gesture: Gesture
    seen: Mapping[str, str]  # what the page had shown
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)  # by the key of the document
    asked: str = ""
    lacking: Collection[str] = ()  # keys of what the family is to supply
    anyway: bool = False  # approved in spite of documents
    reason: str = ""


class Ruling(enum.Enum):
    """What became of it."""

    DONE = enum.auto()
    TOO_LATE = enum.auto()  # decided by somebody else
    MOVED = enum.auto()  # something is no longer what the page showed
    WRONG = enum.auto()


@dataclass(frozen=True)
class Ruled:
    """What became of it, and what is wrong, in French: by the key of a document, by gesture, or with the whole."""

    ruling: Ruling
    problems: Mapping[str, str] = field(default_factory=dict)


def open_documents(case: Case, verdicts: Mapping[str, Verdict]) -> list[Exhibit]:
    """The compulsory documents that would not be validated after these verdicts."""
    return [each for each in case.documents if each.is_compulsory and _state(each, verdicts) != DocumentState.APPROVED]


def _state(exhibit: Exhibit, verdicts: Mapping[str, Verdict]) -> str:
    if exhibit.supplied is None:
        return ""
    verdict = verdicts.get(exhibit.supplied.key)
    return verdict.state if verdict else exhibit.supplied.state


def decide(db: Session, who: Person, case: Case, word: Word, now: int) -> Ruled:
    """Carry out what the office says, all of it or nothing, within the transaction of its form."""
    if not case.waits:
        return Ruled(Ruling.TOO_LATE)
    moved = case.moved(word.seen)
    if word.gesture == Gesture.DOCUMENTS:  # of the other documents none is touched
        moved = {place: words for place, words in moved.items() if place == WHOLE or place in word.verdicts}
    if moved:
        return Ruled(Ruling.MOVED, moved)
    problems = _problems(case, word)
    if problems:
        return Ruled(Ruling.WRONG, problems)
    username = accounts.username_of(db, who.account)
    _rule_documents(db, who, case, word, username, now)
    CARRIED_OUT[word.gesture](db, who, case, word, username, now)
    return Ruled(Ruling.DONE)


def _problems(case: Case, word: Word) -> dict[str, str]:
    there = case.supplied
    if not word.verdicts.keys() <= there.keys():
        return {WHOLE: "Une pièce de ce formulaire n’appartient pas à cette réinscription."}
    reasons = {key: _trouble(x.reason, f"« {there[key].name} » : ") for key, x in word.verdicts.items() if _is_no(x)}
    found = {key: trouble for key, trouble in reasons.items() if trouble}
    trouble = TROUBLES[word.gesture](case, word)
    return found | ({word.gesture.value: trouble} if trouble else {})


def _is_no(verdict: Verdict) -> bool:
    return verdict.state == DocumentState.DECLINED


def _trouble(reason: str, label: str = "") -> str:
    if not reason:
        return f"{label}donnez le motif du refus, la famille le lira." if label else "Donnez le motif du refus."
    return f"{label}Un motif a {LONGEST_REASON} caractères au plus." if len(reason) > LONGEST_REASON else ""


def _no_verdict(_: Case, word: Word) -> str:
    return "" if word.verdicts else "Choisissez « Valider » ou « Refuser » pour au moins une pièce."


def _nothing_asked(_: Case, word: Word) -> str:
    if len(word.asked) > LONGEST_ASKED:
        return f"Un complément a {LONGEST_ASKED} caractères au plus."
    refused = any(map(_is_no, word.verdicts.values()))
    return "" if word.asked or word.lacking or refused else "Écrivez ce qui manque, ou cochez au moins une pièce."


def _not_anyway(case: Case, word: Word) -> str:
    names = [_quoted(each.name) for each in open_documents(case, word.verdicts)]
    if not names or word.anyway:
        return ""
    which = "cette pièce n’est pas validée" if len(names) == 1 else "ces pièces ne sont pas validées"
    return f"{', '.join(names)} : {which}. Cochez « Valider malgré tout », ou demandez un complément."


TROUBLES: dict[Gesture, Callable[[Case, Word], str]] = {
    Gesture.DOCUMENTS: _no_verdict,
    Gesture.ASK: _nothing_asked,
    Gesture.APPROVE: _not_anyway,
    Gesture.DECLINE: lambda _, word: _trouble(word.reason),
}


def _rule_documents(db: Session, who: Person, case: Case, word: Word, username: str, now: int) -> None:
    """Each verdict that says something new; of what is refused the family hears by one mail."""
    declined = []
    for key, verdict in word.verdicts.items():
        document = case.supplied[key]
        if (document.state, document.reason) == verdict:
            continue
        document.state, document.reason = verdict.state, verdict.reason if _is_no(verdict) else ""
        document.decided_at, document.decided_by = now, username
        db.add(document)
        step = Step.DOCUMENT_DECLINED if _is_no(verdict) else Step.DOCUMENT_APPROVED
        facts = {"name": document.name, "reason": document.reason, "by": username}
        note_step(db, who, case.row, step, now, facts)
        declined += [[document.name, document.reason]] if _is_no(verdict) else []
    if declined:
        tell_family(db, case, outbox.DOCUMENT_DECLINED, {"documents": declined}, now)


def _ask(db: Session, who: Person, case: Case, word: Word, username: str, now: int) -> None:
    names = [each.name for each in case.documents if _is_asked_for(each, word)]
    listed = f"Pièces attendues{NO_BREAK}: {', '.join(map(_quoted, names))}" if names else ""
    case.row.state, case.row.asked = State.INCOMPLETE, "\n".join(filter(None, (word.asked, listed)))
    db.add(case.row)
    note_step(db, who, case.row, Step.ASKED, now, {"asked": case.row.asked, "by": username})
    tell_family(db, case, outbox.COMPLETION_ASKED, {"words": word.asked, "documents": names}, now)


def _quoted(name: str) -> str:
    return f"«{NO_BREAK}{name}{NO_BREAK}»"


def _is_asked_for(exhibit: Exhibit, word: Word) -> bool:
    """What was ticked, and what has just been refused."""
    refused = exhibit.supplied is not None and exhibit.supplied.key in word.verdicts
    return exhibit.is_lacking and (refused or bool(exhibit.required and exhibit.required.key in word.lacking))


def _approve(db: Session, who: Person, case: Case, word: Word, username: str, now: int) -> None:
    missing = [each.name for each in open_documents(case, {})]
    _close(db, case, State.APPROVED, "", username, now)
    note_step(db, who, case.row, Step.APPROVED, now, {"by": username, "anyway": missing})
    tell_decision(db, case, now)


def _decline(db: Session, who: Person, case: Case, word: Word, username: str, now: int) -> None:
    _close(db, case, State.DECLINED, word.reason, username, now)
    note_step(db, who, case.row, Step.DECLINED, now, {"by": username, "reason": word.reason})
    tell_decision(db, case, now)


CARRIED_OUT: dict[Gesture, Callable[[Session, Person, Case, Word, str, int], None]] = {
    Gesture.DOCUMENTS: lambda *_: None,
    Gesture.ASK: _ask,
    Gesture.APPROVE: _approve,
    Gesture.DECLINE: _decline,
}


def _close(db: Session, case: Case, state: State, reason: str, username: str, now: int) -> None:
    row = case.row
    row.state, row.asked, row.reason, row.decided_at, row.decided_by = state, "", reason, now, username
    row.reopened = ""
    db.add(row)
