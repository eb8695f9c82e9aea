"""Accounts: who may sign in, and with which password."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session, col, select, update

from data import accounts
from data.accounts import Account, Lock, hash_password, refuse_weak
from data.accounts.passwords import COMMON_PASSWORDS, NOBODYS_HASH
from data.database import transaction
from data.families import Family, Guardian
from data.keys import digest
from data.outbox import Mail
from data.settings import Settings
from data.sites import Site
from tests.costs import counted
from tests.people import People

NOW = 1_795_000_000


@pytest.fixture
def db(settings: Settings) -> Iterator[Session]:
    with transaction(settings.database) as session:
        yield session


@pytest.fixture
def site(db: Session) -> int:
    return db.exec(select(Site.id).where(Site.slug == "rive-gauche")).one()


@pytest.fixture
def newcomers(db: Session, site: int) -> str:
    """The reference of a family with two guardians and no account."""
    family = Family(site_id=site, reference="NEW")
    db.add(family)
    db.flush()
    for rank in (1, 0):
        db.add(Guardian(family_id=family.id, rank=rank, surname="NOUVEAU", given_name=str(rank), email=f"{rank}@x.fr"))
    db.flush()
    return "NEW"


def test_a_new_account_has_no_password(db: Session, site: int, newcomers: str) -> None:
    account = accounts.create(db, site, " Nouveau ", newcomers, "")
    assert (account.username, account.password_hash, account.temporary_digest) == ("nouveau", "", "")
    lock = accounts.lock_of(db, "rive-gauche", "nouveau", NOW)
    for guess in ("", " ", "nobody has this password"):
        assert lock.opened_by(guess) == ""


def test_each_guardian_gets_an_account_the_responsable_first(db: Session, site: int, newcomers: str) -> None:
    for name in ("un", "deux"):
        accounts.create(db, site, name, newcomers, "")
        db.flush()
    addresses = [accounts.address_of(db, each.account or 0) for each in locks(db, "un", "deux")]
    assert addresses == ["0@x.fr", "1@x.fr"]
    with pytest.raises(ValueError, match="a déjà un compte"):
        accounts.create(db, site, "trois", newcomers, "")


def locks(db: Session, *names: str) -> list[Lock]:
    return [accounts.lock_of(db, "rive-gauche", name, NOW) for name in names]


@pytest.mark.parametrize("username", ["", "  ", "a b", "a\tb", "x" * 65])
def test_an_identifiant_that_cannot_be_typed_is_refused(db: Session, site: int, newcomers: str, username: str) -> None:
    with pytest.raises(ValueError, match="identifiant"):
        accounts.create(db, site, username, newcomers, "")


def test_an_identifiant_is_taken_once_on_a_site_in_any_case(db: Session, site: int, newcomers: str) -> None:
    with pytest.raises(ValueError, match="existe déjà"):
        accounts.create(db, site, "DALMEIDA", newcomers, "")
    far = db.exec(select(Site.id).where(Site.slug == "rive-droite")).one()
    assert accounts.create(db, far, "le-goff", None, "x@y.fr").username == "le-goff"


def test_a_family_that_is_not_known_here_gets_no_account(db: Session, newcomers: str) -> None:
    far = db.exec(select(Site.id).where(Site.slug == "rive-droite")).one()
    with pytest.raises(ValueError, match="n’existe pas sur ce site"):
        accounts.create(db, far, "nouveau", newcomers, "")


@pytest.mark.parametrize("address", ["x", "a b@c.fr"])
def test_an_address_that_is_none_is_refused(db: Session, site: int, newcomers: str, address: str) -> None:
    with pytest.raises(ValueError, match="adresse"):
        accounts.create(db, site, "nouveau", newcomers, address)


def test_an_office_needs_an_address(db: Session, site: int) -> None:
    with pytest.raises(ValueError, match="--email"):
        accounts.create(db, site, "bureau", None, "")
    assert accounts.create(db, site, "bureau", None, "b@x.fr").office


def test_the_address_of_an_account_wins_over_the_guardians(db: Session, site: int, newcomers: str) -> None:
    account = accounts.create(db, site, "nouveau", newcomers, "own@x.fr")
    db.flush()
    assert accounts.address_of(db, account.id) == "own@x.fr"


def test_a_lock_of_nobody_costs_one_hash_and_opens_to_nothing() -> None:
    with counted() as costs:
        assert Lock(None, "", "").opened_by("nobody has this password") == ""
    assert costs.hashes == 1


@pytest.mark.parametrize("lock", [Lock(1, "", ""), Lock(1, NOBODYS_HASH, ""), Lock(1, "", digest("abc"))])
def test_every_lock_costs_one_hash(lock: Lock) -> None:
    for guess in ("abc", "wrong"):
        with counted() as costs:
            lock.opened_by(guess)
        assert costs.hashes == 1


def test_a_lock_opens_to_the_chosen_and_to_the_temporary_password() -> None:
    lock = Lock(1, hash_password("une phrase choisie"), digest("abcdef"))
    opened = [lock.opened_by(given) for given in ("une phrase choisie", "ABC-DEF", "une phrase", "")]
    assert opened == ["chosen", "temporary", "", ""]


def test_a_temporary_password_is_dead_after_a_day(db: Session, people: People) -> None:
    account = accounts.lock_of(db, "rive-gauche", "dalmeida", NOW).account
    assert account is not None
    password = accounts.make_temporary_password(db, account, NOW)
    last, late = (accounts.lock_of(db, "rive-gauche", "dalmeida", NOW + age) for age in (86399, 86400))
    assert (last.opened_by(password), late.opened_by(password)) == ("temporary", "")


@pytest.mark.parametrize("password", ["douze signes", "x1" * 5 + "yz" * 59, "une phrase que je retiens"])
def test_a_password_without_rules_is_accepted(password: str) -> None:
    refuse_weak(password)
    assert 12 <= len(password) <= 128


@pytest.mark.parametrize(
    "password",
    [
        "",
        "onze signes",
        "x" * 129,
        "motdepasse12",
        "Motdepasse 2026!",
        "conservatoire",
        "azertyuiopqsdfghjklm",
        "abcabcabcabc",
        "ananananananan",
        "0" * 12,
        "Password2026",
        "administrateur",
    ],
)
def test_a_weak_password_is_refused_in_french(password: str) -> None:
    with pytest.raises(ValueError, match=r"[Cc]hois"):
        refuse_weak(password)


def test_common_passwords_are_long_enough_to_matter() -> None:
    assert len(COMMON_PASSWORDS) >= 80
    assert all(len(each) <= 128 for each in COMMON_PASSWORDS)


def test_a_request_for_two_accounts_of_one_address_mails_both(db: Session, people: People) -> None:
    db.exec(update(Account).where(col(Account.username) == "dalmeida").values(email="same@x.fr"))
    accounts.request_password(db, "dalmeida", "same@x.fr", NOW)
    mails = db.exec(select(Mail).where(Mail.recipient != "")).all()
    assert [mail.recipient for mail in mails] == ["same@x.fr", "same@x.fr"]
    assert len({mail.site_id for mail in mails}) == 2


def test_an_empty_address_matches_nobody(db: Session, people: People) -> None:
    db.exec(update(Guardian).values(email=""))
    for address in ("", " "):
        accounts.request_password(db, "dalmeida", address, NOW)
    assert {mail.recipient for mail in db.exec(select(Mail))} == {""}
