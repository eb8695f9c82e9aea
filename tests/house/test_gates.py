"""The checkers: ruff, mypy, djlint, import-linter. `python -m tests.house.commands` lists and runs them all."""

import pytest

from tests.house.commands import GATES, run


@pytest.mark.parametrize("gate", GATES)
def test_the_gate_is_open(gate: str) -> None:
    status, words = run(gate)
    assert status == 0, words
