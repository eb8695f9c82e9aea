"""Elèves: the list, and the record of a student: Identité, Cours, Historique, Répertoire, Réinscription."""

from routes.student import courses, history, identity, reenrolment, repertoire, students

PAGES = [
    students.show_students,
    identity.show_student,
    identity.amend_student,
    courses.show_courses,
    history.show_history,
    repertoire.show_repertoire,
    *reenrolment.PAGES,
]
