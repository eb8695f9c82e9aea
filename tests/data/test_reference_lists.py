"""The portal’s own lists can be chosen from: each value is one that a form reads as it stands."""

import datetime

import pytest

from data import kinds
from data.changes.deciding import LONGEST_REASON
from data.reference_lists import DEFAULTS, Listed

TODAY = datetime.date(2026, 11, 24)


@pytest.mark.parametrize("listed", Listed)
def test_a_form_reads_each_value_as_it_stands(listed: Listed) -> None:
    assert len(DEFAULTS[listed]) >= 2
    assert [kinds.text(words, TODAY) for words in DEFAULTS[listed]] == list(DEFAULTS[listed])
    assert len({words.casefold() for words in DEFAULTS[listed]}) == len(DEFAULTS[listed])
    assert max(map(len, DEFAULTS[listed])) <= 100 <= LONGEST_REASON


def test_there_is_no_list_without_words_of_the_portal() -> None:
    assert set(DEFAULTS) == set(Listed)
