"""How French is written: dates, euros, and the spaces that must not break."""

import datetime
import re
from collections.abc import Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from data.courses import WEEKDAYS
from data.zone import PARIS

NO_BREAK = "\N{NO-BREAK SPACE}"
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
BORN = {"Monsieur": "né", "M.": "né", "Madame": "née", "Mme": "née", "Mademoiselle": "née", "Mlle": "née"}


def grouped(count: int) -> str:
    """6000 → « 6 000 », with a no-break space."""
    return f"{count:,}".replace(",", NO_BREAK)


def euros(cents: int) -> str:
    """9324 → « 93,24 € », 123456 → « 1 234,56 € », with no-break spaces."""
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"{sign}{grouped(whole)},{rest:02d}{NO_BREAK}€"


def day(date: datetime.date) -> str:
    """« 10/03/2014 »."""
    return f"{date.day:02d}/{date.month:02d}/{date.year:04d}"


def long_day(date: datetime.date) -> str:
    """« mardi 24 novembre », « dimanche 1er novembre »."""
    number = "1er" if date.day == 1 else str(date.day)
    return f"{WEEKDAYS[date.weekday()]} {number} {MONTHS[date.month - 1]}"


def day_of(seconds: int) -> str:
    """« 24/11/2026 », in France, from seconds since 1970."""
    return day(datetime.datetime.fromtimestamp(seconds, PARIS).date())


def moment(seconds: int) -> str:
    """« 24/11/2026 à 10 h 28 », in France, from seconds since 1970."""
    at = datetime.datetime.fromtimestamp(seconds, PARIS)
    return f"{day(at.date())} à {at.hour}{NO_BREAK}h{NO_BREAK}{at.minute:02}"


def hour(clock: str) -> str:
    """« 17 h 30 », from « 17:30 »; nothing from nothing."""
    return clock.replace(":", f"{NO_BREAK}h{NO_BREAK}")


def born(honorific: str) -> str:
    """« né » or « née »; « né(e) » where the civilité does not say."""
    return BORN.get(honorific, "né(e)")


def plural(count: int, one: str, many: str) -> str:
    """« 0 élève », « 1 élève », « 2 000 élèves »: French counts nought as one."""
    return f"{grouped(count)}{NO_BREAK}{one if abs(count) < 2 else many}"


def since(then: int, now: int) -> str:
    """« depuis 3 jours »: how long something has waited, as one says it."""
    days, hours = divmod(max(now - then, 0) // 3600, 24)
    if days:
        return f"depuis {plural(days, 'jour', 'jours')}"
    return f"depuis {plural(hours, 'heure', 'heures')}" if hours else "depuis moins d’une heure"


LONGEST_WORD = 18  # letters that fit into a column of a table
_LENGTHY = re.compile(rf"[^\s-]{{{LONGEST_WORD + 1},}}")


def is_lengthy(text: str) -> bool:
    """Whether a word is longer than a column of a table is wide: it may then break anywhere."""
    return _LENGTHY.search(text) is not None


_RULES = (
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r"«[ \xa0]?"), f"«{NO_BREAK}"),
    (re.compile(r"[ \xa0]?»"), f"{NO_BREAK}»"),
    (re.compile(r" (?=[:;?!€](?:\W|$))"), NO_BREAK),
    (re.compile(r"\b(\d{1,3}) ?(\d{3}) (?=caractères)"), rf"\1{NO_BREAK}\2{NO_BREAK}"),
)


def typeset(text: str) -> str:
    """The apostrophes and no-break spaces of good French, put into plainly typed text."""
    for pattern, better in _RULES:
        text = pattern.sub(better, text)
    return text


class Typesetting(Extension):
    """Typesets what is written in a template, once, when the template is loaded."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Only text is touched: outside of Jinja’s own tags, and the literals within them."""
        for token in stream:
            is_text = token.type in ("data", "string")
            yield Token(token.lineno, token.type, typeset(token.value)) if is_text else token
