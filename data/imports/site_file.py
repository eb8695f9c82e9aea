"""site.toml: what an export does not hold. Its lists are tables like any other; the rest are a site's decisions."""

import datetime
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, delete, select

from data import kinds
from data.documents import RequiredDocument
from data.imports import cells
from data.imports.moving import Moved
from data.imports.reading import value_of
from data.imports.report import Counts, ImportRefused, at
from data.imports.shapes import Column, Row, Table
from data.imports.writing import park
from data.reference_lists import DEFAULTS, ReferenceValue
from data.site_decisions import DECISIONS
from data.sites import Holiday, Site

NAME = "site.toml"
PERIOD = (
    Column("du", "first_day", cells.date, required=True),
    Column("au", "last_day", cells.date, required=True),
)
HOLIDAYS = Table("conges", Holiday, (Column("nom", "name", required=True), *PERIOD), key=("name", "first_day"))
DOCUMENTS = Table(
    "pieces",
    RequiredDocument,
    (
        Column("nom", "name", required=True),
        Column("rang", "rank", cells.whole),
        Column("facultative", "optional", cells.yes_no),
        Column("foyer", "of_household", cells.yes_no),
        Column("disciplines", "disciplines"),
    ),
    key=("name",),
)
LISTS = (HOLIDAYS, DOCUMENTS)
ACCOUNTS = (
    Column("identifiant", "username", cells.username, required=True),
    Column("famille", "family", cells.reference),
    Column("administration", "office", cells.yes_no),
    Column("role", "administrator", cells.role),  # of an account of the office
)
REFERENCES = "listes"
TABLES = ("conges", "pieces", "comptes", "reinscription", "demo", REFERENCES)
IN_REFERENCES = f"{NAME}, « {REFERENCES} »"
LONGEST_WORDS = 100  # characters of one value of a reference list


