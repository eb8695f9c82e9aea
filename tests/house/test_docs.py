"""The README names every setting, every command, every table, every page; and nothing that does not exist."""

import argparse
import re
from collections.abc import Iterator
from typing import Any

from app import PAGES
from data.schema import METADATA
from routes.console import COMMANDS
from tests.house import sources

README = re.sub(r"(?s)```.*?```", "", (sources.ROOT / "README.md").read_text("utf-8"))  # its prose and its tables
SETTING = re.compile(r"PORTEE_[A-Z_]+")
CODE = re.compile(r"`([^`]+)`")


def section(heading: str) -> str:
    """What stands under a heading, up to the next one of its kind."""
    _, found, rest = README.partition(f"\n## {heading}\n")
    assert found, f"no section « {heading} »"
    return rest.partition("\n## ")[0]


def commands(parser: argparse.ArgumentParser) -> Iterator[str]:
    """`site create --name` and the like: every command with its options."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                yield name
                yield from (f"{name} {each}" for each in commands(below))
        elif not isinstance(action, argparse._HelpAction):
            yield from (option for option in action.option_strings if option.startswith("--"))


def console() -> list[str]:
    """What the operator can type."""
    parser = argparse.ArgumentParser()
    group: Any = parser.add_subparsers()
    for command in COMMANDS:
        command.add_to(group)
    return list(commands(parser))


def test_every_setting_is_named_and_no_other() -> None:
    read = set(SETTING.findall((sources.ROOT / "data/settings.py").read_text("utf-8")))
    assert len(read) >= 6
    assert set(SETTING.findall(README)) == read


def test_every_command_and_option_is_named() -> None:
    typed = console()
    assert "site create" in typed
    written = " ".join(CODE.findall(README))
    unnamed = [each for each in typed if not each.rpartition(" ")[2].startswith("--") and each not in written]
    options = {each.rpartition(" ")[2] for each in typed if "--" in each}
    assert unnamed == []
    assert [option for option in sorted(options) if not re.search(rf"{option}\b", written)] == []


def test_every_table_is_named() -> None:
    named = set(CODE.findall(README))
    assert len(METADATA.tables) > 20
    assert sorted(set(METADATA.tables) - named) == []


def test_the_plan_names_every_page_and_no_other() -> None:
    pages = {path.removesuffix(".pdf") for page in PAGES for path in paths_of(page)}
    planned = {each for each in CODE.findall(section("Plan du portail")) if each.startswith("/")}
    assert {each.removesuffix(".pdf") for each in planned} == pages


def test_the_plan_says_where_the_code_of_a_page_is() -> None:
    for line in section("Plan du portail").splitlines():
        said = CODE.findall(line)
        files = {page.fn.__module__.replace(".", "/") + ".py" for page in PAGES if paths_of(page) & set(said)}
        assert {each for each in said if each.endswith(".py")} == files, line


def paths_of(page: Any) -> set[str]:
    """The addresses of a handler, as the plan writes them."""
    return {re.sub(r"\{[^}]*\}", "ID", path) for path in page.paths}


def test_the_lexicon_says_only_words_of_the_code() -> None:
    words = {word for each in CODE.findall(section("Lexique")) for word in re.findall(r"\w+", each)}
    code = " ".join((sources.ROOT / file).read_text("utf-8") for file in sources.files("data", "routes"))
    known = set(re.findall(r"\w+", code)) | set(METADATA.tables)
    assert len(words) > 30
    assert sorted(words - known) == []


def test_the_files_that_the_readme_names_exist() -> None:
    ours = re.compile(r"(routes|data|tests|static|templates)/[\w./-]*")
    files = [each for each in CODE.findall(README) if ours.fullmatch(each)]
    assert len(files) > 5
    assert [each for each in files if not (sources.ROOT / each).exists()] == []
