"""An export comes in whole, comes in again without a change, and a dry run only says so."""

import datetime
import fcntl
from contextlib import suppress
from pathlib import Path

import pytest
from sqlmodel import select, update

from data import database
from data.accounts import Account
from data.courses import Course
from data.enrolments import Enrolment, FollowUp
from data.families import Family, Guardian
from data.imports import ImportRefused, import_folder
from data.imports.spool import Spool
from data.ledger import Entry, EntryLine
from data.repertoire import Work
from data.site_decisions import decide
from data.sites import Site
from data.students import FamilyStudent, Student
from tests.data.exports import EXPORT, Desk, counts


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.lay_export()
    return desk


def test_every_table_comes_in(desk: Desk) -> None:
    report = desk.bring_in()
    expected = {name: len(lines) - 1 for name, lines in EXPORT.items()} | {"responsables": 2, "comptes": 2}
    assert {name: counts.created for name, counts in report.tables.items()} == expected
    assert report.touched
    assert report.warnings == []


def test_rows_are_tied_to_one_another(desk: Desk) -> None:
    desk.bring_in()
    student, course, enrolment = desk.only(Student), desk.only(Course), desk.only(Enrolment)
    assert (enrolment.student_id, enrolment.course_id) == (student.id, course.id)
    assert desk.only(FollowUp).enrolment_id == enrolment.id
    assert desk.only(Work).course_id == course.id
    assert desk.only(FamilyStudent).family_id == desk.all(Family)[0].id
    assert [line.rank for line in desk.all(EntryLine)] == [0, 1]


def test_values_are_those_of_the_file(desk: Desk) -> None:
    desk.bring_in()
    assert desk.only(Student).birth_date == datetime.date(1995, 9, 14)
    assert (desk.only(Course).weekday, desk.only(Course).starts) == ("mercredi", "17:30")
    assert (desk.only(Entry).debit, desk.only(Entry).credit) == (9324, 0)


def test_the_same_folder_twice_changes_nothing(desk: Desk) -> None:
    desk.bring_in()
    before = desk.dump()
    report = desk.bring_in(remove_absent=True)
    assert not report.touched
    assert {each.unchanged for each in report.tables.values()} == {1, 2}
    assert desk.dump() == before


def test_a_changed_cell_changes_its_row_and_keeps_its_ids(desk: Desk) -> None:
    desk.bring_in()
    before = desk.only(Student)
    desk.lay("eleves", EXPORT["eleves"][0], "E1;F1;ABOLANT;Adrien;15/09/1995")
    assert counts(desk.bring_in(), "eleves") == (0, 1, 0, 0, 0)
    after = desk.only(Student)
    assert (after.id, after.key, after.birth_date.day) == (before.id, before.key, 15)


def test_a_dry_run_says_the_same_and_writes_nothing(desk: Desk) -> None:
    before = desk.dump()
    dry = desk.bring_in(dry_run=True)
    assert desk.dump() == before
    assert dry.dry_run
    assert desk.bring_in().tables == dry.tables


def test_an_import_that_breaks_half_way_leaves_the_old_state(desk: Desk) -> None:
    desk.bring_in()
    before = desk.dump()
    desk.add("lignes", "O1;Droits;1,00")

    def break_down(what: str, done: int, total: int | None) -> None:
        if what == "Écriture de lignes":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        desk.bring_in(progress=break_down)
    assert desk.dump() == before


def test_reading_goes_on_while_an_import_writes(desk: Desk) -> None:
    seen: list[int] = []
    desk.bring_in(progress=lambda *_: seen.append(len(desk.all(Family))))
    assert set(seen) == {0}
    assert len(desk.all(Family)) == 2


def test_nothing_stays_beside_the_database(desk: Desk) -> None:
    desk.bring_in()
    assert {path.name for path in desk.database.parent.iterdir()} <= {"export", "portee.db", "portee.db.lock"}


def test_progress_ends_with_every_row_written(desk: Desk) -> None:
    told: dict[str, tuple[int, int | None]] = {}
    desk.bring_in(progress=lambda what, done, total: told.update({what: (done, total)}))
    assert told["Écriture de lignes"] == (2, 2)


