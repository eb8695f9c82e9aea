"""`export`: approved changes become files that were not there before, and the journal says so."""

import datetime
from pathlib import Path

import pytest
from sqlmodel import select

from data import database
from data.audit import AuditEntry
from data.sites import Site
from data.students import Student
from tests.console.conftest import Typing
from tests.console.test_importing import EXPORT
from tests.data.decisions import approve_in

APPROVED_ON = datetime.datetime(2026, 11, 18, 11, 6, 40, tzinfo=datetime.UTC)


@pytest.fixture
def approved(typed: Typing, home: Path) -> Student:
    """A student of a new site, of whom the office has approved a new town on 18 November 2026."""
    typed("site", "create", "musique", "Conservatoire")
    typed("import", "musique", str(EXPORT))
    with database.transaction(home / "portee.db") as db:
        student = db.exec(select(Student).order_by(Student.reference)).all()[0]
        approve_in(db, student, int(APPROVED_ON.timestamp()), town="=Olivet")
    return student


def noted(home: Path) -> list[AuditEntry]:
    with database.reading(home / "portee.db") as db:
        return list(db.exec(select(AuditEntry)))


def test_approved_changes_become_a_file(typed: Typing, home: Path, tmp_path: Path, approved: Student) -> None:
    folder = tmp_path / "sortie"
    outcome = typed("export", "musique", str(folder))
    assert (outcome.status, outcome.said) == (0, f"{folder}/eleves.csv : 1\u00a0ligne\n")
    (file,) = folder.iterdir()
    assert (file.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)
    written = file.read_text("utf-8-sig")
    assert approved.reference in written
    assert ";'=Olivet;" in written
    (row,) = noted(home)
    assert (row.who, row.action, row.facts) == ("console", "modifications-exportees", {"since": 0, "eleves": 1})


def test_they_become_a_workbook_when_asked(typed: Typing, tmp_path: Path, approved: Student) -> None:
    assert typed("export", "musique", str(tmp_path / "sortie"), "--xlsx").status == 0
    assert [file.name for file in (tmp_path / "sortie").iterdir()] == ["eleves.xlsx"]


def test_the_files_can_be_imported_again(typed: Typing, tmp_path: Path, approved: Student) -> None:
    typed("export", "musique", str(tmp_path / "sortie"))
    outcome = typed("import", "musique", str(tmp_path / "sortie"))
    assert outcome.status == 0
    assert "l’export a maintenant la valeur approuvée «\u00a0=Olivet\u00a0»" in outcome.said


@pytest.mark.parametrize(("since", "found"), [("18/11/2026", 1), ("2026-11-18", 1), ("19/11/2026", 0)])
def test_a_date_leaves_out_what_was_decided_before(
    typed: Typing, tmp_path: Path, approved: Student, since: str, found: int
) -> None:
    folder = tmp_path / "sortie"
    outcome = typed("export", "musique", str(folder), "--since", since)
    assert (outcome.status, folder.exists()) == (0, bool(found))
    nothing = "Aucune modification décidée depuis le 19/11/2026 à exporter : rien n’a été écrit.\n"
    assert (outcome.said == nothing) == (not found)


def test_what_goes_nowhere_is_not_noted(typed: Typing, home: Path, tmp_path: Path, approved: Student) -> None:
    typed("export", "musique", str(tmp_path / "sortie"), "--since", "19/11/2026")
    typed("export", "musique", str(tmp_path / "nulle" / "part"))
    assert noted(home) == []


def test_nothing_is_written_over(typed: Typing, home: Path, tmp_path: Path, approved: Student) -> None:
    (tmp_path / "eleves.csv").write_text("d’un autre jour")
    outcome = typed("export", "musique", str(tmp_path))
    assert outcome.status == 1
    assert "contient déjà eleves.csv : rien n’a été écrit." in outcome.complained
    assert (tmp_path / "eleves.csv").read_text() == "d’un autre jour"
    assert noted(home) == []


@pytest.mark.parametrize("folder", ["nulle/part", "fichier"])
def test_a_place_that_cannot_be_written_to_is_refused(
    typed: Typing, tmp_path: Path, approved: Student, folder: str
) -> None:
    (tmp_path / "fichier").touch()
    outcome = typed("export", "musique", str(tmp_path / folder))
    assert outcome.status == 1
    assert outcome.complained.startswith(f"Impossible d’écrire dans « {tmp_path / folder} » (")


def test_a_breakdown_half_way_leaves_nothing(
    typed: Typing, home: Path, tmp_path: Path, approved: Student, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "sortie"

    def full(path: Path, target: Path) -> None:
        target.touch()
        path.unlink()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", full)
    outcome = typed("export", "musique", str(folder))
    assert (outcome.status, list(folder.iterdir())) == (1, [])
    assert outcome.complained.endswith("(plus de place sur le disque) : rien n’a été écrit.\n")


def test_a_record_that_has_been_removed_is_said(typed: Typing, home: Path, tmp_path: Path, approved: Student) -> None:
    header = (EXPORT / "eleves.csv").read_bytes().splitlines()[0]
    (tmp_path / "eleves.csv").write_bytes(header)
    typed("import", "musique", str(tmp_path), "--supprimer-absents")
    outcome = typed("export", "musique", str(tmp_path / "sortie"))
    assert outcome.status == 0
    assert outcome.said.startswith(f"{approved.name} : une modification est approuvée, mais la fiche n’est plus")
    assert "rien n’a été écrit" in outcome.said


def test_a_site_without_requests_has_nothing_to_say(typed: Typing, home: Path, tmp_path: Path) -> None:
    typed("site", "create", "musique", "Conservatoire")
    outcome = typed("export", "musique", str(tmp_path / "sortie"))
    assert (outcome.status, outcome.said) == (
        0,
        "Aucune modification décidée à exporter : rien n’a été écrit.\n",
    )
    with database.reading(home / "portee.db") as db:
        assert db.exec(select(Site.slug)).all() == ["musique"]


def test_a_site_that_is_not_there_is_refused(typed: Typing, tmp_path: Path) -> None:
    outcome = typed("export", "danse", str(tmp_path))
    assert outcome.status == 1
    assert "« danse » n’existe pas" in outcome.complained
