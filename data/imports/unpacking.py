"""An export as one ZIP: every entry is looked at before any is written, and nothing leads out of the folder."""

import stat
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from data.imports.cells import fold
from data.imports.report import ImportRefused
from data.imports.sheets import SUFFIXES
from data.imports.site_file import NAME as SITE_FILE
from data.imports.tables import FILES
from data.imports.zips import FAULTS, LARGEST, TooMuch, pour, refuse_long_list

MOST_ENTRIES = 40
LONGEST_LIST = 64 * 1024
PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
OF_MACS = ("__MACOSX/", ".DS_Store")

UNREADABLE = "n’est pas une archive ZIP lisible"
EMPTY = "l’archive est vide"
TOO_MANY = f"contient plus de {MOST_ENTRIES} fichiers ; une archive contient les fichiers de l’export et rien d’autre"
TOO_LARGE = f"contient plus de {LARGEST // 10**6} Mo de fichiers une fois ouverte ; rien n’en a été gardé"
LEADS_OUT = "ce nom mène hors de l’archive"
LINK = "c’est un lien, pas un fichier"
NESTED = "rangé dans un dossier ; mettez dans l’archive les fichiers eux-mêmes"
ENCRYPTED = "protégé par un mot de passe ; enregistrez l’archive sans mot de passe"
ODD = "compressé d’une manière que le portail n’ouvre pas ; enregistrez l’archive en ZIP ordinaire"
FOREIGN = "ce fichier n’est pas de l’export (familles.csv, eleves.csv…)"
TWICE = "figure deux fois dans l’archive"


@contextmanager
def unpacked(export: Path, beside: Path) -> Iterator[Path]:
    """The folder of an export: itself, or what its ZIP holds, in a folder that goes. Raises ImportRefused."""
    if export.suffix.lower() != ".zip" or not export.is_file():
        yield export
        return
    with tempfile.TemporaryDirectory(dir=beside) as folder:
        unpack(export, Path(folder))
        yield Path(folder)


def unpack(archive: Path, folder: Path) -> None:
    """Put the files of an export into a folder. Raises ImportRefused; what was written until then is left there."""
    try:
        refuse_long_list(archive, LONGEST_LIST, TOO_MANY)
        with zipfile.ZipFile(archive) as opened:
            entries = [each for each in opened.infolist() if not each.filename.startswith(OF_MACS)]
            _refuse(archive.name, entries)
            left = LARGEST
            for entry in entries:
                with (folder / entry.filename).open("xb") as file:
                    left -= pour(opened, entry, left, TOO_LARGE, file.write)
    except FAULTS as trouble:
        words = trouble if isinstance(trouble, TooMuch) else UNREADABLE
        raise ImportRefused([f"{archive.name} : {words}"]) from None


def _refuse(archive: str, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise TooMuch(TOO_MANY)
    names = [each.filename.casefold() for each in entries]
    wrong = {each.filename: _trouble(each) for each in entries}
    wrong |= {each: TWICE for each in wrong if names.count(each.casefold()) > 1}
    errors = [f"{archive}, « {each[:100]} » : {trouble}" for each, trouble in wrong.items() if trouble]
    if errors or not entries:
        raise ImportRefused(errors or [f"{archive} : {EMPTY}"])


def _trouble(entry: zipfile.ZipInfo) -> str:
    """What is wrong with one entry of an archive; nothing for a file of the format."""
    name = entry.orig_filename.replace("\\", "/")
    parts = PurePosixPath(name).parts
    return next(
        (
            words
            for words, is_so in (
                (LEADS_OUT, ".." in parts or name.startswith("/") or ":" in name or "\0" in name),
                (LINK, stat.S_ISLNK(entry.external_attr >> 16)),
                (NESTED, len(parts) != 1 or entry.is_dir()),
                (ENCRYPTED, entry.flag_bits & 1),
                (ODD, entry.compress_type not in PLAIN),
                (FOREIGN, not is_of_the_format(name)),
            )
            if is_so
        ),
        "",
    )


def is_of_the_format(name: str) -> bool:
    """Whether a file of this name may be part of an export."""
    path = PurePosixPath(name)
    return name == SITE_FILE or (fold(path.stem) in FILES and path.suffix.lower() in SUFFIXES)
