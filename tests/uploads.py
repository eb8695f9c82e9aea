"""Uploads as they lie on the disk, and documents as they are stored."""

import io
from collections.abc import Sequence
from pathlib import Path

import pikepdf
from PIL import Image


def a_pdf() -> bytes:
    """A page with nothing on it."""
    content = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(content)
    return content.getvalue()


def a_photo() -> bytes:
    """A small photo."""
    content = io.BytesIO()
    Image.new("RGB", (300, 400), "navy").save(content, "JPEG")
    return content.getvalue()


def lay(folder: Path, *contents: bytes) -> Sequence[Path]:
    """Uploads on the disk, with names that say nothing."""
    files = [folder / str(number) for number in range(len(contents))]
    for file, content in zip(files, contents, strict=True):
        file.write_bytes(content)
    return files


def pages(document: Path) -> list[tuple[int, int]]:
    """The sheets of a document, in points."""
    with pikepdf.open(document) as pdf:
        return [(round(page.mediabox[2]), round(page.mediabox[3])) for page in pdf.pages]
