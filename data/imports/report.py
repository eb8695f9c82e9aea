"""What an import says: a report when it went through, every error at once when it did not."""

from dataclasses import dataclass, field
from typing import Any

MOST_KEPT = 5_000  # sentences of each sort in a report that is kept

# Written with plain spaces in the code, set with no-break spaces where people read them.
TYPESETTING = {"« ": "«\u00a0", " »": "\u00a0»", " :": "\u00a0:", " ;": "\u00a0;", " ?": "\u00a0?"}


def typeset(sentence: str) -> str:
    """A French sentence with its no-break spaces."""
    for plain, proper in TYPESETTING.items():
        sentence = sentence.replace(plain, proper)
    return sentence


def euros(cents: int) -> str:
    """« 1 234,56 € »."""
    return f"{cents / 100:,.2f}\u00a0€".replace(",", "\u00a0").replace(".", ",")


def at(where: str, column: str, trouble: object) -> str:
    """« eleves.csv, ligne 12, « Nom » : … »: what is wrong, and where."""
    return f"{where}, « {column} » : {trouble}"


class ImportRefused(Exception):
    """Nothing was written. Carries every error found, as French sentences in the order of the files.

    `asks`: nothing is wrong but that the export may be another site's.
    """

    def __init__(self, errors: list[str], asks: bool = False) -> None:
        self.errors, self.asks = [typeset(error) for error in errors], asks
        super().__init__("\n".join(self.errors))


@dataclass
class Counts:
    """What became of the rows of one table; gone rows are in the portal and no longer in the export."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    removed: int = 0

    @property
    def rows(self) -> int:
        """The rows of the export."""
        return self.created + self.changed + self.unchanged

    @property
    def touched(self) -> bool:
        """Whether the import changed this table."""
        return bool(self.created or self.changed or self.removed)


@dataclass
class Report:
    """The outcome of an import: counts by table in the order of the format, and French warnings."""

    dry_run: bool = False
    is_of_another_site: bool = False  # perhaps: the export has not one of its families and students, or others’
    base: int = 0  # how many imports the site had had before
    tables: dict[str, Counts] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def warn(self, sentence: str) -> None:
        """Add something a person should look at."""
        self.warnings.append(typeset(sentence))

    def counts(self, table: str) -> Counts:
        """The counts of a table; it appears in the report from now on."""
        return self.tables.setdefault(table, Counts())

    @property
    def touched(self) -> bool:
        """Whether the import changed anything (or would, in a dry run)."""
        return any(counts.touched for counts in self.tables.values())


def told(report: Report, errors: list[str] | None = None) -> dict[str, Any]:
    """A report as its row keeps it."""
    errors, counts = errors or [], report.tables
    names = ("created", "changed", "unchanged", "gone", "removed")
    rows = {table: [getattr(each, name) for name in names] for table, each in counts.items()}
    totals = {name: sum(row[place] for row in rows.values()) for place, name in enumerate(names)}
    return {
        "tables": rows,
        "warnings": report.warnings[:MOST_KEPT],
        "errors": errors[:MOST_KEPT],
        "unsaid": max(len(report.warnings) - MOST_KEPT, 0) + max(len(errors) - MOST_KEPT, 0),
        "another": report.is_of_another_site,
        "totals": totals | {"errors": len(errors)},
    }
