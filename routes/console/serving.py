"""`serve`: the portal for real, by granian."""

import argparse
import contextlib
import multiprocessing
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from data import faults
from data.store import Store
from routes.console.french import Trouble, port_number, positive
from routes.console.house import open_house
from routes.console.together import end_together

ROOT = Path(__file__).parents[2]
HEADER_MILLISECONDS = 5_000
READ_BUFFER = 64 * 1024  # bytes a connection: granian’s own 408 kB are 90 MB for fifty uploads at once
PATIENCE = 60  # seconds to wait for the first answer
FORKING = multiprocessing.get_context("fork")


def add_to(commands: Any) -> None:
    """`serve [--host] [--port] [--workers]`."""
    parser = commands.add_parser("serve", help="sert le portail", description="Sert le portail.")
    parser.add_argument("--host", default="127.0.0.1", help="adresse d’écoute (127.0.0.1)")
    parser.add_argument("--port", type=port_number, default=8000, help="port d’écoute (8000)")
    parser.add_argument("--workers", type=positive, default=1, help="nombre de processus (1)")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> None:
    """Serve until the process is ended."""
    settings = open_house()
    if settings.mail_server is None:
        print(f"PORTEE_SMTP_URL n’est pas réglé : les courriels sont écrits dans {settings.mails}.")
    serve(
        "app:portal",
        Store(settings.documents),
        chosen.host,
        chosen.port,
        chosen.workers,
        lambda: print(f"Le portail répond à {settings.base_url}"),
    )


def serve(target: str, store: Store, host: str, port: int, workers: int, announce: Callable[[], None]) -> None:
    """Serve an application factory; announces once it answers. Raises Trouble when the port is taken."""
    _refuse_taken(host, port)
    store.clear_arrivals()
    _hide_main_module()
    end_together()
    # A process, not a thread: the workers are forked, and what a thread is at just then stays broken in them.
    FORKING.Process(target=_announce_when_ready, args=(host, port, announce), daemon=True).start()
    Granian(
        target,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=workers,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS, max_buffer_size=READ_BUFFER),
        websockets=False,
        factory=True,
        working_dir=ROOT,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    ).serve()


def _hide_main_module() -> None:
    """The processes that print and open files load the main module of this one: here all of the portal, for nothing.

    anyio goes by the file of the main module. Without it such a process begins in a tenth of the time.
    """
    vars(sys.modules["__main__"]).pop("__file__", None)


def _refuse_taken(host: str, port: int) -> None:
    with contextlib.closing(socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as trouble:
            raise Trouble(
                f"Impossible d’écouter sur {host}, port {port} ({faults.words_of(trouble)}) : "
                "un autre programme l’occupe peut-être. Choisissez un autre port avec --port."
            ) from trouble


def _announce_when_ready(host: str, port: int, announce: Callable[[], None]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=1) as probe:
            probe.sendall(b"HEAD /connexion HTTP/1.0\r\n\r\n")
            if probe.recv(12):
                announce()
                return
        time.sleep(0.1)
