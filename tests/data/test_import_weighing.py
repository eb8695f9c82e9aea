"""What the office has approved and what families propose outlive an import; the report says what became of them."""

import datetime
from pathlib import Path

import pytest

from data.changes import ApprovedValue, ChangeRequest, ProposedChange, State
from data.families import Guardian
from data.imports import import_folder
from data.students import Student
from tests.costs import counted
from tests.data.decisions import approve, propose
from tests.data.exports import Desk, counts

FAMILIES = "Référence famille;Nom;Prénom;Ville;Identifiant"
STUDENTS = "Référence élève;Référence famille;Nom;Prénom;Date de naissance;Ville"
JO, PAUL = "F1;ABOLANT;Jocelyne;Orléans;", "F1;ABOLANT;Paul;Orléans;"
ADRIEN = "E1;F1;ABOLANT;Adrien;14/09/1995;"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.lay("familles", FAMILIES, JO, PAUL)
    desk.lay("eleves", STUDENTS, ADRIEN + "Orléans", "E2;F1;ABOLANT;Zoé;;Orléans")
    desk.bring_in()
    return desk


def adrien(desk: Desk) -> Student:
    return desk.all(Student)[0]  # type: ignore[no-any-return]


def live_in(desk: Desk, town: str) -> None:
    desk.lay("eleves", STUDENTS, ADRIEN + town, "E2;F1;ABOLANT;Zoé;;Orléans")


def told(desk: Desk, **wishes: bool) -> list[str]:
    return [warning.replace("\u00a0", " ") for warning in desk.bring_in(**wishes).warnings]


def test_an_approved_value_stays_while_the_export_has_the_old_one(desk: Desk) -> None:
    approve(desk, adrien(desk), town="Olivet")
    before = desk.dump()
    report = desk.bring_in()
    assert report.warnings[0].replace("\u00a0", " ") == (
        "eleves, « E1 », « Ville » : la valeur approuvée « Olivet » est gardée, l’export a encore « Orléans »"
    )
    assert (counts(report, "eleves"), report.touched) == ((0, 0, 2, 0, 0), False)
    assert desk.dump() == before


def test_it_stays_when_another_value_of_the_row_changes(desk: Desk) -> None:
    approve(desk, adrien(desk), town="Olivet")
    desk.lay("eleves", STUDENTS, "E1;F1;ABOLANT;Hadrien;14/09/1995;Orléans")
    assert counts(desk.bring_in(), "eleves") == (0, 1, 0, 1, 0)
    assert (adrien(desk).given_name, adrien(desk).town) == ("Hadrien", "Olivet")
    assert len(desk.all(ApprovedValue)) == 1


def test_an_export_that_brings_the_approved_value_releases_it(desk: Desk) -> None:
    approve(desk, adrien(desk), town="Olivet")
    live_in(desk, "Olivet")
    assert told(desk) == ["eleves, « E1 », « Ville » : l’export a maintenant la valeur approuvée « Olivet »"]
    assert (adrien(desk).town, desk.all(ApprovedValue)) == ("Olivet", [])
    assert told(desk) == []


def test_a_third_value_wins(desk: Desk) -> None:
    approve(desk, adrien(desk), town="Olivet")
    live_in(desk, "Tours")
    assert told(desk) == [
        "eleves, « E1 », « Ville » : l’export a « Tours », qui remplace la valeur approuvée « Olivet » "
        "(il avait « Orléans »)"
    ]
    assert (adrien(desk).town, desk.all(ApprovedValue)) == ("Tours", [])


def test_once_released_the_old_value_is_news_again(desk: Desk) -> None:
    approve(desk, adrien(desk), town="Olivet")
    for town in ("Olivet", "Orléans"):
        live_in(desk, town)
        desk.bring_in()
    assert adrien(desk).town == "Orléans"


def test_a_birth_date_is_weighed_as_it_is_shown(desk: Desk) -> None:
    approve(desk, adrien(desk), birth_date="15/09/1995")
    assert "« 15/09/1995 » est gardée, l’export a encore « 14/09/1995 »" in told(desk)[0]
    assert adrien(desk).birth_date == datetime.date(1995, 9, 15)


def test_an_approved_emptiness_stays_too(desk: Desk) -> None:
    approve(desk, adrien(desk), town="", birth_date="")
    assert ["« (vide) » est gardée" in warning for warning in told(desk)] == [True, True]
    assert (adrien(desk).town, adrien(desk).birth_date) == ("", None)


