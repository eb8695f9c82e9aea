"""One-time form ids."""

import pytest

from data import replays
from data.database import transaction
from data.settings import Settings

NOW = 1_795_000_000


def use(settings: Settings, form_id: str, now: int = NOW) -> bool:
    with transaction(settings.database) as db:
        return replays.first_use(db, form_id, now)


def test_a_form_is_carried_out_once(settings: Settings) -> None:
    assert [use(settings, "a"), use(settings, "a"), use(settings, "b")] == [True, False, True]


def use_and_fail(settings: Settings) -> None:
    with transaction(settings.database) as db:
        assert replays.first_use(db, "a", NOW)
        raise KeyError


def test_a_form_whose_work_failed_may_be_sent_again(settings: Settings) -> None:
    with pytest.raises(KeyError):
        use_and_fail(settings)
    assert use(settings, "a")


def test_a_form_is_remembered_for_two_days(settings: Settings) -> None:
    use(settings, "a")
    assert not use(settings, "a", NOW + 2 * 86400)
    assert use(settings, "a", NOW + 2 * 86400 + 1)


def test_looking_is_not_using(settings: Settings) -> None:
    with transaction(settings.database) as db:
        assert not replays.is_used(db, "a")
        assert replays.first_use(db, "a", NOW)
        assert replays.is_used(db, "a")
