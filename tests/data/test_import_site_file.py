"""site.toml beside the tables: decisions, holidays, documents and accounts."""

import datetime
from pathlib import Path

import pytest

from data import database
from data.accounts import Account
from data.documents import RequiredDocument
from data.families import Guardian
from data.imports import ImportRefused, Moved, newest_school_year
from data.imports.site_file import load
from data.sites import Holiday, Site
from tests.data.exports import EXPORT, Desk, counts

SITE = (
    'nom = "Conservatoire du Val"\nannee_courante = "2013-2014"\nlocation = "non"\npremier_jour = 2013-09-09\n'
    'dernier_jour = "05/07/2014"\n[reinscription]\ndu = 2014-05-01\nau = 2014-06-30\n'
    '[[conges]]\nnom = "Noël"\ndu = 2013-12-21\nau = "05/01/2014"\n'
    '[[pieces]]\nnom = "Justificatif d’adresse"\n[[pieces]]\nnom = "Certificat médical"\n'
    '[[comptes]]\nidentifiant = "Bernier"\nfamille = "F2"\n'
    '[[comptes]]\nidentifiant = "secretariat"\nadministration = true\n'
    '[demo]\nmot_de_passe = "portee-demonstration"\nfixes = ["E1"]\n'
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.lay_export()
    desk.lay("site.toml", SITE)
    return desk


def documents(desk: Desk) -> dict[int, str]:
    return {document.rank: document.name for document in desk.all(RequiredDocument)}


def test_a_site_decides(desk: Desk) -> None:
    report = desk.bring_in()
    site = desk.all(Site)[0]
    assert (site.school_year, site.rentals_tab, site.reenrolment_closes) == (
        "2013-2014",
        False,
        datetime.date(2014, 6, 30),
    )
    assert counts(report, "site") == (0, 6, 1, 0, 0)


def test_a_site_has_holidays_and_documents(desk: Desk) -> None:
    desk.bring_in()
    assert desk.only(Holiday).last_day == datetime.date(2014, 1, 5)
    assert documents(desk) == {0: "Justificatif d’adresse", 1: "Certificat médical"}


def test_the_same_site_file_twice_changes_nothing(desk: Desk) -> None:
    desk.bring_in()
    before = desk.dump()
    assert not desk.bring_in(remove_absent=True).touched
    assert desk.dump() == before


def test_documents_may_change_places(desk: Desk) -> None:
    desk.bring_in()
    desk.lay("site.toml", '[[pieces]]\nnom = "Certificat médical"\n[[pieces]]\nnom = "Quittance"')
    assert counts(desk.bring_in(), "pieces") == (1, 1, 0, 1, 0)
    assert documents(desk) == {0: "Certificat médical", 1: "Quittance", 2: "Justificatif d’adresse"}
    assert counts(desk.bring_in(remove_absent=True), "pieces") == (0, 0, 2, 1, 1)
    assert documents(desk) == {0: "Certificat médical", 1: "Quittance"}


def test_an_account_of_the_site_file_is_the_responsable_s(desk: Desk) -> None:
    desk.bring_in()
    guardians = {guardian.id: guardian.surname for guardian in desk.all(Guardian)}
    accounts = {account.username: guardians.get(account.guardian_id) for account in desk.all(Account)}
    assert accounts == {"jabolant": "ABOLANT", "bernier": "BERNIER", "secretariat": None}
    assert [account.username for account in desk.all(Account) if account.office] == ["secretariat"]


def test_an_account_of_the_office_has_the_role_that_the_site_file_says(desk: Desk) -> None:
    desk.lay("site.toml", SITE + '[[comptes]]\nidentifiant = "accueil"\nadministration = true\nrole = "Secrétariat"\n')
    desk.bring_in()
    roles = {account.username: account.administrator for account in desk.all(Account) if account.office}
    assert roles == {"secretariat": True, "accueil": False}
    assert not any(account.administrator for account in desk.all(Account) if not account.office)


def test_an_account_may_come_after_its_family(desk: Desk) -> None:
    (desk.folder / "site.toml").unlink()
    desk.bring_in()
    for path in desk.folder.iterdir():
        path.unlink()
    desk.lay("site.toml", '[[comptes]]\nidentifiant = "secretariat"\nadministration = "oui"')
    assert counts(desk.bring_in(), "comptes") == (1, 0, 2, 0, 0)


@pytest.mark.parametrize(
    ("written", "error"),
    [
        ('location = "peut-être"', "site.toml, « location » : répondez par oui ou non"),
        (
            'courriel = "pas"',
            "site.toml, « courriel » : « pas » n’est pas une adresse électronique. Exemple : prenom.nom@exemple.fr",
        ),
        (
            "premier_jour = 2014-07-05\ndernier_jour = 2013-09-09",
            "site.toml, « dernier_jour » : ce jour est avant le premier",
        ),
        ('couleur = "bleu"', "site.toml, « couleur » : n’est pas un réglage"),
        ('[reinscription]\nle = "hier"', "site.toml, « reinscription_le » : n’est pas un réglage"),
        ('[[conges]]\nnom = "Noël"\ndu = 2013-12-21', "site.toml, « conges » 1, « au » : valeur obligatoire absente"),
        (
            '[[conges]]\nnom = "Noël"\ndu = 2013-12-21\nau = 2013-12-20',
            "site.toml, « conges » 1, « au » : ce jour est avant le premier",
        ),
        ('[[pieces]]\nnom = "A"\nnote = "B"', "site.toml, « pieces » 1, « note » : clé inconnue"),
        (
            '[[pieces]]\nnom = "A"\n[[pieces]]\nnom = "A"',
            "site.toml, « pieces » 2, « nom » : « A » figure déjà plus haut",
        ),
        ('pieces = "A"', "site.toml, « pieces » : écrivez [pieces] ou [[pieces]]"),
        (
            '[[comptes]]\nidentifiant = "x"',
            "site.toml, « comptes » 1, « famille » : écrivez une famille, ou administration = true",
        ),
        (
            '[[comptes]]\nidentifiant = "x"\nadministration = true\nrole = "chef"',
            "site.toml, « comptes » 1, « role » : « chef » n’est pas un rôle (administration, secrétariat)",
        ),
        (
            '[[comptes]]\nidentifiant = "x"\nfamille = "F9"',
            "site.toml, « comptes » 1, « famille » : « F9 » ne figure pas dans « familles »",
        ),
        (
            '[[comptes]]\nidentifiant = "x"\nfamille = "F1"',
            "site.toml, « comptes » 1, « identifiant » : l’export dit autre chose du responsable de cette famille",
        ),
        (
            '[[comptes]]\nidentifiant = "jabolant"\nadministration = true',
            "site.toml, « comptes » 1, « identifiant » : « jabolant » est l’identifiant d’un autre compte de ce site",
        ),
    ],
)
def test_what_a_site_cannot_decide_is_told(desk: Desk, written: str, error: str) -> None:
    desk.lay("site.toml", written)
    assert desk.refused() == [error]


def test_a_site_file_that_is_no_toml_is_told_with_the_other_errors(desk: Desk) -> None:
    desk.lay("site.toml", "nom : Conservatoire")
    desk.add("familles", "F3;;Paul;")
    table, site = desk.refused()
    assert table.startswith("familles.csv, ligne 4")
    assert site.startswith("site.toml : n’est pas du TOML en UTF-8")


def test_what_a_site_decides_moves_with_its_tables(desk: Desk) -> None:
    desk.bring_in(moved=Moved(years=13))
    site = desk.all(Site)[0]
    assert (site.school_year, site.first_day) == ("2026-2027", datetime.date(2026, 9, 9))
    assert desk.only(Holiday).first_day == datetime.date(2026, 12, 21)


def test_the_demo_may_ask_for_its_table_and_the_newest_school_year(desk: Desk) -> None:
    desk.add("cours", "C2;2014-2015;Cornet;;", "C3;2012-2013;Cornet;;")
    assert newest_school_year(desk.folder) == "2014-2015"
    assert load(desk.folder)["demo"] == {"mot_de_passe": "portee-demonstration", "fixes": ["E1"]}


def test_an_export_without_courses_has_no_newest_school_year(desk: Desk) -> None:
    desk.lay("cours", EXPORT["cours"][0])
    with pytest.raises(ImportRefused, match="aucune année scolaire"):
        newest_school_year(desk.folder)


def test_the_committed_demonstrations_come_in_and_come_in_again(tmp_path: Path) -> None:
    desk, folders = Desk(tmp_path), sorted((Path(database.__file__).parent / "demo").glob("*/familles.csv"))
    for desk.slug, desk.folder in zip(("val", "autre"), (path.parent for path in folders), strict=False):
        moved = Moved(years=3, fixed=frozenset(load(desk.folder)["demo"]["fixes"]))
        first, again = desk.bring_in(moved=moved), desk.bring_in(moved=moved)
        assert first.warnings == []
        assert not again.touched
        desk.bring_in(remove_absent=True)
    assert len(folders) in (0, 2)
