"""Reading the list of a ledger: its rows and its totals."""

from tests.page import Page


def rows_of(page: Page) -> list[list[str]]:
    return [
        [" ".join(cell.text_content().split(" ")) for cell in row.xpath("th|td")]
        for row in page.tree.xpath("//table[@class='ledger']/tbody/tr")
    ]


def totals_of(page: Page) -> dict[str, str]:
    return {each.findtext("dt"): each.findtext("dd") for each in page.tree.xpath("//dl[@class='totals']/div")}
