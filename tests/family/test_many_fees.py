"""Famille, Facturation cotisations: a long list, page by page and year by year, and addresses that cannot be."""

import datetime
from collections.abc import Iterator
from itertools import product

import pytest
from sqlmodel import select

from data import database
from data.ledger import Entry
from tests.family.conftest import FamilyFile
from tests.ledgers import rows_of, totals_of
from tests.reader import Page, Reader


class TestManyEntries:
    """A family of many years: 120 entries in three school years, one cent and two cents each."""

    @pytest.fixture(autouse=True)
    def many(self, file: FamilyFile) -> None:
        file.clear()
        file.enter("01/09/2023", label="2023-0", debit=1)
        with database.transaction(file.settings.database) as db:  # one by one they would cost half a second
            like = db.exec(select(Entry)).one().model_dump(exclude={"id", "key"})
            for year, number in list(product((2023, 2024, 2025), range(40)))[1:]:
                label, date = f"{year}-{number}", datetime.date(year, 9 + number % 4, number % 28 + 1)
                db.add(Entry(**{**like, "reference": label, "label": label, "date": date}))

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
            assert page.find("//li[a/@aria-current and small]").text_content() == f"{year} (choix actuel)"
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
