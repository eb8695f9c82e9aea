"""An export as one ZIP, and workbooks, which are ZIPs too: what is a trap is refused before it springs."""

import io
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from data.imports import zips
from data.imports.report import ImportRefused
from data.imports.unpacking import EMPTY, MOST_ENTRIES, unpack, unpacked
from data.students import Student
from tests.data.exports import EXPORT, Desk, write_xlsx

ZEROS = bytes(1 << 20)
Entry = tuple[str | zipfile.ZipInfo, bytes]


def archive(folder: Path, *entries: Entry) -> Path:
    """export.zip, with these entries."""
    path = folder / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in entries:
            opened.writestr(name, content)
    return path


def refusal(path: Path) -> str:
    """Why a ZIP is refused, with plain spaces; nothing but the archive is there afterwards, nor beside it."""
    with pytest.raises(ImportRefused) as refused, unpacked(path, path.parent):
        pass
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    return "\n".join(refused.value.errors).replace("\N{NO-BREAK SPACE}", " ")


def entry(name: str, **facts: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    for field, value in facts.items():
        setattr(info, field, value)
    return info


def test_a_zip_is_imported_like_its_folder(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    tables = [(f"{name}.csv", "\n".join(lines).encode()) for name, lines in EXPORT.items()]
    with unpacked(archive(tmp_path, *tables, ("__MACOSX/._familles.csv", b"x")), tmp_path) as desk.folder:
        assert desk.bring_in().tables["eleves"].created == len(desk.all(Student)) > 0
    assert not desk.folder.exists()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("../familles.csv", "mène hors de l’archive"),
        ("/etc/familles.csv", "mène hors de l’archive"),
        ("C:\\familles.csv", "mène hors de l’archive"),
        ("..\\familles.csv", "mène hors de l’archive"),
        ("export/familles.csv", "rangé dans un dossier"),
        ("export/", "rangé dans un dossier"),
        ("lisez-moi.txt", "n’est pas de l’export"),
        ("familles.exe", "n’est pas de l’export"),
        (entry("familles.csv", external_attr=(stat.S_IFLNK | 0o777) << 16), "c’est un lien"),
        (entry("familles.csv", compress_type=zipfile.ZIP_BZIP2), "ZIP ordinaire"),
    ],
)
def test_a_name_that_is_no_file_of_the_format_is_refused(
    tmp_path: Path, name: str | zipfile.ZipInfo, words: str
) -> None:
    assert words in refusal(archive(tmp_path, ("eleves.csv", b"x"), (name, b"x")))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("second", ["familles.csv", "FAMILLES.csv"])
def test_the_same_name_twice_is_refused(tmp_path: Path, second: str) -> None:
    assert "deux fois" in refusal(archive(tmp_path, ("familles.csv", b"x"), (second, b"y")))


def flagged(path: Path, mark: bytes, offset: int, change: Callable[[int], int]) -> None:
    """Change two bytes of every header of a kind."""
    content, place = bytearray(path.read_bytes()), -1
    while (place := content.find(mark, place + 1)) >= 0:
        (value,) = struct.unpack_from("<H", content, place + offset)
        struct.pack_into("<H", content, place + offset, change(value))
    path.write_bytes(content)


def test_an_entry_with_a_password_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path, ("familles.csv", b"x"))
    flagged(path, b"PK\x01\x02", 8, lambda flags: flags | 1)
    assert "sans mot de passe" in refusal(path)


def test_too_many_entries_are_refused_before_the_list_is_read(tmp_path: Path) -> None:
    many = [(f"f{number:05}", b"") for number in range(5000)]
    assert f"plus de {MOST_ENTRIES}" in refusal(archive(tmp_path, *many))
    assert f"plus de {MOST_ENTRIES}" in refusal(archive(tmp_path, *many[: MOST_ENTRIES + 1]))


def test_a_bomb_is_given_up_while_it_is_poured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.imports.unpacking.LARGEST", 3 * len(ZEROS))
    path = archive(tmp_path, ("familles.csv", 2 * ZEROS), ("eleves.csv", 2 * ZEROS))
    assert "Mo de fichiers une fois ouverte" in refusal(path)


def test_a_size_that_lies_is_found_out(tmp_path: Path) -> None:
    path = archive(tmp_path, ("familles.csv", 2 * ZEROS))
    flagged(path, b"PK\x01\x02", 26, lambda _: 0)  # the upper half of the size: none
    assert "n’est pas une archive ZIP lisible" in refusal(path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"Nom;Prenom\n", b"PK\x05\x06" + bytes(10)])
def test_what_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "export.zip"
    path.write_bytes(content)
    assert refusal(path) == "export.zip : n’est pas une archive ZIP lisible"


def test_an_empty_zip_is_refused(tmp_path: Path) -> None:
    assert refusal(archive(tmp_path)) == f"export.zip : {EMPTY}"


def test_a_file_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "familles.csv").write_text("là")
    with pytest.raises(FileExistsError):
        unpack(archive(tmp_path, ("familles.csv", b"x")), tmp_path)


def test_a_workbook_that_is_a_bomb_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(tmp_path)
    write_xlsx(desk.folder / "familles.xlsx", [["Référence famille", "Nom", "Prénom"]])
    (content := io.BytesIO()).write((desk.folder / "familles.xlsx").read_bytes())
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("xl/media/image.xml", 2 * ZEROS)
    (desk.folder / "familles.xlsx").write_bytes(content.getvalue())
    monkeypatch.setattr(zips, "UNSUSPICIOUS", len(ZEROS))
    monkeypatch.setattr(zips, "MOST_RATIO", 100)
    assert any("familles.xlsx, contient beaucoup plus" in each for each in desk.refused())
