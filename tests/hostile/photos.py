"""Photos that say where they were taken, lie on their side, or are no plain photo."""

import io

import pillow_heif
from PIL import Image, PngImagePlugin

from tests.hostile.others import zipped
from tests.hostile.shelf import Builder, harmless

pillow_heif.register_heif_opener()
PLACE = 0x8825
SECRET = "48.9601 2.8788"  # where it was taken


def picture(size: tuple[int, int] = (400, 300), mode: str = "RGB") -> Image.Image:
    """Red above, blue below; the upper left corner is white."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0], size[1] // 2))
    image.paste("white", (0, 0, size[0] // 4, size[1] // 4))
    return image.convert(mode)


def saved(image: Image.Image, kind: str, **saving: object) -> bytes:
    """The bytes of a picture."""
    written = io.BytesIO()
    image.save(written, kind, **saving)
    return written.getvalue()


def located(**more: int) -> Image.Exif:
    """What a telephone writes beside the picture."""
    exif = Image.Exif()
    exif[0x010E] = SECRET
    exif.get_ifd(PLACE)[29] = SECRET
    exif.update({int(tag.removeprefix("t")): value for tag, value in more.items()})
    return exif


def _turned(orientation: int) -> Builder:
    def build() -> bytes:
        return saved(picture(), "JPEG", exif=located(t274=orientation))

    build.__name__ = f"orientation_{orientation}"
    return build


for _orientation in range(10):  # 0 and 9 do not exist
    harmless(photo=True)(_turned(_orientation))


@harmless(photo=True)
def archive_behind_a_photo() -> bytes:
    return saved(picture(), "JPEG") + zipped({"a.exe": b"MZ"})


@harmless(photo=True)
def web_page_behind_a_photo() -> bytes:
    return saved(picture(), "PNG") + b"<html><script>alert(1)</script></html>"


@harmless(photo=True)
def photo_that_says_where() -> bytes:
    return saved(picture(), "JPEG", exif=located(), comment=SECRET.encode(), xmp=SECRET.encode(), icc_profile=b"")


@harmless(photo=True)
def heic_that_says_where() -> bytes:
    return saved(picture(), "HEIF", exif=located().tobytes(), xmp=SECRET.encode())


@harmless(photo=True)
def webp_that_says_where() -> bytes:
    return saved(picture(), "WEBP", exif=located().tobytes(), xmp=SECRET.encode())


@harmless(photo=True)
def png_that_says_where() -> bytes:
    said = PngImagePlugin.PngInfo()
    said.add_itxt("Place", SECRET)
    return saved(picture(), "PNG", pnginfo=said, exif=located().tobytes())


@harmless(photo=True)
def photo_with_broken_notes() -> bytes:
    return saved(picture(), "JPEG", exif=b"Exif\0\0MM\0*\0\0\xff\xff" + bytes(30))


@harmless(photo=True)
def two_photos_in_one_jpeg() -> bytes:
    return saved(picture(), "MPO", save_all=True, append_images=[Image.new("RGB", (400, 300), "green")])


@harmless(photo=True)
def moving_png() -> bytes:
    return saved(picture(), "PNG", save_all=True, append_images=[Image.new("RGB", (400, 300), "green")])


@harmless(photo=True)
def moving_webp() -> bytes:
    return saved(picture(), "WEBP", save_all=True, append_images=[Image.new("RGB", (400, 300), "green")])


@harmless(photo=True)
def photo_for_a_printing_house() -> bytes:
    return saved(picture(mode="CMYK"), "JPEG")


@harmless(photo=True)
def photo_in_grey() -> bytes:
    return saved(picture(mode="L"), "JPEG", progressive=True)


@harmless(photo=True)
def scan_in_black_and_white() -> bytes:
    return saved(picture(mode="1"), "PNG")


@harmless(photo=True)
def scan_in_sixteen_bits() -> bytes:
    return saved(Image.linear_gradient("L").convert("I").point(lambda grey: grey * 257).convert("I;16"), "PNG")


@harmless(photo=True)
def palette_with_a_hole() -> bytes:
    return saved(picture(mode="P"), "PNG", transparency=0)


@harmless(photo=True)
def glass() -> bytes:
    return saved(Image.new("RGBA", (300, 400), (0, 0, 0, 0)), "PNG")


@harmless(photo=True)
def heic_of_glass() -> bytes:
    return saved(Image.new("RGBA", (300, 400), (0, 0, 0, 0)), "HEIF")


@harmless(photo=True)
def single_pixel() -> bytes:
    return saved(Image.new("RGB", (1, 1), "red"), "PNG")


@harmless(photo=True)
def ribbon() -> bytes:
    return saved(Image.new("RGB", (12_000, 2), "red"), "PNG")
