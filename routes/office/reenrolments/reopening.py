"""« Rouvrir le dossier »: what the office reads before it takes a decision back, and what its form says."""

from typing import NamedTuple

from sqlmodel import Session

from data import reenrolments
from data.reenrolments import Case, Reopened
from routes.web import clock
from routes.web.forms import Values
from routes.web.french import moment

GESTURE, REASON, SEEN = "rouvrir", "motif", "vu"
DIGITS = 12  # of a moment in seconds, with room for ages
REFUSED = {Reopened.TOO_LATE: "reouverture-trop-tard", Reopened.FORMER_YEAR: "reouverture-annee-close"}


class Reopening(NamedTuple):
    """The form that takes a decision back, or why there is none."""

    is_possible: bool
    address: str
    seen: int  # when it was decided
    words: list[str]
    reason: str
    resumed: bool


class Read(NamedTuple):
    """The form as it came."""

    seen: int
    reason: str


def is_meant(values: Values) -> bool:
    """Whether a form of the page of a re-enrolment is this one."""
    return values.get("geste") == GESTURE


def read(values: Values) -> Read:
    """What was typed, and the decision that the page had shown; nothing where there was none."""
    seen, typed = values.get(SEEN, ""), values.get(REASON, "")
    return Read(int(seen) if seen.isascii() and seen.isdecimal() and len(seen) <= DIGITS else 0, typed)


def reopening_of(db: Session, case: Case, address: str, reason: str, resumed: bool) -> Reopening:
    """What is said of a decided re-enrolment. One statement."""
    after, year = reenrolments.aftermath_of(db, case, clock.today()), case.row.school_year
    words = [
        "Le dossier redevient « À valider », à sa place. La famille lira votre motif, par courriel et sur le portail."
    ]
    if after.exported_at:
        words.append(
            f"Cette décision est déjà partie avec l’export des réinscriptions du {moment(after.exported_at)}. "
            "Rouvrir le dossier n’y change rien : exportez de nouveau quand il sera décidé."
        )
    if after.is_enrolled:
        words.append(
            f"Un import a déjà inscrit l’élève à des cours de {year}. Rouvrir le dossier ne les retire pas : "
            "c’est à corriger dans le logiciel administratif."
        )
    if not after.is_of_this_year:
        words = [
            f"Le dossier est de l’année {year}, dont les réinscriptions sont terminées : il ne peut plus être rouvert."
        ]
    return Reopening(after.is_of_this_year, address, case.row.decided_at or 0, words, reason, resumed)
