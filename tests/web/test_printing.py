"""What a PDF holds: every letter in a font inside the file, its title, and nothing from elsewhere."""

import datetime
import socket
import subprocess
import sys
from pathlib import Path

import anyio
import pytest
from anyio import to_process
from PIL import Image

from data.families import Guardian
from data.ledger import Document, Entry, EntryLine, Ledger
from data.sites import Site
from routes.web.page import render
from routes.web.printed_entries import Opened, PrintedEntry
from routes.web.printing import FONTS, make_pdf
from tests.prints import Print

SEEN = {
    "latin": "Ångström, cœur, señor, façade",
    "polish": "Łukasz Żółć",
    "vietnamese": "NGUYỄN Thị Ánh",
    "cyrillic": "Иванов Пётр",
    "one cyrillic word": "Скрипка",
    "greek": "Νικόλαος",
    "quotes": "“l’été” – « à 100 % » … €",
    "markup": "<b>&amp; 'x' \"y\"",
}
FONT = f'<style>@font-face {{ font-family: A; src: url("{FONTS}/DejaVuSans.ttf"); }} p {{ font-family: A; }}</style>'
UNSEEN = {
    "emoji": ("Violon 🎻 neuf", "Violon □ neuf"),
    "emoji alone": ("🎻", "□"),
    "chinese": ("日本 Tokyo", "□□ Tokyo"),
}


def printed(page: str) -> Print:
    """Print in a process of its own, as the portal does: the limits are the worker’s."""
    return Print(anyio.run(to_process.run_sync, make_pdf, page, b""))


@pytest.fixture(scope="module")
def letter() -> Print:
    """A letter with a line in each writing."""
    words = [*SEEN.values(), *(given for given, _ in UNSEEN.values())]
    entry = Entry(
        site_id=1,
        family_id=1,
        reference="1",
        ledger=Ledger.FEES,
        date=datetime.date(2014, 3, 10),
        label="AVIS",
        document=Document.PAYMENT_NOTICE,
    )
    view = PrintedEntry(
        heading="Avis des sommes à payer du 10/03/2014",
        site=Site(slug="a", name="Conservatoire Łódź"),
        guardian=Guardian(family_id=1, surname="ИВАНОВ", given_name="Пётр", honorific="Monsieur"),
        opened=Opened(entry, "Avis", [EntryLine(entry_id=1, rank=rank, label=word) for rank, word in enumerate(words)]),
    )
    return printed(render(view, "", {}))


@pytest.mark.parametrize("writing", SEEN)
def test_a_name_is_printed_whatever_its_letters(letter: Print, writing: str) -> None:
    assert SEEN[writing] in letter.lines


@pytest.mark.parametrize("writing", UNSEEN)
def test_a_letter_that_no_font_has_is_visibly_missing(letter: Print, writing: str) -> None:
    given, shown = UNSEEN[writing]
    assert shown in letter.lines
    assert given not in letter.lines


def test_the_fallback_font_is_used_where_it_is_needed(letter: Print) -> None:
    assert {name for name, _ in letter.fonts()} == {
        "AtkinsonHyperlegibleNext-Regular",
        "AtkinsonHyperlegibleNext-Bold",
        "DejaVuSans",
    }


def test_every_font_is_inside_the_file(letter: Print) -> None:
    assert all(embedded for _, embedded in letter.fonts())


def test_a_name_in_other_letters_stands_in_the_window_address(letter: Print) -> None:
    assert "Monsieur ИВАНОВ Пётр" in letter.lines


def test_the_document_has_a_title(letter: Print) -> None:
    assert letter.title == "Avis des sommes à payer du 10/03/2014"


def test_the_page_is_a4(letter: Print) -> None:
    box = letter.reader.pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (595, 842)


def test_nothing_is_fetched_and_no_file_is_read(tmp_path: Path) -> None:
    image = tmp_path / "image.png"
    Image.new("RGB", (4, 4), "red").save(image)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        there = f"http://127.0.0.1:{listening.getsockname()[1]}"
        outside = f'<img src="{there}/a.png"><img src="{image}"><img src="file://{image}">'
        style = f'<style>@import url("{there}/b.css"); p {{ background-image: url("{there}/c.png"); }}</style>'
        pdf = printed(
            f"<html lang='fr'><head><title>a</title>{FONT}{style}</head><body><p>mot</p>{outside}</body></html>"
        )
        with pytest.raises(TimeoutError):
            listening.accept()
    assert pdf.lines == ["mot"]
    assert not pdf.reader.pages[0].images


def test_a_missing_font_is_refused_and_writes_nothing_private_to_the_log() -> None:
    style = '<style>@font-face { font-family: "A"; src: url("/nowhere/a.ttf"); } body { font-family: "A"; }</style>'
    page = f"<html lang='fr'><head><title>a</title>{style}</head><body><p>ABOLANT</p></body></html>"
    script = f"from routes.web.printing import make_pdf; make_pdf({page!r})"
    ended = subprocess.run([sys.executable, "-c", script], cwd=FONTS.parents[1], capture_output=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.endswith(b"ValueError: the font Helvetica is not embedded\n")
    assert b"ABOLANT" not in ended.stderr
