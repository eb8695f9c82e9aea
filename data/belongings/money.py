"""What a family owes and has paid, in both ledgers."""

import sqlalchemy as sa
from sqlmodel import Session, col

from data.belongings.sections import Column, Section, euros, section
from data.ledger import Entry, EntryLine

ENTRIES = [
    Column("Référence", Entry.reference),
    Column("Registre", Entry.ledger, {"fees": "cotisations", "rentals": "location"}.get),
    Column("Date", Entry.date),
    Column("Libellé", Entry.label),
    Column("Mode de règlement", Entry.payment_method),
    Column("Numéro", Entry.number),
    Column("Débit", Entry.debit, euros),
    Column("Crédit", Entry.credit, euros),
    Column("Remise", Entry.remitted),
]
LINES = [
    Column("Référence", Entry.reference),
    Column("Libellé", EntryLine.label),
    Column("Quantité", EntryLine.quantity),
    Column("Montant", EntryLine.amount, euros),
]


def sections(db: Session, family: int) -> list[Section]:
    """The entries, then the lines of all of them."""
    mine = col(Entry.family_id) == family
    by_day = (col(Entry.date), col(Entry.id))
    whole = sa.and_(col(Entry.id) == EntryLine.entry_id, mine)
    return [
        section(db, "operations", "Facturation", ENTRIES, lambda rows: rows.where(mine).order_by(*by_day)),
        section(
            db,
            "lignes",
            "Lignes des factures",
            LINES,
            lambda rows: rows.join(Entry, whole).order_by(*by_day, col(EntryLine.rank)),
        ),
    ]
