"""The first pass: every row read, checked against the export and the portal, and laid aside. Nothing is written."""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path

from data.batches import BATCH
from data.imports import site_file
from data.imports.cells import text
from data.imports.faces import Crowd
from data.imports.guardians import Identities, Identity, identity_of
from data.imports.moving import Moved
from data.imports.reading import Reader
from data.imports.report import Report, at
from data.imports.shapes import Row, Table
from data.imports.site_file import SiteFile
from data.imports.spool import Spool
from data.imports.stored import Held
from data.imports.tables import FILES, GUARDIANS, STUDENTS
from data.imports.usernames import OFFICE, Usernames

Claim = Callable[[str, str], None]
Progress = Callable[[str, int, int | None], None]  # what is being done, rows done, rows in all when known


def silent(what: str, done: int, total: int | None) -> None:
    """Progress that nobody watches."""


class Checker:
    """What has been met so far, and everything that was wrong with it."""

    def __init__(self, held: Held, crowd: Crowd, spool: Spool, report: Report, errors: list[str]) -> None:
        self._known, self._spool, self._report, self.errors = held.known, spool, report, errors
        self._crowd = crowd
        self.usernames = Usernames(held.usernames)
        self.identities: Identities = {}
        self._apart = held.apart
        self._ranks: Counter[Hashable] = Counter()
        self._unread: set[str] = set()  # tables whose file could not be read to its end

    def read(self, name: str, path: Path, moved: Moved, progress: Progress) -> None:
        """Check one file of the export."""
        table, done = FILES[name], 0
        self._ranks.clear()
        if table is GUARDIANS:
            self._spool.tray("familles")
        reader = Reader(table, path, moved, self._report, self.errors)
        for done, (where, row) in enumerate(reader.rows(), 1):
            self._check(table, where, row)
            if done % BATCH == 0:
                progress(f"Lecture de {path.name}", done, reader.height)
        progress(f"Lecture de {path.name}", done, done)
        self._spool.tray(table.name).given = reader.given
        if not reader.whole:
            self._unread.add(name)

    def read_site(self, site: SiteFile) -> list[Row]:
        """Check the lists of site.toml; gives the accounts that it names."""
        for table in filter(site.holds, site_file.LISTS):
            self._spool.tray(table.name).given = frozenset(table.fields)
            for where, row in site.rows(table):
                self._check(table, where, row)
        return [self._checked_account(where, row) for where, row in site.accounts()]

    def _check(self, table: Table, where: str, row: Row) -> None:
        if table is GUARDIANS:
            self._note_guardian(where, row)
        elif table is STUDENTS:
            self._crowd.meet_student(row)
        self._check_parents(table, where, row)
        if _has(row, table.key):
            self._note_key(table, where, row)
        if not self.errors:  # after the first error nothing will be written
            if table.complete:
                table.complete(row)
            self._spool.tray(table.name).lay(tuple(row[field] for field in table.fields))

    def _note_guardian(self, where: str, row: Row) -> None:
        """The first row of a family brings the family; each row brings somebody who may sign in."""
        family = row.get("family")
        if family is None:
            return
        met = self._known["familles"]
        if not met.get(family):
            met[family] = True
            self._spool.tray("familles").lay((family,))
        identity = identity_of(row.get("username"), row.get("surname"), row.get("given_name"))
        family = row["family"] = self._family_apart(family, identity)
        self._crowd.meet_guardian(family, row)
        self._claim(where, "Identifiant", row.get("username"), family, self.usernames.claim_for_row)
        self.identities.setdefault(family, []).append(identity)

    def _family_apart(self, family: str, identity: Identity) -> str:
        """The family that the office has given this guardian, or else the one that the export says."""
        for each in self._apart.get(family, ()):
            if (
                identity.username == each.username
                if identity.username and each.username
                else identity.name in each.names
            ):
                self._known["familles"].setdefault(each.family, False)  # the export itself does not bring it
                return each.family
        return family

    def _note_key(self, table: Table, where: str, row: Row) -> None:
        key = _key(row, table.key)
        met = self._known[table.name]
        if table.ranked:
            row["rank"] = self._ranks[key]
            self._ranks[key] += 1
        elif met.get(key):
            self._error(table, where, table.key, key, "figure déjà plus haut")
        else:
            met[key] = True

    def _check_parents(self, table: Table, where: str, row: Row) -> None:
        for parent, *fields in table.parents.values():
            if _has(row, fields):
                self._check_known(table, where, fields, _key(row, fields), parent)
        for family in row.get("families", ()):
            self._check_known(table, where, ["families"], family, "familles")

    def _check_known(self, table: Table, where: str, fields: Sequence[str], key: Hashable, parent: str) -> None:
        if key is not None and key not in self._known[parent] and parent not in self._unread:
            self._error(table, where, fields, key, f"ne figure pas dans « {parent} »")

    def _checked_account(self, where: str, row: Row) -> Row:
        family, username = row["family"], row["username"]
        self._claim(where, "identifiant", username, family or OFFICE, self.usernames.claim)
        if family and family not in self._known["familles"]:
            self.errors.append(at(where, "famille", f"« {family} » ne figure pas dans « familles »"))
        said = [identity.username for identity in self.identities.get(family, [])]
        if said and (said[0] not in ("", username) or username in said[1:]):
            self.errors.append(at(where, "identifiant", "l’export dit autre chose du responsable de cette famille"))
        return row

    def _claim(self, where: str, column: str, username: str | None, owner: str, claim: Claim) -> None:
        try:
            if username:
                claim(username, owner)
        except ValueError as trouble:
            self.errors.append(at(where, column, trouble))

    def _error(self, table: Table, where: str, fields: Sequence[str], key: Hashable, trouble: str) -> None:
        names = {column.field: column.name for column in table.columns}
        shown = " + ".join(text(part) for part in (key if isinstance(key, tuple) else (key,)) if part is not None)
        self.errors.append(at(where, " + ".join(names[field] for field in fields), f"« {shown} » {trouble}"))


def _has(row: Row, fields: Sequence[str]) -> bool:
    return all(field in row for field in fields)


def _key(row: Row, fields: Sequence[str]) -> Hashable:
    """Several fields as a tuple, one as it is: half a million references need no tuples round them."""
    return row[fields[0]] if len(fields) == 1 else tuple(row[field] for field in fields)
