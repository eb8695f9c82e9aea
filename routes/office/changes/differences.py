"""What changes within a long value, word by word, for the eye and in words."""

import difflib
import re
from collections.abc import Sequence
from typing import NamedTuple

MOST_WORDS = 400  # beyond, comparing takes longer than reading
WORD = re.compile(r"\S+\s*")


class Piece(NamedTuple):
    """Some words of a value, with what parts them from the next."""

    words: str
    changed: bool
    gap: str = ""


class Difference(NamedTuple):
    """Two values, each in pieces, and the words that only one of them has."""

    before: list[Piece]
    after: list[Piece]
    removed: list[str]
    added: list[str]


def compare(before: str, after: str) -> Difference:
    """Where two values have words in common, what they have not; else both of them whole, without a mark."""
    old, new = WORD.findall(before.strip()), WORD.findall(after.strip())
    if not (0 < len(old) <= MOST_WORDS and 0 < len(new) <= MOST_WORDS):
        return _whole(before, after)
    bare_old, bare_new = ([word.strip() for word in words] for words in (old, new))
    steps = difflib.SequenceMatcher(None, bare_old, bare_new, autojunk=False).get_opcodes()
    if all(kind != "equal" for kind, *_ in steps):
        return _whole(before, after)
    olds = [_piece(old[start:end], kind) for kind, start, end, _, _ in steps if end > start]
    news = [_piece(new[start:end], kind) for kind, _, _, start, end in steps if end > start]
    return Difference(olds, news, _marked(olds), _marked(news))


def _whole(before: str, after: str) -> Difference:
    return Difference([Piece(before, False)], [Piece(after, False)], [], [])


def _piece(words: Sequence[str], kind: str) -> Piece:
    whole = "".join(words)
    bare = whole.rstrip()
    return Piece(bare, kind != "equal", whole[len(bare) :])


def _marked(pieces: Sequence[Piece]) -> list[str]:
    return [" ".join(each.words.split()) for each in pieces if each.changed]
