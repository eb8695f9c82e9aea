"""Where the hostile samples stand: each is built by a function, and says how it must be answered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Builder = Callable[[], bytes]


@dataclass(frozen=True)
class Sample:
    """One file and its answer: the words of the refusal, or of the remarks when it was made harmless."""

    build: Builder
    refusal: str | None
    remarks: tuple[str, ...] = ()
    is_photo: bool = False


SAMPLES: dict[str, Sample] = {}


def refused(words: str) -> Callable[[Builder], Builder]:
    """A sample that never becomes a document."""
    return _shelve(lambda build: Sample(build, words))


def harmless(*remarks: str, photo: bool = False) -> Callable[[Builder], Builder]:
    """A sample that becomes a document which can do no harm."""
    return _shelve(lambda build: Sample(build, None, remarks, photo))


def _shelve(sample: Callable[[Builder], Sample]) -> Callable[[Builder], Builder]:
    def put(build: Builder) -> Builder:
        assert build.__name__ not in SAMPLES
        SAMPLES[build.__name__] = sample(build)
        return build

    return put


def by_hand(objects: Sequence[bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF as no library would write it; the first object has the number 1."""
    written, places = bytearray(b"%PDF-1.7\n"), []
    for number, each in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    written += b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(written)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream, as it stands in a PDF."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>"
DRAWN = b"0 0 1 rg 100 100 200 300 re f"
