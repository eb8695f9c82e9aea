"""Write the migration for what has changed in the models: python -m data.migrations.write "What changes"."""

import sys
import tempfile
from pathlib import Path

from alembic import command

from data import database, schema


def main(message: str) -> None:
    """Compare the models with the migrations so far; read what comes out before committing it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "portee.db"
        schema.migrate(path)
        number = len(list((schema.MIGRATIONS / "versions").glob("*.py"))) + 1
        with database.transaction(path) as db:
            command.revision(schema.config(db.connection()), message, autogenerate=True, rev_id=f"{number:04d}")


if __name__ == "__main__":
    main(sys.argv[1])
