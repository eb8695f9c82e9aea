"""The authorisation matrix: every route, asked by everybody; what is somebody else’s does not exist."""

import json
import re

import pytest

from app import PAGES
from data import changes, ledger, reenrolments, students
from routes.web import forms
from tests.house.affairs import WHO
from tests.house.asking import Asker, outcome, to_the_byte
from tests.people import PASSWORD

# By nobody, with a temporary password, by the family, its neighbour, its namesake of another site, the two offices.
# An eighth word is for the secretariat without the settings; where there is none, it is answered as its office.
EVERYBODY = "200 200 200 200 200 200 200"
FAMILIES = "/connexion /mot-de-passe 200 200 200 404 404"
ITS_OWN = "/connexion /mot-de-passe 200 404 404 404 404"
OFFICES = "/connexion /mot-de-passe 404 404 404 200 200"
ITS_OFFICE = "/connexion /mot-de-passe 404 404 404 200 404"
TEAM = "/administration/equipe"
SETTLERS = OFFICES + " 404"
HOUSEHOLD = "/connexion /mot-de-passe 404 404 404 /administration/familles/ID 404"
TAB = "/eleves/ID/reinscription"
MATRIX = {
    "GET /": "/connexion /mot-de-passe 200 200 200 /administration /administration",
    "GET /famille": FAMILIES,
    "POST /famille": "/connexion /mot-de-passe /famille /famille /famille 404 404",
    "GET /famille/cotisations": FAMILIES,
    "GET /famille/cotisations/{name:str}": ITS_OWN,
    "GET /famille/locations": "/connexion /mot-de-passe 200 200 404 404 404",  # the other site has no such tab
    "GET /famille/locations/{name:str}": ITS_OWN,
    "GET /famille/eleves": FAMILIES,
    "GET /eleves": FAMILIES,
    "GET /eleves/{key:str}": ITS_OWN,
    "POST /eleves/{key:str}": "/connexion /mot-de-passe /eleves/ID 404 404 404 404",
    "GET /eleves/{key:str}/cours": ITS_OWN,
    "GET /eleves/{student:str}/cours/{course:str}/suivi": ITS_OWN,
    "GET /eleves/{student:str}/cours/{course:str}/suivi/{row:str}": ITS_OWN,
    "GET /eleves/{student:str}/cours/{course:str}/evaluations": ITS_OWN,
    "GET /eleves/{student:str}/cours/{course:str}/evaluations/{row:str}": ITS_OWN,
    "GET /eleves/{student:str}/cours/{course:str}/absences": ITS_OWN,
    "GET /eleves/{student:str}/cours/{course:str}/absences/{row:str}": ITS_OWN,
    "GET /eleves/{key:str}/historique": ITS_OWN,
    "GET /eleves/{student:str}/historique/{course:str}/fiche": ITS_OWN,
    "GET /eleves/{student:str}/historique/{course:str}/fiche/{row:str}": ITS_OWN,
    "GET /eleves/{student:str}/historique/{course:str}/evaluations": ITS_OWN,
    "GET /eleves/{student:str}/historique/{course:str}/evaluations/{row:str}": ITS_OWN,
    "GET /eleves/{student:str}/historique/{course:str}/commentaires": ITS_OWN,
    "GET /eleves/{key:str}/repertoire": ITS_OWN,
    "GET /eleves/{key:str}/reinscription": ITS_OWN,
    "POST /eleves/{key:str}/reinscription": f"/connexion /mot-de-passe {TAB} 404 404 404 404",
    "GET /eleves/{key:str}/reinscription/recapitulatif": ITS_OWN,
    "POST /eleves/{key:str}/reinscription/recapitulatif": f"/connexion /mot-de-passe {TAB} 404 404 404 404",
    "POST /eleves/{key:str}/reinscription/reprise": f"/connexion /mot-de-passe {TAB} 404 404 404 404",
    "GET /eleves/{key:str}/reinscription/recu": ITS_OWN,
    "GET /eleves/{key:str}/reinscription/recu.pdf": ITS_OWN,
    "GET /eleves/{key:str}/reinscription/pieces/{name:str}": ITS_OWN,
    "GET /eleves/{key:str}/reinscription/modeles/{name:str}": ITS_OWN,
    "GET /mes-demandes": FAMILIES,
    "GET /mes-demandes/{key:str}": ITS_OWN,
    "POST /mes-demandes/{key:str}/retrait": "/connexion /mot-de-passe /mes-demandes/ID 404 404 404 404",
    "GET /mes-donnees": FAMILIES,
    "POST /mes-donnees": "/connexion /mot-de-passe 200 200 200 404 404",
    "GET /agenda": FAMILIES,
    "POST /agenda/adresse": "/connexion /mot-de-passe /agenda /agenda /agenda 404 404",
    "POST /agenda/adresse/suppression": "/connexion /mot-de-passe /agenda /agenda /agenda 404 404",
    "GET /agenda/{name:str}": EVERYBODY,  # whoever has the secret; without it, nobody
    "GET /administration": OFFICES,
    "POST /administration/familles/{key:str}/vue": "/connexion /mot-de-passe 404 404 404 / 404",
    "GET /administration/familles/{key:str}/effacement": ITS_OFFICE + " 404",
    "POST /administration/familles/{key:str}/effacement": "/connexion /mot-de-passe 404 404 404 422 404 404",
    "POST /administration/vue/fin": "/connexion /mot-de-passe 404 404 404 /administration /administration",
    "GET /administration/familles": OFFICES,
    "GET /administration/familles/recherche": "/connexion /mot-de-passe 404 404 404 " + 2 * "/administration/familles ",
    "POST /administration/familles/recherche": "/connexion /mot-de-passe 404 404 404 422 422",
    "GET /administration/familles/{key:str}": ITS_OFFICE,
    "GET /administration/familles/nouvelle": OFFICES,
    "POST /administration/familles/nouvelle": "/connexion /mot-de-passe 404 404 404 422 422",
    "GET /administration/familles/{key:str}/responsables/nouveau": ITS_OFFICE,
    "POST /administration/familles/{key:str}/responsables/nouveau": "/connexion /mot-de-passe 404 404 404 422 404",
    "GET /administration/familles/{key:str}/eleves/nouveau": ITS_OFFICE,
    "POST /administration/familles/{key:str}/eleves/nouveau": "/connexion /mot-de-passe 404 404 404 422 404",
    "GET /administration/familles/{key:str}/responsables/{guardian:str}": ITS_OFFICE,
    "POST /administration/familles/{key:str}/responsables/{guardian:str}": HOUSEHOLD,
    "GET /administration/familles/{key:str}/responsables/{guardian:str}/separation": ITS_OFFICE,
    "POST /administration/familles/{key:str}/responsables/{guardian:str}/separation": "/connexion /mot-de-passe "
    "404 404 404 /administration/familles/ID 404 404",  # the office has been there before the secretary
    "GET /administration/familles/{key:str}/rattachement": ITS_OFFICE,
    "POST /administration/familles/{key:str}/rattachement": "/connexion /mot-de-passe 404 404 404 422 404",
    "GET /administration/familles/{key:str}/eleves/{student:str}/detachement": ITS_OFFICE,
    "POST /administration/familles/{key:str}/eleves/{student:str}/detachement": "/connexion /mot-de-passe "
    "404 404 404 /administration/familles/ID 404 404",  # nor is it there for her any more
    "GET /administration/eleves/{key:str}": ITS_OFFICE,
    "GET /administration/eleves/{key:str}/fiche": ITS_OFFICE,
    "POST /administration/eleves/{key:str}/fiche": "/connexion /mot-de-passe 404 404 404 /administration/eleves/ID 404",
    "GET /administration/demandes": OFFICES,
    "GET /administration/reinscriptions": OFFICES,
    "GET /administration/reinscriptions/recherche": "/connexion /mot-de-passe 404 404 404 "
    + 2 * "/administration/reinscriptions ",
    "POST /administration/reinscriptions/recherche": "/connexion /mot-de-passe 404 404 404 422 422",
    "GET /administration/reinscriptions/{key:str}": ITS_OFFICE,
    "POST /administration/reinscriptions/{key:str}": "/connexion /mot-de-passe 404 404 404 422 404",
    "GET /administration/reinscriptions/{key:str}/pieces/{name:str}": ITS_OFFICE,
    "GET /administration/modifications": OFFICES,
    "POST /administration/modifications": "/connexion /mot-de-passe 404 404 404 422 422",
    "GET /administration/demandes/recherche": "/connexion /mot-de-passe 404 404 404 " + 2 * "/administration/demandes ",
    "POST /administration/demandes/recherche": "/connexion /mot-de-passe 404 404 404 422 422",
    "GET /administration/demandes/{key:str}": ITS_OFFICE,
    "POST /administration/demandes/{key:str}": "/connexion /mot-de-passe 404 404 404 422 404",
    "GET /administration/reinscriptions/reglages": SETTLERS,
    "POST /administration/reinscriptions/reglages": SETTLERS.replace("200", "/administration/reinscriptions/reglages"),
    "GET /administration/reinscriptions/cours": OFFICES,
    "POST /administration/reinscriptions/cours": "/connexion /mot-de-passe 404 404 404 "
    + 2 * "/administration/reinscriptions/cours ",
    "GET /administration/reinscriptions/pieces": OFFICES,
    "POST /administration/reinscriptions/pieces": "/connexion /mot-de-passe 404 404 404 422 422",
    "GET /administration/reinscriptions/pieces/{key:str}": ITS_OFFICE,
    "POST /administration/reinscriptions/pieces/{key:str}": "/connexion /mot-de-passe 404 404 404 422 404",
    "POST /administration/reinscriptions/pieces/{key:str}/ordre": "/connexion /mot-de-passe 404 404 404 404 404",
    "POST /administration/reinscriptions/pieces/{key:str}/suppression": "/connexion /mot-de-passe 404 404 404 "
    "/administration/reinscriptions/pieces 404 404",  # the office has been there before the secretary
    "GET /administration/reinscriptions/pieces/{key:str}/modele": ITS_OFFICE,
    "POST /administration/reinscriptions/pieces/{key:str}/modele": "/connexion /mot-de-passe 404 404 404 422 404",
    "POST /administration/reinscriptions/pieces/{key:str}/modele/suppression": "/connexion /mot-de-passe 404 404 404 "
    "/administration/reinscriptions/pieces/ID 404",
    "GET /administration/reinscriptions/sans-reponse": OFFICES,
    "GET /administration/reinscriptions/rappels": OFFICES,
    "POST /administration/reinscriptions/rappels": "/connexion /mot-de-passe 404 404 404 "
    + 2 * "/administration/reinscriptions/sans-reponse ",
    "GET /administration/reinscriptions/export": OFFICES,
    "POST /administration/reinscriptions/export": "/connexion /mot-de-passe 404 404 404 422 422",
    "GET /administration/courriels": OFFICES,
    "GET /administration/courriels/{key:str}": ITS_OFFICE,
    "POST /administration/courriels/{key:str}/envoi": "/connexion /mot-de-passe 404 404 404 "
    "/administration/courriels/ID 404",
    "POST /administration/courriels/renvoi": "/connexion /mot-de-passe 404 404 404 " + 2 * "/administration/courriels ",
    "POST /administration/courriels/essai": "/connexion /mot-de-passe 404 404 404 " + 2 * "/administration/courriels ",
    "GET /administration/courriels/modeles": OFFICES,
    "GET /administration/courriels/modeles/{kind:str}": OFFICES,
    "GET /administration/journal": OFFICES,
    "GET /administration/journal/recherche": "/connexion /mot-de-passe 404 404 404 " + 2 * "/administration/journal ",
    "POST /administration/journal/recherche": "/connexion /mot-de-passe 404 404 404 422 422",
    "POST /administration/journal/export": OFFICES,
    "GET /sante": EVERYBODY,
    "GET /administration/sante": OFFICES + " 404",
    "GET /administration/comptes": OFFICES,
    "GET /administration/comptes/recherche": "/connexion /mot-de-passe 404 404 404 " + 2 * "/administration/comptes ",
    "POST /administration/comptes/recherche": "/connexion /mot-de-passe 404 404 404 422 422",
    "GET /administration/comptes/sans-compte": OFFICES,
    "POST /administration/comptes/sans-compte": "/connexion /mot-de-passe 404 404 404 404 404",
    "GET /administration/comptes/{key:str}": ITS_OFFICE,
    "POST /administration/comptes/{key:str}": "/connexion /mot-de-passe 404 404 404 404 404",
    "POST /administration/comptes/{key:str}/lettre": "/connexion /mot-de-passe 404 404 404 200 404",
    "GET /administration/comptes/courriels": OFFICES,
    "POST /administration/comptes/courriels": "/connexion /mot-de-passe 404 404 404 " + 2 * "/administration/comptes ",
    "GET /administration/comptes/lettres": OFFICES,
    "POST /administration/comptes/lettres": "/connexion /mot-de-passe 404 404 404 404 404",
    "GET /administration/equipe": "/connexion /mot-de-passe 404 404 404 200 200 404",
    "POST /administration/equipe": "/connexion /mot-de-passe 404 404 404 422 422 404",
    "POST /administration/equipe/reglages": "/connexion /mot-de-passe 404 404 404 " + 2 * f"{TEAM} " + "404",
    "GET /administration/equipe/{key:str}": "/connexion /mot-de-passe 404 404 404 200 404 404",
    "POST /administration/equipe/{key:str}": "/connexion /mot-de-passe 404 404 404 422 404 404",
    "GET /administration/double-authentification": OFFICES,
    "POST /administration/double-authentification": "/connexion /mot-de-passe 404 404 404 422 422",
    "POST /administration/double-authentification/suppression": "/connexion /mot-de-passe 404 404 404 422 422",
    "GET /administration/site": SETTLERS,
    "POST /administration/site": SETTLERS.replace("200", "/administration/site"),
    "GET /administration/site/conges": SETTLERS,
    "POST /administration/site/conges": SETTLERS.replace("200", "422"),
    "GET /administration/site/conges/{key:str}": ITS_OFFICE + " 404",
    "POST /administration/site/conges/{key:str}": "/connexion /mot-de-passe 404 404 404 422 "
    "/administration/site/conges 404",
    "POST /administration/site/conges/{key:str}/suppression": SETTLERS.replace("200", "/administration/site/conges"),
    "GET /administration/site/listes": SETTLERS,
    "POST /administration/site/listes": SETTLERS.replace("200", "/administration/site/listes"),
    "GET /administration/site/textes": SETTLERS,
    "GET /administration/site/textes/{place:str}": SETTLERS,
    "POST /administration/site/textes/{place:str}": SETTLERS.replace("200", "/administration/site/textes/ID"),
    "GET /administration/site/logo": SETTLERS,
    "POST /administration/site/logo": SETTLERS.replace("200", "422"),
    "POST /administration/site/logo/suppression": SETTLERS.replace("200", "/administration/site/logo"),
    "GET /logo/{name:str}": EVERYBODY,  # the sign-in page shows it
    "GET /administration/imports": OFFICES,
    "POST /administration/imports": "/connexion /mot-de-passe 404 404 404 422 422",
    "GET /administration/imports/{key:str}": ITS_OFFICE,
    "POST /administration/imports/{key:str}": "/connexion /mot-de-passe 404 404 404 422 404",
    "GET /administration/imports/{key:str}/rapport": ITS_OFFICE,
    "GET /accessibilite": EVERYBODY,
    "POST /accessibilite": "/connexion / / / / / /",
    "GET /mot-de-passe": "/connexion 200 200 200 200 200 200",
    "POST /mot-de-passe": "/connexion 422 422 422 422 422 422",
    "POST /quitter": "/connexion /connexion /connexion /connexion /connexion /connexion /connexion",
    "GET /connexion": EVERYBODY,
    "POST /connexion": "422 422 422 422 422 422 422",
    "GET /connexion/code": 7 * "/connexion ",  # nobody whose password has not just been right
    "POST /connexion/code": 7 * "/connexion ",
    "GET /mot-de-passe-perdu": EVERYBODY,
    "POST /mot-de-passe-perdu": "422 422 422 422 422 422 422",
    "GET /mentions-legales": EVERYBODY,
    "GET /plan-du-site": EVERYBODY,
    "GET /aide": EVERYBODY,
    "GET /accessibilite/declaration": EVERYBODY,
}
SHOWN = [route for route in MATRIX if route.startswith("GET")]
OF_SOMEBODY = ("POST /mot-de-passe", "POST /quitter")  # nobody is led to sign in, before anything is looked at
OF_FAMILIES = (  # nor does the office get that far
    "POST /agenda/adresse",
    "POST /agenda/adresse/suppression",
    "POST /famille",
    "POST /eleves/{key:str}",
    "POST /eleves/{key:str}/reinscription",
    "POST /eleves/{key:str}/reinscription/recapitulatif",
    "POST /eleves/{key:str}/reinscription/reprise",
    "POST /mes-demandes/{key:str}/retrait",
    "POST /mes-donnees",
)
OF_OFFICES = (
    "POST /administration/familles/{key:str}/vue",
    "POST /administration/familles/{key:str}/effacement",
    "POST /administration/vue/fin",
    "POST /administration/familles/recherche",
    "POST /administration/familles/nouvelle",
    "POST /administration/familles/{key:str}/responsables/nouveau",
    "POST /administration/familles/{key:str}/eleves/nouveau",
    "POST /administration/familles/{key:str}/responsables/{guardian:str}",
    "POST /administration/familles/{key:str}/responsables/{guardian:str}/separation",
    "POST /administration/familles/{key:str}/rattachement",
    "POST /administration/familles/{key:str}/eleves/{student:str}/detachement",
    "POST /administration/eleves/{key:str}/fiche",
    "POST /administration/demandes/recherche",
    "POST /administration/reinscriptions/recherche",
    "POST /administration/reinscriptions/{key:str}",
    "POST /administration/modifications",
    "POST /administration/demandes/{key:str}",
    "POST /administration/reinscriptions/reglages",
    "POST /administration/reinscriptions/cours",
    "POST /administration/reinscriptions/pieces",
    "POST /administration/reinscriptions/pieces/{key:str}",
    "POST /administration/reinscriptions/pieces/{key:str}/ordre",
    "POST /administration/reinscriptions/pieces/{key:str}/suppression",
    "POST /administration/reinscriptions/pieces/{key:str}/modele",
    "POST /administration/reinscriptions/pieces/{key:str}/modele/suppression",
    "POST /administration/reinscriptions/rappels",
    "POST /administration/reinscriptions/export",
    "POST /administration/courriels/{key:str}/envoi",
    "POST /administration/courriels/renvoi",
    "POST /administration/courriels/essai",
    "POST /administration/journal/recherche",
    "POST /administration/journal/export",
    "POST /administration/comptes/recherche",
    "POST /administration/comptes/sans-compte",
    "POST /administration/comptes/{key:str}",
    "POST /administration/comptes/{key:str}/lettre",
    "POST /administration/comptes/courriels",
    "POST /administration/comptes/lettres",
    "POST /administration/equipe",
    "POST /administration/equipe/reglages",
    "POST /administration/equipe/{key:str}",
    "POST /administration/double-authentification",
    "POST /administration/double-authentification/suppression",
    "POST /administration/site",
    "POST /administration/site/conges",
    "POST /administration/site/conges/{key:str}",
    "POST /administration/site/conges/{key:str}/suppression",
    "POST /administration/site/listes",
    "POST /administration/site/textes/{place:str}",
    "POST /administration/site/logo",
    "POST /administration/site/logo/suppression",
    "POST /administration/imports",
    "POST /administration/imports/{key:str}",
)  # nor do families get there
OF_ADMINISTRATORS = (  # of the offices’, those that a secretary does not get to
    "POST /administration/equipe",
    "POST /administration/equipe/reglages",
    "POST /administration/equipe/{key:str}",
    "POST /administration/familles/{key:str}/effacement",
    "POST /administration/reinscriptions/reglages",
    "POST /administration/site",
    "POST /administration/site/conges",
    "POST /administration/site/conges/{key:str}",
    "POST /administration/site/conges/{key:str}/suppression",
    "POST /administration/site/listes",
    "POST /administration/site/logo",
    "POST /administration/site/logo/suppression",
    "POST /administration/site/textes/{place:str}",
)
SENT = [route for route in MATRIX if route.startswith("POST")]
CHANGES_NOTHING = (  # or answers with a file, or asks for one
    "POST /administration/journal/recherche",
    "POST /administration/journal/export",
    "POST /administration/comptes/lettres",
    "POST /administration/comptes/recherche",
    "POST /administration/comptes/{key:str}/lettre",
    "POST /administration/imports",
    "POST /administration/demandes/recherche",
    "POST /administration/double-authentification",  # what the telephone shows is not known here
    "POST /administration/double-authentification/suppression",
    "POST /connexion/code",
    "POST /administration/familles/recherche",
    "POST /administration/modifications",
    "POST /administration/reinscriptions/export",
    "POST /administration/reinscriptions/pieces/{key:str}/modele",
    "POST /administration/reinscriptions/recherche",
    "POST /mes-donnees",
    "POST /administration/site/logo",
)
OBJECTS = [route for route in SHOWN if MATRIX[route] in (ITS_OWN, ITS_OFFICE, ITS_OFFICE + " 404")]
STRANGERS = {
    ITS_OWN: ("neighbour", "far_neighbour", "office", "far_office"),
    ITS_OFFICE: ("family", "neighbour", "far_neighbour", "far_office"),
    ITS_OFFICE + " 404": ("family", "neighbour", "far_neighbour", "far_office", "clerk"),
}
FAMILY_SIDE: tuple[str, ...] = ("family", "neighbour", "far_neighbour")
OFFICE_SIDE: tuple[str, ...] = ("office", "far_office", "clerk")
PERIOD = {"nom": "Pont", **dict(zip(("du-jour", "du-mois", "du-annee"), ("1", "3", "2027"), strict=True))}
PERIOD |= dict(zip(("au-jour", "au-mois", "au-annee"), ("2", "3", "2027"), strict=True))
NEW_PASSWORD = "encore une phrase pour les essais"


