"""site.toml decides what the forms of a site offer: all of a list, in its order, or nothing of it."""

from pathlib import Path

import pytest

from data.database import reading
from data.imports import import_folder
from data.reference_lists import DEFAULTS, Listed, ReferenceValue, lists_of
from tests.data.exports import EXPORT, Desk, counts

VAL, OTHER = 1, 2
KNOWN = "civilites, situations, niveaux, consentements, motifs"
LISTS = '[listes]\ncivilites = ["Madame", "Mademoiselle", "Monsieur"]\nconsentements = ["Accordé", "Refusé"]\n'


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.lay_export()
    desk.lay("site.toml", LISTS)
    return desk


def offered(desk: Desk, listed: Listed, site: int = VAL) -> tuple[str, ...]:
    with reading(desk.database) as db:
        return lists_of(db, site)[listed]


def test_without_a_word_of_the_site_the_portal_s_own_lists_stand(desk: Desk) -> None:
    desk.lay("site.toml", 'nom = "Conservatoire du Val"')
    assert "listes" not in desk.bring_in().tables
    assert {listed: offered(desk, listed) for listed in Listed} == DEFAULTS


def test_a_site_decides_its_lists_in_their_order(desk: Desk) -> None:
    assert counts(desk.bring_in(), "listes") == (5, 0, 0, 0, 0)
    assert offered(desk, Listed.HONORIFICS) == ("Madame", "Mademoiselle", "Monsieur")
    assert offered(desk, Listed.CONSENTS) == ("Accordé", "Refusé")
    assert offered(desk, Listed.SCHOOL_GRADES) == DEFAULTS[Listed.SCHOOL_GRADES]


def test_a_list_is_its_own_site_s(desk: Desk) -> None:
    desk.bring_in()
    assert offered(desk, Listed.HONORIFICS, OTHER) == DEFAULTS[Listed.HONORIFICS]
    desk.lay("site.toml", '[listes]\ncivilites = ["M."]')
    import_folder(desk.database, "autre", desk.folder)
    assert (offered(desk, Listed.HONORIFICS, OTHER), len(offered(desk, Listed.HONORIFICS))) == (("M.",), 3)


def test_the_same_lists_twice_change_nothing(desk: Desk) -> None:
    desk.bring_in()
    before = desk.dump()
    report = desk.bring_in(remove_absent=True)
    assert not report.touched
    assert counts(report, "listes") == (0, 0, 5, 0, 0)
    assert desk.dump() == before


def test_values_come_go_and_change_places(desk: Desk) -> None:
    desk.bring_in()
    desk.lay("site.toml", '[listes]\ncivilites = ["Monsieur", "Mademoiselle", "Docteur"]')
    assert counts(desk.bring_in(), "listes") == (1, 1, 1, 1, 1)
    assert offered(desk, Listed.HONORIFICS) == ("Monsieur", "Mademoiselle", "Docteur")
    assert [each.rank for each in desk.all(ReferenceValue) if each.listed == "civilites"] == [0, 1, 2]


def test_a_list_that_is_absent_is_left_alone_even_when_absent_rows_go(desk: Desk) -> None:
    desk.bring_in()
    desk.lay("site.toml", '[listes]\nmotifs = ["Merci de passer au secrétariat."]')
    assert counts(desk.bring_in(remove_absent=True), "listes") == (1, 0, 0, 0, 0)
    assert len(offered(desk, Listed.HONORIFICS)) == 3


def test_an_empty_list_stands_for_the_portal_s_own(desk: Desk) -> None:
    desk.bring_in()
    desk.lay("site.toml", "[listes]\ncivilites = []")
    assert counts(desk.bring_in(), "listes") == (0, 0, 0, 3, 3)
    assert offered(desk, Listed.HONORIFICS) == DEFAULTS[Listed.HONORIFICS]
    assert not desk.bring_in().touched


def test_a_dry_run_says_the_same_and_writes_nothing(desk: Desk) -> None:
    before = desk.dump()
    assert counts(desk.bring_in(dry_run=True), "listes") == (5, 0, 0, 0, 0)
    assert desk.dump() == before


def test_a_value_is_kept_as_a_form_sends_it_back(desk: Desk) -> None:
    desk.lay("site.toml", '[listes]\nsituations = ["  En\\tcouple \\u202E", "Se\\u0301pare\\u0301"]')
    desk.bring_in()
    assert offered(desk, Listed.MARITAL_STATUSES) == ("En couple", "Séparé")


@pytest.mark.parametrize(
    ("written", "error"),
    [
        ("[listes]\ncouleurs = []", f"site.toml, « listes », « couleurs » : n’est pas une liste (au choix : {KNOWN})"),
        (
            '[listes]\ncivilites = "Madame"',
            'site.toml, « listes », « civilites » : écrivez des textes entre crochets : ["oui", "non"]',
        ),
        ("[listes]\nniveaux = [6]", "site.toml, « listes », « niveaux », « valeur 1 » : n’est pas un texte"),
        ('[listes]\nniveaux = ["6e", ["5e"]]', "site.toml, « listes », « niveaux », « valeur 2 » : n’est pas un texte"),
        ('[listes]\nmotifs = [" \\n"]', "site.toml, « listes », « motifs », « valeur 1 » : est vide"),
        (
            '[listes]\ncivilites = ["Madame", "Monsieur", "madame "]',
            "site.toml, « listes », « civilites », « valeur 3 » : « madame » figure déjà plus haut",
        ),
        (
            f'[listes]\nmotifs = ["{"x" * 101}"]',
            "site.toml, « listes », « motifs », « valeur 1 » : dépasse 100 caractères",
        ),
        (
            '[listes]\nmotifs = ["a\\u0007"]',
            "site.toml, « listes », « motifs », « valeur 1 » : le texte contient un caractère de contrôle",
        ),
        (
            '[listes]\nmotifs = ["😀"]',
            "site.toml, « listes », « motifs », « valeur 1 » : le signe « 😀 » ne peut pas être imprimé, retirez-le.",
        ),
        ("[[listes]]\ncivilites = []", "site.toml, « listes » : écrivez [listes], une seule fois"),
        ('listes = "civilites"', "site.toml, « listes » : écrivez [listes], une seule fois"),
    ],
)
def test_what_cannot_be_a_list_is_told(desk: Desk, written: str, error: str) -> None:
    desk.lay("site.toml", written)
    assert desk.refused() == [error]


def test_every_error_is_told_with_those_of_the_tables_and_nothing_is_written(desk: Desk) -> None:
    before = desk.dump()
    desk.lay("site.toml", '[listes]\nniveaux = [1, "", "6e", "6E"]\nciel = []\nmotifs = ["Un justificatif."]')
    desk.lay("familles", *EXPORT["familles"], "F3;;Paul;")
    errors = desk.refused()
    assert len(errors) == 5
    assert errors[0].startswith("familles.csv, ligne 4")
    assert desk.dump() == before


def test_a_value_has_a_hundred_characters(desk: Desk) -> None:
    desk.lay("site.toml", f'[listes]\nmotifs = ["{"x" * 100}"]')
    desk.bring_in()
    assert offered(desk, Listed.DECLINE_REASONS) == ("x" * 100,)
