"""How a password is stored, and what a wrong one costs."""

from sqlmodel import select

from data import database
from data.accounts import Account, passwords
from data.settings import Settings
from tests.people import People
from tests.reader import Reader
from tests.test_password import CHOSEN, change

REAL = "$argon2id$v=19$m=19456,t=2,p=1$"


def test_a_password_is_stored_as_argon2id_of_19_mib(
    real_hashes: None, reader: Reader, people: People, settings: Settings
) -> None:
    reader.sign_in(people.family)
    change(reader, people)
    with database.reading(settings.database) as db:
        stored = db.exec(select(Account.password_hash)).all()
    assert [each.startswith(REAL) for each in stored].count(True) == 1
    assert CHOSEN.encode() not in settings.database.read_bytes()
    reader.sign_out()
    assert reader.sign_in(people.family, CHOSEN).url == "/"


def test_the_hash_of_nobody_costs_what_a_real_one_costs(real_hashes: None) -> None:
    assert passwords.NOBODYS_HASH.startswith(REAL)
