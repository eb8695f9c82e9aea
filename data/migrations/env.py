"""How Alembic reaches the database: over the connection it is handed (data/schema.py)."""

from typing import Any

from alembic import context
from alembic.ddl.sqlite import SQLiteImpl
from sqlalchemy import TextClause

from data.schema import METADATA


class InPlace(SQLiteImpl):
    """SQLite adds a column with a constant default in place. Copying the table instead drops it, rows and all.

    Which fails where other tables point at it: nothing could be added to a site that has families.
    """

    __dialect__ = "sqlite"

    def requires_recreate_in_batch(self, batch_op: Any) -> bool:
        """Only what SQLite cannot do in place."""
        return not all(_is_in_place(name, arguments) for name, arguments, *_ in batch_op.batch)


def _is_in_place(name: str, arguments: tuple[Any, ...]) -> bool:
    if name != "add_column":
        return name in ("create_index", "drop_index")
    default = arguments[1].server_default
    return default is None or (isinstance(default.arg, TextClause | str) and not str(default.arg).startswith("("))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    transactional_ddl=False,  # the transaction is schema.migrate’s
)
context.run_migrations()
