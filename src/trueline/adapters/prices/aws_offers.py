"""Which offers of AWS's price list are which keys of the book: one table for each section."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.adapters.prices.facts import Take

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_REGION: Final = re.compile(r"[A-Z]{2,4}\d{0,2}")
_UNITS: Final = {  # how the list spells its units
    "gb": "GB",
    "gb-hours": "GB-hour",
    "gb-mo": "GB-month",
    "gb-month": "GB-month",
    "gb-seconds": "GB-second",
    "gib-mo": "GB-month",
    "gibps-mo": "GiBps-month",
    "gigabytes": "GB",
    "hour": "hour",
    "hours": "hour",
    "hrs": "hour",
    "ios": "request",
    "iops-mo": "IOPS-month",
    "lambda-gb-second": "GB-second",
    "lcu-hrs": "LCU-hour",
    "objects": "object",
    "readrequestunits": "request",
    "request": "request",
    "requests": "request",
    "vcpu-hours": "vCPU-hour",
    "writerequestunits": "request",
}


class Table(NamedTuple):
    """One section: the offer file it is in, the columns that are looked at, and what an offer is there.

    ``keys`` are all that the list can have for it, None where it has as many as it likes.
    """

    section: str
    code: str
    columns: tuple[str, ...]
    take: Callable[[Mapping[str, str]], Take | None]
    keys: frozenset[str] | None = None


def unit(text: str) -> str:
    """Return how the book calls a unit of the list."""
    return _UNITS.get(text.casefold(), text)


def usage(text: str) -> str:
    """Return a usage type without its region: ``NatGateway-Hours`` of ``EUW1-NatGateway-Hours``."""
    head, dash, rest = text.partition("-")
    return rest if dash and _REGION.fullmatch(head) else text


def by_usage(section: str, code: str, takes: Mapping[str, Take], **where: str) -> Table:
    """Return a table of usage types, of the offers whose other columns are as said."""

    def take(row: Mapping[str, str]) -> Take | None:
        if any(row[name] != value for name, value in where.items()):
            return None
        text = row["usagetype"]
        return takes.get(text) or takes.get(usage(text))

    return Table(section, code, ("usagetype", *where), take, frozenset(one.key for one in takes.values()))


def by_column(section: str, code: str, column: str, takes: Mapping[str, Take], **where: str) -> Table:
    """Return a table of the values of one column."""

    def take(row: Mapping[str, str]) -> Take | None:
        return takes.get(row[column]) if all(row[name] == value for name, value in where.items()) else None

    return Table(section, code, (column, *where), take, frozenset(one.key for one in takes.values()))


def by_type(section: str, code: str, where: Mapping[str, str | tuple[str, ...]], usages: str = "") -> Table:
    """Return a table of everything that has an hour's price, by the type of instance or node that it is.

    ``usages`` is how usage types begin that are plain hours: extended support and other storage make other hours.
    """

    def take(row: Mapping[str, str]) -> Take | None:
        for name, value in where.items():
            if row[name] not in ((value,) if isinstance(value, str) else value):
                return None
        is_plain = usage(row["usagetype"]).startswith(usages)
        return Take(row["instancetype"], "hour") if is_plain and row["instancetype"] else None

    return Table(section, code, ("instancetype", "usagetype", *where), take)


def _database(section: str, engine: str, edition: str = "", licence: str = "") -> Table:
    where: dict[str, str | tuple[str, ...]] = {
        "productfamily": "Database Instance",
        "databaseengine": engine,
        "deploymentoption": "Single-AZ",
        "locationtype": "AWS Region",
    }
    if edition:
        where["databaseedition"] = edition
    if licence:
        where["licensemodel"] = licence
    return by_type(f"aws/{section}", "AmazonRDS", where, "InstanceUsage:")


_BALANCERS: Final = {
    ("LoadBalancing", "LoadBalancerUsage"): Take("clb-hour", "hour"),
    ("LoadBalancing", "DataProcessing-Bytes"): Take("clb-gigabyte", "GB"),
    ("LoadBalancing:Application", "LoadBalancerUsage"): Take("alb-hour", "hour"),
    ("LoadBalancing:Application", "LCUUsage"): Take("alb-lcu", "LCU-hour"),
    ("LoadBalancing:Gateway", "LoadBalancerUsage"): Take("gwlb-hour", "hour"),
    ("LoadBalancing:Gateway", "LCUUsage"): Take("gwlb-lcu", "LCU-hour"),
    ("LoadBalancing:Network", "LoadBalancerUsage"): Take("nlb-hour", "hour"),
    ("LoadBalancing:Network", "LCUUsage"): Take("nlb-lcu", "LCU-hour"),
}


def _balancer(row: Mapping[str, str]) -> Take | None:
    return _BALANCERS.get((row["operation"], usage(row["usagetype"])))


def _search(row: Mapping[str, str]) -> Take | None:
    """Return a node of OpenSearch; the list has had two names for the family and for the types."""
    if row["productfamily"] not in ("Amazon OpenSearch Service Instance", "Elastic Search Instance"):
        return None
    name = row["instancetype"].replace(".elasticsearch", ".search")
    return Take(name, "hour") if name.endswith(".search") else None


_CACHE: Final = {"productfamily": "Cache Instance", "locationtype": "AWS Region"}
_TIMED: Final = {  # storage classes of S3, as usage types have them
    "TimedStorage-ByteHrs": "standard",
    "TimedStorage-GDA-ByteHrs": "deep-archive",
    "TimedStorage-GIR-ByteHrs": "glacier-ir",
    "TimedStorage-GlacierByteHrs": "glacier",
    "TimedStorage-INT-AIA-ByteHrs": "intelligent-tiering-archive-instant",
    "TimedStorage-INT-FA-ByteHrs": "intelligent-tiering-frequent",
    "TimedStorage-INT-IA-ByteHrs": "intelligent-tiering-infrequent",
    "TimedStorage-SIA-ByteHrs": "standard-ia",
    "TimedStorage-ZIA-ByteHrs": "onezone-ia",
}

TABLES: Final = (
    by_usage("aws/dynamodb", "AmazonDynamoDB", {
        "ReadRequestUnits": Take("read-request", "request", 1e6),
        "WriteRequestUnits": Take("write-request", "request", 1e6),
    }),
    by_usage("aws/ebs", "AmazonEC2", {
        "EBS:SnapshotArchiveStorage": Take("snapshot-archive", "GB-month"),
        "EBS:SnapshotUsage": Take("snapshot", "GB-month"),
        "EBS:VolumeIOUsage": Take("standard-requests", "request", 1e6),
        "EBS:VolumeP-IOPS.gp3": Take("gp3-iops", "IOPS-month"),
        "EBS:VolumeP-IOPS.piops": Take("io1-iops", "IOPS-month"),
        "EBS:VolumeP-Throughput.gp3": Take("gp3-throughput", "GiBps-month", 1 / 1024),
        "EBS:VolumeUsage": Take("standard", "GB-month"),
        "EBS:VolumeUsage.gp2": Take("gp2", "GB-month"),
        "EBS:VolumeUsage.gp3": Take("gp3", "GB-month"),
        "EBS:VolumeUsage.io2": Take("io2", "GB-month"),
        "EBS:VolumeUsage.piops": Take("io1", "GB-month"),
        "EBS:VolumeUsage.sc1": Take("sc1", "GB-month"),
        "EBS:VolumeUsage.st1": Take("st1", "GB-month"),
    }),
    by_type("aws/ec2", "AmazonEC2", {
        "productfamily": ("Compute Instance", "Compute Instance (bare metal)"), "operatingsystem": "Linux",
        "tenancy": "Shared", "preinstalledsw": "NA", "capacitystatus": "Used", "operation": "RunInstances",
        "marketoption": ("OnDemand", ""),
    }),
    by_usage("aws/eks", "AmazonEKS", {"AmazonEKS-Hours:perCluster": Take("cluster", "hour")}),
    by_type("aws/elasticache", "AmazonElastiCache", {**_CACHE, "cacheengine": "Redis"}, "NodeUsage:"),
    by_type("aws/elasticache-valkey", "AmazonElastiCache", {**_CACHE, "cacheengine": "Valkey"}, "NodeUsage:"),
    Table(
        "aws/elb", "AWSELB", ("operation", "usagetype"), _balancer,
        frozenset(take.key for take in _BALANCERS.values()),
    ),
    by_usage("aws/fargate", "AmazonECS", {
        "Fargate-ARM-GB-Hours": Take("arm-memory", "hour|GB-hour"),
        "Fargate-ARM-vCPU-Hours:perCPU": Take("arm-vcpu", "hour|vCPU-hour"),
        "Fargate-EphemeralStorage-GB-Hours": Take("ephemeral", "hour|GB-hour"),
        "Fargate-GB-Hours": Take("x86-memory", "hour|GB-hour"),
        "Fargate-vCPU-Hours:perCPU": Take("x86-vcpu", "hour|vCPU-hour"),
    }),
    by_column("aws/lambda", "AWSLambda", "group", {
        "AWS-Lambda-Duration": Take("x86-duration", "GB-second"),
        "AWS-Lambda-Duration-ARM": Take("arm-duration", "GB-second"),
        "AWS-Lambda-Duration-Provisioned": Take("x86-provisioned-duration", "GB-second"),
        "AWS-Lambda-Duration-Provisioned-ARM": Take("arm-provisioned-duration", "GB-second"),
        "AWS-Lambda-Provisioned-Concurrency": Take("x86-provisioned-concurrency", "GB-second"),
        "AWS-Lambda-Provisioned-Concurrency-ARM": Take("arm-provisioned-concurrency", "GB-second"),
        "AWS-Lambda-Requests": Take("requests", "request", 1e6),
        "AWS-Lambda-Storage-Duration": Take("ephemeral", "GB-second"),
    }),
    by_usage("aws/nat-gateway", "AmazonEC2", {
        "NatGateway-Bytes": Take("gigabyte", "GB"),
        "NatGateway-Hours": Take("hour", "hour"),
    }, productfamily="NAT Gateway"),
    Table("aws/opensearch", "AmazonES", ("productfamily", "instancetype"), _search),
    by_usage("aws/public-ipv4", "AmazonVPC", {"PublicIPv4:InUseAddress": Take("address", "hour")}),
    _database("rds-aurora-mysql", "Aurora MySQL"),
    _database("rds-aurora-postgresql", "Aurora PostgreSQL"),
    _database("rds-mariadb", "MariaDB"),
    _database("rds-mysql", "MySQL"),
    _database("rds-oracle-ee", "Oracle", "Enterprise", "Bring your own license"),
    _database("rds-oracle-se2", "Oracle", "Standard Two", "License included"),
    _database("rds-oracle-se2-byol", "Oracle", "Standard Two", "Bring your own license"),
    _database("rds-postgres", "PostgreSQL"),
    _database("rds-sqlserver-ee", "SQL Server", "Enterprise", "License included"),
    _database("rds-sqlserver-ex", "SQL Server", "Express", "License included"),
    _database("rds-sqlserver-se", "SQL Server", "Standard", "License included"),
    _database("rds-sqlserver-web", "SQL Server", "Web", "License included"),
    by_type("aws/redshift", "AmazonRedshift", {"productfamily": "Compute Instance"}, "Node:"),
    by_usage("aws/s3", "AmazonS3", {
        **{name: Take(key, "GB-month") for name, key in _TIMED.items()},
        "Requests-Tier1": Take("standard-put", "request", 1000),
        "Requests-Tier2": Take("standard-get", "request", 1000),
    }),
    by_usage("aws/vpc-endpoint", "AmazonVPC", {
        "VpcEndpoint-Bytes": Take("interface-gigabyte", "GB"),
        "VpcEndpoint-GWLBE-Bytes": Take("gateway-load-balancer-gigabyte", "GB"),
        "VpcEndpoint-GWLBE-Hours": Take("gateway-load-balancer-hour", "hour"),
        "VpcEndpoint-Hours": Take("interface-hour", "hour"),
    }),
)  # fmt: skip
"""Sorted by section. A section that is not here is not refreshed: nothing here tells its offers apart."""
