"""SQL databases, PostgreSQL, MySQL, Redis and Cosmos DB."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from trueline.cost.azure import size
from trueline.cost.azure.amount import DAYS, is_on, within
from trueline.cost.reckoning import count, is_any_of, may_be_unset, maybe, moved, of
from trueline.cost.subject import spread, times
from trueline.values.bounds import UNBOUNDED, Bounds, Spread
from trueline.values.unknown import Unknown, join

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.cost.estimator import Estimator
    from trueline.cost.subject import Subject
    from trueline.model.cost import Component, Gap

SQL = "azure/sql-database"
COSMOS = "azure/cosmosdb"

# The series whose cores have one price in a general or a memory optimized server.
GENERAL = re.compile(r"(GP|MO)_Standard_[DE]\d+(s_v3|ds_v4|ds_v5)")


def sql_database(it: Subject) -> Iterator[Component]:
    """Yield a database by the DTU or by the core; one in a pool costs what the pool does."""
    here = within(it, "azurerm_mssql_server", "server_id")
    name = it.text("sku_name", "GP_S_Gen5_2")
    pool = it.get("elastic_pool_id")
    if is_any_of(name, "ElasticPool") or not (pool is None or may_be_unset(pool)):
        return
    yield from (maybe(line, pool) for line in single_database(it, here, name))


def single_database(it: Subject, here: Subject, name: str | Unknown) -> Iterator[Component]:
    """Yield a database that is in no pool."""
    found = None if isinstance(name, Unknown) else size.vcores(name)
    if isinstance(name, Unknown) or found is None:
        yield here.monthly("DTUs" if isinstance(name, Unknown) else f"DTUs, {name}", SQL, name, DAYS)
        return
    tier = found.tier.lower()
    if found.serverless:
        most = found.cores * 730.0
        yield here.used("serverless cores", SQL, f"{tier}-serverless-vcore", "monthly_vcore_hours", most=most)
    else:
        yield from cores(here, tier, float(found.cores), found.family)
    yield here.monthly("storage", SQL, f"{tier}-storage", it.number("max_size_gb", 32.0))
    redundant = is_on(it.get("zone_redundant"))
    if isinstance(redundant, Unknown) or redundant:
        yield here.unpriced("zone redundancy", "the price book has no price of redundancy over zones")


def cores(it: Subject, tier: str, number: float | Unknown, family: str) -> Iterator[Component]:
    """Yield cores and their licence, unless one is brought along."""
    key = f"{tier}-vcore" if family == "Gen5" else f"{tier}-vcore-{family}"
    yield it.hourly("cores", SQL, key, number)
    licence = it.text("license_type", "LicenseIncluded")
    if isinstance(licence, Unknown) or licence != "BasePrice":
        yield it.hourly("SQL licence", SQL, licence if isinstance(licence, Unknown) else f"{tier}-licence", number)


def elastic_pool(it: Subject) -> Iterator[Component]:
    """Yield a pool by the eDTU or by the core."""
    kind, capacity = it.text("sku[0].name"), it.number("sku[0].capacity")
    if isinstance(kind, Unknown):
        yield it.monthly("pool", SQL, kind)
        return
    if kind.endswith("Pool"):
        key = f"pool-{kind.removesuffix('Pool').lower()}"
        yield it.monthly("eDTUs", SQL, key, of(lambda figure: figure * DAYS, capacity))
        return
    tier, _, family = kind.partition("_")
    yield from cores(it, tier.lower(), capacity, family)
    yield it.monthly("storage", SQL, f"{tier.lower()}-storage", it.number("max_size_gb"))


def managed_instance(it: Subject) -> Iterator[Component]:
    """Yield the cores of an instance and its storage after the first 32 GB."""
    kind = it.text("sku_name")
    if isinstance(kind, Unknown):
        yield it.hourly("cores", SQL, kind)
        return
    tier, _, family = kind.partition("_")
    yield from cores(it, tier.lower(), it.number("vcores"), family)
    storage = of(lambda figure: max(0.0, figure - 32), it.number("storage_size_in_gb"))
    yield it.monthly("storage", SQL, f"{tier.lower()}-storage", storage)


def flexible_server(it: Subject, section: str, storage: float | Unknown) -> Iterator[Component]:
    """Yield the machine and the disk of a server, twice where a standby is kept."""
    name = it.text("sku_name")
    copies = 2.0 if it.items("high_availability") else 1.0
    if isinstance(name, str) and GENERAL.fullmatch(name) and section == "azure/postgresql":
        number = float(size.cores(name) or 0)
        yield it.hourly(f"cores, {name}", section, f"{name[:2].lower()}-vcore", number * copies)
    else:
        yield it.hourly("machine" if isinstance(name, Unknown) else f"machine, {name}", section, name, copies)
    yield it.monthly("storage", section, "storage", of(lambda figure: figure * copies, storage))
    yield it.used("backups over what is included", section, "backup", "additional_backup_storage_gb")


def postgresql(it: Subject) -> Iterator[Component]:
    """Yield a flexible server of PostgreSQL."""
    storage = of(lambda figure: figure / 1024, it.number("storage_mb", 32768.0))
    yield from flexible_server(it, "azure/postgresql", storage)


def mysql(it: Subject) -> Iterator[Component]:
    """Yield a flexible server of MySQL."""
    yield from flexible_server(it, "azure/mysql", it.number("storage[0].size_gb", 20.0))


def redis(it: Subject) -> Iterator[Component]:
    """Yield a cache; a premium one once for each shard, and half of it for each further replica."""
    parts = [it.text("sku_name"), it.text("family"), it.text("capacity")]
    unknowns = [part for part in parts if isinstance(part, Unknown)]
    key: str | Unknown = join(*unknowns) if unknowns else f"{parts[0]}-{parts[1]}{str(parts[2]).removesuffix('.0')}"
    shards = of(lambda figure: max(1.0, figure), it.number("shard_count", 1.0))
    replicas = of(lambda figure: max(1.0, figure), it.number("replicas_per_primary", 1.0))
    yield it.hourly("cache", "azure/redis", key, of(lambda many, copies: many * (1 + copies) / 2, shards, replicas))


def cosmos_account(it: Subject) -> Iterator[Component]:
    """Yield what an account keeps in all its regions, and what a serverless one does."""
    serverless = is_serverless(it)
    if isinstance(serverless, Unknown) or serverless:
        key = serverless if isinstance(serverless, Unknown) else "serverless"
        yield it.used("request units", COSMOS, key, "monthly_serverless_request_units", divide=1_000_000)
    yield from times([it.used("storage", COSMOS, "storage", "storage_gb")], *regions_of(it, it))


def is_serverless(account: Subject) -> bool | Unknown:
    """Tell whether an account is paid by what is asked of it."""
    names = [
        one if isinstance(one, Unknown) else account.get(f"capabilities[{index}].name")
        for index, one in enumerate(account.items("capabilities"))
    ]
    if "EnableServerless" in [name for name in names if isinstance(name, str)]:
        return True
    unknowns = [name for name in names if isinstance(name, Unknown)]
    return join(*unknowns) if unknowns else False


def regions_of(account: Subject | None, it: Subject) -> tuple[Spread, list[Gap]]:
    """Return in how many regions the account of ``it`` is: at least in one where that is not known."""
    elsewhere = Unknown([f"{it.address} ← its account is not here"])
    number = elsewhere if account is None else count(account.items("geo_location"))
    if isinstance(number, Unknown):
        return spread(Bounds(1.0, UNBOUNDED))[0], spread(number)[1]
    return spread(max(1.0, number))


def account_of(it: Subject) -> Subject | None:
    """Return the account that a database or a container is in, None where it is not in the code."""
    owners = [it, *it.refers("azurerm_cosmosdb_cassandra_keyspace", "cassandra_keyspace_id")]
    return next((one for owner in owners for one in owner.refers("azurerm_cosmosdb_account", "account_name")), None)


def writes_anywhere(account: Subject) -> bool | Unknown:
    """Tell whether each region of an account takes writes."""
    switches = [
        is_on(account.get(name)) for name in ("multiple_write_locations_enabled", "enable_multiple_write_locations")
    ]
    if any(one is True for one in switches):
        return True
    unknowns = [one for one in switches if isinstance(one, Unknown)]
    return join(*unknowns) if unknowns else False


def cosmos_throughput(it: Subject) -> Iterator[Component]:
    """Yield the request units that a database or a container has for itself, in all regions of its account."""
    autoscales = bool(it.items("autoscale_settings"))
    if not autoscales and it.get("throughput") is None:
        return
    account = account_of(it)
    here = it if account is None else moved(it, account.region)
    several = account is not None and writes_anywhere(account)
    mode = "autoscale" if autoscales else "provisioned"
    key = several if isinstance(several, Unknown) else f"{mode}-multi-write" if several else mode
    asked = it.number("autoscale_settings[0].max_throughput" if autoscales else "throughput")
    units, gaps = spread(of(lambda figure: figure / 100, asked))
    if autoscales:
        low = units.most.times(Bounds(0.1, 0.1))
        units = Spread(low, Bounds(low.low, units.most.high), units.most)
    found = here.hourly("throughput", COSMOS, key, units)
    yield from times([found._replace(gaps=(*found.gaps, *gaps))], *regions_of(account, it))


def warehouse(it: Subject) -> Iterator[Component]:
    """Yield a dedicated pool of Synapse by its units (``DW300c``), and what it keeps."""
    here = within(it, "azurerm_synapse_workspace", "synapse_workspace_id")
    name = it.text("sku_name")
    found = None if isinstance(name, Unknown) else re.fullmatch(r"DW(\d+)c", name)
    units = float(found[1]) / 100 if found else Unknown([f"{it.address}.sku_name ← is no size of a pool"])
    yield here.hourly("compute", "azure/synapse", name if isinstance(name, Unknown) else "100-dwu", units)
    yield here.used("storage", "azure/synapse", "storage", "storage_tb")


ESTIMATORS: Mapping[str, Estimator] = {
    "azurerm_cosmosdb_account": cosmos_account,
    "azurerm_cosmosdb_cassandra_keyspace": cosmos_throughput,
    "azurerm_cosmosdb_cassandra_table": cosmos_throughput,
    "azurerm_cosmosdb_gremlin_database": cosmos_throughput,
    "azurerm_cosmosdb_gremlin_graph": cosmos_throughput,
    "azurerm_cosmosdb_mongo_collection": cosmos_throughput,
    "azurerm_cosmosdb_mongo_database": cosmos_throughput,
    "azurerm_cosmosdb_sql_container": cosmos_throughput,
    "azurerm_cosmosdb_sql_database": cosmos_throughput,
    "azurerm_cosmosdb_table": cosmos_throughput,
    "azurerm_mssql_database": sql_database,
    "azurerm_mssql_elasticpool": elastic_pool,
    "azurerm_mssql_managed_instance": managed_instance,
    "azurerm_mysql_flexible_server": mysql,
    "azurerm_postgresql_flexible_server": postgresql,
    "azurerm_redis_cache": redis,
    "azurerm_synapse_sql_pool": warehouse,
}
