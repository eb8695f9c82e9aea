"""The marks of a course as a small drawing, made without a script; the same facts stand beside it in words."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from data.evaluations import Evaluation
from routes.web import french

FEWEST, MOST = 3, 20  # marks
WIDTH, HEIGHT, EDGE = 320, 100, 10
NUMBER = re.compile(r"\d{1,4}(?:[.,]\d{1,4})?", re.ASCII)


class Chart(NamedTuple):
    """Where the points are, left to right, and what they say."""

    points: list[tuple[int, int]]
    words: str


def chart_of(rows: Sequence[Evaluation]) -> Chart | None:
    """A chart of the newest marks on a scale; nothing when there are fewer than three. `rows`: the newest first."""
    marked = [(row, share) for row in rows if (share := share_of(row)) is not None]
    shown = marked[:MOST][::-1]
    if len(shown) < FEWEST:
        return None
    which = f"Les {MOST} dernières notes" if len(marked) > MOST else f"Les {len(shown)} notes"
    said = " ; ".join(f"{mark_of(row)} le {french.day(row.date)}" for row, _ in shown)
    words = f"{which}, de la plus ancienne à la plus récente, chacune rapportée à son barème : {said}."
    return Chart(_points([share for _, share in shown]), french.typeset(words))


def mark_of(row: Evaluation) -> str:
    """« 14,5 sur 20 », or as the teacher wrote it: « ABS », « TB »."""
    return f"{row.mark} sur {row.scale}" if _number(row.mark) is not None and row.scale else row.mark


def share_of(row: Evaluation) -> float | None:
    """A mark as a share of its scale: 14,5 sur 20 → 0.725; nothing for « ABS », « TB » or a mark without scale."""
    mark, scale = _number(row.mark), _number(row.scale)
    return mark / scale if mark is not None and scale and mark <= scale else None


def _number(written: str) -> float | None:
    return float(written.replace(",", ".")) if NUMBER.fullmatch(written) else None


def _points(shares: Sequence[float]) -> list[tuple[int, int]]:
    step = (WIDTH - 2 * EDGE) / (len(shares) - 1)
    height = HEIGHT - 2 * EDGE
    return [(round(EDGE + step * place), round(HEIGHT - EDGE - share * height)) for place, share in enumerate(shares)]
