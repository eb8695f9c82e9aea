"""What the office has approved goes out in the columns of the import format, and comes in again without a change."""

import csv
import datetime
import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlmodel import col, update

from data import audit, database
from data.audit import AuditEntry
from data.changes import ApprovedValue
from data.families import Guardian
from data.imports import cells, import_folder
from data.imports.formats import FORMATS, as_csv, as_xlsx, as_zip
from data.imports.outgoing import MORE, Changes, Sheet, beginning_of, decided_changes, note_export
from data.imports.tables import FILES
from data.students import Student
from tests.costs import counted
from tests.data.decisions import NOON, approve, decline, propose
from tests.data.exports import Desk

FAMILIES = "Référence famille;Nom;Prénom;Ville;Mobile;Identifiant"
STUDENTS = "Référence élève;Référence famille;Nom;Prénom;Date de naissance;Ville;Droit à l'image"
STRANGE = [
    "=1+1",
    "+33 6 12 34 56 78",
    "-",
    "@somme",
    "＝1+1",
    "'=1+1",
    "''=1+1",
    "l'Île",
    "'s-Gravenhage",
    '31 bis ; dit "Le Val"\nRés. Œillets',
    "_x003D_1+1",
    "#N/A",
    "TRUE",
    "01000",
    "1e5",
    "Łódź 🎺",
]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    jo = "F1;ABOLANT;Jocelyne;Orléans;06 39 98 76 79;jabolant"
    desk.lay("familles", FAMILIES, jo, "F1;ABOLANT;Paul;Orléans;;", "F2;BERNIER;Claire;Blois;;")
    desk.lay("eleves", STUDENTS, "E1;F1|F2;ABOLANT;Adrien;14/09/1995;Orléans;oui", "E2;F1;ABOLANT;Zoé;;Orléans;")
    desk.bring_in()
    return desk


def adrien(desk: Desk) -> Student:
    return desk.all(Student)[0]  # type: ignore[no-any-return]


def paul(desk: Desk) -> Guardian:
    return desk.all(Guardian)[1]  # type: ignore[no-any-return]


def changes(desk: Desk, since: int = 0, site: int = 1) -> Changes:
    with database.reading(desk.database) as db:
        return decided_changes(db, site, since)


def rows(desk: Desk, name: str, since: int = 0) -> list[dict[str, str]]:
    """The rows of a table, but for what is empty."""
    sheets = {sheet.name: sheet for sheet in changes(desk, since).sheets}
    found = [dict(zip(sheets[name].columns, row, strict=True)) for row in sheets[name].rows]
    return [{column: cell for column, cell in row.items() if cell} for row in found]


def send_out(desk: Desk, suffix: str) -> None:
    """The folder holds what goes out, and nothing else."""
    for path in desk.folder.iterdir():
        path.unlink()
    for sheet in changes(desk).sheets:
        (desk.folder / f"{sheet.name}.{suffix}").write_bytes(FORMATS[suffix](sheet))


def test_a_changed_student_goes_out_with_what_was_decided(desk: Desk) -> None:
    approve(desk, adrien(desk), town="Olivet", birth_date="15/09/1995")
    assert rows(desk, "eleves") == [
        {
            "Référence élève": "E1",
            "Référence famille": "F1 | F2",
            "Nom": "ABOLANT",
            "Prénom": "Adrien",
            "Date de naissance": "15/09/1995",
            "Ville": "Olivet",
            "Droit à l'image": "oui",
            "Nature": "demande",
            "Champs modifiés": "Date de naissance, Ville",
            "Décidé par": "secretariat",
            "Décidé le": "18/11/2026 12:06",
        }
    ]


def test_a_family_goes_out_whole_and_in_order(desk: Desk) -> None:
    approve(desk, paul(desk), mobile="06 39 98 00 00")
    jo, paul_ = rows(desk, "familles")
    assert (jo["Prénom"], jo["Identifiant"], MORE[0] in jo) == ("Jocelyne", "jabolant", False)
    assert (paul_["Prénom"], paul_["Mobile"], paul_["Champs modifiés"]) == ("Paul", "06 39 98 00 00", "Mobile")
    assert [sheet.name for sheet in changes(desk).sheets] == ["familles"]


@pytest.mark.parametrize("name", ["familles", "eleves"])
def test_the_columns_are_those_of_the_import(desk: Desk, name: str) -> None:
    approve(desk, adrien(desk), town="Olivet")
    approve(desk, paul(desk), town="Olivet")
    sheet = next(each for each in changes(desk).sheets if each.name == name)
    assert sheet.columns == (*(column.name for column in FILES[name].columns), *MORE)


def test_several_requests_of_a_record_make_one_row(desk: Desk) -> None:
    approve(desk, adrien(desk), at=NOON + 60, by="direction", postcode="45160")
    approve(desk, adrien(desk), town="Olivet")
    (row,) = rows(desk, "eleves")
    assert [row[column] for column in MORE] == ["demande", "CP, Ville", "direction", "18/11/2026 12:07"]


def test_only_what_was_approved_goes_out(desk: Desk) -> None:
    decline(desk, adrien(desk), town="Olivet")
    propose(desk, paul(desk), town="Olivet")
    assert changes(desk) == Changes([], [])


def test_what_was_decided_before_is_left_out(desk: Desk) -> None:
    approve(desk, adrien(desk), town="Olivet")
    assert len(rows(desk, "eleves", since=NOON)) == 1
    assert changes(desk, since=NOON + 1).sheets == []


