"""A section of the price book as a file: read, looked over, and written so that a difference can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trueline.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def parse(data: bytes, name: str, path: str = "") -> dict[str, Any]:
    """Return a section of the bytes of its file at ``path``; raise ``ConfigError`` where they are none."""
    import orjson

    try:
        body = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise ConfigError(f"this is no section of a price book: {error}", place=path or name) from error
    wrong = problem_of(body, name)
    if wrong:
        raise ConfigError(f"this is no section of a price book: {wrong}", place=path or name)
    return dict(body)


def problem_of(body: object, name: str) -> str:
    """Return what is wrong with a section, empty where nothing is."""
    if not isinstance(body, dict):
        return "it is no map"
    if body.get("section") != name:
        return f"its `section` is not {name}"
    if "types" in body:
        return "" if all(isinstance(one, str) for one in body["types"]) else "`types` are no texts"
    if "shapes" in body:
        return "" if isinstance(body["shapes"], dict) else "`shapes` are no map"
    missing = [key for key in ("asof", "confidence", "prices") if key not in body]
    if missing:
        return f"it has no {', '.join(missing)}"
    if not _is_day(body["asof"]):
        return "its `asof` is no day: 2027-01-31"
    if not isinstance(body["prices"], dict):
        return "`prices` are no map"
    if not _is_kept(body.get("kept", [])):
        return "`kept` is no list of parts with `asof`, `confidence` and `keys`"
    return _problem_of_prices(body["prices"])


def _problem_of_prices(prices_by_region: Mapping[str, Any]) -> str:
    for region, prices in prices_by_region.items():
        if not isinstance(prices, dict):
            return f"prices of {region} are no map"
        for key, price in prices.items():
            if not _is_price(price):
                return f"{region}: {key}: {price} is no price, and no list of tiers"
    return ""


def _is_kept(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(part, dict)
        and _is_day(part.get("asof"))
        and isinstance(part.get("confidence"), str)
        and isinstance(part.get("keys"), dict)
        and all(isinstance(keys, list) for keys in part["keys"].values())
        for part in value
    )


def _is_price(value: object) -> bool:
    if isinstance(value, list):
        tiers = [tier for tier in value if isinstance(tier, list) and len(tier) == 2 and all(map(_is_figure, tier))]
        starts = [start for start, _ in tiers]
        return len(tiers) == len(value) and starts[:1] == [0] and starts == sorted(set(starts))
    return _is_figure(value)


def _is_day(value: object) -> bool:
    from datetime import date

    try:
        return isinstance(value, str) and len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _is_figure(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < float("inf")


def dump(body: Mapping[str, Any]) -> str:
    """Return the text of a section's file: sorted, one line for each region, so that a difference can be read."""
    import json

    def inline(value: object) -> str:
        return json.dumps(value, sort_keys=True, ensure_ascii=False)

    lines = []
    for key in sorted(body):
        value = body[key]
        if key == "prices" and isinstance(value, dict):
            inner = ",\n".join(f"    {inline(region)}: {inline(value[region])}" for region in sorted(value))
            lines.append(f'  "prices": {{\n{inner}\n  }}')
        elif key == "types":
            inner = ",\n".join(f"    {inline(one)}" for one in sorted(value))
            lines.append(f'  "types": [\n{inner}\n  ]')
        elif key == "kept":
            inner = ",\n".join(_dump_kept(part, inline) for part in value)
            lines.append(f'  "kept": [\n{inner}\n  ]')
        elif key == "derived":
            rest = {name: part for name, part in value.items() if name != "ratios"}
            ratios = value["ratios"]
            inner = ",\n".join(f"      {inline(region)}: {inline(ratios[region])}" for region in sorted(ratios))
            head = ",\n".join(f"    {inline(name)}: {inline(rest[name])}" for name in sorted(rest))
            lines.append(f'  "derived": {{\n{head},\n    "ratios": {{\n{inner}\n    }}\n  }}')
        else:
            lines.append(f"  {inline(key)}: {inline(value)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _dump_kept(part: Mapping[str, Any], inline: Callable[[object], str]) -> str:
    head = "".join(f"      {inline(name)}: {inline(part[name])},\n" for name in sorted(part) if name != "keys")
    keys = ",\n".join(f"        {inline(region)}: {inline(part['keys'][region])}" for region in sorted(part["keys"]))
    return f'    {{\n{head}      "keys": {{\n{keys}\n      }}\n    }}'
