"""The order of a French list of names, in which « Élise » stands before « Zoé » and « Łukasz » among the L."""

import unicodedata

LETTERS = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "œ": "oe", "æ": "ae"})


def alphabetical(words: str) -> str:
    """What names are sorted by: their letters without accents, strokes or case."""
    split = unicodedata.normalize("NFKD", words.casefold().translate(LETTERS))
    return "".join(sign for sign in split if not unicodedata.combining(sign))
