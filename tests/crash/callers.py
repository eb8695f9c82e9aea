"""Families that save, import and validate all the time, and remember what they were told: what a crash must not undo.

A form whose answer does not come is sent again, the very same, once the portal answers again.
"""

import random
import re
from dataclasses import dataclass, replace
from http.client import HTTPException
from typing import NamedTuple

from tests.phones import Attachment, Household, Phone, Screen
from tests.uploads import a_pdf, a_photo

NEVER_HEARD = 0.1  # how often a family loses its line before the answer, and sends again
NO_ANSWER = (OSError, HTTPException)
NUMBER = re.compile(r"\d{4}-\d{6}")
FIRST, LAST = ("save", "add"), ("add", "check", "send", "read_number")
AGAIN = ("check", "send", "read_number", "take_back", "save")
OFTEN = ("save", "add", "add", "add", "drop")


KINDS = (("papier.pdf", a_pdf()), ("photo.jpg", a_photo()))


@dataclass(frozen=True)
class Told:
    """How the request of a family stands, as it was told."""

    documents: tuple[tuple[str, int], ...] = ()  # what is asked for, and how many pages were given
    remarks: str = ""
    ticked: int = 0
    times_sent: int = 0
    is_sent: bool = False

    def growing(self, key: str, pages: int) -> "Told":
        """With more pages of a document."""
        given = dict(self.documents)
        return replace(self, documents=tuple(sorted((given | {key: given.get(key, 0) + pages}).items())))

    def without(self, key: str) -> "Told":
        """With a document less."""
        return replace(self, documents=tuple(each for each in self.documents if each[0] != key))


class Sheet(NamedTuple):
    """A form that is filled in, and how things stand for its family once it has been answered."""

    address: str
    values: dict[str, str]
    then: Told
    said: str  # where the answer leads
    files: tuple[Attachment, ...] = ()
    multipart: bool = False
    counts: bool = False  # among « Valider » and uploads


class Caller:
    """One family before its phone, until it has done all it wants."""

    def __init__(self, port: int, household: Household, chance: random.Random) -> None:
        self.household, self.chance, self.tab = household, chance, household.tab
        self.phone = Phone(port, household)
        self.told, self.sheet, self.tries = Told(), _nothing(), 0
        self.number, self.acknowledged = "", 0
        self.faults: list[str] = []
        again = AGAIN if chance.random() < 0.5 else ()
        self.wishes = [*FIRST, *chance.choices(OFTEN, k=4), *again, *LAST]

    @property
    def possible(self) -> set[Told]:
        """What may be found of it: what it was told, or what a form without an answer makes of it."""
        return {self.told, self.sheet.then} if self.sheet else {self.told}

    def step(self) -> None:
        """Fill in one form and send it; raises OSError or HTTPException when no answer comes."""
        if self.sheet is None:
            self.sheet, self.tries = getattr(self, self.wishes[0])(self.phone.read(self.tab)), 0
        if self.sheet:
            self.tries += 1
            self._send(self.sheet)
        self.wishes = self.wishes[1:]
        self.sheet = None

    def _send(self, sheet: Sheet) -> None:
        sent = sheet.address, sheet.values, sheet.files, sheet.multipart
        if self.chance.random() < NEVER_HEARD:
            self.phone.send_unheard(*sent)
            self.tries += 1
        screen = self.phone.send(*sent)
        repeated = self.tries > 1 and screen.location == sheet.address
        if screen.status != 303 or not (sheet.said in screen.location or repeated):
            raise LookupError(f"{self.wishes[0]}: {screen.status} {screen.location}")
        self.told = sheet.then
        self.acknowledged += sheet.counts

    def save(self, page: Screen) -> Sheet:
        """« Enregistrer le brouillon », and tick a course."""
        remarks = f"Souhait {self.chance.randrange(10**9)}"
        values = page.form(self.tab) | {page.names("checkbox")[0]: "oui", "demandes": remarks, "geste": "enregistrer"}
        then, multipart = replace(self.told, ticked=1, remarks=remarks), self.chance.random() < 0.5
        return Sheet(self.tab, values, then, "fait=reinscription-enregistree", multipart=multipart)

    def add(self, page: Screen) -> Sheet:
        """« Importer »: one file or two."""
        field = self.chance.choice(page.names("file"))
        chosen = self.chance.choices(KINDS, k=self.chance.choice((1, 1, 2)))
        files = tuple(Attachment(field, name, content) for name, content in chosen)
        key = field.removeprefix("piece-")
        values = page.form(self.tab) | {"geste": f"importer-{key}"}
        then = self.told.growing(key, len(files))
        return Sheet(self.tab, values, then, "fait=piece-importee", files, counts=True)

    def drop(self, page: Screen) -> Sheet | None:
        """« Supprimer », where there is something."""
        given = [str(each) for each in page.tree.xpath("//button[starts-with(@value, 'supprimer-')]/@value")]
        if not given:
            return None
        gesture = self.chance.choice(given)
        values = page.form(self.tab) | {"geste": gesture}
        return Sheet(self.tab, values, self.told.without(gesture.removeprefix("supprimer-")), "fait=piece-supprimee")

    def check(self, page: Screen) -> Sheet:
        """« Valider », which leads to the summary."""
        values, multipart = page.form(self.tab) | {"geste": "valider"}, self.chance.random() < 0.5
        return Sheet(self.tab, values, self.told, "/recapitulatif", multipart=multipart)

    def send(self, _: Screen) -> Sheet:
        """« Valider » on the summary, which sends."""
        address = f"{self.tab}/recapitulatif"
        values = self.phone.read(address).form(address)
        then = replace(self.told, is_sent=True, times_sent=self.told.times_sent + 1)
        return Sheet(address, values, then, "fait=reinscription-envoyee", counts=True)

    def take_back(self, page: Screen) -> Sheet:
        """« Reprendre la demande »."""
        address = f"{self.tab}/reprise"
        return Sheet(address, page.form(address), replace(self.told, is_sent=False), "fait=reinscription-reprise")

    def read_number(self, page: Screen) -> None:
        """Note the number of the receipt: once told, it stays."""
        found = NUMBER.search(str(page.tree.xpath("string(//a[@id='recu'])")))
        if not found or self.number not in ("", found[0]):
            raise LookupError(f"{found and found[0]} is not the number {self.number}")
        self.number = found[0]


def _nothing() -> Sheet | None:
    return None
