"""The other way in: what the operator types. French on the screen; exit status 0, 1 (bad input), 2 (bad usage)."""

import os
import sys

from data import database, faults
from data.settings import SettingError
from routes.console import accounts, backing_up, demo, exporting, importing, migrating, purging, serving, sites
from routes.console.french import Parser, Trouble
from routes.web.version import VERSION

COMMANDS = (demo, serving, importing, exporting, sites, accounts, migrating, backing_up, purging)


def console(arguments: list[str] | None = None) -> None:
    """Run one command and leave with its exit status."""
    parser = Parser(prog="app.py", description="Portée, le portail des familles d’un conservatoire.")
    parser.add_argument("--version", action="version", version=f"Portée {VERSION}", help="montre la version")
    commands = parser.add_subparsers(title="commandes", metavar="COMMANDE", required=True)
    for command in COMMANDS:
        command.add_to(commands)
    chosen = parser.parse_args(arguments)
    try:
        chosen.run(chosen)
    except (SettingError, Trouble) as trouble:
        sys.exit(_say(str(trouble)))
    except database.FAULTS as trouble:
        sys.exit(
            _say(
                f"La base de données ne peut pas être utilisée ({faults.words_of(trouble)}). "
                "Vérifiez PORTEE_HOME, PORTEE_DATABASE_URL et la place sur le disque."
            )
        )
    except BrokenPipeError:  # `app.py site show … | head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
