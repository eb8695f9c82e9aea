"""Photos that are cut off, or lie about their size."""

import struct
import zlib

from PIL import Image

from routes.web.intake import words
from tests.hostile.photos import located, picture, saved
from tests.hostile.shelf import Builder, harmless, refused


def _halves(kind: str, name: str) -> Builder:
    def build() -> bytes:
        noise = Image.effect_noise((400, 300), 90).convert("RGB")
        whole = saved(noise, kind)
        return whole[: len(whole) // 2]

    build.__name__ = name
    return build


for _kind in ("JPEG", "PNG", "WEBP", "HEIF"):
    refused(words.DAMAGED_PHOTO)(_halves(_kind, f"half_a_{_kind.lower()}"))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png(width: int, height: int, data: bytes, *more: bytes) -> bytes:
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


@refused(words.TOO_LARGE)
def png_of_twenty_thousand_pixels() -> bytes:
    return _png(20_000, 20_000, zlib.compress(bytes(2501 * 20_000), 9))


@refused(words.TOO_LARGE)
def png_long_and_thin() -> bytes:
    return _png(1_000_000, 1, zlib.compress(bytes(125_001)))


@harmless(photo=True)
def png_that_says_it_is_larger() -> bytes:
    return _png(7000, 7000, zlib.compress(bytes(876)))


@refused(words.DAMAGED_PHOTO)
def png_without_pixels() -> bytes:
    return _png(0, 0, zlib.compress(b""))


@harmless(photo=True)
def png_with_more_than_it_says() -> bytes:
    return _png(8, 8, zlib.compress(bytes(50 << 20), 9))


@refused(words.DAMAGED_PHOTO)
def png_with_words_that_inflate() -> bytes:
    return _png(8, 8, zlib.compress(bytes(16)), _chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(90 << 20), 9)))


@refused(words.TOO_LARGE)
def jpeg_that_says_it_is_larger() -> bytes:
    whole = bytearray(saved(picture(), "JPEG"))
    place = whole.index(b"\xff\xc0") + 5
    whole[place : place + 4] = b"\xff\xff\xff\xff"
    return bytes(whole)


@refused(words.DAMAGED_PHOTO)
def jpeg_without_a_picture() -> bytes:
    return b"\xff\xd8\xff\xd9"


@refused(words.DAMAGED_PHOTO)
def webp_that_says_it_is_larger() -> bytes:
    whole = saved(picture(mode="RGBA"), "WEBP", lossless=True, exif=located().tobytes())
    place = whole.index(b"VP8X") + 12
    return whole[:place] + b"\x57\x1b\0\x57\x1b\0" + whole[place + 6 :]


@refused(words.TOO_LARGE)
def webp_of_sixteen_thousand_pixels() -> bytes:
    return saved(Image.new("RGB", (16_000, 16), "red"), "WEBP")


@refused(words.DAMAGED_PHOTO)
def heic_with_noise_inside() -> bytes:
    whole = bytearray(saved(picture(), "HEIF"))
    place = whole.index(b"mdat") + 8
    whole[place : place + 200] = bytes(200)
    return bytes(whole)


@refused(words.DAMAGED_PHOTO)
def heic_without_a_picture() -> bytes:
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100)


@refused(words.TOO_LARGE)
def heic_that_says_it_is_larger() -> bytes:
    whole = bytearray(saved(picture(), "HEIF"))
    place = whole.index(b"ispe") + 8
    whole[place : place + 8] = b"\0\0\x4e\x20\0\0\x4e\x20"
    return bytes(whole)
