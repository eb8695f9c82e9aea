"""The logo at the head of finished pages, at the right of the name.

It is an artifact: whoever listens has heard the name, which stands beside it in words. It is drawn when the words have
their places, so that it moves none of them, and it is in the file once, however many pages show it.
"""

import functools
import io
import struct
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

MM = 72 / 25.4  # points
RIGHT, TOP = 190 * MM, (297 - 15) * MM  # its corner on an A4, in the column of the address and far above its window
WIDEST, TALLEST = 80 * MM, 18 * MM
COARSEST = 72 / 96  # points for a pixel: a small picture stays small
PALETTE = 3 * 256  # bytes
LARGEST = 1000  # pixels of a side: what the portal keeps is smaller
DRAWN = "/Artifact BMC q {:.2f} 0 0 {:.2f} {:.2f} {:.2f} cm /Logo Do Q EMC"


class Layer(NamedTuple):
    """The colours of a picture, or how far each of its points covers: rows as PNG packs them."""

    rows: bytes
    colours: int  # numbers for each point
    palette: bytes = b""


class Picture(NamedTuple):
    """A logo as a PDF holds it."""

    width: int
    height: int
    colours: Layer
    cover: Layer | None  # of what is transparent


def draw_logo(pdf: pikepdf.Pdf, pages: Iterable[pikepdf.Page], logo: bytes) -> None:
    """Show a PNG at the head of these pages of a PDF; nothing when there is none, or when it is damaged."""
    picture = _read(logo)
    if picture is None:
        return
    scale = min(WIDEST / picture.width, TALLEST / picture.height, COARSEST)
    width, height = picture.width * scale, picture.height * scale
    drawing = pdf.make_stream(DRAWN.format(width, height, RIGHT - width, TOP - height).encode())
    image = _layer(pdf, picture, picture.colours)
    if picture.cover:
        image.SMask = _layer(pdf, picture, picture.cover)
    for page in pages:
        page.add_resource(image, Name.XObject, Name.Logo)
        page.contents_add(drawing, prepend=True)


def _layer(pdf: pikepdf.Pdf, picture: Picture, layer: Layer) -> pikepdf.Object:
    space: pikepdf.Object = Name.DeviceRGB if layer.colours == 3 else Name.DeviceGray
    if layer.palette:
        space = Array([Name.Indexed, Name.DeviceRGB, 255, pikepdf.String(layer.palette)])
    return pdf.make_stream(
        layer.rows,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=space,
        BitsPerComponent=8,
        Filter=Name.FlateDecode,
        DecodeParms=Dictionary(Predictor=15, Colors=layer.colours, Columns=picture.width),
    )


@functools.lru_cache(maxsize=8)
def _read(logo: bytes) -> Picture | None:
    """The picture; none when it cannot be read: a letter without its logo is a letter still."""
    try:
        with Image.open(io.BytesIO(logo), formats=["PNG"]) as image:
            if max(image.size) > LARGEST:  # as its head says: nothing of it has been decoded
                return None
            return _picture(image)
    except Exception:  # Pillow has many ways to say that a file is damaged
        return None


def _picture(image: Image.Image) -> Picture:
    cover = Layer(_rows(image.convert("RGBA").getchannel("A")), 1) if image.has_transparency_data else None
    if image.mode == "P":
        palette = bytes(image.getpalette() or b"").ljust(PALETTE, b"\0")
        image.putpalette(palette)  # a whole one: PNG then gives each point a byte
        return Picture(*image.size, Layer(_rows(image), 1, palette), cover)
    return Picture(*image.size, Layer(_rows(image.convert("RGB")), 3), cover)


def _rows(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "PNG")
    return b"".join(content for kind, content in _chunks(written.getvalue()) if kind == b"IDAT")


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The parts of a PNG, behind its signature: each has a length, a kind, its content and a checksum."""
    place = 8
    while place < len(png):
        length, kind = struct.unpack_from(">I4s", png, place)
        yield kind, png[place + 8 : place + 8 + length]
        place += length + 12
