"""What an action costs: its statements and its password hashes, noted one by one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

import argon2
from sqlalchemy import Engine, event


@dataclass
class Costs:
    """The statements, as they are written, and the number of hashes."""

    statements: list[str] = field(default_factory=list)
    hashes: int = 0

    @property
    def writes(self) -> list[str]:
        """The statements that change something."""
        return [each for each in self.statements if each.split()[0] in ("INSERT", "UPDATE", "DELETE")]

    @property
    def shapes(self) -> list[str]:
        """The statements up to the list they search, which is empty when nobody is known."""
        return [each.partition(" IN (")[0] for each in self.statements]


@contextmanager
def counted() -> Iterator[Costs]:
    """Note what happens inside."""
    costs = Costs()

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        costs.statements.append(statement)

    def hashing(method: Any) -> Any:
        def run(*arguments: Any, **named: Any) -> Any:
            costs.hashes += 1
            return method(*arguments, **named)

        return run

    hasher = argon2.PasswordHasher
    event.listen(Engine, "before_cursor_execute", note)
    try:
        with (
            mock.patch.object(hasher, "verify", hashing(hasher.verify)),
            mock.patch.object(hasher, "hash", hashing(hasher.hash)),
        ):
            yield costs
    finally:
        event.remove(Engine, "before_cursor_execute", note)
