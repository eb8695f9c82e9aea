"""No template, macro, class or id is left over; each thing that is done in one place is done nowhere else."""

import re
from collections.abc import Callable

import pytest

import app
from routes.web import errors
from routes.web.assets import FOLDER
from routes.web.french import typeset
from routes.web.messages import MESSAGES
from tests.house import sources
from tests.house.templates import FILES, LETTERS, VIEWS, calls, chain_of, imports, macros, text_of, texts_of
from tests.proof_reading import UNTYPESET

SHEET, SCRIPT = ((FOLDER / name).read_text("utf-8") for name in ("portal.css", "portal.js"))
SQL = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|PRAGMA|BEGIN|VACUUM)\b")
STATEMENTS = re.compile(r"(sqlmodel|sqlalchemy)\b.*\.(select|insert|update|delete|text|union|exists)")
RUNS = {"exec", "execute", "executemany", "executescript", "exec_driver_sql"}
RULE = re.compile(r"[{}]|^ *[a-z-]+: [^;]*;$")  # a line of a style sheet
STYLED = ("mails/", "prints/", "layouts/mail", "layouts/print")  # what no style sheet reaches


def product(test: Callable[[str], object]) -> list[str]:
    """The files of the product of which this is true."""
    return [file for file in sources.files(*sources.PRODUCT) if test(file)]


def test_every_template_is_reached_from_a_view_or_a_letter() -> None:
    starts = [view.template for view in VIEWS]
    starts += [f"mails/{letter.template}.{kind}" for letter in LETTERS for kind in ("txt", "html")]
    assert set(FILES) == {name for start in starts for name in chain_of(start)}


def test_every_macro_is_called_and_every_import_is_used() -> None:
    called = calls()
    assert [macro for macro in macros() if macro not in called] == []
    unused = [each for each in imports() if not re.search(rf"\b{each[2]}\(", text_of(each[0]).partition("%}")[2])]
    assert unused == []


def test_every_class_and_id_of_the_style_sheet_and_the_script_is_on_some_page() -> None:
    written = " ".join(text_of(name) for name in FILES)
    rules = re.sub(r"/\*.*?\*/|\{[^{}]*\}", " ", SHEET, flags=re.DOTALL)
    styled = {*re.findall(r"\.([a-z][a-z-]*)", rules), *re.findall(r"#([a-z][a-z-]*)", rules)}
    assert len(styled) > 20
    assert [name for name in sorted(styled) if not re.search(rf'"[^"]*\b{name}\b[^"]*"', written)] == []
    assert [name for name in re.findall(r"\[(data-[a-z]+)\]", SCRIPT) if name not in written] == []


@pytest.mark.parametrize("name", FILES)
def test_every_text_of_a_template_is_good_french(name: str) -> None:
    lines = [line for text in texts_of(name) for line in text.splitlines() if not RULE.search(line)]
    assert [line for line in lines if UNTYPESET.search(line)] == []


def test_every_message_becomes_good_french() -> None:
    assert [code for code, words in MESSAGES.items() if UNTYPESET.search(typeset(words))] == []


@pytest.mark.parametrize(("word", "allowed"), [("hx-", ()), ("<script", ("layouts/page.html",)), ("style=", STYLED)])
def test_no_template_holds(word: str, allowed: tuple[str, ...]) -> None:
    assert [name for name in FILES if word in text_of(name) and not name.startswith(allowed)] == []


def test_no_template_holds_a_handler_or_an_unchecked_text() -> None:
    forbidden = re.compile(r"""\son[a-z]+=|javascript:|\|\s*safe\b|\bautoescape\b""")
    assert [name for name in FILES if forbidden.search(text_of(name))] == []


def test_only_page_py_reads_the_headers_of_htmx() -> None:
    header = re.compile(r"hx-[a-z-]+", re.IGNORECASE)
    assert product(lambda file: any(header.fullmatch(text) for text in sources.texts(file))) == ["routes/web/page.py"]


def test_only_mode_py_writes_htmx() -> None:
    assert product(lambda file: any("hx-" in text for text in sources.texts(file))) == ["routes/web/mode.py"]


def test_only_mode_py_page_py_and_what_sanitises_texts_write_markup() -> None:
    places = product(lambda file: "markupsafe.Markup" in sources.names(file))
    assert places == ["routes/web/mode.py", "routes/web/page.py", "routes/web/texts.py"]


def test_only_errors_py_maps_exceptions() -> None:
    maps = product(lambda file: "exception_handlers" in (sources.ROOT / file).read_text("utf-8"))
    assert maps == ["app.py"]
    assert not any(page.exception_handlers for page in app.PAGES)
    assert all(handler.__module__ == errors.__name__ for handler in errors.HANDLERS.values())


def test_only_settings_py_reads_the_environment() -> None:
    read = {"os.environ", "environ", "os.environb", "os.getenv", "getenv", "os.environ.get"}
    readers = product(lambda file: read & sources.names(file))
    children = [file for file in readers if file.startswith("routes/console/")]  # may set variables for what they start
    assert [file for file in readers if file not in children] == ["data/settings.py"]
    assert [file for file in children if sources.reads_of(file, "os.environ")] == []


def test_only_the_data_speaks_sql() -> None:
    places = product(speaks_sql)
    assert [file for file in places if not file.startswith("data/")] == []
    assert "data/ledger.py" in places


def speaks_sql(file: str) -> bool:
    """Whether a file builds a statement, runs one or writes one out."""
    builds = any(STATEMENTS.match(name) for name in sources.names(file))
    return builds or bool(RUNS & sources.calls(file)) or any(SQL.match(text) for text in sources.texts(file))
