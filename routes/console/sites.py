"""`site`: the conservatoires of this installation and what each decides."""

import argparse
import datetime
import re
import sys
from typing import Any

from sqlmodel import Session

from data import database, purging, sites
from data.site_decisions import DECISIONS, decide
from data.sites import Site
from routes.console.french import Trouble
from routes.console.house import open_house, site_called
from routes.web import clock, french

RETENTION = "familles_gardees"
LEAVING = (
    "famille partie depuis plus longtemps sera effacée",
    "familles parties depuis plus longtemps seront effacées",
)
SLUG = re.compile(r"[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?")


def add_to(commands: Any) -> None:
    """`site create | list | show | set`."""
    parser = commands.add_parser("site", help="les sites et leurs réglages", description="Les sites et leurs réglages.")
    verbs = parser.add_subparsers(title="commandes", metavar="COMMANDE", required=True)
    create = verbs.add_parser("create", help="crée un site", description="Crée un site.")
    create.add_argument("slug", metavar="SLUG", help="nom court : minuscules, chiffres, traits d’union")
    create.add_argument("name", metavar="NOM", help="nom dans la liste « Site »")
    create.set_defaults(run=create_site)
    listing = verbs.add_parser("list", help="liste les sites", description="Liste les sites.")
    listing.set_defaults(run=list_sites)
    show = verbs.add_parser("show", help="montre les réglages d’un site", description="Montre les réglages d’un site.")
    show.add_argument("slug", metavar="SLUG")
    show.set_defaults(run=show_site)
    change = verbs.add_parser("set", help="change un réglage d’un site", description="Change un réglage d’un site.")
    change.add_argument("slug", metavar="SLUG")
    change.add_argument("key", metavar="CLE", help=", ".join(DECISIONS))
    change.add_argument("value", metavar="VALEUR")
    change.set_defaults(run=set_decision)


def create_site(chosen: argparse.Namespace) -> None:
    """A new site, empty."""
    if not SLUG.fullmatch(chosen.slug):
        raise Trouble(f"« {chosen.slug} » : un nom court n’a que des minuscules, des chiffres et des traits d’union.")
    with database.transaction(open_house().database) as db:
        if sites.site_of(db, chosen.slug):
            raise Trouble(f"Le site « {chosen.slug} » existe déjà.")
        site = Site(slug=chosen.slug, name="")
        _decide(db, site, "nom", chosen.name)
        db.add(site)
    print(f"Le site « {chosen.slug} » est créé.")


def list_sites(_: argparse.Namespace) -> None:
    """One line a site."""
    with database.reading(open_house().database) as db:
        found = sites.all_sites(db)
    for site in found:
        print(f"{site.slug}\t{site.name}")
    if not found:
        print("Aucun site : app.py site create SLUG NOM en crée un.", file=sys.stderr)


def show_site(chosen: argparse.Namespace) -> None:
    """Every decision with its value and its meaning."""
    with database.reading(open_house().database) as db:
        site = site_called(db, chosen.slug)
        for key, decision in DECISIONS.items():
            print(f"{key} = {_written(getattr(site, decision.attribute))}\n    {decision.meaning}")


def set_decision(chosen: argparse.Namespace) -> None:
    """Change one decision; raises Trouble with what is wrong."""
    with database.transaction(open_house().database) as db:
        site = site_called(db, chosen.slug)
        _decide(db, site, chosen.key, chosen.value)
        db.add(site)
        value = _written(getattr(site, DECISIONS[chosen.key].attribute))
        going = purging.leaving(db, site.id, site.families_kept, clock.now()) if chosen.key == RETENTION else ()
    print(f"{chosen.key} = {value}")
    if going:
        print(f"{french.plural(len(going), *LEAVING)} au prochain démarrage du portail, ou dans la journée.")


def _decide(db: Session, site: Site, key: str, value: str) -> None:
    try:
        decide(db, site, key, value)
    except ValueError as trouble:
        raise Trouble(str(trouble)) from None


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    return french.day(value) if isinstance(value, datetime.date) else "" if value is None else str(value)
