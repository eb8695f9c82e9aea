"""Famille, Facturation location: the same, for rentals."""

import pytest

from data.ledger import Ledger
from tests.family.conftest import FamilyFile
from tests.people import People
from tests.reader import Reader


def labels(reader: Reader, path: str) -> list[str]:
    return [str(each) for each in reader.read(path).tree.xpath("//td[@data-label='Libellé']/text()")]


def test_rentals_stand_here_and_fees_there(at_home: Reader, file: FamilyFile) -> None:
    file.clear()
    file.enter("12/10/2026", ledger=Ledger.FEES, label="COTISATION", debit=100)
    file.enter("12/10/2026", ledger=Ledger.RENTALS, label="LOCATION TROMPETTE", debit=250)
    assert labels(at_home, "/famille/locations") == ["LOCATION TROMPETTE"]
    assert labels(at_home, "/famille/cotisations") == ["COTISATION"]


def test_the_totals_are_those_of_the_rentals(at_home: Reader, file: FamilyFile) -> None:
    file.clear()
    file.enter("12/10/2026", ledger=Ledger.FEES, debit=100)
    file.enter("12/10/2026", ledger=Ledger.RENTALS, debit=250, credit=50)
    page = at_home.read("/famille/locations")
    assert page.tree.xpath("//dl[@class='totals']//dd/text()") == ["2,50\xa0€", "0,50\xa0€", "2,00\xa0€"]


def test_a_rental_opens_as_page_and_as_pdf(at_home: Reader, people: People) -> None:
    address = f"/famille/locations/{people.family.rental}"
    page = at_home.read(address)
    assert page.links()["Ouvrir ce document en PDF"] == f"{address}.pdf"
    assert page.links()["Fermer ce document"] == "/famille/locations"


@pytest.mark.parametrize("kind", ["", ".pdf"])
def test_a_fee_is_not_a_rental(at_home: Reader, people: People, kind: str) -> None:
    at_home.read(f"/famille/locations/{people.family.fee}{kind}", 404)
    at_home.read(f"/famille/cotisations/{people.family.rental}{kind}", 404)


@pytest.mark.parametrize("kind", ["", ".pdf"])
def test_another_family_finds_nothing(reader: Reader, people: People, kind: str) -> None:
    for stranger in people.strangers:
        reader.enter(stranger)
        reader.read(f"/famille/locations/{people.family.rental}{kind}", 404)


def test_a_family_without_rentals_is_told_so(at_home: Reader, file: FamilyFile) -> None:
    file.clear()
    assert "Aucune facture ni aucun règlement" in at_home.read("/famille/locations").text
