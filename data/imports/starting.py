"""Starts the process that imports: it takes the lock of the site over, and ends when this one does."""

import subprocess
import sys
from pathlib import Path

from data.erasures import Erasures
from data.imports.places import Places

ROOT = Path(__file__).parents[2]
MODULE = "data.imports.worker"

_started: list[subprocess.Popen[bytes]] = []  # their inputs stay open for as long as this process lives


def start(database: Path, places: Places, key: str, handle: int, erasures: Erasures) -> None:
    """Start one step of an import; the handle of its lock is lent to it, and is the caller’s to close.

    Who must not come back is told through its input, where no list of processes shows the secret.
    """
    _started[:] = [each for each in _started if each.poll() is None]
    arguments = [str(database.resolve()), str(places.folder.resolve()), key, str(handle)]
    process = subprocess.Popen(  # noqa: S603 - our own module, and nothing that was sent
        [sys.executable, "-m", MODULE, *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        pass_fds=(handle,),
        bufsize=0,
    )
    _started.append(process)
    if process.stdin:
        process.stdin.write(f"{erasures.file.resolve()}\n{erasures.secret.hex()}\n".encode())
