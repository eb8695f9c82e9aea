"""The portal is killed while families re-enrol: what they were told stands, once. `kills` does it at length."""

from pathlib import Path

from tests.crash.kills import MUTANT, Siege


def test_nothing_that_was_told_is_undone_by_three_kills(tmp_path: Path) -> None:
    siege = Siege(tmp_path, families=60)
    siege.hold(kills=3, acknowledged=60)
    assert siege.wrong == []
    assert siege.acknowledged >= 60
    assert siege.known


def test_a_file_that_is_kept_too_late_is_found(tmp_path: Path) -> None:
    siege = Siege(tmp_path, *MUTANT, "keep_late", families=40)
    siege.hold(kills=1, acknowledged=10)
    assert "rows without their file" in " ".join(siege.wrong)
