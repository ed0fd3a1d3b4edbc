"""AWS's price list: bulk offer files, read as CSV, a row at a time.

https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-the-aws-price-list-bulk-api-fetching-price-list-files-manually.html
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trueline.adapters.prices.aws_offers import TABLES, Table, unit
from trueline.adapters.prices.facts import Facts, figure
from trueline.cost.renewal import Offered
from trueline.errors import PricesError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trueline.adapters.prices import Ask
    from trueline.adapters.prices.web import Web

API: Final = "https://pricing.us-east-1.amazonaws.com"
NEEDS_REGIONS: Final = True
_METADATA: Final = ("FormatVersion", "Disclaimer", "Publication Date", "Version", "OfferCode")
_NEEDED: Final = ("sku", "termtype", "startingrange", "unit", "priceperunit", "currency", "regioncode")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


class _File(NamedTuple):
    """Where an offer file is, and what its first lines say."""

    address: str
    day: str
    columns: Mapping[str, int]
    width: int


def sections() -> Sequence[str]:
    """Return the sections of the book that the list can give, sorted."""
    return tuple(table.section for table in TABLES)


def read(web: Web, ask: Ask) -> list[Offered]:
    """Return what the offer files of the regions say; each file is read once, for all sections that are in it."""
    tables = [table for table in TABLES if table.section in ask.sections]
    found = []
    for code in sorted({table.code for table in tables}):
        mine = [table for table in tables if table.code == code]
        facts = {table.section: Facts() for table in mine}
        files = _files(web, code)
        regions = frozenset(region for region in ask.regions if region in files)
        if not regions:
            where = web.address(_index(code))
            raise PricesError(f"{code} is offered in none of {', '.join(ask.regions)}", place=where)
        days = [_read(web, files[region], region, mine, facts, ask.currency) for region in sorted(regions)]
        source = {"name": f"AWS price list: {code}", "url": web.address(f"/offers/v1.0/aws/{code}/"), "licence": ""}
        found += [
            Offered(
                table.section, regions, facts[table.section].prices(), min(days), source, ask.currency, table.keys,
                facts[table.section].unclear(),
            )
            for table in mine
        ]  # fmt: skip
    return found


def _index(code: str) -> str:
    return f"/offers/v1.0/aws/{code}/current/region_index.json"


def _files(web: Web, code: str) -> dict[str, str]:
    """Return the path of the CSV of each region."""
    said = web.json(_index(code))
    regions = said.value.get("regions") if isinstance(said.value, dict) else None
    if not isinstance(regions, dict) or not regions:
        raise PricesError("the answer has no `regions`", place=said.address)
    found = {}
    for region, entry in regions.items():
        path = entry.get("currentVersionUrl") if isinstance(entry, dict) else None
        if not isinstance(path, str) or not path.endswith(".json"):
            raise PricesError(f"regions.{region} has no `currentVersionUrl` of a .json", place=said.address)
        found[str(region)] = f"{path.removesuffix('.json')}.csv"
    return found


def _read(web: Web, path: str, region: str, tables: Sequence[Table], facts: Mapping[str, Facts], currency: str) -> str:
    """Take what the tables want from one file, and return the day of its publication."""
    with web.lines(path) as lines:
        rows = csv.reader(lines, strict=True)
        address = web.address(path)
        try:
            file = _head(rows, address, tables)
            for row in rows:
                if len(row) != file.width:
                    raise _wrong(file, rows, f"has {len(row)} columns, the header {file.width}")
                if row[file.columns["termtype"]] == "OnDemand" and row[file.columns["regioncode"]] == region:
                    _take(file, rows, row, tables, facts, currency)
        except csv.Error as error:
            raise PricesError(f"line {rows.line_num:,} is no CSV: {error}", place=address) from None
    return file.day


def _head(rows: Any, address: str, tables: Sequence[Table]) -> _File:  # csv's own type has no name
    """Read the five lines before the header, and the header."""
    said = {}
    for name in _METADATA:
        row: list[str] = next(rows, [])
        if len(row) != 2 or row[0] != name:
            raise PricesError(f"line {rows.line_num or 1} is not `{name}` and its value", place=address)
        said[name] = row[1]
    day = _DAY.match(said["Publication Date"])
    if said["FormatVersion"] != "v1.0" or day is None:
        raise PricesError("it is not of version v1.0, or has no publication date", place=address)
    header: list[str] = next(rows, [])
    columns = {re.sub("[^a-z0-9]", "", name.lower()): place for place, name in enumerate(header)}
    wanted = {*_NEEDED, *(name for table in tables for name in table.columns)}
    missing = sorted(wanted - columns.keys())
    if missing:
        raise PricesError(
            f"the header (line {rows.line_num}) has no column {', '.join(missing)}",
            place=address,
            hint="the list has changed its shape: a newer Trueline may read it",
        )
    return _File(address, day[0], {name: columns[name] for name in wanted}, len(header))


def _take(
    file: _File, rows: Any, row: list[str], tables: Sequence[Table], facts: Mapping[str, Facts], currency: str
) -> None:
    """Give one offer to the tables that want it."""
    cells = {name: row[place] for name, place in file.columns.items()}
    for table in tables:
        take = table.take(cells)
        if take is None:
            continue
        price, start = figure(cells["priceperunit"]), figure(cells["startingrange"] or 0)
        if price is None or start is None:
            raise _wrong(file, rows, f"has no price or no range: {cells['priceperunit']!r}, {cells['startingrange']!r}")
        if cells["currency"] != currency:
            raise _wrong(file, rows, f"is in {cells['currency'] or 'no currency'}, {currency} was asked for")
        if unit(cells["unit"]) not in take.unit.split("|"):
            facts[table.section].doubt(cells["regioncode"], take.key, f"its unit is {cells['unit']}, not {take.unit}")
            continue
        facts[table.section].add(cells["regioncode"], take, start, price)


def _wrong(file: _File, rows: Any, what: str) -> PricesError:
    return PricesError(f"line {rows.line_num:,} {what}", place=file.address)
