"""What an import by screen costs, also those who read and write meanwhile: `python -m tests.bench.import_screen`.

The export of `import_load`, with --xlsx as workbooks, is sent, tried and imported in the process that the portal
starts for it. Every 20 ms somebody looks a family up, every 200 ms something is written.
"""

import argparse
import os
import statistics
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlmodel import col, select, update

from data import import_runs, schema
from data.database import reading, transaction
from data.erasures import Erasures
from data.families import Family
from data.import_runs import ImportRun
from data.imports import starting
from data.imports.places import Places
from data.sites import Site
from tests.bench.import_load import TABLES, write_csv, write_xlsx

KEY = "bench234"
READ_EVERY, WRITE_EVERY = 0.02, 0.2


def read(path: Path) -> None:
    with reading(path) as db:
        db.exec(select(Family).where(Family.reference == "F05000")).first()


def write(path: Path) -> None:
    with transaction(path) as db:
        db.exec(update(Site).where(col(Site.slug) == "autre").values(phone="02"))


@contextmanager
def meanwhile(path: Path) -> Iterator[dict[str, list[float]]]:
    """How long each look and each write takes, in milliseconds, while something else goes on."""
    took: dict[str, list[float]] = {"read": [], "write": []}
    over = threading.Event()

    def repeat(what: str, pause: float) -> None:
        while not over.wait(pause):
            began = time.perf_counter()
            (read if what == "read" else write)(path)
            took[what].append((time.perf_counter() - began) * 1000)

    threads = [threading.Thread(target=repeat, args=each) for each in (("read", READ_EVERY), ("write", WRITE_EVERY))]
    for each in threads:
        each.start()
    yield took
    over.set()
    for each in threads:
        each.join()


def show(what: str, seconds: float, peak: float, took: dict[str, list[float]]) -> None:
    reads, writes = sorted(took["read"]), sorted(took["write"])
    p95 = reads[len(reads) * 95 // 100]
    print(
        f"{what:<10} {seconds:7.1f} s {peak:6.0f} MB   read p50 {statistics.median(reads):6.1f} p95 {p95:6.1f} "
        f"max {reads[-1]:7.1f} ms   write p50 {statistics.median(writes):6.1f} max {writes[-1]:8.1f} ms",
        flush=True,
    )


def step(what: str, database: Path, places: Places, site: int) -> None:
    """One step of the import, in its process."""
    handle = places.hold(site)
    assert handle
    began = time.perf_counter()
    with meanwhile(database) as took:
        starting.start(database, places, KEY, handle, Erasures(database.parent / "effacements", b""))
        os.close(handle)
        process = starting._started[-1]
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = status
    show(what, time.perf_counter() - began, used.ru_maxrss / 1024, took)
    with reading(database) as db:
        run = db.exec(select(ImportRun)).one()
        print(" " * 10, run.state, run.report.get("totals"), flush=True)


def send(home: Path, places: Places, xlsx: bool) -> int:
    """The export in one ZIP, and its row."""
    folder, database = home / "export", home / "portee.db"
    folder.mkdir()
    with zipfile.ZipFile(home / "export.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for table in TABLES:
            (write_xlsx if xlsx else write_csv)(folder, table)
        for file in folder.iterdir():
            archive.write(file, file.name)
    print(f"ZIP of {(home / 'export.zip').stat().st_size / 1e6:.0f} MB")
    schema.migrate(database)
    with transaction(database) as db:
        db.add_all([Site(slug="grand", name="Grand conservatoire"), site := Site(slug="autre", name="Autre")])
        db.flush()
        grand = db.exec(select(Site.id).where(Site.slug == "grand")).one()
        db.add(
            ImportRun(
                key=KEY, site_id=grand, who="bench", form_id=KEY, started_at=int(time.time()), remove_absent=False
            )
        )
        assert site.id
    places.folder.mkdir()
    places.lay(KEY, {"export.zip": home / "export.zip"})
    return grand


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--xlsx", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        database, places = home / "portee.db", Places(home / "imports")
        site = send(home, places, asked.xlsx)
        with meanwhile(database) as took:
            time.sleep(5)
        show("nothing", 5, 0, took)
        step("dry run", database, places, site)
        with transaction(database) as db:
            import_runs.confirm(db, db.exec(select(ImportRun)).one(), "bench", int(time.time()))
        step("import", database, places, site)


if __name__ == "__main__":
    main()
