"""`import`: the export of the administrative software, in."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table

from data.erasures import Erasures
from data.imports import ImportRefused, Moved, Report, import_folder
from data.imports.moving import NOT_MOVED
from data.imports.unpacking import unpacked
from data.settings import Settings
from routes.console.french import Trouble
from routes.console.house import open_house

MOST_ERRORS = 200
ANYWAY = "Si c’est bien l’export de ce site, ajoutez --autre-export."
COUNTED = ("créées", "changées", "inchangées", "absentes", "supprimées")


def add_to(commands: Any) -> None:
    """`import SLUG DOSSIER [--dry-run] [--supprimer-absents] [--autre-export]`."""
    parser = commands.add_parser(
        "import",
        help="importe l’export du logiciel administratif",
        description="Importe l’export du logiciel administratif : tout ou rien, autant de fois que l’on veut.",
    )
    parser.add_argument("slug", metavar="SLUG", help="nom court du site")
    parser.add_argument("folder", metavar="DOSSIER", type=Path, help="dossier ou ZIP des fichiers csv, xlsx ou ods")
    parser.add_argument("--dry-run", action="store_true", help="dit ce qui changerait, n’écrit rien")
    parser.add_argument("--supprimer-absents", action="store_true", help="supprime ce qui n’est plus dans l’export")
    parser.add_argument(
        "--autre-export", action="store_true", help="importe même si l’export semble être celui d’un autre site"
    )
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> None:
    """Import and say, per table, what came of it; raises Trouble with every error."""
    report = import_with_progress(
        open_house(),
        chosen.slug,
        chosen.folder,
        dry_run=chosen.dry_run,
        remove_absent=chosen.supprimer_absents,
        another=chosen.autre_export,
    )
    show(report)


def import_with_progress(
    settings: Settings,
    slug: str,
    folder: Path,
    *,
    dry_run: bool = False,
    remove_absent: bool = False,
    another: bool = False,
    moved: Moved = NOT_MOVED,
) -> Report:
    """The import with a bar for each table; raises Trouble with every error."""
    with _bars() as advance:
        try:
            with unpacked(folder, settings.database.parent) as tables:
                return import_folder(
                    settings.database,
                    slug,
                    tables,
                    dry_run=dry_run,
                    remove_absent=remove_absent,
                    another=another,
                    moved=moved,
                    progress=advance,
                    erasures=Erasures.of(settings),
                )
        except ImportRefused as refusal:
            raise Trouble(_listed(refusal)) from None


@contextmanager
def _bars() -> Iterator[Callable[[str, int, int | None], None]]:
    """A bar for each table, on a terminal alone."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    screen = Console(stderr=True)
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as bars:
        tasks: dict[str, TaskID] = {}

        def advance(table: str, done: int, total: int | None) -> None:
            if table not in tasks:
                tasks[table] = bars.add_task(table, total=total)
            bars.update(tasks[table], completed=done, total=total)

        yield advance


def show(report: Report) -> None:
    """The counts of each table, then what a person should look at."""
    table = Table("table", *COUNTED)
    for name, counts in report.tables.items():
        row = (counts.created, counts.changed, counts.unchanged, counts.gone, counts.removed)
        table.add_row(name, *(str(count) for count in row))
    Console().print(table)
    for warning in report.warnings:
        print(warning)
    if report.dry_run:
        print("Essai : rien n’a été écrit.")


def _listed(refusal: ImportRefused) -> str:
    errors = refusal.errors
    if refusal.asks:
        return "\n".join([*errors, ANYWAY, "Rien n’a été importé."])
    shown = errors[:MOST_ERRORS]
    rest = len(errors) - len(shown)
    count = "1 erreur" if len(errors) == 1 else f"{len(errors)} erreurs"
    more = [f"… et {rest} autres."] if rest else []
    return "\n".join([*shown, *more, f"{count} : rien n’a été importé."])
