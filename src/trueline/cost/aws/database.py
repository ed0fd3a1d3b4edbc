"""RDS and Aurora: instances, their storage, and what scales by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cost.aiming import Named
from trueline.cost.aws.autoscaling import Scaling
from trueline.cost.aws.replicas import replicas
from trueline.cost.reckoning import above, because, either, known, maybe, unlike
from trueline.cost.subject import scale, spread, times
from trueline.model.cost import HOURS
from trueline.values.bounds import Bounds
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.cost.estimator import Estimator
    from trueline.cost.subject import Subject
    from trueline.model.cost import Component

_STORAGE = "aws/rds-storage"
_AURORA = "aws/aurora-storage"
_READERS = Scaling("rds", "rds:cluster:readreplicacount", Named("cluster_identifier"))
_OPTIMIZED = 1.3  # an instance whose cluster has I/O-Optimized storage costs so many times as much


def instance(it: Subject) -> Iterator[Component]:
    """Yield the machine and its storage, both twice in two zones, and the backups beyond what is included."""
    source = _source(it)
    engine = it.get("engine", source.get("engine") if source else None)
    multi = it.flag("multi_az")
    zones = spread(either(multi, 2.0, 1.0))[0]
    lines = [it.hourly("instance", _sections(it, engine), _named(engine, it.get("instance_class")))]
    lines += _disk(it)
    for line in times(lines, zones):
        yield because(line, multi)
    yield it.used("additional backup storage", _STORAGE, "backup", "additional_backup_storage_gb")


def _source(it: Subject) -> Subject | None:
    found = it.refers("aws_db_instance", "replicate_source_db")
    return found[0] if found else None


def _named(engine: object, key: object) -> object:
    """Return the class as key, unless the engine is what is not known."""
    return engine if isinstance(engine, Unknown) else key


def _sections(it: Subject, engine: object) -> tuple[str, ...]:
    name = known(engine)
    if name in ("oracle-se2", "oracle-se2-cdb"):
        name = "oracle-se2-byol" if known(it.get("license_model")) == "bring-your-own-license" else "oracle-se2"
    name = {"oracle-ee-cdb": "oracle-ee", "aurora": "aurora-mysql"}.get(name, name)
    return (f"aws/rds-{name}", f"aws/rds-{name}-newer")


def _disk(it: Subject) -> Iterator[Component]:
    source = _source(it)
    own = source if source is not None and it.get("allocated_storage") is None else it
    iops = own.number("iops", 0.0)
    kind = _type(own, iops)
    size = own.number("allocated_storage")
    most = it.number("max_allocated_storage", 0.0)
    room, gaps = (
        scale(size, size, size if most == 0 else most) if not isinstance(most, Unknown) else scale(size, size, most)
    )
    line = it.monthly("storage", _STORAGE, kind)
    yield times([line], room, gaps)[0]
    if isinstance(kind, Unknown):
        return
    if kind in ("io1", "io2"):
        yield it.monthly("provisioned IOPS", _STORAGE, f"{kind}-iops", iops)
    if kind == "gp3":
        more = above(iops, 12000.0)
        if isinstance(more, Unknown) or more:
            yield it.monthly("IOPS above what is included", _STORAGE, "gp3-iops", more)
        fast = above(own.number("storage_throughput", 0.0), 500.0)
        if isinstance(fast, Unknown) or fast:
            yield it.monthly("throughput above what is included", _STORAGE, "gp3-throughput", fast)


def _type(own: Subject, iops: float | Unknown) -> str | Unknown:
    """Return the type of a disk: what is not said goes by whether operations are provisioned."""
    if own.get("storage_type") is not None:
        return own.text("storage_type")
    if isinstance(iops, Unknown):
        return iops
    return "io1" if iops else "gp2"


def cluster_instance(it: Subject) -> Iterator[Component]:
    """Yield one instance of a cluster, or what a serverless one may take."""
    clusters = it.refers("aws_rds_cluster", "cluster_identifier")
    cluster = clusters[0] if clusters else None
    engine = it.get("engine", cluster.get("engine") if cluster else None)
    type_ = it.get("instance_class")
    optimized: bool | Unknown = False
    if cluster is not None:
        optimized = _is_optimized(cluster)
    elif clusters.open is not None:
        optimized = clusters.open
    if known(type_) == "db.serverless":
        key = optimized if isinstance(optimized, Unknown) else "acu-io-optimized" if optimized else "acu"
        yield from _units(it, cluster, key)
        return
    line = it.hourly("instance", _sections(it, engine), _named(engine, type_))
    dearer, gaps = spread(either(optimized, _OPTIMIZED, 1.0))
    yield because(times([line], dearer, gaps)[0], optimized)


def _is_optimized(cluster: Subject) -> bool | Unknown:
    kind = cluster.get("storage_type")
    return kind if isinstance(kind, Unknown) else known(kind) == "aurora-iopt1"


def _units(it: Subject, cluster: Subject | None, key: str | Unknown) -> Iterator[Component]:
    block = "serverlessv2_scaling_configuration[0]"
    missing = Unknown([f"{it.address} ← its cluster is not here"])
    least = cluster.number(f"{block}.min_capacity") if cluster else missing
    most = cluster.number(f"{block}.max_capacity") if cluster else missing
    declared = it.usage("capacity_units_per_hr")
    wanted = declared if declared is not None else _between(least, most)
    units, gaps = scale(least, wanted, most)
    line = it.hourly("capacity units", _AURORA, key)
    yield times([line], units, gaps)[0]._replace(usage="capacity_units_per_hr")


def _between(least: float | Unknown, most: float | Unknown) -> Bounds:
    low = 0.0 if isinstance(least, Unknown) else least
    return Bounds(low, float("inf") if isinstance(most, Unknown) else max(low, most))


def cluster(it: Subject) -> Iterator[Component]:
    """Yield the storage, the requests and the scaled replicas of Aurora; of plain MySQL or PostgreSQL the machines."""
    engine = it.get("engine", "aurora")
    plain = it.unpriced("instances of a Multi-AZ cluster", "the price book has no prices of Multi-AZ DB clusters")
    if isinstance(engine, Unknown):
        yield from unlike(engine, [plain], _aurora(it))
    elif str(engine).startswith("aurora"):
        yield from _aurora(it)
    else:
        yield plain


def _aurora(it: Subject) -> Iterator[Component]:
    mode = it.get("engine_mode")
    if isinstance(mode, Unknown) or known(mode) == "serverless":
        block = "scaling_configuration[0]"
        least, most = it.number(f"{block}.min_capacity", 1.0), it.number(f"{block}.max_capacity", 16.0)
        units, gaps = scale(least, _between(least, most), most)
        yield maybe(times([it.hourly("capacity units", _AURORA, "acu-v1")], units, gaps)[0], mode)
    optimized = _is_optimized(it)
    key = optimized if isinstance(optimized, Unknown) else "storage-io-optimized" if optimized else "storage"
    yield it.used("storage", _AURORA, key, "storage_gb")
    if optimized is not True:
        yield maybe(_requests(it), optimized)
    yield it.used("backups beyond one day", _AURORA, "backup", "backup_snapshot_size_gb")
    yield from replicas(it, _READERS, "aws_rds_cluster_instance", cluster_instance)


def _requests(it: Subject) -> Component:
    rates = [it.usage(f"{kind}_requests_per_sec") for kind in ("read", "write")]
    declared = [rate for rate in rates if rate is not None]
    if not declared:
        return it.used("I/O requests", _AURORA, "io", "monthly_io_requests", divide=1e6)
    requests = sum(declared) * HOURS * 3600 / 1e6
    return it.monthly("I/O requests", _AURORA, "io", requests)._replace(usage="write_requests_per_sec")


def proxy(it: Subject) -> Iterator[Component]:
    """Yield a proxy, which bills the vCPUs of the database behind it."""
    yield it.used("vCPUs of the database", _STORAGE, "proxy-vcpu", "monthly_vcpu_hours")


def snapshot(it: Subject) -> Iterator[Component]:
    """Yield what a snapshot takes."""
    yield it.used("snapshot storage", _STORAGE, "backup", "storage_gb")


ESTIMATORS: Mapping[str, Estimator] = {
    "aws_db_instance": instance,
    "aws_db_proxy": proxy,
    "aws_db_snapshot": snapshot,
    "aws_rds_cluster": cluster,
    "aws_rds_cluster_instance": cluster_instance,
}
