"""A backup holds all of the portal at one moment; a restore is all or nothing, and keeps what was there before."""

import errno
import io
import sqlite3
import tarfile
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlmodel import col, select, update

from data import backups, database
from data.backups import BackupRefused, back_up, restore, writing
from data.documents import SuppliedDocument
from data.families import Family
from data.presence import present
from data.settings import Settings
from data.sites import Site
from data.store import Store
from tests.data.filing import arrive

CONTENT = b"%PDF-1.7 a document"
MOMENT = "2026-11-24-1200"
Rewriting = Callable[[tarfile.TarFile, tarfile.TarFile], None]


def supply(settings: Settings, content: bytes = CONTENT) -> str:
    """A document of some family, with its row."""
    store = Store(settings.documents)
    arrived = arrive(store, content)
    with database.transaction(settings.database) as db:
        family = db.exec(select(Family)).first()
        assert family
        row = SuppliedDocument(
            site_id=family.site_id,
            family_id=family.id,
            of_household=False,
            school_year="2026-2027",
            name="Pièce",
            file_name="piece.pdf",
            stored="",
            size=0,
            pages=1,
            supplied_at=1,
        )
        row.stored, row.size = store.keep(arrived), len(content)
        db.add(row)
    return row.stored


def name_site(settings: Settings, name: str) -> None:
    with database.transaction(settings.database) as db:
        db.exec(update(Site).where(col(Site.slug) == "rive-gauche").values(name=name))


def site_name(settings: Settings) -> str:
    with database.reading(settings.database) as db:
        return db.exec(select(Site.name).where(Site.slug == "rive-gauche")).one()


@pytest.fixture
def archive(settings: Settings, tmp_path: Path) -> Path:
    """A backup of the crowd, with one document."""
    supply(settings)
    back_up(settings, tmp_path / "backup.tar")
    return tmp_path / "backup.tar"


def rewritten(archive: Path, change: Rewriting) -> Path:
    other = archive.with_name("other.tar")
    with tarfile.open(archive) as source, tarfile.open(other, "w") as target:
        change(source, target)
    return other


def put(tar: tarfile.TarFile, name: str, content: bytes = b"x") -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    tar.addfile(member, io.BytesIO(content))


def copy(source: tarfile.TarFile, target: tarfile.TarFile, *without: str) -> None:
    for member in source:
        if not member.name.startswith(without or "-"):
            target.addfile(member, source.extractfile(member))


def state(settings: Settings) -> dict[str, bytes]:
    """Every file of the portal that counts."""
    names = [settings.database, settings.home / "secret", *Store(settings.documents).kept()]
    return {str(name): name.read_bytes() for name in names if name.exists()}


def test_a_backup_holds_the_database_and_the_documents_for_its_owner_alone(settings: Settings, tmp_path: Path) -> None:
    (settings.home / "secret").write_bytes(b"s" * 64)
    name = supply(settings)
    contents = back_up(settings, tmp_path / "backup.tar")
    assert (contents.families, contents.documents, contents.missing, contents.demo) == (3, 1, 0, False)
    with tarfile.open(tmp_path / "backup.tar") as tar:
        assert tar.getnames() == ["portee.db", "secret", f"pieces/{name[:2]}/{name}"]
    assert (tmp_path / "backup.tar").stat().st_mode & 0o777 == 0o600
    assert backups.last_backup(settings.home)
    assert not [*tmp_path.glob(".portee-*"), *settings.documents.glob(".sauvegarde-*")]


def test_a_restore_brings_back_the_state_of_the_backup_and_keeps_the_former(settings: Settings, archive: Path) -> None:
    before = state(settings)
    name_site(settings, "Après")
    later = supply(settings, b"%PDF-1.7 later")
    restored = restore(settings, archive, MOMENT)
    assert site_name(settings) == "Conservatoire 1"
    assert [each for each in state(settings) if "pieces" in each] == [each for each in before if "pieces" in each]
    assert restored.former
    assert (restored.former / "pieces" / later[:2] / later).read_bytes() == b"%PDF-1.7 later"
    with closing(sqlite3.connect(restored.former / "portee.db")) as former:
        assert former.execute("SELECT name FROM site WHERE slug = 'rive-gauche'").fetchone() == ("Après",)


