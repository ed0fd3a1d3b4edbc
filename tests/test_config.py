"""The settings: what is read, what is refused, and where the message points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from trueline import config
from trueline.errors import ConfigError
from trueline.model.settings import (
    Against,
    Consumer,
    ContractSettings,
    Environment,
    Override,
    Settings,
    Suppressions,
)
from trueline.repo.working import WorkingTree

if TYPE_CHECKING:
    from pathlib import Path


def load(folder: Path, text: str) -> Settings:
    (folder / ".trueline").mkdir()
    (folder / ".trueline/config.yaml").write_text(text)
    return config.load(WorkingTree(str(folder)))


def test_no_config_is_the_recommended_profile(tmp_path: Path) -> None:
    assert config.load(WorkingTree(str(tmp_path))) == Settings()


def test_a_config_that_was_named_must_exist(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="does not exist"):
        config.load(WorkingTree(str(tmp_path)), "gate.yaml", required=True)


def test_everything_that_may_stand_in_a_config(tmp_path: Path) -> None:
    actual = load(
        tmp_path,
        """
version: 1
profile: strict
unknown: fail
block: all
policies: [builtin/aws, policies/]
paths: {exclude: ["vendor/**"]}
rules:
  s3-public-acl: advise
  noisy-rule: off
  big-change:
    severity: critical
    parameters: {increase: 800}
    where:
      - {paths: ["dev/**"], enabled: false}
      - {tiers: [production], enforcement: hard, suppressions: forbid}
environments:
  production:
    tier: production
    workspace: prod
    variable_files: [prod.tfvars]
  staging:
terraform: {roots: [infra/]}
render: [kustomize]
limits: {file-bytes: 1000, seconds: 5, workers: 2}
suppressions: {inline: forbid, require-until: true, longest: 90d}
contracts:
  against: {tags: [v*], oldest: v1.4, most: 20}
  version: {"api/**": package.json}
  consumers:
    webshop: {uses: {api/openapi.yaml: "GET /orders/{}"}, files: "clients/**/*.graphql", complete: true}
  database: postgresql 14.2
""",
    )

    assert actual == Settings(
        profile="strict",
        unknown="fail",
        block="all",
        policies=("builtin/aws", "policies"),
        overrides=(
            Override("s3-public-acl", enforcement="advise"),
            Override("noisy-rule", enabled=False),
            Override("big-change", severity="critical", parameters={"increase": 800}),
            Override("big-change", enabled=False, paths=("dev/**",)),
            Override("big-change", enforcement="hard", tiers=("production",), suppressions="forbid"),
        ),
        exclude=("vendor/**",),
        environments=(
            Environment("production", "production", "prod", {"**": ("prod.tfvars",)}),
            Environment("staging"),
        ),
        terraform_roots=("infra",),
        render=frozenset({"kustomize"}),
        largest_file=1000,
        deadline=5,
        workers=2,
        suppressions=Suppressions("forbid", require_until=True, longest=90),
        contracts=ContractSettings(
            against=Against(("v*",), "v1.4", 20),
            versions={"api/**": "package.json"},
            consumers=(
                Consumer(
                    "webshop", {"api/openapi.yaml": ("GET /orders/{}",)}, ("clients/**/*.graphql",), complete=True
                ),
            ),
            database="postgresql",
            database_version=(14, 2),
        ),
        source=".trueline/config.yaml",
    )


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        pytest.param("profil: strict", "1:1", "unknown key `profil` (did you mean `profile`?)", id="misspelt key"),
        pytest.param("suppressions: {inline: no}", "1:24", "must be one of allow, forbid", id="marks"),
        pytest.param("suppressions: {longest: 99999999d}", "1:25", "a number of days: 90d", id="a day out of time"),
        pytest.param("suppressions: {until: 90d}", "1:16", "unknown key `until`", id="key of marks"),
        pytest.param("profile: loose", "1:10", "must be one of prototype", id="unknown profile"),
        pytest.param("rules:\n  a-rule: block", "2:11", "must be one of off, advise", id="unknown short form"),
        pytest.param("rules:\n  a-rule:\n    severty: high", "3:5", "did you mean `severity`", id="key of a rule"),
        pytest.param("rules: {r: {where: [{severity: low}]}}", "1:21", "names no paths", id="case without condition"),
        pytest.param(
            "rules: {r: {where: [{paths: [a], parameters: {n: 1}}]}}",
            "1:46",
            "are the same everywhere",
            id="parameters of a case",
        ),
        pytest.param("limits: {file-bytes: -1}", "1:22", "must be zero or more", id="limit below zero"),
        pytest.param("limits: {seconds: .nan}", "1:19", "must be zero or more", id="limit that is no number"),
        pytest.param("limits: {workers: 1.5}", "1:19", "must be a whole number", id="half a worker"),
        pytest.param("contracts: {database: oracle}", "1:23", "postgresql 14", id="a database"),
        pytest.param("contracts: {against: {oldest: v1}}", "1:22", "names no tags", id="no tags"),
        pytest.param("contracts: {against: {tags: v*, most: -1}}", "1:39", "zero or more", id="fewer than none"),
        pytest.param("contracts: {consumers: {a: {use: {}}}}", "1:29", "did you mean `uses`", id="key of a consumer"),
        pytest.param("contracts: {version: [a]}", "1:22", "must be a file, or a map", id="no file"),
        pytest.param("policies: []", "1:1", "no policy is named", id="no policies"),
        pytest.param("version: 2", "1:10", "version 2 is not known", id="newer version"),
        pytest.param("render: [jsonnet]", "1:9", "nothing renders `jsonnet`", id="unknown renderer"),
        pytest.param("- profile", "1:", "the config must be a map", id="a list"),
        pytest.param("profile: strict\nprofile: prototype", "2:1", "profile", id="duplicate key"),
        pytest.param("profile: [", "1:", "", id="not YAML"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, text: str, place: str, message: str) -> None:
    with pytest.raises(ConfigError) as raised:
        load(tmp_path, text)

    assert f".trueline/config.yaml:{place}" in str(raised.value)
    assert message in str(raised.value)


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as raised:
        load(tmp_path, "profile: loose\nblok: new\nunknown: maybe\n")

    assert len(str(raised.value).splitlines()) == 3


def test_a_second_document_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="more than one document"):
        load(tmp_path, "profile: strict\n---\nprofile: prototype\n")


def test_a_config_by_another_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".trueline").mkdir()
    (tmp_path / ".trueline/config.yml").write_text("profile: strict\n")

    with pytest.raises(ConfigError, match=r"not read under this name"):
        config.load(WorkingTree(str(tmp_path)))
