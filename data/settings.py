"""The settings of one installation: the only reader of the environment."""

import contextlib
import ipaddress
import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from data import faults

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
SITE = re.compile(r"https?://[\w.\[\]:-]*\w\]?(:\d+)?")
SHORTEST_SECRET = 32


class SettingError(ValueError):
    """A setting that cannot be used; its French sentence says how to mend it."""


@dataclass(frozen=True)
class MailServer:
    """Where mails are handed over; security is « none », « tls » or « starttls »."""

    host: str
    port: int
    security: str = "none"
    username: str = ""
    password: str = ""


@dataclass(frozen=True)
class Settings:
    """What the operator decides, read once at the start."""

    home: Path
    database: Path
    mails: Path
    documents: Path
    base_url: str
    proxies: tuple[Network, ...]
    mail_server: MailServer | None
    secret: bytes

    @property
    def https(self) -> bool:
        """Whether families reach the portal over https: secure cookies, HSTS."""
        return self.base_url.startswith("https://")

    @property
    def imports(self) -> Path:
        """Where exports that were sent by screen wait for their import."""
        return self.home / "imports"

    def for_demo(self) -> "Settings":
        """The demo beside a real portal: a folder of its own, no mail server, this machine only."""
        home = self.home / "demo"
        home.mkdir(parents=True, exist_ok=True)
        return replace(
            self,
            home=home,
            database=home / "portee.db",
            documents=home / "pieces",
            proxies=(),
            mail_server=None,
            secret=_kept_secret(home),
        )


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read PORTEE_* from the environment; raises SettingError with a sentence for the operator."""
    given = os.environ if environ is None else environ
    home = _home(given.get("PORTEE_HOME", "").strip() or "var")
    return Settings(
        home=home,
        database=_database(given.get("PORTEE_DATABASE_URL", "").strip(), home),
        mails=home / "mails",
        documents=home / "pieces",
        base_url=_base_url(given.get("PORTEE_BASE_URL", "").strip() or "http://127.0.0.1:8000"),
        proxies=_proxies(given.get("PORTEE_PROXIES", "")),
        mail_server=_mail_server(given.get("PORTEE_SMTP_URL", "").strip()),
        secret=_secret(given.get("PORTEE_SECRET", ""), home),
    )


def _home(folder: str) -> Path:
    home = Path(folder).expanduser().resolve()
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as trouble:
        raise SettingError(
            f"PORTEE_HOME : le dossier « {home} » ne peut pas être créé ({faults.words_of(trouble)}). "
            "Donnez un dossier où le portail peut écrire."
        ) from trouble
    if not os.access(home, os.W_OK):
        raise SettingError(f"PORTEE_HOME : le portail ne peut pas écrire dans « {home} ». Donnez-lui ce droit.")
    return home


def _database(url: str, home: Path) -> Path:
    if not url:
        return home / "portee.db"
    path = url.removeprefix("sqlite:///")
    if path == url or not path:
        raise SettingError(
            "PORTEE_DATABASE_URL : écrivez sqlite:/// suivi du chemin du fichier, "
            "par exemple sqlite:////srv/portee/portee.db, ou retirez ce réglage."
        )
    database = Path(path).resolve()
    if not database.parent.is_dir():
        raise SettingError(
            f"PORTEE_DATABASE_URL : le dossier « {database.parent} » n’existe pas. Créez-le ou donnez un autre chemin."
        )
    return database


def _base_url(url: str) -> str:
    site = url.rstrip("/")
    try:
        usable = bool(SITE.fullmatch(site)) and urlsplit(site).port != 0
    except ValueError:
        usable = False
    if not usable:
        raise SettingError(
            "PORTEE_BASE_URL : ce n’est pas l’adresse d’un site. "
            "Écrivez par exemple https://portail.exemple.fr, sans chemin ni mot de passe."
        )
    return site


def _proxies(listed: str) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(each.strip()) for each in listed.split(",") if each.strip())
    except ValueError as trouble:
        raise SettingError(
            "PORTEE_PROXIES : écrivez des adresses séparées par des virgules, "
            f"par exemple 127.0.0.1,10.0.0.0/8 ({trouble})."
        ) from trouble


SCHEMES = {"smtp": ("none", 25), "smtps": ("tls", 465), "smtp+starttls": ("starttls", 587)}


def _mail_server(url: str) -> MailServer | None:
    if not url:
        return None
    try:
        parts = urlsplit(url)
        security, port = SCHEMES[parts.scheme]
        if not parts.hostname:
            raise ValueError("no host")
        return MailServer(
            parts.hostname, parts.port or port, security, unquote(parts.username or ""), unquote(parts.password or "")
        )
    except (KeyError, ValueError) as trouble:
        raise SettingError(
            "PORTEE_SMTP_URL : écrivez smtp://, smtps:// ou smtp+starttls://, "
            "puis utilisateur:motdepasse@serveur:port, par exemple smtp+starttls://portail:secret@mail.exemple.fr:587."
        ) from trouble


def _secret(given: str, home: Path) -> bytes:
    if not given:
        return _kept_secret(home)
    if len(given) < SHORTEST_SECRET:
        raise SettingError("PORTEE_SECRET : au moins 32 caractères au hasard, ou retirez ce réglage.")
    return given.encode()


def _kept_secret(home: Path) -> bytes:
    """The secret made at the first start and kept beside the database, readable by its owner alone."""
    file = home / "secret"
    if not file.exists():
        _make_secret(file)
    kept = file.read_bytes()
    if len(kept) < SHORTEST_SECRET:
        raise SettingError(f"PORTEE_SECRET : le fichier « {file} » est abîmé. Retirez-le : un autre sera fait.")
    return kept


def _make_secret(file: Path) -> None:
    """Whole or not at all, and by one of several processes that start together."""
    handle, draft = tempfile.mkstemp(dir=file.parent)  # readable by its owner alone
    with os.fdopen(handle, "wb") as writer:
        writer.write(secrets.token_hex(SHORTEST_SECRET).encode())
    with contextlib.suppress(FileExistsError):
        file.hardlink_to(draft)
    Path(draft).unlink()
