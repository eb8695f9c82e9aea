"""The words of the journal: what each action is called, and among which others it is looked for."""

from typing import NamedTuple

from data import audit


class Deed(NamedTuple):
    """One action: its group, and its words."""

    group: str
    words: str


GROUPS = {
    "connexions": "Connexions",
    "demandes": "Demandes",
    "decisions": "Décisions",
    "exports": "Exports",
    "vues": "Vues",
    "courriels": "Courriels",
    "comptes": "Comptes",
    "fiches": "Fiches",
    "imports": "Imports",
    "reglages": "Réglages",
    "autres": "Autres",  # what has no words yet
}
OTHERS = "autres"
DEEDS = {
    audit.SIGNED_IN: Deed("connexions", "Connexion"),
    audit.SIGNED_OUT: Deed("connexions", "Déconnexion"),
    audit.SIGN_IN_FAILED: Deed("connexions", "Connexion refusée"),
    audit.SIGN_IN_SLOWED: Deed("connexions", "Connexion refusée, essais ralentis"),
    audit.PASSWORD_CHANGED: Deed("connexions", "Mot de passe changé"),
    audit.PASSWORD_ASKED: Deed("connexions", "Mot de passe oublié demandé"),
    audit.REQUEST_SENT: Deed("demandes", "Demande de modification envoyée"),
    audit.REQUEST_CHANGED: Deed("demandes", "Demande de modification corrigée"),
    audit.REQUEST_WITHDRAWN: Deed("demandes", "Demande de modification retirée"),
    audit.REENROLMENT_SENT: Deed("demandes", "Réinscription envoyée"),
    audit.REENROLMENT_TAKEN_BACK: Deed("demandes", "Réinscription reprise"),
    audit.REENROLMENT_COMPLETED: Deed("demandes", "Réinscription complétée"),
    audit.DOCUMENT_SUPPLIED: Deed("demandes", "Pièce fournie"),
    audit.DOCUMENT_REMOVED: Deed("demandes", "Pièce supprimée"),
    audit.REQUEST_DECIDED: Deed("decisions", "Demande de modification décidée"),
    audit.REENROLMENT_ASKED: Deed("decisions", "Complément de réinscription demandé"),
    audit.REENROLMENT_APPROVED: Deed("decisions", "Réinscription validée"),
    audit.REENROLMENT_DECLINED: Deed("decisions", "Réinscription refusée"),
    audit.REENROLMENT_REOPENED: Deed("decisions", "Réinscription rouverte"),
    audit.DOCUMENT_APPROVED: Deed("decisions", "Pièce validée"),
    audit.DOCUMENT_DECLINED: Deed("decisions", "Pièce refusée"),
    audit.CHANGES_EXPORTED: Deed("exports", "Modifications décidées exportées"),
    audit.REENROLMENTS_EXPORTED: Deed("exports", "Réinscriptions exportées"),
    audit.DOCUMENTS_EXPORTED: Deed("exports", "Pièces exportées"),
    audit.JOURNAL_EXPORTED: Deed("exports", "Journal exporté"),
    audit.VIEW_OPENED: Deed("vues", "Portail vu comme une famille"),
    audit.VIEW_CLOSED: Deed("vues", "Vue d’une famille quittée"),
    audit.REMINDERS_SENT: Deed("courriels", "Rappels envoyés"),
    audit.MAIL_SENT_AGAIN: Deed("courriels", "Courriel envoyé de nouveau"),
    audit.MAILS_SENT_AGAIN: Deed("courriels", "Courriels échoués envoyés de nouveau"),
    audit.MAIL_TESTED: Deed("courriels", "Courriel d’essai demandé"),
    audit.REENROLMENT_SETTLED: Deed("reglages", "Réglages de la réinscription"),
    audit.COURSES_OFFERED: Deed("reglages", "Cours proposés de nouveau"),
    audit.REQUIREMENT_ADDED: Deed("reglages", "Pièce à fournir ajoutée"),
    audit.REQUIREMENT_CHANGED: Deed("reglages", "Pièce à fournir modifiée"),
    audit.REQUIREMENT_REMOVED: Deed("reglages", "Pièce à fournir retirée"),
    audit.DATA_TAKEN: Deed("exports", "Données d’une famille téléchargées par elle"),
    audit.ACCOUNT_MADE: Deed("comptes", "Compte créé"),
    audit.ACCOUNT_LOCKED: Deed("comptes", "Compte verrouillé"),
    audit.ACCOUNT_UNLOCKED: Deed("comptes", "Compte déverrouillé"),
    audit.SESSIONS_ENDED: Deed("comptes", "Sessions fermées"),
    audit.USERNAME_MAILED: Deed("comptes", "Identifiant envoyé"),
    audit.USERNAMES_MAILED: Deed("comptes", "Identifiants envoyés"),
    audit.PASSWORD_SENT: Deed("comptes", "Mot de passe envoyé"),
    audit.LETTERS_PRINTED: Deed("comptes", "Lettres imprimées"),
    audit.TEAM_ACCOUNT_ADDED: Deed("comptes", "Compte du secrétariat ajouté"),
    audit.TEAM_ACCOUNT_CHANGED: Deed("comptes", "Compte du secrétariat modifié"),
    audit.TEAM_ACCOUNT_REMOVED: Deed("comptes", "Compte du secrétariat supprimé"),
    audit.TEAM_ACCOUNT_LOCKED: Deed("comptes", "Compte du secrétariat verrouillé"),
    audit.TEAM_ACCOUNT_UNLOCKED: Deed("comptes", "Compte du secrétariat déverrouillé"),
    audit.TEAM_SESSIONS_CLOSED: Deed("comptes", "Sessions d’un compte du secrétariat fermées"),
    audit.SECOND_FACTOR_ADDED: Deed("comptes", "Double authentification activée"),
    audit.SECOND_FACTOR_REMOVED: Deed("comptes", "Double authentification retirée"),
    audit.RECOVERY_CODE_USED: Deed("comptes", "Code de secours utilisé"),
    audit.IMPORT_SIMULATED: Deed("imports", "Import essayé"),
    audit.IMPORT_DONE: Deed("imports", "Import fait"),
    audit.IMPORT_REFUSED: Deed("imports", "Import refusé"),
    audit.IMPORT_ABANDONED: Deed("imports", "Import abandonné"),
    audit.RECORD_CORRECTED: Deed("fiches", "Fiche corrigée"),
    audit.FAMILY_ADDED: Deed("fiches", "Famille ajoutée"),
    audit.GUARDIAN_ADDED: Deed("fiches", "Responsable ajouté"),
    audit.STUDENT_ADDED: Deed("fiches", "Élève ajouté"),
    audit.STUDENT_LINKED: Deed("fiches", "Élève rattaché à une famille"),
    audit.STUDENT_UNLINKED: Deed("fiches", "Élève détaché d’une famille"),
    audit.GUARDIAN_SPLIT: Deed("fiches", "Responsable séparé de sa famille"),
    audit.FAMILY_ERASED: Deed("fiches", "Famille effacée"),
    audit.SECOND_FACTOR_REQUIRED: Deed("reglages", "Double authentification exigée, ou non"),
    audit.SITE_SETTLED: Deed("reglages", "Réglages du site"),
    audit.HOLIDAYS_CHANGED: Deed("reglages", "Congés modifiés"),
    audit.LISTS_CHANGED: Deed("reglages", "Listes de choix modifiées"),
    audit.TEXT_CHANGED: Deed("reglages", "Texte du site modifié"),
    audit.LOGO_CHANGED: Deed("reglages", "Logo du site modifié"),
}
PLACES = {  # where the page of a subject is, by its key
    **dict.fromkeys((audit.VIEW_OPENED, audit.VIEW_CLOSED), ("famille", "/administration/familles")),
    **dict.fromkeys((audit.FAMILY_ADDED, audit.GUARDIAN_ADDED), ("famille", "/administration/familles")),
    **dict.fromkeys((audit.STUDENT_ADDED, audit.STUDENT_LINKED), ("élève", "/administration/eleves")),
    audit.STUDENT_UNLINKED: ("élève", "/administration/eleves"),
    **dict.fromkeys((audit.ACCOUNT_MADE, audit.ACCOUNT_UNLOCKED), ("compte", "/administration/comptes")),
    **dict.fromkeys((audit.ACCOUNT_LOCKED, audit.PASSWORD_SENT), ("compte", "/administration/comptes")),
    **dict.fromkeys((audit.SESSIONS_ENDED, audit.USERNAME_MAILED), ("compte", "/administration/comptes")),
    **dict.fromkeys((audit.MAIL_SENT_AGAIN, audit.PASSWORD_ASKED), ("courriel", "/administration/courriels")),
    **dict.fromkeys((audit.IMPORT_SIMULATED, audit.IMPORT_DONE), ("import", "/administration/imports")),
    **dict.fromkeys((audit.IMPORT_REFUSED, audit.IMPORT_ABANDONED), ("import", "/administration/imports")),
}
OF_DOCUMENTS = {  # their subject is the key of a document, which may be gone
    audit.DOCUMENT_SUPPLIED,
    audit.DOCUMENT_REMOVED,
    audit.REQUIREMENT_ADDED,
    audit.REQUIREMENT_CHANGED,
    audit.REQUIREMENT_REMOVED,
}
SHOWN = [group for group in GROUPS if group == OTHERS or any(each.group == group for each in DEEDS.values())]


def words_of(action: str) -> str:
    """What an action is called; one without words yet is called as the journal does."""
    return DEEDS[action].words if action in DEEDS else action


def actions_of(group: str) -> list[str]:
    """The actions of a group; for the others, all those that belong to one."""
    return [action for action, deed in DEEDS.items() if group in (deed.group, OTHERS)]
