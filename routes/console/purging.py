"""`purge`: what is kept no longer goes. `serve` does the same once a day."""

import argparse
from typing import Any

from data import database, purging
from data.erasures import Erasures
from data.purging import Purged
from data.reenrolments import keeping
from data.store import Store
from routes.console.house import open_house
from routes.web import clock, french


def add_to(commands: Any) -> None:
    """`purge [--dry-run]`."""
    parser = commands.add_parser(
        "purge",
        help="supprime ce qui n’est plus gardé",
        description="Supprime ce que les sites ne gardent plus. Le portail ouvert le fait une fois par jour.",
    )
    parser.add_argument("--dry-run", action="store_true", help="dit ce qui partirait, n’écrit rien")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> None:
    """One transaction, then the files that no row names any more."""
    settings = open_house()
    store, files = Store(settings.documents), 0
    with database.transaction(settings.database) as db:
        gone = purging.purge(db, Erasures.of(settings), clock.now())
        if chosen.dry_run:
            files = keeping.count_strays(db, store, clock.now())
            db.rollback()
    if not chosen.dry_run:
        with database.transaction(settings.database) as db:
            files = keeping.sweep(db, store, clock.now())
    show(gone, files)
    print("Essai : rien n’a été supprimé." if chosen.dry_run else "Ce qui n’est plus gardé est supprimé.")


def show(gone: Purged, files: int) -> None:
    """One line for each kind."""
    for count, one, many in (
        (gone.erased, "famille effacée qui était revenue", "familles effacées qui étaient revenues"),
        (gone.families, "famille partie depuis trop longtemps", "familles parties depuis trop longtemps"),
        (gone.documents, "pièce fournie", "pièces fournies"),
        (gone.mails, "courriel", "courriels"),
        (gone.entries, "ligne du journal", "lignes du journal"),
        (gone.imports, "import, avec son rapport", "imports, avec leurs rapports"),
        (gone.forms, "saisie d’une session expirée", "saisies de sessions expirées"),
        (files, "fichier sans fiche", "fichiers sans fiche"),
    ):
        print(french.plural(count, one, many))
