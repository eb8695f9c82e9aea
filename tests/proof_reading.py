"""What every page must be, whoever asks for it: the checks that tests/reader.py makes unasked."""

import gzip
import itertools
import re
from collections.abc import Callable
from hashlib import sha256

import html5lib
from httpx import Response
from lxml import etree, html

from tests.page import Page

WHOLE_PAGE, FULL_PAGE = 8 * 1024, 20 * 1024  # bytes; of a student with very much of everything
PARTS = 3  # style sheet, htmx, own script: with the page itself, four requests
HEADERS = {
    "Cache-Control": "no-store",
    "Vary": "HX-Request, HX-Target, Cookie, Accept-Encoding",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY = ("default-src 'none'", "script-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'")
TARGET = "hx-target:inherited"
FIELDS = "//input[not(@type='hidden')] | //select | //textarea"
PURPOSES = {  # what a browser may fill in by itself
    "identifiant": {"username"},
    "email": {"email"},
    "password": {"current-password", "new-password"},
}
UNTYPESET = re.compile(
    r"« |[«][^\xa0]|[^\xa0]»"  # no-break spaces within « »
    r"|(?<=[\w’»)]) [:;?!»€](?=\s|$)|\w[?!;](?=\s|$)"  # and before : ; ? ! €
    r"|\w'\w|\.\.\.|\d{4} caractères"  # and in a large number
)
TOKENS = re.compile(r'(name="(?:jeton|envoi)" value=")[\w=-]+(?=")')  # new in each answer
WORDS, VALUES = re.compile(r">[^<&]*[^\s<&][^<&]*<"), re.compile(r'="[^"&]*"')
_good: set[bytes] = set()  # texts that have passed every check: with other tokens in it, one need not be read again
_well_formed: set[bytes] = set()  # pages that a parser has found no error in, without their words


def proof_read(answer: Response, status: int, heaviest: int = WHOLE_PAGE) -> Page:
    """Every check that each page must pass; the page, parsed."""
    assert answer.status_code == status, f"{answer.status_code} at {answer.url}\n{answer.text[:2000]}"
    is_sealed(answer)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8", "not an HTML page"
    assert weight(answer) <= heaviest, f"the page is too heavy: {weight(answer)} bytes"
    page = Page(answer, html.document_fromstring(answer.text))
    text = _digest(TOKENS.sub(r"\1", answer.text))
    if text not in _good:
        is_well_formed(answer.text)
        for check in CHECKS:
            check(page)
        _good.add(text)
    return page


def is_well_formed(text: str) -> None:
    """A parser that tells has nothing to tell; it reads tags, so pages that differ in words are read once."""
    tags = _digest(VALUES.sub('=""', WORDS.sub(">x<", text)))
    if tags not in _well_formed:
        parser = html5lib.HTMLParser()
        parser.parse(text)
        assert not parser.errors, f"HTML parse errors: {parser.errors}"
        _well_formed.add(tags)


def _digest(text: str) -> bytes:
    return sha256(text.encode()).digest()


def weight(answer: Response) -> int:
    """The bytes that really travel, gzip."""
    packed = answer.headers.get("Content-Encoding") == "gzip"
    return int(answer.headers["Content-Length"]) if packed else len(gzip.compress(answer.content))


def is_sealed(answer: Response) -> None:
    """The headers that keep an answer safe, private and out of every cache."""
    for name, value in HEADERS.items():
        assert answer.headers.get(name) == value, f"{name}: {answer.headers.get(name)}"
    policy = answer.headers.get("Content-Security-Policy", "")
    assert all(each in policy.split("; ") for each in POLICY), f"policy: {policy}"
    assert "unsafe" not in policy, f"policy: {policy}"


def has_one_heading(page: Page) -> None:
    """One h1; the title begins with it, “Erreur : ” first on a refused form; no level is left out below."""
    refused = "Erreur\xa0: " if page.tree.xpath("//*[@class='problems']") else ""
    assert page.title.startswith(f"{refused}{page.find('//h1').text_content()} – "), f"title: {page.title}"
    assert page.title.endswith(" – Portée"), f"title: {page.title}"
    levels = [int(each.tag[1]) for each in page.tree.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1, f"headings begin at {levels[0]}"
    assert all(lower <= higher + 1 for higher, lower in itertools.pairwise(levels)), f"heading levels: {levels}"


def has_its_landmarks(page: Page) -> None:
    """Banner, main, footer; the first link leads past the menu; each navigation has a name of its own."""
    landmarks = [each.tag for each in page.tree.iter("header", "main", "footer")]
    assert landmarks == ["header", "main", "footer"], f"landmarks: {landmarks}"
    assert page.tree.xpath("string((//body//a)[1]/@href)") == "#contenu", "the first link is not « Aller au contenu »"
    assert page.find("//main").get("id") == "contenu", "main is not #contenu"
    names = [each.get("aria-label") for each in page.tree.iter("nav")]
    assert all(names), "a navigation without a name"
    assert len(set(names)) == len(names), f"navigations: {names}"


def has_unique_ids(page: Page) -> None:
    """An id names one element; what refers to an id finds it."""
    ids = page.tree.xpath("//@id")
    assert len(ids) == len(set(ids)), f"ids: {sorted(ids)}"
    links = [each[1:] for each in page.tree.xpath("//@href[starts-with(., '#')]")]
    named = " ".join(page.tree.xpath("//@aria-describedby | //@aria-labelledby | //@aria-controls | //label/@for"))
    regions = [each.attrib[TARGET][1:] for each in page.tree.iter(etree.Element) if TARGET in each.attrib]
    lost = {*links, *named.split(), *regions} - set(ids)
    assert not lost, f"nothing has the id {sorted(lost)}"


def labels_its_fields(page: Page) -> None:
    """Each field has one label with words in it; a wrong field says what is wrong with it."""
    labels = {each.get("for"): each.text_content().strip() for each in page.tree.iter("label")}
    for field in page.tree.xpath(FIELDS):
        around = "".join(each.text_content() for each in field.iterancestors("label"))
        assert labels.get(field.get("id")) or around.strip(), f"no label: {etree.tostring(field)}"
        wrong = field.get("aria-invalid") == "true"
        assert not wrong or field.get("aria-describedby"), f"no reason: {etree.tostring(field)}"


def says_what_it_asks_for(page: Page) -> None:
    """The fields that a browser or a password manager can fill in say so."""
    for field in page.tree.iter("input"):
        purposes = PURPOSES.get(field.get("name", ""), PURPOSES.get(field.get("type", "text")))
        assert not purposes or field.get("autocomplete") in purposes, f"autocomplete: {etree.tostring(field)}"


def guards_its_forms(page: Page) -> None:
    """Each form is posted to a path of ours and carries its token."""
    for form in page.tree.iter("form"):
        assert form.get("method") == "post", "a form that is not posted"
        assert form.get("action", "").startswith("/"), "a form that leads elsewhere"
        assert form.xpath("string(.//input[@name='jeton']/@value)"), "a form without a token"


def describes_its_tables(page: Page) -> None:
    """A caption, a scope for each header, a header for each row, explicit roles for narrow screens."""
    for table in page.tree.iter("table"):
        assert table.findtext("caption"), "a table without a caption"
        assert not table.xpath(".//th[not(@scope)]"), "a header without scope"
        assert all(row.xpath("th[@scope='row']") for row in table.xpath("tbody/tr")), "a row without a header"
        cells = "descendant-or-self::*[self::table or self::thead or self::tbody or self::tr or self::th or self::td]"
        assert all(each.get("role") for each in table.xpath(cells)), "a table that loses its roles"


def speaks_french(page: Page) -> None:
    """The language is said; apostrophes and spaces are those of good French."""
    assert page.tree.get("lang") == "fr", "no lang"
    text = "//body//text()[not(ancestor::svg)] | //title/text() | //@aria-label | //@alt | //@title | //@data-label"
    for words in page.tree.xpath(text):
        assert not UNTYPESET.search(words), f"typography: {words}"


def names_its_links(page: Page) -> None:
    """Each link says where it goes; within a section the same words never lead to two places."""
    for each in page.tree.xpath("//a | //button"):
        assert words_of(each), f"no words: {etree.tostring(each)}"
    for section in page.tree.iter("header", "main", "footer"):
        places: dict[str, str] = {}
        for link in section.iter("a"):
            place = places.setdefault(words_of(link), link.get("href"))
            assert place == link.get("href"), f"« {words_of(link)} » leads to two places"
    for link in enhanced_links(page):
        assert link.get("id"), f"an enhanced link without id: {words_of(link)}"


def words_of(element: html.HtmlElement) -> str:
    """What a screen reader calls a link or a button."""
    return element.get("aria-label") or " ".join(element.text_content().split())


def says_its_place(page: Page) -> None:
    """The current tab says so in words; a message closes with « OK »."""
    for tab in page.tree.xpath("//nav[@class='tabs']//a[@aria-current]"):
        assert "onglet actif" in tab.text_content(), "a current tab without words"
    for message in page.tree.xpath("//*[@class='message']"):
        assert message.xpath(".//a[.='OK']"), "a message without « OK »"


VALUE = re.compile(r'\bvalue="[^"]*"')


def keeps_its_mode(page: Page) -> None:
    """Accessible mode has no script and no htmx; no mode has an inline style, script or handler."""
    accessible = page.tree.get("class") == "accessible"
    scripts = page.tree.xpath("//script")
    assert bool(scripts) is not accessible, "scripts belong to the other mode"
    written = VALUE.sub("", page.answer.text)  # a token is made of chance, and may have these very letters
    assert not accessible or "hx-" not in written, "htmx in accessible mode"
    assert all(script.get("src") and not script.text for script in scripts), "an inline script"
    assert not page.tree.xpath("//style | //@style | //@*[starts-with(name(), 'on')]"), "an inline style or handler"


def asks_for_little(page: Page) -> None:
    """Few further requests, and none of them to anybody else."""
    parts = page.tree.xpath("//link/@href | //script/@src | //img/@src")
    assert all(each.startswith(("/static/", "/logo/")) for each in parts), f"a foreign part: {parts}"
    logos = [each for each in parts if each.startswith("/logo/")]  # where a site has one: one more, and kept for ever
    counted = page.tree.xpath("//link[@rel='stylesheet'] | //script | //img")
    assert len(logos) <= 1, f"many logos: {logos}"
    assert len(counted) - len(logos) <= PARTS, f"many parts: {parts}"


def enhanced_links(page: Page) -> list[html.HtmlElement]:
    """The links that a swap follows."""
    return [link for link in page.tree.iter("a") if region_of(link)]


def region_of(link: html.HtmlElement) -> str:
    """The id of what a link swaps, as its nearest container says; nothing for a plain link or one htmx leaves."""
    if link.get("target") not in (None, "_self"):
        return ""
    containers = (each for each in link.iterancestors() if TARGET in each.attrib)
    container = next(containers, None)
    return "" if container is None else container.attrib[TARGET].removeprefix("#")


CHECKS: tuple[Callable[[Page], None], ...] = (
    has_one_heading,
    has_its_landmarks,
    has_unique_ids,
    labels_its_fields,
    says_what_it_asks_for,
    guards_its_forms,
    describes_its_tables,
    speaks_french,
    names_its_links,
    says_its_place,
    keeps_its_mode,
    asks_for_little,
)
