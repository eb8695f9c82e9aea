"""What a large export costs to bring in, in time and memory: `python -m tests.bench.import_load [--xlsx] [--lines]`.

10,000 families, 20,000 guardians, 20,000 students, 40,000 enrolments and 400,000 operations are made in a temporary
folder, then imported three times, each in a fresh process: dry, for the first time, and again without a change.
"""

import argparse
import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from data import schema
from data.database import transaction
from data.imports import import_folder
from data.sites import Site

FAMILIES, STUDENTS, COURSES, OPERATIONS = 10_000, 20_000, 1_000, 400_000
MODULE = "tests.bench.import_load"
Rows = Iterator[tuple[object, ...]]


def familles() -> Rows:
    yield "Référence famille", "Nom", "Prénom", "Civilité", "Adresse", "CP", "Ville", "Tél domicile", "E-mail"
    for number in range(FAMILIES * 2):
        family, name = f"F{number // 2:05}", f"NOM{number // 2}"
        address = f"{number // 2} rue du Colombier", "45000", "Orléans", "02 61 91 65 82"
        yield family, name, f"Prénom {number}", "Madame", *address, f"parent{number}@example.fr"


def eleves() -> Rows:
    yield "Référence élève", "Référence famille", "Nom", "Prénom", "Date de naissance", "Niveau scolaire"
    for number in range(STUDENTS):
        family = number % FAMILIES
        both = f"F{family:05}|F{(family + 1) % FAMILIES:05}" if number % 10 == 0 else f"F{family:05}"
        yield f"E{number:05}", both, f"NOM{family}", f"Élève {number}", f"{number % 28 + 1:02}/05/2012", "6e"


def cours() -> Rows:
    yield "Référence cours", "Année scolaire", "Intitulé", "Enseignant", "Jour", "Début", "Fin"
    for number in range(COURSES):
        yield f"C{number:04}", "2026-2027", f"Piano {number}", "N. OULD-AMAR", "mercredi", "17h30", "18h"


def inscriptions() -> Rows:
    yield "Référence élève", "Référence cours", "Actif"
    for number in range(STUDENTS * 2):
        student, turn = divmod(number, 2)
        yield f"E{student:05}", f"C{(student + turn) % COURSES:04}", "oui"


def operations() -> Rows:
    yield (
        *("Référence opération", "Référence famille", "Registre", "Date", "Libellé", "Mode de règlement"),
        *("Numéro d'opération", "Débit", "Crédit", "Remise", "Document"),
    )
    for number in range(OPERATIONS):
        date = f"{number % 28 + 1:02}/{number % 12 + 1:02}/{2010 + number % 17}"
        row = f"OP{number:06}", f"F{number % FAMILIES:05}", "cotisations", date, "AVIS DES SOMMES A PAYER"
        yield *row, "Prélèvement automatique", f"14FC{number // 2:06}", f"{number % 900 + 1},24", "", "oui", ""


def lignes() -> Rows:
    yield "Référence opération", "Libellé", "Quantité", "Montant"
    for number in range(OPERATIONS):
        yield f"OP{number:06}", "Formation musicale", "1", f"{number % 900 + 1},24"


TABLES: tuple[Callable[[], Rows], ...] = (familles, eleves, cours, inscriptions, operations)


def write_csv(folder: Path, table: Callable[[], Rows]) -> None:
    with (folder / f"{table.__name__}.csv").open("w", encoding="cp1252", newline="") as file:
        csv.writer(file, delimiter=";").writerows(table())


def write_xlsx(folder: Path, table: Callable[[], Rows]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in table():
        sheet.append(row)
    book.save(folder / f"{table.__name__}.xlsx")


def usage(started: float) -> dict[str, float]:
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = used.ru_utime + used.ru_stime
    return {"wall": time.perf_counter() - started, "cpu": cpu, "peak": used.ru_maxrss / 1024}


def measured(*arguments: str) -> dict[str, Any]:
    """What a fresh process used."""
    run = subprocess.run([sys.executable, "-m", MODULE, *arguments], check=True, stdout=subprocess.PIPE)
    used: dict[str, Any] = json.loads(run.stdout)
    return used


def show(what: str, used: dict[str, Any]) -> None:
    print(f"{what:<24} {used['wall']:>8.1f} s {used['cpu']:>8.1f} s {used['peak']:>8.0f} MB", flush=True)


def compare(*flags: str) -> None:
    with tempfile.TemporaryDirectory() as home:
        folder, database = Path(home) / "export", Path(home) / "portee.db"
        folder.mkdir()
        print(f"{'':<24} {'wall':>10} {'CPU':>10} {'peak RSS':>11}")
        show("generation", measured("--generate", str(folder), *flags))
        schema.migrate(database)
        with transaction(database) as db:
            db.add(Site(slug="grand", name="Grand conservatoire"))
        for what, dry in (("import, dry run", True), ("import, first", False), ("import, unchanged", False)):
            show(what, measured("--import", str(folder), *(["--dry-run"] if dry else [])))
        print(f"database {database.stat().st_size / 2**20:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--xlsx", action="store_true")
    parser.add_argument("--lines", action="store_true", help="also 400,000 lines of invoices")
    parser.add_argument("--generate", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--import", type=Path, dest="folder", help=argparse.SUPPRESS)
    parser.add_argument("--dry-run", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    started = time.perf_counter()
    if asked.generate:
        for table in (*TABLES, lignes) if asked.lines else TABLES:
            (write_xlsx if asked.xlsx else write_csv)(asked.generate, table)
    elif asked.folder:
        import_folder(asked.folder.parent / "portee.db", "grand", asked.folder, dry_run=asked.dry_run)
    else:
        compare(*(["--xlsx"] if asked.xlsx else []), *(["--lines"] if asked.lines else []))
        return
    print(json.dumps(usage(started)))


if __name__ == "__main__":
    main()
