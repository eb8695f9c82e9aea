"""The law of the swap: a page with a region swapped in is the very page that a plain browser gets there."""

from collections import deque
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from httpx import Response
from lxml import etree, html

from routes.web.addresses import said
from tests.proof_reading import TARGET, region_of, weight
from tests.reader import Page, Reader, enhanced_links

SWAP = 3 * 1024  # bytes
APART = ("jeton", "envoi")  # what is new in each answer, and rightly so


class Walk:
    """One person walks through every page they can reach, and swaps whatever can be swapped."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.whole: dict[str, str] = {}
        self.answers: dict[tuple[str, str, str], Response] = {}

    def pages(self, start: str, within: str = "/") -> Iterator[Page]:
        """Every page that is linked, breadth first; of a table, what its first and its last row lead to.

        `within` is the part of the portal that is walked: what leads out of it is followed, and not gone on from.
        """
        queue, seen = deque([start]), {start}
        while queue:
            page = self.reader.read(queue.popleft())
            yield page
            ways = [address for address in dict.fromkeys(_ways_on(page)) if address.startswith(within)]
            fresh = [address for address in ways if address not in seen]
            seen.update(fresh)
            queue.extend(fresh)

    def follow_all(self, page: Page) -> int:
        """Follow every enhanced link of a page; how many there are."""
        old, links = Old(page), enhanced_links(page)
        for link in links:
            self.follow(old, link)
        return len(links)

    def follow(self, old: "Old", link: html.HtmlElement) -> None:
        """Swap one region, and demand the page and the title that a plain browser gets."""
        region, address = region_of(link), link.get("href")
        answer = self._swap(old, link, region, address)
        what = f"{address} swapped into {region} of {old.page.url}"
        assert answer.status_code == 200, what
        assert "HX-Redirect" not in answer.headers, f"{what} leads to a whole page"
        assert weight(answer) <= SWAP, f"{what} is too heavy: {weight(answer)} bytes"
        swapped = old.with_region(region, answer)
        assert swapped == self._whole(address) or swapped == self._whole(address, old.page), what

    def _swap(self, old: "Old", link: html.HtmlElement, region: str, address: str) -> Response:
        """What a swap fetches: the same from wherever it is asked for, but where a page says where one came from."""
        asked = (address, region, str(old.page.answer.url) if address == "/accessibilite" else "")
        if asked not in self.answers:
            self.answers[asked] = self.reader.get(address, swap_headers(old.page, link))
        return self.answers[asked]

    def _whole(self, address: str, came_from: Page | None = None) -> str:
        """The page that a plain browser gets; asked for again where it may say where one came from."""
        if came_from or address not in self.whole:
            answer = self.reader.get(address, {"Referer": str(came_from.answer.url)} if came_from else {})
            self.whole[address] = bare(html.document_fromstring(answer.text))
        return self.whole[address]


def as_it_is(_: Reader, page: Page) -> list[Page]:
    """The page itself."""
    return [page]


def with_a_message(reader: Reader, page: Page) -> list[Page]:
    """The page that a form has led back to."""
    return [reader.read(said(page.url, "mode-inactif"))]


def refused(reader: Reader, page: Page) -> list[Page]:
    """The page whose form has been sent with nothing where something must be."""
    forms = page.tree.xpath("//form[@id='saisie']")
    wrong: dict[str, Any] = {"nom": "", "depuis-jour": "x", "du-jour": "x"}
    wrong |= {"civilites": "x\nx", "texte": "x" * 7000, "adresse": "x"}  # the settings of a site, its accounts
    return [reader.send(page, form.get("action"), 422, **wrong) for form in forms]


State = Callable[[Reader, Page], list[Page]]
STATES: tuple[State, ...] = (as_it_is, with_a_message, refused)


class Old:
    """The page that one comes from, taken apart once for each region."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._frames: dict[str, str] = {}

    def with_region(self, region: str, answer: Response) -> str:
        """The page with the title and the region of an answer, which holds nothing else."""
        parts = html.fragments_fromstring(answer.text)
        assert [each.get("id", each.tag) for each in parts] == ["title", region], "a region comes with its title, alone"
        title, fresh = parts
        lands_on_a_heading(fresh)
        title.tail = fresh.tail = None
        return self._frame(region).replace("<title/>", bare(title)).replace(f'<i id="{region}"/>', bare(fresh))

    def _frame(self, region: str) -> str:
        if region not in self._frames:
            tree = deepcopy(self.page.tree)
            _hollow(tree.find(".//title"), etree.Element("title"))
            _hollow(tree.get_element_by_id(region), etree.Element("i", id=region))
            self._frames[region] = bare(tree)
        return self._frames[region]


def _hollow(place: Any, mark: Any) -> None:
    mark.tail = place.tail
    place.getparent().replace(place, mark)


def _ways_on(page: Page) -> Iterator[str]:
    for link in page.tree.iter("a"):
        address, row = link.get("href"), next(link.iterancestors("tr"), None)
        inside = row is not None and row.getprevious() is not None and row.getnext() is not None
        if address.startswith("/") and not address.endswith((".pdf", "/rapport")) and not inside:
            yield address


def swap_headers(page: Page, link: html.HtmlElement) -> dict[str, str]:
    """What htmx 4 sends when an enhanced link is followed."""
    here, region = str(page.answer.url), region_of(link)
    container = next(each for each in link.iterancestors() if TARGET in each.attrib)
    return {
        "HX-Request": "true",
        "HX-Request-Type": "partial",
        "HX-Boosted": "true",
        "HX-Source": f"a#{link.get('id')}",
        "HX-Target": f"{page.tree.get_element_by_id(region).tag}#{region}",
        "HX-Current-URL": here,
        "Referer": here,
        "Accept": "text/html",
        **dict([container.get("hx-headers:inherited").split(":")]),
    }


def lands_on_a_heading(region: html.HtmlElement) -> None:
    """After a swap the focus goes to one heading, which can take it."""
    landings = region.xpath("descendant-or-self::*[@autofocus]")
    assert len(landings) == 1, f"{len(landings)} places for the focus"
    assert landings[0].tag in ("h1", "h2", "h3"), f"the focus lands on {landings[0].tag}"
    assert landings[0].get("tabindex") == "-1", "a heading that cannot take the focus"


def bare(tree: html.HtmlElement) -> str:
    """A page as text, without what is new in each answer."""
    copy = deepcopy(tree)
    for field in copy.iter("input"):
        if field.get("name") in APART:
            field.attrib.pop("value")
    for each in copy.xpath("descendant-or-self::*[@autofocus]"):
        each.attrib.pop("autofocus")
    text: str = etree.tostring(copy, encoding="unicode", with_tail=False)
    return text
