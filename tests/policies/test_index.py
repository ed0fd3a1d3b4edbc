from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from trueline.policies import index, packs
from trueline.policies.folders import InstalledFiles, builtin_folder
from trueline.run.policy_tests import folder_for_tests, judge_case, read_cases

if TYPE_CHECKING:
    from trueline.model.rule import Rule

FOLDER = builtin_folder()[0]
NOWHERE = InstalledFiles(os.devnull, "")


def by_file(rules: tuple[Rule, ...]) -> dict[str, list[Rule]]:
    found: dict[str, list[Rule]] = {}
    for rule in rules:
        found.setdefault(rule.location.path, []).append(rule)
    return found


@pytest.fixture(scope="module")
def indexed() -> dict[str, list[Rule]]:
    return by_file(packs.load(["builtin"], NOWHERE).rules)


@pytest.fixture(scope="module")
def parsed() -> dict[str, list[Rule]]:
    return by_file(packs.load(["policies"], InstalledFiles(FOLDER, "policies")).rules)


def test_the_index_is_current() -> None:
    assert index.build() == Path(index.PATH).read_text("utf-8"), "run python -m trueline.policies.index"


def test_rules_from_the_index_are_those_of_the_files(
    indexed: dict[str, list[Rule]], parsed: dict[str, list[Rule]]
) -> None:
    def told(rule: Rule) -> Rule:
        place = rule.location._replace(path=rule.location.path.partition("/")[2])
        return rule._replace(judge=None, pack="", location=place)  # type: ignore[arg-type]

    one = [told(rule) for rules in indexed.values() for rule in rules]
    other = [told(rule) for rules in parsed.values() for rule in rules]

    assert one == other
    assert len(one) > 50


CASES = [path.partition("/")[2] for path in by_file(packs.load(["builtin"], NOWHERE).rules)]


@pytest.mark.parametrize("path", CASES)
def test_rules_from_the_index_judge_as_those_of_the_files(
    path: str, indexed: dict[str, list[Rule]], parsed: dict[str, list[Rule]]
) -> None:
    cases = read_cases(folder_for_tests(os.path.join(FOLDER, path)))
    for case in cases:
        one, judged = judge_case(case, indexed[f"builtin/{path}"])
        other, again = judge_case(case, parsed[f"policies/{path}"])

        assert one == other
        assert (judged.hits, judged.doubts, judged.faults) == (again.hits, again.doubts, again.faults)
    assert cases


def test_nothing_is_parsed_at_start_up() -> None:
    code = (
        "import sys\n"
        "from trueline.policies import packs\n"
        "assert len(packs.load(['builtin'], None).rules) > 50\n"
        "heavy = ['ast', 'yaml', 'difflib', 'regex', 'jsonschema', 'subprocess', 'trueline.policies.cel.parser',\n"
        "         'trueline.policies.fields', 'trueline.policies.yaml_policy', 'trueline.policies.calls']\n"
        "print([name for name in heavy if name in sys.modules])\n"
    )

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_a_file_that_changed_is_read_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "aws").mkdir()
    text = (Path(FOLDER) / "aws" / "s3.yaml").read_text("utf-8")
    (tmp_path / "aws" / "s3.yaml").write_text(text.replace("id: s3-public-acl", "id: s3-acl-for-all"), "utf-8")
    monkeypatch.setattr(packs, "builtin_folder", lambda: (str(tmp_path), False))

    ids = [rule.id for rule in packs.load(["builtin/aws"], NOWHERE).rules]

    assert "s3-acl-for-all" in ids
    assert "s3-public-acl" not in ids


def test_a_wheel_is_not_walked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packs, "builtin_folder", lambda: (str(tmp_path / "no such folder"), True))
    data = json.loads(Path(index.PATH).read_text("utf-8"))

    assert len(packs.load(["builtin"], NOWHERE).rules) == len(data["rules"])
    assert {"builtin/aws"} == {rule.pack for rule in packs.load(["builtin/aws/s3.yaml"], NOWHERE).rules}
