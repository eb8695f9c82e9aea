"""w3m and lynx, driven by their own keys: what they show is what they save to a file. Without them the tests fail."""

import os
import pty
import select
import subprocess
import termios
import time
from pathlib import Path
from types import TracebackType
from typing import Self

DEADLINE = 30  # seconds
ANSWER = 2  # seconds in which w3m begins to answer a key, on a machine that does much beside it
QUIET = 0.15  # seconds without output then: it waits for the next key
SURROUNDINGS = {"TERM": "vt100", "LANG": "C.UTF-8", "PATH": os.environ["PATH"]}


def lynx(url: str, home: Path, keys: list[str]) -> None:
    """Run lynx with these keys until it quits; it has a script for that."""
    script = home / "keys"
    script.write_text("".join(f"key {key}\n" for key in [*keys, "q", "y"]), "utf-8")
    subprocess.run(
        ["lynx", "-accept_all_cookies", "-nopause", f"-cmd_script={script}", url],
        env={**SURROUNDINGS, "HOME": str(home)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=DEADLINE,
        check=True,
    )


def dumps(url: str, home: Path, session: str) -> tuple[str, str]:
    """One page of somebody who is signed in, as w3m and as lynx write it out."""
    jar, config = home / "jar", home / "lynx.cfg"
    jar.write_text(f"127.0.0.1\tFALSE\t/\tFALSE\t4000000000\tportee\t{session}\n", "ascii")
    config.write_text(f"INCLUDE:/etc/lynx/lynx.cfg\nPERSISTENT_COOKIES:TRUE\nCOOKIE_FILE:{jar}\n", "ascii")
    w3m = ["w3m", "-dump", "-header", f"Cookie: portee={session}", url]
    lynx = ["lynx", "-dump", "-accept_all_cookies", f"-cfg={config}", url]
    return _output(w3m, home), _output(lynx, home)


def _output(command: list[str], home: Path) -> str:
    surroundings = {**SURROUNDINGS, "HOME": str(home)}
    ended = subprocess.run(command, env=surroundings, capture_output=True, timeout=DEADLINE, check=True)
    return ended.stdout.decode(errors="replace")  # lynx says half a letter twice in a list with accents


def spelt(text: str) -> list[str]:
    """The keys of a text, as lynx calls them."""
    return ["<space>" if sign == " " else sign for sign in text]


def followed(words: str) -> list[str]:
    """Look for a link and follow it."""
    return ["/", *spelt(words), "^J", "^J"]


def saved(file: Path) -> list[str]:
    """« Print » the page to a file."""
    return ["p", "^J", "^U", *spelt(str(file)), "^J"]


class W3m:
    """w3m before a terminal of its own."""

    def __init__(self, url: str, home: Path) -> None:
        self._dump = home / "dump"
        self._screen, terminal = pty.openpty()
        termios.tcsetwinsize(terminal, (40, 132))
        self._process = subprocess.Popen(
            ["w3m", "-cookie", url],
            env={**SURROUNDINGS, "HOME": str(home)},
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            start_new_session=True,
        )
        os.close(terminal)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait(DEADLINE)
        os.close(self._screen)

    def press(self, *lines: str) -> None:
        """Type each of these, and wait until w3m is quiet again."""
        for line in lines:
            os.write(self._screen, line.encode())
            self._settle()

    def fill(self, label: str, value: str) -> None:
        """Look for a label; the field comes after it."""
        self.press(f"/{label}\r", "\t", "\r", f"{value}\r")

    def follow(self, words: str) -> None:
        """Look for a link or a button from the top of the page, and follow it."""
        self.press("g", f"/{words}\r", "\r")

    def page(self, expected: str) -> str:
        """The page as w3m saves it, once it holds what is expected; raises AssertionError when it never does."""
        deadline = time.monotonic() + DEADLINE
        while time.monotonic() < deadline:
            self._dump.unlink(missing_ok=True)
            self.press(f"S{self._dump}\r")
            if self._dump.exists() and expected in (words := self._dump.read_text("utf-8")):
                return words
        raise AssertionError(f"w3m never shows {expected}")

    def _settle(self) -> None:
        patience: float = ANSWER
        while select.select([self._screen], [], [], patience)[0]:
            os.read(self._screen, 65536)
            patience = QUIET
