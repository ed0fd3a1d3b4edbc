"""What must hold of every bill: what is not known may be anything, so with any value of it blanked every amount that is
possible stays possible, and the bill says what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cost.estimate import estimate_unit
from trueline.engine import UnitRelations
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.cost.book import Book
    from trueline.model.cost import Estimate
    from trueline.model.cost_settings import CostSettings
    from trueline.model.location import Path as Steps
    from trueline.model.resource import Resource
    from trueline.values.bounds import Spread

_CENT = 0.005

WORDS: Mapping[str, tuple[str, ...]] = {
    "access_tier": ("Hot", "Cool", "Premium"),
    "account_kind": ("FileStorage", "StorageV2"),
    "account_replication_type": ("LRS", "ZRS"),
    "account_tier": ("Premium", "Standard"),
    "address_type": ("INTERNAL", "EXTERNAL"),
    "allocation_method": ("Dynamic", "Static"),
    "availability_type": ("REGIONAL", "ZONAL"),
    "concurrencyPolicy": ("Allow", "Forbid"),
    "database_version": ("MYSQL_8_0", "SQLSERVER_2022_STANDARD"),
    "deployment_type": ("MULTI_AZ_1", "PERSISTENT_2", "SCRATCH_2"),
    "desired_status": ("TERMINATED", "RUNNING"),
    "disk_type": ("PD_HDD", "PD_SSD", "local-ssd", "pd-balanced"),
    "edition": ("ENTERPRISE", "ENTERPRISE_PLUS", "STANDARD"),
    "engine": ("aurora-mysql", "mysql", "oracle-se2", "redis", "valkey"),
    "image": ("debian-cloud/debian-12", "rhel-cloud/rhel-9", "suse-cloud/sles-15", "windows-cloud/windows-2022"),
    "ingressClassName": ("alb", "nginx"),
    "instance_type": ("PRIMARY", "READ_POOL", "m5.large", "t3.micro"),
    "ip_version": ("IPv6", "IPv4"),
    "key_type": ("RSA", "RSA-HSM", "EC"),
    "kind": ("Linux", "Windows", "elastic"),
    "launch_type": ("EC2", "FARGATE"),
    "license_type": ("BasePrice", "LicenseIncluded", "Windows_Server"),
    "load_balancer_sku": ("basic", "standard"),
    "load_balancer_type": ("application", "gateway", "network"),
    "load_balancing_scheme": ("", "INTERNAL", "EXTERNAL"),
    "machine_type": ("a2-highgpu-1g", "c2-standard-4", "custom-2-20480-ext", "e2-medium", "n1-standard-4"),
    "mode": ("VIRTUAL_REPOSITORY", "STANDARD_REPOSITORY"),
    "node_type": ("cache.m5.large", "ra3.xlplus"),
    "os_disk_type": ("Ephemeral", "Managed"),
    "os_type": ("Linux", "Windows"),
    "outbound_type": ("loadBalancer", "userDefinedRouting"),
    "priority": ("Spot", "Regular"),
    "provisioning_model": ("SPOT", "STANDARD"),
    "read_replicas_mode": ("READ_REPLICAS_ENABLED", "READ_REPLICAS_DISABLED"),
    "restartPolicy": ("Always", "Never"),
    "size": ("EP1", "S1", "Standard_D2s_v5", "Y1"),
    "sku": ("Basic", "CapacityReservation", "Developer", "Gateway", "Premium", "Standard", "free"),
    "sku_name": ("B1", "DW300c", "EP1", "GP_Gen5_2", "GP_S_Gen5_2", "P1v3", "Premium", "Standard", "Y1"),
    "sku_tier": ("Free", "Premium", "Standard"),
    "storage_account_type": ("PremiumV2_LRS", "Premium_LRS", "StandardSSD_LRS", "Standard_LRS"),
    "storage_class": ("COLDLINE", "REGIONAL", "STANDARD"),
    "storage_type": ("HDD", "SSD", "aurora-iopt1", "gp3"),
    "tier": ("Advanced", "BASIC", "Dynamic", "P30", "STANDARD_HA", "Standard", "WAF_v2", "db-f1-micro"),
    "type": ("CLOUD_ARMOR", "CLOUD_ARMOR_NETWORK", "DATASTORE_MODE", "ExpressRoute", "LoadBalancer", "SCRATCH",
             "Vpn", "pd-ssd"),
    "vm_size": ("Standard_B1s", "Standard_D2s_v5"),
    "volume_type": ("gp3", "io1"),
    "vpc_endpoint_type": ("Gateway", "Interface"),
}  # fmt: skip
"""Other values that attributes may have, by the last name of their paths."""

_ELSEWHERE = frozenset({("location",), ("region",), ("zone",)})
"""Where a place is not known that of the config stands for it: there a team says where such things are."""

_FITTING = frozenset(
    {"MinCapacity", "MinSize", "DesiredSize", "default", "desired_capacity", "desired_size", "initial_node_count",
     "min_capacity", "min_count", "min_instance_count", "min_size", "min_throughput", "minimum"}
)  # fmt: skip
"""Numbers that clouds refuse where they do not fit to others beside them: any other one is no bill."""


def places(value: object, at: Steps = ()) -> Iterator[Steps]:
    """Yield the paths of all parts of a value that are known."""
    if at and value is not None and not isinstance(value, Unknown):
        yield at
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in parts:
        yield from places(part, (*at, step))


def put(value: object, path: Steps, other: object) -> object:
    """Return a value in which ``other`` stands at ``path``."""
    if not path:
        return other
    step, *rest = path
    if isinstance(value, dict):
        return {**value, step: put(value[step], tuple(rest), other)}
    assert isinstance(value, list)
    return [put(part, tuple(rest), other) if place == step else part for place, part in enumerate(value)]


def part(value: object, path: Steps) -> object:
    """Return what stands at ``path``."""
    for step in path:
        value = value[step]  # type: ignore[index]  # it is one of its own places
    return value


def others(value: object, path: Steps) -> Iterator[object]:
    """Yield what a value might be instead."""
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float) and name not in _FITTING:
        yield from (value * 2 + 1, 0, 1)
    elif isinstance(value, str):
        yield from (word for word in WORDS.get(name, ()) if word != value)
        if value in ("true", "false"):
            yield "false" if value == "true" else "true"


def bills(resources: Sequence[Resource], book: Book, settings: CostSettings) -> dict[str, Estimate]:
    """Return the estimates of resources by address."""
    return {one.address: one for one in estimate_unit(resources, UnitRelations(resources), book, settings)}


def _escapes(inner: Spread, outer: Spread) -> bool:
    """Tell whether an amount is not possible any more."""
    return any(now.low > was.low + _CENT or now.high < was.high - _CENT for now, was in zip(outer, inner, strict=True))


def broken(resources: Sequence[Resource], book: Book, settings: CostSettings) -> Iterator[str]:
    """Yield where the law does not hold: which value is blanked, and what then is not right of whose bill."""
    known = bills(resources, book, settings)
    for resource in resources:
        value = resource.value
        try:
            for path in [one for one in places(value) if one not in _ELSEWHERE]:
                resource.value = put(value, path, Unknown([f"blanked {path}"]))
                found = bills(resources, book, settings)
                where = f"{resource.address} {path} = {part(value, path)!r:.60}"
                yield from _compared(where, "", known, found)
                for other in others(part(value, path), path):
                    resource.value = put(value, path, other)
                    yield from _compared(where, f"as {other!r}", bills(resources, book, settings), found)
        finally:
            resource.value = value


def _compared(where: str, how: str, known: Mapping[str, Estimate], found: Mapping[str, Estimate]) -> Iterator[str]:
    for address, was in known.items():
        now = found.get(address)
        if now is None:
            yield f"{where} {how}: {address} is gone"
        elif _escapes(was.amount, now.amount):
            yield f"{where} {how}: {address} was {told(was.amount)}, now {told(now.amount)}"
        elif crashed(now) and not crashed(was):
            yield f"{where} {how}: {address} crashes: {now.gaps}"
        elif not how and now.amount != was.amount and set(now.every_gap) <= set(was.every_gap):
            yield f"{where} {how}: {address} does not say why {told(was.amount)} became {told(now.amount)}"


def crashed(made: Estimate) -> bool:
    """Tell whether an estimator crashed."""
    return any(gap.kind == "error" for gap in made.gaps)


def told(amount: Spread) -> str:
    """Return an amount in short."""
    return " ".join(f"{side.low:.2f}" if side.is_exact else f"{side.low:.2f}..{side.high:.2f}" for side in amount)
