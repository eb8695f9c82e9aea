"""The list of families and a search among them, with 100 families and with 10,000: p50 and p95. Prints a table.

Run it: .venv/bin/python -m tests.bench.families [REQUESTS]
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from litestar.testing import TestClient
from sqlmodel import insert

from app import portal
from data import database, directory, schema
from data.accounts import Account, hash_password
from data.families import Family, Guardian
from data.keys import new_key
from data.settings import read_settings
from data.sites import Site
from data.students import FamilyStudent, Student
from routes.web.door import Door

SIZES = (100, 10_000)
PASSWORD = "une phrase pour les essais"
SYLLABLES = ("bar", "ché", "dou", "fan", "gré", "lan", "mou", "nal", "pré", "ros", "tin", "ver")
TOWNS = ("Orléans", "Olivet", "Saran", "Fleury-les-Aubrais", "Saint-Jean-le-Blanc")
FAMILIES = "/administration/familles"


def name_of(number: int) -> str:
    """« BARCHÉDOU »: one of 1,728 surnames, as many families bear each as in a real town."""
    return "".join(SYLLABLES[number // 12**place % 12] for place in range(3)).upper()


def fill(path: Path, families: int) -> None:
    """A site with so many families, two students each, and its office."""
    schema.migrate(path)
    with database.transaction(path) as db:
        db.add(Site(slug="banc", name="Conservatoire"))
        db.flush()
        db.add(Account(site_id=1, username="bureau", office=True, password_hash=hash_password(PASSWORD)))
        db.flush()
        numbers = range(1, families + 1)
        link = db.connection()
        link.execute(
            insert(Family), [{"id": n, "key": new_key(), "site_id": 1, "reference": f"F{n:05}"} for n in numbers]
        )
        guardians = [
            {"key": new_key(), "family_id": n, "surname": name_of(n), "given_name": "Ada", "town": TOWNS[n % 5]}
            for n in numbers
        ]
        link.execute(insert(Guardian), guardians)
        students: list[dict[str, Any]] = [
            {"id": 2 * n + k, "key": new_key(), "site_id": 1, "reference": f"E{2 * n + k:05}", "surname": name_of(n)}
            | {"given_name": ("Zoé", "Léo")[k]}
            for n in numbers
            for k in (0, 1)
        ]
        link.execute(insert(Student), students)
        link.execute(insert(FamilyStudent), [{"family_id": s["id"] // 2, "student_id": s["id"]} for s in students])
        directory.refresh(link, 1)


def ask(client: TestClient[Door], size: int) -> dict[str, Callable[[], int]]:
    """What is measured; each gives the weight of its answer."""
    page = client.get(FAMILIES).text
    token = page.partition('name="jeton" value="')[2].partition('"')[0]

    def search(sought: str) -> int:
        form = {"jeton": token, "envoi": new_key(), "nom": sought}
        answer = client.post(f"{FAMILIES}/recherche", data=form)
        assert answer.status_code == 200, answer.status_code
        return int(answer.headers.get("Content-Length", 0))

    return {
        "list": lambda: int(client.get(FAMILIES).headers.get("Content-Length", 0)),
        "last page": lambda: int(client.get(f"{FAMILIES}?page={size // 50}").headers.get("Content-Length", 0)),
        "search, a name": lambda: search(f"{name_of(7)} zoe"),
        "search, a reference": lambda: search("F00042"),
        "search, a town": lambda: search("saint jean"),
        "search, a letter": lambda: search("b"),
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
            yield ask(client, size)


def main(requests: int) -> None:
    """Both sizes in turn, request by request, so that other work on the machine burdens them alike."""
    with opened(SIZES[0]) as small, opened(SIZES[1]) as large:
        print(f"{'':<22}{'100: p50 ms':>14}{'p95':>8}{'10,000: p50':>14}{'p95':>8}{'×':>7}{'bytes':>9}")
        for name in small:
            taken: dict[int, list[float]] = {size: [] for size in SIZES}
            for number in range(requests + 10):  # the first ones warm up
                for size, works in zip(SIZES, (small, large), strict=True):
                    began = time.perf_counter()
                    weight = works[name]()
                    if number >= 10:
                        taken[size].append((time.perf_counter() - began) * 1000)
            few, many = (statistics.median(taken[size]) for size in SIZES)
            few_p95, many_p95 = (statistics.quantiles(taken[size], n=20)[-1] for size in SIZES)
            print(f"{name:<22}{few:>14.2f}{few_p95:>8.2f}{many:>14.2f}{many_p95:>8.2f}{many / few:>7.2f}{weight:>9}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
