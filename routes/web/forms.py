"""Forms without scripts: read once, bound to their session, checked as a whole, in French."""

import base64
import hmac
import re
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from litestar.exceptions import ClientException, InternalServerException
from litestar.exceptions.http_exceptions import RequestEntityTooLarge
from pydantic import BaseModel, ConfigDict, ValidationError

from data import kinds
from routes.web.addresses import ours
from routes.web.request import Asked

MOST_FIELDS = 200
LARGEST_FORM = 64 * 1024  # bytes of text, whatever files come with it
CSRF_FIELD, FORM_ID_FIELD, OWNER_FIELD = "jeton", "envoi", "auteur"
FOLLOWING_FIELD = "suite"
MASK = 16
LONGEST_FORM_ID = 64
# What no keyboard types and no page may hold: control characters and non-characters.
UNREADABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")

UNREAD = "unreadable form"

Values = dict[str, str]
Pairs = list[tuple[str, str]]
M = TypeVar("M", bound="Form")


class StaleForm(Exception):
    """The form was not made for this session: it is too old, or somebody else’s."""

    def __init__(self, values: Values | None = None) -> None:
        super().__init__()
        self.values = values or {}


class Form(BaseModel):
    """The fields of one form: a field’s title is its label, its pattern what the portal accepts."""

    model_config = ConfigDict(str_strip_whitespace=True, extra="ignore")


@dataclass(frozen=True)
class Problems:
    """What is wrong with a form, by field, in French; empty when nothing is."""

    by_field: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.by_field)


async def read_form(request: Asked, token: str = "") -> Values:
    """The fields of a form that was made for a session: the visitor’s own, or the one that is named.

    Raises StaleForm, or ClientException: 400 when it cannot be read, 413 when it is too long.
    """
    body = b""
    async for piece in pieces_of(request):
        body += piece
        if len(body) > LARGEST_FORM:
            raise RequestEntityTooLarge
    try:
        pairs = parse_qsl(body.decode("ascii"), True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError as trouble:
        raise ClientException(UNREAD) from trouble
    return accepted(request, pairs, token)


async def pieces_of(request: Asked) -> AsyncIterator[bytes]:
    """The body as it comes in, within the limit of its handler; a browser that goes away is no fault of ours."""
    try:
        async for piece in request.stream():
            if piece:
                yield piece
    except InternalServerException as trouble:
        raise ClientException("the browser has gone away") from trouble


def accepted(request: Asked, pairs: Pairs, token: str = "") -> Values:
    """The fields of a form once all of them are read, without the signs that nobody sees.

    Raises StaleForm, or ClientException (400).
    """
    values = {name: kinds.HIDDEN.sub("", text) for name, text in pairs}
    request.following = ours(values.get(FOLLOWING_FIELD, ""))
    if len(pairs) > MOST_FIELDS or any(UNREADABLE.search(text) for pair in pairs for text in pair):
        raise ClientException(UNREAD)
    if not made_for(request, values, token):
        raise StaleForm(values)
    return values


def made_for(request: Asked, values: Values, token: str = "") -> bool:
    """Whether a form was made for the visitor’s session, or for the one that is named."""
    return is_ours(values.get(CSRF_FIELD, ""), token or request.visitor.token, request.settings.secret)


def check(form: type[M], values: Values) -> tuple[M | None, Problems]:
    """Either the checked form or all of its problems, never the first alone."""
    try:
        return form.model_validate(values), Problems()
    except ValidationError as errors:
        by_field: dict[str, str] = {}
        for error in errors.errors():
            by_field.setdefault(str(error["loc"][0]), _in_french(form, error))
        return None, Problems(by_field)


def _in_french(form: type[Form], error: Any) -> str:
    name = str(error["loc"][0])
    label = form.model_fields[name].title or name
    if error["type"] in ("missing", "string_too_short") and not str(error.get("input", "")).strip():
        return f"Renseignez « {label} »."
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    limits = error.get("ctx", {})
    if error["type"] == "string_too_long":
        return f"« {label} » : {limits['max_length']} caractères au plus."
    if error["type"] == "string_too_short":
        return f"« {label} » : {limits['min_length']} caractères au moins."
    return f"« {label} » n’est pas valable."


def csrf_token(token: str, secret: bytes) -> str:
    """What a form of this session carries, masked anew for each page (BREACH)."""
    mask = secrets.token_bytes(MASK)
    return base64.urlsafe_b64encode(mask + _xor(mask, _mark(token, secret))).decode()


def is_ours(given: str, token: str, secret: bytes) -> bool:
    """Whether a form was made for the session with this token."""
    try:
        raw = base64.urlsafe_b64decode(given)
    except ValueError:
        return False
    return hmac.compare_digest(_xor(raw[:MASK], raw[MASK:]), _mark(token, secret))


def _mark(token: str, secret: bytes) -> bytes:
    return hmac.digest(secret, f"form {token}".encode(), "sha256")[:MASK]


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=False))


def form_id_of(values: Values) -> str:
    """The one-time id that a form carries; raises StaleForm without one, for nothing could then be written once."""
    form_id = values.get(FORM_ID_FIELD, "")
    if not 0 < len(form_id) <= LONGEST_FORM_ID:
        raise StaleForm
    return form_id


def owner_mark(account: int, secret: bytes) -> str:
    """Whose a form is, so that what one account typed is never shown to another."""
    return hmac.digest(secret, f"owner {account}".encode(), "sha256")[:MASK].hex()


def new_form_id() -> str:
    """The one-time id of a form."""
    return secrets.token_urlsafe(12)
