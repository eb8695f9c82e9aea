"""What a family may write in a field. Each kind reads what was typed; raises ValueError in French.

Kind, not strict: what is odd but may be true (a foreign postcode, a number of Dakar) is taken as it is written.
"""

import datetime
import re
import unicodedata
from collections.abc import Callable

import phonenumbers
from email_validator import EmailNotValidError, validate_email

Kind = Callable[[str, datetime.date], str]  # what was typed, and today

OLDEST = 1900
POSTCODE = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9 -]{2,9}")
FIRST_PICTURE = 0x2190  # arrows, boxes, emoji … from here on; « N° » and « © » stand before
VARIATIONS = "\ufe0e\ufe0f"


def text(written: str, _: datetime.date) -> str:
    """One line, in any writing, without pictures."""
    return " ".join(_readable(written).split())


def lines(written: str, _: datetime.date) -> str:
    """Several lines, none of them empty."""
    each = (" ".join(line.split()) for line in _readable(written).splitlines())
    return "\n".join(line for line in each if line)


def name(written: str, today: datetime.date) -> str:
    """What a person is called: there is at least one letter in it."""
    words = text(written, today)
    if words and not any(sign.isalpha() for sign in words):
        raise ValueError("écrivez un nom, avec des lettres.")
    return words


def phone(written: str, today: datetime.date) -> str:
    """A number of France, its overseas parts, or anywhere with its « + »."""
    number = text(written, today)
    try:
        possible = not number or phonenumbers.is_possible_number(phonenumbers.parse(number, "FR"))
    except phonenumbers.NumberParseException:
        possible = False
    if not possible:
        raise ValueError(
            f"« {shortened(number)} » n’est pas un numéro de téléphone. "
            "Exemples : 06 12 34 56 78, ou +221 33 823 45 67 pour l’étranger."
        )
    return number


def postcode(written: str, today: datetime.date) -> str:
    """Five digits in France; abroad, what is used there."""
    code = text(written, today)
    if code and not POSTCODE.fullmatch(code):
        raise ValueError(f"« {shortened(code)} » n’est pas un code postal. Exemple : 45000.")
    return code


def email(written: str, _: datetime.date) -> str:
    """An address that mails can be sent to, as far as its form tells."""
    address = written.strip()
    try:
        if address:
            validate_email(address, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise ValueError(
            f"« {shortened(address)} » n’est pas une adresse électronique. Exemple : prenom.nom@exemple.fr."
        ) from None
    return address


def birth_date(written: str, today: datetime.date) -> str:
    """A day, written jj/mm/aaaa, neither before 1900 nor after today."""
    if not written.strip(" /"):
        return ""
    try:
        born = datetime.datetime.strptime(written, "%d/%m/%Y").date()
    except ValueError:
        raise ValueError(
            f"« {shortened(written)} » n’existe pas dans le calendrier. Exemple : 14, 09 et 1995."
        ) from None
    if not born.year >= OLDEST or born > today:
        raise ValueError(f"« {shortened(written)} » doit se trouver entre 1900 et aujourd’hui.")
    return f"{born:%d/%m}/{born.year:04}"


def shortened(written: str) -> str:
    """What was typed, as much of it as a message can hold."""
    return written if len(written) <= 40 else written[:39] + "…"


def _readable(written: str) -> str:
    """Accents joined, invisible signs taken out; raises ValueError for what no letter of the office could print."""
    whole = unicodedata.normalize("NFC", written)
    seen = "".join(sign for sign in whole if unicodedata.category(sign) != "Cf" and sign not in VARIATIONS)
    for sign in seen:
        if unicodedata.category(sign) in ("So", "Cs", "Co", "Cn") and ord(sign) >= FIRST_PICTURE:
            raise ValueError(f"le signe « {sign} » ne peut pas être imprimé, retirez-le.")
    return seen
