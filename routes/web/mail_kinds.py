"""Each kind of mail: what the office calls it, and how it looks, filled with facts of nobody."""

from collections.abc import Callable
from typing import Any, NamedTuple

from sqlmodel import Session

from data import mails, outbox, sites
from data.outbox import Mail
from routes.web.letters import (
    WRITERS,
    PasswordChangedLetter,
    SecondFactorRemovedLetter,
    TemporaryPasswordLetter,
    UsernameLetter,
    letter_of,
)
from routes.web.mail import Letter, text_of

NOBODY, RECIPIENT = "MARTIN Camille", "camille.martin@exemple.fr"
GROUPS = "xxxxxx-xxxxxx-xxxxxx"
AT = 1_790_000_000
TAB = "/eleves/exemple/reinscription"
LONGEST = 20_000  # signs of a mail that are shown


class Kind(NamedTuple):
    """One kind of mail: its address among the models, its words, and invented facts."""

    slug: str
    words: str
    facts: dict[str, Any]


def _reenrolment(**more: Any) -> dict[str, Any]:
    return {"number": "2026-000123", "subject": NOBODY, "at": AT, "address": TAB, **more}


def _request(*changes: list[str]) -> dict[str, Any]:
    return {"number": "2026-000123", "subject": NOBODY, "at": AT, "changes": list(changes)}


COURSES = [["Trompette", True, "le mercredi"], ["Danse", False, ""]]
KINDS = {
    outbox.TEMPORARY_PASSWORD: Kind("mot-de-passe-provisoire", "Mot de passe provisoire", {}),
    outbox.PASSWORD_CHANGED: Kind("mot-de-passe-change", "Mot de passe changé", {}),
    outbox.IDENTIFIANT: Kind("identifiant", "Identifiant", {}),
    outbox.SECOND_FACTOR_REMOVED: Kind("double-authentification-retiree", "Double authentification retirée", {}),
    outbox.CHANGE_ACKNOWLEDGED: Kind(
        "accuse-de-reception",
        "Accusé de réception d’une demande de modification",
        _request(["Ville", "ORLEANS", "OLIVET"]),
    ),
    outbox.CHANGE_DECIDED: Kind(
        "reponse-a-une-demande",
        "Réponse à une demande de modification",
        _request(
            ["Ville", "ORLEANS", "OLIVET", "approuvee", ""],
            ["Date de naissance", "14/09/2015", "15/09/2015", "refusee", "Un justificatif est nécessaire."],
        ),
    ),
    outbox.REENROLMENT_ACKNOWLEDGED: Kind(
        "accuse-de-reception-reinscription",
        "Accusé de réception d’une réinscription",
        _reenrolment(
            school_year="2027-2028", administrative=False, courses=COURSES, remarks="", missing=["Justificatif"]
        ),
    ),
    outbox.DOCUMENT_DECLINED: Kind(
        "piece-refusee", "Pièce refusée", _reenrolment(documents=[["Justificatif", "Le document est illisible."]])
    ),
    outbox.COMPLETION_ASKED: Kind(
        "complement-demande",
        "Complément demandé",
        _reenrolment(words="Précisez le jour souhaité.", documents=["Justificatif"]),
    ),
    outbox.REENROLMENT_DECIDED: Kind(
        "reponse-reinscription",
        "Réponse à une réinscription",
        _reenrolment(school_year="2027-2028", state="validee", reason="", administrative=False, courses=COURSES),
    ),
    outbox.REENROLMENT_REOPENED: Kind(
        "reinscription-rouverte",
        "Réinscription rouverte",
        _reenrolment(school_year="2027-2028", was="refusee", reason="Une place s’est libérée."),
    ),
    outbox.REENROLMENT_REMINDER: Kind(
        "rappel-reinscription",
        "Rappel de réinscription",
        {"school_year": "2027-2028", "closes": "2027-06-30", "children": ["Camille"]},
    ),
    outbox.TEST: Kind("courriel-d-essai", "Courriel d’essai", {"at": AT}),
}
OF_ACCOUNTS: dict[str, Callable[..., Letter]] = {  # these look their account up: a model has none
    outbox.TEMPORARY_PASSWORD: lambda **house: TemporaryPasswordLetter(
        **house, username="cmartin", password=GROUPS, by_office=False
    ),
    outbox.IDENTIFIANT: lambda **house: UsernameLetter(**house, username="cmartin", recipient=RECIPIENT),
    outbox.SECOND_FACTOR_REMOVED: lambda **house: SecondFactorRemovedLetter(**house, username="secretariat"),
    outbox.PASSWORD_CHANGED: lambda **house: PasswordChangedLetter(**house, username="cmartin"),
}
BY_SLUG = {each.slug: kind for kind, each in KINDS.items()}


class Shown(NamedTuple):
    """A mail as its reader sees it, in plain words."""

    subject: str
    text: str


def words_of(kind: str) -> str:
    """What the office calls a kind; one that has no words yet is called as the outbox does."""
    return KINDS[kind].words if kind in KINDS else kind


def model_of(db: Session, site: int, kind: str, portal: str) -> Shown:
    """A kind of mail as this site sends it, to nobody."""
    if kind in OF_ACCOUNTS:
        return _shown(OF_ACCOUNTS[kind](site=sites.site_with(db, site), portal=portal))
    row = Mail(site_id=site, kind=kind, facts=KINDS[kind].facts, recipient=RECIPIENT, created_at=AT, due_at=AT)
    return _shown(letter_of(db, row, portal, AT))


def shown_mail(db: Session, row: Mail, portal: str, now: int) -> Shown | None:
    """What a mail says; nothing for one with a secret, or whose facts are no longer understood."""
    if row.kind in mails.WITH_A_SECRET or row.kind not in WRITERS:
        return None
    try:
        return _shown(letter_of(db, row, portal, now))
    except (LookupError, TypeError, ValueError, AssertionError):
        return None


def _shown(letter: Letter) -> Shown:
    return Shown(letter.subject, text_of(letter)[:LONGEST].strip())
