"""The fields of a record that a family may propose to change, under the manual’s labels and in its order."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from data import kinds
from data.alphabet import searchable
from data.changes import holds
from data.families import Guardian
from data.reference_lists import Listed, Lists
from data.students import Student

Record = Guardian | Student
Texts = dict[str, str]  # the values of a record by field, as they are shown: « 14/09/1995 »


@dataclass(frozen=True)
class Field:
    """One field of a record."""

    name: str  # as the house calls it
    label: str
    kind: kinds.Kind = kinds.text
    longest: int = 100  # characters
    required: bool = False
    chosen_from: Listed | None = None

    @property
    def slug(self) -> str:
        """What it is called in a form: « tel-domicile »."""
        return searchable(self.label).replace(" ", "-")

    def read(self, typed: str, held: Iterable[str], lists: Lists, today: datetime.date) -> str:
        """What a family has typed; what the record has held may be chosen again. Raises ValueError in French."""
        length = len(typed.strip().replace("\r\n", "\n"))  # as browsers count; they send each line break as two signs
        if length > self.longest:
            raise ValueError(f"« {self.label} » : {self.longest} caractères au plus ; vous en avez {length}.")
        try:
            value = self.kind(typed, today)
        except ValueError as trouble:
            raise ValueError(f"« {self.label} » : {trouble}") from None
        if self.required and not value:
            raise ValueError(f"Renseignez « {self.label} ».")
        if self.chosen_from and value not in ("", *held, *lists[self.chosen_from]):
            raise ValueError(f"« {self.label} » : choisissez dans la liste.")
        return value


ADDRESS = (
    Field("address", "Adresse", kinds.lines, longest=300),
    Field("postcode", "CP", kinds.postcode),
    Field("town", "Ville"),
    Field("home_phone", "Tél domicile", kinds.phone),
    Field("work_phone", "Tél pro", kinds.phone),
    Field("fax", "Télécopie", kinds.phone),
)
SURNAME = Field("surname", "Nom", kinds.name, required=True)
GIVEN_NAME = Field("given_name", "Prénom", kinds.name, required=True)
HONORIFIC = Field("honorific", "Civilité", chosen_from=Listed.HONORIFICS)
EMAIL = Field("email", "E-mail", kinds.email, longest=254)

GUARDIAN = (
    SURNAME,
    GIVEN_NAME,
    HONORIFIC,
    Field("marital_status", "Situation familiale", chosen_from=Listed.MARITAL_STATUSES),
    Field("profession", "Profession"),
    *ADDRESS,
    Field("other_phone", "Autre tél", kinds.phone),
    EMAIL,
    Field("mobile", "Mobile", kinds.phone),
)
STUDENT = (
    HONORIFIC,
    SURNAME,
    GIVEN_NAME,
    Field("birth_date", "Date de naissance", kinds.birth_date),
    Field("birth_place", "Lieu de naissance"),
    *ADDRESS,
    EMAIL,
    Field("school_grade", "Niveau scolaire", chosen_from=Listed.SCHOOL_GRADES),
    Field("image_consent", "Droit à l’image", chosen_from=Listed.CONSENTS),
    Field("emergency_contact", "Personne à prévenir", longest=200),
    Field("leave_permission", "Autorisation de sortie", chosen_from=Listed.CONSENTS),
    Field("emergency_phone", "Tél. urgence", kinds.phone),
)


def fields_of(of_student: bool) -> tuple[Field, ...]:
    """The fields of a student’s record, or of a guardian’s."""
    return STUDENT if of_student else GUARDIAN


def label_of(name: str) -> str:
    """The label of a field, whosever record it is of; its name when there is none of that name any more."""
    return next((each.label for each in (*GUARDIAN, *STUDENT) if each.name == name), name)


def texts_of(record: Record) -> Texts:
    """The official values of a record."""
    return {each.name: holds.shown(getattr(record, each.name)) for each in fields_of(isinstance(record, Student))}


def put(record: Record, field: str, value: str) -> None:
    """Make a text the official value of a field."""
    if field == "birth_date":
        setattr(record, field, datetime.datetime.strptime(value, "%d/%m/%Y").date() if value else None)
    else:
        setattr(record, field, value)


def same(one: str, other: str) -> bool:
    """Whether two texts say the same, however a browser has laid out their spaces and lines."""
    return one.split() == other.split()
