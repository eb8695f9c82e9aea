"""A locked account is none: nobody comes in by it, and nobody is told so."""

from sqlmodel import Session, col, select, update

from data import accounts, database
from data.accounts import Account
from data.outbox import Mail
from data.settings import Settings
from tests.asking_for import NOW
from tests.people import People, Someone
from tests.reader import Reader


def lock(settings: Settings, who: Someone, at: int | None = 1) -> None:
    with database.transaction(settings.database) as db:
        db.exec(update(Account).where(col(Account.id) == account(db, who).id).values(locked_at=at))


def account(db: Session, who: Someone) -> Account:
    found = [each for each in db.exec(select(Account)) if accounts.address_of(db, each.id) == who.email]
    return found[0]


def test_it_is_answered_as_one_that_does_not_exist(reader: Reader, people: People, settings: Settings) -> None:
    lock(settings, people.family)
    locked = reader.sign_in(people.family, status=422).find("//*[@role='alert']").text_content()
    wrong = reader.sign_in(people.neighbour, "une phrase qui n’est pas la sienne", status=422)
    assert locked == wrong.find("//*[@role='alert']").text_content()


def test_its_sessions_are_over_at_once(reader: Reader, people: People, settings: Settings) -> None:
    reader.sign_in(people.family)
    lock(settings, people.family)
    assert reader.client.get("/famille", follow_redirects=False).headers["location"] == "/connexion?suite=/famille"


def test_no_password_is_mailed_for_it(reader: Reader, people: People, settings: Settings) -> None:
    lock(settings, people.family)
    page = reader.read("/mot-de-passe-perdu")
    reader.send(page, "/mot-de-passe-perdu", identifiant=people.family.username, email=people.family.email)
    with database.reading(settings.database) as db:
        assert [mail.recipient for mail in db.exec(select(Mail))] == [""]


def test_who_comes_in_is_known_by_the_day(reader: Reader, people: People, settings: Settings) -> None:
    reader.sign_in(people.family)
    with database.reading(settings.database) as db:
        assert account(db, people.family).last_sign_in_at == NOW
        assert account(db, people.neighbour).last_sign_in_at is None
