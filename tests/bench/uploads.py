"""Memory of a server while many large files come in at once. Prints what it grew by, and the answers.

Run it: .venv/bin/python -m tests.bench.uploads [uploads megabytes]
"""

import http.client
import os
import re
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from data import schema
from data.settings import Settings, read_settings
from data.store import Store
from routes.console import serving
from tests.bench.pages import served
from tests.receiving import COOKIE, KIND, file_part, form, token

MEGABYTE = 1000 * 1000


def serve(target: str, port: int) -> None:
    """As `app.py serve` does, with one worker."""
    store = Store(read_settings().documents)
    serving.serve(target, store, "127.0.0.1", port, 1, lambda: None)


def highest_memory(pid: int) -> float:
    """The most that a process has ever had in memory, in megabytes."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


def send(port: int, body: bytes) -> int:
    """One form, as a browser sends it; the status of the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    connection.request("POST", "/recevoir", body, {**COOKIE, "Content-Type": KIND})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def send_at_once(port: int, body: bytes, times: int) -> Counter[int]:
    """Many of them; how often each status was answered."""
    statuses: list[int] = []
    senders = [threading.Thread(target=lambda: statuses.append(send(port, body))) for _ in range(times)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    return Counter(statuses)


def growth(settings: Settings, uploads: int, megabytes: int) -> tuple[float, float, Counter[int], float]:
    """Memory before and how much more there was while files came in, the answers, the seconds."""
    warm, body = (form(token(settings), file_part("file", b"a.pdf", bytes(size))) for size in (1, megabytes * MEGABYTE))
    with served("tests.receiving:receiver", serve) as (port, pid):
        send_at_once(port, warm, 5)
        before, began = highest_memory(pid), time.monotonic()
        statuses = send_at_once(port, body, uploads)
        return before, highest_memory(pid) - before, statuses, time.monotonic() - began


def main(uploads: int, megabytes: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["PORTEE_HOME"] = home
        settings = read_settings()
        schema.migrate(settings.database)
        before, grown, statuses, seconds = growth(settings, uploads, megabytes)
    print(f"{uploads} uploads of {megabytes} MB at once: {dict(statuses)} in {seconds:.1f} s")
    print(f"memory {before:.1f} MB before, {grown:.1f} MB more at its highest")


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:3] or ("50", "10")))
