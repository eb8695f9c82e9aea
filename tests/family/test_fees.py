"""Famille, Facturation cotisations: the list, its totals and its pages."""

from collections.abc import Iterator

import pytest

from data.ledger import Document, Ledger
from tests.family.conftest import FamilyFile
from tests.people import People
from tests.reader import Page, Reader

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


def rows_of(page: Page) -> list[list[str]]:
    return [
        [" ".join(cell.text_content().split(" ")) for cell in row.xpath("th|td")]
        for row in page.tree.xpath("//table[@class='ledger']/tbody/tr")
    ]


def totals_of(page: Page) -> dict[str, str]:
    return {each.findtext("dt"): each.findtext("dd") for each in page.tree.xpath("//dl[@class='totals']/div")}


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
        reader.sign_in(stranger)
        assert "RIEN QUE POUR NOUS" not in reader.read("/famille/cotisations").text


class TestManyEntries:
    """A family of many years: 120 entries in three school years, one cent and two cents each."""

    @pytest.fixture(autouse=True)
    def many(self, file: FamilyFile) -> None:
        file.clear()
        for year in (2023, 2024, 2025):
            for number in range(40):
                file.enter(f"{number % 28 + 1:02}/{9 + number % 4:02}/{year}", label=f"{year}-{number}", debit=1)

    def pages(self, reader: Reader, path: str) -> Iterator[Page]:
        while path:
            yield (page := reader.read(path))
            path = page.links().get("Lignes plus anciennes", "")

    def test_thirty_stand_on_a_page_and_plain_links_lead_to_all(self, at_home: Reader) -> None:
        pages = [rows_of(page) for page in self.pages(at_home, "/famille/cotisations")]
        assert [len(rows) for rows in pages] == [30, 30, 30, 30]
        assert len({row[3] for rows in pages for row in rows}) == 120

    def test_the_totals_count_everything_on_every_page(self, at_home: Reader) -> None:
        for page in self.pages(at_home, "/famille/cotisations"):
            assert totals_of(page)["Montant total facturé"] == "1,20\xa0€"
        older = at_home.read("/famille/cotisations?annee=2023-2024")
        assert totals_of(older)["Montant total facturé"] == "1,20\xa0€"

    def test_one_may_go_back_to_newer_rows(self, at_home: Reader) -> None:
        second = at_home.read("/famille/cotisations?page=2")
        assert second.links()["Lignes plus récentes"] == "/famille/cotisations?page=1"
        first = at_home.read("/famille/cotisations")
        assert "Lignes plus récentes" not in first.links()

    def test_a_plain_link_leads_to_each_school_year(self, at_home: Reader) -> None:
        links = at_home.read("/famille/cotisations").links()
        years = [words for words in links if words.startswith("Année scolaire")]
        assert years == ["Année scolaire 2025-2026", "Année scolaire 2024-2025", "Année scolaire 2023-2024"]
        for year in years:
            page = at_home.read(links[year])
            assert len(rows_of(page)) == 30
            assert page.find("//caption").text_content() == f"Factures et règlements, {year.lower()}"
            assert year.removeprefix("Année scolaire ") in page.title

    def test_a_row_leads_back_to_the_list_one_came_from(self, at_home: Reader) -> None:
        for query in ("?annee=2023-2024", "?page=2"):
            page = at_home.read(f"/famille/cotisations{query}")
            opened = at_home.read(page.tree.xpath("//tbody/tr[1]/th//a/@href")[0])
            assert opened.links()["Fermer ce document"] == f"/famille/cotisations{query}"
            assert rows_of(opened) == rows_of(page)

    @pytest.mark.parametrize("query", ["page=5", "annee=2022-2023", "annee=2023-2024&page=3"])
    def test_a_page_beyond_the_last_does_not_exist(self, at_home: Reader, query: str) -> None:
        at_home.read(f"/famille/cotisations?{query}", 404)

    def test_thirty_rows_are_still_a_light_page(self, at_home: Reader) -> None:
        page = at_home.read("/famille/cotisations")
        assert len(rows_of(page)) == 30


GARBAGE = [
    "page=0",
    "page=-1",
    "page=",
    "page=x",
    "page=1.5",
    "page=%201",
    "page=%D9%A1%D9%A2",
    "page=000001" + "9" * 20,
    "page=000001" + "9" * 5000,
    "page=10001",
    "page=1%00",
    "annee=2026",
    "annee=2026-2028",
    "annee=2027-2026",
    "annee=0000-1",
    "annee=9999-10000",
    "annee=2026-2027%00",
    "annee=%FF",
    "annee=%EF%BC%92026-2027",
    "annee=' OR 1=1 --",
    "annee=" + "2" * 5000,
]


@pytest.mark.parametrize("query", GARBAGE)
@pytest.mark.parametrize("tab", ["cotisations", "locations"])
def test_a_year_or_a_page_that_cannot_be_does_not_exist(at_home: Reader, tab: str, query: str) -> None:
    assert at_home.read(f"/famille/{tab}?{query}", 404).find("//h1").text_content() == "Page introuvable"


@pytest.mark.parametrize(
    "query",
    ["x=1", "page=1&x=%FF&y", "annee=&page=1", "page=1&page=1", "annee=2026-2027&annee=2026-2027", "&&&", "fait=x"],
)
def test_unknown_and_doubled_keys_do_no_harm(at_home: Reader, query: str) -> None:
    assert len(rows_of(at_home.read(f"/famille/cotisations?{query}"))) == 1


def test_a_message_in_the_address_is_ours_or_none(at_home: Reader) -> None:
    page = at_home.read("/famille/cotisations?fait=Votre+compte+est+bloqué")
    assert "bloqué" not in page.text


class TestASiteWithoutTheRentalTab:
    """The other site: its rentals stand in cotisations."""

    @pytest.fixture
    def far(self, reader: Reader, people: People) -> Reader:
        reader.sign_in(people.far_neighbour)
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
