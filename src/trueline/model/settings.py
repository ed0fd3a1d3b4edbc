"""What the config says, already checked; every stage reads the part that is its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from trueline.model.cost_settings import CostSettings
from trueline.model.drift_settings import DriftSettings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.model.level import Enforcement, Severity, UnknownMode

Allowed = Literal["allow", "forbid"]
Database = Literal["", "postgresql", "mysql", "sqlite", "generic"]
Profile = Literal["prototype", "recommended", "strict"]


class Release(NamedTuple):
    """How Helm installs the chart in the folder ``chart``: what ``helm template`` is told beside it.

    ``values`` are what is set over the chart's own values, the strongest last: files, or maps that the config holds. A
    file is looked for in the chart's folder first, then from the repository's root.
    """

    chart: str
    name: str
    namespace: str = ""
    values: tuple[str | Mapping[str, object], ...] = ()
    kube_version: str = ""
    api_versions: tuple[str, ...] = ()


class Environment(NamedTuple):
    """One environment that roots are evaluated for. ``variable_files`` maps a glob of roots to files, in order.

    A file is looked for beside the root first, then from the repository's root. ``tier`` is free text (``production``).
    ``releases`` are the charts that are installed in it.
    """

    name: str
    tier: str = ""
    workspace: str = ""
    variable_files: Mapping[str, tuple[str, ...]] = {}
    variables: Mapping[str, object] = {}
    releases: tuple[Release, ...] = ()


class Override(NamedTuple):
    """What the config says of the rules that match ``rules`` (ids or globs), where all its conditions hold."""

    rules: str
    enabled: bool | None = None
    severity: Severity | None = None
    enforcement: Enforcement | None = None
    unknown: UnknownMode | None = None
    parameters: Mapping[str, object] = {}
    paths: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    suppressions: Allowed | None = None


class Suppressions(NamedTuple):
    """What marks in the files may do: ``longest`` are the days that one may reach ahead, 0 where there is no limit."""

    inline: Allowed = "allow"
    require_until: bool = False
    longest: int = 0


class Against(NamedTuple):
    """The releases that contracts must stay compatible with: those whose tag matches one of ``tags``.

    ``oldest`` is the tag of the first one that is still supported; ``most`` how many of the newest are looked at, 0 for
    all of them.
    """

    tags: tuple[str, ...]
    oldest: str = ""
    most: int = 0


class Consumer(NamedTuple):
    """Somebody who uses contracts, and what of them: ``uses`` maps a pattern of contracts to subjects.

    ``files`` are patterns of the consumer's own files that say what it uses (GraphQL operations, pacts). ``complete``
    says that it uses nothing else.
    """

    name: str
    uses: Mapping[str, tuple[str, ...]] = {}
    files: tuple[str, ...] = ()
    complete: bool = False


class ContractSettings(NamedTuple):
    """What the config says of contracts. ``versions`` maps a pattern of contracts to the file that has their version.

    ``database`` and ``database_version`` are what migrations run on, empty where the migrations tell.
    """

    against: Against | None = None
    versions: Mapping[str, str] = {}
    consumers: tuple[Consumer, ...] = ()
    database: Database = ""
    database_version: tuple[int, ...] = ()


class Settings(NamedTuple):
    """The settings of one run. Paths are relative to the repository and end in no slash."""

    profile: Profile = "recommended"
    unknown: UnknownMode | None = None
    block: Literal["new", "all"] = "new"
    policies: tuple[str, ...] = ("builtin",)
    overrides: tuple[Override, ...] = ()
    exclude: tuple[str, ...] = ()
    environments: tuple[Environment, ...] = ()
    terraform_roots: tuple[str, ...] = ()
    charts: tuple[str, ...] = ()
    """Charts that are judged by themselves though another one holds them."""
    render: frozenset[str] = frozenset()
    largest_file: int = 5_000_000
    deadline: float = 300.0
    workers: int = 0
    suppressions: Suppressions = Suppressions()
    contracts: ContractSettings = ContractSettings()
    cost: CostSettings = CostSettings()
    drift: DriftSettings = DriftSettings()
    source: str = ""
