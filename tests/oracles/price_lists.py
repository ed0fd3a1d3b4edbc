"""A server on this machine that speaks as the price lists of AWS, Azure and Google Cloud do."""

from __future__ import annotations

import csv
import io
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

EC2 = "/offers/v1.0/aws/AmazonEC2"
COLUMNS = (
    "SKU", "OfferTermCode", "RateCode", "TermType", "PriceDescription", "EffectiveDate", "StartingRange", "EndingRange",
    "Unit", "PricePerUnit", "Currency", "LeaseContractLength", "PurchaseOption", "OfferingClass", "Product Family",
    "serviceCode", "Location", "Location Type", "Instance Type", "Volume API Name", "Tenancy", "Operating System",
    "License Model", "Group", "usageType", "operation", "CapacityStatus", "Pre Installed S/W", "Cache Engine",
    "Database Engine", "Database Edition", "Deployment Option", "MarketOption", "Region Code", "serviceName",
)  # fmt: skip


class Reply(NamedTuple):
    """An answer; ``length`` is what the server says its length is, None for that of the body."""

    body: bytes | Iterator[bytes]
    code: int = 200
    headers: Mapping[str, str] = {}
    length: int | None = None


class PriceLists:
    """What is offered, and what was asked: paths with their queries, and headers. ``spoilt`` answers come first."""

    def __init__(self) -> None:
        self.address = ""
        self.asked: list[str] = []
        self.keys: list[str | None] = []
        self.spoilt: list[Reply] = []
        self.spoils = ""  # only what has this in its path is spoilt
        self.aws: dict[str, dict[str, Reply]] = {}
        self.azure: list[dict[str, Any]] = []
        self.azure_page = 2
        self.azure_next: str | None = None
        self.currency = "USD"
        self.skus: dict[str, list[dict[str, Any]]] = {}

    def answer(self, path: str) -> Reply:
        """Return what stands at a path."""
        parts = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/api/retail/prices":
            return self._azure(query)
        if parts.path.startswith("/v1/services/"):
            return self._google(parts.path.split("/")[3], query)
        return self._aws(parts.path)

    def offers(self, code: str, region: str, rows: list[dict[str, str]], **more: Any) -> None:
        """Offer rows of a service in a region."""
        self.aws.setdefault(code, {})[region] = Reply(offer_file(code, rows, **more))

    def _aws(self, path: str) -> Reply:
        for code, regions in self.aws.items():
            top = f"/offers/v1.0/aws/{code}"
            if path == f"{top}/current/region_index.json":
                entries = {
                    region: {"regionCode": region, "currentVersionUrl": f"{top}/20261120000000/{region}/index.json"}
                    for region in regions
                }
                return _json({"formatVersion": "v1.0", "publicationDate": "2026-11-20T01:02:03Z", "regions": entries})
            for region, reply in regions.items():
                if path == f"{top}/20261120000000/{region}/index.csv":
                    return reply
        return Reply(b"", 404)

    def _azure(self, query: dict[str, str]) -> Reply:
        wanted = dict(part.split(" eq ") for part in query["$filter"].split(" and "))
        found = [
            item
            for item in self.azure
            if f"'{item['serviceName']}'" == wanted["serviceName"]
            and f"'{item['armRegionName']}'" == wanted["armRegionName"]
        ]
        start = int(query.get("$skip", "0"))
        items = found[start : start + self.azure_page]
        link = None
        if start + self.azure_page < len(found):
            rest = "&".join(f"{name}={value}" for name, value in query.items() if name != "$skip").replace(" ", "%20")
            link = f"{self.address}/api/retail/prices?{rest}&$skip={start + self.azure_page}"
        if link is not None and self.azure_next is not None:
            link = self.azure_next
        return _json({
            "BillingCurrency": self.currency, "CustomerEntityId": "Default", "CustomerEntityType": "Retail",
            "Items": items, "NextPageLink": link, "Count": len(items),
        })  # fmt: skip

    def _google(self, service: str, query: dict[str, str]) -> Reply:
        skus = self.skus.get(service, [])
        start = int(query.get("pageToken", "0"))
        more = str(start + 2) if start + 2 < len(skus) else ""
        return _json({"skus": skus[start : start + 2], "nextPageToken": more})


def offer(usage: str = "", price: str = "1.0000000000", **more: str) -> dict[str, str]:
    """Return a row of an offer file: an hour of something, paid on demand, in us-east-1."""
    return {
        "SKU": "ABCDEFGHJKLMNPQR", "OfferTermCode": "JRTCKXETXF", "TermType": "OnDemand", "StartingRange": "0",
        "EndingRange": "Inf", "Unit": "Hrs", "PricePerUnit": price, "Currency": "USD", "Region Code": "us-east-1",
        "Location Type": "AWS Region", "usageType": usage, **more,
    }  # fmt: skip


