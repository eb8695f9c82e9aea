"""The checkers that are programs of their own, each run as a person would run it."""

import subprocess
import sys
from pathlib import Path

from tests.house.sources import ROOT

LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
GATES = {
    "ruff check": ["-m", "ruff", "check", "--no-cache", "."],
    "ruff format": ["-m", "ruff", "format", "--no-cache", "--check", "."],
    "mypy": ["-m", "mypy"],
    "djlint": ["-m", "djlint", "templates", "--lint", "--quiet"],
    "lint-imports": ["-c", LINT_IMPORTS, "--no-cache", "--no-logo"],
}


def run(gate: str, folder: Path = ROOT) -> tuple[int, str]:
    """The exit status of a checker and what it says."""
    done = subprocess.run([sys.executable, *GATES[gate]], cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


if __name__ == "__main__":
    outcomes = {gate: run(gate) for gate in GATES}
    for gate, (status, words) in outcomes.items():
        print(f"{'ok  ' if status == 0 else 'FAIL'} {gate}\n{words if status else ''}".rstrip())
    sys.exit(any(status for status, _ in outcomes.values()))
