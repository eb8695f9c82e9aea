"""A portal that is served by `app.py serve` in a group of processes of its own, which can be killed as one."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
PATIENCE = 60  # seconds


def free_port() -> int:
    """A port that nobody listens to."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def serving(home: Path, *program: str, workers: int = 2) -> Iterator[tuple[int, int]]:
    """The port and the group of a portal, until the end of the block."""
    port = free_port()
    group = start(home, port, *program, workers=workers)
    try:
        yield port, group.pid
    finally:
        group.send_signal(signal.SIGINT)
        group.wait(PATIENCE)


def start(home: Path, port: int, *program: str, workers: int = 2) -> "subprocess.Popen[bytes]":
    """`app.py serve`, or another program that does as it does; answers when it does."""
    command = [sys.executable, *(program or ("app.py",)), "serve", "--port", str(port), "--workers", str(workers)]
    others = {name: value for name, value in os.environ.items() if not name.startswith("PORTEE_")}
    with (home / "serve.log").open("ab") as log:
        group = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**others, "PORTEE_HOME": str(home)},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    deadline = time.monotonic() + PATIENCE
    while not answers(port):
        assert group.poll() is None, (home / "serve.log").read_text()
        assert time.monotonic() < deadline, "it never answers"
        time.sleep(0.05)
    return group


def answers(port: int) -> bool:
    """Whether somebody serves there."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/connexion")
        return line.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def kill(group: "subprocess.Popen[bytes]") -> None:
    """All of its processes at once, as when the power goes."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group.pid, signal.SIGKILL)
    group.wait()


def members(group: int) -> dict[int, bytes]:
    """The living processes of a group, and their command lines."""
    found: dict[int, bytes] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            state, _, leader = (folder / "stat").read_text().rpartition(")")[2].split()[:3]
            if int(leader) == group and state != "Z":
                found[int(folder.name)] = (folder / "cmdline").read_bytes()
    return found
