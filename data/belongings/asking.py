"""What a family has asked for: changes of a record and re-enrolments, what it chose and gave, and what became of it."""

from typing import Any

from sqlmodel import Session, col

from data.belongings.sections import Column, Section, moment, section
from data.changes import ChangeEvent, ChangeRequest, ProposedChange
from data.changes.fields import label_of
from data.documents import SuppliedDocument
from data.reenrolments.tables import CourseChoice, Reenrolment, ReenrolmentEvent


def _steps(number: Any, event: Any) -> list[Column]:
    return [
        Column("Numéro", number),
        Column("Le", event.at, moment),
        Column("Étape", event.step),
        Column("Par", event.who),
    ]


CHANGES = [
    Column("Numéro", ChangeRequest.number),
    Column("Fiche", ChangeRequest.subject),
    Column("Demandée par", ChangeRequest.requester),
    Column("Envoyée le", ChangeRequest.sent_at, moment),
    Column("État", ChangeRequest.state),
    Column("Décidée le", ChangeRequest.decided_at, moment),
    Column("Champ", ProposedChange.field, label_of),
    Column("Valeur d’avant", ProposedChange.base),
    Column("Valeur demandée", ProposedChange.value),
    Column("Décision", ProposedChange.decision),
    Column("Motif", ProposedChange.reason),
]
REENROLMENTS = [
    Column("Année", Reenrolment.school_year),
    Column("Élève", Reenrolment.subject),
    Column("Demandée par", Reenrolment.requester),
    Column("Numéro", Reenrolment.number),
    Column("État", Reenrolment.state),
    Column("Réinscription administrative", Reenrolment.administrative),
    Column("Demandes complémentaires", Reenrolment.remarks),
    Column("Enregistrée le", Reenrolment.saved_at, moment),
    Column("Envoyée le", Reenrolment.sent_at, moment),
    Column("Complément demandé", Reenrolment.asked),
    Column("Décidée le", Reenrolment.decided_at, moment),
    Column("Motif", Reenrolment.reason),
    Column("Rouverte, motif", Reenrolment.reopened),
]
CHOICES = [
    Column("Année", Reenrolment.school_year),
    Column("Élève", Reenrolment.subject),
    Column("Cours", CourseChoice.title),
    Column("Discipline", CourseChoice.discipline),
    Column("Niveau", CourseChoice.level),
    Column("Cycle", CourseChoice.cycle),
    Column("Enseignant", CourseChoice.teacher),
    Column("Choisi", CourseChoice.ticked),
    Column("Souhait", CourseChoice.wish),
]
DOCUMENTS = [
    Column("Pièce", SuppliedDocument.name),
    Column("Fichier", SuppliedDocument.file_name),
    Column("Année", SuppliedDocument.school_year),
    Column("Donnée le", SuppliedDocument.supplied_at, moment),
    Column("Pages", SuppliedDocument.pages),
    Column("Octets", SuppliedDocument.size),
    Column("Remarque", SuppliedDocument.remark),
    Column("État", SuppliedDocument.state),
    Column("Décidée le", SuppliedDocument.decided_at, moment),
    Column("Motif", SuppliedDocument.reason),
]


def sections(db: Session, family: int) -> list[Section]:
    """One statement for each kind of thing."""
    return [*_requests(db, family), *_reenrolments(db, family)]


def _requests(db: Session, family: int) -> list[Section]:
    mine, events = col(ChangeRequest.family_id) == family, _steps(ChangeRequest.number, ChangeEvent)
    return [
        section(db, "demandes", "Demandes de modification", CHANGES, _joined(ChangeRequest, ProposedChange, mine)),
        section(db, "suivi_des_demandes", "Étapes des demandes", events, _joined(ChangeRequest, ChangeEvent, mine)),
    ]


def _reenrolments(db: Session, family: int) -> list[Section]:
    mine, own = col(Reenrolment.family_id) == family, col(SuppliedDocument.family_id) == family
    events = _steps(Reenrolment.number, ReenrolmentEvent)
    return [
        section(db, "reinscriptions", "Réinscriptions", REENROLMENTS, lambda rows: rows.where(mine)),
        section(db, "cours_demandes", "Cours demandés", CHOICES, _joined(Reenrolment, CourseChoice, mine)),
        section(db, "suivi_des_reinscriptions", "Étapes", events, _joined(Reenrolment, ReenrolmentEvent, mine)),
        section(db, "pieces", "Pièces fournies", DOCUMENTS, lambda rows: rows.where(own)),
    ]


def _joined(parent: Any, child: Any, mine: Any) -> Any:
    link = child.request_id if parent is ChangeRequest else child.reenrolment_id
    return lambda rows: rows.join(parent, parent.id == link).where(mine).order_by(child.id)