def instance(name: str, price: str, **more: str) -> dict[str, str]:
    """Return the row of an hour of an EC2 instance with Linux, shared, as most people buy it."""
    return offer(f"BoxUsage:{name}", price, **{
        "Product Family": "Compute Instance", "Instance Type": name, "Tenancy": "Shared", "Operating System": "Linux",
        "License Model": "No License required", "operation": "RunInstances", "CapacityStatus": "Used",
        "Pre Installed S/W": "NA", "MarketOption": "OnDemand", **more,
    })  # fmt: skip


def head(code: str, day: str = "2026-11-20") -> list[list[str]]:
    """Return the lines before the header."""
    return [
        ["FormatVersion", "v1.0"],
        ["Disclaimer", 'This list is "informational", and\nits lines may break'],
        ["Publication Date", f"{day}T01:02:03Z"],
        ["Version", "20261120000000"],
        ["OfferCode", code],
    ]


def offer_file(
    code: str, rows: list[dict[str, str]], columns: tuple[str, ...] = COLUMNS, day: str = "2026-11-20"
) -> bytes:
    """Return an offer file as CSV."""
    return b"".join(lines(code, rows, columns, day))


def lines(code: str, rows: Any, columns: tuple[str, ...] = COLUMNS, day: str = "2026-11-20") -> Iterator[bytes]:
    """Yield the lines of an offer file."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    for row in (*head(code, day), list(columns)):
        writer.writerow(row)
    for row in rows:
        writer.writerow([row.get(name, "") for name in columns])
        if text.tell() > 50_000:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def meter(name: str, price: float, service: str = "Virtual Machines", **more: Any) -> dict[str, Any]:
    """Return an item of Azure's retail prices: an hour of a virtual machine in westeurope."""
    return {
        "currencyCode": "USD", "tierMinimumUnits": 0.0, "retailPrice": price, "unitPrice": price,
        "armRegionName": "westeurope", "location": "EU West", "effectiveStartDate": "2024-01-01T00:00:00Z",
        "meterId": "m", "meterName": name, "productId": "p", "skuId": "s",
        "productName": "Virtual Machines Dsv3 Series", "skuName": name, "serviceName": service,
        "serviceFamily": "Compute", "unitOfMeasure": "1 Hour",
        "type": "Consumption", "isPrimaryMeterRegion": True, "armSkuName": f"Standard_{name.replace(' ', '_')}", **more,
    }  # fmt: skip


def sku(description: str, nanos: int, unit: str = "h", **more: Any) -> dict[str, Any]:
    """Return an SKU of Google's catalogue, of us-central1."""
    price = {"currencyCode": "USD", "units": "0", "nanos": nanos}
    return {
        "name": "services/x/skus/y", "skuId": "Y", "description": description,
        "category": {"serviceDisplayName": "Compute Engine", "resourceFamily": "Compute", "usageType": "OnDemand"},
        "serviceRegions": ["us-central1"],
        "pricingInfo": [{
            "effectiveTime": "2026-11-20T00:00:00Z", "currencyConversionRate": 1,
            "pricingExpression": {
                "usageUnit": unit, "displayQuantity": 1, "tieredRates": [{"startUsageAmount": 0, "unitPrice": price}],
            },
        }],
        **more,
    }  # fmt: skip


def _json(value: Any) -> Reply:
    return Reply(json.dumps(value).encode(), 200, {"Content-Type": "application/json"})


@contextmanager
def serving(lists: PriceLists) -> Iterator[PriceLists]:
    """Serve, on a port of this machine's own choice."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # a name of the standard library's
            lists.asked.append(self.path)
            lists.keys.append(self.headers["X-Goog-Api-Key"])
            is_spoilt = lists.spoilt and lists.spoils in self.path
            reply = lists.spoilt.pop(0) if is_spoilt else lists.answer(self.path)
            self.send_response(reply.code)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if isinstance(reply.body, bytes):
                length = len(reply.body) if reply.length is None else reply.length
                self.send_header("Content-Length", str(length))
            self.end_headers()
            try:
                for chunk in (reply.body,) if isinstance(reply.body, bytes) else reply.body:
                    self.wfile.write(chunk)
            except OSError:  # the other side has seen enough
                pass

        def do_CONNECT(self) -> None:
            lists.asked.append(f"CONNECT {self.path}")
            self.send_error(502)

        def log_message(self, *_: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    lists.address = f"http://127.0.0.1:{http.server_port}"
    try:
        yield lists
    finally:
        http.shutdown()
        thread.join()
        http.server_close()
