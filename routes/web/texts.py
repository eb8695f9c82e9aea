"""The office’s own words as HTML: paragraphs, lists, emphasis, and links that lead where they say. Nothing else.

What is no such thing is shown as it was typed. Two libraries stand one behind the other: what the first would let
through by mistake, the second takes out.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from routes.web.french import typeset

SCHEMES = {"http", "https", "mailto", "tel"}
TAGS = {"p", "br", "ul", "ol", "li", "em", "strong", "a"}
ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}}
KEPT = 256  # texts, of all sites and screens
ADDRESS = re.compile(r"(?:https?://|mailto:|tel:)[!-~]+", re.IGNORECASE)


def _leads_somewhere(address: str) -> bool:
    return ADDRESS.fullmatch(address) is not None


_markdown = MarkdownIt("zero", {"html": False, "breaks": False}).enable(
    ["list", "newline", "escape", "emphasis", "balance_pairs", "fragments_join", "link", "autolink"]
)
setattr(_markdown, "validateLink", _leads_somewhere)  # noqa: B010 - the way that this library offers


@lru_cache(maxsize=KEPT)
def rendered(text: str) -> Markup:
    """A text as the pages show it; rendered once, for as long as it stays the same."""
    tokens = _markdown.parse(text)
    for token in tokens:
        _typeset(token.children or [])
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    clean = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer")
    return Markup(clean)  # noqa: S704 - two libraries have made it harmless, and the tests try


def _typeset(tokens: list[Token]) -> None:
    for token in tokens:
        if token.type == "text":
            token.content = typeset(token.content)


def introduction(texts: Mapping[str, str], place: str) -> Markup:
    """What a site says above one of its screens; most say nothing."""
    text = texts.get(place)
    return rendered(text) if text else Markup()
