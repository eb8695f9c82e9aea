"""Enhanced or accessible: the only place that writes htmx.

A region is the id of an element. A container that says `{{ swaps("panel") }}`
makes the plain links inside it fetch and replace that element alone. In
accessible mode nothing is written and the layout leaves the scripts out: the
same words and links, answered by whole pages. A link that leads to no page of
the portal says `target="_top"`: that is where it would open anyway, and htmx
leaves it alone.
"""

from markupsafe import Markup

VISIT = "X-Visite"  # the header that says it
REGIONS = ("screen", "record", "panel", "detail")  # each holds the next


def swaps(whole: bool, visit: str, region: str) -> Markup:
    """The attributes by which the links of a container swap a region; nothing where whole pages are wanted.

    Each request says in which visit its page was made: another one may have begun in this browser.
    """
    if region not in REGIONS:
        raise ValueError(f"no such region: {region}")
    if whole:
        return Markup("")
    return Markup(
        f' hx-boost:inherited="true" hx-target:inherited="#{region}" hx-swap:inherited="outerHTML"'
        f' hx-headers:inherited="{VISIT}:{visit}"'
    )


def polls(whole: bool, region: str) -> Markup:
    """The attributes by which a region comes again every two seconds, for as long as it says so itself.

    It is changed, not replaced: the focus stays where it is, and a status is read aloud when its words change.
    """
    if region not in REGIONS:
        raise ValueError(f"no such region: {region}")
    if whole:
        return Markup("")
    return Markup(f' hx-get="" hx-trigger="every 2s" hx-target="#{region}" hx-swap="outerMorph"')
