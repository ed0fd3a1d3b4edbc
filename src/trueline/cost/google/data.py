"""What stores and moves data: Cloud Storage, Pub/Sub, BigQuery, Firestore, Artifact Registry, Dataproc, Data Fusion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.cost.google import machine as machines
from trueline.cost.reckoning import is_zero, known, maybe, of, product, unlike
from trueline.cost.subject import scale, times
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from trueline.cost.estimator import Estimator
    from trueline.cost.subject import Subject
    from trueline.model.cost import Component

_PLACES: Final = ("US", "EU", "ASIA", "NAM4", "EUR4", "ASIA1")
_BIGQUERY: Final = "google/bigquery"
_EXTERNAL: Final = "external_data_configuration"


def _place(it: Subject, default: str | None = None) -> str | Unknown:
    """Return where data is: a region in small letters, several in large ones."""
    found = it.get("location", default)
    if found is None or isinstance(found, Unknown):
        return it.region if found is None else found
    return str(found).upper() if str(found).upper() in _PLACES else str(found).lower()


def bucket(it: Subject) -> Iterator[Component]:
    """Yield what a bucket stores, what is asked of it, what is read of cold classes, and what leaves Google."""
    place = _place(it, "US")
    class_ = it.text("storage_class", "STANDARD")
    key = class_ if isinstance(class_, Unknown) else _class(class_)
    yield it.used("storage", "google/storage", key, "storage_gb", region=place)
    asked = "standard-multi" if known(key) == "standard" and known(place).upper() in _PLACES else key
    for letter in ("a", "b"):
        kind = asked if isinstance(asked, Unknown) else f"{asked}-{letter}"
        usage = f"monthly_class_{letter}_operations"
        yield it.used(
            f"class {letter.upper()} operations", "google/storage-operations", kind, usage, divide=1e6, region="*"
        )
    if known(key) in ("nearline", "coldline", "archive"):
        usage = "monthly_data_retrieval_gb"
        yield it.used("retrieval", "google/storage-operations", f"{key}-retrieval", usage, region="*")
    usage = "monthly_egress_data_transfer_gb.worldwide"
    yield it.used("data transfer out", "google/egress", "internet", usage, region=place)


def _class(name: str) -> str:
    return {"MULTI_REGIONAL": "standard", "REGIONAL": "standard"}.get(name.upper(), name.lower())


def topic(it: Subject) -> Iterator[Component]:
    """Yield what is published."""
    yield it.used("messages published", "google/pubsub", "throughput", "monthly_message_data_tb", region="*")


def subscription(it: Subject) -> Iterator[Component]:
    """Yield what is delivered, and what is kept."""
    yield it.used("messages delivered", "google/pubsub", "throughput", "monthly_message_data_tb", region="*")
    keeps = it.flag("retain_acked_messages")
    if keeps is not False:
        yield maybe(it.used("messages kept", "google/pubsub", "storage", "storage_gb", region="*"), keeps)


def dataset(it: Subject) -> Iterator[Component]:
    """Yield what is asked of a dataset on demand."""
    place = _place(it, "US")
    yield it.used("queries on demand", _BIGQUERY, "query", "monthly_queries_tb", region=place)


def table(it: Subject) -> Iterator[Component]:
    """Yield what a table stores, and how it is filled; views store nothing."""
    if any(block and not isinstance(block[0], Unknown) for block in (it.items("view"), it.items(_EXTERNAL))):
        return
    place = it.region
    for owner in it.refers("google_bigquery_dataset", "dataset_id"):
        place = _place(owner, "US")
    for name, key, usage, divide in (
        ("active storage", "active", "monthly_active_storage_gb", 1.0),
        ("long-term storage", "long-term", "monthly_long_term_storage_gb", 1.0),
        ("streaming inserts", "streaming", "monthly_streaming_inserts_mb", 1000.0),
        ("storage write API", "write-api", "monthly_storage_write_api_gb", 1.0),
    ):
        yield it.used(name, _BIGQUERY, key, usage, divide=divide, region=place)


def reservation(it: Subject) -> Iterator[Component]:
    """Yield the slots of a reservation: those it always has, and up to what it may grow to."""
    edition = it.text("edition", "ENTERPRISE")
    slots = it.number("slot_capacity")
    more = it.number("autoscale[0].max_slots", 0.0)
    most = of(lambda always, beside: always + beside, slots, more)
    number, gaps = scale(slots, slots, most)
    yield from times([it.hourly("slots", _BIGQUERY, edition, region=_place(it, "US"))], number, gaps)


def firestore(it: Subject) -> Iterator[Component]:
    """Yield what a database of Firestore stores, and the documents that are read, written and deleted."""
    place = it.text("location_id")
    kind, edition = it.get("type"), it.get("database_edition", "standard")
    other = it.unpriced("documents", "the price book has prices of the standard edition in native mode")
    doubt = next((one for one in (kind, edition) if isinstance(one, Unknown)), None)
    if known(kind) == "datastore_mode" or known(edition) not in ("standard", ""):
        yield other
    elif doubt is not None:
        yield from unlike(doubt, [other], _documents(it, place))
    else:
        yield from _documents(it, place)


def _documents(it: Subject, place: str | Unknown) -> Iterator[Component]:
    for name in ("reads", "writes", "deletes"):
        usage = f"monthly_document_{name}"
        yield it.used(f"document {name}", "google/firestore", name, usage, divide=1e5, region=place)
    yield it.used("storage", "google/firestore", "storage", "storage_gb", region=place)


def repository(it: Subject) -> Iterator[Component]:
    """Yield what a repository of artifacts stores; one that is virtual stores nothing."""
    if known(it.get("mode")) != "virtual_repository":
        yield it.used("storage", "google/artifact-registry", "storage", "storage_gb", region="*")


def dataproc_cluster(it: Subject) -> Iterator[Component]:
    """Yield the machines of a cluster with their disks, and what Dataproc asks for each vCPU."""
    for name, block, default in (("master", "master_config", 1.0), ("worker", "worker_config", 2.0)):
        at = f"cluster_config[0].{block}[0]."
        yield from _named(name, _nodes(it, at, it.number(f"{at}num_instances", default)))
    at = "cluster_config[0].preemptible_worker_config[0]."
    number = it.number(f"{at}num_instances", 0.0)
    if not is_zero(number):
        worker = "cluster_config[0].worker_config[0]."
        yield from _named("secondary worker", _nodes(it, worker, number, spot=True))


def _nodes(it: Subject, at: str, number: float | Unknown, *, spot: bool = False) -> Iterator[Component]:
    type_ = machines.plain(it.get(f"{at}machine_type", "n1-standard-4"))
    count, gaps = scale(number, number, number)
    size = it.number(f"{at}disk_config[0].boot_disk_size_gb", 500.0)
    lines = list(machines.machine(it, type_, spot=spot))
    lines += machines.disk(it, "disk", it.get(f"{at}disk_config[0].boot_disk_type", "pd-standard"), size)
    lines += machines.scratch(it, it.number(f"{at}disk_config[0].num_local_ssds", 0.0))
    lines.append(it.hourly("Dataproc", "google/dataproc", "cpu", product(machines.cpus_of(type_)), region="*"))
    yield from times(lines, count, gaps)


def _named(prefix: str, lines: Iterable[Component]) -> Iterator[Component]:
    for line in lines:
        yield line._replace(name=f"{prefix}: {line.name}")


def data_fusion(it: Subject) -> Iterator[Component]:
    """Yield an instance of Data Fusion by the hour."""
    yield it.hourly("instance", "google/data-fusion", it.text("type"), region="*")


ESTIMATORS: Mapping[str, Estimator] = {
    "google_artifact_registry_repository": repository,
    "google_bigquery_dataset": dataset,
    "google_bigquery_reservation": reservation,
    "google_bigquery_table": table,
    "google_data_fusion_instance": data_fusion,
    "google_dataproc_cluster": dataproc_cluster,
    "google_firestore_database": firestore,
    "google_pubsub_subscription": subscription,
    "google_pubsub_topic": topic,
    "google_storage_bucket": bucket,
}
