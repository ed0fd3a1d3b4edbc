"""Google's billing catalogue, page by page.

https://cloud.google.com/billing/docs/reference/rest/v1/services.skus/list
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from trueline.adapters.prices.facts import Facts, Take, figure
from trueline.adapters.prices.google_offers import TABLES, Table, machine, parts_of
from trueline.cost.renewal import Offered
from trueline.errors import PricesError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.adapters.prices import Ask
    from trueline.adapters.prices.web import Web

API: Final = "https://cloudbilling.googleapis.com"
NEEDS_REGIONS: Final = False
KEY_HEADER: Final = "X-Goog-Api-Key"  # a header and not a part of the address: addresses are said in errors
_PAGES: Final = 1_000
_TOKEN: Final = re.compile(r"[\x21-\x7e]+")


def sections() -> Sequence[str]:
    """Return the sections of the book that the list can give, sorted."""
    return tuple(table.section for table in TABLES)


def read(web: Web, ask: Ask) -> list[Offered]:
    """Return what the catalogue says; a service is read once for all sections that are in it."""
    tables = [table for table in TABLES if table.section in ask.sections]
    found = []
    for service in sorted({table.service for table in tables}):
        mine = [table for table in tables if table.service == service]
        facts = {table.section: Facts() for table in mine}
        day = _read(web, service, mine, facts, ask)
        found += [_offered(table, facts[table.section], ask, day, f"{web.api}{_path(service)}") for table in mine]
    return found


def _path(service: str) -> str:
    return f"/v1/services/{service}/skus"


def _offered(table: Table, facts: Facts, ask: Ask, day: str, url: str) -> Offered:
    prices, unclear, keys = facts.prices(), facts.unclear(), table.keys
    if table.makes is not None:
        known = ask.known.get(table.section, frozenset())
        keys = frozenset(name for name in known if machine(name) is not None)
        unclear = {
            region: {name: why for name in keys for part, why in doubts.items() if part in parts_of(name)}
            for region, doubts in unclear.items()
        }
        prices = {region: dict(table.makes(rates, known)) for region, rates in prices.items()}
    regions = frozenset(ask.regions or prices)
    source = {"name": "Google Cloud Billing Catalog", "url": url, "licence": ""}
    return Offered(table.section, regions, prices, day, source, ask.currency, keys, unclear)


def _read(web: Web, service: str, tables: Sequence[Table], facts: Mapping[str, Facts], ask: Ask) -> str:
    """Take what the tables want of a service, and return the day of the answer."""
    day = ""
    for where, said, sku in _skus(web, service, ask.currency):
        day = day or said
        category, description = sku.get("category"), sku.get("description")
        if not isinstance(category, dict) or not isinstance(description, str):
            raise PricesError("it has no `category`, or no `description`", place=where)
        if category.get("usageType") != "OnDemand":
            continue
        for table in tables:
            take = table.take(description)
            if take is not None:
                _take(sku, where, take, facts[table.section], ask)
    if not day:
        raise PricesError("the catalogue has no SKUs of the service", place=f"{web.api}{_path(service)}")
    return day


def _skus(web: Web, service: str, currency: str) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield where an SKU stands, the day, and the SKU, until there is no other page."""
    asked: set[str] = set()
    token = ""
    while True:
        asked.add(token)
        more = f"&pageToken={quote(token, safe='')}" if token else ""
        said = web.json(f"{_path(service)}?currencyCode={currency}&pageSize=5000{more}")
        skus = said.value.get("skus") if isinstance(said.value, dict) else None
        if not isinstance(skus, list):
            raise PricesError("the answer has no `skus`", place=said.address)
        for number, sku in enumerate(skus):
            where = f"{said.address} skus[{number}]"
            if not isinstance(sku, dict):
                raise PricesError("an SKU is no object", place=where)
            yield where, said.day, sku
        token = said.value.get("nextPageToken") or ""
        if not token:
            return
        if not isinstance(token, str) or not _TOKEN.fullmatch(token) or token in asked or len(asked) >= _PAGES:
            raise PricesError(f"the list goes on in a circle, or past {_PAGES:,} pages", place=said.address)


def _take(sku: Mapping[str, Any], where: str, take: Take, facts: Facts, ask: Ask) -> None:
    """Add the price of one SKU in each of its regions."""
    regions, infos = sku.get("serviceRegions"), sku.get("pricingInfo")
    if not isinstance(regions, list) or not isinstance(infos, list) or not infos:
        raise PricesError("it has no `serviceRegions`, or no `pricingInfo`", place=where)
    expression = infos[-1].get("pricingExpression") if isinstance(infos[-1], dict) else None
    rates = expression.get("tieredRates") if isinstance(expression, dict) else None
    if not isinstance(expression, dict) or not isinstance(rates, list) or not rates:
        raise PricesError("it has no `tieredRates`", place=where)
    wanted = [str(region) for region in regions if not ask.regions or region in ask.regions]
    if expression.get("usageUnit") != take.unit:
        for region in wanted:
            facts.doubt(region, take.key, f"its unit is {expression.get('usageUnit')}, not {take.unit}")
        return
    for number, rate in enumerate(rates):
        start, price = _rate(rate, f"{where} tieredRates[{number}]", ask.currency)
        for region in wanted:
            facts.add(region, take, start, price)


def _rate(rate: Any, where: str, currency: str) -> tuple[float, float]:
    """Return from which quantity on a unit costs what: whole units of money and billionths."""
    said = rate.get("unitPrice") if isinstance(rate, dict) else None
    if not isinstance(said, dict):
        raise PricesError("it has no `unitPrice`", place=where)
    if said.get("currencyCode") != currency:
        raise PricesError(f"it is in {said.get('currencyCode')}, {currency} was asked for", place=where)
    start, units = figure(rate.get("startUsageAmount", 0)), figure(said.get("units", "0"))
    nanos = figure(said.get("nanos", 0))
    if start is None or units is None or nanos is None:
        raise PricesError("its price is no figure", place=where)
    return start, units + nanos / 1e9
