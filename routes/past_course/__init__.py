"""The record of a course of a former year: Historique, Evaluations, Commentaires."""

from routes.past_course import comments, evaluations, summary

PAGES = [
    summary.show_summary,
    evaluations.show_past_evaluations,
    comments.show_comments,
]
