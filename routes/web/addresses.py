"""Addresses that a browser hands back to us: followed only when they are ours."""

from urllib.parse import urlencode, urlsplit


def ours(address: str) -> str | None:
    """A path of this portal, or nothing: never another host, never a control character."""
    if not address.startswith("/") or address[1:2] in ("/", "\\") or not address.isprintable() or " " in address:
        return None
    return address


def path_of(url: str, base_url: str, host: str) -> str | None:
    """The path of a full URL when it is one of our own pages."""
    parts = urlsplit(url)
    if parts.netloc not in (host, urlsplit(base_url).netloc):
        return None
    return ours(parts.path + (f"?{parts.query}" if parts.query else ""))


def said(path: str, code: str) -> str:
    """The same page with a message: what was done travels in the URL as a code."""
    return f"{path}{'&' if '?' in path else '?'}{urlencode({'fait': code})}"
