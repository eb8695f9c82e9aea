"""« Mes données »: all that is held about a family, nothing of another, and no secret."""

import io
import json
import zipfile
from typing import Any

import pytest
from sqlmodel import col, select, update

from data import audit, database
from data.accounts import Account
from data.agenda import CalendarFeed
from data.audit import AuditEntry
from data.changes import ApprovedValue
from data.families import Guardian
from data.kept_forms import KeptForm
from data.links import LinkDecision
from data.outbox import Mail
from data.settings import Settings
from data.sites import Site
from data.store import Store
from data.students import FamilyStudent
from tests.asking_for import ask_for, record_for
from tests.conftest import Clock
from tests.data.households import person_of
from tests.people import People, Someone
from tests.reader import Reader
from tests.reenrolling import SMALL_PDF, open_reenrolment, reenrol, supply_for

ADDRESS = "/mes-donnees"


def archive_of(reader: Reader, who: Someone) -> dict[str, bytes]:
    """The files of the ZIP that somebody takes home."""
    reader.client.cookies.clear()
    reader.enter(who)
    answer = reader.client.post(ADDRESS, data=reader.read(ADDRESS).form(ADDRESS))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def facts_of(files: dict[str, bytes]) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(files["mes-donnees.json"])
    return facts


@pytest.fixture
def shared(settings: Settings, people: People, time: Clock) -> None:
    """Both families have Adrien, and each has asked for something and given a document."""
    with database.transaction(settings.database) as db:
        open_reenrolment(db)
        other = person_of(db, people.neighbour)
        adrien = record_for(db, person_of(db, people.family), "Adrien")
        for who, town in ((people.family, "Olivet"), (people.neighbour, "Vierzon")):
            ask_for(db, who, town=town)
            supply_for(db, Store(settings.documents), who)
        reenrol(db, people.family)
        db.add(FamilyStudent(family_id=other.family, student_id=adrien.id))
        family = person_of(db, people.family)
        db.add(LinkDecision(family_id=family.family, student_id=adrien.id, linked=True))
        db.add(ApprovedValue(student_id=adrien.id, field="town", value="Blois", exported="ORLEANS"))
        db.add(CalendarFeed(family_id=family.family, token="un-secret"))
        db.add(KeptForm(account_id=family.account, address="/famille", typed={"ville": "Gien"}, kept_at=1))
        mail = Mail(
            site_id=1, account_id=other.account, kind="temporary_password", recipient="x@y.fr", created_at=1, due_at=1
        )
        mail.facts = {"word": "le-mot-de-passe"}
        db.add(mail)


def test_it_says_how_long_each_kind_is_kept_by_the_settings(reader: Reader, people: People, settings: Settings) -> None:
    with database.transaction(settings.database) as db:
        db.exec(update(Site).values(families_kept=120, documents_kept=45, mails_kept=99))
    reader.enter(people.family)
    page = reader.read(ADDRESS)
    for words in (
        "120\N{NO-BREAK SPACE}mois",
        "45\N{NO-BREAK SPACE}jours après la décision",
        "99\N{NO-BREAK SPACE}jours",
    ):
        assert words in page.text
    assert reader.read("/").links()["Mes données"] == ADDRESS


def test_all_that_is_held_is_in_it(reader: Reader, people: People, shared: None) -> None:
    files = archive_of(reader, people.family)
    facts = facts_of(files)
    empty = [name for name, rows in facts.items() if rows == []]
    assert set(empty) <= {"courriels"}
    assert facts["responsables"][0]["Nom"] == "D’ALMEIDA"
    assert facts["operations"][0]["Débit"] == "1234.56"
    assert facts["demandes"][0]["Valeur demandée"] == "Olivet"
    assert facts["saisies"][0]["Saisie"] == "ville : Gien"
    assert facts["valeurs_validees"][0]["Champ"] == "Ville"
    assert facts["rattachements"][0] == {"Élève": "D’ALMEIDA Adrien", "Rattaché par le secrétariat": True}
    assert [content for name, content in files.items() if name.startswith("pieces/")] == [SMALL_PDF]


def test_a_separated_parent_finds_the_student_and_nothing_of_the_other_family(
    reader: Reader, people: People, shared: None
) -> None:
    whole = b"".join(archive_of(reader, people.neighbour).values()).decode("utf-8", "replace")
    assert "D’ALMEIDA Adrien" in whole
    assert "Vierzon" in whole
    for words in ("Olivet", "Inès", "F-dalmeida", "O-F-dalmeida", people.family.email, '"dalmeida"'):
        assert words not in whole, words


def test_no_secret_is_in_it(reader: Reader, people: People, settings: Settings, shared: None) -> None:
    files = archive_of(reader, people.neighbour)
    whole = b"".join(files.values()).decode("utf-8", "replace")
    with database.reading(settings.database) as db:
        account = db.exec(select(Account).where(Account.username == people.neighbour.username)).one()
    assert account.password_hash not in whole
    assert "le-mot-de-passe" not in whole
    assert "un-secret" not in b"".join(archive_of(reader, people.family).values()).decode("utf-8", "replace")
    assert "temporary_password" in whole


def test_a_guardian_with_an_account_of_their_own_is_left_out(
    reader: Reader, people: People, settings: Settings, shared: None
) -> None:
    with database.transaction(settings.database) as db:
        family = person_of(db, people.family).family
        for rank, name in ((1, "SEUL"), (2, "AUTRE")):
            guardian = Guardian(family_id=family, rank=rank, surname=name, given_name="Paul", mobile=f"060000000{rank}")
            db.add(guardian)
            db.flush()
        db.add(Account(site_id=1, username="autre", guardian_id=guardian.id))
    facts = facts_of(archive_of(reader, people.family))
    assert [each["Nom"] for each in facts["responsables"]] == ["D’ALMEIDA", "SEUL"]


def test_the_page_in_it_is_whole_by_itself_and_every_row_can_be_read(
    reader: Reader, people: People, shared: None
) -> None:
    page = archive_of(reader, people.family)["mes-donnees.html"].decode()
    assert page.startswith("<!doctype html>")
    for words in ('<html lang="fr">', "<h1>Mes données</h1>", "1\N{NO-BREAK SPACE}234,56\N{NO-BREAK SPACE}€", "Olivet"):
        assert words in page
    for words in ("<script", "src=", "@import", "url("):
        assert words not in page


def test_the_journal_notes_it_once_for_each_form(reader: Reader, people: People, settings: Settings) -> None:
    reader.enter(people.family)
    form = reader.read(ADDRESS).form(ADDRESS)
    assert [reader.client.post(ADDRESS, data=form).status_code for _ in range(2)] == [200, 200]
    with database.reading(settings.database) as db:
        noted = db.exec(select(AuditEntry).where(col(AuditEntry.action) == audit.DATA_TAKEN)).all()
    assert [(each.who, each.facts) for each in noted] == [("dalmeida", {})]
