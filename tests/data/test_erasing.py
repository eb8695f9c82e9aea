"""A family is erased with all that is its own, leaves others as they were, and stays erased."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlmodel import Session, select

from data import accounts, audit, backups, database, erasing, forgetting, import_runs, kept_forms, outbox, purging
from data.accounts import Account
from data.audit import AuditEntry
from data.erasures import Erasures
from data.families import Family
from data.import_runs import ImportRun, RunState
from data.imports import import_folder
from data.keys import new_key
from data.outbox import Mail
from data.own_changes import OwnChange
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
PHONE = "06 11 22 33 44"


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


def report_of(db: Session, state: RunState = RunState.SIMULATED, **report: list[str]) -> ImportRun:
    """An import of this site has said something."""
    key = new_key()
    run = ImportRun(key=key, site_id=1, who="accueil", form_id=key, started_at=NOW, remove_absent=False, state=state)
    run.report = {"tables": {"familles": [0, 1, 0, 0, 0]}, "warnings": [], "errors": [], **report}
    db.add(run)
    db.flush()
    return run


def reported(db: Session, reference: str) -> list[str]:
    """What a dry run says of one family, as imports say it."""
    mine = select(Student.reference).join(FamilyStudent).where(FamilyStudent.family_id == family(db, reference)[1].id)
    student = db.exec(mine).first()
    return [
        f"familles, «\u00a0{reference}\u00a0», responsable\u00a01, « Adresse »\u00a0: 12 rue du Moulin",
        f"eleves, «\u00a0{student}\u00a0», « Mobile »\u00a0: l’export a {PHONE}",
        f"opération «\u00a0O-{reference}-fees\u00a0»\u00a0: débit 93,24\u00a0€",
        f"{reference} : devient LORMELLET",
    ]


def test_no_report_of_an_import_speaks_of_an_erased_family(db: Session, erasures: Erasures) -> None:
    mine, others = reported(db, REFERENCE), reported(db, "F-le-goff")
    run = report_of(db, warnings=[*mine, *others], errors=[f"familles.csv, ligne 5 : « {PHONE} » n’est pas un CP"])
    quiet = report_of(db, warnings=others)
    erasing.erase(db, erasures, *family(db))
    assert (run.report["warnings"], run.report["errors"]) == ([forgetting.FORGOTTEN, *others], [])
    assert run.report["tables"] == {"familles": [0, 1, 0, 0, 0]}
    assert quiet.report["warnings"] == others


def test_a_dry_run_at_work_comes_to_nothing_when_a_family_is_erased(db: Session, erasures: Erasures) -> None:
    trial, real = report_of(db, RunState.SIMULATING), report_of(db, RunState.IMPORTING)
    erasing.erase(db, erasures, *family(db))
    for run in (trial, real):
        import_runs.settle(db, run.key, RunState.SIMULATED, {"warnings": [REFERENCE]}, NOW)
    assert (trial.state, trial.report["warnings"]) == (RunState.INTERRUPTED, [])
    assert (real.state, real.report["warnings"]) == (RunState.SIMULATED, [REFERENCE])


def test_nothing_of_an_erased_family_is_left(settings: Settings, db: Session, erasures: Erasures) -> None:
    student = db.exec(select(Student).join(FamilyStudent).where(FamilyStudent.family_id == family(db)[1].id)).first()
    assert student
    report_of(db, warnings=[f"eleves, «\u00a0{student.reference}\u00a0»\u00a0: {PHONE}"], errors=[PHONE])
    office = db.exec(select(Account).where(Account.site_id == 1, Account.office)).first()
    assert office
    for key in (family(db)[1].key, student.key):
        kept_forms.keep(db, office.id, f"/administration/familles/{key}", {"mobile": PHONE}, NOW)
    db.add(OwnChange(site_id=1, student_id=student.id, kind="correction", by="accueil", at=NOW))
    audit.note(db, site=1, account=None, who="console", action="x", subject=REFERENCE, now=NOW, who_it_was="dalmeida")
    gone = erasing.erase(db, erasures, *family(db))
    assert {"guardian", "account", "entry_line", "evaluation", "work", "supplied_document", "outbox", "own_change"} < {
        *gone
    }
    db.commit()
    left = texts(settings)
    assert left.count("'F-dalmeida'") == 1  # its namesake of the other site
    assert "dalmeida@rive-gauche" not in left
    assert "D’ALMEIDA" not in left
    assert PHONE not in left


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
    assert forgetting.GONE in set(db.exec(select(AuditEntry.who)))


def test_a_mail_to_an_address_that_somebody_else_has_too_stays(db: Session, erasures: Erasures, people: People) -> None:
    mine, others = (accounts.account_called(db, 1, who.username) for who in (people.family, people.office))
    for account in (mine, others, None):  # without an account: the former one of somebody of the family
        outbox.tell(db, {people.family.email}, kind=outbox.TEST, site=1, account=account, facts={}, now=NOW)
    erasing.erase(db, erasures, *family(db))
    left = db.exec(select(Mail.account_id).where(Mail.recipient == people.family.email, Mail.site_id == 1)).all()
    assert left == [others]


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
    with database.transaction(settings.database) as db:
        report_of(db, warnings=reported(db, REFERENCE))
    backups.back_up(settings, tmp_path / "backup.tar")
    with database.transaction(settings.database) as db:
        erasing.erase(db, Erasures.of(settings), *family(db))
    backups.restore(settings, tmp_path / "backup.tar", "now")
    with database.reading(settings.database) as db:
        here = select(Family.id).join(Site).where(Family.reference == REFERENCE, Site.slug == "rive-gauche")
        assert db.exec(here).first() is None
        assert db.exec(select(ImportRun)).one().report["warnings"] == [forgetting.FORGOTTEN]


def test_a_start_erases_again(settings: Settings, erasures: Erasures) -> None:
    erasures.note("rive-gauche", REFERENCE)
    with database.transaction(settings.database) as db:
        assert purging.purge(db, erasures, NOW).erased == 1
        assert purging.purge(db, erasures, NOW).erased == 0


def test_an_import_does_not_bring_an_erased_family_back(settings: Settings, erasures: Erasures, tmp_path: Path) -> None:
    header = "Référence famille;Nom;Prénom\n"
    (tmp_path / "familles.csv").write_text(f"{header}F-1;PARTI;Jean\nF-2;RESTÉ;Jeanne\n", "utf-8")
    operations, lines = (
        "Référence opération;Référence famille;Registre;Date;Libellé;Débit",
        "Référence opération;Libellé;Montant",
    )
    uneven = [f"O-{family};F-{family};cotisations;19/12/2013;AVIS;93,24\n" for family in (1, 2)]
    (tmp_path / "operations.csv").write_text("\n".join([operations, *uneven]), "utf-8")
    (tmp_path / "lignes.csv").write_text(f"{lines}\nO-1;Trompette;1,00\nO-2;Trompette;1,00\n", "utf-8")
    erasures.note("rive-gauche", "F-1")
    report = import_folder(settings.database, "rive-gauche", tmp_path, another=True, erasures=erasures)
    assert [each for each in report.warnings if each.startswith("familles effacées")]
    assert [each.split("»")[0] for each in report.warnings if each.startswith("opération")] == [
        "opération «\u00a0O-2\u00a0"
    ]
    with database.reading(settings.database) as db:
        assert set(db.exec(select(Family.reference))) >= {"F-2"}
        assert "F-1" not in set(db.exec(select(Family.reference)))