def test_nothing_acknowledged_before_a_backup_is_missing_from_it(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    acknowledged: list[str] = []
    stop, copied = threading.Event(), writing._copy_database

    def write() -> None:
        while not stop.is_set():
            acknowledged.append(supply(settings))

    def copy_late(source: Path, target: Path) -> None:
        known.extend(acknowledged)
        copied(source, target)

    known: list[str] = []
    monkeypatch.setattr(writing, "_copy_database", copy_late)
    writer = threading.Thread(target=write)
    writer.start()
    try:
        contents = [back_up(settings, tmp_path / f"{number}.tar") for number in range(3)]
    finally:
        stop.set()
        writer.join()
    assert [each.missing for each in contents] == [0, 0, 0]
    with tarfile.open(tmp_path / "2.tar") as tar:
        assert set(known) <= {name[-32:] for name in tar.getnames()}


def test_an_empty_place_is_filled_from_a_backup(settings: Settings, archive: Path) -> None:
    name = next(Store(settings.documents).kept()).name
    settings.database.unlink()
    Store(settings.documents).drop([name])
    assert restore(settings, archive, MOMENT).former is None
    assert site_name(settings) == "Conservatoire 1"
    assert Store(settings.documents).path(name).read_bytes() == CONTENT


def test_a_portal_whose_database_is_damaged_is_restored(settings: Settings, archive: Path) -> None:
    settings.database.write_bytes(b"rubbish" * 1000)
    restored = restore(settings, archive, MOMENT)
    assert site_name(settings) == "Conservatoire 1"
    assert restored.former
    assert (restored.former / "portee.db").read_bytes().startswith(b"rubbish")


def link(source: tarfile.TarFile, target: tarfile.TarFile) -> None:
    copy(source, target)
    member = tarfile.TarInfo("secret")
    member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
    target.addfile(member)


def twice(_: tarfile.TarFile, target: tarfile.TarFile) -> None:
    put(target, "secret")
    put(target, "secret")


def damage(source: tarfile.TarFile, target: tarfile.TarFile) -> None:
    held = source.extractfile("portee.db")
    assert held
    content = bytearray(held.read())
    content[8192:40960] = bytes(32768)
    put(target, "portee.db", bytes(content))


def newer(source: tarfile.TarFile, target: tarfile.TarFile) -> None:
    held = source.extractfile("portee.db")
    assert held
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(held.read())
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
        put(target, "portee.db", connection.serialize())


HOSTILE: dict[str, tuple[Rewriting, str]] = {
    "a name above": (lambda source, target: put(target, "../secret"), "../secret"),
    "an absolute name": (lambda source, target: put(target, "/tmp/secret"), "/tmp/secret"),  # noqa: S108
    "another name": (lambda source, target: put(target, "pieces/ab/portrait.jpg"), "portrait.jpg"),
    "a link": (link, "secret"),
    "a name twice": (twice, "abîmé"),
    "no database": (lambda source, target: copy(source, target, "portee.db"), "n’y est pas"),
    "no document": (lambda source, target: copy(source, target, "pieces"), "--incomplet"),
    "a damaged database": (damage, "abîmé"),
    "a newer schema": (newer, "plus récente"),
    "no database in its file": (
        lambda source, target: put(target, "portee.db", b"no database" * 100),
        "ne s’ouvre pas",
    ),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_backup_is_refused_and_nothing_changes(settings: Settings, archive: Path, what: str) -> None:
    before = state(settings)
    change, words = HOSTILE[what]
    with pytest.raises(BackupRefused, match=words):
        restore(settings, rewritten(archive, change), MOMENT)
    assert state(settings) == before
    assert not [*settings.home.glob(".portee-*"), *settings.home.glob("*avant*")]


@pytest.mark.parametrize("left", [0, 100, 5_000, 60_000])
def test_a_truncated_backup_is_refused(settings: Settings, archive: Path, left: int) -> None:
    before = state(settings)
    archive.write_bytes(archive.read_bytes()[:left])
    with pytest.raises(BackupRefused, match="abîmé"):
        restore(settings, archive, MOMENT)
    assert state(settings) == before


def test_a_portal_that_is_open_is_not_replaced(settings: Settings, archive: Path) -> None:
    with present(settings.database), pytest.raises(BackupRefused, match="Le portail est ouvert"):
        restore(settings, archive, MOMENT)
    restore(settings, archive, MOMENT)


def test_a_backup_without_a_document_says_so_and_is_restored_when_told(settings: Settings, archive: Path) -> None:
    Store(settings.documents).drop([file.name for file in Store(settings.documents).kept()])
    assert back_up(settings, archive.with_name("again.tar")).missing == 1
    assert restore(settings, archive.with_name("again.tar"), MOMENT, even_incomplete=True).contents.documents == 1


def test_a_full_disk_leaves_nothing(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tarfile.TarFile, "addfile", full)
    with pytest.raises(BackupRefused, match="plus de place sur le disque"):
        back_up(settings, tmp_path / "kept" / "backup.tar")
    assert list((tmp_path / "kept").iterdir()) == []


def test_what_is_there_is_never_written_over(settings: Settings, archive: Path) -> None:
    content = archive.read_bytes()
    with pytest.raises(BackupRefused, match="existe déjà"):
        back_up(settings, archive)
    assert archive.read_bytes() == content