def address_of(route: str, asker: Asker, unknown: str = "") -> str:
    """Where a route is; an object of the family stands in for whatever it is about, or else an unknown one."""
    keys = iter(asker.keys_of(route))
    return re.sub(r"\{[^}]*\}", lambda _: unknown or next(keys), route.split(" ")[1])


def row_of(route: str) -> dict[str, str]:
    """How each person is answered."""
    answers = MATRIX[route].split()
    return dict(zip(WHO, answers if len(answers) == len(WHO) else [*answers, answers[5]], strict=True))


def filled_in(route: str, asker: Asker) -> dict[str, str]:
    """A form that would change something, were it sent with its own token."""
    return {
        **{each: {} for each in OF_FAMILIES + OF_OFFICES},
        "POST /famille": {"ville": "Saran"},
        "POST /eleves/{key:str}": {"ville": "Saran"},
        "POST /administration/demandes/recherche": {"nom": "dalmeida"},
        "POST /administration/familles/recherche": {"nom": "dalmeida"},
        "POST /administration/familles/nouvelle": {"nom": "PETIT", "prenom": "Ada"},
        "POST /administration/familles/{key:str}/responsables/nouveau": {"nom": "PETIT", "prenom": "Ada"},
        "POST /administration/familles/{key:str}/eleves/nouveau": {"nom": "PETIT", "prenom": "Ada"},
        "POST /administration/familles/{key:str}/responsables/{guardian:str}": {"ville": "Saran"},
        "POST /administration/familles/{key:str}/rattachement": {"eleve": asker.people.neighbour.schooling.student},
        "POST /administration/eleves/{key:str}/fiche": {"ville": "Saran"},
        "POST /administration/reinscriptions/recherche": {"nom": "dalmeida"},
        "POST /administration/reinscriptions/{key:str}": {
            "geste": "valider",
            "malgre-tout": "oui",
            "vu": json.dumps(asker.affairs.seen),
        },
        "POST /administration/familles/{key:str}/effacement": {"reference": "F-dalmeida"},
        "POST /administration/modifications": {"depuis-jour": "1", "depuis-mois": "9", "depuis-annee": "2026"},
        "POST /administration/demandes/{key:str}": {
            "geste": "approuver",
            "vu": json.dumps({"town": ["ORLEANS", "Olivet"]}),
        },
        "POST /administration/imports/{key:str}": {"geste": "abandonner"},
        "POST /administration/reinscriptions/reglages": {"conditions": "Payable en trois fois."},
        "POST /administration/reinscriptions/pieces": {"nom": "Photographie"},
        "POST /administration/reinscriptions/pieces/{key:str}": {"nom": "Photographie"},
        "POST /administration/reinscriptions/pieces/{key:str}/ordre": {"geste": "descendre"},
        "POST /administration/courriels/renvoi": {"nature": "test"},
        "POST /administration/journal/recherche": {"compte": "dalmeida"},
        "POST /administration/comptes/recherche": {"nom": "dalmeida"},
        "POST /administration/comptes/sans-compte": {"responsable": asker.affairs.accountless},
        "POST /administration/comptes/{key:str}": {"geste": "verrouiller"},
        "POST /administration/comptes/lettres": {"lot": "0"},
        "POST /administration/site": {"telephone": "02 38 00 00 00"},
        "POST /administration/site/conges": PERIOD,
        "POST /administration/site/conges/{key:str}": PERIOD,
        "POST /administration/site/conges/{key:str}/suppression": {},
        "POST /administration/site/listes": {"civilites": "Mx"},
        "POST /administration/site/textes/{place:str}": {"texte": "Bienvenue."},
        "POST /accessibilite": {"mode": "actif", "retour": "/"},
        "POST /mot-de-passe": {"actuel": PASSWORD, "nouveau": NEW_PASSWORD, "confirmation": NEW_PASSWORD},
        "POST /quitter": {},
        "POST /administration/equipe": {"compte": "nouveau", "adresse": "nouveau@example.fr", "role": "secretariat"},
        "POST /administration/equipe/reglages": {"exigee": "oui"},
        "POST /administration/equipe/{key:str}": {"adresse": "accueil@example.fr", "role": "secretariat"},
        "POST /connexion/code": {"code": "000000"},
        "POST /connexion": {"site": "rive-gauche", "identifiant": "dalmeida", "mot_de_passe": PASSWORD},
        "POST /mot-de-passe-perdu": {"identifiant": "dalmeida", "email": asker.people.family.email},
    }[route]


