"""The accounts that were there get a key of their own and a place in the list (0009), and are found (0014)."""

from pathlib import Path

from alembic import command
from sqlalchemy import text

from data import database, schema

BEFORE = (
    "INSERT INTO site (id, slug, name, institution, address, postcode, town, phone, email, rentals_tab, "
    "password_renewal, school_year, welcome, legal_notice) "
    "VALUES (1, 'x', 'X', '', '', '', '', '', '', 1, '', '', '', '')",
    "INSERT INTO family (id, key, site_id, reference) VALUES (1, 'f', 1, 'F')",
    *(
        "INSERT INTO guardian (id, key, family_id, rank, surname, given_name, honorific, marital_status, profession, "  # noqa: S608
        "address, postcode, town, home_phone, work_phone, fax, other_phone, mobile, email) "
        f"VALUES ({id_}, '{id_}', 1, {id_ - 1}, 'ÉLAN', '{name}', "
        "'', '', '', '', '', '', '', '', '', '', '', 'z@example.fr')"
        for id_, name in ((1, "Zoé"), (2, "Ève"))
    ),
    *(
        "INSERT INTO account (id, site_id, username, guardian_id, office, email, password_hash, temporary_digest, "  # noqa: S608
        f"temporary_until, accessible) VALUES ({id_}, 1, '{name}', {guardian}, 0, '', '', '', 0, 0)"
        for id_, name, guardian in ((1, "zoe", 1), (2, "secretariat", "NULL"))
    ),
)


def test_former_accounts_get_keys_and_a_place(tmp_path: Path) -> None:
    path = tmp_path / "portee.db"
    with database.transaction(path) as db:
        command.upgrade(schema.config(db.connection()), "0004")
        for statement in BEFORE:
            db.execute(text(statement))
    schema.migrate(path)
    with database.reading(path) as db:
        found = db.execute(text("SELECT account_id, word FROM account_word ORDER BY word")).all()
        without = db.execute(text("SELECT site_id, guardian_id, filed FROM accountless")).all()
        (zoe, office) = db.execute(text("SELECT key, filed, reachable FROM account ORDER BY id")).all()
    assert (len(zoe[0]), len(office[0]), zoe[0] != office[0]) == (8, 8, True)
    assert (tuple(zoe[1:]), tuple(office[1:])) == (("elan zoe zoe", 1), ("", 0))
    assert [tuple(each) for each in found] == [(1, "elan"), (1, "zoe")]
    assert [tuple(each) for each in without] == [(1, 2, "elan eve")]
