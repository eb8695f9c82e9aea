"""What the office has done itself goes out with what it has approved, and is the software’s own once it comes in."""

from pathlib import Path

import pytest
from sqlmodel import Session, select

from data import database, erasing
from data.changes import ApprovedValue
from data.families import Family, Guardian
from data.imports.decided import Tally, tallies
from data.imports.formats import as_csv
from data.imports.outgoing import decided_changes
from data.own_changes import Kind, OwnChange
from data.registry import adding, linking
from data.sites import Site
from data.students import Student
from tests.asking_for import NOW
from tests.costs import counted
from tests.data.decisions import approve
from tests.data.exports import Desk
from tests.data.handwork import act, correct, desk_of_two, family, person, put_in, separate

HOUR = 3600
KEPT = ("Référence élève", "Référence famille", "Prénom", "Nature", "Champs modifiés")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_of_two(tmp_path)


def rows(desk: Desk, name: str, since: int = 0, site: int = 1) -> list[list[str]]:
    """Who goes out in a table, and what is said of them."""
    with database.reading(desk.database) as db:
        sheets = {each.name: each for each in decided_changes(db, site, since).sheets}
    if name not in sheets:
        return []
    lines = [dict(zip(sheets[name].columns, row, strict=True)) for row in sheets[name].rows]
    return [[line[column] for column in KEPT if column in line] for line in lines]


def come_back(desk: Desk) -> list[str]:
    """The software has taken over what went out, and its next export says so."""
    with database.reading(desk.database) as db:
        sheets = decided_changes(db, 1).sheets
    for path in desk.folder.iterdir():
        path.unlink()
    for sheet in sheets:
        (desk.folder / f"{sheet.name}.csv").write_bytes(as_csv(sheet))
    report = desk.bring_in()
    accounts = report.tables.pop("comptes", None)  # an import makes the missing ones
    assert accounts is None or not accounts.changed
    assert not report.touched
    return report.warnings


def both(db: Session, reference: str) -> tuple[Family, Student]:
    return family(db, reference), db.exec(select(Student)).one()


def test_a_correction_goes_out_with_who_and_when(desk: Desk) -> None:
    correct(desk, Student, town="Olivet", given_name="Adrienne")
    assert rows(desk, "eleves") == [["E1", "F1", "Adrienne", "correction", "Prénom, Ville"]]
    with database.reading(desk.database) as db:
        (sheet,) = decided_changes(db, 1).sheets
    assert sheet.rows[0][-2:] == ("secretariat", "18/11/2026 12:06")


def test_a_correction_that_comes_back_is_kept_no_longer(desk: Desk) -> None:
    correct(desk, Student, town="Olivet")
    correct(desk, Guardian, town="Olivet")
    assert len(desk.all(ApprovedValue)) == 2
    said = come_back(desk)
    assert sum("a maintenant la valeur approuvée" in each for each in said) == 2
    assert desk.all(ApprovedValue) == []
    desk.lay("eleves", "Référence élève;Référence famille;Nom;Prénom;Ville", "E1;F1;ABOLANT;Adrien;Blois")
    desk.bring_in()
    assert desk.only(Student).town == "Blois"


def test_what_changed_nothing_does_not_go_out(desk: Desk) -> None:
    correct(desk, Student, given_name="Adrien")
    assert desk.all(OwnChange) == []


def test_what_was_added_goes_out_and_is_the_softwares_own_when_it_comes_back(desk: Desk) -> None:
    act(desk, adding.add_family, person("NEUF", "P-1"))
    put_in(desk, "P-1", True, "NEUF", "P-2")
    put_in(desk, "F2", False, "NEUF")
    assert rows(desk, "familles") == [
        ["F2", "Claire", "", ""],
        ["F2", "Ada", "ajout", ""],
        ["P-1", "Ada", "ajout", ""],
    ]
    assert rows(desk, "eleves") == [["P-2", "P-1", "Ada", "ajout", ""]]
    come_back(desk)
    assert not any(each.by_hand for model in (Family, Guardian, Student) for each in desk.all(model))


