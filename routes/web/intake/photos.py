"""A photo to one A4 page: upright, small enough, drawn anew so that nothing of the file but its picture remains."""

import io
import warnings
from pathlib import Path

import pikepdf
import pillow_heif
from pikepdf import Dictionary, Name
from PIL import Image

from routes.web.intake import words
from routes.web.intake.kinds import Kind
from routes.web.intake.outcome import Unfit

LARGEST = 64_000_000  # pixels; with what is needed to shrink them they fill most of the memory limit
LONGEST = 12_000  # pixels of a side
QUALITY = 80
A4 = (595.276, 841.89)  # points
MARGIN = 20.0  # points, 7 mm
DOTS = 150 / 72  # per point
LARGEST_DOT = 1.0  # points: a small picture is not blown up beyond it
ORIENTATION = 0x0112
_UPRIGHT = {  # what undoes each orientation of EXIF
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

Image.MAX_IMAGE_PIXELS = LARGEST
pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)


def append(pdf: pikepdf.Pdf, file: Path, kind: Kind) -> None:
    """Append a photo as a page; raises Unfit when it is damaged or too large."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = _read(file, kind)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError, MemoryError):
        raise Unfit(words.TOO_LARGE) from None
    except Unfit:
        raise
    except Exception:  # each plugin has its own ways to say that a file is damaged
        raise Unfit(words.DAMAGED_PHOTO) from None
    _draw(pdf, picture)


def _read(file: Path, kind: Kind) -> Image.Image:
    """The first frame, upright, in grey or in colours, as large as it can be printed."""
    with Image.open(file, formats=[kind.value]) as image:
        if max(image.size) > LONGEST or image.width * image.height > LARGEST:
            raise Unfit(words.TOO_LARGE)
        largest = _largest(image)
        image.draft(None, (max(largest), max(largest)))
        image.load()
        turn = _UPRIGHT.get(_orientation(image))
        picture = _opaque(_small(image, largest))
    return picture if turn is None else picture.transpose(turn)


def _largest(image: Image.Image) -> tuple[int, int]:
    """Pixels that the page has room for, whichever way it is turned."""
    sides = sorted(round((side - 2 * MARGIN) * DOTS) for side in A4)
    return (sides[1], sides[0]) if image.width > image.height else (sides[0], sides[1])


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except Exception:  # what a camera wrote about the photo is broken; the photo need not be
        return 1


def _small(image: Image.Image, largest: tuple[int, int]) -> Image.Image:
    if image.mode.startswith("I"):  # 16 bits of grey: the upper 8
        image = image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    elif image.mode not in {"L", "RGB", "RGBA"}:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail(largest, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return image


def _opaque(image: Image.Image) -> Image.Image:
    """The picture on white paper, and without what the file said beside it."""
    paper = Image.new("L" if image.mode == "L" else "RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
    return paper


def _draw(pdf: pikepdf.Pdf, picture: Image.Image) -> None:
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=QUALITY, optimize=True)
    sheet = (A4[1], A4[0]) if picture.width > picture.height else A4
    scale = min((sheet[0] - 2 * MARGIN) / picture.width, (sheet[1] - 2 * MARGIN) / picture.height, LARGEST_DOT)
    width, height = picture.width * scale, picture.height * scale
    left, bottom = (sheet[0] - width) / 2, (sheet[1] - height) / 2
    page = pdf.add_blank_page(page_size=sheet)
    photo = pdf.make_stream(
        written.getvalue(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=Name.DeviceGray if picture.mode == "L" else Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    page.Resources = Dictionary(XObject=Dictionary(Photo=photo))
    drawing = f"q {width:.3f} 0 0 {height:.3f} {left:.3f} {bottom:.3f} cm /Photo Do Q"
    page.Contents = pdf.make_stream(drawing.encode())
