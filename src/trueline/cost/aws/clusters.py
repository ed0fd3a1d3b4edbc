"""Data services that bill nodes by the hour: caches, search, warehouses, brokers, document and graph databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cost.aiming import Named
from trueline.cost.aws.autoscaling import Scaling, scaled
from trueline.cost.aws.replicas import replicas
from trueline.cost.reckoning import above, because, chosen, either, is_zero, joined, known, maybe, of
from trueline.cost.subject import spread, times
from trueline.values.bounds import Bounds, always
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.cost.estimator import Estimator
    from trueline.cost.subject import Subject
    from trueline.model.cost import Component, Gap
    from trueline.values.bounds import Spread

_SHARDS, _REPLICAS = (
    Scaling("elasticache", f"elasticache:replication-group:{name}", Named("replication_group_id"))
    for name in ("nodegroups", "replicas")
)
_READERS = Scaling("neptune", "neptune:cluster:readreplicacount", Named("cluster_identifier"))
_DISKS = Scaling("kafka", "kafka:broker-storage:volumesize", Named("cluster_name", -2))


def _cache(engine: object) -> str:
    """Return the section of an engine; of one that is not known the price is not asked."""
    return "aws/elasticache-valkey" if known(engine) == "valkey" else "aws/elasticache"


def cache_cluster(it: Subject) -> Iterator[Component]:
    """Yield the nodes of a cache."""
    groups = it.refers("aws_elasticache_replication_group", "replication_group_id")
    lead = groups[0] if groups else it
    engine = lead.get("engine", "redis")
    key = engine if isinstance(engine, Unknown) else lead.get("node_type")
    yield it.hourly("nodes", _cache(engine), key, it.number("num_cache_nodes", 1.0))


def replication_group(it: Subject) -> Iterator[Component]:
    """Yield all nodes: of every shard, the first and its replicas."""
    engine = it.get("engine", "redis")
    key = engine if isinstance(engine, Unknown) else it.get("node_type")
    yield from times([it.hourly("nodes", _cache(engine), key)], *_nodes(it))
    keeps = it.number("snapshot_retention_limit", 0.0)
    if isinstance(keeps, Unknown) or keeps > 1:
        yield it.used("backups beyond the first", "aws/elasticache-usage", "backup", "snapshot_storage_size_gb")


def _nodes(it: Subject) -> tuple[Spread, list[Gap]]:
    for name in ("num_cache_clusters", "number_cache_clusters"):
        if it.get(name) is not None:
            return spread(it.number(name))
    block = "cluster_mode[0]." if it.items("cluster_mode") else ""
    shards, first = scaled(it, it.number(f"{block}num_node_groups", 1.0), _SHARDS)
    each, second = scaled(it, it.number(f"{block}replicas_per_node_group", 0.0), _REPLICAS)
    return shards.times(each.plus(always(1.0))), [*first, *second]


def serverless_cache(it: Subject) -> Iterator[Component]:
    """Yield the data and the processing units of a serverless cache."""
    kind = chosen(it.get("engine"), {"valkey": "serverless-valkey"}, "serverless")
    section = "aws/elasticache-usage"
    limit = it.number("cache_usage_limits[0].data_storage[0].maximum", 0.0)
    most = None if is_zero(limit) else of(lambda gigabytes: gigabytes * 730, limit)
    yield it.used("data stored", section, joined("{}-storage", kind), "monthly_gb_hours", most=most)
    yield it.used("processing units", section, joined("{}-ecpu", kind), "monthly_ecpus", divide=1e6)


def search(it: Subject) -> Iterator[Component]:
    """Yield the data nodes with their disks, the masters and the warm nodes of a domain."""
    nodes = it.number("cluster_config[0].instance_count", 1.0)
    yield it.hourly("data nodes", "aws/opensearch", _search(it, "instance_type", "m4.large.search"), nodes)
    masters = it.flag("cluster_config[0].dedicated_master_enabled")
    if masters is not False:
        line = it.hourly("master nodes", "aws/opensearch", _search(it, "dedicated_master_type", ""))
        number = it.number("cluster_config[0].dedicated_master_count", 3.0)
        yield from _if(masters, line, number)
    warm = it.flag("cluster_config[0].warm_enabled")
    if warm is not False:
        line = it.hourly("warm nodes", "aws/opensearch", _search(it, "warm_type", ""))
        yield from _if(warm, line, it.number("cluster_config[0].warm_count", 2.0))
    own = it.flag("ebs_options[0].ebs_enabled", default=True)
    if it.items("ebs_options") and own is not False:
        yield from (maybe(line, own) for line in times(_search_disk(it), *spread(nodes)))


def _if(flag: object, line: Component, number: float | Unknown) -> Iterator[Component]:
    """Yield so many of a line where the flag says so, perhaps none where it is not known."""
    all_of_them = times([line], *spread(number))
    yield because(times(all_of_them, spread(either(flag, 1.0))[0])[0], flag)


def _search(it: Subject, name: str, default: str) -> object:
    found = it.get(f"cluster_config[0].{name}", default)
    return found if isinstance(found, Unknown) else str(found).replace(".elasticsearch", ".search")


def _search_disk(it: Subject) -> Iterator[Component]:
    section = "aws/opensearch-storage"
    kind = it.text("ebs_options[0].volume_type", "gp2")
    size = it.number("ebs_options[0].volume_size", 10.0)
    yield it.monthly("storage", section, kind, size)
    if isinstance(kind, Unknown):
        return  # the line above says that it is not known
    if known(kind) == "io1":
        yield it.monthly("provisioned IOPS", section, "io1-iops", it.number("ebs_options[0].iops", 1000.0))
    if known(kind) == "gp3":
        more = above(it.number("ebs_options[0].iops", 3000.0), 3000.0)
        if isinstance(more, Unknown) or more:
            yield it.monthly("IOPS above what is included", section, "gp3-iops", more)
        fast = above(it.number("ebs_options[0].throughput", 125.0), 125.0)
        if isinstance(fast, Unknown) or fast:
            yield it.monthly("throughput above what is included", section, "gp3-throughput", fast)


def redshift(it: Subject) -> Iterator[Component]:
    """Yield the nodes of a warehouse, and the storage of those that keep it apart."""
    kind = it.get("node_type")
    yield it.hourly("nodes", "aws/redshift", kind, it.number("number_of_nodes", 1.0))
    if isinstance(kind, Unknown) or known(kind).startswith("ra3"):
        yield maybe(it.used("managed storage", "aws/redshift-usage", "managed-storage", "managed_storage_gb"), kind)


def redshift_serverless(it: Subject) -> Iterator[Component]:
    """Yield the hours of processing units; at most all of them, all month."""
    most = it.number("max_capacity", 0.0)
    top = None if not isinstance(most, Unknown) and most <= 0 else of(lambda units: units * 730, most)
    yield it.used("processing units", "aws/redshift-usage", "serverless-rpu", "monthly_rpu_hours", most=top)
    yield it.used("managed storage", "aws/redshift-usage", "managed-storage", "managed_storage_gb")


def document_instance(it: Subject) -> Iterator[Component]:
    """Yield an instance of DocumentDB."""
    yield it.hourly("instance", "aws/documentdb", it.get("instance_class"))


def document_cluster(it: Subject) -> Iterator[Component]:
    """Yield the storage and the requests of DocumentDB."""
    yield from _pages(it, "aws/documentdb-storage")


def graph_instance(it: Subject) -> Iterator[Component]:
    """Yield an instance of Neptune."""
    yield it.hourly("instance", "aws/neptune", it.get("instance_class", "db.r5.large"))


def graph_cluster(it: Subject) -> Iterator[Component]:
    """Yield the storage, the requests and the scaled replicas of Neptune."""
    yield from _pages(it, "aws/neptune-storage")
    yield from replicas(it, _READERS, "aws_neptune_cluster_instance", graph_instance)


def _pages(it: Subject, section: str) -> Iterator[Component]:
    kind = it.get("storage_type")
    if isinstance(kind, Unknown):
        yield it.monthly("storage", section, kind)
        return
    if kind is not None and known(kind) not in ("", "standard"):
        yield it.unpriced("I/O-Optimized storage", "the price book has no prices of I/O-Optimized storage")
        return
    yield it.used("storage", section, "storage", "storage_gb")
    yield it.used("I/O requests", section, "io", "monthly_io_requests", divide=1e6)
    yield it.used("backups beyond one day", section, "backup", "backup_storage_gb")


def kafka(it: Subject) -> Iterator[Component]:
    """Yield the brokers and their disks."""
    brokers = it.number("number_of_broker_nodes")
    yield it.hourly("brokers", "aws/msk", it.get("broker_node_group_info[0].instance_type"), brokers)
    size = it.number("broker_node_group_info[0].storage_info[0].ebs_storage_info[0].volume_size")
    room, gaps = scaled(it, size, _DISKS)
    disks = times([it.monthly("storage", "aws/msk-usage", "storage")], room, gaps)
    yield from times(disks, *spread(brokers))


def kafka_serverless(it: Subject) -> Iterator[Component]:
    """Yield the cluster, and what it carries."""
    section = "aws/msk-usage"
    yield it.hourly("cluster", section, "serverless-cluster")
    yield it.used("partitions", section, "serverless-partition", "monthly_partition_hours")
    yield it.used("data in", section, "serverless-in", "monthly_data_in_gb")
    yield it.used("data out", section, "serverless-out", "monthly_data_out_gb")
    yield it.used("storage", section, "storage", "storage_gb")


_BROKERS = {"": 1.0, "single_instance": 1.0, "active_standby_multi_az": 2.0, "cluster_multi_az": 3.0}


def broker(it: Subject) -> Iterator[Component]:
    """Yield the brokers of MQ, and what their messages take."""
    mode = it.get("deployment_mode")
    number = Bounds(1.0, 3.0) if isinstance(mode, Unknown) else _BROKERS.get(known(mode), 1.0)
    yield because(it.hourly("brokers", "aws/mq", it.get("host_instance_type"), number), mode)
    disk = it.get("storage_type", chosen(it.get("engine_type"), {"rabbitmq": "ebs"}, "efs"))
    yield it.used(
        "storage", "aws/mq-storage", disk if isinstance(disk, Unknown) else str(disk).lower(), "storage_size_gb"
    )


ESTIMATORS: Mapping[str, Estimator] = {
    "aws_docdb_cluster": document_cluster,
    "aws_docdb_cluster_instance": document_instance,
    "aws_elasticache_cluster": cache_cluster,
    "aws_elasticache_replication_group": replication_group,
    "aws_elasticache_serverless_cache": serverless_cache,
    "aws_elasticsearch_domain": search,
    "aws_mq_broker": broker,
    "aws_msk_cluster": kafka,
    "aws_msk_serverless_cluster": kafka_serverless,
    "aws_neptune_cluster": graph_cluster,
    "aws_neptune_cluster_instance": graph_instance,
    "aws_opensearch_domain": search,
    "aws_redshift_cluster": redshift,
    "aws_redshiftserverless_workgroup": redshift_serverless,
}
