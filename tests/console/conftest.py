"""The operator at the keyboard: commands typed into an installation of their own."""

import os
import signal
import socket
import subprocess
import sys
import time as real_time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from routes.console import console

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Outcome:
    """What a command left: its exit status and its words."""

    status: int
    said: str
    complained: str


Typing = Callable[..., Outcome]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new PORTEE_HOME, and no other setting."""
    for name in [each for each in os.environ if each.startswith("PORTEE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PORTEE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path / "home"


@pytest.fixture
def typed(home: Path, capsys: pytest.CaptureFixture[str]) -> Typing:
    """Type a command and read what comes of it."""

    def run(*words: str) -> Outcome:
        status = 0
        try:
            console(list(words))
        except SystemExit as left:
            status = left.code if isinstance(left.code, int) else 1
        said = capsys.readouterr()
        return Outcome(status, said.out, said.err)

    return run


@dataclass(frozen=True)
class Running:
    """A portal that is served."""

    address: str
    process: "subprocess.Popen[str]"


@contextmanager
def running(home: Path, command: str, *options: str) -> Iterator[Running]:
    """`app.py demo` or `app.py serve`, until the end of the block."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    environ = {**os.environ, "PORTEE_HOME": str(home), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "app.py", command, "--port", str(port), *options],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        wait_for(process, f"http://127.0.0.1:{port}/connexion")
        yield Running(f"http://127.0.0.1:{port}", process)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)
        assert process.stdout
        process.stdout.close()


def wait_for(process: "subprocess.Popen[str]", address: str) -> None:
    """Until it answers; at most a minute, as the README says."""

    def answers() -> bool:
        assert process.poll() is None, process.stdout and process.stdout.read()
        try:
            httpx.get(address, timeout=5)
        except httpx.TransportError:
            return False
        return True

    wait_until(answers)


def wait_until(is_so: Callable[[], bool]) -> None:
    """At most a minute."""
    deadline = real_time.monotonic() + 60
    while not is_so():
        assert real_time.monotonic() < deadline, "it never happens"
        real_time.sleep(0.1)
