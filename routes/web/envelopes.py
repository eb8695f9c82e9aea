"""The address in the window of an envelope: lines that fit, the name never more than two of them."""

from data.families import Guardian

NAME_LINES, LINES = 2, 9
WIDTH = 35.0  # of a line, in ordinary letters
WIDE = frozenset("MWmw@%œŒæÆ")


def window_of(guardian: Guardian) -> list[str]:
    """Name, street, postcode and town, without the lines that are empty. A name that is too long ends in « … »."""
    name = _wrapped(called(guardian))
    if len(name) > NAME_LINES:
        name = [*name[: NAME_LINES - 1], f"{name[NAME_LINES - 1][:-1]}…"]
    street = [line for written in guardian.address.splitlines() for line in _wrapped(written)]
    return [*name, *street, *_wrapped(f"{guardian.postcode} {guardian.town}")]


def fits(window: list[str]) -> bool:
    """Whether all of it is seen through the window."""
    return len(window) <= LINES


def called(guardian: Guardian) -> str:
    """« Madame D’ALMEIDA Inès »; whom nobody has named is still addressed."""
    name = guardian.name.strip()
    return f"{guardian.honorific} {name}".strip() if name else "Madame, Monsieur"


def _wrapped(text: str) -> list[str]:
    """Lines of whole words, where a word fits into a line."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and _width(longer) > WIDTH:
            lines.append(line)
            longer = word
        while _width(longer) > WIDTH:
            cut = next(size for size in range(len(longer), 0, -1) if _width(longer[:size]) <= WIDTH)
            lines.append(longer[:cut])
            longer = longer[cut:]
        line = longer
    return [*lines, line] if line else lines


def _width(text: str) -> float:
    """About how long a line is: capitals are wider than small letters, letters from elsewhere may be widest."""
    return sum(
        1.7 if sign in WIDE or (sign > "\u024f" and sign != "’") else 1.25 if sign.isupper() else 1 for sign in text
    )
