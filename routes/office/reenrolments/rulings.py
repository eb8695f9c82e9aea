"""What the form of a re-enrolment says: read as it came, then judged as a whole."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from data.documents import DocumentState
from data.reenrolments import WHOLE, Case, Gesture, Ruled, Verdict, Word
from routes.office.changes import verdicts
from routes.office.changes.verdicts import CHOICE, PHRASE, Problems, Said, Typed, reason_of
from routes.web.forms import Values

ASKED, LACKING, ANYWAY, TICKED = "complement", "manque-", "malgre-tout", "oui"
DECISIONS = {"approuvee": DocumentState.APPROVED, "refusee": DocumentState.DECLINED}
PLACES = {Gesture.DOCUMENTS: "pieces", Gesture.ASK: ASKED, Gesture.APPROVE: ANYWAY, Gesture.DECLINE: PHRASE}
BROKEN = "Ce formulaire est arrivé incomplet ou abîmé. Voici la réinscription telle qu’elle est : décidez de nouveau."


class Spoken(NamedTuple):
    """A form as it came; without one, nothing."""

    said: Said = Said()
    asked: str = ""
    lacking: frozenset[str] = frozenset()  # keys of documents that the family is to supply
    anyway: bool = False

    def about(self, document: str) -> Typed:
        """What it says of one document."""
        return self.said.by_slug.get(document, Typed())


def read(values: Values) -> Spoken:
    """The fields of the form; what is not of a decision is not looked at."""
    return Spoken(
        verdicts.read(values),
        values.get(ASKED, "").replace("\r\n", "\n"),
        frozenset(name.removeprefix(LACKING) for name in values if name.startswith(LACKING)),
        values.get(ANYWAY) == TICKED,
    )


def judge(spoken: Spoken, case: Case, phrases: Sequence[str]) -> tuple[Word | None, Problems]:
    """What the office says; or, without a word, what is wrong with it, by place, in French."""
    said, seen = spoken.said, spoken.said.seen
    known = case.supplied.keys() | (seen or {}).keys()
    if said.gesture not in set(Gesture) or seen is None or not said.by_slug.keys() <= known:
        return None, {WHOLE: BROKEN}
    problems: Problems = {}
    word = Word(
        gesture=Gesture(said.gesture),
        seen={key: str(mark) for key, mark in seen.items()},
        verdicts=_verdicts(said, case, phrases, problems),
        asked=_reason(Typed(words=spoken.asked), (), "", ASKED, problems),
        lacking=spoken.lacking,
        anyway=spoken.anyway,
        reason=_reason(said.common, phrases, "", PHRASE, problems) if said.gesture == Gesture.DECLINE else "",
    )
    return None if problems else word, problems


def _verdicts(said: Said, case: Case, phrases: Sequence[str], problems: Problems) -> dict[str, Verdict]:
    chosen = {key: DECISIONS[typed.decision] for key, typed in said.by_slug.items() if typed.decision in DECISIONS}
    found = {}
    for key, state in chosen.items():
        reason = ""
        if state == DocumentState.DECLINED and key in case.supplied:
            label = f"« {case.supplied[key].name} » : "
            reason = _reason(said.by_slug[key], phrases, label, f"{PHRASE}-{key}", problems)
        found[key] = Verdict(state, reason)
    return found


def _reason(typed: Typed, phrases: Sequence[str], label: str, place: str, problems: Problems) -> str:
    """A saved phrase, then the words that were typed; what cannot be is noted as a problem."""
    try:
        return reason_of(typed, phrases)
    except ValueError as trouble:
        words = str(trouble)
        problems[place] = label + words if label else words[:1].upper() + words[1:]
        return ""


def problems_with(ruled: Ruled, spoken: Spoken, case: Case) -> Problems:
    """All that keeps a decision from being carried out, by the place where it shows."""
    return {_place(name, spoken, case): words for name, words in ruled.problems.items()}


def _place(name: str, spoken: Spoken, case: Case) -> str:
    if name in case.supplied:
        return f"{PHRASE if spoken.about(name).decision == 'refusee' else CHOICE}-{name}"
    return PLACES[Gesture(name)] if name in set(Gesture) else name


def moved(spoken: Spoken, case: Case) -> Problems:
    """What is no longer as the page had shown it, by the place where it shows."""
    if spoken.said.seen is None:
        return {}
    return {place if place == WHOLE else f"{CHOICE}-{place}": words for place, words in _moved(spoken.said, case)}


def _moved(said: Said, case: Case) -> list[tuple[str, str]]:
    seen: Mapping[str, str] = {key: str(mark) for key, mark in (said.seen or {}).items()}
    return list(case.moved(seen).items())


def still_valid(spoken: Spoken, case: Case) -> Spoken:
    """What was typed, without the choices about documents that are no longer those that were seen."""
    if spoken.said.seen is None:
        return spoken
    changed = {place for place, _ in _moved(spoken.said, case)}
    kept = {key: typed for key, typed in spoken.said.by_slug.items() if key in case.supplied and key not in changed}
    return spoken._replace(said=spoken.said._replace(by_slug=kept))
