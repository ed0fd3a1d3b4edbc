"""Snapshots of an account written by hand, beside code and states: for what no account would answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.drift.terraform.plans import declared
from tests.drift.terraform.states import snapshot

from trueline.drift import aws
from trueline.model.drift_settings import DriftSettings
from trueline.model.settings import Environment, Settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from trueline.model.drift import Detected, Snapshot


def thing(kind: str, name: str, attributes: Mapping[str, object], arn: str = "", region: str = "eu-west-1") -> object:
    """Return one thing of a snapshot."""
    return {"type": kind, "id": name, "region": region, "arn": arn, "attributes": attributes}


def compare(
    tree: Path,
    code: str,
    live: Mapping[str, object],
    *states: Snapshot,
    managed: str = "",
    environments: tuple[Environment, ...] = (),
    name: str = "live.json",
) -> Detected:
    """Return how an account differs from a root and its states; ``live`` is what the snapshot holds."""
    given = snapshot({"trueline_snapshot": 1, "kind": "aws", **live}, path=name, kind="aws")
    settings = Settings(drift=DriftSettings(managed=(managed,) if managed else ()), environments=environments)
    return aws.compare(given, declared(tree, {"main.tf": code}, [given, *states], settings))
