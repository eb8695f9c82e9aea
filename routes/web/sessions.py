"""Who is at the door: the cookies, read and written in one place."""

import secrets
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from litestar.datastructures import Cookie
from litestar.types import Scope
from sqlmodel import Session

from data import sessions, site_texts
from data.database import Database
from data.sessions import Person
from data.settings import Network, Settings
from data.site_texts import NO_TEXTS, Texts
from routes.web import clock

SESSION, VISIT, MODE = "portee", "portee-visite", "portee-mode"
ACCESSIBLE, ENHANCED = "accessible", "standard"
OF_ACCOUNT = "-compte"
YEAR = 365 * 86400


@dataclass(frozen=True)
class Visitor:
    """Who asks, before anything is answered."""

    person: Person | None
    token: str  # of the session, or of an anonymous visit: what forms are bound to
    accessible: bool
    address: str
    is_new: bool  # its visit cookie has still to be set
    introductions: Texts  # of the person’s site, by place

    @property
    def family(self) -> Person | None:
        """The guardian who may see a family’s pages."""
        return self.person if self.person and self.person.family and not self.person.temporary else None


async def recognise(scope: Scope, database: Database, settings: Settings) -> Visitor:
    """Read the cookies and find the person: one hop, one statement; the touch once a minute is the only write.

    A second statement where the site has just changed an introduction.
    """
    token = read_cookies(scope).get(cookie_name(SESSION, settings), "")
    now = clock.now()
    person, introductions = await database.read(_welcomed, token, now) if token else (None, NO_TEXTS)
    if person is None:
        return stranger(scope, settings)
    if person.touched_at <= now - sessions.TOUCH_EVERY:
        await database.write(sessions.touch, person.session, now)
    return replace(
        stranger(scope, settings),
        person=person,
        token=token,
        accessible=person.accessible,
        is_new=False,
        introductions=introductions,
    )


def _welcomed(db: Session, token: str, now: int) -> tuple[Person | None, Texts]:
    person = sessions.person_of(db, token, now)
    return person, site_texts.introductions_of(db, person.site, person.texts_version) if person else NO_TEXTS


def stranger(scope: Scope, settings: Settings) -> Visitor:
    """Somebody who is not signed in, as far as the cookies alone can tell."""
    cookies = read_cookies(scope)
    visit = cookies.get(cookie_name(VISIT, settings), "")
    return Visitor(
        person=None,
        token=visit or secrets.token_urlsafe(16),
        accessible=cookies.get(cookie_name(MODE, settings), "").startswith(ACCESSIBLE),
        address=client_address(scope, settings.proxies),
        is_new=not visit,
        introductions=NO_TEXTS,
    )


def read_cookies(scope: Scope) -> dict[str, str]:
    """The cookies of a request, as loosely as real browsers send them (lynx: « SameSite=Lax; sid=… »)."""
    header = b"; ".join(value for name, value in scope["headers"] if name == b"cookie").decode("latin-1")
    pairs = (part.partition("=") for part in header.split(";"))
    return {name.strip(): value.strip().strip('"') for name, _, value in pairs}


def has_session(scope: Scope, settings: Settings) -> bool:
    """Whether this browser has signed in; the session itself may have run out since."""
    return bool(read_cookies(scope).get(cookie_name(SESSION, settings), ""))


def cookie_name(name: str, settings: Settings) -> str:
    """`__Host-` over https: no other host and no plain connection can set it."""
    return f"__Host-{name}" if settings.https else name


def cookie(name: str, value: str, settings: Settings, max_age: int | None = None) -> Cookie:
    """A cookie of ours; without an age it goes when the browser closes."""
    return Cookie(
        key=cookie_name(name, settings),
        value=value,
        max_age=max_age,
        path="/",
        secure=settings.https,
        httponly=True,
        samesite="lax",
    )


def mode_cookie(accessible: bool, settings: Settings, of_account: bool) -> Cookie:
    """The mode of the pages before sign-in on this device: chosen there, or the mode of the account that was here."""
    mode = ACCESSIBLE if accessible else ENHANCED
    return cookie(MODE, mode + OF_ACCOUNT if of_account else mode, settings, YEAR)


def chosen_mode(scope: Scope, settings: Settings) -> bool | None:
    """The mode that was chosen on this device before sign-in, or nothing; that of an earlier account is no choice."""
    mode = read_cookies(scope).get(cookie_name(MODE, settings), "")
    return mode == ACCESSIBLE if mode in (ACCESSIBLE, ENHANCED) else None


def client_address(scope: Scope, proxies: tuple[Network, ...]) -> str:
    """The address that tries are counted under: the last one no proxy of ours vouches for; of IPv6 the /64."""
    client = scope.get("client")
    hops = [client[0] if client else ""]
    forwarded = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
    listed = [hop.strip() for hop in ",".join(forwarded).split(",") if hop.strip()]
    while listed and _is_proxy(hops[-1], proxies):
        hops.append(listed.pop())
    return _household(hops[-1])


def _is_proxy(address: str, proxies: tuple[Network, ...]) -> bool:
    known = _known(address)
    return known is not None and any(known in network for network in proxies)


def _household(address: str) -> str:
    known = _known(address)
    if isinstance(known, IPv6Address):
        return str(ip_network((known, 64), strict=False))
    return str(known) if known else address


def _known(address: str) -> IPv4Address | IPv6Address | None:
    """The address; an IPv4 one as such, also where a socket for both kinds writes it as « ::ffff:192.0.2.1 »."""
    try:
        known = ip_address(address)
    except ValueError:
        return None
    return known.ipv4_mapped or known if isinstance(known, IPv6Address) else known
