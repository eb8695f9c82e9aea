"""The portal as it is served, and a real browser before it. Without Chromium these tests fail: they never skip."""

import os
import socket
import subprocess
import sys
import time as real_time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser import desk
from tests.browser.crowd import Crowd, furnish
from tests.browser.visitor import Visits

ROOT = Path(__file__).parents[2]
CHROMIUM = "/usr/bin/chromium"
SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 120  # seconds until the portal must answer: others may be using the machine


@dataclass(frozen=True)
class Served:
    """A portal that answers, and who is in it."""

    url: str
    database: Path
    crowd: Crowd


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`app.py serve` over a crowd of its own, one for each worker of the suite."""
    home = tmp_path_factory.mktemp("served")
    crowd = furnish(home / "portee.db")
    at_work = desk.keep_at_work(home)
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    settings = {**os.environ, "PORTEE_HOME": str(home), "PORTEE_BASE_URL": url, "PORTEE_SECRET": "s" * 32}
    with (home / "log").open("w", encoding="utf-8") as log:
        command = [sys.executable, "app.py", "serve", "--port", str(port)]
        process = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=log, stderr=log)
        try:
            _wait_for(f"{url}/connexion", process)
            yield Served(url, home / "portee.db", crowd)
        finally:
            process.terminate()
            process.wait(PATIENCE)
            os.close(at_work)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = real_time.monotonic() + PATIENCE
    while process.poll() is None and real_time.monotonic() < deadline:
        try:
            httpx.get(url)
            return
        except httpx.TransportError:
            real_time.sleep(0.1)
    raise RuntimeError(f"the portal does not answer at {url}")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian’s Chromium with a profile of its own; for one module, because Playwright occupies the event loop."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser, served: Served) -> Iterator[BrowserContext]:
    """A browser that knows nobody."""
    context = chromium.new_context(base_url=served.url)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Its first page."""
    return context.new_page()


@pytest.fixture(scope="module")
def visits(chromium: Browser, served: Served) -> Iterator[Visits]:
    """For tests that look at many pages: everybody signs in once for a module, a new browser costs half a second."""
    visits = Visits(chromium, served.url)
    yield visits
    visits.leave()
