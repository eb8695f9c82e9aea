"""Random words: the ids that stand in URLs, and the secrets nobody should guess."""

import hashlib
import secrets

READABLE = "23456789abcdefghjkmnpqrstuvwxyz"  # no 0/o, 1/l/i: read aloud, copied by hand
KEY_LENGTH = 8


def new_key() -> str:
    """A short id for a URL: 8 readable characters, 2^39 of them, no number to guess."""
    return _word(KEY_LENGTH)


def new_token() -> str:
    """A secret of 256 bits, fit for a cookie or a URL."""
    return secrets.token_urlsafe(32)


def new_temporary_password() -> str:
    """A password of 89 bits to read off a mail: three groups of six characters, hyphens between."""
    return "-".join(_word(6) for _ in range(3))


def plain(temporary_password: str) -> str:
    """What counts in a temporary password: its letters, in any case, however they are grouped."""
    return "".join(sign for sign in temporary_password.lower() if sign.isalnum())


def digest(secret: str) -> str:
    """What is stored of a secret with enough bits of its own (never of a chosen password)."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _word(length: int) -> str:
    """Random signs: one draw for all of them; 31 signs out of 256 values a byte leave no bias worth the name."""
    number, signs = int.from_bytes(secrets.token_bytes(2 * length)), []
    for _ in range(length):
        number, sign = divmod(number, len(READABLE))
        signs.append(READABLE[sign])
    return "".join(signs)
