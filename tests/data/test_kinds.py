"""What a family may write in a field: kind to what may be true, plain about what is not."""

import datetime
import unicodedata

import pytest

from data import kinds
from data.changes.fields import GUARDIAN, STUDENT, Field
from data.reference_lists import DEFAULTS, Listed

TODAY = datetime.date(2026, 11, 24)
LISTS = {str(listed): words for listed, words in DEFAULTS.items()}
EVERY_FIELD = list(dict.fromkeys((*GUARDIAN, *STUDENT)))


def refusal(kind: kinds.Kind, written: str) -> str:
    with pytest.raises(ValueError, match=r"\.$") as caught:
        kind(written, TODAY)
    return str(caught.value)


@pytest.mark.parametrize(
    "number",
    [
        *("06 12 34 56 78", "0612345678", "02.38.12.34.56", "02-38-12-34-56", "06\u201112\u201134\u201156\u201178"),
        *("+33 6 12 34 56 78", "+33 (0)6 12 34 56 78", "0033612345678", "0800 123 456"),
        *("0590 12 34 56", "0262 12 34 56", "0692 12 34 56", "+687 12 34 56", "+689 40 12 34 56"),
        *("+221 33 823 45 67", "00 221 77 123 45 67", "+32 2 123 45 67", "+377 93 15 22 22", "+1 (514) 555-1234"),
        *("02 38 12 34 56 poste 12", "02 38 12 34 56 Poste 1204", "02 38 12 34 56 ext. 7", "٠٦ ١٢ ٣٤ ٥٦ ٧٨"),
    ],
)
def test_a_number_that_can_be_dialled_is_taken_as_it_is_written(number: str) -> None:
    assert kinds.phone(number, TODAY) == number


@pytest.mark.parametrize(
    "number", ["06\N{NO-BREAK SPACE}12\u202f34 56 78", "  06 12\t34  56 78\n", "06\u200b 12 34 56 78"]
)
def test_a_number_is_pasted_with_any_spaces(number: str) -> None:
    assert kinds.phone(number, TODAY) == "06 12 34 56 78"


@pytest.mark.parametrize(
    "number",
    [
        *("12", "06 12 34 56", "061234567", "06 12 34 56 789", "+33 6 12", "+221 33 82", "+999 123 456", "+", "15"),
        *("voir mère", "06 12 34 56 78 (mère)", "mère 06 12 34 56 78", "0800FLOWER", "tel:0612345678", "3949 poste 2"),
        *("06 12 34 56 78 / 06 98 76 54 32", "=0612345678", "<b>0612345678</b>", "0612345678;ext=5", "1" * 5000),
    ],
)
def test_what_cannot_be_dialled_is_refused_with_examples(number: str) -> None:
    words = refusal(kinds.phone, number)
    assert "n’est pas un numéro de téléphone" in words
    assert "+221 33 823 45 67" in words


@pytest.mark.parametrize(
    "code", ["45000", "01000", "97400", "98800", "98000", "1000", "B-1000", "L-1234", "SW1A 1AA", "1234 AB", "45 000"]
)
def test_a_postcode_of_anywhere_is_taken(code: str) -> None:
    assert kinds.postcode(code, TODAY) == code
    assert kinds.postcode(f"  {code}\N{NO-BREAK SPACE}\n", TODAY) == code


@pytest.mark.parametrize(
    "code", ["Orléans", "1er étage", "123456789012", "4", "=1+1", "45.000", "45000 CEDEX 2", "-45000"]
)
def test_what_is_no_postcode_is_refused(code: str) -> None:
    assert "n’est pas un code postal" in refusal(kinds.postcode, code)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("  ines@exemple.fr \n", "ines@exemple.fr"),
        ("Ines.D+cours@Exemple.FR", "Ines.D+cours@Exemple.FR"),
        ("\u200bines@exemple.fr\u202c", "ines@exemple.fr"),
        ("ines@été.fr", "ines@xn--t-9fab.fr"),
        ("o'brien@exemple.ie", "o'brien@exemple.ie"),
        (" \n", ""),
    ],
)
def test_an_address_is_read_as_mail_servers_know_it(written: str, read: str) -> None:
    assert kinds.email(written, TODAY) == read


@pytest.mark.parametrize(
    "address",
    [
        *("ines@exemple.fr\nBcc: autre@exemple.fr", "ines\n@exemple.fr", "ines@@exemple.fr", "a@b@exemple.fr"),
        *("inès@exemple.fr", "ines", "ines@exemple", "ines @exemple.fr", "ines..d@exemple.fr", "ines@exemple.fr."),
        *(
            "Inès <ines@exemple.fr>",
            "a@exemple.fr, b@exemple.fr",
            '"a b"@exemple.fr',
            "a@[127.0.0.1]",
            "a@" + "b" * 5000,
        ),
    ],
)
def test_what_no_mail_can_be_sent_to_is_refused(address: str) -> None:
    assert "n’est pas une adresse électronique" in refusal(kinds.email, address)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        *(("24/11/2026", "24/11/2026"), ("01/01/1900", "01/01/1900"), ("1/2/1995", "01/02/1995")),
        *(("29/02/2004", "29/02/2004"), ("29/02/2000", "29/02/2000"), ("٠١/٠٢/١٩٩٥", "01/02/1995")),
        *(("14 /09/1995 ", "14/09/1995"), ("", ""), ("//", ""), (" / / ", "")),
    ],
)
def test_a_birth_date_is_read_in_any_digits(written: str, read: str) -> None:
    assert kinds.birth_date(written, TODAY) == read


