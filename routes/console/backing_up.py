"""`backup` and `restore`: all that the portal holds, as one file, and back."""

import argparse
import datetime
from pathlib import Path
from typing import Any

from data.backups import BackupRefused, Contents, back_up, restore
from data.settings import read_settings
from routes.console.french import Trouble
from routes.web import french


def add_to(commands: Any) -> None:
    """`backup [FICHIER]`, `restore FICHIER`."""
    parser = commands.add_parser(
        "backup",
        help="sauvegarde tout le portail dans un fichier",
        description="Sauvegarde la base de données, les documents et le secret, portail ouvert, dans un seul fichier.",
    )
    parser.add_argument(
        "file",
        metavar="FICHIER",
        nargs="?",
        help="fichier à écrire, ou dossier (« / » à la fin) où le nommer par sa date (sauvegardes/ dans PORTEE_HOME)",
    )
    parser.set_defaults(run=run_backup)
    parser = commands.add_parser(
        "restore",
        help="rétablit une sauvegarde",
        description="Rétablit une sauvegarde, portail fermé. L’état d’avant est gardé à côté.",
    )
    parser.add_argument("file", metavar="FICHIER", type=Path, help="fichier écrit par app.py backup")
    parser.add_argument("--incomplet", action="store_true", help="même s’il y manque des documents")
    parser.set_defaults(run=run_restore)


def run_backup(chosen: argparse.Namespace) -> None:
    """One file, verified by opening it; raises Trouble, and nothing is left."""
    settings = read_settings()
    if not settings.database.exists():
        raise Trouble(f"Il n’y a rien à sauvegarder : la base « {settings.database} » n’existe pas.")
    target = _target(chosen.file or f"{settings.home}/sauvegardes/")
    try:
        contents = back_up(settings, target)
    except BackupRefused as refusal:
        raise Trouble(str(refusal)) from None
    if contents.missing:
        raise Trouble(
            f"{target} : {_counted(contents)}. La sauvegarde est faite, mais des documents manquent déjà au portail "
            f"({contents.missing}) : gardez une sauvegarde plus ancienne, et cherchez-les dans pieces/."
        )
    print(f"{target} : {_counted(contents)}. La sauvegarde a été relue : elle est complète.")


def _target(given: str) -> Path:
    """A file; or one that is named by its date in a folder, which « / » at the end says it is."""
    place = Path(given)
    return place / f"portee-{_moment()}.tar" if given.endswith("/") or place.is_dir() else place


def run_restore(chosen: argparse.Namespace) -> None:
    """The state of the backup; raises Trouble, and nothing has changed."""
    try:
        restored = restore(read_settings(), chosen.file, _moment("%Y-%m-%d-%H%M%S"), chosen.incomplet)
    except BackupRefused as refusal:
        raise Trouble(str(refusal)) from None
    print(f"La sauvegarde est rétablie : {_counted(restored.contents)}.")
    if restored.former:
        print(f"L’état d’avant est gardé dans {restored.former}.")


def _moment(form: str = "%Y-%m-%d-%H%M") -> str:
    return datetime.datetime.now().strftime(form)


def _counted(contents: Contents) -> str:
    return ", ".join(
        (
            french.plural(contents.families, "famille", "familles"),
            french.plural(contents.students, "élève", "élèves"),
            french.plural(contents.accounts, "compte", "comptes"),
            french.plural(contents.documents, "document", "documents"),
        )
    )