def keeps_its_row(asker: Asker, route: str) -> None:
    """Everybody is answered as the matrix says."""
    method, address = route.split(" ")[0], address_of(route, asker)
    if method == "GET":
        answers = {who: outcome(asker.get(who, address)) for who in WHO}
    else:
        answers = {who: outcome(asker.post(who, address, asker.token_of(who))) for who in WHO}
    keys = "|".join(filter(None, asker.keys_of(route)))
    named = {who: re.sub(keys, "ID", each) for who, each in answers.items()}
    assert named == row_of(route), route


def hides_it(asker: Asker, route: str, kind: str) -> None:
    """What is the family’s is, to the byte, what does not exist."""
    address, nothing = address_of(route, asker), address_of(route, asker, "zzzzzzzz")
    for who in STRANGERS[MATRIX[route]]:
        theirs, none = asker.get(who, address + kind), asker.get(who, nothing + kind)
        assert theirs.status_code == none.status_code == 404, who
        assert to_the_byte(theirs) == to_the_byte(none), who


def refusal(route: str, who: str) -> str:
    """How a form is answered that was not made for this session; some people are sent away before it is looked at."""
    theirs = {**dict.fromkeys(OF_FAMILIES, FAMILY_SIDE), **dict.fromkeys(OF_OFFICES, OFFICE_SIDE)}
    theirs |= dict.fromkeys(OF_ADMINISTRATORS, OFFICE_SIDE[:2])
    if who not in theirs.get(route, WHO):
        return row_of(route)[who]
    return "/connexion" if who == "nobody" and route in OF_SOMEBODY else "403"