@pytest.mark.parametrize(
    ("written", "trouble"),
    [
        *((day, "n’existe pas dans le calendrier") for day in ("31/02/2005", "29/02/2005", "29/02/1900", "0/13/1995")),
        *((day, "entre 1900 et aujourd’hui") for day in ("14/09/1895", "31/12/1899", "25/11/2026", "01/01/9999")),
        *(
            (day, "n’est pas une date complète")
            for day in ("1/2/95", "14/09/", "14/09/19955", "1995-09-14", "²/1/1995")
        ),
        *((day, "n’est pas une date complète") for day in ("hier", "1_/2/1995", "+1/2/1995", "9" * 5000, "1/1/1995/1")),
    ],
)
def test_a_birth_date_that_cannot_be_is_refused(written: str, trouble: str) -> None:
    assert trouble in refusal(kinds.birth_date, written)


@pytest.mark.parametrize(
    "name", ["D'Arc", "D’ALMEIDA", "Łukasz", "Юлия", "Đặng", "李", "مريم", "A", "J. R.", "Jean-Noël", "É" * 60]
)
def test_a_name_is_written_in_any_letters(name: str) -> None:
    assert kinds.name(name, TODAY) == name
    assert kinds.name(unicodedata.normalize("NFD", f"\u202e {name}\u200d"), TODAY) == name


@pytest.mark.parametrize("name", ["123", "- -", "=1+1", "\u0301", "№ 3"])
def test_a_name_has_a_letter(name: str) -> None:
    assert refusal(kinds.name, name) == "écrivez un nom, avec des lettres."


@pytest.mark.parametrize("nothing", ["   ", "\N{NO-BREAK SPACE}\u202f\u3000", "\u200b\u202e", "\u3164\u115f", "\t\r\n"])
def test_only_spaces_and_unseen_signs_are_nothing(nothing: str) -> None:
    assert [kind(nothing, TODAY) for kind in (kinds.name, kinds.text, kinds.lines, kinds.email)] == [""] * 4


@pytest.mark.parametrize(
    "picture", ["😀", "👨\u200d👩\u200d👧", "🇫🇷", "1\ufe0f\u20e3", "👍🏽", "🏽", "\u260e", "\ue000", "\ufffd"]
)
@pytest.mark.parametrize("kind", [kinds.text, kinds.lines, kinds.name, kinds.email])
def test_a_picture_is_refused_and_shown(kind: kinds.Kind, picture: str) -> None:
    words = refusal(kind, f"Zoé {picture}")
    assert "ne peut pas être imprimé, retirez-le." in words
    assert any(sign in words for sign in picture)


@pytest.mark.parametrize(
    "words",
    ["=1+1", "@SOMME(A1)", "-2", "<script>alert(1)</script>", "&amp;", "שלום", "N° 3, 2½ €", "C# et D♯", "x" * 5000],
)
def test_odd_text_is_kept_as_it_is(words: str) -> None:
    assert kinds.text(words, TODAY) == words


def test_text_is_one_line_and_lines_are_none_empty() -> None:
    written = "  12\true \r\n\r\n du\N{NO-BREAK SPACE}Puits\u2028\u202eBât. A\r\n"
    assert kinds.text(written, TODAY) == "12 rue du Puits Bât. A"
    assert kinds.lines(written, TODAY) == "12 rue\ndu Puits\nBât. A"


@pytest.mark.parametrize("written", ["x" * 5000, "1" * 5000, "é\u202e\n" * 90, "😀" * 99, "@" * 99, "9/" * 45])
@pytest.mark.parametrize("field", EVERY_FIELD, ids=lambda field: field.slug)
def test_every_refusal_is_a_short_french_sentence_about_its_field(field: Field, written: str) -> None:
    try:
        assert field.read(written, (), LISTS, TODAY)
    except ValueError as trouble:
        words = str(trouble)
        assert words.startswith(f"« {field.label} » : ")
        assert words.endswith(".")
        assert len(words) <= 200
        assert "\u202e" not in words
        assert words == " ".join(words.split())


@pytest.mark.parametrize("field", EVERY_FIELD, ids=lambda field: field.slug)
def test_a_field_holds_so_much_and_no_more(field: Field) -> None:
    limit = (
        300
        if field.label == "Adresse"
        else 254
        if field.label == "E-mail"
        else 200
        if "prévenir" in field.label
        else 100
    )
    assert field.longest == limit
    with pytest.raises(ValueError, match=f"{limit} caractères au plus ; vous en avez {limit + 1}"):
        field.read("e" * (limit + 1), (), LISTS, TODAY)


def test_a_choice_is_one_of_the_list_or_what_the_record_held() -> None:
    (field,) = {each for each in EVERY_FIELD if each.chosen_from == Listed.HONORIFICS}
    assert [field.read(each, ("Mlle",), LISTS, TODAY) for each in ("Madame", "Mlle", "")] == ["Madame", "Mlle", ""]
    with pytest.raises(ValueError, match="« Civilité » : choisissez dans la liste"):
        field.read("Mlle", (), LISTS, TODAY)
