"""`backup` and `restore`, typed."""

import sqlite3
from contextlib import closing
from pathlib import Path

from data.presence import present
from tests.console.conftest import Typing


def names(home: Path) -> list[str]:
    with closing(sqlite3.connect(home / "portee.db")) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM site ORDER BY name")]


def test_what_was_backed_up_comes_back(typed: Typing, home: Path) -> None:
    typed("site", "create", "musique", "Musique")
    outcome = typed("backup")
    (file,) = (home / "sauvegardes").iterdir()
    assert (outcome.status, outcome.said.split(" : ")[0]) == (0, str(file))
    typed("site", "create", "danse", "Danse")
    said = typed("restore", str(file)).said
    assert said.startswith("La sauvegarde est rétablie : 0\N{NO-BREAK SPACE}famille, ")
    assert "avant-restauration" in said
    assert names(home) == ["Musique"]


def test_a_backup_goes_where_it_is_told(typed: Typing, home: Path, tmp_path: Path) -> None:
    typed("site", "create", "musique", "Musique")
    assert typed("backup", str(tmp_path / "one.tar")).status == 0
    again = typed("backup", str(tmp_path / "one.tar"))
    assert (again.status, "existe déjà" in again.complained) == (1, True)


def test_a_portal_without_data_or_that_is_open_says_so(typed: Typing, home: Path, tmp_path: Path) -> None:
    assert typed("backup").complained.startswith("Il n’y a rien à sauvegarder")
    assert typed("restore", str(tmp_path / "none.tar")).status == 1
    typed("site", "create", "musique", "Musique")
    typed("backup", str(tmp_path / "one.tar"))
    with present(home / "portee.db"):
        outcome = typed("restore", str(tmp_path / "one.tar"))
    assert (outcome.status, outcome.complained[:22]) == (1, "Le portail est ouvert ")


def test_a_demonstration_is_not_restored_over_the_real_thing(typed: Typing, home: Path, tmp_path: Path) -> None:
    typed("site", "create", "musique", "Musique")
    typed("backup", str(tmp_path / "one.tar"))
    with closing(sqlite3.connect(home / "portee.db")) as connection, connection:
        connection.execute("UPDATE portal SET demo = 1")
    assert "démonstration" in typed("restore", str(tmp_path / "one.tar")).complained