def load(folder: Path) -> dict[str, Any]:
    """The site.toml of a folder as it is written; empty when there is none. Raises ImportRefused."""
    try:
        return tomllib.loads((folder / NAME).read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as trouble:
        raise ImportRefused([f"{NAME} : n’est pas du TOML en UTF-8 ({trouble})"]) from trouble


class SiteFile:
    """A site.toml being read; errors are noted and reading goes on."""

    def __init__(self, folder: Path, moved: Moved, errors: list[str]) -> None:
        self._moved, self._errors = moved, errors
        try:
            self._written = load(folder)
        except ImportRefused as refused:
            self._written = {}
            errors += refused.errors

    def rows(self, table: Table) -> Iterator[tuple[str, Row]]:
        """Where each row of a list stands, and the row; a value that cannot be read is missing from it."""
        for rank, (where, given) in enumerate(self._tables(table.name)):
            row = self._row(where, table.columns, given | {"rang": rank})
            if row.get("last_day", datetime.date.max) < row.get("first_day", datetime.date.min):
                self._errors.append(at(where, "au", "ce jour est avant le premier"))
            yield where, self._moved.row(table, row)

    def accounts(self) -> Iterator[tuple[str, Row]]:
        """Where each account stands, and its username, family, office and role."""
        for where, given in self._tables("comptes"):
            row = self._row(where, ACCOUNTS, given)
            if len(row) < len(ACCOUNTS):
                continue
            if bool(row["family"]) == row["office"]:
                self._errors.append(at(where, "famille", "écrivez une famille, ou administration = true"))
            else:
                yield where, row

    def holds(self, table: Table) -> bool:
        """Whether it speaks of a list at all."""
        return table.name in self._written

    def decisions(self) -> dict[str, Any]:
        """What the site decides, by attribute of Site."""
        decided = {}
        for key, value in self._decided():
            try:
                decision = DECISIONS[key]
                decided[decision.attribute] = self._moved.value(decision.read(value))
            except KeyError:
                self._errors.append(at(NAME, key, "n’est pas un réglage"))
            except ValueError as trouble:
                self._errors.append(at(NAME, key, trouble))
        return decided

    def references(self) -> dict[str, list[str]]:
        """What may be chosen in the forms of the site, list by list; an empty one stands for the portal’s own."""
        written = self._written.get(REFERENCES, {})
        if not isinstance(written, dict):
            self._errors.append(at(NAME, REFERENCES, f"écrivez [{REFERENCES}], une seule fois"))
            return {}
        for name in written.keys() - DEFAULTS.keys():
            self._errors.append(at(IN_REFERENCES, name, f"n’est pas une liste (au choix : {', '.join(DEFAULTS)})"))
        return {name: self._reference(name, written[name]) for name in DEFAULTS if name in written}

    def _reference(self, name: str, given: Any) -> list[str]:
        """One list as the forms will have it, each value as they read what is chosen."""
        if not isinstance(given, list):
            self._errors.append(at(IN_REFERENCES, name, 'écrivez des textes entre crochets : ["oui", "non"]'))
            return []
        words: list[str] = []
        for number, each in enumerate(given, 1):
            try:
                words.append(_reference_value(each, words))
            except ValueError as trouble:
                self._errors.append(at(f"{IN_REFERENCES}, « {name} »", f"valeur {number}", trouble))
        return words

    def _decided(self) -> Iterator[tuple[str, Any]]:
        yield from ((key, value) for key, value in self._written.items() if key not in TABLES)
        for _, period in self._tables("reinscription"):
            yield from ((f"reinscription_{key}", value) for key, value in period.items())

    def _tables(self, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """The TOML tables of this name: one, or several."""
        written = self._written.get(name, [])
        for number, each in enumerate(written if isinstance(written, list) else [written], 1):
            if isinstance(each, dict):
                yield f"{NAME}, « {name} » {number}", each
            else:
                self._errors.append(at(NAME, name, f"écrivez [{name}] ou [[{name}]]"))

    def _row(self, where: str, columns: Sequence[Column], given: dict[str, Any]) -> Row:
        row = {}
        for column in columns:
            try:
                row[column.field] = value_of(column, given.get(column.name, ""))
            except ValueError as trouble:
                self._errors.append(at(where, column.name, trouble))
        for name in given.keys() - {"rang", *(column.name for column in columns)}:
            self._errors.append(at(where, name, "clé inconnue"))
        return row


def _reference_value(given: Any, before: Sequence[str]) -> str:
    if not isinstance(given, str):
        raise ValueError("n’est pas un texte")
    words = kinds.text(cells.text(given), datetime.date.max)
    if not words:
        raise ValueError("est vide")
    if len(words) > LONGEST_WORDS:
        raise ValueError(f"dépasse {LONGEST_WORDS} caractères")
    if words.casefold() in (each.casefold() for each in before):
        raise ValueError(f"« {words} » figure déjà plus haut")
    return words


def settle_references(db: Session, site: int, lists: dict[str, list[str]]) -> Counts:
    """Make the reference lists of a site what it has decided; the others stay as they are."""
    counts = Counts()
    for name, words in lists.items():
        mine = (col(ReferenceValue.site_id) == site, col(ReferenceValue.listed) == name)
        held = list(db.exec(select(ReferenceValue.words).where(*mine).order_by(col(ReferenceValue.rank))))
        _count(counts, held, words)
        if held != words:
            db.exec(delete(ReferenceValue).where(*mine))
            db.add_all(
                ReferenceValue(site_id=site, listed=name, rank=rank, words=each) for rank, each in enumerate(words)
            )
    db.flush()
    return counts


def _count(counts: Counts, held: Sequence[str], words: Sequence[str]) -> None:
    """A value that has another place has changed."""
    gone, stays = len(set(held) - set(words)), sum(one == other for one, other in zip(held, words, strict=False))
    created = len(set(words) - set(held))
    counts.created += created
    counts.unchanged += stays
    counts.changed += len(words) - created - stays
    counts.gone += gone
    counts.removed += gone


def decide(db: Session, site: int, decided: dict[str, Any]) -> Counts:
    """Make a site what it has decided."""
    row = db.get_one(Site, site)
    changed = {attribute for attribute, value in decided.items() if getattr(row, attribute) != value}
    for attribute in changed:
        setattr(row, attribute, decided[attribute])
    db.flush()
    return Counts(changed=len(changed), unchanged=len(decided) - len(changed))


def settle(db: sa.Connection, site: int, names: Sequence[str]) -> None:
    """Give each stored document its new place in the list; those that are gone stand behind the others."""
    documents = select(RequiredDocument.id, RequiredDocument.name, RequiredDocument.rank)
    held = db.execute(documents.where(RequiredDocument.site_id == site).order_by(col(RequiredDocument.rank))).all()
    gone = {name: rank for rank, name in enumerate((name for _, name, _ in held if name not in names), len(names))}
    places = {name: rank for rank, name in enumerate(names)} | gone
    moved = {id_: places[name] for id_, name, rank in held if places[name] != rank}
    park(db, DOCUMENTS.core, moved, {id_ for id_, name, _ in held if name in gone})
