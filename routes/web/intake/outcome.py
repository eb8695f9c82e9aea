"""What comes of uploaded files: a document, or plain words saying why there is none."""

from typing import NamedTuple


class Unfit(Exception):
    """These files make no document; the words say what is wrong and what to do."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class Made(NamedTuple):
    """The document that was written."""

    pages: int
    size: int  # bytes
    remarks: tuple[str, ...]  # sentences that the family is told
