"""The command line: in French, with the exit status that it promises."""

import pytest

from tests.console.conftest import Typing

COMMANDS = [
    ("demo",),
    ("serve",),
    ("import",),
    ("export",),
    ("site",),
    ("site", "create"),
    ("site", "list"),
    ("site", "show"),
    ("site", "set"),
    ("account",),
    ("account", "create"),
    ("migrate",),
    ("backup",),
    ("restore",),
    ("purge",),
]
ENGLISH = ("usage:", "positional", "show this", "the following", "required:", "error:", "invalid", "unrecognized")


@pytest.mark.parametrize("command", [(), *COMMANDS])
def test_every_command_explains_itself_in_french(typed: Typing, command: tuple[str, ...]) -> None:
    outcome = typed(*command, "--help")
    assert outcome.status == 0
    assert outcome.said.startswith("usage : ")
    assert not [word for word in ENGLISH if word in outcome.said]
    assert "Traceback" not in outcome.complained


def test_the_help_names_every_command(typed: Typing) -> None:
    said = typed("--help").said
    assert all(command[0] in said for command in COMMANDS)


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("nulle-part",),
        ("site",),
        ("site", "create"),
        ("site", "create", "a"),
        ("account", "create", "a", "b"),
        ("account", "create", "a", "b", "--office", "--family", "F1"),
        ("serve", "--port", "beaucoup"),
        ("serve", "--port", "0"),
        ("serve", "--port", "65536"),
        ("serve", "--workers", "0"),
        ("import", "a"),
        ("export", "a"),
        ("export", "a", "b", "--since", "31/02/2026"),
        ("export", "a", "b", "--since"),
        ("migrate", "--vite"),
    ],
)
def test_bad_usage_is_said_in_french_and_ends_with_2(typed: Typing, words: tuple[str, ...]) -> None:
    outcome = typed(*words)
    assert outcome.status == 2
    assert "--help" in outcome.complained
    assert not [word for word in ENGLISH if word in outcome.complained]


@pytest.mark.parametrize(
    "command", [("serve",), ("site", "list"), ("migrate",), ("import", "a", "b"), ("export", "a", "b"), ("demo",)]
)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORTEE_BASE_URL", "portail"),
        ("PORTEE_PROXIES", "x"),
        ("PORTEE_SMTP_URL", "x"),
        ("PORTEE_SECRET", "x"),
        ("PORTEE_DATABASE_URL", "sqlite:////nowhere/at/all.db"),
    ],
)
def test_a_wrong_setting_stops_every_command_with_a_sentence(
    typed: Typing, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], name: str, value: str
) -> None:
    if (command, name) == (("demo",), "PORTEE_BASE_URL"):
        pytest.skip("the demonstration has an address of its own")
    monkeypatch.setenv(name, value)
    outcome = typed(*command)
    assert outcome.status == 1
    assert outcome.complained.startswith(f"{name} : ")
    assert outcome.complained.count("\n") == 1


def test_the_version_is_said(typed: Typing) -> None:
    assert typed("--version").said.startswith("Portée ")
