"""Famille, Facturation cotisations: the list, its totals and its pages."""

import pytest

from data.ledger import Document, Ledger
from tests.family.conftest import FamilyFile
from tests.ledgers import rows_of, totals_of
from tests.people import People
from tests.reader import Reader

COLUMNS = ["Date", "Mode de règlement", "Numéro d’opération", "Libellé", "Débit", "Crédit", "Remise", "Document"]
MANUAL = [
    ("10/03/2014", "14FC02287"),
    ("28/02/2014", "14FC02287"),
    ("12/01/2014", "14FC02154"),
    ("02/01/2014", "14FC02154"),
    ("19/12/2013", "14FC02154"),
]


@pytest.fixture
def manual(file: FamilyFile) -> None:
    """The five operations of the manual, in no order."""
    file.clear()
    for date, number in sorted(MANUAL):
        file.enter(
            date,
            number=number,
            payment_method="Prélèvement automatique",
            debit=9324,
            credit=9324,
            remitted=True,
        )


def test_the_columns_are_the_manuals(at_home: Reader) -> None:
    page = at_home.read("/famille/cotisations")
    assert [head.text_content() for head in page.tree.xpath("//table//thead//th")] == COLUMNS
    assert page.find("//caption").text_content() == "Factures et règlements"


def test_the_manuals_operations_are_listed_newest_first(at_home: Reader, manual: None) -> None:
    rows = rows_of(at_home.read("/famille/cotisations"))
    assert [(row[0].removeprefix("Avis du "), row[2]) for row in rows] == MANUAL
    assert rows[0][1:] == [
        "Prélèvement automatique",
        "14FC02287",
        "AVIS DES SOMMES A PAYER",
        "93,24\xa0€",
        "93,24\xa0€",
        "✓",
        "PDF",
    ]


def test_the_totals_are_computed(at_home: Reader, manual: None) -> None:
    assert totals_of(at_home.read("/famille/cotisations")) == {
        "Montant total facturé": "466,20\xa0€",
        "Montant total réglé": "466,20\xa0€",
        "Solde": "0,00\xa0€",
    }


def test_what_is_still_owed_is_billed_less_paid(at_home: Reader, file: FamilyFile) -> None:
    file.clear()
    file.enter("12/10/2026", debit=123456789)
    file.enter("13/10/2026", credit=100, document=Document.RECEIPT)
    assert totals_of(at_home.read("/famille/cotisations")) == {
        "Montant total facturé": "1\xa0234\xa0567,89\xa0€",
        "Montant total réglé": "1,00\xa0€",
        "Solde": "1\xa0234\xa0566,89\xa0€",
    }


def test_entries_of_one_day_stand_in_the_order_of_the_import(at_home: Reader, file: FamilyFile) -> None:
    file.clear()
    for label in ("premier", "second"):
        file.enter("12/10/2026", label=label, debit=100)
    assert [row[3] for row in rows_of(at_home.read("/famille/cotisations"))] == ["second", "premier"]


def test_no_two_rows_have_the_same_words(at_home: Reader, file: FamilyFile) -> None:
    file.clear()
    for document in (Document.PAYMENT_NOTICE, Document.PAYMENT_NOTICE, Document.RECEIPT):
        file.enter("12/10/2026", document=document, debit=100)
    names = [row[0] for row in rows_of(at_home.read("/famille/cotisations"))]
    assert names == ["Reçu du 12/10/2026", "Avis du 12/10/2026", "Avis du 12/10/2026 (2)"]


def test_remise_is_read_remis_au_tresor(at_home: Reader, manual: None) -> None:
    marks = at_home.read("/famille/cotisations").tree.xpath("//td[@data-label='Remise']/*")
    assert [(mark.get("role"), mark.get("aria-label"), mark.text) for mark in marks] == [
        ("img", "Remis au Trésor", "✓")
    ] * 5


def test_what_is_not_remitted_and_not_owed_is_empty(at_home: Reader, file: FamilyFile) -> None:
    file.clear()
    file.enter("12/10/2026", label="Avoir")
    assert rows_of(at_home.read("/famille/cotisations"))[0][4:7] == ["", "", ""]


def test_each_row_has_one_link_to_its_page_and_one_to_its_pdf(at_home: Reader, people: People) -> None:
    page = at_home.read("/famille/cotisations")
    address = f"/famille/cotisations/{people.family.fee}"
    assert page.tree.xpath("//tbody/tr/th//a/@href") == [address]
    assert page.tree.xpath("//tbody/tr/td[last()]//a/@href") == [f"{address}.pdf"]
    assert page.tree.xpath("//tbody/tr//a[@data-opens]/@href") == [f"{address}.pdf"]


def test_a_family_without_entries_is_told_so(at_home: Reader, file: FamilyFile) -> None:
    file.clear()
    page = at_home.read("/famille/cotisations")
    assert "Aucune facture ni aucun règlement n’est enregistré ici." in page.text
    assert not page.tree.xpath("//table")
    assert set(totals_of(page).values()) == {"0,00\xa0€"}


def test_another_family_has_its_own(reader: Reader, people: People, file: FamilyFile) -> None:
    file.enter("13/10/2026", label="RIEN QUE POUR NOUS", debit=100)
    for stranger in (people.neighbour, people.far_neighbour):
        reader.enter(stranger)
        assert "RIEN QUE POUR NOUS" not in reader.read("/famille/cotisations").text


def test_a_message_in_the_address_is_ours_or_none(at_home: Reader) -> None:
    page = at_home.read("/famille/cotisations?fait=Votre+compte+est+bloqué")
    assert "bloqué" not in page.text


class TestASiteWithoutTheRentalTab:
    """The other site: its rentals stand in cotisations."""

    @pytest.fixture
    def far(self, reader: Reader, people: People) -> Reader:
        reader.enter(people.far_neighbour)
        return reader

    def test_fees_and_rentals_stand_in_one_list(self, far: Reader, far_file: FamilyFile, people: People) -> None:
        far_file.clear()
        for ledger in Ledger:
            far_file.enter("12/10/2026", ledger=ledger, label=str(ledger), debit=100)
        page = far.read("/famille/cotisations")
        assert [row[3] for row in rows_of(page)] == ["rentals", "fees"]
        assert totals_of(page)["Montant total facturé"] == "2,00\xa0€"

    def test_there_is_no_tab(self, far: Reader) -> None:
        tabs = far.read("/famille").tree.xpath("//nav[@class='tabs']//a/text()")
        assert "Facturation location" not in [tab.strip() for tab in tabs]

    def test_its_addresses_do_not_exist(self, far: Reader, people: People) -> None:
        far.read("/famille/locations", 404)
        far.read(f"/famille/locations/{people.far_neighbour.rental}", 404)
        far.read(f"/famille/locations/{people.far_neighbour.rental}.pdf", 404)

    def test_a_rental_opens_among_the_fees(self, far: Reader, people: People) -> None:
        page = far.read(f"/famille/cotisations/{people.far_neighbour.rental}")
        assert page.find("//h3").text_content() == "Avis des sommes à payer du 12/10/2026"
