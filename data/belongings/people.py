"""Who the family is: its guardians as far as they have no other account, its students, and what the office settled."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, or_, select

from data.accounts import Account
from data.belongings.sections import Column, Section, moment, section
from data.changes import ApprovedValue
from data.changes.fields import GUARDIAN, STUDENT, label_of
from data.families import Family, Guardian
from data.links import LinkDecision
from data.sessions import Person
from data.students import FamilyStudent, Student

NAME = Column("Élève", Student.surname + " " + Student.given_name)
FAMILY = [Column("Référence", Family.reference)]
GUARDIANS = [Column(each.label, getattr(Guardian, each.name)) for each in GUARDIAN]
ACCOUNT = [
    Column("Identifiant", Account.username),
    Column("Adresse des courriels", Account.email),
    Column("Mode Accessibilité", Account.accessible),
    Column("Identifiant communiqué le", Account.informed_at, moment),
    Column("Par", Account.informed_by),
    Column("Mot de passe provisoire jusqu’au", Account.temporary_until, moment),
    Column("Dernière connexion", Account.last_sign_in_at, moment),
    Column("Verrouillé le", Account.locked_at, moment),
]
STUDENTS = [
    Column("Référence", Student.reference),
    *(Column(each.label, getattr(Student, each.name)) for each in STUDENT),
]
LINKS = [NAME, Column("Rattaché par le secrétariat", LinkDecision.linked)]
APPROVED = [
    Column("Fiche", sa.func.coalesce(Student.surname + " " + Student.given_name, "Responsable")),
    Column("Champ", ApprovedValue.field, label_of),
    Column("Valeur validée", ApprovedValue.value),
    Column("Valeur du logiciel administratif", ApprovedValue.exported),
]


def sections(db: Session, who: Person) -> list[Section]:
    """One statement for each kind of thing."""
    family, account = col(Family.id) == who.family, col(Account.id) == who.account
    return [
        section(db, "famille", "Famille", FAMILY, lambda rows: rows.where(family)),
        section(db, "responsables", "Responsables", GUARDIANS, lambda rows: rows.where(*own_guardians(who))),
        section(db, "compte", "Votre compte", ACCOUNT, lambda rows: rows.where(account)),
        section(db, "eleves", "Élèves", STUDENTS, lambda rows: _of_family(rows, who.family)),
        section(db, "rattachements", "Rattachements d’élèves", LINKS, lambda rows: _linked(rows, who.family)),
        section(db, "valeurs_validees", "Valeurs validées", APPROVED, lambda rows: _approved(rows, who)),
    ]


def own_guardians(who: Person) -> tuple[Any, Any]:
    """Whoever of the family has no other account than the one that asks."""
    others = select(Account.guardian_id).where(col(Account.guardian_id).is_not(None), Account.id != who.account)
    return col(Guardian.family_id) == who.family, col(Guardian.id).not_in(others)


def _of_family(rows: sa.Select[Any], family: int) -> sa.Select[Any]:
    return (
        rows.join(FamilyStudent, col(FamilyStudent.student_id) == Student.id)
        .where(col(FamilyStudent.family_id) == family)
        .order_by(col(Student.id))
    )


def _linked(rows: sa.Select[Any], family: int) -> sa.Select[Any]:
    """Of whom the office has linked; who was unlinked is another family’s now."""
    of_student = rows.select_from(LinkDecision).join(Student, col(Student.id) == LinkDecision.student_id)
    return _of_family(of_student, family).where(col(LinkDecision.family_id) == family)


def _approved(rows: sa.Select[Any], who: Person) -> sa.Select[Any]:
    """Of the records that the family sees."""
    students = select(FamilyStudent.student_id).where(FamilyStudent.family_id == who.family)
    guardians = select(Guardian.id).where(*own_guardians(who))
    seen = or_(col(ApprovedValue.student_id).in_(students), col(ApprovedValue.guardian_id).in_(guardians))
    return (
        rows.select_from(ApprovedValue)
        .outerjoin(Student, col(Student.id) == ApprovedValue.student_id)
        .where(seen)
        .order_by(col(ApprovedValue.id))
    )