def test_a_link_and_an_unlink_go_out(desk: Desk) -> None:
    act(desk, lambda db, who, now: linking.link(db, who, *both(db, "F2"), now))
    assert rows(desk, "eleves") == [["E1", "F1 | F2", "Adrien", "rattachement", "Référence famille"]]
    act(desk, lambda db, who, now: linking.unlink(db, who, *both(db, "F1"), now))
    assert rows(desk, "eleves") == [["E1", "F2", "Adrien", "rattachement, détachement", "Référence famille"]]
    assert rows(desk, "familles") == []
    come_back(desk)


def test_of_a_separation_both_families_and_the_students_go_out(desk: Desk) -> None:
    apart = separate(desk)
    assert rows(desk, "familles") == [
        ["F1", "Jocelyne", "séparation", ""],
        [apart, "Marc", "séparation", "Référence famille"],
    ]
    assert rows(desk, "eleves") == [["E1", f"F1 | {apart}", "Adrien", "séparation", "Référence famille"]]
    come_back(desk)
    assert not any(each.by_hand for each in desk.all(Family))


def test_a_record_that_was_asked_for_and_corrected_goes_out_once(desk: Desk) -> None:
    approve(desk, desk.only(Student), at=NOW, town="Blois")
    correct(desk, Student, now=NOW + HOUR, postcode="41000")
    assert rows(desk, "eleves") == [["E1", "F1", "Adrien", "demande, correction", "CP, Ville"]]
    assert rows(desk, "eleves", NOW + 1) == [["E1", "F1", "Adrien", "correction", "CP"]]
    assert rows(desk, "eleves", NOW + HOUR + 1) == []


def test_what_was_decided_last_stands_last_and_families_stay_together(desk: Desk) -> None:
    correct(desk, Guardian, now=NOW + HOUR, town="Olivet")
    act(desk, adding.add_family, person("NEUF", "P-1"))
    assert [row[:2] for row in rows(desk, "familles")] == [["P-1", "Ada"], ["F1", "Jocelyne"], ["F1", "Marc"]]


def test_another_site_sends_nothing_of_it(desk: Desk) -> None:
    correct(desk, Student, town="Olivet")
    assert rows(desk, "eleves", site=2) == []


def test_it_takes_six_statements_and_one_to_count(desk: Desk) -> None:
    separate(desk)
    correct(desk, Student, town="Olivet")
    with counted() as costs:
        rows(desk, "eleves")
    assert len([each for each in costs.statements if each.startswith("SELECT")]) == 6
    with database.reading(desk.database) as db, counted() as costs:
        found = tallies(db, 1, 0)
    assert len(costs.statements) == 1
    assert sorted(found) == [Tally(Kind.CORRECTED, 1, NOW), Tally(Kind.SPLIT, 3, NOW)]


def test_the_same_record_is_counted_once_in_each_way(desk: Desk) -> None:
    approve(desk, desk.only(Student), at=NOW, town="Blois", postcode="41000")
    correct(desk, Student, town="Olivet")
    correct(desk, Student, now=NOW + HOUR, town="Orléans")
    with database.reading(desk.database) as db:
        assert sorted(tallies(db, 1, 0)) == [Tally(Kind.CORRECTED, 1, NOW), Tally("demande", 1, NOW)]
        assert tallies(db, 1, NOW + HOUR) == [Tally(Kind.CORRECTED, 1, NOW + HOUR)]
        assert tallies(db, 2, 0) == []


def test_it_goes_with_its_record(desk: Desk) -> None:
    correct(desk, Student, town="Olivet")
    desk.lay("eleves", "Référence élève;Référence famille;Nom;Prénom")
    for name in ("inscriptions", "suivi", "evaluations", "absences", "repertoire"):
        (desk.folder / f"{name}.csv").unlink()
    desk.bring_in(remove_absent=True)
    assert desk.all(OwnChange) == []


def test_it_goes_with_an_erased_family(desk: Desk) -> None:
    correct(desk, Student, town="Olivet")
    correct(desk, Guardian, town="Olivet")
    with database.transaction(desk.database) as db:
        erasing.erase(db, None, db.get_one(Site, 1), family(db, "F1"))
    assert desk.all(OwnChange) == []
