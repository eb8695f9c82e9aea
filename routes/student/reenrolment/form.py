"""The form of the tab: its names in French, what its button asks for, what the page had shown."""

import json
from collections.abc import Mapping
from typing import NamedTuple

from data.reenrolments import Folder, texts_of
from data.reenrolments.saving import ADMINISTRATIVE, COURSE, REMARKS, TICKED, WISH
from routes.web.forms import Values, form_id_of

SHOWN_FIELD, GESTURE_FIELD = "avant", "geste"
SAVE, SEND, IMPORT, REMOVE = "enregistrer", "valider", "importer", "supprimer"
DOCUMENT = "piece-"
FRENCH = {ADMINISTRATIVE: "administrative", REMARKS: "demandes", COURSE: "cours-", WISH: "souhait-"}


class Sent(NamedTuple):
    """A form as it came in."""

    form_id: str
    typed: dict[str, str]
    shown: dict[str, str]
    gesture: str
    document: str = ""  # the key of the one that the button stands beside


def read_sent(values: Values) -> Sent:
    """What was typed, by the names of the data; raises StaleForm without a form id."""
    gesture, _, document = values.get(GESTURE_FIELD, SAVE).partition("-")
    return Sent(form_id_of(values), typed_of(values), shown_of(values), gesture, document)


def typed_of(values: Mapping[str, str]) -> dict[str, str]:
    """The fields of the form that belong to the wish."""
    return {ours: _lines(text) for name, text in values.items() if (ours := _ours(name))}


def whole(typed: Mapping[str, str], folder: Folder) -> dict[str, str]:
    """What was typed, with the boxes that were left empty: a browser does not send those."""
    return {name: typed.get(name, "") for name in texts_of(folder)}


def packed(texts: Mapping[str, str]) -> str:
    """What a page holds, for `avant`: boxes that are ticked in one list, and nothing that is empty."""
    ticked = [name.removeprefix(COURSE) for name, text in texts.items() if text and _is_box(name)]
    written = {name: text for name, text in texts.items() if text and not _is_box(name)}
    return json.dumps({**written, TICKED: " ".join(ticked)}, ensure_ascii=False, separators=(",", ":"))


def shown_of(values: Mapping[str, str]) -> dict[str, str]:
    """What the page held when it was opened; nothing that is not a text."""
    try:
        held = json.loads(values.get(SHOWN_FIELD, ""))
    except ValueError:
        held = {}
    texts = {name: text for name, text in held.items() if isinstance(text, str)} if isinstance(held, dict) else {}
    ticked = texts.pop(TICKED, "").split()
    return texts | {name if _is_box(name) else COURSE + name: TICKED for name in ticked}


def _is_box(name: str) -> bool:
    return name == ADMINISTRATIVE or name.startswith(COURSE)


def name_of(ours: str) -> str:
    """How the form calls a field of the data: `cours-k7q2m9tx`."""
    return next((theirs + ours[len(name) :] for name, theirs in FRENCH.items() if ours.startswith(name)), ours)


def _ours(theirs: str) -> str:
    exact = {french: name for name, french in FRENCH.items() if not name.endswith("-")}
    if theirs in exact:
        return exact[theirs]
    begun = {french: name for name, french in FRENCH.items() if name.endswith("-")}
    return next((name + theirs[len(french) :] for french, name in begun.items() if theirs.startswith(french)), "")


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
