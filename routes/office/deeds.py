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
}
SHOWN = [group for group in GROUPS if group == OTHERS or any(each.group == group for each in DEEDS.values())]


def words_of(action: str) -> str:
    """What an action is called; one without words yet is called as the journal does."""
    return DEEDS[action].words if action in DEEDS else action


def actions_of(group: str) -> list[str]:
    """The actions of a group; for the others, all those that belong to one."""
    return [action for action, deed in DEEDS.items() if group in (deed.group, OTHERS)]
