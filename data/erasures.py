"""Who was erased, remembered outside of the database, so that neither a backup nor an import brings them back.

A file that is only added to. A line holds the short name of a site and a keyed digest of a reference: whoever reads it
learns nobody’s name, and without the secret cannot even try references.
"""

import hmac
import os
from dataclasses import dataclass
from pathlib import Path

from data.settings import Settings

FILE = "effacements"


@dataclass(frozen=True)
class Erasures:
    """The list of one portal."""

    file: Path
    secret: bytes

    @classmethod
    def of(cls, settings: Settings) -> "Erasures":
        """The list that stands beside the database."""
        return cls(settings.home / FILE, settings.secret)

    def note(self, slug: str, reference: str) -> None:
        """Add a family, for good: before the transaction that erases it ends."""
        with os.fdopen(
            os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w", encoding="utf-8"
        ) as file:
            file.write(f"\n{self.line(slug, reference)}\n")  # a line that a crash has cut ends here
            file.flush()
            os.fsync(file.fileno())

    def lines(self) -> frozenset[str]:
        """All that were erased, as `line` writes them."""
        return frozenset(self.file.read_text("utf-8").split("\n")) - {""} if self.file.exists() else frozenset()

    def line(self, slug: str, reference: str) -> str:
        """How a family stands in the list."""
        words = f"erased {slug} {reference}".encode()
        return f"{slug} {hmac.digest(self.secret, words, 'sha256').hex()}"

    def take_over(self, other: Path) -> None:
        """Add what another list of the same secret holds, such as that of a backup."""
        more = Erasures(other, self.secret).lines() - self.lines()
        if more:
            with os.fdopen(os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as file:
                file.write("\n" + "\n".join(sorted(more)) + "\n")
