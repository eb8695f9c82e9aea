"""One answer, read as a person reads it."""

import re
from dataclasses import dataclass

from httpx import Response
from lxml import html


@dataclass
class Page:
    """One answer, read: its tree, its forms, its words."""

    answer: Response
    tree: html.HtmlElement

    @property
    def status(self) -> int:
        """The status."""
        return self.answer.status_code

    @property
    def url(self) -> str:
        """The path and the query that were arrived at."""
        return self.answer.url.raw_path.decode()

    @property
    def text(self) -> str:
        """The words, as they are read, no-break spaces kept."""
        return re.sub(r"[ \n]+", " ", self.tree.xpath("string(//body)"))

    @property
    def title(self) -> str:
        """The title."""
        return self.tree.findtext(".//title") or ""

    def find(self, path: str) -> html.HtmlElement:
        """The one element at this XPath."""
        found = self.tree.xpath(path)
        assert len(found) == 1, f"{len(found)} of {path} at {self.url}"
        return found[0]

    def links(self) -> dict[str, str]:
        """The address of each link, by its words."""
        return {" ".join(link.text_content().split()): link.get("href") for link in self.tree.iter("a")}

    def form(self, action: str) -> dict[str, str]:
        """What a browser would send of the form with this action."""
        form = self.find(f"//form[@action='{action}']")
        filled = form.xpath(".//input[@name][not(@type='radio' or @type='checkbox') or @checked]")
        values = {each.get("name"): each.get("value", "") for each in filled}
        typed = {each.get("name"): each.text_content().removeprefix("\n") for each in form.iter("textarea")}
        chosen = {
            each.get("name"): next(option.get("value", option.text_content()) for option in _options(each))
            for each in form.iter("select")
        }
        return {**values, **typed, **chosen}


def _options(select: html.HtmlElement) -> list[html.HtmlElement]:
    """The chosen option first; without one, the first of all."""
    return [*select.xpath("option[@selected]"), *select.iter("option")]
