"""What the form of a decision says, field by field: read as it came, then judged as a whole."""

import datetime
import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from data import kinds
from data.changes import Case, Decided, Decision, Line, Ruling, Verdict
from routes.web.forms import Values

SAVE, APPROVE_ALL, DECLINE_ALL = "enregistrer", "approuver", "refuser"
ALL = {APPROVE_ALL: Decision.APPROVED, DECLINE_ALL: Decision.DECLINED}
CHOICE, PHRASE, WORDS = "decision", "motif", "precision"  # « decision-ville »; the last two alone: for all fields
WHOLE = "demande"  # the id of what is wrong with no field in particular

BROKEN = "Ce formulaire est arrivé incomplet ou abîmé. Voici la demande telle qu’elle est : décidez de nouveau."
OUTDATED = "La famille a changé sa demande pendant que vous lisiez. Rien n’a été enregistré : relisez-la."
MOVED = "« {} » : cette ligne a changé pendant que vous lisiez. Relisez-la avant de décider."
NO_REASON = "Donnez le motif du refus, la famille le lira."

Seen = dict[str, list[str]]
Problems = dict[str, str]  # by the id of the place


class Typed(NamedTuple):
    """What was chosen and typed for one field, or for all."""

    decision: str = ""
    phrase: str = ""
    words: str = ""


class Said(NamedTuple):
    """A form as it came; without one, nothing."""

    gesture: str = SAVE
    seen: Seen | None = None
    by_slug: Mapping[str, Typed] = {}
    common: Typed = Typed()

    def about(self, line: Line) -> Typed:
        """What it says of one field."""
        return self.by_slug.get(line.field.slug, Typed())


def read(values: Values) -> Said:
    """The fields of the form; what is not of a decision is not looked at."""
    named = [key.partition("-") for key in values]
    slugs = {slug for name, _, slug in named if slug and name in (CHOICE, PHRASE, WORDS)}
    return Said(
        values.get("geste", SAVE),
        _seen(values.get("vu", "")),
        {slug: _typed(values, f"-{slug}") for slug in slugs},
        _typed(values, "")._replace(decision=""),
    )


def _typed(values: Values, suffix: str) -> Typed:
    return Typed(*(values.get(name + suffix, "").replace("\r\n", "\n") for name in (CHOICE, PHRASE, WORDS)))


def _seen(text: str) -> Seen | None:
    """What the page had shown; nothing when it cannot be read."""
    try:
        seen = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return seen if isinstance(seen, dict) else None


def judge(said: Said, case: Case, phrases: Sequence[str]) -> tuple[dict[str, Verdict], Problems]:
    """The verdict on each field that has a clear one, and what is wrong with the others, by the place it shows at."""
    slugs = {line.field.slug for line in case.lines}
    if said.gesture not in (SAVE, *ALL) or said.seen is None or not said.by_slug.keys() <= slugs:
        return {}, {WHOLE: BROKEN}
    verdicts: dict[str, Verdict] = {}
    problems: Problems = {}
    for line in case.lines:
        try:
            verdict = _verdict(said, line, phrases)
        except ValueError as trouble:
            problems[place_of(said, case, line)] = _worded(said, line, str(trouble))
        else:
            verdicts |= {line.field.name: verdict} if verdict else {}
    return verdicts, problems


def _verdict(said: Said, line: Line, phrases: Sequence[str]) -> Verdict | None:
    """None where nothing has been chosen; raises ValueError, in French, where the choice is not clear."""
    typed, whole = said.about(line), ALL.get(said.gesture)
    chosen = Decision(typed.decision) if typed.decision in set(Decision) else None
    if whole and not (line.moved and whole == Decision.APPROVED):  # a moved value asks for a choice of its own
        if chosen not in (None, whole):
            raise ValueError("vous avez choisi le contraire sur cette ligne. Changez ce choix, ou enregistrez-le.")
        chosen = whole
    if chosen != Decision.DECLINED:
        return Verdict(chosen) if chosen else None
    reason = reason_of(typed, phrases) or (reason_of(said.common, phrases) if whole == Decision.DECLINED else "")
    if whole == Decision.DECLINED and not reason:
        raise ValueError(NO_REASON)
    return Verdict(chosen, reason)


def reason_of(typed: Typed, phrases: Sequence[str]) -> str:
    """A saved phrase, then the words that were typed. Raises ValueError."""
    if typed.phrase not in ("", *phrases):
        raise ValueError("choisissez un motif dans la liste.")
    return f"{typed.phrase} {kinds.lines(typed.words, datetime.date.min)}".strip()


def place_of(said: Said, case: Case, line: Line) -> str:
    """Where on the page a problem with a field belongs."""
    if said.gesture == DECLINE_ALL or not case.belongs:
        return PHRASE
    declined = said.about(line).decision == Decision.DECLINED
    return f"{PHRASE if declined else CHOICE}-{line.field.slug}"


def _worded(said: Said, line: Line, trouble: str) -> str:
    return trouble if trouble == NO_REASON else f"« {line.field.label} » : {trouble}"


def problems_with(decided: Decided, said: Said, case: Case, own: Problems) -> Problems:
    """All that keeps a decision from being carried out, in the order of the page."""
    if decided.ruling == Ruling.MOVED and said.seen is not None:
        return _moved(said.seen, case)
    if WHOLE in own:
        return own
    found: Problems = {}
    for line in case.lines:
        place = place_of(said, case, line)
        words = own.get(place) or decided.problems.get(line.field.name)
        if words:
            found.setdefault(place, words)
    return found


def _moved(seen: Seen, case: Case) -> Problems:
    moved = {
        f"{CHOICE}-{line.field.slug}" if case.belongs else WHOLE: MOVED.format(line.field.label)
        for line in case.lines
        if seen.get(line.field.name) != case.seen[line.field.name]
    }
    gone = {} if seen.keys() <= case.seen.keys() else {WHOLE: OUTDATED}
    return gone | moved


def still_valid(said: Said, case: Case) -> Said:
    """What was typed, without the choices whose values are no longer those that were seen."""
    if said.seen is None:
        return said
    seen = said.seen
    kept = [line for line in case.lines if seen.get(line.field.name) == case.seen[line.field.name]]
    return said._replace(by_slug={line.field.slug: said.about(line) for line in kept})
