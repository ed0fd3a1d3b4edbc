"""How the page says things that stand in several of its parts: places, standings, badges, addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from trueline.reporters.html.element import Element, code, element
from trueline.reporters.summary import side_of
from trueline.reporters.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trueline.model.location import Location
    from trueline.model.report import Finding, Report, Suppression
    from trueline.reporters.html.element import Node

Standing: TypeAlias = Literal["blocks", "advises", "suppressed", "fixed"]
STANDINGS: Final[tuple[Standing, ...]] = get_args(Standing)
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"'\\]+\Z", re.IGNORECASE)
_KINDS: Final = {"exception": "Exception", "baseline": "Baseline", "inline": "Comment in the file"}
_LONGEST_PLACE: Final = 400


def badge(word: str, style: str = "") -> Element:
    """Return a word on the colour that stands for it."""
    return element("span", word, class_=f"badge c-{style or word}")


def part(name: str, title: str, number: int | None, *children: Node | None) -> Element:
    """Return one part of the page under its heading, which is its first child."""
    said: list[Node] = [" ", element("span", f"{number:,}", class_="count")] if number is not None else []
    heading = element("h2", title, *said, id=f"{name}-title")
    return element("section", heading, *children, id=name, class_="part", aria_labelledby=f"{name}-title")


def contents(parts: Iterable[Element | None]) -> Element:
    """Return links to the parts, named as their headings are."""
    links = []
    for one in parts:
        if one is not None:
            heading = one.children[0]
            name = heading.children if isinstance(heading, Element) else (heading,)
            links.append(element("li", element("a", *name, href=f"#{one.attributes['id']}")))
    return element("nav", element("ul", *links), aria_label="Parts of the report")


def table(caption: str, head: Iterable[str], rows: Iterable[Element]) -> Element:
    """Return a table that scrolls where it is wider than the page."""
    return element(
        "div",
        element(
            "table",
            element("caption", caption),
            element("thead", element("tr", *(element("th", name, scope="col") for name in head))),
            element("tbody", *rows),
            class_="proof",
        ),
        class_="scroll",
        role="region",
        aria_label=caption,
        tabindex=0,
    )


def place(report: Report, location: Location) -> Element:
    """Return ``path:line:column``, with the revision where it is not the one that is judged."""
    shown = code(str(location), _LONGEST_PLACE)
    side = side_of(report, location)
    return element("span", shown, f" at {side}" if side else None, class_="place")


def link(address: str) -> Element:
    """Return a link, or only the text of what is no address of the web."""
    if visible(address) != address or not _ADDRESS.match(address):
        return code(address)
    return element("a", address, href=address, rel="noopener noreferrer nofollow")


def classes(finding: Finding, standing: Standing) -> str:
    """Return what the filters know a finding by."""
    return f"item s-{finding.severity} k-{standing} st-{finding.status} e-{finding.enforcement}"


def suppression(report: Report, mark: Suppression) -> Element:
    """Return who lets a finding go, until when and why."""
    until = f", until {mark.expires}" if mark.expires else ", with no end"
    return element(
        "p",
        element("strong", _KINDS.get(mark.kind, mark.kind)),
        " ",
        code(mark.id) if mark.id else None,
        until,
        element("q", mark.reason) if mark.reason else ", with no reason",
        element("span", " in ", place(report, mark.location)) if mark.location is not None else None,
        class_="suppression",
    )
