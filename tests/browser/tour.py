"""A walk over every page that a person can reach, with everything that is seen on the way."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Route

import app
from tests.browser import measures
from tests.browser.crowd import Crowd
from tests.browser.states import STATES
from tests.browser.visitor import choose_mode, see_as_family, sign_in
from tests.people import Someone

MODES = ("enhanced", "accessible", "without scripts")
VISITORS = ("nobody", "many", "long", "bare", "parent", "newcomer", "office", "unsecured", "viewer")
OWN_PAGES = {  # the others are as in « many »
    "long": ("/famille", "/eleves"),
    "bare": ("/famille", "/eleves"),
    "parent": (),
    "office": ("/administration",),
    "unsecured": ("/administration", "/mot-de-passe"),
    "viewer": ("/famille", "/agenda", "/mot-de-passe"),
}
LISTEN = """addEventListener("securitypolicyviolation", event =>
  console.error(`refused by the policy: ${event.violatedDirective} ${event.blockedURI}`));"""
LINKS = """() => [...document.querySelectorAll("a[href]")].filter(link => !link.closest("tbody tr:not(:first-child)"))
  .filter(link => link.origin === location.origin && !/[.]pdf$|[/]rapport$/.test(link.pathname))
  .map(link => link.pathname + link.search)"""
LOOKS = ("faint", "small", "outside")
NOWHERE = "/rien"  # a page that does not exist
ADDRESSES = [path for handler in app.PAGES for path in handler.paths if "GET" in handler.http_methods]
ENOUGH = 2  # pages of one address that differ by their keys alone
UNSEEN = re.compile(
    r'(?<=name="jeton" value=")[^"]*|(?<=name="envoi" value=")[^"]*| data-htmx-powered="true"'
    r'| hx-[a-z:]+="[^"]*"|<script[^>]*></script>\s*|(?<=<html lang="fr") class="accessible"'
)
SOURCE = "document.documentElement.outerHTML"  # Playwright’s own way takes ten times as long
STORED = "() => localStorage.length + sessionStorage.length"


@dataclass(frozen=True)
class Sighting:
    """One page, and what is wrong with it."""

    place: str
    requests: list[str]
    weight: int  # bytes of HTML, as they travelled
    noise: list[str]
    stored: int
    words: str  # the page as it stands in the browser, without what nobody can see
    violations: list[str] = field(default_factory=list)
    faint: list[str] = field(default_factory=list)
    small: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)


@dataclass
class Ear:
    """What the browser says, and asks for since the last page began."""

    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    begun: list[Request] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        """From now on; the violations of the policy are told to the console."""
        page.add_init_script(LISTEN)
        page.on("console", lambda message: self._hear(message, page.url))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", self._note)

    def _hear(self, message: ConsoleMessage, address: str) -> None:
        """A page of ours with status 404 or 422 is no fault, though the browser reports it as one."""
        is_page = message.text.startswith("Failed to load resource") and message.location["url"] == address
        if message.type in ("error", "warning") and not is_page:
            self.said.append(f"{message.text} {message.location['url']}")

    def _note(self, request: Request) -> None:
        if request.is_navigation_request():
            self.asked.clear()
            self.begun = [request]
        if "/static/logo." not in request.url:  # the icon of the window
            self.asked.append(request.url)


def walk(
    browser: Browser, url: str, crowd: Crowd, visitor: str, mode: str, enhanced: Mapping[str, Sighting]
) -> list[Sighting]:
    """Every page that this visitor can reach, each kind of address once, then the states that need a form.

    What says word for word what the enhanced page said is not put before axe again: axe reads words and structure, and
    what it sees of colours and sizes is measured anew wherever the looks are other ones.
    """
    context = browser.new_context(base_url=url, viewport=measures.WIDE)
    if mode == "without scripts":
        context.route("**/*.js", _silence)
    page = _arrive(context, crowd, visitor, mode)
    ear = Ear()
    ear.listen(page)
    kinds = LOOKS if mode in MODES[:2] else ()
    seen = [_look(page, ear, place, enhanced.get(place), kinds) for place in _places(page, visitor)]
    context.close()
    return seen


def _silence(route: Route) -> None:
    route.fulfill(body="", content_type="text/javascript")


def _arrive(context: BrowserContext, crowd: Crowd, visitor: str, mode: str) -> Page:
    people: dict[str, Someone] = {**vars(crowd), "office": crowd.people.office, "viewer": crowd.people.office}
    page = context.new_page()
    if visitor in people:
        sign_in(page, people[visitor])
    if visitor == "viewer":
        see_as_family(page, crowd.viewed)
    choose_mode(page, mode == "accessible")
    measures.equip(context, axe=mode == "enhanced")  # from here on
    return page


def _places(page: Page, visitor: str) -> Iterator[str]:
    """Brings the page to each place in turn, two of each address, and says which; then into the states of a form."""
    waiting, known, often = ["/", NOWHERE], {"/", NOWHERE}, Counter[str]()
    while waiting:
        place = waiting.pop(0)
        page.goto(place)
        yield path_and_keys(page.url)
        fresh = {path_and_keys(link): link for link in page.evaluate(LINKS)}
        mine = OWN_PAGES.get(visitor, "/")
        for kind, link in fresh.items():
            address = address_of(kind)
            if kind not in known and link.startswith(mine) and often[address] < ENOUGH:
                waiting.append(link)
                often[address] += 1
        known |= set(fresh)
    for name, reach in STATES[visitor].items():
        reach(page)
        yield name


def path_and_keys(address: str) -> str:
    """What tells one kind of page from another: all years of a ledger are one kind."""
    parts = urlsplit(address)
    return "?".join([parts.path, *sorted(parse_qs(parts.query))])


def address_of(kind: str) -> str:
    """As the portal writes the address of a page, with what it is asked for: its keys are left open."""
    place, asked, names = kind.partition("?")
    fitting = [address for address in ADDRESSES if is_at(place, address)]
    return min(fitting, key=lambda address: address.count("{"), default=place) + asked + names


def is_at(place: str, address: str) -> bool:
    """Whether a page is one of those at an address."""
    steps, pattern = place.strip("/").split("/"), address.strip("/").split("/")
    return len(steps) == len(pattern) and all(
        want.startswith("{") or want == step for step, want in zip(steps, pattern, strict=True)
    )


def _look(page: Page, ear: Ear, place: str, enhanced: Sighting | None, kinds: Iterable[str]) -> Sighting:
    """Everything that is measured; the looks without scripts are those of the enhanced page."""
    heard = _listen(page, ear, place)
    same = enhanced is not None and enhanced.words == heard.words
    measured = {kind: getattr(measures, kind)(page) for kind in (*(() if same else ("violations",)), *kinds)}
    return replace(heard, **measured)


def _listen(page: Page, ear: Ear, place: str) -> Sighting:
    """What the browser itself tells."""
    sighting = Sighting(
        place=place,
        requests=list(ear.asked),
        weight=ear.begun[0].sizes()["responseBodySize"],
        noise=list(ear.said),
        stored=page.evaluate(STORED),
        words=UNSEEN.sub("", page.evaluate(SOURCE)),
    )
    ear.said.clear()
    return sighting
