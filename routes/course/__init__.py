"""The record of a course of this year: Suivi, Evaluations, Absence."""

from routes.course import absences, evaluations, follow_up

PAGES = [
    follow_up.show_follow_ups,
    evaluations.show_evaluations,
    absences.show_absences,
]
