"""`account …`: a way in for a guardian or for the office; no password is ever shown. A second factor that is lost."""

import argparse
from typing import Any

from data import accounts, audit, database, second_factor, sessions
from routes.console.french import Trouble
from routes.console.house import open_house, site_called
from routes.web import clock

ROLES = ("administration", "secretariat")


def add_to(commands: Any) -> None:
    """`account create SLUG IDENTIFIANT (--family REF | --office) [--email]`, `account reset-second-factor …`."""
    parser = commands.add_parser("account", help="les comptes", description="Les comptes.")
    verbs = parser.add_subparsers(title="commandes", metavar="COMMANDE", required=True)
    _add_creation(verbs)
    _add_reset(verbs)


def _add_creation(verbs: Any) -> None:
    create = verbs.add_parser(
        "create",
        help="crée un compte",
        description="Crée un compte sans mot de passe : le premier se demande comme un mot de passe perdu.",
    )
    create.add_argument("slug", metavar="SLUG", help="nom court du site")
    create.add_argument("username", metavar="IDENTIFIANT")
    whose = create.add_mutually_exclusive_group(required=True)
    whose.add_argument("--family", metavar="REF", help="référence de la famille")
    whose.add_argument("--office", action="store_true", help="compte du secrétariat")
    create.add_argument("--email", default="", help="adresse du compte, au lieu de celle du responsable")
    create.add_argument(
        "--role",
        choices=ROLES,
        help="du compte du secrétariat : administration (tout, par défaut) ou secretariat (ni les réglages du site, "
        "ni les comptes du secrétariat)",
    )
    create.set_defaults(run=create_account)


def _add_reset(verbs: Any) -> None:
    reset = verbs.add_parser(
        "reset-second-factor",
        help="retire une double authentification perdue",
        description="Retire la double authentification d’un compte du secrétariat et ferme ses sessions.",
    )
    reset.add_argument("slug", metavar="SLUG", help="nom court du site")
    reset.add_argument("username", metavar="IDENTIFIANT")
    reset.set_defaults(run=reset_second_factor)


def create_account(chosen: argparse.Namespace) -> None:
    """Raises Trouble when the identifiant is taken, the family is not known, or a family is given a role."""
    if chosen.family and chosen.role:
        raise Trouble("Le compte d’une famille n’a pas de rôle : --role ne va pas avec --family. Rien n’a été créé.")
    with database.transaction(open_house().database) as db:
        site = site_called(db, chosen.slug)
        try:
            accounts.create(db, site.id, chosen.username, chosen.family, chosen.email, chosen.role != ROLES[1])
        except ValueError as trouble:
            raise Trouble(str(trouble)) from None
    print(
        f"Le compte « {accounts.fold(chosen.username)} » est créé, sans mot de passe : "
        "il se demande sur la page « Mot de passe perdu »."
    )


def reset_second_factor(chosen: argparse.Namespace) -> None:
    """Raises Trouble when there is nothing to take away."""
    with database.transaction(open_house().database) as db:
        site = site_called(db, chosen.slug)
        account = accounts.account_called(db, site.id, chosen.username)
        if account is None or not second_factor.is_on(db, account):
            raise Trouble(f"Aucun compte « {chosen.username} » de ce site n’a de double authentification.")
        second_factor.turn_off(db, account)
        sessions.close_sessions_of(db, account)
        who = accounts.username_of(db, account)
        action = audit.SECOND_FACTOR_REMOVED
        audit.note(db, site=site.id, account=None, who="console", action=action, subject=who, now=clock.now())
    print(f"La double authentification du compte « {who} » est retirée et ses sessions sont fermées.")