def changes_nothing(asker: Asker, route: str, who: str, *tokens: str | None) -> None:
    """A form that was not made for this session is refused, and leaves everything as it was."""
    before, address, values = asker.everything(), address_of(route, asker), filled_in(route, asker)
    for token in tokens:
        assert outcome(asker.post(who, address, token, **values)) == refusal(route, who), (who, token)
    assert asker.everything() == before, who


def test_the_matrix_has_a_row_for_each_route() -> None:
    routes = {f"{method} {path}" for page in PAGES for method in page.http_methods for path in page.paths}
    assert set(MATRIX) == routes


@pytest.mark.parametrize("route", MATRIX)
def test_everybody_is_answered_as_the_matrix_says(asker: Asker, route: str) -> None:
    keeps_its_row(asker, route)


@pytest.mark.parametrize("kind", ["", ".pdf", ".txt"])
@pytest.mark.parametrize("route", OBJECTS)
def test_what_is_somebody_elses_is_what_does_not_exist(asker: Asker, route: str, kind: str) -> None:
    hides_it(asker, route, kind)


@pytest.mark.parametrize("route", OBJECTS)
def test_a_swap_tells_a_stranger_no_more_than_a_page(asker: Asker, route: str) -> None:
    address = address_of(route, asker)
    swap = {"HX-Request": "true", "HX-Target": "div#detail"}
    for who in STRANGERS[MATRIX[route]]:
        assert asker.get(who, address, **swap).headers["HX-Redirect"] == address
        assert not asker.get(who, address, **swap).content


