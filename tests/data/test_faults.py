"""What the system or SQLite refuses is said in French."""

import errno
import os
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from data.faults import SYSTEM, words_of
from tests.house import sources


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EACCES, "permission refusée"),
        (errno.ENOSPC, "plus de place sur le disque"),
        (errno.EROFS, "disque en lecture seule"),
        (errno.ENOENT, "fichier ou dossier introuvable"),
    ],
)
def test_what_the_system_refuses_is_said_in_french(number: int, words: str) -> None:
    assert words_of(OSError(number, os.strerror(number))) == words


def test_what_is_seldom_is_said_by_its_number() -> None:
    assert errno.EXFULL not in SYSTEM
    assert words_of(OSError(errno.EXFULL, "Exchange full")) == f"erreur {errno.EXFULL} du système"
    assert words_of(OSError("no number")) == "erreur 0 du système"


def test_what_sqlite_refuses_is_said_without_the_statement(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError) as found:
        sqlite3.connect(tmp_path / "none" / "portee.db")
    fault = OperationalError("SELECT secret FROM row", None, found.value)
    assert words_of(found.value) == words_of(fault) == "elle ne peut pas être ouverte"
    assert words_of(sqlite3.DatabaseError("no such table: x")) == "no such table: x"


def test_nothing_says_it_in_the_words_of_the_system() -> None:
    files = sources.files(*sources.PRODUCT)
    assert len(files) > 200
    assert [each for each in files if ".strerror" in (sources.ROOT / each).read_text("utf-8")] == []
