"""The database of the tests, open."""

from collections.abc import AsyncIterator

import pytest

from data.database import Database
from data.settings import Settings


@pytest.fixture
async def base(settings: Settings) -> AsyncIterator[Database]:
    """The database of the tests, open."""
    opened = Database(settings.database)
    await opened.open()
    yield opened
    await opened.close()