@pytest.mark.parametrize("route", SENT)
def test_a_form_of_nobody_or_of_somebody_else_changes_nothing(asker: Asker, route: str) -> None:
    for place, who in enumerate(WHO):
        changes_nothing(asker, route, who, None, "", "A" * 44, asker.token_of(WHO[place - 1]))


@pytest.mark.parametrize("route", [route for route in SENT if route not in CHANGES_NOTHING])
def test_the_same_form_with_its_own_token_changes_something(asker: Asker, route: str) -> None:
    who = "office" if route in OF_OFFICES else "family"
    if route == "POST /administration/vue/fin":
        asker.post(who, address_of(OF_OFFICES[0], asker), asker.token_of(who))
    before = asker.everything()
    address, values = address_of(route, asker), filled_in(route, asker)
    assert outcome(asker.post(who, address, asker.token_of(who), **values)).startswith("/")
    assert asker.everything() != before


FORGED = {
    **dict.fromkeys(("id", "key", "site_id", "family_id", "guardian_id", "student_id", "account_id", "rank"), "1"),
    **dict.fromkeys(("reference", "surname", "town", "office", "state", "decision", "decided_by", "identifiant"), "x"),
    "avant": '{"reference": "x", "town": ["x"], "id": 1}',
    "decision-ville": "approuver",
    "geste": "approuver",
    "vu": "{}",
}


