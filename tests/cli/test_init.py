"""The first config: what it says of a repository's charts can be taken as it stands."""

from __future__ import annotations

import pytest
import yaml

from trueline import config
from trueline.cli.init import first_config
from trueline.model.settings import Release
from trueline.repo.working import WorkingTree


@pytest.mark.parametrize(
    ("paths", "environment", "release"),
    [
        pytest.param(
            ["charts/shop/Chart.yaml", "charts/shop/values.yaml", "charts/shop/values-staging.yaml", "x/Chart.yaml"],
            "staging", Release("charts/shop", "shop", "shop", ("values-staging.yaml",)), id="with values",
        ),
        pytest.param(
            ["Chart.yaml", "values.yaml"], "production", Release("", "web", "web", ("values-production.yaml",)),
            id="of the repository itself",
        ),
    ],
)  # fmt: skip
def test_a_release_of_the_first_chart(tmp_path, paths, environment, release):
    text = first_config(paths)
    begin = text.index("# environments:")
    shown = "\n".join(line.removeprefix("# ") for line in text[begin:].splitlines()[:4])
    (tmp_path / ".trueline").mkdir()
    (tmp_path / ".trueline/config.yaml").write_text(f"version: 1\n{shown}\n")
    (found,) = config.load(WorkingTree(str(tmp_path))).environments

    assert "render: [helm]\n" in text
    assert yaml.safe_load(text)["render"] == ["helm"]
    assert (found.name, found.releases) == (environment, (release,))


def test_nothing_of_charts_where_there_is_none():
    assert "releases" not in first_config(["main.tf"])
