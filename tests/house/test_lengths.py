"""How long things are: a function is read at once, a module has one subject."""

import ast
from collections.abc import Iterator

from tests.house import sources

FUNCTION, MODULE = 30, 220  # lines
WRITTEN_ONCE = "data/migrations/versions/"  # by a command, and read from above to below
# One that grows shorter leaves this list, or the test fails. The matrix is a table with a row for each route; the
# others have one fixture all through.
LONG_MODULES = {
    "tests/browser/states.py",
    "tests/data/test_backups.py",
    "tests/data/test_deciding.py",
    "tests/data/test_import_worker.py",
    "tests/data/test_outgoing.py",
    "tests/data/test_reenrolment_deciding.py",
    "tests/house/test_matrix.py",
    "tests/office/families/test_views.py",
    "tests/office/team/test_members.py",
    "tests/proof_reading.py",
    "tests/schooling.py",
    "tests/student/test_reenrolment.py",
    "tests/student/test_reenrolment_documents.py",
    "tests/test_agenda.py",
}


def functions(file: str) -> Iterator[tuple[str, int]]:
    """Each function of a file, and its lines without decorators."""
    for node in ast.walk(sources.tree_of(file)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{file} {node.name}", (node.end_lineno or 0) - node.lineno + 1


def files(*tops: str) -> list[str]:
    return [file for file in sources.files(*tops) if not file.startswith(WRITTEN_ONCE)]


def test_a_function_is_read_at_once() -> None:
    found = [each for file in files(*sources.PRODUCT) for each in functions(file)]
    assert len(found) > 1000
    assert [name for name, lines in found if lines > FUNCTION] == []


def test_a_module_has_one_subject() -> None:
    lines = {
        file: len((sources.ROOT / file).read_text("utf-8").splitlines()) for file in files(*sources.PRODUCT, "tests")
    }
    assert {file for file, count in lines.items() if count > MODULE} == LONG_MODULES
