"""One chart that two environments release, each with values of its own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from released_chart import FILES, HELM, PRODUCTION, ROOT, STAGING, needs_helm
from tests.drift.environments.pair import alike, compare

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


@needs_helm
def test_what_the_values_make_differ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.path.dirname(str(HELM)), prepend=os.pathsep)
    pair = alike(left=("staging", ""), right=("production", ""))
    found = compare(tmp_path, FILES, pair, environments=(STAGING, PRODUCTION), render=frozenset({"helm"}))

    containers = "spec.template.spec.containers[name=web]"
    assert sorted((one.address, one.path, str(one.location)) for one in found.drifts) == [
        ("Deployment/shop/shop-web", f"{containers}.image", f"{ROOT}/templates/web.yaml:15:11"),
        ("Deployment/shop/shop-web", f"{containers}.securityContext", f"{ROOT}/templates/web.yaml:17:11"),
        ("Service/shop/web", "spec.type", f"{ROOT}/values.yaml:4:17"),
    ]
