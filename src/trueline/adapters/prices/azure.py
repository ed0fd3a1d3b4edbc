"""Azure's retail prices, page by page.

https://learn.microsoft.com/rest/api/cost-management/retail-prices/azure-retail-prices
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from trueline.adapters.prices.azure_offers import TABLES, Meter
from trueline.adapters.prices.facts import Facts, figure
from trueline.cost.renewal import Offered
from trueline.errors import PricesError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.adapters.prices import Ask
    from trueline.adapters.prices.azure_offers import Table
    from trueline.adapters.prices.web import Web

API: Final = "https://prices.azure.com"
NEEDS_REGIONS: Final = True
_PATH: Final = "/api/retail/prices"
_VERSION: Final = "2023-01-01-preview"
_PAGES: Final = 5_000
_TEXTS: Final = ("productName", "skuName", "meterName", "unitOfMeasure", "armRegionName", "type")
_SOURCE: Final = {"name": "Azure Retail Prices", "licence": ""}


def sections() -> Sequence[str]:
    """Return the sections of the book that the list can give, sorted."""
    return tuple(table.section for table in TABLES)


def read(web: Web, ask: Ask) -> list[Offered]:
    """Return what the list says of the regions; a service is read once for all sections that are in it."""
    asked = [table for table in TABLES if table.section in ask.sections]
    found = []
    for service in sorted({table.service for table in asked}):
        wanted = {name for table in asked if table.service == service for name in (table.section, table.over)}
        tables = [table for table in TABLES if table.section in wanted]
        facts = {table.section: Facts() for table in tables}
        day = min(_read(web, service, region, tables, facts, ask.currency) for region in sorted(ask.regions))
        found += [_offered(table, facts, ask, day, web.api) for table in tables if table in asked]
    return found


def _offered(table: Table, facts: Mapping[str, Facts], ask: Ask, day: str, api: str) -> Offered:
    prices, unclear = facts[table.section].prices(), facts[table.section].unclear()
    if table.over:
        prices = _added(prices, facts[table.over].prices())
    keys = {key for here in prices.values() for key in here}
    units = {key: unit for key in keys if (unit := table.units(key))}
    source = {**_SOURCE, "url": f"{api}{_PATH}"}
    return Offered(table.section, frozenset(ask.regions), prices, day, source, ask.currency, None, unclear, units)


def _added(whole: Mapping[str, Mapping[str, Any]], plain: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return by how much the whole is dearer, for what is in both; what is not dearer is left out."""
    found: dict[str, dict[str, Any]] = {}
    for region, prices in whole.items():
        for key, price in prices.items():
            less = plain.get(region, {}).get(key)
            if isinstance(price, int | float) and isinstance(less, int | float) and price > less:
                found.setdefault(region, {})[key] = round(price - less, 6)
    return found


def _read(
    web: Web, service: str, region: str, tables: Sequence[Table], facts: Mapping[str, Facts], currency: str
) -> str:
    """Take what the tables want of a service in a region, and return the day of the answer."""
    day = ""
    for where, said, item in _items(web, service, region, currency):
        day = day or said
        _take(item, where, region, tables, facts, currency)
    if not day:
        raise PricesError(f"the list has nothing of {service} in {region}", place=f"{web.api}{_PATH}")
    return day


def _items(web: Web, service: str, region: str, currency: str) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield where an offer stands, the day, and the offer, until there is no other page."""
    wanted = f"serviceName eq '{service}' and armRegionName eq '{region}' and priceType eq 'Consumption'"
    path = (
        f"{_PATH}?api-version={_VERSION}&currencyCode={quote(repr(currency))}&meterRegion={quote(repr('primary'))}"
        f"&$filter={quote(wanted)}"
    )
    asked: set[str] = set()
    while path:
        if len(asked) >= _PAGES or path in asked:
            raise PricesError(f"the list goes on in a circle, or past {_PAGES:,} pages", place=web.address(path))
        asked.add(path)
        said = web.json(path)
        body = said.value if isinstance(said.value, dict) else {}
        items = body.get("Items")
        if not isinstance(items, list):
            raise PricesError("the answer has no `Items`", place=said.address)
        if body.get("Count", len(items)) != len(items):
            raise PricesError(f"the answer has {len(items)} items, and says {body['Count']}", place=said.address)
        if body.get("BillingCurrency") != currency:
            found = body.get("BillingCurrency")
            raise PricesError(f"prices are in {found}, {currency} was asked for", place=said.address)
        for number, item in enumerate(items):
            where = f"{said.address} Items[{number}]"
            if not isinstance(item, dict):
                raise PricesError("an item is no object", place=where)
            yield where, said.day, item
        path = body.get("NextPageLink") or ""
        if not isinstance(path, str):
            raise PricesError("`NextPageLink` is no address", place=said.address)


def _take(
    item: Mapping[str, Any],
    where: str,
    region: str,
    tables: Sequence[Table],
    facts: Mapping[str, Facts],
    currency: str,
) -> None:
    texts = [item.get(name) for name in _TEXTS]
    if not all(isinstance(text, str) for text in texts):
        raise PricesError("it has no name, no unit, no region or no type", place=where)
    product, sku, name, unit, at, kind = map(str, texts)
    if at != region or kind != "Consumption":
        raise PricesError(f"it is of {at or 'no region'} ({kind}), {region} was asked for", place=where)
    if item.get("currencyCode") != currency:
        raise PricesError(f"it is in {item.get('currencyCode')}, {currency} was asked for", place=where)
    meter = Meter(product, sku, name, str(item.get("armSkuName") or ""))
    for table in tables:
        take = table.take(meter)
        if take is None:
            continue
        price, start = figure(item.get("retailPrice")), figure(item.get("tierMinimumUnits", 0.0))
        if price is None or start is None:
            raise PricesError("it has no `retailPrice`, or no `tierMinimumUnits`", place=where)
        if unit not in take.unit.split("|"):
            facts[table.section].doubt(region, take.key, f"its unit is {unit}, not {take.unit}")
            continue
        facts[table.section].add(region, take, start, price)
