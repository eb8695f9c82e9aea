"""The nouns of the conservatoire: their tables, their questions and their verbs.

Nothing here knows the web: every function takes a session first and works from
a plain script.
"""

from sqlmodel import SQLModel

# Set before any table exists, so that every constraint has a name a migration can use.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
