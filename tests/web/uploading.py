"""A browser that sends files, and what it says of the answers."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import anyio
from httpx import Response
from litestar.testing import TestClient

from data.settings import Settings
from routes.web.door import Door
from tests.receiving import COOKIE, KIND, form, receiver, token
from tests.rush import opened


class Sender:
    """One visitor before the page that takes files."""

    def __init__(self, client: TestClient[Door], settings: Settings) -> None:
        self.client, self.settings = client, settings
        self.token = token(settings)

    def send(self, *parts: bytes) -> Response:
        """A form as our pages make it: the token first."""
        return self.post(form(self.token, *parts))

    def received(self, *parts: bytes) -> dict[str, Any]:
        """What came in."""
        answer = self.send(*parts)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def post(self, body: Any, kind: str = KIND, **headers: str) -> Response:
        """Any body at all."""
        given = {**COOKIE, "Content-Type": kind, **headers}
        return self.client.post("/recevoir", content=body, headers=given)

    def pour(self, body: bytes, size: int) -> Response:
        """The same, in pieces of so many bytes."""
        return anyio.run(self._pour, body, size)

    async def _pour(self, body: bytes, size: int) -> Response:
        async def pieces() -> AsyncIterator[bytes]:
            for start in range(0, len(body), size):
                yield body[start : start + size]

        async with opened(receiver(self.settings), self.settings) as browser:
            return await browser.post("/recevoir", content=pieces(), headers={**COOKIE, "Content-Type": KIND})

    @property
    def left(self) -> list[Path]:
        """The files that lie about, kept or not."""
        return [each for each in self.settings.documents.rglob("*") if each.is_file()]