def test_a_day_begins_at_midnight_in_france() -> None:
    summer, winter = (beginning_of(datetime.date(2026, month, 1)) for month in (7, 12))
    assert (summer % 86400, winter % 86400) == (22 * 3600, 23 * 3600)


def test_another_site_sends_nothing_of_this_one(desk: Desk) -> None:
    import_folder(desk.database, "autre", desk.folder)
    approve(desk, adrien(desk), town="Olivet")
    assert changes(desk, site=2) == Changes([], [])


def test_a_record_that_has_been_removed_is_told(desk: Desk) -> None:
    approve(desk, adrien(desk), town="Olivet")
    approve(desk, adrien(desk), town="Blois")
    desk.lay("eleves", STUDENTS)
    desk.bring_in(remove_absent=True)
    assert changes(desk) == Changes([], ["ABOLANT Adrien"])
    assert changes(desk, site=2) == Changes([], [])


def test_it_takes_six_statements_whatever_there_is_to_send(desk: Desk) -> None:
    for record in (*desk.all(Student), *desk.all(Guardian)):
        approve(desk, record, town="Olivet", postcode="45160")
    with counted() as costs:
        assert [len(sheet.rows) for sheet in changes(desk).sheets] == [3, 2]
    assert len([each for each in costs.statements if each.startswith("SELECT")]) == 6


@pytest.mark.parametrize("suffix", FORMATS)
def test_what_goes_out_comes_in_without_a_change_and_releases_holds(desk: Desk, suffix: str) -> None:
    approve(desk, adrien(desk), town="Olivet", birth_date="", image_consent="non")
    approve(desk, paul(desk), town="Olivet", mobile="+33 6 39 98 00 00")
    before = desk.dump()
    send_out(desk, suffix)
    report = desk.bring_in()
    assert not report.touched
    assert desk.all(ApprovedValue) == []
    assert desk.dump() == before | {"approved_value": []}
    assert sum("a maintenant la valeur approuvée" in warning for warning in report.warnings) == 5
    assert sum("inconnue, laissée de côté" in warning for warning in report.warnings) == 8


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("value", STRANGE)
def test_a_strange_value_goes_out_and_comes_in_as_it_was(desk: Desk, suffix: str, value: str) -> None:
    approve(desk, adrien(desk), address=value)
    with database.transaction(desk.database) as db:
        db.exec(update(Student).values(address=value, given_name=value, postcode=value))
        db.exec(update(ApprovedValue).where(col(ApprovedValue.field) == "address").values(value=value))
    send_out(desk, suffix)
    assert not desk.bring_in().touched
    assert (adrien(desk).address, adrien(desk).given_name, adrien(desk).postcode) == (value, value, value)


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", "＋1", "'=1"])
def test_a_cell_that_might_be_a_formula_is_defused(value: str) -> None:
    sheet = Sheet("eleves", ("Nom",), [(value,)])
    (_, (cell,)) = csv.reader(io.StringIO(as_csv(sheet).decode("utf-8-sig"), newline=""), delimiter=";")
    assert cell == f"'{value}"
    assert load_workbook(io.BytesIO(as_xlsx(sheet))).active["A2"].value.startswith("'")


@pytest.mark.parametrize("value", ["a=1", "l'=", "", "'", "'a", "6 rue", "«=»"])
def test_any_other_cell_is_left_as_it_is(value: str) -> None:
    assert cells.defused(value) == value
    assert cells.text(value) == value


def test_a_csv_is_what_a_french_spreadsheet_expects() -> None:
    assert as_csv(Sheet("eleves", ("Prénom", "Ville"), [("Zoé", "a;b")])) == (
        b'\xef\xbb\xbfPr\xc3\xa9nom;Ville\r\nZo\xc3\xa9;"a;b"\r\n'
    )


def test_every_cell_of_a_workbook_is_a_text() -> None:
    page = load_workbook(io.BytesIO(as_xlsx(Sheet("eleves", ("Nom",), [(each,) for each in STRANGE])))).active
    assert page.title == "eleves"
    assert {(cell.data_type, cell.number_format) for (cell,) in page.iter_rows()} == {("s", "@")}


def test_a_character_that_no_workbook_holds_is_replaced() -> None:
    page = load_workbook(io.BytesIO(as_xlsx(Sheet("eleves", ("Nom",), [("a\x07b",)])))).active
    assert page["A2"].value == "a\ufffdb"


def test_one_zip_holds_a_folder_for_each_format(desk: Desk) -> None:
    approve(desk, adrien(desk), town="Olivet")
    approve(desk, paul(desk), town="Olivet")
    with zipfile.ZipFile(io.BytesIO(as_zip(changes(desk).sheets))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["csv/familles.csv", "xlsx/familles.xlsx", "csv/eleves.csv", "xlsx/eleves.xlsx"]
        archive.extract("csv/eleves.csv", desk.folder.parent)
    assert import_folder(desk.database, "val", desk.folder.parent / "csv").tables["eleves"].unchanged == 1


def test_the_journal_says_how_much_went_out(desk: Desk) -> None:
    approve(desk, adrien(desk), town="Olivet")
    sent = changes(desk)
    with database.transaction(desk.database) as db:
        note_export(db, site=1, account=None, who="console", changes=sent, since=5, now=NOON)
    row = desk.only(AuditEntry)
    assert (row.site_id, row.account_id, row.who, row.action) == (1, None, "console", audit.CHANGES_EXPORTED)
    assert row.facts == {"since": 5, "eleves": 1}