def test_a_column_that_the_file_lacks_leaves_holds_alone(desk: Desk) -> None:
    approve(desk, adrien(desk), town="Olivet")
    propose(desk, adrien(desk), town="Blois")
    desk.lay("eleves", "Référence élève;Référence famille;Nom;Prénom", "E1;F1;ABOLANT;Adrien")
    assert told(desk) == []
    assert (adrien(desk).town, desk.only(ApprovedValue).value) == ("Olivet", "Olivet")


def test_a_dry_run_says_the_same_and_releases_nothing(desk: Desk) -> None:
    approve(desk, adrien(desk), town="Olivet")
    live_in(desk, "Tours")
    before = desk.dump()
    said = told(desk, dry_run=True)
    assert desk.dump() == before
    assert told(desk) == said


def test_a_guardian_is_named_by_family_and_order(desk: Desk) -> None:
    approve(desk, desk.all(Guardian)[1], town="Olivet")
    assert told(desk) == [
        "familles, « F1 », responsable 2, « Ville » : la valeur approuvée « Olivet » est gardée, "
        "l’export a encore « Orléans »"
    ]


def test_a_hold_follows_a_guardian_who_moves(desk: Desk) -> None:
    approve(desk, desk.all(Guardian)[1], town="Olivet")
    desk.lay("familles", FAMILIES, PAUL, JO)
    assert "« F1 », responsable 1," in told(desk)[0]
    assert {each.given_name: (each.rank, each.town) for each in desk.all(Guardian)} == {
        "Jocelyne": (1, "Orléans"),
        "Paul": (0, "Olivet"),
    }


def test_a_guardian_with_an_approved_name_is_still_known_by_the_old_one(desk: Desk) -> None:
    approve(desk, desk.all(Guardian)[0], surname="MARTIN", given_name="Jo")
    desk.lay("familles", FAMILIES, PAUL + "paul", JO + "jo")
    assert len(told(desk)) == 4  # two values that stay, two identifiants that do
    assert [(each.rank, each.surname) for each in desk.all(Guardian)] == [(1, "MARTIN"), (0, "ABOLANT")]


def test_a_proposal_that_waits_is_told_of_a_new_official_value(desk: Desk) -> None:
    propose(desk, adrien(desk), town="Olivet")
    before = desk.all(ProposedChange), desk.all(ChangeRequest)
    live_in(desk, "Tours")
    (warning,) = told(desk)
    assert warning == (
        "eleves, « E1 », « Ville » : « Orléans » devient « Tours » ; la famille a proposé autre chose, « Olivet » "
        f"(demande n° {desk.only(ChangeRequest).number}), le secrétariat verra les deux"
    )
    assert adrien(desk).town == "Tours"
    assert (desk.all(ProposedChange), desk.all(ChangeRequest)) == before


def test_an_export_may_bring_what_the_family_proposes(desk: Desk) -> None:
    propose(desk, adrien(desk), town="Tours")
    live_in(desk, "Tours")
    (warning,) = told(desk)
    assert "« Orléans » devient « Tours », comme la famille l’a proposé" in warning
    assert desk.only(ChangeRequest).state == State.PENDING


def test_a_proposal_over_a_value_that_stays_is_not_told(desk: Desk) -> None:
    approve(desk, adrien(desk), town="Olivet")
    propose(desk, adrien(desk), town="Blois")
    propose(desk, desk.all(Student)[1], state=State.WITHDRAWN, town="Nice")
    (warning,) = told(desk)
    assert "est gardée" in warning


def test_another_site_is_not_weighed(desk: Desk) -> None:
    import_folder(desk.database, "autre", desk.folder)
    approve(desk, adrien(desk), town="Olivet")
    propose(desk, adrien(desk), given_name="Hadrien")
    assert import_folder(desk.database, "autre", desk.folder).warnings == []
    assert len(desk.all(ApprovedValue)) == 1


def test_a_strange_value_is_told_on_one_short_line(desk: Desk) -> None:
    approve(desk, adrien(desk), town="une\nautre\u202e" + "a" * 100)
    (warning,) = told(desk)
    assert f"« une autre {'a' * 49}… » est gardée" in warning


def test_weighing_costs_two_statements_whatever_there_is_to_weigh(desk: Desk) -> None:
    live_in(desk, "Olivet")
    desk.bring_in()
    with counted() as nothing:
        desk.bring_in()
    for student in desk.all(Student):
        approve(desk, student, town="Blois", given_name="Sacha")
    with counted() as much:
        assert len(desk.bring_in().warnings) == 4
    assert len(much.statements) == len(nothing.statements)
    assert sum("approved_value" in each or "change_request" in each for each in nothing.statements) == 2
