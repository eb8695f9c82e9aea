"""The office’s lists of families and of accounts, and a search in them, with 100 families and with 10,000.

Prints a table: p50 and p95 of an answer as the clock has it, the median of its processor time (which other work on the
machine hardly lengthens), and how many rows each shows.

Run it: .venv/bin/python -m tests.bench.families [REQUESTS]
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from httpx import Response
from litestar.testing import TestClient
from sqlmodel import insert

from app import portal
from data import database, directory, schema
from data.accounts import Account, hash_password, refile
from data.families import Family, Guardian
from data.keys import new_key
from data.settings import read_settings
from data.sites import Site
from data.students import FamilyStudent, Student
from routes.web.door import Door

SIZES = (100, 10_000)
PASSWORD = "une phrase pour les essais"
SYLLABLES = ("bar", "ché", "dou", "fan", "gré", "lan", "mou", "nal", "pré", "ros", "tin", "ver")
GIVEN = ("Ada", "Béla", "Cléo", "Dora", "Ève", "Flora")
TOWNS = ("Orléans", "Orléans", "Orléans", "Saran", "Saint-Jean-le-Blanc")
FAMILIES, ACCOUNTS = "/administration/familles", "/administration/comptes"
PAGE_LENGTH = 50
HEAVIEST = 20_000  # bytes of an answer, compressed
WARMING = 10  # requests that are not counted


def name_of(number: int) -> str:
    """« BARCHÉDOU »: one of 1,728 surnames, as many families bear each as in a real town."""
    return "".join(SYLLABLES[number // 12**place % 12] for place in range(3)).upper()


def fill(path: Path, families: int) -> None:
    """A site with so many families, two students each, an account each, and its office."""
    schema.migrate(path)
    numbers = range(1, families + 1)
    with database.transaction(path) as db:
        db.add(Site(slug="banc", name="Conservatoire"))
        db.flush()
        db.add(Account(site_id=1, username="bureau", office=True, password_hash=hash_password(PASSWORD)))
        db.flush()
        link = db.connection()
        link.execute(insert(Family), [row(Family(id=n, site_id=1, reference=f"F{n:05}")) for n in numbers])
        link.execute(insert(Guardian), [row(each) for n in numbers for each in guardians(n)])
        link.execute(insert(Student), [row(each) for n in numbers for each in students(n)])
        links = [{"family_id": each.id // 2, "student_id": each.id} for n in numbers for each in students(n)]
        link.execute(insert(FamilyStudent), links)
        link.execute(insert(Account), [row(account(n)) for n in numbers])
        directory.refresh(link, 1)
        refile(link, 1)


def row(record: Any) -> dict[str, Any]:
    """A record as an import writes it; without an id, the database gives one."""
    return {name: value for name, value in record.model_dump().items() if name != "id" or value is not None}


def guardians(number: int) -> Iterator[Guardian]:
    """The responsable of a family, every second with an address; fifty families have one more guardian."""
    email = f"{number}@example.fr" if number % 2 else ""
    said: dict[str, Any] = {"family_id": number, "surname": name_of(number), "given_name": GIVEN[number // 12**3]}
    yield Guardian(id=number, **said, town=TOWNS[number % 5], email=email)
    if number <= 50:
        yield Guardian(id=1_000_000 + number, **said, rank=1)


def students(number: int) -> Iterator[Student]:
    """Two of them."""
    for place, name in enumerate(("Zoé", "Léo")):
        id_ = 2 * number + place
        yield Student(id=id_, site_id=1, reference=f"E{id_:05}", surname=name_of(number), given_name=name)


def account(number: int) -> Account:
    """Of the responsable; fifty are locked."""
    return Account(site_id=1, username=f"u{number:05}", guardian_id=number, locked_at=1 if number <= 50 else None)


class Desk:
    """The office before its screens; each question gives the rows that its answer shows."""

    def __init__(self, client: TestClient[Door], size: int) -> None:
        self._client, self._last = client, -(-size // PAGE_LENGTH)
        self._token = client.get(FAMILIES).text.partition('name="jeton" value="')[2].partition('"')[0]

    def read(self, address: str) -> int:
        """A page, by its address."""
        return shown(self._client.get(address))

    def last(self, address: str) -> int:
        """The last page of a list, and so one of as many rows as the first."""
        return self.read(f"{address}{'&' if '?' in address else '?'}page={self._last}")

    def middle(self, address: str) -> int:
        """The page that is as far from either end."""
        return self.read(f"{address}{'&' if '?' in address else '?'}page={(self._last + 1) // 2}")

    def search(self, address: str, sought: str) -> int:
        """What is found under some words."""
        form = {"jeton": self._token, "envoi": new_key(), "nom": sought}
        return shown(self._client.post(f"{address}/recherche", data=form))


def shown(answer: Response) -> int:
    """How many rows a page shows; raises AssertionError for one that is none, or that is too heavy."""
    assert answer.status_code == 200, answer.status_code
    assert int(answer.headers["Content-Length"]) <= HEAVIEST
    return max(answer.text.count("<tr") - 1, 0)


def questions(desk: Desk) -> dict[str, Callable[[], int]]:
    """What is measured. Each shows as many rows of 100 as of 10,000, but for a beginning that more families have."""
    return {
        "familles": lambda: desk.read(FAMILIES),
        "familles, middle page": lambda: desk.middle(FAMILIES),
        "familles, last page": lambda: desk.last(FAMILIES),
        "familles, a reference": lambda: desk.search(FAMILIES, "F00042"),
        "familles, a whole name": lambda: desk.search(FAMILIES, f"{name_of(7)} ada"),
        "familles, the town of most": lambda: desk.search(FAMILIES, "orléans"),
        "familles, a name and a town": lambda: desk.search(FAMILIES, "zoe orleans"),
        "familles, a letter of all": lambda: desk.search(FAMILIES, "f"),
        "familles, a letter of few": lambda: desk.search(FAMILIES, "v"),
        "familles, two towns": lambda: desk.search(FAMILIES, "orleans saran"),
        "comptes": lambda: desk.read(ACCOUNTS),
        "comptes, middle page": lambda: desk.middle(ACCOUNTS),
        "comptes, last page": lambda: desk.last(ACCOUNTS),
        "comptes, sans e-mail": lambda: desk.read(f"{ACCOUNTS}?etat=sans-email"),
        "comptes, verrouillés": lambda: desk.read(f"{ACCOUNTS}?etat=verrouilles"),
        "comptes, sans compte": lambda: desk.read(f"{ACCOUNTS}/sans-compte"),
        "comptes, an identifiant": lambda: desk.search(ACCOUNTS, "u00042"),
        "comptes, a whole name": lambda: desk.search(ACCOUNTS, f"{name_of(7)} ada"),
        "comptes, a given name": lambda: desk.search(ACCOUNTS, "ada"),
        "comptes, a letter of all": lambda: desk.search(ACCOUNTS, "u"),
    }


@contextmanager
def opened(size: int) -> Iterator[dict[str, Callable[[], int]]]:
    """A portal over so many families, its office signed in, and what is asked of it."""
    with tempfile.TemporaryDirectory() as home:
        settings = read_settings({"PORTEE_HOME": home, "PORTEE_SECRET": "a secret for the bench, 32 signs"})
        fill(settings.database, size)
        with TestClient(portal(settings, with_postman=False), base_url=settings.base_url) as client:
            token = client.get("/connexion").text.partition('name="jeton" value="')[2].partition('"')[0]
            who = {"jeton": token, "site": "banc", "identifiant": "bureau", "mot_de_passe": PASSWORD}
            client.post("/connexion", data=who)
            yield questions(Desk(client, size))


class Taken(NamedTuple):
    """What the answers to one question took, in ms, and the rows of each."""

    wall: list[float]
    cpu: list[float]
    rows: int


def measure(works: tuple[Callable[[], int], ...], requests: int) -> list[Taken]:
    """Both sizes in turn, request by request, so that other work on the machine burdens them alike."""
    taken = [Taken([], [], work()) for work in works]
    for number in range(requests + WARMING):
        for each, work in zip(taken, works, strict=True):
            began, cpu = time.perf_counter(), time.process_time()
            work()
            if number >= WARMING:
                each.wall.append((time.perf_counter() - began) * 1000)
                each.cpu.append((time.process_time() - cpu) * 1000)
    return taken


def main(requests: int) -> None:
    """Print the table."""
    with opened(SIZES[0]) as small, opened(SIZES[1]) as large:
        print(f"{'':<30}{'100: p50 ms':>12}{'p95':>8}{'10,000: p50':>13}{'p95':>8}{'×':>6}{'CPU ms':>14}{'×':>6}  rows")
        for name in small:
            few, many = measure((small[name], large[name]), requests)
            wall, wall_many = statistics.median(few.wall), statistics.median(many.wall)
            p95, p95_many = (statistics.quantiles(each.wall, n=20)[-1] for each in (few, many))
            cpu, cpu_many = statistics.median(few.cpu), statistics.median(many.cpu)
            print(
                f"{name:<30}{wall:>12.2f}{p95:>8.2f}{wall_many:>13.2f}{p95_many:>8.2f}{wall_many / wall:>6.2f}"
                f"{cpu:>7.2f}{cpu_many:>7.2f}{cpu_many / cpu:>6.2f}  {few.rows}, {many.rows}",
                flush=True,
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
