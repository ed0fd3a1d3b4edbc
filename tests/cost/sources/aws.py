"""Makes the AWS sections of the price book that public lists give: `python -m tests.cost.sources.aws FOLDER`.

FOLDER holds, side by side: `karpenter.go` and `karpenter-gov.go` (aws/karpenter-provider-aws,
pkg/providers/pricing/zz_generated.pricing_aws.go and …_us_gov.go), `libcloud.json` (libcloud/data/pricing.json of the
apache-libcloud wheel), `rds.json` (powdahound/ec2instances.info, www/rds/instances.json), `elasticache.json` and
`opensearch.json` (LeanerCloud/ec2-instances-info, data/…-instances.json). All other sections are written by hand from
the public price pages that they name.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from trueline.cost.section import dump

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PRICES: Final = Path(__file__).parents[3] / "src" / "trueline" / "cost" / "prices" / "aws"

DEDICATED: Final = (1.055, 1.13)  # how much dearer dedicated tenancy is, least and most

Prices = dict[str, dict[str, float]]  # region → key → price

KARPENTER: Final = {
    "name": "aws/karpenter-provider-aws: pkg/providers/pricing",
    "url": "https://github.com/aws/karpenter-provider-aws",
    "licence": "Apache-2.0",
}
LIBCLOUD: Final = {
    "name": "apache-libcloud: libcloud/data/pricing.json",
    "url": "https://pypi.org/project/apache-libcloud/",
    "licence": "Apache-2.0",
}
RDS: Final = {
    "name": "powdahound/ec2instances.info: www/rds/instances.json",
    "url": "https://github.com/powdahound/ec2instances.info",
    "licence": "MIT",
}
INSTANCES: Final = {
    "name": "LeanerCloud/ec2-instances-info: data",
    "url": "https://github.com/LeanerCloud/ec2-instances-info",
    "licence": "Unlicense",
}
# The price list names what an RDS instance runs by the number of its operation (CreateDBInstance:0014).
ENGINES: Final = {
    "2": "mysql",
    "14": "postgres",
    "18": "mariadb",
    "16": "aurora-mysql",
    "21": "aurora-postgresql",
    "20": "oracle-se2",
    "5": "oracle-ee",  # one's own licence, as there is no other for this edition
    "19": "oracle-se2-byol",
    "10": "sqlserver-ex",
    "11": "sqlserver-web",
    "12": "sqlserver-se",
    "15": "sqlserver-ee",
}


def karpenter(text: str) -> tuple[str, Prices]:
    """Return the day of the list and its prices, by region and type."""
    day = re.search(r"generated at (\d{4}-\d\d-\d\d)", text)
    if day is None:
        raise ValueError("the list of karpenter bears no date")
    prices: Prices = defaultdict(dict)
    region = ""
    for found in re.finditer(r'"([a-z]+(?:-[a-z]+)+-\d)": \{|"([\w.-]+)": (\d+\.\d+)', text):
        if found[1]:
            region = found[1]
        elif float(found[3]) > 0:
            prices[region][found[2]] = float(found[3])
    return day[1], {region: _shared(found) for region, found in prices.items()}


def _shared(prices: Mapping[str, float]) -> dict[str, float]:
    """Mend bare metal priced as dedicated tenancy: a whole machine costs what its largest size does."""
    mended = dict(prices)
    for name, price in prices.items():
        family, _, size = name.partition(".")
        if size.startswith("metal"):
            sizes = [prices[other] for other in prices if other.startswith(f"{family}.") and ".metal" not in other]
            whole = prices.get(f"{family}.{size.removeprefix('metal-')}arge", max(sizes, default=0))
            if whole and DEDICATED[0] <= price / whole <= DEDICATED[1]:
                mended[name] = whole
    return mended


def ratios(home: Mapping[str, float], libcloud: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """Return how much dearer each family is elsewhere: the lowest ratio that two sizes of it agree on.

    The list mixes in prices of dedicated tenancy, which are 6 to 10 % higher, and zeros; a vote and the lowest winner
    keep both out. One size alone counts too where many types of that region have the very ratio.
    """
    votes: dict[tuple[str, str], dict[float, list[float]]] = defaultdict(lambda: defaultdict(list))
    known: dict[str, Counter[float]] = defaultdict(Counter)
    for name, regions in libcloud.items():
        for region, price in regions.items():
            if name in home and price > 0 and _is_priced_by_ratio(region):
                exact = price / home[name]
                votes[region, name.partition(".")[0]][round(exact, 3)].append(home[name])
                known[region][round(exact, 3)] += 1
    chosen: dict[str, dict[str, float]] = defaultdict(dict)
    for (region, family), count in votes.items():
        sure = [ratio for ratio, voters in count.items() if len(voters) > 1 or known[region][ratio] > SHARED]
        if sure:
            chosen[region][family] = _exact(home, libcloud, region, family, min(sure))
    return {region: dict(sorted(_without_dedicated(found).items())) for region, found in sorted(chosen.items())}


def _without_dedicated(found: Mapping[str, float]) -> dict[str, float]:
    """Leave out a ratio as much above the middle one of its kind (`c6g` of all `c`) as dedicated tenancy costs.

    An unknown price beats a wrong one.
    """
    kinds: dict[str, list[float]] = defaultdict(list)
    for family, ratio in found.items():
        kinds[family[0]].append(ratio)
    middle = {kind: median(kinds[kind]) for kind in kinds}
    return {
        family: ratio
        for family, ratio in found.items()
        if not DEDICATED[0] <= ratio / middle[family[0]] <= DEDICATED[1]
    }


SHARED: Final = 5  # so many types of a region make a ratio that of the region


def _is_priced_by_ratio(region: str) -> bool:
    return region.count("-") == 2 and region != "us-east-1" and not region.startswith(("cn-", "us-gov-"))


def _exact(
    home: Mapping[str, float], libcloud: Mapping[str, Mapping[str, float]], region: str, family: str, ratio: float
) -> float:
    """Return the ratio of the dearest size that voted for it: there the cents of the list round least."""
    voters = [
        (home[name], regions[region] / home[name])
        for name, regions in libcloud.items()
        if name in home and name.partition(".")[0] == family and regions.get(region, 0) > 0
    ]
    return round(max(pair for pair in voters if round(pair[1], 3) == ratio)[1], 5)


def ec2(karpenter_go: str, karpenter_gov_go: str, libcloud: Mapping[str, Any]) -> dict[str, Any]:
    """On-demand Linux, shared tenancy, by the hour."""
    day, prices = karpenter(karpenter_go)
    _, gov = karpenter(karpenter_gov_go)
    return {
        "section": "aws/ec2",
        "title": "EC2 instances: Linux, on demand, shared tenancy",
        "asof": day,
        "confidence": "list",
        "source": KARPENTER,
        "currency": "USD",
        "unit": "hour",
        "prices": {**prices, **gov},
        "derived": {
            "from": "us-east-1",
            "asof": datetime.fromtimestamp(libcloud["updated"], UTC).date().isoformat(),
            "source": LIBCLOUD,
            "by": "family",
            "ratios": ratios(prices["us-east-1"], libcloud["compute"]["ec2_linux"]),
        },
    }


def rds(instances: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    """One section an engine: the hour of one instance in one zone."""
    found: dict[str, Prices] = defaultdict(lambda: defaultdict(dict))
    for instance in instances:
        for region, engines in instance["pricing"].items():
            for number, engine in ENGINES.items():
                price = float(engines.get(number, {}).get("ondemand", 0))
                if price > 0:
                    found[engine][region][instance["instance_type"]] = price
    for engine, prices in sorted(found.items()):
        yield {
            "section": f"aws/rds-{engine}",
            "title": f"RDS instances: {engine}, on demand, one zone",
            "asof": "2021-02-11",
            "confidence": "list",
            "source": RDS,
            "currency": "USD",
            "unit": "hour",
            "prices": prices,
        }


def nodes(instances: Iterable[Mapping[str, Any]], section: str, title: str, engine: str = "") -> dict[str, Any]:
    """A section of nodes by the hour, of one engine where the list tells engines apart."""
    prices: Prices = defaultdict(dict)
    for instance in instances:
        for region, terms in instance["pricing"].items():
            price = float((terms.get(engine, {}) if engine else terms).get("ondemand", 0))
            if price > 0 and region.count("-") > 1:
                prices[region][instance["instance_type"]] = price
    return {
        "section": section,
        "title": title,
        "asof": "2025-04-24",
        "confidence": "list",
        "source": INSTANCES,
        "currency": "USD",
        "unit": "hour",
        "prices": prices,
    }


def write(path: Path, section: Mapping[str, Any]) -> None:
    """Write a section to its file."""
    path.write_text(dump(section), encoding="utf-8")


def main(folder: Path) -> None:
    """Write every section."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.is_file()}
    cache = json.loads(texts["elasticache.json"])
    write(
        PRICES / "ec2.json", ec2(texts["karpenter.go"], texts["karpenter-gov.go"], json.loads(texts["libcloud.json"]))
    )
    for section in rds(json.loads(texts["rds.json"])):
        write(PRICES / f"{section['section'].removeprefix('aws/')}.json", section)
    write(
        PRICES / "elasticache.json", nodes(cache, "aws/elasticache", "ElastiCache nodes: Redis and Memcached", "Redis")
    )
    write(
        PRICES / "elasticache-valkey.json",
        nodes(cache, "aws/elasticache-valkey", "ElastiCache nodes: Valkey", "Valkey"),
    )
    write(PRICES / "opensearch.json", nodes(json.loads(texts["opensearch.json"]), "aws/opensearch", "OpenSearch nodes"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
