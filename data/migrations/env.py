"""How Alembic reaches the database: over the connection it is handed (data/schema.py)."""

from alembic import context

from data.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    transactional_ddl=False,  # the transaction is schema.migrate’s
)
context.run_migrations()
