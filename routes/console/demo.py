"""`demo`: two conservatoires to look at, in a folder of their own."""

import argparse
import datetime
import os
import shutil
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from data import accounts, database, morning, sites
from data.erasures import Erasures
from data.imports import Moved, newest_school_year
from data.imports.site_file import load
from data.school_years import school_year_of
from data.settings import Settings, read_settings
from data.sites import Site
from data.store import Store
from routes.console.french import port_number
from routes.console.house import open_house, refuse_other
from routes.console.importing import import_with_progress
from routes.console.serving import serve
from routes.web import clock

ROLES = {"administration": "administration", "secretariat": "secrétariat"}
EXPORTS = Path(__file__).parents[2] / "data" / "demo"


def add_to(commands: Any) -> None:
    """`demo [--port] [--fresh]`."""
    parser = commands.add_parser(
        "demo",
        help="ouvre un portail de démonstration",
        description="Ouvre un portail de démonstration, avec deux conservatoires inventés.",
    )
    parser.add_argument("--port", type=port_number, default=8000, help="port d’écoute (8000)")
    parser.add_argument("--fresh", action="store_true", help="recommence la démonstration depuis le début")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> None:
    """Make the demonstration when there is none, then serve it."""
    address = f"http://127.0.0.1:{chosen.port}"
    os.environ["PORTEE_BASE_URL"] = address  # for the process that serves: the demo answers at no other address
    settings = read_settings().for_demo()
    if settings.database.exists():
        refuse_other(settings, demo=True)
        if chosen.fresh or not _is_of_this_year(settings):
            _remove(settings)
    is_new = not settings.database.exists()
    open_house(demo=True)
    if is_new:
        _make_whole(settings)
    serve("app:demo", Store(settings.documents), "127.0.0.1", chosen.port, 1, lambda: _announce(settings, address))


def _make_whole(settings: Settings) -> None:
    """All of the demonstration, or none of it: half a one would be taken for the whole next time."""
    try:
        make_demo(settings)
    except BaseException:
        _remove(settings)
        raise


def make_demo(settings: Settings, today: datetime.date | None = None) -> None:
    """Import every export of `data/demo`, its dates moved by whole years so that its newest school year is today’s."""
    current = school_year_of(today or datetime.date.today())
    for folder in sorted(EXPORTS.iterdir()):
        facts = load(folder)
        years = int(current[:4]) - int(newest_school_year(folder)[:4])
        with database.transaction(settings.database) as db:
            db.add(Site(slug=folder.name, name=folder.name))
        import_with_progress(
            settings, folder.name, folder, moved=Moved(years=years, fixed=frozenset(facts["demo"]["fixes"]))
        )
        with database.transaction(settings.database) as db:
            accounts.give_password(db, folder.name, usernames(facts), facts["demo"]["mot_de_passe"])
    with database.transaction(settings.database) as db:
        busiest = min(EXPORTS.iterdir()).name
        morning.prepare(db, Store(settings.documents), busiest, clock.now(), today or datetime.date.today())


def usernames(facts: dict[str, Any]) -> list[str]:
    """The accounts that a `site.toml` names."""
    return [account["identifiant"] for account in facts["comptes"]]


def _is_of_this_year(settings: Settings) -> bool:
    current = school_year_of(datetime.date.today())
    with database.reading(settings.database) as db:
        return all(site.school_year == current for site in sites.all_sites(db))


def _remove(settings: Settings) -> None:
    """The database and what stands beside it: the log, its index, the lock; the documents."""
    shutil.rmtree(settings.documents, ignore_errors=True)
    Erasures.of(settings).file.unlink(missing_ok=True)
    for file in settings.database.parent.glob(f"{settings.database.name}*"):
        file.unlink()


def _role_of(account: dict[str, Any]) -> str:
    """Whose an account of a `site.toml` is, in words."""
    return "famille" if "famille" in account else ROLES[account.get("role", "administration")]


def _announce(settings: Settings, address: str) -> None:
    """Where it is, and how to come in."""
    table = Table("Site", "Identifiant", "Rôle", "Mot de passe")
    for folder in sorted(EXPORTS.iterdir()):
        facts = load(folder)
        for account in facts["comptes"]:
            table.add_row(facts["nom"], account["identifiant"], _role_of(account), facts["demo"]["mot_de_passe"])
    console = Console()
    console.print(f"\nLe portail de démonstration est ouvert : {address}", highlight=False)
    console.print(table)
    console.print(f"Les courriels sont écrits dans {settings.mails}. Ctrl+C ferme le portail.", highlight=False)
