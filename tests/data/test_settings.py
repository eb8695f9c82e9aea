"""The settings: each wrong one stops the start with a sentence that says how to mend it."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from data.settings import MailServer, SettingError, read_settings

ROOT = Path(__file__).parents[2]


def read(home: Path, **given: str):  # type: ignore[no-untyped-def]
    return read_settings({"PORTEE_HOME": str(home), **given})


def test_nothing_has_to_be_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = read_settings({})
    assert settings.home == tmp_path / "var"
    assert settings.database == settings.home / "portee.db"
    assert settings.mails == settings.home / "mails"
    assert settings.documents == settings.home / "pieces"
    assert (settings.base_url, settings.https) == ("http://127.0.0.1:8000", False)
    assert (settings.proxies, settings.mail_server) == ((), None)


WRONG = [
    ("PORTEE_DATABASE_URL", "postgres://x"),
    ("PORTEE_DATABASE_URL", "sqlite:///"),
    ("PORTEE_DATABASE_URL", "sqlite:////nowhere/at/all/portee.db"),
    ("PORTEE_BASE_URL", "portail.exemple.fr"),
    ("PORTEE_BASE_URL", "ftp://portail.exemple.fr"),
    ("PORTEE_BASE_URL", "https://"),
    ("PORTEE_BASE_URL", "https://portail.exemple.fr/chemin"),
    ("PORTEE_BASE_URL", "https://portail.exemple.fr?x=1"),
    ("PORTEE_BASE_URL", "https://portail.exemple.fr#x"),
    ("PORTEE_BASE_URL", "https://portail.exemple.fr:port"),
    ("PORTEE_BASE_URL", "https://portail.exemple.fr:99999"),
    ("PORTEE_BASE_URL", "https://moi:secret@portail.exemple.fr"),
    ("PORTEE_BASE_URL", "https://portail exemple.fr"),
    ("PORTEE_BASE_URL", "https://["),
    ("PORTEE_PROXIES", "proxy"),
    ("PORTEE_PROXIES", "10.0.0.1/8"),
    ("PORTEE_PROXIES", "10.0.0.1 10.0.0.2"),
    ("PORTEE_SMTP_URL", "mail.exemple.fr"),
    ("PORTEE_SMTP_URL", "http://mail.exemple.fr"),
    ("PORTEE_SMTP_URL", "smtp://"),
    ("PORTEE_SMTP_URL", "smtp://mail.exemple.fr:port"),
    ("PORTEE_SMTP_URL", "smtp://mail.exemple.fr:99999"),
    ("PORTEE_SMTP_URL", "smtp://["),
    ("PORTEE_SECRET", "court"),
    ("PORTEE_SECRET", "é" * 15),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_setting_is_named_with_a_way_out(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingError) as said:
        read(tmp_path, **{name: value})
    sentence = str(said.value)
    assert sentence.startswith(f"{name} : ")
    assert sentence.endswith(".")
    assert any(word in sentence for word in ("crivez", "onnez", "etirez"))


@pytest.mark.parametrize("name", ["PORTEE_SECRET", "PORTEE_SMTP_URL", "PORTEE_BASE_URL"])
def test_a_complaint_never_repeats_a_secret(tmp_path: Path, name: str) -> None:
    wrong = {
        "PORTEE_SECRET": "hunter2",
        "PORTEE_SMTP_URL": "smtp://a:hunter2@b:port",
        "PORTEE_BASE_URL": "http://a:hunter2@b",
    }
    with pytest.raises(SettingError) as said:
        read(tmp_path, **{name: wrong[name]})
    assert "hunter2" not in str(said.value)


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingError, match=r"^PORTEE_HOME : .*Donnez un dossier"):
        read_settings({"PORTEE_HOME": str(tmp_path / "file" / "var")})


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.exemple.fr", MailServer("mail.exemple.fr", 25)),
        ("smtps://mail.exemple.fr", MailServer("mail.exemple.fr", 465, "tls")),
        ("smtp+starttls://a:b@mail.exemple.fr", MailServer("mail.exemple.fr", 587, "starttls", "a", "b")),
        ("smtp://mail.exemple.fr:2525", MailServer("mail.exemple.fr", 2525)),
        (" smtps://moi%40x.fr:p%3Aq%2F@m.fr:1 ", MailServer("m.fr", 1, "tls", "moi@x.fr", "p:q/")),
    ],
)
def test_a_mail_server(tmp_path: Path, url: str, server: MailServer) -> None:
    assert read(tmp_path, PORTEE_SMTP_URL=url).mail_server == server


def test_https_is_decided_by_the_address_of_the_portal(tmp_path: Path) -> None:
    settings = read(tmp_path, PORTEE_BASE_URL="https://portail.exemple.fr/")
    assert (settings.base_url, settings.https) == ("https://portail.exemple.fr", True)


def test_proxies_are_addresses_and_networks(tmp_path: Path) -> None:
    settings = read(tmp_path, PORTEE_PROXIES="127.0.0.1, 10.0.0.0/8 ,::1,")
    assert [str(each) for each in settings.proxies] == ["127.0.0.1/32", "10.0.0.0/8", "::1/128"]


def test_a_database_may_lie_elsewhere(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.db"
    assert read(tmp_path / "home", PORTEE_DATABASE_URL=f"sqlite:///{elsewhere}").database == elsewhere


def test_the_secret_is_made_once_and_kept_for_its_owner_alone(tmp_path: Path) -> None:
    first, second = read(tmp_path), read(tmp_path)
    assert first.secret == second.secret
    assert len(first.secret) >= 32
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


def test_each_portal_has_its_own_secret(tmp_path: Path) -> None:
    assert read(tmp_path / "a").secret != read(tmp_path / "b").secret
    assert read(tmp_path / "a").for_demo().secret != read(tmp_path / "a").secret


def test_a_given_secret_is_taken_and_nothing_is_written(tmp_path: Path) -> None:
    assert read(tmp_path, PORTEE_SECRET="s" * 32).secret == b"s" * 32
    assert not (tmp_path / "secret").exists()


@pytest.mark.parametrize("left", ["", "short"])
def test_a_secret_that_was_half_written_is_never_used(tmp_path: Path, left: str) -> None:
    (tmp_path / "secret").write_text(left)
    with pytest.raises(SettingError, match="PORTEE_SECRET"):
        read(tmp_path)


def test_a_secret_made_by_another_process_in_between_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def meanwhile(size: int) -> str:
        (tmp_path / "secret").write_text("theirs" * size)
        return "ours" * size

    monkeypatch.setattr(secrets, "token_hex", meanwhile)
    assert read(tmp_path).secret.startswith(b"theirs")
    assert [file.name for file in tmp_path.iterdir()] == ["secret"]


def test_processes_that_start_together_have_one_secret(tmp_path: Path) -> None:
    script = "from data.settings import read_settings; print(read_settings().secret.decode())"
    environ = {**os.environ, "PORTEE_HOME": str(tmp_path)}
    started = [
        subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, env=environ, stdout=subprocess.PIPE)
        for _ in range(6)
    ]
    assert len({each.communicate(timeout=30)[0] for each in started}) == 1


def test_the_demo_lies_in_its_own_folder_and_mails_nobody(tmp_path: Path) -> None:
    demo = read(tmp_path, PORTEE_SMTP_URL="smtp://mail.exemple.fr", PORTEE_PROXIES="10.0.0.0/8").for_demo()
    assert (demo.home, demo.database) == (tmp_path / "demo", tmp_path / "demo" / "portee.db")
    assert demo.documents == tmp_path / "demo" / "pieces"
    assert (demo.mail_server, demo.proxies) == (None, ())


def test_the_demo_writes_its_mails_where_they_are_looked_for(tmp_path: Path) -> None:
    assert read(tmp_path).for_demo().mails == tmp_path / "mails"
