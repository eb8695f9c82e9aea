"""Every hostile file is refused in plain French, or becomes a document that can do no harm."""

import io
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageOps

from tests.hostile import broken_photos, others, papers, photos, structures  # noqa: F401 - they stand on the shelf now
from tests.hostile.shelf import SAMPLES
from tests.house.sources import ROOT

NOBODY = 65534

REFUSED = sorted(name for name, sample in SAMPLES.items() if sample.refusal)
MADE = sorted(SAMPLES.keys() - set(REFUSED))
PHOTOS = sorted(name for name, sample in SAMPLES.items() if sample.is_photo)
DANGEROUS = {
    *(
        "A",
        "AA",
        "AF",
        "AcroForm",
        "Annots",
        "EF",
        "EmbeddedFile",
        "EmbeddedFiles",
        "F",
        "Filespec",
        "JS",
        "JavaScript",
    ),
    *("Launch", "Metadata", "Names", "OpenAction", "Outlines", "SubmitForm", "ImportData", "URI", "GoToR", "XFA"),
}
ENGLISH = re.compile(r"\b(the|file|is|error|failed|not|page is|password|cannot|invalid|unable)\b")


AS_NOBODY: dict[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": []}


def _nobody_can_run_it() -> bool:
    """Whether nobody may read this tree and start this Python; either may stand in root's own home."""
    try:
        return not subprocess.run([sys.executable, "-B", "-c", "import routes, PIL"], cwd=ROOT, **AS_NOBODY).returncode
    except PermissionError:
        return False


# asyncio says so when a process that a sample has killed was waited for by subprocess first.
REAPED = "Unknown child process pid"


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Where the documents are made; root lets nobody make them."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@pytest.fixture(scope="module")
def outcomes(folder: Path) -> dict[str, dict[str, Any]]:
    """What became of each sample."""
    who: dict[str, Any] = {}
    if os.geteuid() == 0 and _nobody_can_run_it():
        os.chown(folder, NOBODY, NOBODY)
        who = AS_NOBODY
    command = [sys.executable, "-B", "-m", "tests.hostile.trying", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, **who)
    said = [line for line in done.stderr.splitlines() if not line.startswith(REAPED)]
    assert (done.returncode, said) == (0, [])
    told: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return told


def _parts(document: Path) -> Iterator[str]:
    """Every name in a PDF."""
    with pikepdf.open(document, attempt_recovery=False) as pdf:
        for thing in [*pdf.objects, pdf.trailer]:
            of_stream = isinstance(thing, pikepdf.Stream)
            plain = pikepdf.Dictionary(dict(thing.items())) if of_stream else thing
            if isinstance(plain, pikepdf.Object):
                yield from re.findall(r"/([A-Za-z]+)", plain.unparse(resolved=True).decode("latin-1"))


def _picture(document: Path) -> tuple[pikepdf.Array, bytes]:
    """The sheet of the only page, and the JPEG on it."""
    with pikepdf.open(document) as pdf:
        (page,) = pdf.pages
        return page.mediabox, page.Resources.XObject.Photo.read_raw_bytes()


def test_there_are_enough_hostile_files() -> None:
    assert len(REFUSED) >= 60
    assert len(MADE) >= 30


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_in_plain_french_and_leaves_nothing(name: str, outcomes: dict[str, dict[str, Any]]) -> None:
    outcome = outcomes[name]
    assert outcome == {"words": SAMPLES[name].refusal, "left": []}
    assert outcome["words"].endswith(".")
    assert not ENGLISH.search(outcome["words"])
    assert "secret" not in outcome["words"]
    assert not re.search(r"« | »| [:;?!]|'", outcome["words"])


@pytest.mark.parametrize("name", MADE)
def test_it_becomes_harmless(name: str, outcomes: dict[str, dict[str, Any]], folder: Path) -> None:
    document = folder / name
    assert DANGEROUS & set(_parts(document)) == set()
    assert outcomes[name]["remarks"] == list(SAMPLES[name].remarks)
    assert outcomes[name]["size"] == document.stat().st_size
    assert document.read_bytes().endswith(b"%%EOF\n")
    assert not re.search(rb"alert|a\.exe|elsewhere|passwd|<html", document.read_bytes())
    assert document.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", PHOTOS)
def test_a_photo_becomes_a_sheet_of_a4_that_says_nothing_else(
    name: str, outcomes: dict[str, dict[str, Any]], folder: Path
) -> None:
    assert outcomes[name]["pages"] == 1
    sheet, jpeg = _picture(folder / name)
    with Image.open(io.BytesIO(jpeg)) as image:
        assert sorted(round(float(side)) for side in sheet) == [0, 0, 595, 842]
        assert (sheet[2] > sheet[3]) == (image.width > image.height)
        assert max(image.size) <= 1671
        assert not image.info.keys() & {"exif", "xmp", "comment", "icc_profile"}
    assert photos.SECRET.encode() not in (folder / name).read_bytes()


@pytest.mark.parametrize("name", [f"orientation_{number}" for number in range(10)])
def test_a_photo_stands_upright(name: str, outcomes: dict[str, dict[str, Any]], folder: Path) -> None:
    assert name in outcomes
    _, jpeg = _picture(folder / name)
    with Image.open(io.BytesIO(jpeg)) as shown, Image.open(io.BytesIO(SAMPLES[name].build())) as sent:
        upright = ImageOps.exif_transpose(sent)
        assert shown.size == upright.size
        furthest = ImageChops.difference(shown.resize((8, 8)), upright.resize((8, 8))).tobytes()
    assert max(furthest) < 16


@pytest.mark.parametrize(
    ("name", "colour"),
    [
        ("glass", (255, 255, 255)),
        ("heic_of_glass", (255, 255, 255)),
        ("two_photos_in_one_jpeg", (0, 0, 255)),
        ("moving_png", (0, 0, 255)),
        ("moving_webp", (0, 0, 255)),
        ("photo_for_a_printing_house", (0, 0, 255)),
    ],
)
def test_what_is_seen_is_the_first_picture_on_white_paper(
    name: str, colour: tuple[int, int, int], outcomes: dict[str, dict[str, Any]], folder: Path
) -> None:
    assert name in outcomes
    _, jpeg = _picture(folder / name)
    with Image.open(io.BytesIO(jpeg)) as image:
        seen = image.convert("RGB").getpixel((image.width // 2, image.height * 3 // 4))
    assert isinstance(seen, tuple)
    assert max(abs(one - other) for one, other in zip(seen, colour, strict=True)) < 8


def test_grey_of_sixteen_bits_stays_a_scale_of_grey(outcomes: dict[str, dict[str, Any]], folder: Path) -> None:
    _, jpeg = _picture(folder / "scan_in_sixteen_bits")
    with Image.open(io.BytesIO(jpeg)) as image:
        greys = image.resize((1, 4)).tobytes()
    assert [grey // 64 for grey in greys] == [0, 1, 2, 3]


def test_contents_are_kept_as_they_were_packed(outcomes: dict[str, dict[str, Any]], folder: Path) -> None:
    for name in ("contents_that_inflate", "contents_that_inflate_twice"):
        with pikepdf.open(folder / name) as pdf:
            kept = pdf.pages[0].Contents.read_raw_bytes()
        assert len(kept) < 1 << 20, name
        assert kept in SAMPLES[name].build(), name
