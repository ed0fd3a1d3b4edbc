"""Databases that run on machines: Cloud SQL, AlloyDB, Spanner, Bigtable, Memorystore."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.cost.google.machine import cpus_of, plain
from trueline.cost.google.reading import placed, within
from trueline.cost.reckoning import because, is_zero, known, maybe, moved, of, product, unlike
from trueline.cost.subject import scale, times
from trueline.values.bounds import Bounds
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.cost.estimator import Estimator
    from trueline.cost.subject import Subject
    from trueline.model.cost import Component

_SQL: Final = "google/sql"
_TIER: Final = re.compile(r"db-custom-(\d+)-(\d+)|db-n1-(standard|highmem)-(\d+)")
_MEMORY: Final = {"standard": 3.75, "highmem": 6.5}
_SHARED: Final = ("db-f1-micro", "db-g1-small")
_CAPACITIES: Final = ((4.0, "M1"), (10.0, "M2"), (35.0, "M3"), (100.0, "M4"))


def sql_instance(it: Subject) -> Iterator[Component]:
    """Yield the machine of an instance, twice where it is regional; its disk, which may grow to its limit; backups."""
    availability = it.text("settings[0].availability_type", "ZONAL")
    tier = it.text("settings[0].tier")
    edition = it.text("settings[0].edition", "ENTERPRISE")
    ha = "-ha" if known(availability) == "regional" else ""
    if known(edition) == "enterprise_plus" or known(tier).startswith("db-perf-optimized"):
        yield it.unpriced("machine", "the price book has no prices of Enterprise Plus")
    elif isinstance(availability, Unknown) or isinstance(edition, Unknown) or isinstance(tier, Unknown):
        unknown = next(one for one in (availability, edition, tier) if isinstance(one, Unknown))
        yield it.hourly("machine", _SQL, "cpu", unknown)
    else:
        yield from _sql_machine(it, tier, ha)
    yield _sql_disk(it, ha, availability)
    backed_up = it.flag("settings[0].backup_configuration[0].enabled")
    if backed_up is not False:
        yield maybe(it.used("backups", _SQL, "backup", "backup_storage_gb"), backed_up)


def _sql_machine(it: Subject, tier: str, ha: str) -> Iterator[Component]:
    if tier in _SHARED:
        yield it.hourly(tier, _SQL, f"{tier}{ha}")
        return
    found = _TIER.fullmatch(tier)
    if found is None:
        yield it.unpriced("machine", f"the price book has no price of {tier or 'a machine without a tier'}")
        return
    cpus = float(found[1] or found[4])
    memory = float(found[2]) / 1024 if found[2] else cpus * _MEMORY[found[3]]
    yield it.hourly("vCPU", _SQL, f"cpu{ha}", cpus)
    yield it.hourly("memory", _SQL, f"memory{ha}", memory)
    version = it.text("database_version")
    if isinstance(version, Unknown):
        yield because(it.component("licence", it.price("google/sql-license", version), Bounds(0.0, cpus)), version)
    elif version.startswith("SQLSERVER") and not version.endswith("EXPRESS"):
        kind = f"SQLSERVER_{version.rpartition('_')[2]}"
        yield it.hourly("licence", "google/sql-license", kind, max(4.0, cpus))


def _sql_disk(it: Subject, ha: str, availability: str | Unknown) -> Component:
    kind = it.text("settings[0].disk_type", "PD_SSD")
    key = kind if isinstance(kind, Unknown) else {"PD_SSD": "ssd", "PD_HDD": "hdd"}.get(kind.upper(), kind) + ha
    size = it.number("settings[0].disk_size", 10.0)
    limit = it.number("settings[0].disk_autoresize_limit", 0.0)
    line = it.monthly("storage", _SQL, key, size)
    grows = it.flag("settings[0].disk_autoresize", default=True)
    if not is_zero(limit) and grows is not False:
        amount, gaps = scale(size, size, limit)
        grown = it.monthly("storage", _SQL, key, amount)
        grown = grown._replace(gaps=tuple(dict.fromkeys((*grown.gaps, *gaps))))
        line = unlike(grows, [line], [grown])[0] if isinstance(grows, Unknown) else grown
    return because(line, availability)


def alloydb_instance(it: Subject) -> Iterator[Component]:
    """Yield the nodes of an instance of AlloyDB: two where a primary is regional, as it is unless something is said."""
    type_ = it.get("machine_config[0].machine_type")
    cpus = it.number("machine_config[0].cpu_count", 2.0) if type_ is None else cpus_of(plain(type_))
    role = it.get("instance_type")
    nodes: float | Unknown
    if isinstance(role, Unknown):
        nodes = role
    elif known(role) == "read_pool":
        nodes = it.number("read_pool_config[0].node_count", 1.0)
    else:
        kind = it.text("availability_type", "REGIONAL")
        nodes = kind if isinstance(kind, Unknown) else 1.0 if kind.upper() == "ZONAL" else 2.0
    here = within(it, [("google_alloydb_cluster", "cluster")])
    yield here.hourly("vCPU", "google/alloydb", "cpu", product(nodes, cpus))
    yield here.hourly("memory", "google/alloydb", "memory", product(nodes, cpus, 8.0))  # 8 GiB a vCPU


def alloydb_cluster(it: Subject) -> Iterator[Component]:
    """Yield what a cluster stores."""
    yield it.used("storage", "google/alloydb", "storage", "storage_gb")
    yield it.used("backups", "google/alloydb", "backup", "backup_storage_gb")


def spanner_instance(it: Subject) -> Iterator[Component]:
    """Yield the nodes of an instance, or the thousandths of one that processing units are."""
    config = it.text("config")
    place = config if isinstance(config, Unknown) else config.rpartition("/")[2].removeprefix("regional-")
    edition = it.text("edition", "STANDARD")
    key = edition if isinstance(edition, Unknown) else edition.upper().replace("EDITION_UNSPECIFIED", "STANDARD")
    here = moved(it, place)
    limits = "autoscaling_config[0].autoscaling_limits[0]."
    if it.items("autoscaling_config"):
        least, most = _nodes(it, f"{limits}min_", "nodes"), _nodes(it, f"{limits}max_", "nodes")
        number, gaps = scale(least, least, most)
        yield from times([here.hourly("nodes", "google/spanner", key)], number, gaps)
    else:
        yield here.hourly("nodes", "google/spanner", key, _nodes(it, "", "num_nodes"))
    yield here.used("storage", "google/spanner", "storage", "storage_gb")


def _nodes(it: Subject, prefix: str, name: str) -> float | Unknown:
    if it.get(f"{prefix}processing_units") is not None:
        return of(lambda units: units / 1000, it.number(f"{prefix}processing_units"))
    return it.number(f"{prefix}{name}", 1.0 if not prefix else None)


def bigtable_instance(it: Subject) -> Iterator[Component]:
    """Yield the nodes of each cluster, and what it stores."""
    for place, block in enumerate(it.items("cluster")):
        name = f"cluster {place + 1}"
        if isinstance(block, Unknown):
            yield it.hourly(f"{name}, nodes", "google/bigtable", "node", block)
            continue
        at = f"cluster[{place}]."
        here = placed(it, f"{at}zone")
        scaling = f"{at}autoscaling_config[0]."
        if it.items(f"{at}autoscaling_config"):
            least, most = it.number(f"{scaling}min_nodes"), it.number(f"{scaling}max_nodes")
            number, gaps = scale(least, least, most)
            yield from times([here.hourly(f"{name}, nodes", "google/bigtable", "node")], number, gaps)
        else:
            yield here.hourly(f"{name}, nodes", "google/bigtable", "node", it.number(f"{at}num_nodes", 1.0))
        kind = it.text(f"{at}storage_type", "SSD")
        key = kind if isinstance(kind, Unknown) else kind.lower()
        yield here.used(f"{name}, storage", "google/bigtable", key, "storage_gb")


def redis_instance(it: Subject) -> Iterator[Component]:
    """Yield the memory of an instance, at the price of its tier and of how large it is."""
    tier = it.text("tier", "BASIC")
    size = it.number("memory_size_gb")
    mode = it.get("read_replicas_mode")
    copied = it.unpriced("memory", "the price book has no prices of read replicas")
    if isinstance(mode, Unknown):
        yield from unlike(mode, [copied], _redis_memory(it, tier, size))
    elif known(mode) == "read_replicas_enabled":
        yield copied
    else:
        yield from _redis_memory(it, tier, size)


def _redis_memory(it: Subject, tier: str | Unknown, size: float | Unknown) -> Iterator[Component]:
    if isinstance(tier, Unknown) or isinstance(size, Unknown):
        key: object = tier if isinstance(tier, Unknown) else size
        yield it.hourly("memory", "google/memorystore", key, size)
        return
    capacity = next((name for most, name in _CAPACITIES if size <= most), "M5")
    yield it.hourly(f"memory, {tier}", "google/memorystore", f"{tier.upper()}-{capacity}", size)


ESTIMATORS: Mapping[str, Estimator] = {
    "google_alloydb_cluster": alloydb_cluster,
    "google_alloydb_instance": alloydb_instance,
    "google_bigtable_instance": bigtable_instance,
    "google_redis_instance": redis_instance,
    "google_spanner_instance": spanner_instance,
    "google_sql_database_instance": sql_instance,
}
