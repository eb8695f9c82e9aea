"""Files that are no document at all, whatever their name says."""

import io
import zipfile

from routes.web.intake import words
from tests.hostile.shelf import refused


def zipped(files: dict[str, bytes]) -> bytes:
    """A ZIP archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


@refused(words.EMPTY)
def nothing() -> bytes:
    return b""


@refused(words.UNKNOWN)
def windows_program() -> bytes:
    return b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0" + bytes(48) + b"This program cannot be run in DOS mode.\r\n$"


@refused(words.UNKNOWN)
def linux_program() -> bytes:
    return b"\x7fELF\2\1\1" + bytes(57)


@refused(words.UNKNOWN)
def shell_script() -> bytes:
    return b"#!/bin/sh\nrm -rf ~\n"


@refused(words.UNKNOWN)
def eicar() -> bytes:
    return b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


@refused(words.UNKNOWN)
def plain_text() -> bytes:
    return "Voici le certificat de Chloé.\n".encode()


@refused(words.UNKNOWN)
def text_in_utf_16() -> bytes:
    return "%PDF-1.7".encode("utf-16")


@refused(words.UNKNOWN)
def nuls() -> bytes:
    return bytes(100_000)


@refused(words.UNKNOWN)
def xml_of_nothing() -> bytes:
    return b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


@refused(words.PAGE_OF_WEB)
def html() -> bytes:
    return b"\xef\xbb\xbf\r\n<!DOCTYPE html><script>alert(document.cookie)</script>"


@refused(words.PAGE_OF_WEB)
def html_before_a_pdf() -> bytes:
    return b"<html><script>alert(1)</script>\n%PDF-1.7\n%%EOF\n"


@refused(words.PICTURE)
def gif() -> bytes:
    return b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\4\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"


@refused(words.PICTURE)
def gif_that_is_a_script() -> bytes:
    return b"GIF89a/*" + bytes(20) + b"*/=1;alert(document.cookie)//;"


@refused(words.PICTURE)
def svg() -> bytes:
    return b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


@refused(words.PICTURE)
def svg_after_a_prologue() -> bytes:
    return b'<?xml version="1.0"?>\n<!-- a drawing -->\n<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'


@refused(words.PICTURE)
def bitmap() -> bytes:
    return b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\1\0\0\0\1\0\0\0\1\0\x18" + bytes(29)


@refused(words.PICTURE)
def tiff() -> bytes:
    return b"II*\0\x08\0\0\0\0\0\0\0\0\0"


@refused(words.PICTURE)
def postscript() -> bytes:
    return b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n(/etc/passwd) (r) file\n"


@refused(words.PICTURE)
def icon() -> bytes:
    return b"\0\0\1\0\1\0\1\1" + bytes(40)


@refused(words.PICTURE)
def avif() -> bytes:
    return b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf" + bytes(200)


@refused(words.FILM)
def film() -> bytes:
    return b"\0\0\0\x18ftypmp42\0\0\0\0isommp42" + bytes(200)


@refused(words.FILM)
def sound() -> bytes:
    return b"RIFF\x24\0\0\0WAVEfmt " + bytes(28)


@refused(words.WRITING)
def zip_bomb() -> bytes:
    inner = zipped({"zeros": bytes(20 << 20)})
    return zipped({f"{number}.zip": inner for number in range(16)})


@refused(words.WRITING)
def word_document() -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"})


@refused(words.WRITING)
def old_word_document() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@refused(words.WRITING)
def rich_text() -> bytes:
    return b"{\\rtf1\\ansi{\\object\\objocx}}"


@refused(words.WRITING)
def zip_before_a_pdf() -> bytes:
    return zipped({"a": b"%PDF-1.7"}) + b"%PDF-1.7\n%%EOF\n"
