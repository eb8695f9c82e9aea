"""What is measured on a page (see measures.js, and axe): each measure gives the list of what is wrong."""

import json
from pathlib import Path
from typing import Literal, TypedDict

import axe_playwright_python
from playwright.sync_api import BrowserContext, Page, ViewportSize


class Wish(TypedDict):
    """What a person has told their device about colours."""

    color_scheme: Literal["light", "dark"]
    contrast: Literal["no-preference", "more"]


NARROW: ViewportSize = {"width": 320, "height": 256}  # 1280 × 1024 at 400 %
WIDE: ViewportSize = {"width": 1280, "height": 1024}
AXE, OURS = Path(axe_playwright_python.__file__).parent / "axe.min.js", Path(__file__).parent / "measures.js"
LEVELS = ("wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "wcag22aaa", "best-practice")
OFF_UNASKED = ("color-contrast-enhanced", "identical-links-same-purpose", "meta-refresh-no-exceptions", "target-size")
OPTIONS = {
    "runOnly": {"type": "tag", "values": LEVELS},
    "rules": {name: {"enabled": True} for name in OFF_UNASKED},
    "resultTypes": ["violations"],
}
WISHES: tuple[Wish, ...] = (
    {"color_scheme": "light", "contrast": "no-preference"},
    {"color_scheme": "light", "contrast": "more"},
    {"color_scheme": "dark", "contrast": "no-preference"},
    {"color_scheme": "dark", "contrast": "more"},
)
RUN_AXE = f"""async () => (await axe.run(document, {json.dumps(OPTIONS)})).violations
  .flatMap(rule => rule.nodes.map(node => `${{rule.id}}: ${{node.html.slice(0, 160)}}`))"""


def equip(context: BrowserContext, axe: bool = True) -> None:
    """Every page of this browser can be measured; each then reads axe anew, which is half a megabyte."""
    for script in (AXE, OURS) if axe else (OURS,):
        context.add_init_script(path=script)


def violations(page: Page) -> list[str]:
    """What axe finds: all levels of WCAG 2.0 to 2.2, and best practices."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    return _ask(page, RUN_AXE)


def faint(page: Page) -> list[str]:
    """Words under 7:1 and borders under 3:1: by day, with more contrast, by night, and by night with more."""
    found = []
    for wish in WISHES:
        page.emulate_media(**wish)
        found += [f"{wish}: {each}" for each in _ask(page, "measure.faint()")]
    page.emulate_media(**WISHES[0])
    return found


def small(page: Page) -> list[str]:
    """Targets under 44 × 44."""
    return _ask(page, "measure.small()")


def outside(page: Page) -> list[str]:
    """What does not fit into 1280 pixels, nor into 320 (400 %): as it is, and with the spacing of WCAG 1.4.12."""
    found = [f"wide: {each}" for each in _ask(page, "measure.outside()")]
    page.set_viewport_size(NARROW)
    found += _ask(page, "measure.outside()") + small(page)
    page.evaluate("measure.space(true)")
    found += [f"spaced: {each}" for each in _ask(page, "measure.outside()")]
    page.evaluate("measure.space(false)")
    page.set_viewport_size(WIDE)
    return found


def _ask(page: Page, script: str) -> list[str]:
    return list(page.evaluate(script))
