"""`export`: what the office has approved and done itself, out, for the administrative software."""

import argparse
import datetime
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from data import database, faults
from data.imports.formats import FORMATS
from data.imports.outgoing import Changes, beginning_of, decided_changes, note_export
from data.imports.tables import FILES
from routes.console.french import Trouble
from routes.console.house import open_house, site_called
from routes.web import clock, french


def add_to(commands: Any) -> None:
    """`export SLUG DOSSIER [--since JJ/MM/AAAA] [--xlsx]`."""
    parser = commands.add_parser(
        "export",
        help="exporte les modifications décidées",
        description="Exporte, dans les colonnes de l’import, les fiches dont une modification a été approuvée, et "
        "celles que le secrétariat a ajoutées, corrigées, rattachées ou séparées lui-même.",
    )
    parser.add_argument("slug", metavar="SLUG", help="nom court du site")
    parser.add_argument("folder", metavar="DOSSIER", type=Path, help="dossier où écrire ; créé s’il manque")
    parser.add_argument(
        "--since", metavar="JJ/MM/AAAA", type=_day, help="décidées ce jour-là ou plus tard (toutes sans cette option)"
    )
    parser.add_argument("--xlsx", action="store_true", help="des classeurs xlsx au lieu de fichiers csv")
    parser.set_defaults(run=run)


def _day(text: str) -> datetime.date:
    for written in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.datetime.strptime(text, written).date()
        except ValueError:
            continue
    raise argparse.ArgumentTypeError(f"« {text} » n’est pas une date (jj/mm/aaaa)")


def run(chosen: argparse.Namespace) -> None:
    """All the files or none; nothing is written over. Raises Trouble."""
    settings = open_house()
    since = beginning_of(chosen.since) if chosen.since else 0
    with database.reading(settings.database) as db:
        site = site_called(db, chosen.slug).id
        changes = decided_changes(db, site, since)
    for name in changes.removed:
        print(f"{name} : une modification est approuvée, mais la fiche n’est plus dans le portail.")
    if not changes.sheets:
        since_when = f" depuis le {french.day(chosen.since)}" if chosen.since else ""
        print(f"Aucune modification décidée{since_when} à exporter : rien n’a été écrit.")
        return
    files = _files(chosen.folder, changes, "xlsx" if chosen.xlsx else "csv")
    with _placed(chosen.folder, files), database.transaction(settings.database) as db:
        note_export(db, site=site, account=None, who="console", changes=changes, since=since, now=clock.now())
    for path, sheet in zip(files, changes.sheets, strict=True):
        print(f"{path} : {french.plural(len(sheet.rows), 'ligne', 'lignes')}")


def _files(folder: Path, changes: Changes, suffix: str) -> dict[Path, bytes]:
    """What to write; neither over a table nor beside one of another day."""
    taken = [name for name in (f"{table}.{suffix}" for table in FILES) if (folder / name).exists()]
    if taken:
        raise Trouble(
            f"« {folder} » contient déjà {' et '.join(taken)} : rien n’a été écrit. "
            "Choisissez un autre dossier, ou déplacez ce qui s’y trouve."
        )
    return {folder / f"{sheet.name}.{suffix}": FORMATS[suffix](sheet) for sheet in changes.sheets}


@contextmanager
def _placed(folder: Path, files: Mapping[Path, bytes]) -> Iterator[None]:
    """Files under passing names, which get their own at the end of the block; for their owner’s eyes alone."""
    passing: dict[Path, Path] = {}
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        for target, content in files.items():
            handle, name = tempfile.mkstemp(dir=folder, prefix=".")
            passing[Path(name)] = target
            with os.fdopen(handle, "wb") as file:
                file.write(content)
        yield
        for path, target in passing.items():
            path.rename(target)
    except OSError as trouble:
        for target in (target for path, target in passing.items() if not path.exists()):
            target.unlink(missing_ok=True)
        raise Trouble(
            f"Impossible d’écrire dans « {folder} » ({faults.words_of(trouble)}) : rien n’a été écrit."
        ) from trouble
    finally:
        for path in passing:
            path.unlink(missing_ok=True)
