"""File names as browsers and others send them: a harmless one is shown, and none is ever a path."""

import pytest

from routes.web.file_names import shown_name
from tests.receiving import file_part
from tests.web.uploading import Sender

NAMES = [
    (b"certificat.pdf", "certificat.pdf"),
    (b"/home/x/y.pdf", "y.pdf"),
    (rb"C:\Users\Zo\xc3\xa9\y.pdf".replace(rb"\xc3\xa9", "é".encode()), "y.pdf"),
    (rb"\\serveur\partage\y.pdf", "y.pdf"),
    (b"../../../etc/passwd", "passwd"),
    (rb"..\..\boot.ini", "boot.ini"),
    (b"a/../", "document"),
    (b"..", "document"),
    (b".....", "document"),
    (b" ", "document"),
    (b"/", "document"),
    (b".htaccess", "htaccess"),
    (b"a\0.pdf", "a.pdf"),
    (b"a.pdf\0.exe", "a.pdf.exe"),
    (b"x" * 300 + b".pdf", "x" * 96 + ".pdf"),
    (b"x" * 300, "x" * 100),
    (b"x." + b"y" * 300, "x." + "y" * 98),
    ("facture\N{RIGHT-TO-LEFT OVERRIDE}fdp.exe".encode(), "facturefdp.exe"),
    ("a\N{ZERO WIDTH SPACE}b\N{LEFT-TO-RIGHT ISOLATE}c\N{SOFT HYPHEN}.pdf".encode(), "abc.pdf"),
    ("\N{MUSICAL SYMBOL BEGIN BEAM}a\ue000\uffff.pdf".encode(), "a.pdf"),
    (b"a%22b.pdf", "a_b.pdf"),
    (rb"a\"b.pdf", "a_b.pdf"),
    (b"l'attestation de \xe2\x80\x99moi.pdf", "l'attestation de ’moi.pdf"),
    (b"a%0D%0ASet-Cookie: x=y.pdf", "a Set-Cookie_ x=y.pdf"),
    ("a\N{LINE SEPARATOR}b\N{NEXT LINE}c.pdf".encode(), "a b c.pdf"),
    (b"a\tb   c.pdf", "a b c.pdf"),
    ("e\N{COMBINING ACUTE ACCENT}te\N{COMBINING ACUTE ACCENT}.pdf".encode(), "été.pdf"),
    ("été.pdf".encode("latin-1"), "été.pdf"),
    (b"\xff\xfe.pdf", "ÿþ.pdf"),
    ("🎻 audition.jpg".encode(), "🎻 audition.jpg"),
    ("証明書.pdf".encode(), "証明書.pdf"),
    (b"=?UTF-8?Q?caf=C3=A9.pdf?=", "=_UTF-8_Q_caf=C3=A9.pdf_="),
    (b"CON", "_CON"),
    (b"aux.pdf", "_aux.pdf"),
    (b"com1 .txt", "_com1 .txt"),
    (b"console.pdf", "console.pdf"),
    (b"<script>alert(1)</script>.pdf", "script_.pdf"),
    (b"{{ 7*7 }}.pdf", "{{ 7_7 }}.pdf"),
    (b"a|b;c&d$(e)`f`.pdf", "a_b;c&d$(e)`f`.pdf"),
    (b"a.pdf. . .", "a.pdf"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "shown"), NAMES)
def test_a_hostile_name_becomes_a_harmless_one(sender: Sender, given: bytes, shown: str) -> None:
    (upload,) = sender.received(file_part("kept", given, b"x"))["uploads"]
    assert upload["name"] == shown
    assert len(sender.left) == 1
    assert shown not in str(sender.left[0])


def test_every_character_there_is_makes_a_harmless_name() -> None:
    for number in (*range(0x10000), *range(0xE0000, 0xE1000)):
        name = shown_name(f"a{chr(number)}b.pdf")
        assert name.isprintable(), hex(number)
        assert not set(name) & set('/\\<>:"|?*')


def test_the_ending_of_a_long_name_stays_and_never_makes_it_longer() -> None:
    for length in range(90, 130):
        name = shown_name("é" * length + ".jpeg")
        assert name.endswith(".jpeg")
        assert len(name) <= 100


def disposition(header: bytes, content: bytes = b"x") -> bytes:
    return b"Content-Disposition: form-data; " + header + b"\r\n\r\n" + content


@pytest.mark.parametrize(
    ("header", "shown"),
    [
        (b"name=kept; filename*=UTF-8''na%C3%AFve%20%E2%82%AC.pdf", "naïve €.pdf"),
        (b"name=\"kept\"; filename*=iso-8859-1'fr'na%EFve.pdf", "naïve.pdf"),
        (b"name=\"kept\"; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd", "passwd"),
        (b'name="kept"; filename="plain.pdf"; filename*=UTF-8\'\'other.pdf', "plain.pdf"),
        (b"filename=first.pdf; name=kept", "first.pdf"),
        (b'name="kept"; filename=bare.pdf', "bare.pdf"),
        (b'name="kept"; filename="a\\"b.pdf"', "a_b.pdf"),
        (b'name="kept"; filename=""', "document"),
    ],
)
def test_a_name_is_found_however_it_is_written(sender: Sender, header: bytes, shown: str) -> None:
    (upload,) = sender.received(disposition(header))["uploads"]
    assert (upload["field"], upload["name"]) == ("kept", shown)
