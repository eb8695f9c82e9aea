"""Famille: Identité, Facturation cotisations, Facturation location, Elèves."""

from routes.family import fees, identity, rentals, students

PAGES = [
    identity.show_identity,
    identity.amend_identity,
    fees.show_fees,
    fees.show_fee,
    rentals.show_rentals,
    rentals.show_rental,
    students.show_students_tab,
]
