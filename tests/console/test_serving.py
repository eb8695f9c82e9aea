"""`serve`: the portal for real, by several processes, before clients that are no browsers."""

import contextlib
import os
import re
import shutil
import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from lxml import html

from data import database, presence, schema
from data.store import Store
from routes.console import serving
from tests.console.conftest import Running, Typing, running, wait_until
from tests.people import People, populate


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, People, Path]]:
    """The people of the tests, served by two processes."""
    home = tmp_path_factory.mktemp("serve")
    schema.migrate(home / "portee.db")
    with database.transaction(home / "portee.db") as db:
        people = populate(db)
    with running(home, "serve", "--workers", "2") as portal:
        yield portal, people, home


@pytest.fixture(scope="module")
def portal(served: tuple[Running, People, Path]) -> Running:
    return served[0]


def form_of(client: httpx.Client, path: str) -> dict[str, str]:
    tree = html.document_fromstring(client.get(path).text)
    return {each.get("name"): each.get("value", "") for each in tree.xpath("//main//input[@type='hidden']")}


def sign_in(client: httpx.Client, people: People) -> httpx.Response:
    who = people.family
    given = {"site": who.site, "identifiant": who.username, "mot_de_passe": who.password}
    return client.post("/connexion", data={**form_of(client, "/connexion"), **given})


def test_a_session_is_known_to_every_process(served: tuple[Running, People, Path]) -> None:
    portal, people, _ = served
    with httpx.Client(base_url=portal.address, follow_redirects=True) as client:
        assert sign_in(client, people).status_code == 200
        cookies = dict(client.cookies)
    for _ in range(30):  # a connection of its own each: either process may answer
        answer = httpx.get(f"{portal.address}/famille", cookies=cookies)
        assert answer.status_code == 200


def test_failures_are_counted_by_all_processes_together(served: tuple[Running, People, Path]) -> None:
    portal, people, _ = served
    statuses = []
    for _ in range(8):
        with httpx.Client(base_url=portal.address) as client:
            form = {**form_of(client, "/connexion"), "site": "rive-gauche", "identifiant": "le-goff"}
            statuses.append(client.post("/connexion", data={**form, "mot_de_passe": "faux"}).status_code)
    assert statuses == [422] * 5 + [429] * 3
    assert people.neighbour.username == "le-goff"


def test_a_mail_leaves_once_though_two_postmen_walk(served: tuple[Running, People, Path]) -> None:
    portal, people, home = served
    with httpx.Client(base_url=portal.address, follow_redirects=True) as client:
        given = {"identifiant": people.office.username, "email": people.office.email}
        client.post("/mot-de-passe-perdu", data={**form_of(client, "/mot-de-passe-perdu"), **given})
    wait_until(lambda: any((home / "mails").glob("*.eml")))
    assert len(list((home / "mails").glob("*.eml"))) == 1


def spoken(portal: Running, said: bytes, timeout: float = 10) -> bytes:
    """What the server answers to these very bytes."""
    address = urlsplit(portal.address)
    heard = b""
    with socket.create_connection((address.hostname, address.port), timeout=timeout) as line:
        line.sendall(said)
        while True:
            part = line.recv(65536)
            if not part:
                return heard
            heard += part


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (b"GET /connexion HTTP/1.0\r\n\r\n", b"200"),
        (b"GET /connexion HTTP/1.0\r\nCookie: SameSite=Lax; portee-visite=abc\r\n\r\n", b"200"),
        (b"HEAD /connexion HTTP/1.0\r\n\r\n", b"200"),
        (b"GET /%FF%FE HTTP/1.0\r\n\r\n", b"404"),
        (b"GET /connexion?suite=%FF HTTP/1.0\r\n\r\n", b"200"),
        (b"GET /connexion?suite=\xff HTTP/1.0\r\n\r\n", b"200|400"),
        (b"GET //evil.example HTTP/1.0\r\n\r\n", b"404"),
        (b"PUT /connexion HTTP/1.0\r\n\r\n", b"405"),
        (b"POST /connexion HTTP/1.0\r\nContent-Length: 70000\r\n\r\n" + b"a" * 70_000, b"413"),
        (b"POST /connexion HTTP/1.0\r\nContent-Length: 3\r\n\r\na=1", b"403"),
        (b"nonsense\r\n\r\n", b"400"),
    ],
)
def test_a_client_that_is_no_browser_is_answered(portal: Running, said: bytes, status: bytes) -> None:
    heard = spoken(portal, said)
    assert re.match(rb"HTTP/1\.[01] (" + status + rb") ", heard), heard[:200]
    assert b"Traceback" not in heard


def test_head_sends_no_body(portal: Running) -> None:
    head, _, body = spoken(portal, b"HEAD /connexion HTTP/1.0\r\n\r\n").partition(b"\r\n\r\n")
    assert b"content-type: text/html" in head.lower()
    assert body == b""


def test_headers_that_never_end_are_given_up(portal: Running) -> None:
    heard = spoken(portal, b"GET /connexion HTTP/1.1\r\nHost: x\r\nX: ", timeout=15)
    assert b"200 OK" not in heard


def test_a_port_that_is_taken_is_said(portal: Running, typed: Typing, home: Path) -> None:
    port = str(urlsplit(portal.address).port)
    outcome = typed("serve", "--port", port)
    assert outcome.status == 1
    assert f"port {port}" in outcome.complained
    assert "--port" in outcome.complained


def test_a_process_that_dies_is_replaced(served: tuple[Running, People, Path]) -> None:
    portal, _, _ = served
    children = Path(f"/proc/{portal.process.pid}/task/{portal.process.pid}/children").read_text().split()
    workers = [int(each) for each in children if b"app.py" in Path(f"/proc/{each}/cmdline").read_bytes()]
    assert len(workers) == 2
    os.kill(workers[0], signal.SIGKILL)
    for _ in range(20):
        try:
            assert httpx.get(f"{portal.address}/connexion", timeout=20).status_code == 200
        except httpx.TransportError:
            continue


def test_no_thread_runs_while_the_workers_are_forked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    threads = threading.active_count()
    seen = []

    class Forking:
        def __init__(self, *_: object, **__: object) -> None:
            pass

        def serve(self) -> None:
            seen.append(threading.active_count())

    monkeypatch.setattr(serving, "Granian", Forking)
    monkeypatch.setattr(serving, "PATIENCE", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    serving.serve("app:portal", Store(tmp_path), "127.0.0.1", port, 2, lambda: None)
    assert seen == [threads]


def test_it_ends_when_told_to_and_leaves_no_process(tmp_path: Path, crowd: tuple[Path, People]) -> None:
    shutil.copy(crowd[0], tmp_path / "portee.db")
    with running(tmp_path, "serve") as portal:
        pid = portal.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    assert portal.process.returncode is not None
    assert not [child for child in children if Path(f"/proc/{child}").exists()]


def test_when_it_is_killed_no_process_stays_on_the_port(tmp_path: Path, crowd: tuple[Path, People]) -> None:
    shutil.copy(crowd[0], tmp_path / "portee.db")
    with running(tmp_path, "serve", "--workers", "2") as portal:
        pid = portal.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        portal.process.kill()
        try:
            wait_until(lambda: not [child for child in children if Path(f"/proc/{child}").exists()])
        except AssertionError:
            for child in children:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(child), signal.SIGKILL)
            raise
    with presence.alone(tmp_path / "portee.db"):
        assert len(children) >= 2
