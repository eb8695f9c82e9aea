"""A family is erased with all that is its own, leaves others as they were, and stays erased."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlmodel import Session, select

from data import audit, backups, database, erasing, purging
from data.audit import AuditEntry
from data.erasures import Erasures
from data.families import Family
from data.imports import import_folder
from data.schema import METADATA
from data.settings import Settings
from data.sites import Site
from data.store import Store
from data.students import FamilyStudent, Student
from tests.asking_for import ask_for, record_for
from tests.data.households import NOW, person_of
from tests.people import People
from tests.reenrolling import open_reenrolment, reenrol, supply_for

REFERENCE = "F-dalmeida"


@pytest.fixture
def erasures(settings: Settings) -> Erasures:
    return Erasures.of(settings)


@pytest.fixture
def db(settings: Settings, people: People) -> Iterator[Session]:
    """Two families that have asked for all that one may ask for."""
    with database.transaction(settings.database) as session:
        open_reenrolment(session)
        for who in (people.family, people.neighbour):
            ask_for(session, who, town="Olivet")
            reenrol(session, who)
            supply_for(session, Store(settings.documents), who)
        yield session


def family(db: Session, reference: str = REFERENCE) -> tuple[Site, Family]:
    found = select(Site, Family).join(Family).where(Family.reference == reference, Site.slug == "rive-gauche")
    return db.exec(found).one()


def texts(settings: Settings) -> str:
    """All that the database holds, as text."""
    with closing(sqlite3.connect(settings.database)) as connection:
        return "\n".join(connection.iterdump())


def test_nothing_of_an_erased_family_is_left(settings: Settings, db: Session, erasures: Erasures) -> None:
    audit.note(db, site=1, account=None, who="console", action="x", subject=REFERENCE, now=NOW, who_it_was="dalmeida")
    gone = erasing.erase(db, erasures, *family(db))
    assert {"guardian", "account", "entry_line", "evaluation", "work", "supplied_document", "outbox"} < {*gone}
    db.commit()
    left = texts(settings)
    assert left.count("'F-dalmeida'") == 1  # its namesake of the other site
    assert "dalmeida@rive-gauche" not in left
    assert "D’ALMEIDA" not in left


def test_the_other_families_are_as_they_were(db: Session, erasures: Erasures) -> None:
    def of_neighbour() -> dict[str, int]:
        return {name: len(keys) for name, keys in erasing.plan(db, family(db, "F-le-goff")[1].id).items()}

    before = of_neighbour()
    erasing.erase(db, erasures, *family(db))
    assert of_neighbour() == before


def test_a_student_of_two_families_stays_with_the_other(db: Session, erasures: Erasures, people: People) -> None:
    other = family(db, "F-le-goff")[1].id
    student = record_for(db, person_of(db, people.family), "Adrien")
    db.add(FamilyStudent(family_id=other, student_id=student.id))
    db.flush()
    key = student.key
    erasing.erase(db, erasures, *family(db))
    assert db.exec(select(Student.given_name).where(Student.key == key)).one() == "Adrien"
    assert "evaluation" in erasing.plan(db, other)


def test_the_journal_keeps_what_was_done_without_who(db: Session, erasures: Erasures) -> None:
    before = db.exec(select(AuditEntry.action).order_by(AuditEntry.action)).all()
    erasing.erase(db, erasures, *family(db))
    assert db.exec(select(AuditEntry.action).order_by(AuditEntry.action)).all() == before
    assert erasing.GONE in set(db.exec(select(AuditEntry.who)))


def test_every_table_that_points_to_a_family_is_reached() -> None:
    reached, ends = set(), ["family", "student"]
    while ends:
        table = ends.pop()
        reached.add(table)
        ends += [child.name for child, link in erasing._pointing_to(table) if child.name not in reached]
    assert {"guardian", "account", "kept_form", "user_session", "calendar_feed", "change_event"} < reached
    assert all(len(METADATA.tables[name].primary_key) == 1 for name in reached)


def test_the_list_tells_no_reference(erasures: Erasures) -> None:
    erasures.note("rive-gauche", REFERENCE)
    content = erasures.file.read_text("utf-8")
    assert REFERENCE not in content
    assert erasures.lines() == {erasures.line("rive-gauche", REFERENCE)}
    assert erasures.file.stat().st_mode & 0o777 == 0o600


def test_an_older_backup_does_not_bring_an_erased_family_back(settings: Settings, tmp_path: Path) -> None:
    backups.back_up(settings, tmp_path / "backup.tar")
    with database.transaction(settings.database) as db:
        erasing.erase(db, Erasures.of(settings), *family(db))
    backups.restore(settings, tmp_path / "backup.tar", "now")
    with database.reading(settings.database) as db:
        here = select(Family.id).join(Site).where(Family.reference == REFERENCE, Site.slug == "rive-gauche")
        assert db.exec(here).first() is None


def test_a_start_erases_again(settings: Settings, erasures: Erasures) -> None:
    erasures.note("rive-gauche", REFERENCE)
    with database.transaction(settings.database) as db:
        assert purging.purge(db, erasures, NOW).erased == 1
        assert purging.purge(db, erasures, NOW).erased == 0


def test_an_import_does_not_bring_an_erased_family_back(settings: Settings, erasures: Erasures, tmp_path: Path) -> None:
    header = "Référence famille;Nom;Prénom\n"
    (tmp_path / "familles.csv").write_text(f"{header}F-1;PARTI;Jean\nF-2;RESTÉ;Jeanne\n", "utf-8")
    erasures.note("rive-gauche", "F-1")
    report = import_folder(settings.database, "rive-gauche", tmp_path, another=True, erasures=erasures)
    assert [each for each in report.warnings if each.startswith("familles effacées")]
    with database.reading(settings.database) as db:
        assert set(db.exec(select(Family.reference))) >= {"F-2"}
        assert "F-1" not in set(db.exec(select(Family.reference)))
