"""Tables as files that French software opens: csv, xlsx, and both in one ZIP. `sheets` is the way in."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator

from data.imports.cells import defused
from data.imports.outgoing import Sheet

READ_AS_ONE_SIGN = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # by whatever opens a workbook: _x003D_ is =
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def as_csv(sheet: Sheet) -> bytes:
    """Semicolons, UTF-8 with a BOM, Windows line ends."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=";", lineterminator="\r\n").writerows(_lines(sheet))
    return file.getvalue().encode("utf-8-sig")


def as_xlsx(sheet: Sheet) -> bytes:
    """A workbook whose cells are all texts: 01000 keeps its nought, and nothing is evaluated."""
    from openpyxl import Workbook  # slow to load and needed here alone
    from openpyxl.cell import WriteOnlyCell

    book, file = Workbook(write_only=True), io.BytesIO()
    page = book.create_sheet(sheet.name)
    for line in _lines(sheet):
        cells = [WriteOnlyCell(page, NO_XML.sub("\ufffd", READ_AS_ONE_SIGN.sub("_x005F_", words))) for words in line]
        for cell in cells:
            cell.data_type, cell.number_format = "s", "@"
        page.append(cells)
    book.save(file)
    return file.getvalue()


FORMATS: dict[str, Callable[[Sheet], bytes]] = {"csv": as_csv, "xlsx": as_xlsx}


def as_zip(sheets: Iterable[Sheet]) -> bytes:
    """Every table in every format, one folder for each: either can be imported as it is."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in sheets:
            for suffix, written in FORMATS.items():
                archive.writestr(f"{suffix}/{sheet.name}.{suffix}", written(sheet))
    return file.getvalue()


def _lines(sheet: Sheet) -> Iterator[list[str]]:
    for line in (sheet.columns, *sheet.rows):
        yield [defused(words) for words in line]
