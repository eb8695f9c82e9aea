"""Whether an export speaks of the people whom the portal knows by its references, or of others.

Administrative software numbers from 1: two conservatoires have « F0001 » in common, and nobody. Somebody who
marries, or whose name is corrected, stays who they are; a family may change its guardian. When most references bear
other people, it is another site's export, and the import asks.
"""

import datetime
from collections import defaultdict
from typing import NamedTuple

from sqlmodel import Session, col, select

from data.alphabet import searchable
from data.families import Family, Guardian
from data.imports.shapes import Row
from data.students import Student

FEWEST = 3  # references that bear other people before that says anything
SHOWN = 3
PARTICLES = {
    *("al", "ben", "bin", "da", "das", "de", "del", "den", "der", "des", "di", "do", "dos", "du", "el"),
    *("la", "las", "le", "les", "los", "van", "von"),
}

ANOTHER_SITE = (
    "Aucune famille et aucun élève de cet export ne figure dans ce site : c’est peut-être l’export d’un autre site."
)
OTHER_PEOPLE = (
    "Sous {others} des {met} références que ce site connaît, cet export a d’autres familles ou d’autres élèves : "
    "c’est peut-être l’export d’un autre site."
)


class Face(NamedTuple):
    """What somebody is recognised by."""

    surname: str
    given_name: str
    proof: str | datetime.date | None  # an e-mail address or a date of birth: the same one, the same person

    @property
    def name(self) -> str:
        """« ABOLANT Jocelyne »."""
        return f"{self.surname} {self.given_name}"

    def is_like(self, other: "Face") -> bool:
        """Whether this may be the same person: a word of the name has stayed, or what proves it."""
        if self[:2] == other[:2] or (self.proof and self.proof == other.proof):
            return True
        return not _words(self.name).isdisjoint(_words(other.name))


def _words(name: str) -> set[str]:
    """Those of a name that tell people apart."""
    return {word for word in searchable(name).split() if len(word) > 1} - PARTICLES


class Faces:
    """The people of one table: whom the portal knows by each reference, and whom the export has met there."""

    def __init__(self) -> None:
        self._known: defaultdict[str, list[Face]] = defaultdict(list)
        self.from_exports = False  # whether it knows anybody whom the office has not added by hand
        self.read = 0  # rows of the export
        self.met: set[str] = set()
        self.others: dict[str, Face] = {}  # by reference: somebody whom the portal does not know there

    def know(self, reference: str, face: Face, by_hand: bool) -> None:
        """Somebody of the portal."""
        self._known[reference].append(face)
        self.from_exports = self.from_exports or not by_hand

    def meet(self, reference: str, face: Face) -> None:
        """Somebody of the export; one who is known under a reference is enough for it."""
        self.read += 1
        if reference not in self._known:
            return
        known = any(face.is_like(each) for each in self._known[reference])
        if known:
            self.others.pop(reference, None)
        elif reference not in self.met:
            self.others[reference] = face
        self.met.add(reference)

    def examples(self, table: str) -> list[str]:
        """« familles, « F0001 » : « ABOLANT Jocelyne » devient « LORMELLET Gilles » », for the first of them."""
        return [
            f"{table}, « {reference} » : « {self._known[reference][0].name} » devient « {face.name} »"
            for reference, face in list(self.others.items())[:SHOWN]
        ]


class Crowd:
    """The families and the students of a site, and those of an export beside them."""

    def __init__(self, db: Session, site: int) -> None:
        """Two statements, whatever the size of the site."""
        self._tables = {"familles": Faces(), "eleves": Faces()}
        guardians = (
            select(  # type: ignore[call-overload]
                Family.reference, Guardian.surname, Guardian.given_name, Guardian.email, Family.by_hand
            )
            .join(Guardian, col(Guardian.family_id) == Family.id)
            .where(Family.site_id == site)
            .order_by(Family.id, Guardian.rank)
        )
        students = select(  # type: ignore[call-overload]
            Student.reference, Student.surname, Student.given_name, Student.birth_date, Student.by_hand
        ).where(Student.site_id == site)
        for table, found in (("familles", guardians), ("eleves", students)):
            for reference, *face, by_hand in db.connection().execute(found):
                self._tables[table].know(reference, Face(*face), by_hand)

    def meet_guardian(self, family: str, row: Row) -> None:
        """A row of « familles »."""
        self._meet("familles", family, row, "email")

    def meet_student(self, row: Row) -> None:
        """A row of « eleves »."""
        self._meet("eleves", row.get("reference"), row, "birth_date")

    def _meet(self, table: str, reference: str | None, row: Row, proof: str) -> None:
        if reference is not None:
            face = Face(row.get("surname", ""), row.get("given_name", ""), row.get(proof))
            self._tables[table].meet(reference, face)

    @property
    def other_families(self) -> frozenset[str]:
        """The references under which the export has nobody of the family that the portal knows."""
        return frozenset(self._tables["familles"].others)

    def doubts(self) -> list[str]:
        """Why it may be another site's export, with a few examples; nothing when it is this site's."""
        read = {name: faces for name, faces in self._tables.items() if faces.read}
        met = sum(len(faces.met) for faces in read.values())
        others = sum(len(faces.others) for faces in read.values())
        if not met:
            return [ANOTHER_SITE] if any(faces.from_exports for faces in read.values()) else []
        if others < FEWEST or 2 * others <= met:
            return []
        examples = [example for name, faces in read.items() for example in faces.examples(name)]
        return [OTHER_PEOPLE.format(others=others, met=met), *examples[:SHOWN]]
