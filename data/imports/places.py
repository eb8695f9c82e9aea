"""Where an import by screen happens: a folder for its files and its progress, and a lock for its site.

The lock is held by the process that works, and by nothing else: it goes with the process, however that ends.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

KEY = re.compile("[0-9a-z]{8}")
ARRIVAL_SECONDS = 86400
TRIES, PAUSE = 5, 0.05  # somebody may be looking at the lock just now
CHUNK = 1 << 20


class Progress(NamedTuple):
    """How far an import is."""

    what: str = ""
    done: int = 0
    total: int | None = None


@dataclass(frozen=True)
class Places:
    """The folder of all imports by screen of a portal."""

    folder: Path

    def run(self, key: str) -> Path:
        """The folder of one import. Raises ValueError for what is no key."""
        if not KEY.fullmatch(key):
            raise ValueError("not the key of an import")
        return self.folder / key

    def sent(self, key: str) -> Path:
        """The files as they were sent."""
        return self.run(key) / "sent"

    def tables(self, key: str) -> Path:
        """The files of the export, as they are imported."""
        return self.run(key) / "tables"

    def lay(self, key: str, files: Mapping[str, Path]) -> None:
        """Move what has arrived into the folder of a new import, under these names."""
        self.run(key).mkdir(mode=0o700)
        self.sent(key).mkdir(mode=0o700)
        for name, file in files.items():
            file.rename(self.sent(key) / name)

    def hold(self, site: int) -> int | None:
        """The lock of a site, as a handle to hand on to the process that works; None while another has it."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        handle = os.open(self._lock(site), os.O_RDWR | os.O_CREAT, 0o600)
        for _ in range(TRIES):
            if _locks(handle):
                return handle
            time.sleep(PAUSE)
        os.close(handle)
        return None

    def is_held(self, site: int) -> bool:
        """Whether a process works for this site."""
        if not self._lock(site).exists():
            return False
        handle = os.open(self._lock(site), os.O_RDWR)
        try:
            return not _locks(handle)
        finally:
            os.close(handle)

    def _lock(self, site: int) -> Path:
        return self.folder / f"site-{site}.lock"

    def report(self, key: str, progress: Progress) -> None:
        """Say how far an import is."""
        file = self.run(key) / "progress"
        part = file.with_suffix(".part")
        part.write_text(json.dumps(progress), "utf-8")
        part.replace(file)

    def progress(self, key: str) -> Progress:
        """How far an import has said it is."""
        try:
            return Progress(*json.loads((self.run(key) / "progress").read_text("utf-8")))
        except FileNotFoundError:
            return Progress()

    def drop(self, key: str) -> None:
        """Remove the files of an import that is decided."""
        shutil.rmtree(self.run(key), ignore_errors=True)

    def sweep(self, wanted: Collection[str], now: float) -> None:
        """Remove the folders of imports that nobody waits for, and what arrived long ago."""
        for each in self.folder.iterdir() if self.folder.is_dir() else ():
            if KEY.fullmatch(each.name) and each.name not in wanted and _is_old(each, now):
                shutil.rmtree(each, ignore_errors=True)
        arrivals = self.folder / "arrivals"
        for each in arrivals.iterdir() if arrivals.is_dir() else ():
            if each.stat().st_mtime < now - ARRIVAL_SECONDS:
                each.unlink(missing_ok=True)


def _is_old(folder: Path, now: float) -> bool:
    """One that has just been made may be without its row for a moment."""
    return folder.stat().st_mtime < now - 60


def _locks(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def digest_of(folder: Path) -> str:
    """What is in the files of a folder, and their names."""
    digest = hashlib.sha256()
    for file in sorted(folder.iterdir()):
        digest.update(f"{file.name}\0{file.stat().st_size}\0".encode())
        with file.open("rb") as opened:
            while chunk := opened.read(CHUNK):
                digest.update(chunk)
    return digest.hexdigest()
