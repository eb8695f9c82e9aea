"""The record of a course of a former year: Historique, Evaluations, Commentaires."""
