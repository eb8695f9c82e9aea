"""The export of another site: nothing in common with what the site holds but its numbering, so the import asks."""

import shutil
from pathlib import Path

import pytest

from data.families import Family
from data.imports.faces import ANOTHER_SITE, OTHER_PEOPLE, Face
from data.imports.report import typeset
from tests.costs import counted
from tests.data.exports import EXPORT, Desk
from tests.house.sources import ROOT


def of_another_site(tmp_path: Path) -> Desk:
    """A site that has been imported, and the export of another in the folder."""
    desk = Desk(tmp_path)
    desk.lay_export()
    desk.bring_in()
    for name in EXPORT:
        (desk.folder / f"{name}.csv").unlink()
    desk.lay("familles", EXPORT["familles"][0], "X1;AILLEURS;Ève" + ";" * (EXPORT["familles"][0].count(";") - 2))
    return desk


def test_an_export_without_one_known_reference_is_refused(tmp_path: Path) -> None:
    desk = of_another_site(tmp_path)
    before = desk.dump()
    assert desk.refused() == [ANOTHER_SITE]
    assert desk.dump() == before


def test_a_dry_run_tells_and_goes_on(tmp_path: Path) -> None:
    report = of_another_site(tmp_path).bring_in(dry_run=True)
    assert report.is_of_another_site
    assert typeset(ANOTHER_SITE) in report.warnings


def test_who_says_that_it_is_the_right_one_imports_it(tmp_path: Path) -> None:
    desk = of_another_site(tmp_path)
    before = len(desk.all(Family))
    desk.bring_in(another=True)
    assert len(desk.all(Family)) == before + 1


def test_a_first_import_and_the_same_again_ask_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.lay_export()
    assert not desk.bring_in().is_of_another_site
    assert not desk.bring_in().is_of_another_site


HEAD = EXPORT["familles"][0]
STUDENTS = EXPORT["eleves"][0]
HERE = [f"F{each};ABOLANT-{each};Jo{each};" for each in range(1, 7)]
THERE = [f"F{each};LORMELLET-{each};Gilles{each};" for each in range(1, 7)]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A site of six families and one student, the export still in the folder."""
    desk = Desk(tmp_path)
    desk.lay("familles", HEAD, *HERE)
    desk.lay("eleves", STUDENTS, "E1;F1;ABOLANT;Adrien;14/09/1995")
    desk.bring_in()
    return desk


def demonstration(desk: Desk, number: int, instead: tuple[str, str] = ("", "")) -> Desk:
    """The families and students of one of the two sites of the demonstration in the folder; a word otherwise."""
    for name in ("familles", "eleves"):
        shutil.copy(ROOT / "data" / "demo" / f"conservatoire-{number}" / f"{name}.csv", desk.folder)
    if any(instead):
        text = (desk.folder / "familles.csv").read_text("cp1252").replace(*instead)
        desk.lay("familles", text, encoding="cp1252")
    return desk


def test_the_same_numbering_makes_no_other_site_this_one(tmp_path: Path) -> None:
    desk = demonstration(Desk(tmp_path), 1)
    desk.bring_in()
    before = desk.dump()
    demonstration(desk, 2, (";abolant", ";abolant-f"))
    asked = desk.refused()
    assert asked[0].startswith("Sous 3")
    assert "cet export a d’autres familles ou d’autres élèves : c’est peut-être l’export d’un autre site." in asked[0]
    assert asked[1] == "familles, « F0001 » : « ABOLANT Jocelyne » devient « LORMELLET Patricia »"
    assert len(asked) == 4
    assert desk.dump() == before


def test_it_is_asked_before_an_identifiant_is_somebody_elses(tmp_path: Path) -> None:
    desk = demonstration(Desk(tmp_path), 1)
    desk.bring_in()
    demonstration(desk, 2)
    for wishes in ({}, {"dry_run": True}):
        first, *_, last = desk.refused(**wishes)
        assert "c’est peut-être l’export d’un autre site." in first
        assert "est l’identifiant d’un autre compte" in last
    assert "autre site" not in desk.refused(another=True)[0]


def test_a_dry_run_says_who_would_become_whom(desk: Desk) -> None:
    desk.lay("familles", HEAD, *THERE)
    report = desk.bring_in(dry_run=True)
    asked = typeset(OTHER_PEOPLE.format(others=6, met=7))
    assert (report.is_of_another_site, asked in report.warnings) == (True, True)
    assert not desk.bring_in(another=True, dry_run=True).warnings.count(asked)
    assert desk.bring_in(another=True).is_of_another_site


@pytest.mark.parametrize(
    "families",
    [
        [*THERE[:3], *HERE[3:]],  # new guardians, even in half of the families
        [f"F{each};MARTIN;Jo{each};" for each in range(1, 7)],  # marriages
        [f"F{each};ABOLANT-{each} DUBOIS;Jocelyne;" for each in range(1, 7)],  # names written at length
        [f"F{each};abolant {each};Jo {each};" for each in range(1, 7)],  # another spelling
        [line for pair in zip(THERE, HERE, strict=True) for line in pair],  # a second guardian before the first
        HERE[:1],  # hardly anybody comes back
        [*HERE[:1], *(f"G{each};LORMELLET;Gilles;" for each in range(50))],  # many new ones
    ],
)
def test_what_changes_in_the_families_of_a_site_is_not_asked_about(desk: Desk, families: list[str]) -> None:
    desk.lay("familles", HEAD, *families)
    assert not desk.bring_in().is_of_another_site


def test_students_alone_tell_too(desk: Desk) -> None:
    desk.lay("eleves", STUDENTS, *(f"E{each};F1;ABOLANT;Adrien;1{each}/09/1995" for each in range(1, 5)))
    desk.bring_in()
    (desk.folder / "familles.csv").unlink()
    desk.lay("eleves", STUDENTS, *(f"E{each};F1;LORMELLET;Hugo;1{each}/09/1996" for each in range(1, 5)))
    assert desk.refused()[1] == "eleves, « E1 » : « ABOLANT Adrien » devient « LORMELLET Hugo »"
    desk.lay("eleves", STUDENTS, *(f"E{each};F1;LORMELLET;Hugo;1{each}/09/1995" for each in range(1, 5)))
    assert not desk.refused()  # born on the same days


def test_a_particle_makes_nobody_the_same() -> None:
    inn, van = Face("DE LA TOUR", "Ève", ""), Face("DE LA RUE", "Inès", "")
    assert not inn.is_like(van)
    assert inn.is_like(Face("LATOUR DE", "Eve", None))
    assert not Face("A", "B", "").is_like(Face("C", "D", ""))  # nothing is no proof


def test_it_is_seen_in_two_statements_whatever_the_size(desk: Desk) -> None:
    def cost(families: int) -> int:
        desk.lay("familles", HEAD, *HERE, *(f"G{each};ABOLANT;Jo;" for each in range(families)))
        desk.bring_in()
        with counted() as spent:
            desk.bring_in(dry_run=True)
        return len(spent.statements)

    assert cost(5) == cost(900)
