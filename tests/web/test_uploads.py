"""Forms with files: what comes in, whose it is, what is kept, and what is thrown away."""

from pathlib import Path
from urllib.parse import urlencode

import pytest

from data.documents import LARGEST_FILE
from routes.web import forms, parts, uploads
from routes.web.forms import StaleForm, csrf_token
from tests.receiving import VISIT, file_part, form, text_part, token
from tests.web.uploading import Sender


@pytest.fixture
def stale(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """What was typed in each form that was refused as stale."""
    seen: list[dict[str, str]] = []

    class Noted(StaleForm):
        def __init__(self, values: dict[str, str] | None = None) -> None:
            super().__init__(values)
            seen.append(self.values)

    monkeypatch.setattr(forms, "StaleForm", Noted)
    monkeypatch.setattr(uploads, "StaleForm", Noted)
    return seen


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How much was written at a time."""
    sizes: list[int] = []
    real = parts._append

    def append(path: Path, content: bytearray, is_last: bool = False) -> None:
        sizes.append(len(content))
        real(path, content, is_last)

    monkeypatch.setattr(parts, "_append", append)
    return sizes


def test_texts_and_files_come_in(sender: Sender) -> None:
    told = sender.received(
        text_part("texte", "œuvre\r\nà 4 mains"), file_part("pdf", b"a.pdf", b"%PDF"), text_part("fin", "")
    )
    assert (told["values"]["texte"], told["values"]["fin"]) == ("œuvre\r\nà 4 mains", "")
    (upload,) = told["uploads"]
    assert (upload["field"], upload["name"], upload["size"]) == ("pdf", "a.pdf", 4)
    assert (upload["fits"], upload["lies"]) == (True, True)


def test_what_is_kept_stays_and_the_rest_is_removed(sender: Sender) -> None:
    content = bytes(range(256)) * 1000
    told = sender.received(file_part("kept", b"a.pdf", content), file_part("other", b"b.pdf", b"x"))
    assert [file.name for file in sender.left] == told["kept"]
    assert sender.left[0].read_bytes() == content


def test_several_files_of_one_field_come_in_their_order(sender: Sender) -> None:
    told = sender.received(*(file_part("photos", b"%d.jpg" % number, b"x" * number) for number in range(1, 21)))
    assert [(each["name"], each["size"]) for each in told["uploads"]] == [(f"{n}.jpg", n) for n in range(1, 21)]


def test_a_field_where_no_file_was_chosen_is_no_upload(sender: Sender) -> None:
    assert sender.received(*[file_part("pdf", b"", b"")] * 30)["uploads"] == []
    assert sender.left == []


def test_an_empty_file_is_an_upload(sender: Sender) -> None:
    (upload,) = sender.received(file_part("pdf", b"a.pdf", b""))["uploads"]
    assert (upload["size"], upload["lies"]) == (0, True)


def test_more_files_than_are_taken_are_refused_and_none_is_kept(sender: Sender) -> None:
    answer = sender.send(*[file_part("kept", b"a.pdf", b"x")] * 21)
    assert (answer.status_code, sender.left) == (413, [])
    assert "Envoi trop volumineux" in answer.text


def test_the_largest_file_fits_and_one_byte_more_does_not(sender: Sender, written: list[int]) -> None:
    largest = bytes(LARGEST_FILE)
    told = sender.received(file_part("a", b"a.pdf", largest), file_part("b", b"b.pdf", largest + b"x"))
    assert [(each["size"], each["fits"], each["lies"]) for each in told["uploads"]] == [
        (10_000_000, True, True),
        (10_000_001, False, False),
    ]
    assert sum(written) == 10_000_000


def test_a_file_is_written_in_pieces_and_read_whole(sender: Sender, written: list[int]) -> None:
    content = b"\r\n--" * 50_000
    answer = sender.pour(form(sender.token, file_part("kept", b"a.pdf", content)), 1000)
    assert answer.json()["uploads"][0]["size"] == len(content)
    assert sender.left[0].read_bytes() == content
    assert len(written) == 4
    assert all(parts.PIECE <= size < parts.PIECE + 1000 for size in written[:-1])


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_a_form_in_crumbs_is_the_same_form(sender: Sender, size: int) -> None:
    body = form(sender.token, file_part("pdf", b"a.pdf", b"\r\n-x\r\r\n--"), text_part("texte", "é"))
    told = sender.pour(body, size).json()
    assert (told["uploads"][0]["size"], told["values"]["texte"]) == (9, "é")


def test_a_browser_that_sends_no_files_may_send_the_same_form(sender: Sender) -> None:
    fields = {"jeton": csrf_token(VISIT, sender.settings.secret), "texte": "œuvre"}
    answer = sender.post(urlencode(fields), kind="application/x-www-form-urlencoded")
    assert (answer.json()["values"]["texte"], answer.json()["uploads"]) == ("œuvre", [])


def test_nothing_is_written_before_a_form_shows_whose_it_is(
    sender: Sender, written: list[int], stale: list[dict[str, str]]
) -> None:
    answer = sender.post(form(text_part("texte", "a"), file_part("kept", b"a.pdf", b"x"), sender.token))
    assert (answer.status_code, written) == (403, [])
    assert stale == [{"texte": "a"}]


def test_a_stale_form_keeps_what_was_typed_and_no_file(
    sender: Sender, written: list[int], stale: list[dict[str, str]]
) -> None:
    foreign = token(sender.settings, "somebody else")
    parts_of = [foreign, text_part("a", "1"), file_part("kept", b"a.pdf", bytes(200_000)), text_part("b", "2")]
    assert sender.post(form(*parts_of)).status_code == 403
    assert (written, sender.left) == ([], [])
    assert {name: stale[0].get(name) for name in "ab"} == {"a": "1", "b": "2"}


def test_a_right_token_after_a_wrong_one_does_not_bring_a_file_back(
    sender: Sender, written: list[int], stale: list[dict[str, str]]
) -> None:
    foreign = token(sender.settings, "somebody else")
    assert sender.post(form(foreign, file_part("kept", b"a.pdf", b"x"), sender.token)).status_code == 403
    assert (written, len(stale)) == ([], 1)


def test_a_wrong_token_after_a_right_one_keeps_nothing(sender: Sender) -> None:
    foreign = token(sender.settings, "somebody else")
    assert sender.send(file_part("kept", b"a.pdf", b"x"), foreign).status_code == 403
    assert sender.left == []


def test_a_form_without_a_token_is_stale(sender: Sender, stale: list[dict[str, str]]) -> None:
    assert sender.post(form(text_part("texte", "a"))).status_code == 403
    assert stale == [{"texte": "a"}]


def test_texts_of_64_kilobytes_are_taken_and_no_more(sender: Sender) -> None:
    room = 64 * 1024 - len(sender.token.partition(b"\r\n\r\n")[2]) - len("jeton" + "a" + "b")
    assert sender.send(text_part("a", "x" * (room - 10)), text_part("b", "x" * 10)).status_code == 200
    assert sender.send(text_part("a", "x" * (room - 10)), text_part("b", "x" * 11)).status_code == 413
    assert sender.post("a=" + "x" * 65_535, kind="application/x-www-form-urlencoded").status_code == 413


def test_two_hundred_fields_are_taken_and_no_more(sender: Sender) -> None:
    fields = [text_part(f"champ{number}", "x") for number in range(200)]
    assert len(sender.received(*fields[:199])["values"]) == 200
    assert sender.send(*fields).status_code == 400


def test_a_failure_of_the_disk_leaves_nothing(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, content: bytearray, is_last: bool = False) -> None:
        path.write_bytes(content)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(parts, "_append", full)
    answer = sender.send(file_part("kept", b"a.pdf", b"x"))
    assert (answer.status_code, sender.left) == (500, [])
    assert "Erreur du portail" in answer.text
