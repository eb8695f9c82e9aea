"""« /sante » says one word to everybody; « État du portail » says more to administrators."""

import os

import pytest
from sqlalchemy import text
from sqlmodel import Session

from data import database, health
from data.backups.writing import NOTED
from data.outbox import Mail
from data.settings import Settings
from tests.conftest import Clock
from tests.people import People
from tests.reader import Reader


def say_nothing_else(reader: Reader, status: int, words: str) -> None:
    answer = reader.client.get("/sante")
    assert (answer.status_code, answer.text) == (status, words)
    assert answer.headers["content-type"].startswith("text/plain")
    assert "set-cookie" not in answer.headers


def test_a_portal_that_is_well_says_ok_and_opens_no_session(reader: Reader) -> None:
    say_nothing_else(reader, 200, "ok\n")
    head = reader.client.head("/sante")
    assert (head.status_code, head.content) == (200, b"")


def test_an_older_schema_is_no_good_health(reader: Reader, settings: Settings) -> None:
    with database.transaction(settings.database) as db:
        db.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    say_nothing_else(reader, 503, "indisponible\n")


def test_a_database_that_does_not_answer_is_no_good_health(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(db: Session) -> bool:
        db.execute(text("SELECT * FROM nowhere"))
        return True

    monkeypatch.setattr(health, "is_current", fail)
    say_nothing_else(reader, 503, "indisponible\n")


def write_mails(settings: Settings, now: int) -> None:
    with database.transaction(settings.database) as db:
        for site, failed_at in ((1, None), (1, None), (2, None), (1, now)):
            mail = Mail(site_id=site, created_at=now - 7200, due_at=now, kind="password_changed", recipient="a@b.fr")
            mail.failed_at = failed_at
            db.add(mail)


def test_an_administrator_reads_what_waits_on_the_own_site(
    reader: Reader, people: People, settings: Settings, time: Clock
) -> None:
    write_mails(settings, time.now)
    reader.enter(people.office)
    page = reader.read("/administration")
    assert page.links()["État du portail"] == "/administration/sante"
    text = reader.read("/administration/sante").text
    assert "2\N{NO-BREAK SPACE}courriels, le plus ancien attend depuis" in text
    assert "Des courriels n’ont pas pu partir." in text


def test_a_backup_that_is_too_old_is_said(reader: Reader, people: People, settings: Settings, time: Clock) -> None:
    reader.enter(people.office)
    assert "n’a pas été sauvegardé" in reader.read("/administration/sante").text
    (settings.home / NOTED).touch()
    os.utime(settings.home / NOTED, (time.now - 86400,) * 2)
    assert "n’a pas été sauvegardé" not in reader.read("/administration/sante").text
    time.pass_by(7 * 86400)
    reader.enter(people.office)
    assert "n’a pas été sauvegardé" in reader.read("/administration/sante").text


def test_a_clerk_finds_neither_the_page_nor_the_link(reader: Reader, people: People) -> None:
    reader.enter(people.clerk)
    assert "État du portail" not in reader.read("/administration").links()
    assert reader.get("/administration/sante", {}).status_code == 404


def test_the_newest_sqlite_with_the_old_fault_is_known() -> None:
    assert (3, 51, 2) < health.SOUND_SQLITE <= (3, 51, 3)
