"""Everybody asks for the same thing: how each of them is answered, and what it changes."""

import re
import sqlite3
from pathlib import Path
from typing import Any

from httpx import Response

from data import database
from data.schema import METADATA
from data.settings import Settings
from routes.web.forms import CSRF_FIELD, FORM_ID_FIELD, csrf_token, new_form_id
from routes.web.sessions import SESSION, VISIT
from tests.house.affairs import Affairs, family_in
from tests.people import People
from tests.reader import Reader

IN_EACH_ANSWER = re.compile(r'(name="(?:jeton|envoi)" value=")[^"]*')
OF_THE_DOOR = {"throttle": (), "user_session": ("touched_at",)}  # what any request may touch


class Asker:
    """Everybody, each in a session of their own, before one portal."""

    def __init__(self, reader: Reader, settings: Settings, people: People, affairs: Affairs) -> None:
        self.reader, self.settings, self.people, self.affairs = reader, settings, people, affairs

    def get(self, who: str, address: str, **headers: str) -> Response:
        """One page."""
        self._be(who)
        return self.reader.get(address, headers)

    def post(self, who: str, address: str, token: str | None, **values: str) -> Response:
        """One form, filled in, with this token or with none."""
        self._be(who)
        bound = {} if token is None else {CSRF_FIELD: token}
        form = {**bound, FORM_ID_FIELD: new_form_id(), **values}
        return self.reader.client.post(address, data=form, follow_redirects=False)

    def token_of(self, who: str) -> str:
        """What a form made for this session carries."""
        return csrf_token(self.affairs.tokens[who], self.settings.secret)

    def _be(self, who: str) -> None:
        cookies = self.reader.client.cookies
        cookies.clear()
        cookies.set(VISIT if who == "nobody" else SESSION, self.affairs.tokens[who])

    @property
    def family_id(self) -> int:
        """The number of the family, which no URL and no page says."""
        with database.reading(self.settings.database) as db:
            return family_in(db, self.people)

    def keys_of(self, route: str) -> list[str]:
        """The ids that stand in the address of what is the family’s."""
        return next((keys for part, keys in self.affairs.keys.items() if part in route), [self.people.family.fee])

    def everything(self) -> dict[str, list[Any]]:
        """The whole database, but for what any request may touch."""
        return everything_in(self.settings.database)


def everything_in(path: Path) -> dict[str, list[Any]]:
    """A whole database, but for what any request may touch."""
    with sqlite3.connect(path) as connection:
        tables = {name: _columns(name) for name in METADATA.tables}
        return {
            name: connection.execute(f"SELECT {columns} FROM {name} ORDER BY 1").fetchall()  # noqa: S608
            for name, columns in tables.items()
            if columns
        }


def _columns(table: str) -> str:
    left_out = OF_THE_DOOR.get(table)
    if left_out == ():
        return ""
    return ", ".join(f'"{each.name}"' for each in METADATA.tables[table].columns if each.name not in (left_out or ()))


def outcome(answer: Response) -> str:
    """The status, or the path that one is led to."""
    return answer.headers["Location"].partition("?")[0] if answer.status_code == 303 else str(answer.status_code)


def to_the_byte(answer: Response) -> tuple[str, dict[str, str]]:
    """The whole answer, but for its tokens and what follows from their letters."""
    headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
    return IN_EACH_ANSWER.sub(r"\1", answer.text), headers
