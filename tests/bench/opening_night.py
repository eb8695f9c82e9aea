"""Opening night: many families re-enrol at once, with two documents of 2 MB each, while others read plain pages.

Run it: .venv/bin/python -m tests.bench.opening_night [FAMILIES]
"""

import io
import multiprocessing
import os
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from http.client import HTTPException
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image
from sqlmodel import select

from data import database, outbox
from data.documents import SuppliedDocument
from data.outbox import Mail
from data.reenrolments import Reenrolment, State
from data.settings import Settings, read_settings
from tests.aftermath import disagreements
from tests.phones import Attachment, Household, Phone, Screen, settle_families
from tests.serving import serving

READERS = 10
PAUSE = 0.25  # seconds before a reader turns the page
PAGES_A_LINE = 10  # then a reader comes back over another line, which another process may answer
DOCUMENTS = 2
SIZE = 2_000_000  # bytes of a document
SPAWNING = multiprocessing.get_context("spawn")


def a_scan() -> bytes:
    """A PDF of four pages, each a picture that does not shrink."""
    content = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(4):
            page = pdf.add_blank_page()
            picture = {"Width": 1000, "Height": SIZE // 4000, "ColorSpace": pikepdf.Name.DeviceGray}
            kind = {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Image, "BitsPerComponent": 8}
            page.Resources = pikepdf.Dictionary(
                XObject=pikepdf.Dictionary(Photo=pdf.make_stream(os.urandom(SIZE // 4), **picture, **kind))
            )
            page.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /Photo Do Q")
        pdf.save(content, compress_streams=False)
    return content.getvalue()


def a_photo() -> bytes:
    """A photo of twelve megapixels, as a telephone takes it: the best quality that is not above the size."""
    grain = [Image.effect_noise((1000, 750), 70).resize((4000, 3000)) for _ in range(3)]
    photo, content = Image.merge("RGB", grain), io.BytesIO()
    for quality in range(95, 30, -3):
        content = io.BytesIO()
        photo.save(content, "JPEG", quality=quality)
        if content.tell() <= SIZE * 1.05:
            break
    return content.getvalue()


class Night:
    """What happened: how long each step took, and what went wrong."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = {}
        self.faults: Counter[str] = Counter()

    def timed(self, step: str, ask: Callable[..., Screen], *asked: Any, leads_to: str = "") -> Screen:
        """One answer; one that is not what the family hopes for is a fault, and ends its evening."""
        began = time.monotonic()
        screen = ask(*asked)
        self.seconds.setdefault(step, []).append(time.monotonic() - began)
        if leads_to not in screen.location or screen.status != (303 if leads_to else 200):
            raise LookupError(f"{step}: {screen.status} {screen.location}")
        return screen


def re_enrol(night: Night, phone: Phone, scan: bytes, photo: bytes) -> None:
    """All that a family does."""
    tab = phone.household.tab
    page = night.timed("read", phone.read, tab)
    for place, (name, content) in enumerate((("scan.pdf", scan), ("photo.jpg", photo))):
        field = page.names("file")[place]
        values = page.form(tab) | {"geste": field.replace("piece-", "importer-"), page.names("checkbox")[0]: "oui"}
        night.timed(name, phone.send, tab, values, [Attachment(field, name, content)], leads_to="fait=piece-importee")
        page = night.timed("read", phone.read, tab)
    night.timed("save", phone.send, tab, page.form(tab) | {"geste": "valider"}, leads_to="/recapitulatif")
    summary = night.timed("read", phone.read, f"{tab}/recapitulatif")
    values = summary.form(f"{tab}/recapitulatif")
    night.timed("valider", phone.send, f"{tab}/recapitulatif", values, leads_to="fait=reinscription-envoyee")
    night.timed("read", phone.read, tab)


def spend_evening(night: Night, port: int, household: Household, scan: bytes, photo: bytes) -> None:
    """One family, from beginning to end."""
    began, phone = time.monotonic(), Phone(port, household)
    try:
        re_enrol(night, phone, scan, photo)
        night.seconds.setdefault("a family", []).append(time.monotonic() - began)
    except (OSError, HTTPException, LookupError) as trouble:
        night.faults[f"{type(trouble).__name__}: {trouble}"] += 1
    finally:
        phone.hang_up()


def all_at_once(night: Night, port: int, households: Sequence[Household]) -> None:
    """All families, from the same moment on."""
    scan, photo = a_scan(), a_photo()
    print(f"a scan of {len(scan) / 1e6:.1f} MB, a photo of {len(photo) / 1e6:.1f} MB", flush=True)
    families = [threading.Thread(target=spend_evening, args=(night, port, each, scan, photo)) for each in households]
    for family in families:
        family.start()
    for family in families:
        family.join()


def read_pages(port: int, readers: Sequence[Household], over: Event, answered: "multiprocessing.Queue[Any]") -> None:
    """Some more families that read plain pages all the time, in a process of their own; gives what they saw."""
    seen: list[tuple[str, float]] = []
    lines = [threading.Thread(target=_read_on, args=(port, each, over, seen)) for each in readers]
    for line in lines:
        line.start()
    for line in lines:
        line.join()
    answered.put(seen)


def _read_on(port: int, household: Household, over: Event, seen: list[tuple[str, float]]) -> None:
    phone, number = Phone(port, household), 0
    addresses = ("/", "/famille", f"/eleves/{household.student}/cours")
    while not over.wait(PAUSE):
        began = time.monotonic()
        try:
            status = str(phone.read(addresses[number % len(addresses)]).status)
        except (OSError, HTTPException) as trouble:
            status = type(trouble).__name__
        seen.append((status, time.monotonic() - began))
        number += 1
        if number % PAGES_A_LINE == 0:
            phone.hang_up()


def spend_night(port: int, families: Sequence[Household], readers: Sequence[Household]) -> tuple[Night, Any, float]:
    """The families while the readers read: what happened, what was read, the seconds it took."""
    over, answered, night = SPAWNING.Event(), SPAWNING.Queue(), Night()
    reading = SPAWNING.Process(target=read_pages, args=(port, readers, over, answered))
    reading.start()
    began = time.monotonic()
    all_at_once(night, port, families)
    seconds = time.monotonic() - began
    over.set()
    seen = answered.get()
    reading.join()
    return night, seen, seconds


def losses(settings: Settings, families: Sequence[Household]) -> list[str]:
    """What is missing, doubled or left over, in words; nothing when all is well."""
    told, waiting = outbox.REENROLMENT_ACKNOWLEDGED, State.PENDING
    expected = {each.account for each in families}
    with database.reading(settings.database) as db:
        documents = len(db.exec(select(SuppliedDocument.id)).all())
        requests = db.exec(select(Reenrolment.account_id).where(Reenrolment.state == waiting)).all()
        mails = db.exec(select(Mail.account_id).where(Mail.kind == told)).all()
    counts = {"documents": documents / DOCUMENTS, "requests": len(requests), "acknowledgements": len(mails)}
    wrong = [f"{count * (DOCUMENTS if what == 'documents' else 1):.0f} {what}" for what, count in counts.items()]
    complete = set(requests) == set(mails) == expected and set(counts.values()) == {len(families)}
    return [*([] if complete else wrong), *disagreements(settings)]


def show(what: str, seconds: Sequence[float]) -> None:
    """One line of the table."""
    if not seconds:
        return
    ordered = sorted(seconds)
    late = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(f"{what:<16}{len(ordered):>8}{statistics.median(ordered):>10.2f}{late:>10.2f}{ordered[-1]:>10.2f}")


def main(count: int) -> None:
    """A night, and what is there in the morning."""
    with tempfile.TemporaryDirectory() as home:
        settings: Settings = read_settings({"PORTEE_HOME": home})
        households = settle_families(settings, count + READERS)
        with serving(Path(home)) as (port, _):
            night, seen, seconds = spend_night(port, households[READERS:], households[:READERS])
        lost = losses(settings, households[READERS:])
    print(f"{count} families in {seconds:.0f} s; load {', '.join(f'{each:.1f}' for each in os.getloadavg())}")
    print(f"{'seconds':<16}{'answers':>8}{'median':>10}{'p95':>10}{'max':>10}")
    for step, times in night.seconds.items():
        show(step, times)
    show("plain pages", [each for _, each in seen])
    print(f"plain pages answered: {dict(Counter(status for status, _ in seen))}")
    print("\n".join([f"{times} × {fault}" for fault, times in night.faults.items()] + lost) or "no error, nothing lost")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
