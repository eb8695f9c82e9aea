"""How a test reads a record: its tabs, its arrows, its lists, its facts."""

from tests.page import Page


def tabs_of(page: Page) -> dict[str, str]:
    """The address of each tab, by its words."""
    return {" ".join(tab.text_content().split()): tab.get("href") for tab in page.tree.xpath("//nav[@class='tabs']//a")}


def arrows_of(page: Page) -> list[tuple[str, str]]:
    """The words of each arrow and where it leads; nowhere at an end."""
    arrows = page.tree.xpath("//nav[@class='arrows']//li/*")
    return [(arrow.text_content(), arrow.get("href", "")) for arrow in arrows]


def rows_of(page: Page) -> list[list[str]]:
    """The rows of all tables, cell by cell."""
    return [
        [" ".join(cell.text_content().split()) for cell in row.xpath("th|td")]
        for row in page.tree.xpath("//tbody/tr[ancestor::main]")
    ]


def columns_of(page: Page) -> list[str]:
    """The columns of the one table."""
    return [head.text_content() for head in page.tree.xpath("//main//thead//th")]


def links_of(page: Page) -> dict[str, str]:
    """Where each row leads, by its words."""
    return {link.text_content(): link.get("href") for link in page.tree.xpath("//tbody//th//a")}


def facts_of(page: Page) -> dict[str, str]:
    """Label and value, in their order."""
    return {each.findtext("dt"): each.findtext("dd") for each in page.tree.xpath("//dl[@class='facts']/div")}


def week_of(page: Page) -> dict[str, list[str]]:
    """What « Cette semaine » says of each day."""
    days = page.tree.xpath("//dl[@class='week']/div")
    return {day.findtext("dt"): [each.text_content() for each in day.iter("dd")] for day in days}


def inputs_of(page: Page) -> dict[str, str]:
    """Label and value of each field of a record’s form, in their order; a date is jj/mm/aaaa."""
    form, values = page.find("//form[@id='saisie']"), page.form(page.find("//form[@id='saisie']").get("action"))
    found = {}
    for field in form.xpath("*[contains(@class, 'field')]"):
        names = [each.get("name") for each in field.xpath(".//input | .//select | .//textarea")]
        found[field.xpath("string(label | legend)")] = "/".join(values[name] for name in names)
    return found
