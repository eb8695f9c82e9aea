"""A desk with an empty portal and an export folder on it, for the tests of the import."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from openpyxl import Workbook
from sqlmodel import SQLModel, col, select

from data import database, schema
from data.imports import ImportRefused, Report, import_folder
from data.sites import Site

EXPORT = {
    "familles": ["Référence famille;Nom;Prénom;Identifiant", "F1;ABOLANT;Jocelyne;jabolant", "F2;BERNIER;Claire;"],
    "eleves": ["Référence élève;Référence famille;Nom;Prénom;Date de naissance", "E1;F1;ABOLANT;Adrien;14/09/1995"],
    "cours": ["Référence cours;Année scolaire;Intitulé;Jour;Début", "C1;2013-2014;Trompette;Mercredi;17h30"],
    "inscriptions": ["Référence élève;Référence cours;Actif", "E1;C1;oui"],
    "suivi": ["Référence élève;Référence cours;Date;Texte", "E1;C1;12/11/2013;Revoir la gamme."],
    "evaluations": ["Référence élève;Référence cours;Date;Intitulé;Note", "E1;C1;13/12/2013;Contrôle;14,5"],
    "absences": ["Référence élève;Référence cours;Date;Excusée", "E1;C1;19/11/2013;X"],
    "repertoire": ["Référence élève;Œuvre;Compositeur;Date;Référence cours", "E1;Danserye;Susato;17/12/2013;C1"],
    "operations": [
        "Référence opération;Référence famille;Registre;Date;Libellé;Débit;Crédit",
        "O1;F1;cotisations;19/12/2013;AVIS;93,24;",
    ],
    "lignes": ["Référence opération;Libellé;Montant", "O1;Trompette;72,00", "O1;Formation musicale;21,24"],
}


@cache
def _empty_portal() -> bytes:
    with TemporaryDirectory() as home:
        path = Path(home) / "portee.db"
        schema.migrate(path)
        with database.transaction(path) as db:
            db.add_all([Site(slug="val", name="Conservatoire du Val"), Site(slug="autre", name="Un autre")])
        return path.read_bytes()


class Desk:
    """One portal with two sites, and one export folder."""

    def __init__(self, home: Path) -> None:
        self.database, self.folder = home / "portee.db", home / "export"
        self.slug = "val"
        self.database.write_bytes(_empty_portal())
        self.folder.mkdir()

    def lay(self, name: str, *lines: str, encoding: str = "utf-8") -> None:
        """Write one csv file, or site.toml."""
        path = self.folder / (name if "." in name else f"{name}.csv")
        path.write_text("\n".join(lines) + "\n", encoding=encoding, newline="")

    def lay_export(self, **instead: list[str]) -> None:
        """Write a small export of every table, some of them otherwise."""
        for name, lines in (EXPORT | instead).items():
            self.lay(name, *lines)

    def add(self, name: str, *lines: str) -> None:
        """Write a table of the small export with further rows."""
        self.lay(name, *EXPORT[name], *lines)

    def bring_in(self, **wishes: Any) -> Report:
        """Import the folder."""
        return import_folder(self.database, self.slug, self.folder, **wishes)

    def refused(self, **wishes: Any) -> list[str]:
        """Try to import the folder: the errors, with plain spaces; nothing if it was taken."""
        try:
            self.bring_in(**wishes)
        except ImportRefused as refused:
            return [error.replace("\u00a0", " ") for error in refused.errors]
        return []

    def all(self, model: type[SQLModel]) -> list[Any]:
        """The rows of a table, as they were made."""
        with database.reading(self.database) as db:
            return list(db.exec(select(model).order_by(col(sa.inspect(model).primary_key[0]))))

    def only(self, model: type[SQLModel]) -> Any:
        """The one row of a table."""
        (row,) = self.all(model)
        return row

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table."""
        with database.reading(self.database) as db:
            tables = schema.METADATA.tables.items()
            return {
                name: sorted(map(tuple, db.connection().execute(sa.select(table))), key=repr) for name, table in tables
            }


def counts(report: Report, table: str) -> tuple[int, int, int, int, int]:
    """Created, changed, unchanged, gone and removed."""
    told = report.tables[table]
    return told.created, told.changed, told.unchanged, told.gone, told.removed


def write_xlsx(path: Path, rows: Iterable[Iterable[Any]]) -> None:
    """A workbook with one sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(path)


def write_ods(path: Path, rows: Iterable[Iterable[dict[str, str] | str]]) -> None:
    """A sheet whose cells are text, or the attributes of a typed cell."""
    document, table = OpenDocumentSpreadsheet(), Table(name="Feuille1")
    document.spreadsheet.addElement(table)
    for row in rows:
        line = TableRow()
        table.addElement(line)
        for cell in row:
            typed = {"valuetype": "string", "stringvalue": cell} if isinstance(cell, str) else cell
            line.addElement(TableCell(**typed))
    document.save(path)
