"""`import`: the counts, the errors, and nothing written by a dry run or a bad export."""

from pathlib import Path

import pytest
from sqlmodel import func, select

from data import database
from data.families import Family
from tests.console.conftest import ROOT, Typing

EXPORT = ROOT / "data" / "demo" / "conservatoire-2"


@pytest.fixture
def site(typed: Typing) -> None:
    """A new site."""
    typed("site", "create", "musique", "Conservatoire")


def families(home: Path) -> int:
    with database.reading(home / "portee.db") as db:
        return db.exec(select(func.count()).select_from(Family)).one()


def test_an_export_is_imported_and_counted(typed: Typing, home: Path, site: None) -> None:
    outcome = typed("import", "musique", str(EXPORT))
    assert outcome.status == 0
    assert "familles" in outcome.said
    assert "créées" in outcome.said
    assert families(home) > 0


def test_a_dry_run_counts_the_same_and_writes_nothing(typed: Typing, home: Path, site: None) -> None:
    dry = typed("import", "musique", str(EXPORT), "--dry-run")
    assert (dry.status, families(home)) == (0, 0)
    assert "Essai : rien n’a été écrit." in dry.said
    assert dry.said.replace("Essai : rien n’a été écrit.\n", "") == typed("import", "musique", str(EXPORT)).said


def test_importing_again_changes_nothing(typed: Typing, home: Path, site: None) -> None:
    typed("import", "musique", str(EXPORT))
    before = families(home)
    again = typed("import", "musique", str(EXPORT))
    assert (again.status, families(home)) == (0, before)
    row = next(line for line in again.said.splitlines() if "familles" in line)
    assert [cell.strip() for cell in row.strip("│").split("│")][1:3] == ["0", "0"]


def test_a_bad_export_is_refused_whole_with_every_error(typed: Typing, home: Path, site: None, tmp_path: Path) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    text = (EXPORT / "operations.csv").read_text("cp1252").splitlines()
    (folder / "operations.csv").write_text("\n".join([text[0], *(["n'importe quoi"] * 3)]), "utf-8")
    outcome = typed("import", "musique", str(folder))
    assert (outcome.status, families(home)) == (1, 0)
    assert "operations.csv" in outcome.complained
    assert "rien n’a été importé" in outcome.complained


@pytest.mark.parametrize("folder", ["/nowhere/at/all", str(ROOT / "app.py"), str(ROOT / "templates")])
def test_a_folder_that_is_no_export_is_refused(typed: Typing, site: None, folder: str) -> None:
    outcome = typed("import", "musique", folder)
    assert outcome.status == 1
    assert "Traceback" not in outcome.complained
    assert outcome.complained.strip()


def test_a_site_that_is_not_there_is_refused(typed: Typing, site: None) -> None:
    outcome = typed("import", "danse", str(EXPORT))
    assert outcome.status == 1
    assert "danse" in outcome.complained


def test_what_may_be_another_sites_export_must_be_wanted(typed: Typing, home: Path, site: None, tmp_path: Path) -> None:
    head = "Référence famille;Nom;Prénom"
    (tmp_path / "eleves.csv").write_text("Référence élève;Référence famille;Nom;Prénom\n")
    for people in ("ABOLANT;Jo", "LORMELLET;Gilles"):
        (tmp_path / "familles.csv").write_text("\n".join([head, *(f"F{each};{people}" for each in range(3))]))
        outcome = typed("import", "musique", str(tmp_path))
    assert (outcome.status, families(home)) == (1, 3)
    assert "« ABOLANT Jo » devient « LORMELLET Gilles »" in outcome.complained.replace("\N{NO-BREAK SPACE}", " ")
    assert "ajoutez --autre-export" in outcome.complained
    assert "erreur" not in outcome.complained
    assert typed("import", "musique", str(tmp_path), "--autre-export").status == 0
