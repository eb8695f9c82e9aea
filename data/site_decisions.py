"""What each site decides for itself: its name, how it is read from text, and what it is for."""

import datetime
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from data import kinds, site_texts
from data.school_years import period_of
from data.sites import Renewal, Site

LONGEST_KEPT = 3650  # days
LONGEST_LINE = 120  # characters
LONGEST_CONDITIONS = 8000  # characters: about three pages
PERIODS = (("premier_jour", "dernier_jour"), ("reinscription_du", "reinscription_au"))


class Decision(NamedTuple):
    """One thing a site decides: where it is kept, how it is read from text, what it is for."""

    attribute: str
    read: Callable[[Any], Any]
    meaning: str


def _line(kind: kinds.Kind = kinds.text, longest: int = LONGEST_LINE) -> Callable[[Any], str]:
    """What is written on one line, as the kind of a field reads it."""

    def read(value: Any) -> str:
        try:
            return _short(kind(str(value), datetime.date.max), longest)
        except ValueError as trouble:
            raise ValueError(f"{trouble}".removesuffix(".")) from None

    return read


def _words(longest: int) -> Callable[[Any], str]:
    """A text with its lines and its blank ones."""

    def read(value: Any) -> str:
        text = kinds.HIDDEN.sub("", str(value)).strip()
        if any(unicodedata.category(sign) == "Cc" and not sign.isspace() for sign in text):
            raise ValueError("le texte contient un caractère de contrôle, retirez-le")
        return _short(text, longest)

    return read


def _short(text: str, longest: int) -> str:
    if len(text) > longest:
        raise ValueError(f"{longest} caractères au plus")
    return text


