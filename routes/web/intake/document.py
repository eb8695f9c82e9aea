"""The document that grows page by page, and is written once: only pages come in, so nothing else can go out."""

import contextlib
import os
from pathlib import Path
from typing import Self

import pikepdf
from pikepdf import ObjectStreamMode, StreamDecodeLevel

from routes.web.intake import papers, photos, words
from routes.web.intake.kinds import Kind
from routes.web.intake.outcome import Made, Unfit


class Document(contextlib.ExitStack):
    """A new PDF. The files that its pages come from stay open until it is written."""

    def __init__(self) -> None:
        super().__init__()
        self._pdf = pikepdf.new()
        self._remarks: list[str] = []

    def __enter__(self) -> Self:
        self.enter_context(self._pdf)
        return self

    def append(self, file: Path, kind: Kind) -> None:
        """Append the pages of an upload; raises Unfit."""
        if kind is Kind.PDF:
            self.append_pdf(file)
        else:
            photos.append(self._pdf, file, kind)
            self._check_length()

    def append_pdf(self, file: Path) -> None:
        """Append the pages of a PDF, and nothing of it but its pages; raises Unfit."""
        source = self.enter_context(papers.opened(file))
        self._check_length(len(source.pages))
        if papers.made_harmless(source) and words.EMPTIED not in self._remarks:
            self._remarks.append(words.EMPTIED)
        self._pdf.pages.extend(source.pages)

    def _check_length(self, more: int = 0) -> None:
        if len(self._pdf.pages) + more > words.PAGES:
            raise Unfit(words.TOO_MANY_PAGES)

    def write(self, target: Path) -> Made:
        """Write it where only we can read it, and have it on the disk before saying so."""
        number = os.open(target, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(number, "w+b") as file:
            self._pdf.save(
                file,
                compress_streams=False,
                stream_decode_level=StreamDecodeLevel.none,  # a small stream may inflate to gigabytes
                object_stream_mode=ObjectStreamMode.generate,
            )
            file.flush()
            os.fsync(number)
            return Made(len(self._pdf.pages), os.fstat(number).st_size, tuple(self._remarks))
