"""The order of a French list of names, in which « Élise » stands before « Zoé » and « Łukasz » among the L."""

import unicodedata

LETTERS = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "œ": "oe", "æ": "ae"})


def alphabetical(words: str) -> str:
    """What names are sorted by: their letters without accents, strokes or case."""
    split = unicodedata.normalize("NFKD", words.casefold().translate(LETTERS))
    return "".join(sign for sign in split if not unicodedata.combining(sign))


def searchable(words: str) -> str:
    """What a search compares: the bare letters and digits of each word, with one space between two words."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in alphabetical(words)).split())
