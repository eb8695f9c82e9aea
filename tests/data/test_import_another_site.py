"""The export of another site: nothing in common with what the site holds, so the import asks."""

from pathlib import Path

from data.families import Family
from data.imports.report import ANOTHER_SITE, typeset
from tests.data.exports import EXPORT, Desk


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
