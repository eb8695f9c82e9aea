"""The folder of an export: which file holds which table."""

from pathlib import Path

from data.imports.cells import fold
from data.imports.report import ImportRefused, Report
from data.imports.sheets import SUFFIXES
from data.imports.tables import FILES


def find_tables(folder: Path, report: Report, errors: list[str]) -> dict[str, Path]:
    """The file of each table, in the order of the format; what cannot be one is warned of."""
    if not folder.is_dir():
        raise ImportRefused([f"« {folder} » n’est pas un dossier."])
    found: dict[str, list[Path]] = {name: [] for name in FILES}
    for path in sorted(folder.iterdir()):
        if reason := _unfit(path):
            report.warn(f"{path.name} : {reason}, fichier laissé de côté")
        elif fold(path.stem) in FILES and path.suffix.lower() in SUFFIXES:
            found[fold(path.stem)].append(path)
    for paths in found.values():
        if len(paths) > 1:
            errors.append(f"{' et '.join(path.name for path in paths)} : une seule de ces tables doit rester")
    return {name: paths[0] for name, paths in found.items() if paths}


def _unfit(path: Path) -> str:
    """Why a file that looks like a table is none; nothing for a table, and for what is no table at all."""
    table, readable = fold(path.stem) in FILES, path.suffix.lower() in SUFFIXES
    if table and not readable:
        return "seuls .csv, .xlsx et .ods se lisent"
    return "aucune table ne porte ce nom" if readable and not table and not path.name.startswith((".", "~")) else ""
