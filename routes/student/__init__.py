"""Elèves: the list, and the record of a student: Identité, Cours, Historique, Répertoire."""
