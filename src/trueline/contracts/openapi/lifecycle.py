"""How long one may rely on an operation or parameter: deprecation, sunset dates, levels of stability."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from trueline.contracts.deprecation import dated
from trueline.contracts.schema.announced import notice_in

if TYPE_CHECKING:
    from trueline.contracts.openapi.node import Node
    from trueline.contracts.openapi.scope import Scope

LEVELS: Final = ("draft", "alpha", "beta", "stable")
"""The levels of ``x-stability-level`` from the least; what names none is stable."""


def describe(node: Node) -> dict[str, object]:
    """Return what is announced of something, for the details of changes."""
    said = node.value if isinstance(node.value, dict) else {}
    found = notice_in({name: one for name, one in said.items() if isinstance(name, str)})
    day = {} if found or not sunset_of(node) else dated(sunset_of(node))
    return {"deprecated": False, **day, **found, "stability": node.text("x-stability-level") or "stable"}


def sunset_of(node: Node) -> str:
    """Return the sunset date as it is written, empty where there is none."""
    return node.text("x-sunset") or node.text("sunset")


def compare_lifecycle(scope: Scope, what: str, old: Node, new: Node) -> None:
    """Take what changed in the lifecycle of an operation or a parameter."""
    _compare_deprecation(scope, what, old, new)
    _compare_sunset(scope, what, old, new)
    _compare_stability(scope, what, old, new)


def _compare_deprecation(scope: Scope, what: str, old: Node, new: Node) -> None:
    was, now = old.flag("deprecated"), new.flag("deprecated")
    if was == now:
        return
    places = old.at("deprecated"), new.at("deprecated")
    if now:
        sunset = sunset_of(new)
        until = f", and ends on {sunset}" if sunset else ", without a sunset date"
        scope = scope.knowing(sunset=sunset)
        scope.say(f"{what}-deprecated", f"the {what} is deprecated{until}", *places, values=(was, now))
    else:
        scope.say(f"{what}-reactivated", f"the {what} is no longer deprecated", *places, values=(was, now))


def _compare_sunset(scope: Scope, what: str, old: Node, new: Node) -> None:
    before, after = sunset_of(old), sunset_of(new)
    places = _sunset(old), _sunset(new)
    values = before or None, after or None
    day, was = _day(after), _day(before)
    if after and day is None and after != before:
        scope.say(f"{what}-sunset-invalid", f"the sunset {after} is no date", *places, values=values)
    elif not new.flag("deprecated") or before == after:
        return
    elif not after:
        scope.say(f"{what}-sunset-removed", f"the sunset {before} is no longer announced", *places, values=values)
    elif day is not None and was is not None and day < was:
        scope.say(f"{what}-sunset-earlier", f"the sunset is {after}, not {before}", *places, values=values)
    elif old.flag("deprecated") and day != was:
        scope.say(f"{what}-sunset-later", f"the sunset is {after}", *places, values=values)


def _compare_stability(scope: Scope, what: str, old: Node, new: Node) -> None:
    before, after = (node.text("x-stability-level") or "stable" for node in (old, new))
    if before == after:
        return
    places = old.at("x-stability-level"), new.at("x-stability-level")
    if after not in LEVELS:
        scope.say(f"{what}-stability-invalid", f"{after} is no level of stability", *places, values=(before, after))
    elif before in LEVELS:
        word = "lowered" if LEVELS.index(after) < LEVELS.index(before) else "raised"
        message = f"the {what} is {after}, it was {before}"
        scope.say(f"{what}-stability-{word}", message, *places, values=(before, after))


def _sunset(node: Node) -> Node:
    return node.at("sunset") if node.text("sunset") and not node.text("x-sunset") else node.at("x-sunset")


def _day(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None
