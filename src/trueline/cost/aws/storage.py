"""Objects, files, snapshots and backups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cost.reckoning import joined, known
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.cost.estimator import Estimator
    from trueline.cost.subject import Subject
    from trueline.model.cost import Component

# Class of the usage file → what the price book calls it.
_CLASSES = {
    "standard_infrequent_access": "standard-ia",
    "one_zone_infrequent_access": "onezone-ia",
    "glacier_instant_retrieval": "glacier-ir",
    "glacier_flexible_retrieval": "glacier",
    "glacier_deep_archive": "deep-archive",
}


def bucket(it: Subject) -> Iterator[Component]:
    """Yield the objects and the requests, of the standard class and of those that the team declares."""
    section = "aws/s3"
    yield it.used("standard storage", section, "standard", "standard.storage_gb")
    yield it.used("PUT, COPY, POST, LIST", section, "standard-put", "standard.monthly_tier_1_requests", divide=1e3)
    yield it.used("GET, SELECT and others", section, "standard-get", "standard.monthly_tier_2_requests", divide=1e3)
    for name, key in _CLASSES.items():
        if it.usage(f"{name}.storage_gb") is not None:
            yield it.used(f"{key} storage", section, key, f"{name}.storage_gb")
        for tier, verb in ((1, "put"), (2, "get")):
            if it.usage(f"{name}.monthly_tier_{tier}_requests") is not None:
                usage = f"{name}.monthly_tier_{tier}_requests"
                yield it.used(f"{key} {verb}s", section, f"{key}-{verb}", usage, divide=1e3)
        if it.usage(f"{name}.monthly_data_retrieval_gb") is not None:
            yield it.used(f"{key} retrieval", section, f"{key}-retrieval", f"{name}.monthly_data_retrieval_gb")


def file_system(it: Subject) -> Iterator[Component]:
    """Yield the storage of EFS and its throughput."""
    section = "aws/efs"
    yield it.used(
        "storage", section, "standard" if it.get("availability_zone_name") is None else "one-zone", "storage_gb"
    )
    throughput = it.get("throughput_mode")
    mode = known(throughput)
    if isinstance(throughput, Unknown):
        yield it.monthly("throughput", section, throughput)
    if mode == "provisioned":
        speed = it.number("provisioned_throughput_in_mibps")
        yield it.monthly("provisioned throughput", section, "provisioned-throughput", speed)
    if mode == "elastic":
        yield it.used("reads", section, "elastic-read", "monthly_read_gb")
        yield it.used("writes", section, "elastic-write", "monthly_write_gb")


def windows(it: Subject) -> Iterator[Component]:
    """Yield the storage, the throughput and the backups of FSx for Windows."""
    section = "aws/fsx"
    deployed = it.text("deployment_type", "SINGLE_AZ_1")
    disk = it.text("storage_type", "SSD")
    kind: str | Unknown = deployed
    if isinstance(deployed, str):
        kind = "windows-multi-az" if deployed.startswith("MULTI") else "windows"
    media = disk if isinstance(disk, Unknown) else disk.lower()
    yield it.monthly("storage", section, joined("{}-{}", kind, media), it.number("storage_capacity"))
    yield it.monthly("throughput", section, joined("{}-throughput", kind), it.number("throughput_capacity"))
    yield it.used("backups", section, "backup", "backup_storage_gb")


def lustre(it: Subject) -> Iterator[Component]:
    """Yield the storage of FSx for Lustre, whose price goes with its speed."""
    deployed = it.text("deployment_type", "SCRATCH_1")
    speed = it.number("per_unit_storage_throughput", 0.0)
    key: object = "lustre-scratch"
    if isinstance(deployed, Unknown):
        key = deployed
    elif deployed == "PERSISTENT_2":
        key = speed if isinstance(speed, Unknown) else f"lustre-persistent-{speed:.0f}"
    elif deployed.startswith("PERSISTENT"):
        key = f"lustre-{deployed.lower()}"
    yield it.monthly("storage", "aws/fsx", key, it.number("storage_capacity"))


def snapshot(it: Subject) -> Iterator[Component]:
    """Yield what a snapshot takes: at most what its volume does."""
    volumes = it.refers("aws_ebs_volume", "volume_id")
    size = volumes[0].number("size") if volumes else None
    yield it.used("snapshot storage", "aws/ebs", "snapshot", "storage_gb", most=size)


def vault(it: Subject) -> Iterator[Component]:
    """Yield what a vault of AWS Backup keeps, at the price of backups of EBS, and that of others where declared."""
    yield it.used("backups", "aws/backup", "ebs-warm", "storage_gb")
    for kind in ("efs-warm", "efs-cold", "rds", "aurora", "dynamodb-warm", "dynamodb-cold", "s3-warm"):
        usage = f"monthly_{kind.replace('-', '_')}_backup_gb"
        if it.usage(usage) is not None:
            yield it.used(f"{kind} backups", "aws/backup", kind, usage)


ESTIMATORS: Mapping[str, Estimator] = {
    "aws_backup_vault": vault,
    "aws_ebs_snapshot": snapshot,
    "aws_ebs_snapshot_copy": snapshot,
    "aws_efs_file_system": file_system,
    "aws_fsx_lustre_file_system": lustre,
    "aws_fsx_windows_file_system": windows,
    "aws_s3_bucket": bucket,
}
