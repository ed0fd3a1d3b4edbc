"""Storage accounts and file shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cost.azure.amount import within
from trueline.cost.reckoning import chosen, is_any_of, of
from trueline.values.unknown import Unknown, join

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.cost.estimator import Estimator
    from trueline.cost.subject import Subject
    from trueline.model.cost import Component

STORAGE = "azure/storage"
SHARE_TIERS = {"TransactionOptimized": "standard", "Hot": "hot", "Cool": "cool", "Premium": "premium"}
KINDS = {"filestorage": "Premium"}
OPERATIONS = {
    "write": ("write operations", "monthly_write_operations"),
    "list": ("list and create operations", "monthly_list_and_create_container_operations"),
    "read": ("read operations", "monthly_read_operations"),
    "other": ("other operations", "monthly_other_operations"),
}


def account(it: Subject) -> Iterator[Component]:
    """Yield what blobs cost that are kept and touched; what files cost is a share's."""
    kind = it.text("account_kind", "StorageV2")
    tier = it.text("account_tier")
    replication = it.text("account_replication_type")
    access = it.text("access_tier", "Hot")
    if is_any_of(kind, "FileStorage"):
        return
    unknowns = [one for one in (kind, tier, replication, access) if isinstance(one, Unknown)]
    if unknowns:
        yield it.used("capacity", STORAGE, join(*unknowns), "storage_gb")
        return
    level = "premium" if tier == "Premium" else str(access).lower()
    key = f"blob-{level}-{str(replication).lower()}"
    yield it.used("capacity", STORAGE, f"{key}-stored", "storage_gb")
    for operation, (name, usage) in OPERATIONS.items():
        if level in ("cool", "cold") and operation in ("list", "other"):
            continue  # the book has them with those of hot data
        yield it.used(name, STORAGE, f"{key}-{operation}", usage, divide=10_000)
    if level in ("cool", "cold"):
        yield it.used("data retrieval", STORAGE, f"{key}-retrieval", "monthly_data_retrieval_gb")


def share(it: Subject) -> Iterator[Component]:
    """Yield what a file share keeps: premium shares are paid for as large as they may get."""
    owner = next(
        (
            one
            for name in ("storage_account_id", "storage_account_name")
            for one in it.refers("azurerm_storage_account", name)
        ),
        None,
    )
    here = within(it, "azurerm_storage_account", "storage_account_id", "storage_account_name")
    replication = (
        Unknown([f"{it.address}.storage_account_id ← not in the code"])
        if owner is None
        else owner.text("account_replication_type")
    )
    kind = replication if owner is None else owner.text("account_kind")
    tier = it.text("access_tier") if it.get("access_tier") is not None else chosen(kind, KINDS, "TransactionOptimized")
    quota = it.number("quota")
    unknowns = [one for one in (replication, tier) if isinstance(one, Unknown)]
    if unknowns and (isinstance(tier, Unknown) or tier == "Premium"):
        yield here.monthly("provisioned capacity", STORAGE, join(*unknowns))
    if unknowns:
        yield here.used("capacity", STORAGE, join(*unknowns), "storage_gb")
        return
    level = SHARE_TIERS.get(str(tier), str(tier).lower())
    key = f"files-{level}-{str(replication).lower()}-stored"
    if level == "premium":
        yield here.monthly("provisioned capacity", STORAGE, key, quota)
    else:
        yield here.used("capacity", STORAGE, key, "storage_gb", most=quota)


def capacity_pool(it: Subject) -> Iterator[Component]:
    """Yield a pool of NetApp Files as large as it is made, whatever its volumes hold."""
    gib = of(lambda tebibytes: tebibytes * 1024, it.number("size_in_tb"))
    yield it.hourly("provisioned capacity", "azure/netapp", it.get("service_level"), gib)


ESTIMATORS: Mapping[str, Estimator] = {
    "azurerm_netapp_pool": capacity_pool,
    "azurerm_storage_account": account,
    "azurerm_storage_share": share,
}
