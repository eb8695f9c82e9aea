"""Who is at the door: the cookies, read and written in one place."""

import secrets
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from litestar.datastructures import Cookie
from litestar.types import Scope

from data import sessions
from data.database import Database
from data.sessions import Person
from data.settings import Network, Settings
from routes.web import clock

SESSION, VISIT, MODE = "portee", "portee-visite", "portee-mode"
ACCESSIBLE, ENHANCED = "accessible", "standard"
YEAR = 365 * 86400


@dataclass(frozen=True)
class Visitor:
    """Who asks, before anything is answered."""

    person: Person | None
    token: str  # of the session, or of an anonymous visit: what forms are bound to
    accessible: bool
    address: str
    is_new: bool  # its visit cookie has still to be set

    @property
    def family(self) -> Person | None:
        """The guardian who may see a family’s pages."""
        return self.person if self.person and self.person.family and not self.person.temporary else None


async def recognise(scope: Scope, database: Database, settings: Settings) -> Visitor:
    """Read the cookies and find the person: one hop, one statement; the touch once a minute is the only write."""
    cookies = read_cookies(scope)
    token = cookies.get(cookie_name(SESSION, settings), "")
    now = clock.now()
    person = await database.read(sessions.person_of, token, now) if token else None
    if person and person.touched_at <= now - sessions.TOUCH_EVERY:
        await database.write(sessions.touch, person.session, now)
    visit = cookies.get(cookie_name(VISIT, settings), "")
    return Visitor(
        person=person,
        token=token if person else visit or secrets.token_urlsafe(16),
        accessible=person.accessible if person else cookies.get(cookie_name(MODE, settings)) == ACCESSIBLE,
        address=client_address(scope, settings.proxies),
        is_new=not person and not visit,
    )


def read_cookies(scope: Scope) -> dict[str, str]:
    """The cookies of a request, as loosely as real browsers send them (lynx: « SameSite=Lax; sid=… »)."""
    header = b"; ".join(value for name, value in scope["headers"] if name == b"cookie").decode("latin-1")
    pairs = (part.partition("=") for part in header.split(";"))
    return {name.strip(): value.strip().strip('"') for name, _, value in pairs}


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


def mode_cookie(accessible: bool, settings: Settings) -> Cookie:
    """What this device prefers, for the pages before sign-in."""
    return cookie(MODE, ACCESSIBLE if accessible else ENHANCED, settings, YEAR)


def chosen_mode(scope: Scope, settings: Settings) -> bool | None:
    """The mode this device has chosen: accessible or not, or nothing chosen."""
    chosen = read_cookies(scope).get(cookie_name(MODE, settings))
    return chosen == ACCESSIBLE if chosen else None


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
    try:
        return any(ip_address(address) in network for network in proxies)
    except ValueError:
        return False


def _household(address: str) -> str:
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((known, 64), strict=False)) if isinstance(known, IPv6Address) else str(known)
