"""Plans that Terraform makes where somebody changed something by hand, and its states: what is told, at which line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from provider.server import Cloud, Server
from provider.terraform import PROVIDER, TERRAFORM, Root
from tests.drift.terraform.plans import compare_plan, compare_states
from tests.drift.terraform.real_cases import CASES
from tests.drift.terraform.states import snapshot

from trueline.drift.terraform.undone import named_only
from trueline.model.location import format_path
from trueline.model.resource import parse_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from tests.drift.terraform.real_cases import Case

    from trueline.model.drift import Drift

pytestmark = pytest.mark.skipif(not TERRAFORM, reason="terraform is not installed")

FLAGS = ("computed", "default", "deposed", "ignored", "order")


@pytest.fixture
def cloud() -> Iterator[tuple[Cloud, Server]]:
    cloud = Cloud()
    with Server(cloud) as server:
        yield cloud, server


def _files(case: Case, code: str) -> dict[str, str]:
    return {"main.tf": code, **({"m/main.tf": PROVIDER + case.module} if case.module else {})}


def _spelled(drift: Drift) -> str:
    kind = drift.kind.partition("/")[2]
    words = [kind, format_path(named_only(parse_path(drift.path))) if drift.path else ""]
    flags = (*FLAGS, *(["relevant"] if kind in ("changed", "deleted") else []))
    words += [f"({flag})" for flag in flags if drift.details.get(flag)]
    words += [f"of {drift.address}"] if drift.address != "cloud_store.a" else []
    return " ".join(filter(None, words))


def _place(drift: Drift) -> tuple[str, int]:
    region = drift.location.region
    assert region is not None
    return (drift.location.path, region.start_line) if drift.location.path.endswith(".tf") else ("", 0)


def _expected(files: Mapping[str, str], beside: Sequence[str]) -> list[tuple[str, int, str]]:
    written = [
        (name, number, word)
        for name, text in files.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if (comment := re.search(r" # (.*)$", line))
        for words in comment[1].split(", ")
        for word in _each(words)
    ]
    return sorted([*written, *(("", 0, word) for word in beside)])


def _each(words: str) -> Iterator[str]:
    kinds, _, what = words.partition(" ")
    for kind in kinds.split("+"):
        yield f"{kind} {what}".strip()


@pytest.mark.parametrize("name", CASES)
def test_what_somebody_changed_is_told_where_it_is_written(
    tmp_path: Path, cloud: tuple[Cloud, Server], name: str
) -> None:
    case, (there, server) = CASES[name], cloud
    root = Root(tmp_path / "root", server.environment)
    root.folder.mkdir()
    root.write(_files(case, case.before or case.code))
    root.apply()
    case.change(there)
    if case.before:
        root.write(_files(case, case.code))
    files = _files(case, case.code)
    planned = compare_plan(tmp_path / "tree", files, root.plan(*case.words))
    root.apply("-refresh-only")
    (stated,) = compare_states(tmp_path / "tree", files, snapshot(root.state()))
    told = [*planned.drifts, *stated.drifts]

    assert sorted((*_place(one), _spelled(one)) for one in told) == _expected(files, case.beside)
    assert not (*planned.notifications, *stated.notifications)
    assert not [one.message for one in told if "canary" in one.message]
