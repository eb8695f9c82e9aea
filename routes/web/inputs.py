"""The fields of a record as native controls: their names in a form, their shapes, how they are read."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from data.changes import Field, Texts
from data.reference_lists import Lists
from routes.web.forms import Values

DATE_PARTS = ("jour", "mois", "annee")
# What a browser may fill in by itself. A guardian’s own fields bear their purpose; a child’s are not the reader’s.
PURPOSES = {
    "surname": "family-name",
    "given_name": "given-name",
    "honorific": "honorific-prefix",
    "profession": "organization-title",
    "address": "street-address",
    "postcode": "postal-code",
    "town": "address-level2",
    "home_phone": "home tel",
    "work_phone": "work tel",
    "fax": "fax tel",
    "other_phone": "tel",
    "email": "email",
    "mobile": "mobile tel",
}
OF_HOUSEHOLD = {"address", "postcode", "town", "home_phone"}
PHONES = {"home_phone", "work_phone", "fax", "other_phone", "mobile", "emergency_phone"}
HELP = {
    "birth_date": "Par exemple : 14, 09 et 1995.",
    "email": "Par exemple : prenom.nom@exemple.fr",
    "emergency_phone": "Un numéro qui répond pendant les cours.",
    "emergency_contact": "Son nom, et qui elle est pour l’élève.",
    "mobile": "À l’étranger, commencez par + et l’indicatif du pays.",
}


class Input(NamedTuple):
    """One field of a record as its page shows it."""

    name: str  # in the form, and the id of its control
    label: str
    shape: str  # line, lines, choice, date
    value: str
    former: str | None  # the official value, where another one is proposed
    options: Sequence[str]
    type: str
    mode: str  # the keyboard of a telephone, where the type does not say it
    purpose: str
    help: str


def place_of(field: Field) -> str:
    """The id of a field’s control, or of the first of them."""
    return f"{field.slug}-{DATE_PARTS[0]}" if field.name == "birth_date" else field.slug


def input_of(field: Field, of_student: bool, shown: Texts, official: Texts, proposed: Texts, lists: Lists) -> Input:
    """A field with the value to be shown in it; what the record holds may always be chosen again."""
    shape = _shape(field)
    value, held = (_laid_out(each[field.name], shape) for each in (shown, official))
    listed = lists[field.chosen_from] if field.chosen_from else ()
    return Input(
        name=field.slug,
        label=field.label,
        shape=shape,
        value=value,
        former=held if field.name in proposed else None,
        options=list(dict.fromkeys(("", *listed, held, value))) if listed else (),
        type=_type(field, of_student),
        mode="email" if of_student and field.name == "email" else "",
        purpose="off" if of_student and field.name not in OF_HOUSEHOLD else PURPOSES.get(field.name, "off"),
        help=HELP.get(field.name, ""),
    )


def _laid_out(text: str, shape: str) -> str:
    """On one line where the control has but one: a browser would join an imported line break without a space."""
    return text if shape == "lines" else " ".join(text.split())


def _shape(field: Field) -> str:
    if field.chosen_from:
        return "choice"
    return {"birth_date": "date", "address": "lines"}.get(field.name, "line")


def _type(field: Field, of_student: bool) -> str:
    """The address of a child is typed like one, but it is not the one that a browser knows."""
    if field.name in PHONES:
        return "tel"
    return "email" if field.name == "email" and not of_student else "text"


def read_inputs(values: Values, fields: Sequence[Field]) -> Texts:
    """What was typed, by field; a field that the form does not hold is not there."""
    return {each.name: typed for each in fields if (typed := _typed(values, each)) is not None}


def _typed(values: Mapping[str, str], field: Field) -> str | None:
    if field.name != "birth_date":
        return values.get(field.slug)
    there = all(f"{field.slug}-{part}" in values for part in DATE_PARTS)
    return joined(values, field.slug) if there else None


def joined(values: Mapping[str, str], name: str) -> str:
    """A date that was typed in three parts, as « jj/mm/aaaa »; empty when none of them was filled in."""
    parts = [values.get(f"{name}-{part}", "").strip() for part in DATE_PARTS]
    return "/".join(part.zfill(2) if part.isdecimal() else part for part in parts) if any(parts) else ""
