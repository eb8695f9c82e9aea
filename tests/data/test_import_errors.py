"""An export with errors is refused whole, and every error is told with its place."""

from pathlib import Path

import pytest

from data.families import Family
from data.imports import ImportRefused
from tests.data.exports import EXPORT, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.lay_export()
    return desk


def test_an_error_tells_file_line_column_and_value(desk: Desk) -> None:
    desk.add("eleves", "E2;F1;ABOLANT;Maëlle;31/02/2005")
    with pytest.raises(ImportRefused) as refused:
        desk.bring_in()
    assert refused.value.errors == [
        "eleves.csv, ligne 3, «\u00a0Date de naissance\u00a0»\u00a0: "
        "«\u00a031/02/2005\u00a0» n’est pas une date (jj/mm/aaaa)"
    ]


def test_every_error_of_every_file_is_told(desk: Desk) -> None:
    desk.add("eleves", "E2;F9;;Maëlle;hier", "E2;F1;ABOLANT;Maëlle;")
    desk.add("operations", "O2;F1;dons;19/12/2013;AVIS;douze;")
    desk.lay("site.toml", 'couleur = "bleu"')
    assert desk.refused() == [
        "eleves.csv, ligne 3, « Nom » : valeur obligatoire absente",
        "eleves.csv, ligne 3, « Date de naissance » : « hier » n’est pas une date (jj/mm/aaaa)",
        "eleves.csv, ligne 3, « Référence famille » : « F9 » ne figure pas dans « familles »",
        "eleves.csv, ligne 4, « Référence élève » : « E2 » figure déjà plus haut",
        "operations.csv, ligne 3, « Registre » : « dons » n’est pas un registre (cotisations, location)",
        "operations.csv, ligne 3, « Débit » : « douze » n’est pas un montant (1 234,56)",
        "site.toml, « couleur » : n’est pas un réglage",
    ]


def test_nothing_is_written_when_one_row_is_wrong(desk: Desk) -> None:
    desk.add("lignes", "O9;Inconnue;1,00")
    before = desk.dump()
    assert desk.refused() == ["lignes.csv, ligne 4, « Référence opération » : « O9 » ne figure pas dans « operations »"]
    assert desk.dump() == before


def test_thousands_of_errors_are_all_told(desk: Desk) -> None:
    desk.add("absences", *(f"E1;C1;{day}/13/2013;" for day in range(3000)))
    assert len(desk.refused()) == 3000


@pytest.mark.parametrize(
    ("table", "row", "error"),
    [
        ("inscriptions", "E1;C1;non", "« Référence élève + Référence cours » : « E1 + C1 » figure déjà plus haut"),
        ("suivi", "E1;C1;12/11/2013;Encore.", "« E1 + C1 + 12/11/2013 » figure déjà plus haut"),
        ("evaluations", "E1;C1;13/12/2013;Contrôle;9", "« E1 + C1 + 13/12/2013 + Contrôle » figure déjà plus haut"),
        ("absences", "E1;C1;19/11/2013;", "« E1 + C1 + 19/11/2013 » figure déjà plus haut"),
        ("repertoire", "E1;Danserye;Susato;17/12/2013;", "+ Date » : « E1 + Danserye + Susato + 17/12/2013 » figure"),
        ("cours", "C1;2013-2014;Cornet;;", "« Référence cours » : « C1 » figure déjà plus haut"),
        ("operations", "O1;F1;location;19/12/2013;AVIS;;", "« O1 » figure déjà plus haut"),
        ("familles", "F3;MARTIN;Paul;JABOLANT", "« Identifiant » : « jabolant » figure déjà plus haut"),
    ],
)
def test_a_row_that_stands_twice_is_an_error(desk: Desk, table: str, row: str, error: str) -> None:
    desk.add(table, row)
    (told,) = desk.refused()
    assert told.startswith(f"{table}.csv, ligne {len(EXPORT[table]) + 1}, ")
    assert error in told


@pytest.mark.parametrize(
    ("table", "row", "error"),
    [
        ("inscriptions", "E9;C1;", "« Référence élève » : « E9 » ne figure pas dans « eleves »"),
        ("inscriptions", "E1;C9;", "« Référence cours » : « C9 » ne figure pas dans « cours »"),
        ("suivi", "E1;C9;12/11/2013;Non.", "« Référence élève + Référence cours » : « E1 + C9 » ne figure pas"),
        ("operations", "O2;F9;location;19/12/2013;AVIS;;", "« F9 » ne figure pas dans « familles »"),
        ("repertoire", "E1;Sonate;;;C9", "« Référence cours » : « C9 » ne figure pas dans « cours »"),
    ],
)
def test_a_row_that_names_nobody_is_an_error(desk: Desk, table: str, row: str, error: str) -> None:
    desk.add(table, row)
    (told,) = desk.refused()
    assert error in told


def test_a_row_with_an_error_is_still_known_to_the_others(desk: Desk) -> None:
    desk.lay("eleves", EXPORT["eleves"][0], "E1;F1;ABOLANT;Adrien;hier")
    assert len(desk.refused()) == 1


def test_a_file_that_cannot_be_read_does_not_make_its_rows_unknown(desk: Desk) -> None:
    desk.lay("cours", "Référence cours;Intitulé", "C1;Trompette")
    assert desk.refused() == ["cours.csv, ligne 1, « Année scolaire » : colonne obligatoire absente"]


def test_the_first_import_needs_families_and_students(desk: Desk) -> None:
    for name in EXPORT:
        (desk.folder / f"{name}.csv").unlink()
    assert desk.refused() == [
        "familles : ce fichier est nécessaire au premier import",
        "eleves : ce fichier est nécessaire au premier import",
    ]


def test_what_will_be_removed_can_no_longer_be_named(desk: Desk) -> None:
    desk.bring_in()
    desk.lay("cours", EXPORT["cours"][0])
    assert desk.refused() == []
    (told,) = {error.split(", ")[0] for error in desk.refused(remove_absent=True)} - {"repertoire.csv"}
    assert told == "inscriptions.csv"


def test_a_folder_that_is_none_is_refused(desk: Desk) -> None:
    desk.folder = desk.folder / "ailleurs"
    assert desk.refused() == [f"« {desk.folder} » n’est pas un dossier."]


def test_a_cell_without_a_column_is_an_error(desk: Desk) -> None:
    desk.add("suivi", "E1;C1;13/11/2013;Revoir; et encore revoir.")
    assert desk.refused() == ["suivi.csv, ligne 3 : plus de cellules que de colonnes"]


def test_a_column_that_stands_twice_is_an_error(desk: Desk) -> None:
    desk.lay("suivi", "Référence élève;Référence cours;Date;Texte;TEXTE")
    assert desk.refused() == ["suivi.csv, ligne 1, « Texte » : colonne présente plusieurs fois"]


def test_the_identifiant_of_another_family_is_an_error(desk: Desk) -> None:
    desk.bring_in()
    desk.lay("familles", EXPORT["familles"][0], "F1;ABOLANT;Jocelyne;", "F2;BERNIER;Claire;jabolant")
    assert desk.refused() == [
        "familles.csv, ligne 3, « Identifiant » : « jabolant » est l’identifiant d’un autre compte de ce site"
    ]


def test_a_refused_first_import_leaves_an_empty_portal(desk: Desk) -> None:
    desk.add("familles", "F3;;Paul;")
    assert len(desk.refused()) == 1
    assert desk.all(Family) == []
