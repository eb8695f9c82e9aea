"""Files before the server that families reach: memory, and answers that come before the body is read."""

import http.client
import socket
from collections.abc import Iterator
from contextlib import closing

import pytest

from data import schema
from data.settings import Settings, read_settings
from routes.web.uploads import LARGEST_BODY
from tests.bench.pages import served
from tests.bench.uploads import MEGABYTE, growth, serve
from tests.receiving import BOUNDARY, COOKIE, KIND, file_part, form, token


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """An installation that the servers find in their environment."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PORTEE_HOME", str(tmp_path_factory.mktemp("receiver")))
        settings = read_settings()
        schema.migrate(settings.database)
        yield settings


@pytest.fixture(scope="module")
def port(installed: Settings) -> Iterator[int]:
    """Where it is served."""
    with served("tests.receiving:receiver", serve) as (port, _):
        yield port


def test_fifty_uploads_at_once_take_little_memory(installed: Settings) -> None:
    _, grown, statuses, _ = growth(installed, uploads=50, megabytes=2)
    assert statuses == {200: 50}
    assert grown < 30
    assert list((installed.documents / "arrivals").iterdir()) == []


def posted(port: int, body: bytes | Iterator[bytes]) -> tuple[int, str]:
    """What a client is answered that sends all it has before it reads."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("POST", "/recevoir", body, {**COOKIE, "Content-Type": KIND})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def test_a_client_that_sends_far_too_much_reads_the_page_that_says_so(port: int) -> None:
    status, page = posted(port, bytes(LARGEST_BODY + MEGABYTE))
    assert status == 413
    assert "Envoi trop volumineux" in page


def test_a_form_whose_file_is_refused_at_once_gets_its_page_too(port: int) -> None:
    status, page = posted(port, form(file_part("kept", b"a.pdf", bytes(20 * MEGABYTE))))
    assert status == 403
    assert "Formulaire expiré" in page


def test_a_body_of_unknown_length_that_is_too_large_is_refused(port: int, installed: Settings) -> None:
    begun = form(token(installed), file_part("kept", b"a.pdf", b"")).removesuffix(f"\r\n--{BOUNDARY}--\r\n".encode())
    status, page = posted(port, iter([begun, *[bytes(MEGABYTE)] * 45]))
    assert (status, "Envoi trop volumineux" in page) == (413, True)


def test_the_answer_to_a_body_that_is_too_large_comes_before_the_body(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        head = (
            f"POST /recevoir HTTP/1.1\r\nHost: a\r\nContent-Type: {KIND}\r\nContent-Length: {LARGEST_BODY + 1}\r\n\r\n"
        )
        line.sendall(head.encode())
        assert line.recv(1000).startswith(b"HTTP/1.1 413 ")
