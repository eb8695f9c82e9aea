"""The portal is killed again and again while families re-enrol: nothing they were told may be undone.

Run it: .venv/bin/python -m tests.crash.kills [KILLS [MUTANT]]; a mutant of `mutants` must be found.
"""

import contextlib
import itertools
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from data.settings import Settings, read_settings
from tests.crash.callers import NO_ANSWER, Caller
from tests.crash.findings import findings, kept_files
from tests.crash.gate import Gate
from tests.phones import settle_families, stay_signed_in
from tests.serving import free_port, kill, members, start

MUTANT = ("-m", "tests.crash.mutants")
ACKNOWLEDGED = 1000  # « Valider » and uploads
FAMILIES, PHONES = 600, 8
FULLEST, LONGEST = 70, 20.0  # « Valider » and uploads of one life; seconds


class Siege:
    """A portal, the families before it, and all that was found wrong."""

    def __init__(self, home: Path, *program: str, families: int = FAMILIES, seed: int = 0) -> None:
        self.settings: Settings = read_settings({"PORTEE_HOME": str(home)})
        self.program, self.port, self.gate = program, free_port(), Gate()
        self.households = iter(settle_families(self.settings, families))
        self.callers: list[Caller] = []
        self.wrong: list[str] = []
        self.known: set[str] = set()
        self.seed, self.over = seed, False
        self.former = 0  # the group of the portal that was killed last

    @property
    def acknowledged(self) -> int:
        """« Valider » and uploads that their families know to be done."""
        return sum(each.acknowledged for each in self.callers)

    def hold(self, kills: int, acknowledged: int) -> None:
        """Kill the portal at least so often, until enough was acknowledged; then let everybody finish."""
        chance = random.Random(self.seed)  # noqa: S311
        phones = [
            threading.Thread(target=self._call, args=(chance.randrange(10**9),), daemon=True) for _ in range(PHONES)
        ]
        for phone in phones:
            phone.start()
        for number in itertools.count(1):
            self._live(number, chance)
            if self.wrong or (number >= kills and self.acknowledged >= acknowledged):
                break
        self._end(phones)

    def _live(self, number: int, chance: random.Random) -> None:
        """One life of the portal: what was told before is there, and more is told, until it is killed."""
        group = start(self.settings.home, self.port, *self.program)
        try:
            self._look()
            self.gate.open()
            self._wait(self.acknowledged + chance.randrange(FULLEST), chance.random())
        finally:
            kill(group) if number % 2 else kill_portal(group)
            self.former = group.pid
            self.gate.close()
        print(f"kill {number}: {self.acknowledged} acknowledged, {len(self.callers)} families", flush=True)

    def _wait(self, acknowledged: int, moment: float) -> None:
        """Until so much is done, and some part of a second more."""
        deadline = time.monotonic() + LONGEST
        while self.acknowledged < acknowledged and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(moment * 0.3)

    def _end(self, phones: Sequence[threading.Thread]) -> None:
        """Every family sends what had no answer, and all of it is there once."""
        group = start(self.settings.home, self.port, *self.program)
        try:
            self._look()
            self.over = True
            self.gate.open()
            for phone in phones:
                phone.join()
            self.known = set()
            self._look()
        finally:
            group.send_signal(signal.SIGINT)
            group.wait()

    def _look(self) -> None:
        self.wrong += findings(self.settings, self.callers, self.known)
        self.wrong += [fault for each in self.callers for fault in each.faults]
        left = members(self.former) if self.former else {}
        self.wrong += [f"{command!r} has outlived its portal" for command in left.values()]
        self.known = kept_files(self.settings)
        stay_signed_in(self.settings)

    def _call(self, seed: int) -> None:
        """One phone after the other; at the end each form that has no answer is still sent."""
        chance = random.Random(seed)  # noqa: S311
        while not self.over:
            with self.gate.passing():
                caller = Caller(self.port, next(self.households), chance)
                self.callers.append(caller)
            while caller.wishes and not (self.over and caller.sheet is None):
                with self.gate.passing():
                    self._step(caller)
            caller.phone.hang_up()

    def _step(self, caller: Caller) -> None:
        try:
            caller.step()
        except NO_ANSWER:
            time.sleep(0.01)  # the gate is about to close
        except Exception as fault:
            caller.faults.append(f"{caller.household.student}: {type(fault).__name__} {fault}")
            caller.wishes = []


def kill_portal(group: "subprocess.Popen[bytes]") -> None:
    """Only the processes that serve: those that open files are left to notice it themselves."""
    for each, command in sorted(members(group.pid).items()):  # the first of them would start others
        if b"to_process" not in command:
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
    group.wait()


def main(kills: int, *mutant: str) -> None:
    """Kill, and say what came of it."""
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory() as home:
        siege = Siege(Path(home), *(MUTANT if mutant else ()), *mutant, seed=seed)
        siege.hold(kills, ACKNOWLEDGED)
        documents = len(siege.known)
    print(f"{siege.acknowledged} acknowledged by {len(siege.callers)} families, {documents} documents are kept")
    print("\n".join(siege.wrong) or "nothing lost, nothing doubled, nothing left over")
    sys.exit(bool(siege.wrong))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30, *sys.argv[2:])
