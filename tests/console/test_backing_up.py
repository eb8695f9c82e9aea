"""`backup` and `restore`, typed."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from data.presence import present
from routes.console import backing_up
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


def test_a_folder_that_is_not_there_yet_serves_each_night(
    typed: Typing, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed("site", "create", "musique", "Musique")
    for night in ("portee-2026-11-24-0330.tar", "portee-2026-11-25-0330.tar"):
        monkeypatch.setattr(backing_up, "_moment", lambda name=night: name[7:-4])
        assert typed("backup", f"{tmp_path}/nights/").status == 0
        assert (tmp_path / "nights" / night).is_file()
    assert len(list((tmp_path / "nights").glob("portee-*.tar"))) == 2


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("none/nights/", "Le dossier « {}/none » n’existe pas : créez-le, puis recommencez. Rien n’a été écrit."),
        (
            "none/nights/one.tar",
            "Le dossier « {}/none » n’existe pas : créez-le, puis recommencez. Rien n’a été écrit.",
        ),
        ("file/", "n’a pas pu être faite (un fichier de ce nom existe déjà)."),
    ],
)
def test_a_folder_that_cannot_be_is_refused_and_nothing_made_up(
    typed: Typing, home: Path, tmp_path: Path, place: str, words: str
) -> None:
    typed("site", "create", "musique", "Musique")
    (tmp_path / "file").touch()
    outcome = typed("backup", f"{tmp_path}/{place}")
    assert (outcome.status, words.format(tmp_path) in outcome.complained) == (1, True)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["file", "home"]


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
