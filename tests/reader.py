"""The client that every test reads pages with. Unasked, it proof-reads each of them and counts what each costs.

So each test is also a test of accessibility, of typography and of economy.
"""

from typing import Any

from httpx import Request, Response
from litestar.testing import TestClient
from sqlalchemy import Engine, event

from data import accounts, database, sessions
from data.keys import digest
from routes.web import clock
from routes.web.coming_in import come_in
from routes.web.door import Door
from routes.web.sessions import SESSION, cookie, cookie_name, mode_cookie
from tests.page import Page
from tests.people import Someone
from tests.proof_reading import CHECKS, WHOLE_PAGE, enhanced_links, is_sealed, proof_read

__all__ = ["CHECKS", "Page", "Reader", "enhanced_links", "keep_budget", "proof_read"]

HOPS, STATEMENTS = 2, 6
TOUCH = "UPDATE user_session SET touched_at"  # the one write that a GET may do, once a minute, in a hop of its own
MOST_REDIRECTS = 3

_statements: list[str] = []


@event.listens_for(Engine, "before_cursor_execute")
def _note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
    _statements.append(statement)


class Reader:
    """A person before a browser."""

    def __init__(self, client: TestClient[Door], door: Door) -> None:
        self.client, self.door = client, door

    def read(self, path: str, status: int = 200, heaviest: int = WHOLE_PAGE, **headers: str) -> Page:
        """Ask for a page; follows redirects and proof-reads what it arrives at."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return proof_read(self._arrive(self.get(path, given), given), status, heaviest)

    def send(self, page: Page, action: str, status: int = 200, **values: str) -> Page:
        """Fill in a form of a page and send it."""
        answer = self.client.post(action, data={**page.form(action), **values}, follow_redirects=False)
        return proof_read(self._arrive(answer, {}), status)

    def get(self, path: str, headers: dict[str, str]) -> Response:
        """One request, whatever it answers, held to its budget."""
        _statements.clear()
        hops = self.door.database.hops
        answer = self.client.get(path, headers=headers, follow_redirects=False)
        keep_budget(self.door.database.hops - hops, list(_statements))
        return answer

    def _arrive(self, answer: Response, headers: dict[str, str]) -> Response:
        history: list[Response] = []
        while answer.has_redirect_location and len(history) < MOST_REDIRECTS:
            is_sealed(answer)
            history.append(answer)
            answer = self.get(answer.headers["Location"], headers)
        answer.history = history
        return answer

    def sign_in(self, who: Someone, password: str = "", status: int = 200, following: str = "") -> Page:
        """Sign in, from the page that one is led to."""
        page = self.read(following or "/connexion")
        return self.send(
            page, "/connexion", status, site=who.site, identifiant=who.username, mot_de_passe=password or who.password
        )

    def enter(self, who: Someone) -> None:
        """Be signed in: what `sign_in` leaves behind, made by what it calls, without its pages and without a hash."""
        settings, now = self.door.settings, clock.now()
        former = self.client.cookies.get(cookie_name(SESSION, settings), "")
        with database.transaction(settings.database) as db:
            account = accounts.lock_of(db, who.site, who.username, now).account
            assert account, f"{who.username} cannot sign in"
            sessions.close_session(db, digest(former or ""))
            came_in = come_in(db, account, False, None, now)
        kept = [
            cookie(SESSION, came_in.token, settings),
            mode_cookie(bool(came_in.accessible), settings, of_account=True),
        ]
        headers = [("set-cookie", each.to_header(header="")) for each in kept]
        self.client.cookies.extract_cookies(Response(303, headers=headers, request=Request("GET", settings.base_url)))

    def sign_out(self) -> Page:
        """« Quitter »."""
        return self.send(self.read("/mot-de-passe"), "/quitter")

    def switch_mode(self) -> Page:
        """Press the one button of « Accessibilité »."""
        return self.send(self.read("/accessibilite"), "/accessibilite")

    def swap(self, path: str, region: str, **headers: str) -> Response:
        """What a swap of this region fetches."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.get(path, {"HX-Request": "true", "HX-Target": f"section#{region}", **given})


def keep_budget(hops: int, statements: list[str]) -> None:
    """What a GET may cost."""
    touches = [each for each in statements if each.startswith(TOUCH)]
    asked = [each for each in statements if each not in touches]
    writes = [each for each in asked if not each.lstrip().upper().startswith(("SELECT", "PRAGMA"))]
    assert len(touches) <= 1, f"writes on a GET: {touches}"
    assert not writes, f"writes on a GET: {writes}"
    assert hops - len(touches) <= HOPS, f"{hops} database hops"
    assert len(asked) <= STATEMENTS, f"{len(asked)} statements: {asked}"
