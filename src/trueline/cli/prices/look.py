"""``trueline prices show``: one price, in a region or in all, with where it is from; or a whole section."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trueline.cli.options import find_top
from trueline.cli.prices.shelf import aligned, close_to, open_shelf
from trueline.cost.book import origin
from trueline.cost.section import dump
from trueline.errors import UsageError
from trueline.model.cost import Gap

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping

    from trueline.cli.prices.shelf import Shelf
    from trueline.model.cost import Price

NO_PRICE = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("section", metavar="SECTION", help="a section of the book, as `prices list` has it: aws/ec2")
    parser.add_argument("key", nargs="?", metavar="KEY", help="what has the price: m5.large (default: the whole file)")
    parser.add_argument(
        "--region", action="append", default=[], metavar="REGION", help="only there (default: anywhere)"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print the prices; 3 where there is none in a region that was asked for, 2 where a name is not known."""
    shelf = open_shelf(find_top([])[0])
    section, key = arguments.section, arguments.key
    body = shelf.book.section(section)
    if body is None or "prices" not in body:
        hint = close_to(section, shelf.sections()) or "`trueline prices list` has them all"
        raise UsageError(f"the price book has no section {section}", hint=hint)
    if key is None:
        if arguments.region:
            raise UsageError("a region is of one price: name its key, too", place=f"prices show {section}")
        print(dump(body), end="")
        return 0
    keys = {name for here in body["prices"].values() for name in here}
    if key not in keys:
        hint = close_to(key, keys) or f"{section} has {len(keys):,} keys, such as {', '.join(sorted(keys)[:3])}"
        raise UsageError(f"{section} has no price of {key}", hint=hint)
    regions = list(dict.fromkeys(arguments.region)) or list(_regions(body, key))
    found = [_told(shelf, section, key, region) for region in regions]
    if arguments.json:
        import json

        print(json.dumps(found, indent=2, ensure_ascii=False))
    else:
        print(_text(body, found), end="")
    return NO_PRICE if any(one["price"] is None for one in found) else 0


def _regions(body: Mapping[str, Any], key: str) -> Iterator[str]:
    """Yield the regions that list a key; those that are derived are not said unless they are asked for."""
    return (region for region in sorted(body["prices"]) if key in body["prices"][region])


def _told(shelf: Shelf, section: str, key: str, region: str) -> dict[str, Any]:
    price = shelf.book.price(section, key, region)
    told: dict[str, Any] = {"section": section, "key": key, "region": region}
    if isinstance(price, Gap):
        return {**told, "price": None, "reason": price.reason}
    body = shelf.book.section(section) or {}
    listed = next((place for place in (region, "*") if key in body["prices"].get(place, {})), None)
    said = origin(body, listed, key) if listed is not None else origin(body, body["derived"]["from"], key)
    source = said.get("source") or body.get("source") or {}
    return {
        **told,
        "price": price.first,
        "tiers": [list(tier) for tier in price.tiers],
        "unit": price.unit,
        "currency": price.currency,
        "asof": price.asof,
        "confidence": said["confidence"] if listed is not None else "derived",
        "derived_from": None if listed is not None else body["derived"]["from"],
        "source": source.get("name", ""),
        "url": source.get("url", ""),
        "licence": source.get("licence", ""),
        "file": shelf.file(section),
        "month": _month(price),
    }


def _month(price: Price) -> float | None:
    """Return what an hour's price is a month, None for what does not run by the hour."""
    from trueline.model.cost import HOURS

    return round(price.of(HOURS), 10) if price.unit == "hour" and len(price.tiers) == 1 else None


def _text(body: Mapping[str, Any], found: list[dict[str, Any]]) -> str:
    rows = []
    for one in found:
        if one["price"] is None:
            rows.append((one["region"], "", one["reason"]))
            continue
        month = f" = {one['month']:,.10g} a month" if one["month"] is not None else ""
        rows.append((one["region"], f"{_amount(one)} {one['currency']} / {one['unit']}{month}", _whence(one)))
    return aligned([(f"{found[0]['section']} {found[0]['key']}", str(body.get("title", "")), ""), *rows])


def _amount(one: Mapping[str, Any]) -> str:
    if len(one["tiers"]) == 1:
        return f"{one['price']:.10g}"
    return ", ".join(f"{price:.10g} from {start:,.10g}" for start, price in one["tiers"])


def _whence(one: Mapping[str, Any]) -> str:
    """Return, in words, how the price is known: as of when, by whom, and in which file."""
    how = f"derived from {one['derived_from']}" if one["derived_from"] else one["confidence"]
    licence = f" ({one['licence']})" if one["licence"] else ""
    where = f", {one['file']}" if one["file"] else ", shipped"
    return f"{one['asof']}, {how}: {one['source']}{licence} {one['url']}{where}"
