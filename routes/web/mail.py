"""A mail as it leaves: text and HTML, accessible, the same words in both."""

from dataclasses import dataclass, fields
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate
from typing import ClassVar
from urllib.parse import urlsplit

from data.sites import Site
from routes.web.page import environment

NO_ADDRESS = (ValueError, IndexError, MessageError)  # what the standard library raises, from case to case
BAD_SENDER = "L’adresse d’expéditeur n’est pas valable : corrigez « E-mail » dans « Réglages du site »."
BAD_RECIPIENT = "L’adresse du destinataire n’est pas valable."


class Misaddressed(ValueError):
    """What stands as an address cannot be written to, or from: whose it is, in French."""

    def __init__(self, words: str, is_recipient: bool) -> None:
        super().__init__(words)
        self.is_recipient = is_recipient


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
    """The mail, with an identity of its own that stays the same at each try. Raises Misaddressed."""
    host = urlsplit(letter.portal).hostname or "localhost"
    mail = EmailMessage()
    mail["Subject"] = letter.subject
    try:
        mail["From"] = Address(letter.site.owner, addr_spec=_in_ascii(letter.site.email or f"portail@{host}"))
    except NO_ADDRESS as trouble:
        raise Misaddressed(BAD_SENDER, is_recipient=False) from trouble
    try:
        mail["To"] = Address(addr_spec=_in_ascii(recipient))
    except NO_ADDRESS as trouble:
        raise Misaddressed(BAD_RECIPIENT, is_recipient=True) from trouble
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
