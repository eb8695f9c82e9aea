"""`site create | list | show | set`."""

from pathlib import Path

import pytest

from tests.console.conftest import Typing
from tests.data.exports import EXPORT


def test_a_site_is_created_and_listed(typed: Typing) -> None:
    assert typed("site", "create", "musique", " Conservatoire de musique ").status == 0
    assert typed("site", "create", "danse", "École de danse").status == 0
    assert typed("site", "list").said == "musique\tConservatoire de musique\ndanse\tÉcole de danse\n"


@pytest.mark.parametrize("slug", ["", "-a", "a-", "A", "é", "a b", "a/b", "a" * 65])
def test_a_short_name_that_cannot_be_is_refused(typed: Typing, slug: str) -> None:
    outcome = typed("site", "create", "--", slug, "Nom")
    assert outcome.status == 1
    assert "nom court" in outcome.complained
    listed = typed("site", "list")
    assert (listed.status, listed.said) == (0, "")
    assert listed.complained == "Aucun site : app.py site create SLUG NOM en crée un.\n"


def test_a_site_has_a_name_and_a_short_name_of_its_own(typed: Typing) -> None:
    assert typed("site", "create", "musique", " ").complained == "« nom » : ne peut pas être vide.\n"
    typed("site", "create", "musique", "Conservatoire")
    again = typed("site", "create", "musique", "Autre")
    assert (again.status, again.complained) == (1, "Le site « musique » existe déjà.\n")


def test_a_decision_is_set_and_shown_with_its_meaning(typed: Typing) -> None:
    typed("site", "create", "musique", "Conservatoire")
    assert typed("site", "set", "musique", "location", "non").said == "location = non\n"
    assert typed("site", "set", "musique", "premier_jour", "07/09/2026").said == "premier_jour = 07/09/2026\n"
    shown = typed("site", "show", "musique").said
    assert "location = non\n    onglet « Facturation location »" in shown
    assert "premier_jour = 07/09/2026\n" in shown
    assert "nom = Conservatoire\n" in shown


@pytest.mark.parametrize(
    ("key", "shortest", "longest"),
    [
        ("pieces_gardees", 0, 3650),
        ("journal_garde", 30, 3650),
        ("familles_gardees", 1, 1200),
        ("courriels_gardes", 1, 365),
    ],
)
def test_how_long_things_are_kept_is_shown_with_its_limits(
    typed: Typing, key: str, shortest: int, longest: int
) -> None:
    typed("site", "create", "musique", "Conservatoire")
    meaning = typed("site", "show", "musique").said.partition(f"\n{key} = ")[2].split("\n")[1]
    assert f"de {shortest} à {longest}" in meaning
    for value in (shortest, longest):
        assert typed("site", "set", "musique", key, str(value)).said.startswith(f"{key} = {value}\n")
    assert typed("site", "set", "musique", key, str(longest + 1)).status == 1


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("location", "peut-être"),
        ("inconnu", "x"),
        ("premier_jour", "hier"),
        ("courriel", "pas"),
        ("adresse", "x" * 201),
        ("nom", "École de danse"),
    ],
)
def test_a_decision_that_cannot_be_is_refused_and_nothing_changes(typed: Typing, key: str, value: str) -> None:
    typed("site", "create", "musique", "Conservatoire")
    typed("site", "create", "danse", "École de danse")
    before = typed("site", "show", "musique").said
    outcome = typed("site", "set", "musique", key, value)
    assert (outcome.status, f"« {key} »" in outcome.complained) == (1, True)
    assert typed("site", "show", "musique").said == before


@pytest.mark.parametrize("words", [("site", "show", "x"), ("site", "set", "x", "nom", "y")])
def test_a_site_that_is_not_there_is_named_with_those_that_are(typed: Typing, words: tuple[str, ...]) -> None:
    assert "Sites connus : aucun." in typed(*words).complained
    typed("site", "create", "musique", "Conservatoire")
    outcome = typed(*words)
    assert (outcome.status, outcome.complained) == (1, "Le site « x » n’existe pas. Sites connus : musique.\n")


def test_a_retention_says_how_many_families_it_makes_go(typed: Typing, tmp_path: Path) -> None:
    typed("site", "create", "musique", "Conservatoire")
    for name in ("familles", "eleves", "operations"):
        (tmp_path / f"{name}.csv").write_text("\n".join(EXPORT[name]), "utf-8")
    assert typed("import", "musique", str(tmp_path)).status == 0
    said = typed("site", "set", "musique", "familles_gardees", "12").said
    assert said.startswith(
        "familles_gardees = 12\n1\N{NO-BREAK SPACE}famille partie depuis plus longtemps sera effacée"
    )
    assert typed("site", "set", "musique", "location", "non").said == "location = non\n"
    assert typed("site", "set", "musique", "familles_gardees", "0").said == "familles_gardees = 0\n"
