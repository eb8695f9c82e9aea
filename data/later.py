"""Columns that join a table which has rows already: the database itself knows what those rows hold."""

import sqlalchemy as sa


def since_then(value: str | bool | int) -> dict[str, sa.TextClause]:
    """For `sa_column_kwargs`: SQLite adds such a column in place, where it would else copy the whole table."""
    return {"server_default": sa.text(repr(int(value)) if isinstance(value, int) else f"'{value}'")}
