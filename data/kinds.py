"""What may be written in a field, by whoever types it. Each kind reads what was typed; raises ValueError in French.

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
PHONE = re.compile(r"([+＋(\d][\d\W]*?)(?: ?(?:poste|ext\.?) ?\d{1,6})?", re.IGNORECASE)
FRANCE, FRENCH_DIGITS = 33, 9  # « 06 12 34 56 7 » is possible somewhere, and a slip here
POSTCODE = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9 -]{2,9}")
FIRST_PICTURE = 0x2190  # arrows, boxes, emoji … from here on; « N° » and « © » stand before
PICTURES = ("So", "Cs", "Co", "Cn")
SKINS = range(0x1F3FB, 0x1F400)
# What nobody sees although it counts as a sign or even as a letter: variants, joiners, Korean fillers.
UNSEEN = "\ufe0e\ufe0f\u034f\u115f\u1160\u3164\uffa0"
# What a text can carry unseen: spaces of no width, and signs that turn what follows round so that it reads otherwise.
# The joiners U+200C and U+200D are none of them: whole scripts need them.
HIDDEN = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]")


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
    if number and not _can_be_dialled(number):
        raise ValueError(
            f"« {shortened(number)} » n’est pas un numéro de téléphone. "
            "Exemples : 06 12 34 56 78, ou +221 33 823 45 67 pour l’étranger."
        )
    return number


def _can_be_dialled(number: str) -> bool:
    """Whether it can be a number somewhere; « poste 12 » may follow, other words may not."""
    found = PHONE.fullmatch(number)
    try:
        parsed = phonenumbers.parse(found[1], "FR") if found else None
    except phonenumbers.NumberParseException:
        return False
    if parsed is None or not phonenumbers.is_possible_number(parsed):
        return False
    return parsed.country_code != FRANCE or len(str(parsed.national_number)) == FRENCH_DIGITS


def postcode(written: str, today: datetime.date) -> str:
    """Five digits in France; abroad, what is used there."""
    code = text(written, today)
    if code and not POSTCODE.fullmatch(code):
        raise ValueError(f"« {shortened(code)} » n’est pas un code postal. Exemple : 45000.")
    return code


def email(written: str, _: datetime.date) -> str:
    """An address that mails can be sent to, as far as its form tells: « été.fr » by the name that mail servers know."""
    address = _readable(written).strip()
    try:
        checked = validate_email(address, check_deliverability=False, allow_smtputf8=False) if address else None
    except EmailNotValidError:
        raise ValueError(
            f"« {shortened(address)} » n’est pas une adresse électronique. Exemple : prenom.nom@exemple.fr."
        ) from None
    return address if checked is None or address.isascii() else checked.ascii_email or ""


def birth_date(written: str, today: datetime.date) -> str:
    """A day, written jj/mm/aaaa in any digits, neither before 1900 nor after today."""
    if not written.strip(" /"):
        return ""
    parts = [part.strip() for part in written.split("/")]
    if len(parts) != 3 or not all(part.isdecimal() and len(part) <= 4 for part in parts) or len(parts[2]) != 4:
        raise ValueError(f"« {shortened(written)} » n’est pas une date complète. Exemple : 14, 09 et 1995.")
    day, month, year = map(int, parts)
    try:
        born = datetime.date(year, month, day)
    except ValueError:
        raise ValueError(
            f"« {shortened(written)} » n’existe pas dans le calendrier. Exemple : 14, 09 et 1995."
        ) from None
    if not born.year >= OLDEST or born > today:
        raise ValueError(f"« {shortened(written)} » doit se trouver entre 1900 et aujourd’hui.")
    return f"{born:%d/%m}/{born.year:04}"


def shortened(written: str) -> str:
    """What was typed, as much of it as a message can hold: on one line, without signs that turn the message round."""
    seen = " ".join("".join(sign for sign in written if unicodedata.category(sign) != "Cf").split())
    return seen if len(seen) <= 40 else seen[:39] + "…"


def _is_picture(sign: str) -> bool:
    kind = unicodedata.category(sign)
    return kind == "Me" or ord(sign) in SKINS or (kind in PICTURES and ord(sign) >= FIRST_PICTURE)


def _readable(written: str) -> str:
    """Accents joined, invisible signs taken out; raises ValueError for what no letter of the office could print."""
    whole = unicodedata.normalize("NFC", written)
    seen = "".join(sign for sign in whole if unicodedata.category(sign) != "Cf" and sign not in UNSEEN)
    for sign in seen:
        if unicodedata.category(sign) == "Cc" and not sign.isspace():
            raise ValueError("le texte contient un caractère de contrôle, retirez-le.")
        if _is_picture(sign):
            raise ValueError(f"le signe « {sign} » ne peut pas être imprimé, retirez-le.")
    return seen
