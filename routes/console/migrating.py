"""`migrate`: bring the database to this version’s schema."""

import argparse
from typing import Any

from data import schema
from data.settings import read_settings


def add_to(commands: Any) -> None:
    """`migrate`."""
    parser = commands.add_parser(
        "migrate", help="met la base de données à jour", description="Met la base de données à jour, ou la crée."
    )
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> None:
    """All of it or nothing; running it twice does nothing the second time."""
    settings = read_settings()
    if schema.is_current(settings.database):
        print("La base de données est déjà à jour.")
        return
    schema.migrate(settings.database)
    print("La base de données est à jour.")