def _yes_no(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    answers = {"oui": True, "1": True, "true": True, "non": False, "0": False, "false": False}
    try:
        return answers[str(value).strip().lower()]
    except KeyError:
        raise ValueError("répondez par oui ou non") from None


def _day(value: Any) -> datetime.date | None:
    if isinstance(value, datetime.date) or not str(value).strip():
        return value or None
    try:
        return datetime.datetime.strptime(str(value).strip(), "%d/%m/%Y").date()
    except ValueError:
        raise ValueError("écrivez une date comme 01/09/2026") from None


def _renewal(value: Any) -> str:
    try:
        return Renewal(str(value).strip().lower())
    except ValueError:
        raise ValueError("écrivez immediat ou usage") from None


def _school_year(value: Any) -> str:
    year = str(value).strip()
    try:
        if year:
            period_of(year)
    except ValueError:
        raise ValueError("écrivez une année scolaire comme 2026-2027") from None
    return year


def _days(value: Any) -> int:
    try:
        days = int(str(value).strip())
    except ValueError:
        days = -1
    if not 0 <= days <= LONGEST_KEPT:
        raise ValueError(f"écrivez un nombre de jours, de 0 à {LONGEST_KEPT}")
    return days


def _up_to(longest: int, shortest: int, what: str) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        text = str(value).strip()
        number = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else -1
        if not shortest <= number <= longest:
            raise ValueError(f"écrivez un nombre de {what}, de {shortest} à {longest}")
        return number

    return read


def _name(value: Any) -> str:
    if not str(value).strip():
        raise ValueError("ne peut pas être vide")
    return _line(kinds.name, 80)(value)


DECISIONS: dict[str, Decision] = {
    "nom": Decision("name", _name, "nom dans la liste « Site » de la page de connexion"),
    "etablissement": Decision("institution", _line(), "nom de l’établissement, dans les textes et les courriers"),
    "adresse": Decision("address", _line(longest=200), "rue de l’établissement"),
    "cp": Decision("postcode", _line(kinds.postcode), "code postal"),
    "ville": Decision("town", _line(), "ville"),
    "telephone": Decision("phone", _line(kinds.phone), "téléphone"),
    "courriel": Decision(
        "email", _line(kinds.email), "adresse électronique : expéditeur des courriels, et où les familles écrivent"
    ),
    "location": Decision("rentals_tab", _yes_no, "onglet « Facturation location » : oui ou non"),
    "renouvellement": Decision(
        "password_renewal",
        _renewal,
        "l’ancien mot de passe cesse de valoir : immediat, ou usage (à la première utilisation du nouveau)",
    ),
    "annee_courante": Decision(
        "school_year", _school_year, "année scolaire courante ; vide : la plus récente des cours"
    ),
    "premier_jour": Decision("first_day", _day, "premier jour des cours"),
    "dernier_jour": Decision("last_day", _day, "dernier jour des cours"),
    "accueil": Decision(
        "welcome", _words(site_texts.LONGEST), "texte de la page d’accueil ; vide : le texte du portail"
    ),
    "mentions": Decision(
        "legal_notice", _words(site_texts.LONGEST), "texte des mentions légales ; vide : le texte du portail"
    ),
    "reinscription_du": Decision("reenrolment_opens", _day, "ouverture des réinscriptions"),
    "reinscription_au": Decision("reenrolment_closes", _day, "dernier jour des réinscriptions"),
    "reinscription_annee": Decision(
        "reenrolment_year", _school_year, "année scolaire des réinscriptions ; vide : celle qui suit l’année courante"
    ),
    "reinscription_conditions": Decision(
        "reenrolment_conditions",
        _words(LONGEST_CONDITIONS),
        "conditions et tarifs, affichés dans l’onglet « Réinscription »",
    ),
    "pieces_gardees": Decision(
        "documents_kept",
        _days,
        f"jours pendant lesquels les pièces sont gardées après la décision, de 0 à {LONGEST_KEPT}",
    ),
    "journal_garde": Decision(
        "journal_kept",
        _up_to(LONGEST_KEPT, 30, "jours"),
        f"jours pendant lesquels le journal est gardé, de 30 à {LONGEST_KEPT}",
    ),
    "familles_gardees": Decision(
        "families_kept",
        _up_to(1200, 0, "mois"),
        "mois pendant lesquels une famille est gardée après sa dernière année scolaire ou sa dernière opération ; "
        "de 1 à 1200 ; 0 : jusqu’à ce qu’on l’efface",
    ),
    "courriels_gardes": Decision(
        "mails_kept",
        _up_to(365, 1, "jours"),
        "jours pendant lesquels un courriel parti ou en échec est gardé, de 1 à 365",
    ),
    "double_authentification": Decision(
        "second_factor_required", _yes_no, "les comptes du secrétariat se connectent avec un code : oui ou non"
    ),
}


def decide(db: Session, site: Site, key: str, value: Any) -> None:
    """Set one decision of a site from text or a TOML value; raises ValueError in French."""
    decision = DECISIONS.get(key)
    if decision is None:
        raise ValueError(f"« {key} » n’est pas un réglage. Réglages possibles : {', '.join(DECISIONS)}.")
    try:
        decided = {decision.attribute: decision.read(value)}
        for name, trouble in contradictions(db, site, decided).items():
            raise ValueError(trouble if name == key else f"{trouble} (« {name} »)")
    except ValueError as trouble:
        raise ValueError(f"« {key} » : {trouble}.") from None
    setattr(site, decision.attribute, decided[decision.attribute])


def contradictions(db: Session, site: Site, decided: Mapping[str, Any]) -> dict[str, str]:
    """What is right on its own, but not beside the rest: in French, by name; `decided` is by attribute of Site."""
    moved = [period for period in PERIODS if any(DECISIONS[name].attribute in decided for name in period)]
    days = [DECISIONS[name].attribute for period in moved for name in period]
    found = disorder({day: getattr(site, day) for day in days} | dict(decided))
    others = select(Site.name).where(col(Site.id) != site.id)
    if "name" in decided and any(decided["name"].casefold() == other.casefold() for other in db.exec(others)):
        found["nom"] = "un autre site de ce portail porte déjà ce nom"
    return found


def disorder(decided: Mapping[str, Any]) -> dict[str, str]:
    """The days that come in the wrong order, or alone: in French, by name; `decided` is by attribute of Site."""
    found = {}
    for period in PERIODS:
        first, last = (decided.get(DECISIONS[name].attribute) for name in period)
        if first and last and last < first:
            found[period[1]] = "ce jour est avant le premier"
    if decided.get("reenrolment_closes") and not decided.get("reenrolment_opens"):
        found["reinscription_du"] = "donnez aussi le premier jour"
    return found