def test_a_file_that_is_absent_leaves_its_table_alone(desk: Desk) -> None:
    desk.bring_in()
    (desk.folder / "suivi.csv").unlink()
    report = desk.bring_in(remove_absent=True)
    assert "suivi" not in report.tables
    assert desk.only(FollowUp).text == "Revoir la gamme."


def test_rows_may_name_what_is_already_in_the_portal(desk: Desk) -> None:
    desk.bring_in()
    for path in desk.folder.iterdir():
        path.unlink()
    desk.add("lignes", "O1;Remise;-1,00")
    assert counts(desk.bring_in(), "lignes") == (1, 0, 2, 0, 0)


def test_a_column_that_is_absent_leaves_its_values_alone(desk: Desk) -> None:
    desk.bring_in()
    desk.lay("cours", "Référence cours;Année scolaire;Intitulé", "C1;2013-2014;Cornet")
    desk.bring_in()
    assert (desk.only(Course).title, desk.only(Course).starts) == ("Cornet", "17:30")


def test_each_site_has_its_own_references(desk: Desk) -> None:
    desk.bring_in()
    report = import_folder(desk.database, "autre", desk.folder)
    assert report.tables["eleves"].created == 1
    assert len({student.site_id for student in desk.all(Student)}) == 2


def test_a_site_that_does_not_exist_is_refused(desk: Desk) -> None:
    with pytest.raises(ImportRefused, match=r"app\.py site create loire"):
        import_folder(desk.database, "loire", desk.folder)


def test_a_large_table_comes_in_by_batches(desk: Desk) -> None:
    rows = [f"O{number};F1;location;01/09/2013;Violon;{number},00;" for number in range(2, 2500)]
    desk.add("operations", *rows)
    assert counts(desk.bring_in(), "operations") == (2499, 0, 0, 0, 0)
    desk.add("operations", *reversed(rows))
    assert counts(desk.bring_in(), "operations") == (0, 0, 2499, 0, 0)


def test_rows_are_laid_aside_in_batches_and_taken_up_again_in_order(tmp_path: Path) -> None:
    with Spool(tmp_path) as spool:
        for number in range(2001):
            spool.tray("lignes").lay((number,))
        for _ in "twice":
            batches = list(spool["lignes"].batches())
            assert [len(batch) for batch in batches] == [1000, 1000, 1]
            assert batches[2] == [(2000,)]


def test_a_new_account_has_no_password(desk: Desk) -> None:
    desk.bring_in()
    assert {account.password_hash for account in desk.all(Account)} == {""}
    assert len(desk.all(Guardian)) == len(desk.all(Account))


def test_the_write_lock_is_taken_for_the_second_pass_only(desk: Desk) -> None:
    free: dict[str, bool] = {}

    def try_lock(what: str, done: int, total: int | None) -> None:
        with Path(f"{desk.database}.lock").open("w") as handle, suppress(BlockingIOError):
            free[what.split()[0]] = False
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            free[what.split()[0]] = True

    desk.bring_in(progress=try_lock)
    assert free == {"Lecture": True, "Écriture": False}


def test_a_portal_that_changes_between_the_passes_is_not_written_to(desk: Desk) -> None:
    desk.bring_in()
    (desk.folder / "cours.csv").unlink()
    desk.add("repertoire", "E1;Sonate;Telemann;;C1")

    def rename_course(what: str, done: int, total: int | None) -> None:
        if what.startswith("Lecture de repertoire"):
            with database.transaction(desk.database) as db:
                db.exec(update(Course).values(reference="C9"))

    (error,) = desk.refused(progress=rename_course)
    assert error.startswith("La base a changé pendant la vérification")
    assert desk.only(Work).title == "Danserye"


def test_an_import_says_how_many_families_it_brings_for_a_day(desk: Desk) -> None:
    assert not desk.bring_in(dry_run=True).warnings
    with database.transaction(desk.database) as db:
        decide(db, db.exec(select(Site).where(Site.slug == desk.slug)).one(), "familles_gardees", "24")
    (warning,) = desk.bring_in(dry_run=True).warnings
    assert warning.startswith("familles parties depuis plus de 24 mois\u00a0: 1\u00a0; le portail les efface")
    assert not desk.bring_in(dry_run=True, clock=lambda: 1_400_000_000).warnings  # in 2014 it had just left
