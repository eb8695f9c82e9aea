"""What the forms of « Réglages du site » share: where they are, what a page had shown, what was typed before."""

import json
from collections.abc import Mapping

from sqlmodel import Session

from data import kept_forms
from data.sessions import Person
from routes.web.forms import Values

SITE = "/administration/site"
SHOWN_FIELD = "avant"
Texts = Mapping[str, str]


def shown_in(values: Values) -> dict[str, str]:
    """What the page had shown, as its form says; nothing where it cannot be read."""
    try:
        shown = json.loads(values.get(SHOWN_FIELD, ""))
    except ValueError:
        return {}
    return {str(name): str(text) for name, text in shown.items()} if isinstance(shown, dict) else {}


def as_shown(texts: Texts) -> str:
    """What a form carries of the texts that its page shows."""
    return json.dumps(dict(texts), ensure_ascii=False, separators=(",", ":"))


def typed_before(db: Session, person: Person, address: str, now: int) -> dict[str, str]:
    """What was typed here before the session ran out."""
    kept = kept_forms.kept_for(db, person.account, address, now)
    return kept.typed if kept else {}


def plain(text: str) -> str:
    """A text as it is kept, whatever line ends the browser sends."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
