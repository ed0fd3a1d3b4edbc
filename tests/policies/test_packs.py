from __future__ import annotations

import os
import pickle
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from trueline.errors import PolicyError
from trueline.policies import packs

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from trueline.model.resource import Resource
    from trueline.model.rule import Context
    from trueline.policies.folders import InstalledFiles

YAML = "policy: p\nrules:\n- {id: %s, for: test/thing, require: it.x == 1}\n"
PYTHON = "from trueline import Hit, rule\n\n@rule(id='%s', kinds=['test/thing'])\ndef f(r):\n    yield Hit('m')\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for path, text in {
        "policies/a.yaml": YAML % "first",
        "policies/deep/b.yml": YAML % "second",
        "policies/deep/c.py": PYTHON % "third",
        "policies/deep/tests/c/bad.yaml": "not: a policy",
        "policies/_draft.yaml": "not: a policy",
        "policies/.hidden/x.yaml": "not: a policy",
        "policies/README.md": "",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def test_a_folder_is_read_as_a_whole(
    tree: Path,
    files: InstalledFiles,
    make_resource: Callable[..., Resource],
    make_context: Callable[..., Context],
) -> None:
    loaded = packs.load(["policies"], files)

    assert [rule.id for rule in loaded.rules] == ["first", "second", "third"]
    assert {"policies"} == {rule.pack for rule in loaded.rules}
    assert str(loaded.rules[0].location) == "policies/a.yaml:3:8"
    resource, context = make_resource({"x": 1}), make_context()
    assert [answer.outcome for rule in loaded.rules for answer in rule.judge(resource, "test/thing", context)] == [
        "pass",
        "pass",
        "fail",
    ]


def test_a_file_named_twice_is_loaded_once(tree: Path, files: InstalledFiles) -> None:
    loaded = packs.load(["policies/a.yaml", "policies"], files)

    assert [rule.id for rule in loaded.rules] == ["first", "second", "third"]
    assert [rule.pack for rule in loaded.rules] == ["policies/a.yaml", "policies", "policies"]


def test_rules_go_to_other_processes(
    tree: Path,
    files: InstalledFiles,
    make_resource: Callable[..., Resource],
    make_context: Callable[..., Context],
) -> None:
    rules = packs.load(["policies"], files).rules
    resource, context = make_resource({"x": 1}), make_context()
    here = [list(rule.judge(resource, "test/thing", context)) for rule in rules]

    there = [list(rule.judge(resource, "test/thing", context)) for rule in pickle.loads(pickle.dumps(rules))]

    assert here == there


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform does not fork")
def test_a_forked_process_has_a_child_of_its_own(
    tree: Path,
    files: InstalledFiles,
    make_resource: Callable[..., Resource],
    make_context: Callable[..., Context],
) -> None:
    (rule,) = packs.load(["policies/deep/c.py"], files).rules
    resource, context = make_resource({}), make_context()

    def outcomes() -> list[str]:
        return [answer.outcome for answer in rule.judge(resource, "test/thing", context)]

    assert outcomes() == ["fail"]
    forked = os.fork()
    if not forked:
        os._exit(0 if outcomes() == ["fail"] else 1)

    assert os.waitpid(forked, 0)[1] == 0
    assert outcomes() == ["fail"]


def test_the_digest_changes_with_the_rules(tree: Path, files: InstalledFiles) -> None:
    first = packs.load(["policies"], files).digest
    assert first == packs.load(["policies"], files).digest
    (tree / "policies/deep/c.py").write_text(PYTHON % "third" + "# something else\n")

    assert first != packs.load(["policies"], files).digest


@pytest.mark.parametrize(
    ("sources", "message"),
    [
        pytest.param(
            ["nowhere"],
            "nowhere: no policy found in `nowhere` (a source is `builtin`, `builtin/NAME`, `package:NAME`, or a folder "
            "or file of the repository)",
            id="no such folder",
        ),
        pytest.param(["builtin/nothing"], "builtin/nothing: no policy found in `builtin/nothing`", id="no such pack"),
        pytest.param(
            ["package:trueline_absent"],
            "package:trueline_absent: the package `trueline_absent` is not installed\n"
            "package:trueline_absent: no policy found in `package:trueline_absent`",
            id="no such package",
        ),
    ],
)
def test_a_source_without_policies_is_refused(files: InstalledFiles, sources: list[str], message: str) -> None:
    with pytest.raises(PolicyError) as raised:
        packs.load(sources, files)

    assert str(raised.value) == message


def test_everything_wrong_is_said_at_once(tree: Path, files: InstalledFiles) -> None:
    (tree / "policies/z.yaml").write_text(YAML % "first")
    (tree / "policies/y.yaml").write_text("policy: p\nrules: 1\n")
    (tree / "policies/x.py").write_text("def")

    loaded = packs.read(["policies"], files)

    assert [str(problem) for problem in loaded.problems] == [
        "policies/x.py:1:4: no Python: invalid syntax",
        "policies/y.yaml:2:8: `rules` is a number, not a list of rules",
        "policies/z.yaml:3:8: the id `first` is taken by policies/a.yaml:3:8",
    ]
    with pytest.raises(PolicyError, match="taken by"):
        packs.load(["policies"], files)


def test_an_installed_package_is_found_but_not_imported(
    tmp_path: Path, files: InstalledFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    (site / "acme_rules" / "policies" / "aws").mkdir(parents=True)
    (site / "acme_rules" / "__init__.py").write_text("raise SystemExit('imported')")
    (site / "acme_rules" / "policies" / "aws" / "a.yaml").write_text(YAML % "from-a-package")
    monkeypatch.syspath_prepend(str(site))

    (rule,) = packs.load(["package:acme_rules/aws"], files).rules

    assert (rule.id, rule.pack) == ("from-a-package", "package:acme_rules/aws")
    assert rule.location.path == "package:acme_rules/aws/a.yaml"


def test_the_working_folder_holds_no_installed_package(
    tmp_path: Path, files: InstalledFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "acme_shadow").mkdir()
    (tmp_path / "acme_shadow" / "__init__.py").write_text("")
    (tmp_path / "acme_shadow" / "a.yaml").write_text(YAML % "shadow")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))

    assert "is not installed" in packs.read(["package:acme_shadow"], files).problems[0].message


def test_policy_authors_names_are_lazy() -> None:
    code = (
        "import sys, trueline\n"
        "assert not [name for name in sys.modules if name.startswith('trueline.')]\n"
        "from trueline import Hit, Resource, Unknown, rule, is_unknown, __version__\n"
        "assert 'trueline.policies.yaml_policy' not in sys.modules\n"
        "trueline.nothing\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.stderr.splitlines()[-1] == "AttributeError: module 'trueline' has no attribute 'nothing'"
