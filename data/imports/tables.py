"""The tables of an export, as data: their columns, how each is read, and what a row is known by.

This is the format. The rest of the package reads, checks and writes whatever stands here.
"""

from data.absences import Absence
from data.courses import Course
from data.enrolments import Enrolment, FollowUp
from data.evaluations import Evaluation
from data.families import Family, Guardian
from data.imports import cells
from data.imports.shapes import Column, Row, Table
from data.ledger import Document, Entry, EntryLine
from data.repertoire import Work
from data.students import Student


def _document_by_amount(row: Row) -> None:
    """No « Document »: a facture when there is a debit, or nothing at all; else a reçu."""
    paid_only = row["credit"] and not row["debit"]
    row["document"] = row["document"] or (Document.RECEIPT if paid_only else Document.PAYMENT_NOTICE).value


OWN_FAMILY = Column("Référence famille", "reference", cells.reference, required=True)
FAMILY = Column("Référence famille", "family", cells.reference, required=True, of="familles")
FAMILIES = Column("Référence famille", "families", cells.references, required=True, of="familles")
STUDENT = Column("Référence élève", "student", cells.reference, required=True, of="eleves")
COURSE = Column("Référence cours", "course", cells.reference, required=True, of="cours")
ENTRY = Column("Référence opération", "entry", cells.reference, required=True, of="operations")
SURNAME = Column("Nom", "surname", required=True)
GIVEN_NAME = Column("Prénom", "given_name", required=True)
DATE = Column("Date", "date", cells.date, required=True)

EMAIL = Column("E-mail", "email", doubt=cells.odd_address)
POSTAL = (Column("Adresse", "address"), Column("CP", "postcode", cells.postcode), Column("Ville", "town"))
PHONES = (
    Column("Tél domicile", "home_phone", cells.phone),
    Column("Tél pro", "work_phone", cells.phone),
    Column("Télécopie", "fax", cells.phone),
)
LESSON = (
    Column("Jour", "weekday", cells.weekday),
    Column("Début", "starts", cells.clock),
    Column("Fin", "ends", cells.clock),
    Column("Salle", "room"),
)

ENROLMENT = {"enrolment_id": ("inscriptions", "student", "course")}

# In the order in which they are read and written: what a row names stands before it.
ALL = (
    Table("familles", Family, (OWN_FAMILY,), key=("reference",)),
    Table(
        "responsables",  # the rows of the file « familles »
        Guardian,
        (
            FAMILY,
            SURNAME,
            GIVEN_NAME,
            Column("Civilité", "honorific"),
            Column("Situation familiale", "marital_status"),
            Column("Profession", "profession"),
            *POSTAL,
            *PHONES,
            Column("Autre tél", "other_phone", cells.phone),
            Column("Mobile", "mobile", cells.phone),
            EMAIL,
            Column("Identifiant", "username", cells.username, kept=False),
        ),
        key=("family",),
        parents={"family_id": ("familles", "family")},
        ranked=True,
    ),
    Table(
        "eleves",
        Student,
        (
            Column("Référence élève", "reference", cells.reference, required=True),
            SURNAME,
            GIVEN_NAME,
            Column("Civilité", "honorific"),
            Column("Date de naissance", "birth_date", cells.date),
            Column("Lieu de naissance", "birth_place"),
            *POSTAL,
            *PHONES,
            EMAIL,
            Column("Niveau scolaire", "school_grade"),
            Column("Droit à l'image", "image_consent"),
            Column("Personne à prévenir", "emergency_contact"),
            Column("Autorisation de sortie", "leave_permission"),
            Column("Tél urgence", "emergency_phone", cells.phone),
            FAMILIES,  # last: kept in a table of its own (writing.py)
        ),
        key=("reference",),
    ),
    Table(
        "cours",
        Course,
        (
            Column("Référence cours", "reference", cells.reference, required=True),
            Column("Année scolaire", "school_year", cells.school_year, required=True),
            Column("Intitulé", "title", required=True),
            Column("Discipline", "discipline"),
            Column("Cursus", "track"),
            Column("Niveau", "level"),
            Column("Cycle", "cycle"),
            Column("Enseignant", "teacher"),
            *LESSON,
        ),
        key=("reference",),
    ),
    Table(
        "inscriptions",
        Enrolment,
        (
            STUDENT,
            COURSE,
            Column("Actif", "active", cells.yes_no, absent=True),
            *LESSON,
            Column("Commentaires", "comments"),
        ),
        key=("student", "course"),
        parents={"student_id": ("eleves", "student"), "course_id": ("cours", "course")},
    ),
    Table(
        "suivi",
        FollowUp,
        (STUDENT, COURSE, DATE, Column("Texte", "text", required=True)),
        key=("student", "course", "date"),
        parents=ENROLMENT,
    ),
    Table(
        "evaluations",
        Evaluation,
        (
            STUDENT,
            COURSE,
            DATE,
            Column("Intitulé", "title", required=True),
            Column("Note", "mark"),
            Column("Sur", "scale"),
            Column("Mention", "distinction"),
            Column("Commentaire", "comment"),
        ),
        key=("student", "course", "date", "title"),
        parents=ENROLMENT,
    ),
    Table(
        "absences",
        Absence,
        (
            STUDENT,
            COURSE,
            DATE,
            Column("Motif", "reason"),
            Column("Excusée", "excused", cells.yes_no),
            Column("Commentaire", "comment"),
        ),
        key=("student", "course", "date"),
        parents=ENROLMENT,
    ),
    Table(
        "repertoire",
        Work,
        (
            STUDENT,
            Column("Œuvre", "title", required=True),
            Column("Compositeur", "composer"),
            Column("Date", "date", cells.date),
            COURSE._replace(required=False),
            Column("Occasion", "occasion"),
        ),
        key=("student", "title", "composer", "date"),
        parents={"student_id": ("eleves", "student"), "course_id": ("cours", "course")},
    ),
    Table(
        "operations",
        Entry,
        (
            Column("Référence opération", "reference", cells.reference, required=True),
            FAMILY,
            Column("Registre", "ledger", cells.ledger, required=True),
            DATE,
            Column("Libellé", "label", required=True),
            Column("Mode de règlement", "payment_method"),
            Column("Numéro d'opération", "number"),
            Column("Débit", "debit", cells.cents),
            Column("Crédit", "credit", cells.cents),
            Column("Remise", "remitted", cells.yes_no),
            Column("Document", "document", cells.document),
        ),
        key=("reference",),
        parents={"family_id": ("familles", "family")},
        complete=_document_by_amount,
    ),
    Table(
        "lignes",
        EntryLine,
        (
            ENTRY,
            Column("Libellé", "label", required=True),
            Column("Quantité", "quantity"),
            Column("Montant", "amount", cells.cents),
        ),
        key=("entry",),
        parents={"entry_id": ("operations", "entry")},
        ranked=True,
    ),
)
TABLES = {table.name: table for table in ALL}
GUARDIANS, STUDENTS = TABLES["responsables"], TABLES["eleves"]
FILES = {"familles": GUARDIANS} | {table.name: table for table in ALL if table.name not in ("familles", "responsables")}
