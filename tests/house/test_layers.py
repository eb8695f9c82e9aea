"""Who may import whom: the contracts of pyproject.toml, and what they cannot say."""

import ast
import shutil
from pathlib import Path

from tests.house import sources
from tests.house.commands import run
from tests.house.sources import ROOT

MUTANTS = {  # what must break which contract
    "data/keys.py": ("import routes.web.french", "The portal stands on its nouns"),
    "data/ledger.py": ("import litestar", "The nouns work from a plain script"),
    "data/students.py": ("import aiosqlite", "Only data/database.py knows async"),
    "routes/home.py": ("import routes.office.home", "do not know one another; a new one is listed here"),
    "routes/office/mails/outbox.py": ("import routes.office.team.member", "what a re-enrolment shares with a change"),
    "routes/agenda.py": ("import icalendar", "Only routes/web/calendars.py writes calendars"),
    "routes/web/clock.py": ("import app", "Nothing knows app.py"),
    "routes/web/printing/build.py": ("import data.keys", "The printing process stays small"),
    "routes/web/pdf.py": ("import reportlab", "makes PDFs, and it loads nothing of ours"),
    "routes/web/forms.py": ("import pikepdf", "know what is inside a PDF"),
    "routes/web/errors.py": ("import PIL", "Only routes/web/intake opens photos, the printer its logo"),
    "routes/web/intake/kinds.py": ("import data.keys", "The process that opens uploads stays small"),
    "routes/web/mail.py": ("import smtplib", "Only routes/web/postman.py talks to a mail server"),
    "routes/family/fees.py": ("import jinja2, sqlalchemy", "Outside of the nouns nobody knows the database"),
}
SIDEWAYS = {  # the declared chain is course, past_course → student, and nothing else
    "routes/student/lessons.py": "routes.course.absences",
    "routes/past_course/comments.py": "routes.course.absences",
    "routes/family/students.py": "routes.student.record",
}


def copy_product(folder: Path) -> None:
    """What the contracts are about, to be broken elsewhere."""
    for top in ("data", "routes"):
        shutil.copytree(ROOT / top, folder / top)
    shutil.copy(ROOT / "pyproject.toml", folder)


def test_every_contract_is_kept() -> None:
    status, words = run("lint-imports")
    assert status == 0, words
    assert "0 broken" in words


def test_an_import_that_is_not_allowed_is_found(tmp_path: Path) -> None:
    copy_product(tmp_path)
    for file, (line, _) in MUTANTS.items():
        with (tmp_path / file).open("a", encoding="utf-8") as source:
            source.write(f"\n{line}\n")
    status, words = run("lint-imports", tmp_path)
    assert status == 1
    report = " ".join(words.split())
    assert [contract for _, contract in MUTANTS.values() if f"{contract} BROKEN" not in report] == []


def test_a_menu_entry_that_the_contracts_do_not_list_is_found(tmp_path: Path) -> None:
    copy_product(tmp_path)
    (tmp_path / "routes" / "choir.py").touch()
    status, words = run("lint-imports", tmp_path)
    assert status == 1
    assert "routes.choir" in words


def test_a_course_belongs_to_a_student_and_never_the_other_way_round(tmp_path: Path) -> None:
    for place, (file, entry) in enumerate(SIDEWAYS.items()):
        folder = tmp_path / str(place)
        folder.mkdir()
        copy_product(folder)
        with (folder / file).open("a", encoding="utf-8") as source:
            source.write(f"\nimport {entry}\n")
        status, words = run("lint-imports", folder)
        assert status == 1, file
        assert entry in words


def test_of_the_nouns_only_database_py_has_anything_async() -> None:
    kinds = (ast.AsyncFunctionDef, ast.Await, ast.AsyncFor, ast.AsyncWith)
    waits = [file for file in sources.files("data") if any(isinstance(node, kinds) for node in ast.walk(_tree(file)))]
    assert waits == ["data/database.py"]


def _tree(file: str) -> ast.Module:
    return sources.tree_of(file)


def test_app_py_imports_what_it_serves_and_the_two_rooms_it_opens() -> None:
    nodes = [node for node in ast.walk(_tree("app.py")) if isinstance(node, ast.ImportFrom)]
    ours = {str(node.module) for node in nodes if str(node.module).startswith(("data", "routes"))}
    assert {name for name in ours if name.startswith("data")} == {"data.database", "data.settings"}
    assert "routes.console" in ours