@pytest.mark.parametrize("route", ["POST /famille", "POST /eleves/{key:str}"])
def test_fields_that_are_not_offered_change_nothing(asker: Asker, route: str) -> None:
    before, address = asker.everything(), address_of(route, asker)
    assert outcome(asker.post("family", address, asker.token_of("family"), **FORGED)) == address
    assert asker.everything() | {"used_form": ""} == before | {"used_form": ""}


def test_an_ownership_check_left_out_is_found(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    entry_of, students_of, owner = ledger.entry_of, students.students_of, asker.family_id
    request_with = changes.request_with
    folder_of, document_of = reenrolments.folder_of, reenrolments.document_of
    monkeypatch.setattr(reenrolments, "folder_of", lambda db, site, _, *rest: folder_of(db, site, owner, *rest))
    monkeypatch.setattr(reenrolments, "document_of", lambda db, _, *rest: document_of(db, owner, *rest))
    monkeypatch.setattr(changes, "request_with", lambda db, _, key: request_with(db, owner, key))
    monkeypatch.setattr(ledger, "entry_of", lambda db, _, ledgers, key: entry_of(db, owner, ledgers, key))
    monkeypatch.setattr(students, "students_of", lambda db, _: students_of(db, owner))
    for route in [each for each in OBJECTS if MATRIX[each] == ITS_OWN]:
        with pytest.raises(AssertionError, match="neighbour"):
            hides_it(asker, route, "")
        with pytest.raises(AssertionError, match="'neighbour': '200'"):
            keeps_its_row(asker, route)


def test_a_token_that_is_not_looked_at_is_found(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "is_ours", lambda given, token, secret: True)
    with pytest.raises(AssertionError, match="family"):
        changes_nothing(asker, "POST /accessibilite", "family", None)
