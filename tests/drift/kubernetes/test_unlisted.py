"""What is wholly declared, and of which a snapshot does not tell what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from live_cluster import drifts, listed, named, snapshot
from live_web import WEB, web

from trueline.model.drift_settings import DriftSettings

if TYPE_CHECKING:
    from pathlib import Path

    from trueline.model.drift import Drift

JOBS = "batch/v1/CronJob"
REFUSED = [{"kind": JOBS, "namespace": "", "reason": "forbidden"}]


def untold(tmp_path: Path, live: object, *managed: str, text: str = WEB) -> list[Drift]:
    return [one for one in drifts(tmp_path, text, live, DriftSettings(managed=managed)) if one.address in managed]


@pytest.mark.parametrize(
    ("live", "pattern", "reason"),
    [
        (listed(web()), "kubernetes/CronJob", "the snapshot holds no CronJob, and does not say that it looked for any"),
        (listed(web()), "kubernetes/Deploymnt", "the snapshot holds no Deploymnt"),
        (snapshot(web()), "kubernetes/*Job", "the snapshot holds no *Job"),
        (snapshot(web(), unread=REFUSED), "kubernetes/CronJob", "could not read CronJob: forbidden"),
        (snapshot(web(), unread=REFUSED), "shop", "could not read CronJob: forbidden"),
        (listed(web()), "shpo", "no such namespace is declared, nor is one in the snapshot"),
        (listed(web()), "team-*", "no such namespace is declared, nor is one in the snapshot"),
    ],
)
def test_it_is_told(tmp_path: Path, live: object, pattern: str, reason: str) -> None:
    (found,) = untold(tmp_path, live, pattern)

    assert found.kind == "snapshot/unchecked"
    assert reason in found.message


@pytest.mark.parametrize(
    ("live", "pattern"),
    [
        (snapshot(web(), read=["apps/v1/Deployment", JOBS]), "kubernetes/CronJob"), (listed(web()), "shop"),
        (listed(web()), "kubernetes/Deployment"), (listed(web()), "kubernetes/D*"), (listed(web()), "sh*"),
        (listed(web()), "terraform/aws_iam_*"), (listed(web(), named("Namespace", "team-a", "")), "team-*"),
        (snapshot(web(), unread=[{**REFUSED[0], "kind": "v1/Node"}]), "shop"),
    ],
)  # fmt: skip
def test_what_was_looked_at_is_not(tmp_path: Path, live: object, pattern: str) -> None:
    assert untold(tmp_path, live, pattern) == []


def test_a_namespace_that_only_the_code_has_is_none_of_another_name(tmp_path: Path) -> None:
    other = WEB.replace("name: web", "name: batch").replace("namespace: shop", "namespace: night")

    assert untold(tmp_path, listed(web()), "night", text=f"{WEB}---\n{other}") == []
