"""A logo to a small PNG, drawn anew inside the worker process: nothing of the file but its picture remains."""

import io
from pathlib import Path

from PIL import Image, ImageOps

from routes.web.intake import words
from routes.web.intake.kinds import Kind
from routes.web.intake.outcome import Unfit

LARGEST = (600, 200)  # pixels
HEAVIEST = 60_000  # bytes
COLOURS = 256
SMALLER = 0.75


def draw(file: Path, kind: Kind) -> bytes:
    """The logo; raises Unfit when it is too large or damaged."""
    try:
        with Image.open(file, formats=[kind.value]) as image:
            if max(image.size) > words.LARGEST_LOGO:  # as its head says: nothing of it has been decoded
                raise Unfit(words.LOGO_TOO_LARGE)
            image.draft(None, LARGEST)
            image.load()
            return _light(_bare(image))
    except Unfit:
        raise
    except Image.DecompressionBombError:
        raise Unfit(words.LOGO_TOO_LARGE) from None
    except Exception:  # each plugin has its own ways to say that a file is damaged
        raise Unfit(words.DAMAGED_LOGO) from None


def _bare(image: Image.Image) -> Image.Image:
    """Upright, small enough, what is transparent left so, and nothing that the file says beside the picture."""
    upright = ImageOps.exif_transpose(image)
    picture = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    picture.thumbnail(LARGEST, Image.Resampling.LANCZOS)
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    return bare


def _light(picture: Image.Image) -> bytes:
    """As PNG; in fewer colours, and then smaller, until it is light enough."""
    written = _png(picture)
    if len(written) > HEAVIEST:
        written = _png(picture.quantize(COLOURS, method=Image.Quantize.FASTOCTREE))
    while len(written) > HEAVIEST:
        width, height = picture.size
        picture = picture.resize((max(1, round(width * SMALLER)), max(1, round(height * SMALLER))))
        written = _png(picture.quantize(COLOURS, method=Image.Quantize.FASTOCTREE))
    return written


def _png(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()
