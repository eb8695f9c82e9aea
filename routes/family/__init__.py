"""Famille: Identité, Facturation cotisations, Facturation location, Elèves."""
