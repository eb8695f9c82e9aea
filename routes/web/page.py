"""Whole page or one region: the only place that decides, and the only reader of HX-*.

A handler returns `Page(view)`. A View is a frozen dataclass: it names its
template and declares exactly what the template may use. Menu → `screen`,
arrows → `record`, tabs → `panel`, a row → `detail`; each region is a Jinja block
and the id of the element it renders, so that there are no fragment templates
and no fragment URLs.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import partial
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from litestar import MediaType, Response
from litestar.datastructures import Cookie
from litestar.response.base import ASGIResponse
from markupsafe import Markup

from routes.web import assets, forms, french
from routes.web.messages import MESSAGES
from routes.web.mode import VISIT, polls, swaps
from routes.web.request import Asked
from routes.web.texts import introduction, rendered
from routes.web.version import VERSION

TEMPLATES = assets.FOLDER.parent / "templates"

environment = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=select_autoescape(["html", "svg"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    extensions=[french.Typesetting],
    auto_reload=False,
)
environment.filters.update(
    euros=french.euros,
    grouped=french.grouped,
    day=french.day,
    long_day=french.long_day,
    moment=french.moment,
    born=french.born,
    typeset=french.typeset,
    rendered=rendered,
)
environment.tests.update(lengthy=french.is_lengthy)
environment.globals.update(
    asset=assets.url_of, fonts=str(assets.FOLDER / "fonts"), version=VERSION, plural=french.plural
)


NO_PROBLEMS = forms.Problems()


@dataclass(frozen=True, kw_only=True)
class View:
    """What a page says. Subclasses add a field for each variable of their template."""

    template: ClassVar[str]
    menu: ClassVar[str] = ""  # the entry of the menu that this page stands under
    regions: ClassVar[tuple[str, ...]] = ("screen",)

    heading: str  # the h1, and the beginning of the title
    part: str = ""  # the tab or the row, in the title alone
    problems: forms.Problems = NO_PROBLEMS


class Page(Response[View]):
    """A view, shown whole or as the one region that a swap asks for."""

    def __init__(
        self,
        view: View,
        *,
        status_code: int = 200,
        headers: dict[str, str] | None = None,
        cookies: Iterable[Cookie] = (),
    ) -> None:
        super().__init__(
            view, status_code=status_code, headers=headers, cookies=list(cookies), media_type=MediaType.HTML
        )

    def to_asgi_response(  # type: ignore[override]  # every request of this app is an Asked
        self, app: Any, request: Asked, **_: Any
    ) -> ASGIResponse:
        """Render; a swap loads the page whole that asks for a region this view does not have, or in another’s visit."""
        region = asked_region(request)
        if region and (region not in self.content.regions or _is_left_over(request)):
            return ASGIResponse(headers={"HX-Redirect": request.address}, media_type=MediaType.HTML)
        return ASGIResponse(
            body=render(self.content, region, _surroundings(request)),
            status_code=self.status_code,
            headers=dict(self.headers),
            cookies=self.cookies,
            media_type=MediaType.HTML,
        )


def asked_region(request: Asked) -> str:
    """The region a swap asks for; nothing when a browser wants the whole page."""
    asked = request.headers
    if asked.get("HX-Request") != "true" or asked.get("HX-History-Restore-Request") == "true":
        return ""
    return asked.get("HX-Target", "").partition("#")[2] or "screen"


def _is_left_over(request: Asked) -> bool:
    """Whether a swap comes from a page of another visit: of somebody else who was signed in, in a tab still open."""
    return request.headers.get(VISIT, _visit(request)) != _visit(request)


def _visit(request: Asked) -> str:
    """What tells this session from any other; nobody can do anything with it.

    It begins with a letter: htmx reads the headers as JSON, and `12e45678` is a number there, which comes back longer.
    """
    return f"v{request.visitor.person.session[:8]}" if request.visitor.person else "-"


def see_other(request: Asked, url: str, cookies: Iterable[Cookie] = ()) -> Response[None]:
    """Go there instead; a swap goes there as a whole page."""
    if asked_region(request):
        return Response(None, headers={"HX-Redirect": url}, cookies=list(cookies), media_type=MediaType.HTML)
    return Response(None, status_code=303, headers={"Location": url}, cookies=list(cookies), media_type=MediaType.HTML)


def render(view: View, region: str, surroundings: dict[str, Any]) -> str:
    """The HTML of a view, or of one region of it."""
    values = {each.name: getattr(view, each.name) for each in fields(view)}
    return environment.get_template(view.template).render(
        values,
        menu=view.menu,
        region=region,
        layout="layouts/region.html" if region else "layouts/page.html",
        landing=partial(_landing, region),
        **surroundings,
    )


def _landing(region: str, *here: str) -> Markup:
    """Where the focus lands when one of these regions has just been swapped in: its heading."""
    return Markup(' tabindex="-1" autofocus' if region in here else ' tabindex="-1"')


def _surroundings(request: Asked) -> dict[str, Any]:
    """What the layout shows beside the view."""
    visitor = request.visitor
    address, code = _without_message(request)
    viewing = bool(visitor.person and visitor.person.viewing)
    return {
        "person": visitor.person,
        "accessible": visitor.accessible,
        # Another tab may have opened the view of another family: every page of a view comes whole, under its own name.
        "swaps": partial(swaps, visitor.accessible or viewing, _visit(request)),
        "polls": partial(polls, visitor.accessible or viewing),
        "csrf": partial(forms.csrf_token, visitor.token, request.settings.secret),
        "form_id": forms.new_form_id,
        "introduction": partial(introduction, visitor.introductions),
        "message": MESSAGES.get(code, ""),
        "here": address,
    }


def _without_message(request: Asked) -> tuple[str, str]:
    """The address of this page without its message, and the code of the message."""
    query = request.scope["query_string"]
    if b"fait=" not in query:
        return request.address, ""
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    rest = urlencode([(name, value) for name, value in pairs if name != "fait"])
    return request.path + (f"?{rest}" if rest else ""), dict(pairs).get("fait", "")
