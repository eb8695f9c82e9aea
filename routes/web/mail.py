"""A mail as it leaves: text and HTML, accessible, the same words in both."""

from dataclasses import dataclass, fields
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate
from typing import ClassVar
from urllib.parse import urlsplit

from data.sites import Site
from routes.web.page import environment


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What a mail says. Its subject names no child and no secret."""

    template: ClassVar[str]

    site: Site
    portal: str  # the address of the portal

    @property
    def subject(self) -> str:
        """What the mail is called in a list of mails."""
        raise NotImplementedError


def envelope(letter: Letter, recipient: str, key: str, sent_at: int) -> EmailMessage:
    """The mail, with an identity of its own that stays the same at each try."""
    host = urlsplit(letter.portal).hostname or "localhost"
    mail = EmailMessage()
    mail["Subject"] = letter.subject
    mail["From"] = Address(letter.site.owner, addr_spec=letter.site.email or f"portail@{host}")
    mail["To"] = Address(addr_spec=_in_ascii(recipient))
    mail["Date"] = formatdate(sent_at)
    mail["Message-ID"] = f"<{key}@{host}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text_of(letter))
    page = environment.get_template(f"mails/{letter.template}.html")
    mail.add_alternative(page.render(_values(letter), subject=letter.subject), subtype="html")
    mail["Content-Language"] = "fr"  # last: what is said of a content moves into its part when a part is added
    return mail


def text_of(letter: Letter) -> str:
    """The plain words of a mail."""
    return environment.get_template(f"mails/{letter.template}.txt").render(_values(letter))


def _values(letter: Letter) -> dict[str, object]:
    return {each.name: getattr(letter, each.name) for each in fields(letter)}


def _in_ascii(address: str) -> str:
    """An address whose domain has accents, as mail servers know it."""
    name, at, domain = address.rpartition("@")
    return f"{name}{at}{domain.encode('idna').decode()}"
