"""Files as rows of cells: csv as French software writes it, xlsx and ods; `formats` is the way back."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TextIO

from python_calamine import CalamineError, CalamineWorkbook

from data.imports.cells import Cell
from data.imports.zips import FAULTS, TooMuch, weigh_workbook

SUFFIXES = (".csv", ".xlsx", ".ods")
SEPARATORS = ";,\t"
CHUNK = 1 << 20
MOST_BREAKS = 100  # line breaks in one cell
STRAY_QUOTE = "un guillemet ouvert dans cette ligne n’est pas fermé, et les lignes suivantes y disparaissent"


class Unreadable(Exception):
    """A file that cannot be read, or not further than a line; says so in French."""

    def __init__(self, line: int, trouble: str) -> None:
        super().__init__(f"ligne {line} : {trouble}" if line else trouble)


class Line(NamedTuple):
    """One row of a file that is not empty, under the number that a person sees."""

    number: int
    cells: list[Cell]


class Sheet(NamedTuple):
    """The rows of a file, the header first."""

    height: int  # rows at most
    lines: Iterator[Line]


def open_sheet(path: Path) -> Sheet:
    """Read a table, row by row; opening and reading on raise Unreadable."""
    height, lines = _csv(path) if path.suffix.lower() == ".csv" else _workbook(path)
    return Sheet(height, (line for line in lines if any(not _is_blank(cell) for cell in line.cells)))


def _is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()


def _workbook(path: Path) -> tuple[int, Iterator[Line]]:
    try:
        weigh_workbook(path)
        with CalamineWorkbook.from_path(path) as workbook:
            sheet = workbook.get_sheet_by_index(0)
    except TooMuch as trouble:
        raise Unreadable(0, str(trouble)) from trouble
    except (CalamineError, *FAULTS) as trouble:
        raise Unreadable(0, f"n’est pas un classeur lisible ({trouble})") from trouble
    return sheet.total_height, (Line(number, cells) for number, cells in enumerate(sheet.iter_rows(), 1))


def _csv(path: Path) -> tuple[int, Iterator[Line]]:
    encoding, height = _examined(path)
    return height, _csv_lines(path, encoding)


def _examined(path: Path) -> tuple[str, int]:
    """The encoding of a file and how many lines it has, without holding it in memory."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    encoding, lines = "utf-8-sig", 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if b"\0" in chunk:
                line = lines + chunk[: chunk.index(b"\0")].count(b"\n") + 1
                raise Unreadable(line, "caractère nul ; enregistrez le fichier en UTF-8 ou en Windows-1252")
            lines += chunk.count(b"\n")
            encoding = encoding if _decodes(decoder, chunk) else "cp1252"
    return encoding if _decodes(decoder, b"", final=True) else "cp1252", lines


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _csv_lines(path: Path, encoding: str) -> Iterator[Line]:
    """The number of a row is that of its first line: a quoted cell may hold line breaks."""
    number = 1
    with path.open(encoding=encoding, newline="") as file:
        try:
            separator, width = _separator(file), 0
            reader = csv.reader(file, delimiter=separator, strict=True)
            for cells in reader:
                width = width or len(cells)
                if reader.line_num > number and _has_swallowed(cells, separator, width):
                    raise Unreadable(number, STRAY_QUOTE)
                yield Line(number, list(cells))
                number = reader.line_num + 1
        except csv.Error as trouble:
            raise Unreadable(number, "guillemets mal fermés, ou cellule de plus de 131 072 caractères") from trouble
        except UnicodeDecodeError as trouble:
            raise Unreadable(number, "caractère illisible en UTF-8 comme en Windows-1252") from trouble


def _has_swallowed(cells: list[str], separator: str, width: int) -> bool:
    """Whether a cell of several lines holds whole rows: a stray quote has opened it and a later one has closed it."""
    breaks = sum(cell.count("\n") for cell in cells)
    inside = sum(cell.count(separator) for cell in cells if "\n" in cell)
    swallowed = 0 < inside >= (width - 1) * (breaks + 1) - (len(cells) - 1)
    return breaks > MOST_BREAKS or (width > 1 and swallowed)


def _separator(file: TextIO) -> str:
    """The one that makes the most columns of the header."""
    header = next((line for line in file if line.strip()), "")
    file.seek(0)
    return max(SEPARATORS, key=lambda separator: len(next(csv.reader([header], delimiter=separator), [])))
