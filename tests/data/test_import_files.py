"""csv as French software writes it, xlsx and ods: all of them say the same."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from data.courses import Course
from data.families import Family, Guardian
from data.ledger import Entry
from data.students import Student
from tests.data.exports import EXPORT, Desk, write_ods, write_xlsx

STUDENTS = ("Référence élève;Référence famille;Nom;Prénom;Lieu de naissance", "E1;F1;ÉLOÏSE;Zoé;L’Haÿ")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.lay("familles", *EXPORT["familles"])
    desk.lay("eleves", *EXPORT["eleves"])
    return desk


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_csv_is_read_whatever_its_encoding_and_separator(desk: Desk, encoding: str, separator: str) -> None:
    desk.lay("eleves", *(line.replace(";", separator) for line in STUDENTS), encoding=encoding)
    desk.bring_in()
    student = desk.only(Student)
    assert (student.surname, student.given_name, student.birth_place) == ("ÉLOÏSE", "Zoé", "L’Haÿ")


def test_a_file_that_ends_in_an_accent_is_no_half_character(desk: Desk) -> None:
    header = b"reference eleve;reference famille;nom;prenom;lieu de naissance\n"
    (desk.folder / "eleves.csv").write_bytes(header + b"E1;F1;VAL;Zoe;" + "é".encode("cp1252"))
    desk.bring_in()
    assert desk.only(Student).birth_place == "é"


def test_quotes_hold_separators_line_breaks_and_quotes(desk: Desk) -> None:
    desk.lay("eleves", STUDENTS[0], 'E1;F1;"dit ""Zou""; LE VAL";Zoé;"une\r\ndeux"', "E2;F1;LE VAL;;")
    assert desk.refused() == ["eleves.csv, ligne 4, « Prénom » : valeur obligatoire absente"]
    desk.lay("eleves", STUDENTS[0], 'E1;F1;"dit ""Zou""; LE VAL";Zoé;"une\r\ndeux"')
    desk.bring_in()
    assert (desk.only(Student).surname, desk.only(Student).birth_place) == ('dit "Zou"; LE VAL', "une\ndeux")


def test_windows_line_ends_and_empty_rows_are_nothing(desk: Desk) -> None:
    desk.lay("eleves", "\r", STUDENTS[0] + "\r", ";;;;\r", STUDENTS[1] + "\r", "\r", "  ;;\r")
    assert desk.bring_in().tables["eleves"].created == 1
    assert desk.only(Student).birth_place == "L’Haÿ"


def test_columns_stand_in_any_order_under_any_dress(desk: Desk) -> None:
    desk.lay("eleves", 'PRENOM;nom;Lieu de Naissance.;"Référence  famille";reference eleve', "Zoé;VAL;Tours;F1;E1")
    desk.bring_in()
    assert (desk.only(Student).reference, desk.only(Student).birth_place) == ("E1", "Tours")


def test_an_unknown_column_is_left_aside_with_a_warning(desk: Desk) -> None:
    desk.lay("eleves", f"{STUDENTS[0]};Pointure", f"{STUDENTS[1]};38")
    assert desk.bring_in().warnings == ["eleves.csv\u00a0: colonne «\u00a0Pointure\u00a0» inconnue, laissée de côté"]


@pytest.mark.parametrize("odd", ["a@", "é😀@b", "jocelyne", "a b@exemple.fr", "a..b@exemple.fr", "a@exemple-.fr"])
def test_an_address_that_no_mail_reaches_comes_in_with_a_warning(desk: Desk, odd: str) -> None:
    desk.lay("familles", "Référence famille;Nom;Prénom;E-mail", f"F1;VAL;Zoé;{odd}", "F2;VAL;Ada;ada.val@orléans.fr")
    (warning,) = desk.bring_in().warnings
    assert warning.replace("\u00a0", " ").startswith("familles.csv, ligne 2, « E-mail » : ")
    assert warning.endswith("Elle est gardée telle quelle\u00a0: aucun courriel n’y arrivera.")
    assert [each.email for each in desk.all(Guardian)] == [odd, "ada.val@orléans.fr"]


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200b", "\ufeff", "\u200f"])
def test_a_sign_that_nobody_sees_is_taken_off_with_a_warning(desk: Desk, sign: str) -> None:
    desk.lay("familles", "Référence famille;Nom;Prénom", f"F{sign}1;VAL;Zo{sign}é", "F2;می\u200cخواهم;Ada")
    warnings = [warning.replace("\u00a0", " ") for warning in desk.bring_in().warnings]
    unseen = "des signes invisibles, ou qui retournent le texte, sont retirés"
    assert warnings == [f"familles.csv, ligne 2, « {column} » : {unseen}" for column in ("Référence famille", "Prénom")]
    assert [each.reference for each in desk.all(Family)] == ["F1", "F2"]
    assert [each.given_name for each in desk.all(Guardian)] == ["Zoé", "Ada"]
    assert "\u200c" in desk.all(Guardian)[1].surname


def test_a_table_is_found_in_any_case(desk: Desk) -> None:
    (desk.folder / "eleves.csv").rename(desk.folder / "Élèves.CSV")
    assert desk.bring_in().tables["eleves"].created == 1


def test_other_files_are_left_aside(desk: Desk) -> None:
    for name in ("cours.xls", "professeurs.csv", "LISEZMOI.txt", ".~lock.eleves.csv"):
        (desk.folder / name).touch()
    assert [warning.replace("\u00a0", " ") for warning in desk.bring_in().warnings] == [
        "cours.xls : seuls .csv, .xlsx et .ods se lisent, fichier laissé de côté",
        "professeurs.csv : aucune table ne porte ce nom, fichier laissé de côté",
    ]


def test_two_files_for_one_table_are_an_error(desk: Desk) -> None:
    (desk.folder / "eleves.ods").touch()
    assert desk.refused()[0] == "eleves.csv et eleves.ods : une seule de ces tables doit rester"


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"a;b\nc\0;d\n", "ligne 2 : caractère nul ; enregistrez le fichier en UTF-8 ou en Windows-1252"),
        ("Nom;Prénom".encode("utf-16"), "ligne 1 : caractère nul ; enregistrez le fichier en UTF-8 ou en Windows-1252"),
        (b"Nom\x81;Pr\xe9nom\n", "ligne 1 : caractère illisible en UTF-8 comme en Windows-1252"),
        (b"", "ligne 1, « Référence cours » : colonne obligatoire absente"),
    ],
)
def test_a_csv_that_cannot_be_read_is_an_error(desk: Desk, content: bytes, error: str) -> None:
    (desk.folder / "cours.csv").write_bytes(content)
    assert desk.refused()[0] == f"cours.csv, {error}"


def test_a_quote_that_stays_open_is_an_error_where_it_opens(desk: Desk) -> None:
    desk.lay("eleves", *STUDENTS, 'E2;F1;"VAL;Zoé;', *["E3;F1;VAL;Zoé;"] * 3)
    (told,) = desk.refused()
    assert told.startswith("eleves.csv, ligne 3 : guillemets mal fermés")


def test_a_workbook_that_cannot_be_read_is_an_error(desk: Desk) -> None:
    (desk.folder / "cours.xlsx").write_bytes(b"PK no workbook")
    (told,) = desk.refused()
    assert told.startswith("cours.xlsx, n’est pas un classeur lisible")


COURSES: list[list[Any]] = [
    ["Référence cours", "Année scolaire", "Intitulé", "Jour", "Début", "Fin", "Salle"],
    [12.0, "2013-2014", "Trompette", "Lundi", datetime.time(17, 30), 18.25 / 24, 8],
]


def test_an_xlsx_has_numbers_dates_and_times(desk: Desk) -> None:
    write_xlsx(desk.folder / "cours.xlsx", COURSES)
    write_xlsx(
        desk.folder / "operations.xlsx",
        [
            ["Référence opération", "Référence famille", "Registre", "Date", "Libellé", "Débit"],
            ["O1", "F1", "location", datetime.date(2013, 12, 19), "AVIS", 93.24],
        ],
    )
    desk.bring_in()
    course, entry = desk.only(Course), desk.only(Entry)
    assert (course.reference, course.starts, course.ends, course.room) == ("12", "17:30", "18:15", "8")
    assert (entry.date, entry.debit) == (datetime.date(2013, 12, 19), 9324)


def test_an_ods_has_numbers_dates_and_times(desk: Desk) -> None:
    (desk.folder / "familles.csv").unlink()
    header: list[dict[str, str] | str] = ["Référence famille", "Nom", "Prénom", "CP", "Mobile", "Profession"]
    number = {"valuetype": "float"}
    row: list[dict[str, str] | str] = ["F1", "VAL", "Paul", number | {"value": "1000"}, number | {"value": "612345678"}]
    write_ods(desk.folder / "familles.ods", [header, [*row, {"valuetype": "date", "datevalue": "2013-12-19"}]])
    desk.bring_in()
    guardian = desk.only(Guardian)
    assert (guardian.postcode, guardian.mobile, guardian.profession) == ("01000", "0612345678", "19/12/2013")


def test_the_lines_of_a_sheet_are_counted_as_it_shows_them(desk: Desk) -> None:
    write_xlsx(desk.folder / "cours.xlsx", [[], COURSES[0], [], ["C1", "2013", "Trompette"]])
    assert desk.refused() == [
        "cours.xlsx, ligne 4, « Année scolaire » : « 2013 » n’est pas une année scolaire (2013-2014)"
    ]


def test_a_date_of_a_sheet_may_also_be_written(desk: Desk) -> None:
    (desk.folder / "eleves.csv").unlink()
    header = ["Référence élève", "Référence famille", "Nom", "Prénom", "Date de naissance"]
    write_xlsx(desk.folder / "eleves.xlsx", [header, ["E1", "F1", "VAL", "Zoé", "14/09/1995"]])
    desk.bring_in()
    assert desk.only(Student).birth_date == datetime.date(1995, 9, 14)
