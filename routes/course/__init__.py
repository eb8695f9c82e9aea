"""The record of a course of this year: Suivi, Evaluations, Absence."""
