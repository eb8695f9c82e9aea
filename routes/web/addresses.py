"""Addresses that a browser hands back to us: followed only when they are ours."""

from urllib.parse import parse_qsl, quote, urlencode, urlsplit


def ours(address: str) -> str | None:
    """A path of this portal, or nothing: never another host, never a control character."""
    plain = address.isascii() and address.isprintable() and " " not in address
    return address if plain and address.startswith("/") and address[1:2] not in ("/", "\\") else None


def path_of(url: str, base_url: str, host: str) -> str | None:
    """The path of a full URL when it is one of our own pages."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.netloc not in (host, urlsplit(base_url).netloc):
        return None
    return ours(parts.path + (f"?{parts.query}" if parts.query else ""))


def sign_in_for(following: str | None) -> str:
    """« Accès Usager », which leads to a page of ours afterwards."""
    return leading_on("/connexion", following)


def sign_in_at(slug: str) -> str:
    """« Accès Usager » where one site has been chosen already."""
    return f"/connexion?{urlencode({'site': slug})}"


def leading_on(path: str, following: str | None) -> str:
    """A page that leads to another one of ours afterwards."""
    return f"{path}?suite={quote(following, safe='/')}" if following else path


def unsaid(address: str) -> str:
    """The same page without the message that it carries."""
    path, _, query = address.partition("?")
    rest = urlencode([(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name != "fait"])
    return path + (f"?{rest}" if rest else "")


def said(path: str, code: str) -> str:
    """The same page with a message: what was done travels in the URL as a code."""
    return f"{path}{'&' if '?' in path else '?'}{urlencode({'fait': code})}"
