"""Which element each word comes from: the page’s elements, numbered, and the number on every fragment of text.

xhtml2pdf forgets the page before it draws; a number survives line breaks, page breaks and copies.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from routes.web.printing.hooks import replaced

ROLES = {
    "html": "Document",
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    "p": "P",
    "div": "P",  # if it has words of its own; otherwise it is no more than its children
    "caption": "Caption",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
}
PLAIN = {"head", "title", "style", "meta", "body", "span", "br", "b", "strong", "i", "em", "small", "img"}


@dataclass
class Element:
    """An element that means something to somebody who listens."""

    number: int
    tag: str
    attributes: dict[str, str]
    hidden: bool
    repeats: bool  # the head of a table that goes on over several pages
    children: list["Element"] = field(default_factory=list)

    @property
    def role(self) -> str:
        """The name of its tag in the PDF."""
        return ROLES[self.tag]


@dataclass
class Stamps:
    """The elements of one page; the first is the page itself."""

    elements: list[Element] = field(default_factory=list)
    title: str = ""

    @property
    def language(self) -> str:
        """The page’s language."""
        return self.elements[0].attributes.get("lang", "") if self.elements else ""

    def read(self, page: Any) -> None:
        """Number the elements, and write on every node which of them it stands in."""
        titles = page.getElementsByTagName("title")
        self.title = "".join(node.data for each in titles for node in each.childNodes).strip()
        self._read(page, None)

    def _read(self, node: Any, parent: Element | None) -> None:
        here = self._element(node, parent)
        node.stamp = here.number
        for child in node.childNodes:
            if child.nodeType == child.ELEMENT_NODE:
                self._read(child, here)

    def _element(self, node: Any, parent: Element | None) -> Element:
        tag = node.tagName.lower()
        if parent and (tag in PLAIN or tag.startswith("pdf:")):
            return parent
        if tag not in ROLES:
            raise ValueError(f"<{tag}> has no tag in the PDF yet")
        hidden = node.getAttribute("aria-hidden") == "true" or bool(parent and parent.hidden)
        repeats = tag == "thead" or bool(parent and parent.repeats)
        new = Element(len(self.elements), tag, dict(node.attributes.items()), hidden, repeats)
        self.elements.append(new)
        if parent:
            parent.children.append(new)
        return new


@contextmanager
def stamping(stamps: Stamps) -> Iterator[None]:
    """For the time of one page: every fragment of text is born with the number of its element."""
    from xhtml2pdf import parser

    with replaced(parser, "CSS2Frag", functools.partial(_with_stamp, stamps, parser.CSS2Frag)):
        yield


def _with_stamp(stamps: Stamps, make: Callable[..., None], context: Any, *args: Any, **named: Any) -> None:
    make(context, *args, **named)
    if context.node.tagName == "html":
        stamps.read(context.node)
    context.frag.stamp = context.node.stamp
