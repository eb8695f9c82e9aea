"""What a handler is handed: a request that knows who asks and which house it is in."""

from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import quote

from litestar import Request

from data.database import Database
from data.settings import Settings
from routes.web.addresses import path_of
from routes.web.hashing import Hashing
from routes.web.sessions import Visitor

QUERY_SIGNS = "=&+%/?:@!$'()*,;-._~"


@dataclass(frozen=True)
class House:
    """What one running process has: its settings, its database, its hashing threads."""

    settings: Settings
    database: Database
    hashing: Hashing


class Asked(Request[Any, Any, Any]):
    """One request."""

    @property
    def visitor(self) -> Visitor:
        """Who asks, signed in or not."""
        return cast(Visitor, self.scope["visitor"])  # type: ignore[typeddict-item]

    @property
    def house(self) -> House:
        """The running portal."""
        return cast(House, self.app.state.house)

    @property
    def database(self) -> Database:
        """Where a unit of work is asked for."""
        return self.house.database

    @property
    def settings(self) -> Settings:
        """What the operator decided."""
        return self.house.settings

    @property
    def address(self) -> str:
        """The path with its query, as it can stand in a link or a header."""
        query = quote(self.scope["query_string"], safe=QUERY_SIGNS)
        return self.path + (f"?{query}" if query else "")

    @property
    def came_from(self) -> str | None:
        """The page of ours with the link or the form that led here, where the browser says so."""
        return path_of(self.headers.get("Referer", ""), self.settings.base_url, self.headers.get("Host", ""))

    @property
    def following(self) -> str | None:
        """The page of ours that a form, once it has been read, is to lead to; known to the page of an error too."""
        return cast(dict[str, Any], self.scope).get("following")

    @following.setter
    def following(self, address: str | None) -> None:
        cast(dict[str, Any], self.scope)["following"] = address

    @property
    def path(self) -> str:
        """The path alone; never `//somewhere`, which a browser would take for another host."""
        return "/" + quote(self.scope["path"], errors="replace").lstrip("/")
