"""CPU per request through granian: a plaintext handler, Accueil, Facturation with 20 rows. Prints a table.

Run it: .venv/bin/python tests/bench/pages.py [requests]
"""

import datetime
import http.client
import multiprocessing
import os
import re
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from granian import Granian  # noqa: E402
from granian.constants import HTTPModes, Interfaces  # noqa: E402
from granian.log import LogLevels  # noqa: E402
from litestar import Litestar, MediaType, get  # noqa: E402

from data import database, schema  # noqa: E402
from data.ledger import Document, Entry, Ledger  # noqa: E402
from data.settings import read_settings  # noqa: E402
from tests.people import Someone, populate  # noqa: E402

ROUNDS = 5
TICK = os.sysconf("SC_CLK_TCK")


@get("/", media_type=MediaType.TEXT, sync_to_thread=False)
def say_hello() -> str:
    """The plaintext handler that the others are measured against."""
    return "bonjour"


def plaintext() -> Litestar:
    """An application that does nothing else."""
    return Litestar([say_hello], openapi_config=None, logging_config=None)


def make_crowd() -> Someone:
    """A database whose family has twenty rows of fees."""
    settings = read_settings()
    schema.migrate(settings.database)
    with database.transaction(settings.database) as db:
        people = populate(db)
        for number in range(19):
            db.add(
                Entry(
                    site_id=1,
                    family_id=1,
                    reference=f"B{number}",
                    ledger=Ledger.FEES,
                    date=datetime.date(2026, 9, 1 + number),
                    label="AVIS DES SOMMES A PAYER",
                    payment_method="Prélèvement automatique",
                    number="26FC00012",
                    debit=9324,
                    credit=9324,
                    remitted=True,
                    document=Document.PAYMENT_NOTICE,
                )
            )
    return people.family


def serve(target: str, port: int) -> None:
    """Serve with one worker until ended."""
    Granian(
        target,
        port=port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        factory=True,
        working_dir=ROOT,
        log_level=LogLevels.error,
    ).serve()


@contextmanager
def served(target: str, serve: Callable[[str, int], None] = serve) -> Iterator[tuple[int, int]]:
    """The port of a server and the pid of its worker."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(target, port))
    server.start()
    try:
        wait_for(port)
        yield port, worker_of(server.pid or 0)
    finally:
        server.terminate()
        server.join()


def wait_for(port: int) -> None:
    """Until it answers."""
    for _ in range(1200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit("the server does not answer")


def worker_of(pid: int) -> int:
    """The child that answers: of granian’s children the one with the most CPU time."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return max((int(each) for each in children), key=cpu_seconds)


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far."""
    values = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(values[11]) + int(values[12])) / TICK


def cost(port: int, pid: int, path: str, cookie: str, requests: int) -> float:
    """Microseconds of CPU a request, over one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    headers = {"Cookie": cookie, "Accept-Encoding": "gzip"}
    before = cpu_seconds(pid)
    for _ in range(requests):
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{answer.status} at {path}")
    return (cpu_seconds(pid) - before) / requests * 1e6


def sign_in(port: int, who: Someone) -> str:
    """The cookies of a session."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/connexion")
    answer = connection.getresponse()
    visit = answer.headers["Set-Cookie"].split(";")[0]
    token = re.search('name="jeton" value="([^"]+)"', answer.read().decode())
    form = {"jeton": token and token[1], "site": who.site, "identifiant": who.username, "mot_de_passe": who.password}
    headers = {"Cookie": visit, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/connexion", urlencode(form), headers)
    answer = connection.getresponse()
    return "; ".join(each.split(";")[0] for each in answer.headers.get_all("Set-Cookie", []))


def main(requests: int) -> None:
    """Measure in turn, several rounds, and print medians and ratios."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["PORTEE_HOME"] = home
        family = make_crowd()
        figures: dict[str, list[float]] = {}
        with served("tests.bench.pages:plaintext") as plain, served("app:portal") as portal:
            cookie = sign_in(portal[0], family)
            pages = {
                "plaintext": (plain, "/"),
                "Accueil": (portal, "/"),
                "Facturation, 20 rows": (portal, "/famille/cotisations"),
            }
            for number in range(ROUNDS + 1):  # the first round warms up
                for name, ((port, pid), path) in pages.items():
                    spent = cost(port, pid, path, cookie, requests)
                    if number:
                        figures.setdefault(name, []).append(spent)
    base = statistics.median(figures["plaintext"])
    print(f"{'page':<24}{'CPU µs, median':>16}{'min':>8}{'max':>8}{'× plaintext':>14}")
    for name, rounds in figures.items():
        median = statistics.median(rounds)
        print(f"{name:<24}{median:>16.0f}{min(rounds):>8.0f}{max(rounds):>8.0f}{median / base:>14.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
