"""A repository with Terraform code, its state, and the account that both are about."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import boto3

from trueline.adapters.collectors.aws.cloud import Access, Cloud
from trueline.adapters.collectors.aws.collect import Reading
from trueline.adapters.collectors.aws.wanted import of_configuration, of_state
from trueline.dialects.terraform.dialect import extract, plan
from trueline.drift.aws import compare
from trueline.drift.declared import Declared
from trueline.drift.snapshot import Refused, read_snapshot
from trueline.drift.terraform.instances import instances_of
from trueline.model.drift_settings import DriftSettings
from trueline.model.settings import Settings
from trueline.repo.working import WorkingTree

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from trueline.model.drift import Detected, Drift

REGION = "eu-west-1"
NOTHING_MANAGED = DriftSettings()
PROVIDER = 'provider["registry.terraform.io/hashicorp/aws"]'


class Bench:
    """Code in ``infra``, its state beside it, and clients of the account."""

    def __init__(self, folder: Path, endpoint: str) -> None:
        self.folder = folder / "tree"
        (self.folder / "infra").mkdir(parents=True)
        self.endpoint = endpoint
        self._clients: dict[str, Any] = {}
        self._instances: list[dict[str, Any]] = []
        self.state: str | None = None

    def client(self, service: str) -> Any:
        """Return a client of a service."""
        if service not in self._clients:
            self._clients[service] = boto3.client(service, region_name=REGION, endpoint_url=self.endpoint)
        return self._clients[service]

    def code(self, text: str, name: str = "main.tf") -> None:
        """Write a file of the root."""
        (self.folder / "infra" / name).write_text(text)

    def kept(*arguments: Any, **attributes: Any) -> None:
        """Put an instance into the state: `kept(address, attribute=…)`; an attribute may be called ``self``."""
        self, address = arguments
        kind, _, name = address.partition(".")
        self._instances.append({
            "mode": "managed", "type": kind, "name": name, "provider": PROVIDER,
            "instances": [{"schema_version": 0, "attributes": attributes, "sensitive_attributes": []}],
        })  # fmt: skip
        body = {
            "version": 4, "terraform_version": "1.9.8", "serial": 7, "lineage": "a-b-c", "outputs": {},
            "resources": self._instances,
        }  # fmt: skip
        self.state = "infra.tfstate"
        (self.folder / self.state).write_text(json.dumps(body, indent=2))

    def take(self, managed: Sequence[str] = (), name: str = "live.json") -> dict[str, Any]:
        """Take a snapshot of what the state, or the code without one, declares."""
        tree = WorkingTree(str(self.folder))
        if self.state is not None:
            wanted = list(of_state(instances_of(self._read(tree, self.state, "infra"))))
        else:
            units = plan(tree.paths(), tree, Settings())
            wanted = [one for unit in units for one in of_configuration(extract(unit, tree, Settings()).resources)]
        reading = Reading(Cloud(Access(endpoint_url=self.endpoint, deadline=60)), [REGION])
        found = reading.snapshot(wanted, managed, "2026-11-02T10:00:00Z")
        (self.folder / name).write_text(json.dumps(found, indent=1, default=str))
        return found

    def detect(self, drift: DriftSettings = NOTHING_MANAGED, name: str = "live.json") -> Detected:
        """Compare the snapshot with what is declared."""
        tree = WorkingTree(str(self.folder))
        settings = Settings(drift=drift)
        units = plan([path for path in tree.paths() if path.endswith(".tf")], tree, settings)
        snapshots = [self._read(tree, self.state, "infra")] if self.state is not None else []
        now = datetime(2026, 11, 2, 12, tzinfo=UTC)
        declared = Declared(units, lambda unit: extract(unit, tree, settings), tree, settings, snapshots, now)
        return compare(self._read(tree, name), declared)

    def drifts(self, managed: Sequence[str] = (), drift: DriftSettings = NOTHING_MANAGED) -> Sequence[Drift]:
        """Take a snapshot, compare, and return what differs."""
        self.take(managed)
        return self.detect(drift).drifts

    def _read(self, tree: WorkingTree, path: str, root: str | None = None) -> Any:
        found = read_snapshot(path, tree, root=root)
        assert not isinstance(found, Refused), found
        return found


def told(drifts: Sequence[Drift]) -> Sequence[tuple[str, str, str]]:
    """Return kind, address and path of differences, without what could not be checked."""
    return [(one.kind, one.address, one.path) for one in drifts if one.kind != "snapshot/unchecked"]


def lines(drifts: Sequence[Drift]) -> Mapping[str, int]:
    """Return the line in the code of each address."""
    return {one.address: one.location.region.start_line if one.location.region else 0 for one in drifts}
