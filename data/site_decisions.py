"""What each site decides for itself: its name, how it is read from text, and what it is for."""

import datetime
from collections.abc import Callable
from typing import Any, NamedTuple

from data.school_years import period_of
from data.sites import Renewal, Site

LONGEST_KEPT = 3650  # days


class Decision(NamedTuple):
    """One thing a site decides: where it is kept, how it is read from text, what it is for."""

    attribute: str
    read: Callable[[Any], Any]
    meaning: str


def _text(value: Any) -> str:
    return str(value).strip()


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


def _required(value: Any) -> str:
    if not str(value).strip():
        raise ValueError("ne peut pas être vide")
    return str(value).strip()


DECISIONS: dict[str, Decision] = {
    "nom": Decision("name", _required, "nom dans la liste « Site » de la page de connexion"),
    "etablissement": Decision("institution", _text, "nom de l’établissement, dans les textes et les courriers"),
    "adresse": Decision("address", _text, "rue de l’établissement"),
    "cp": Decision("postcode", _text, "code postal"),
    "ville": Decision("town", _text, "ville"),
    "telephone": Decision("phone", _text, "téléphone"),
    "courriel": Decision(
        "email", _text, "adresse électronique : expéditeur des courriels, et où les familles écrivent"
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
    "accueil": Decision("welcome", _text, "texte de la page d’accueil ; vide : le texte du portail"),
    "mentions": Decision("legal_notice", _text, "texte des mentions légales ; vide : le texte du portail"),
    "reinscription_du": Decision("reenrolment_opens", _day, "ouverture des réinscriptions"),
    "reinscription_au": Decision("reenrolment_closes", _day, "dernier jour des réinscriptions"),
    "reinscription_annee": Decision(
        "reenrolment_year", _school_year, "année scolaire des réinscriptions ; vide : celle qui suit l’année courante"
    ),
    "reinscription_conditions": Decision(
        "reenrolment_conditions", _text, "conditions et tarifs, affichés dans l’onglet « Réinscription »"
    ),
    "pieces_gardees": Decision(
        "documents_kept", _days, "jours pendant lesquels les pièces sont gardées après la décision"
    ),
    "journal_garde": Decision(
        "journal_kept", _up_to(LONGEST_KEPT, 30, "jours"), "jours pendant lesquels le journal est gardé"
    ),
    "familles_gardees": Decision(
        "families_kept",
        _up_to(1200, 0, "mois"),
        "mois pendant lesquels une famille est gardée après sa dernière année scolaire ou sa dernière opération ; "
        "0 : jusqu’à ce qu’on l’efface",
    ),
    "courriels_gardes": Decision(
        "mails_kept", _up_to(365, 1, "jours"), "jours pendant lesquels un courriel parti ou en échec est gardé"
    ),
    "double_authentification": Decision(
        "second_factor_required", _yes_no, "les comptes du secrétariat se connectent avec un code : oui ou non"
    ),
}


def decide(site: Site, key: str, value: Any) -> None:
    """Set one decision of a site from text or a TOML value; raises ValueError in French."""
    decision = DECISIONS.get(key)
    if decision is None:
        raise ValueError(f"« {key} » n’est pas un réglage. Réglages possibles : {', '.join(DECISIONS)}.")
    try:
        setattr(site, decision.attribute, decision.read(value))
    except ValueError as trouble:
        raise ValueError(f"« {key} » : {trouble}.") from None
