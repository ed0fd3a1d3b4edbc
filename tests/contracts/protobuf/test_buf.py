"""A second opinion: ``buf breaking`` on the same pairs, in all of its categories; each difference has a reason."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from proto_pairs import PAIRS

from trueline.contracts import protobuf
from trueline.repo.working import WorkingTree

CATEGORIES = ("FILE", "PACKAGE", "WIRE_JSON", "WIRE")
REFUSED = {
    "http": "an import that is not there",
    "http-more": "an import that is not there",
    "msgset": "message sets are not supported, and fail the whole run",
    "pkg": "buf reports a package without the path that pairs are told apart by here",
    "type-unresolved": "a type that is not there",
}
DIFFERENCES = {
    "enum-rm": "buf passes over a package that has no enum left at all",
    "ext-nest-rm": "buf passes over a package that has no extension left at all",
    "kind": "buf passes over a package that has no message left at all",
    "msg-rm": "buf also reports what stood within a message that is gone",
    "oneof-ren": "buf reports each field of a oneof that was renamed, also as broken on the wire, which it is not",
    "p2e": "buf takes a required field of an edition for an optional one",
    "use-one-of-range": "buf reports a range once, we what is used of it and that the rest is free",
    "swap": "we say that two fields swapped their numbers, buf that each has another name and type",
}


@pytest.fixture(scope="module")
def sides(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pairs")
    for number, name in enumerate(("base", "head")):
        (folder / name).mkdir()
        for pair in PAIRS:
            if pair.name in REFUSED:
                continue
            package = "t_" + pair.name.replace("-", "_")
            text = re.sub(
                r"\bt\.(?=[A-Z])", f"{package}.", pair.texts[number].replace("package t;", f"package {package};")
            )
            (folder / name / f"{pair.name}.proto").write_text(text)
    return folder


@pytest.fixture(scope="module")
def theirs(sides):
    found = {}
    buf = shutil.which("buf", path=str(Path(sys.executable).parent)) or shutil.which("buf")
    for category in CATEGORIES:
        for name in ("base", "head"):
            (sides / name / "buf.yaml").write_text(json.dumps({"version": "v2", "breaking": {"use": [category]}}))
        run = subprocess.run(
            [buf, "breaking", "head", "--against", "base", "--error-format", "json"],
            cwd=sides, capture_output=True, text=True, check=False, env={"HOME": str(sides)},
        )  # fmt: skip
        assert run.returncode == 100, run.stdout + run.stderr
        for line in run.stdout.splitlines():
            one = json.loads(line)
            found.setdefault(Path(one["path"]).stem, Counter())[category, one["type"]] += 1
    return found


@pytest.fixture(scope="module")
def categories():
    """Return the categories of each of buf's rules, as buf lists them."""
    buf = shutil.which("buf", path=str(Path(sys.executable).parent)) or shutil.which("buf")
    listed = subprocess.run(
        [buf, "config", "ls-breaking-rules", "--version", "v2", "--format", "json"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return {one["id"]: set(one["categories"]) for one in map(json.loads, listed.splitlines())}


@pytest.fixture(scope="module")
def ours(sides):
    before, after = (WorkingTree(str(sides / name)) for name in ("base", "head"))
    units = [protobuf.plan(tree.paths(), tree)[0] for tree in (before, after)]
    found = {}
    for change in protobuf.compare(units[0], before, units[1], after).changes:
        found.setdefault(Path((change.base_location or change.location).path).stem, []).append(change)
    return found


@pytest.mark.parametrize("pair", [pair for pair in PAIRS if pair.name not in REFUSED], ids=lambda pair: pair.name)
def test_buf_says_the_same_or_there_is_a_reason(pair, ours, theirs, categories):
    said = Counter(
        (category, rule)
        for change in ours.get(pair.name, ())
        for rule in change.details.get("rules", ())
        for category in categories[rule] & set(CATEGORIES)
    )

    assert (pair.name in DIFFERENCES) == (said != theirs.get(pair.name, Counter())), DIFFERENCES.get(pair.name)


@pytest.mark.parametrize("pair", [pair for pair in PAIRS if pair.name not in REFUSED], ids=lambda pair: pair.name)
def test_the_categories_of_a_change_are_those_of_its_rules(pair, ours, categories):
    wrong = [
        change.subject
        for change in ours.get(pair.name, ())
        if change.details.get("rules")
        and set(change.details["categories"])
        != set().union(*(categories[rule] for rule in change.details["rules"])) & set(CATEGORIES)
    ]

    assert wrong == []


def test_every_rule_of_buf_is_the_alias_of_a_kind(categories):
    known = {alias[4:] for kind in protobuf.KINDS.values() for alias in kind.aliases if alias.startswith("buf:")}

    assert set() == {rule for rule, inside in categories.items() if inside & set(CATEGORIES)} - known
