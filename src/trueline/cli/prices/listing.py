"""``trueline prices list``: the sections of the price book, and the digest that names this very book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trueline.cli.options import find_top
from trueline.cli.prices.shelf import aligned, open_shelf
from trueline.cost.book import digest_of_book

if TYPE_CHECKING:
    import argparse

    from trueline.cli.prices.shelf import Shelf


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--cloud", action="append", default=[], metavar="CLOUD", help="only of this cloud")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print the sections."""
    shelf = open_shelf(find_top([])[0])
    clouds = set(arguments.cloud)
    names = [name for name in shelf.sections() if not clouds or name.partition("/")[0] in clouds]
    rows = [_row(shelf, name) for name in names]
    digest = digest_of_book(shelf.own)
    if arguments.json:
        import json

        print(json.dumps({"digest": digest, "sections": rows}, indent=2, ensure_ascii=False))
        return 0
    heads = ("section", "as of", "confidence", "prices", "regions", "licence", "source")
    cells = [
        (
            str(row["section"]), _dates(row), str(row["confidence"]), f"{row['facts']:,}", f"{row['regions']:,}",
            str(row["licence"]), f"{row['source']}{', ' if row['file'] else ''}{row['file']}",
        )
        for row in rows
    ]  # fmt: skip
    print(aligned([heads, *cells], frozenset((3, 4))), end="")
    own = sum(bool(row["file"]) for row in rows)
    print(f"\n{len(rows):,} sections, {own:,} of them the team's own; the book is {digest}")
    return 0


def _dates(row: dict[str, Any]) -> str:
    return f"{row['oldest']} … {row['asof']}" if row["oldest"] != row["asof"] else str(row["asof"])


def _row(shelf: Shelf, name: str) -> dict[str, Any]:
    """Return what is said of a section; ``oldest`` is the date of the oldest price that is in it."""
    body = shelf.book.section(name) or {}
    source = body.get("source") or {}
    prices = body["prices"]
    derived = body.get("derived") or {}
    return {
        "section": name,
        "title": body.get("title", ""),
        "asof": body["asof"],
        "oldest": min([body["asof"], *(part["asof"] for part in body.get("kept", ()))]),
        "confidence": body["confidence"],
        "source": source.get("name", ""),
        "url": source.get("url", ""),
        "licence": source.get("licence", ""),
        "currency": body.get("currency") or "USD",
        "facts": sum(map(len, prices.values())),
        "regions": len(prices),
        "derived_regions": len(set(derived.get("ratios", ())) - set(prices)),
        "file": shelf.file(name),
    }
