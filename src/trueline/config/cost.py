"""The section ``cost`` of the config."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, get_args

from trueline.model.cost_settings import CostSettings, Nodes, Undeclared

if TYPE_CHECKING:
    from trueline.config.check import Check
    from trueline.model.location import Path

CLOUDS: Final = ("aws", "azure", "google")
UNDECLARED: Final = get_args(Undeclared)
_KEYS: Final = ("regions", "discounts", "undeclared-usage", "nodes", "team-tags")
_NODES: Final[dict[str, tuple[str, bool]]] = {
    "cloud": ("cloud", False),
    "region": ("region", False),
    "instance": ("instance", False),
    "cpu": ("cpu", True),
    "memory": ("memory", True),
    "gpu": ("gpu", True),
    "storage": ("storage", True),
    "load-balancer": ("load_balancer", True),
    "number": ("number", True),
}


def read_cost(check: Check, value: object, path: Path) -> CostSettings:
    """Return what the section says; what is wrong with it is reported to ``check``."""
    body = check.map(value, path, "a map", _KEYS)
    found: dict[str, Any] = {}
    if body.get("regions") is not None:
        found["regions"] = _regions(check, body["regions"], (*path, "regions"))
    if body.get("discounts") is not None:
        found["discounts"] = _discounts(check, body["discounts"], (*path, "discounts"))
    if body.get("undeclared-usage") is not None:
        found["undeclared"] = check.choice(body["undeclared-usage"], (*path, "undeclared-usage"), UNDECLARED)
    if body.get("nodes") is not None:
        found["nodes"] = _nodes(check, body["nodes"], (*path, "nodes"))
    if body.get("team-tags") is not None:
        found["team_tags"] = check.texts(body["team-tags"], (*path, "team-tags"))
    return CostSettings(**found)


def is_figure(check: Any, value: object, path: Path, wanted: str) -> bool:  # any walk over fields
    """Tell whether a value is a number that is not negative; report it when it is not."""
    if not check.is_a(value, (int, float), path, wanted):
        return False
    if not 0 <= value < float("inf"):  # type: ignore[operator]  # a number, as was looked at before
        check.report(f"{'.'.join(map(str, path))} must be {wanted}, zero or more", path)
        return False
    return True


def _regions(check: Check, value: object, path: Path) -> dict[str, str]:
    body = check.map(value, path, "a map from clouds to regions", CLOUDS)
    return {
        cloud: str(region)
        for cloud, region in body.items()
        if check.is_a(region, str, (*path, cloud), "the name of a region")
    }


def _discounts(check: Check, value: object, path: Path) -> dict[str, float]:
    body = check.map(value, path, "a map from sections of the price book, or types, to percent")
    found = {}
    for pattern, percent in body.items():
        at = (*path, pattern)
        if is_figure(check, percent, at, "a percentage"):
            if percent > 100:
                check.report(f"a discount of {percent} percent is more than all of it", at)
            found[str(pattern)] = float(percent)
    return found


def _nodes(check: Check, value: object, path: Path) -> Nodes:
    body = check.map(value, path, "a map", _NODES)
    found: dict[str, Any] = {}
    for key, (field, is_number) in _NODES.items():
        if body.get(key) is None:
            continue
        at = (*path, key)
        if is_number and is_figure(check, body[key], at, "a number"):
            found[field] = int(body[key]) if key == "number" else float(body[key])
        elif not is_number and check.is_a(body[key], str, at, "text"):
            found[field] = body[key]
    if found.get("cloud", CLOUDS[0]) not in CLOUDS:
        check.choice(found["cloud"], (*path, "cloud"), CLOUDS)
    if "instance" in found and not ("cloud" in found and "region" in found):
        check.report("nodes.instance has a price in a cloud and a region", path, "name `cloud` and `region`")
    return Nodes(**found)
