"""Which files are workflows and actions, what is wrong with them, and hostile ones."""

from __future__ import annotations

import pytest
from effort import ends

CI = ".github/workflows/ci.yml"
GOOD = "on: push\njobs: {a: {runs-on: x, steps: [{run: make}]}}\n"
SCRIPT = "on: push\njobs:\n  a:\n    steps:\n      - run: "


@pytest.mark.parametrize(
    ("path", "text", "kind", "state"),
    [
        pytest.param(CI, GOOD, "workflow", "read", id="a workflow"),
        pytest.param("a/.github/workflows/b.yaml", GOOD, "workflow", "read", id="of a folder"),
        pytest.param(".github/workflows/a/b.yml", GOOD, "", "unclaimed", id="below the folder GitHub looks in"),
        pytest.param("github/workflows/b.yml", GOOD, "", "unclaimed", id="another folder"),
        pytest.param(".github/workflows/labels.yml", "- name: bug\n", "", "unclaimed", id="a list"),
        pytest.param(".github/workflows/labels.yml", "bug: [src]\n", "", "unclaimed", id="neither on nor jobs"),
        pytest.param(".github/workflows/empty.yml", "", "", "unclaimed", id="empty"),
        pytest.param("x/action.yml", "runs: {using: node20}\n", "action", "read", id="an action"),
        pytest.param("x/action.yml", "runs: 3\nusing: 4\n", "", "unclaimed", id="a file named like one"),
        pytest.param("x/reaction.yml", "runs: {using: node20}\n", "", "unclaimed", id="another name"),
        pytest.param(CI, "on: push\njobs: [\n", "workflow", "unreadable", id="broken"),
        pytest.param(CI, "[", "workflow", "unreadable", id="broken beyond recognition"),
        pytest.param(CI, b"\xff\xfe\x00", "workflow", "unreadable", id="another encoding"),
        pytest.param("x/action.yml", "runs: {using: [\n", "action", "unreadable", id="a broken action"),
        pytest.param("x/action.yml", "other: [\n", "", "unreadable", id="broken, and no action"),
        pytest.param(CI, "on: push\non: issues\njobs: {}\n", "workflow", "partly-read", id="a key twice"),
        pytest.param(CI, "apiVersion: v1\nkind: Pod\n" + GOOD, "workflow", "read", id="in the dress of an object"),
    ],
)
def test_claims_what_github_would_read(read, path, text, kind, state):
    assert [(path, kind, state)] == read(text, path).inputs


def test_a_kustomization_does_not_take_a_workflow_away(read):
    files = {"kustomization.yaml": f"resources: []\npatches: [{{path: {CI}}}]\n", CI: GOOD}

    assert (CI, "workflow", "read") in read(files).inputs


@pytest.mark.parametrize(
    ("text", "level", "message", "where"),
    [
        pytest.param("on: push\njobs: [a]\n", "error", "`jobs` must be a map", (2, 7), id="jobs"),
        pytest.param("on: 3\njobs: {}\n", "error", "`on` must be a map or a list or a text", (1, 5), id="on"),
        pytest.param("on: push\njobs: {a: text}\n", "error", "`jobs.a` must be a map", (2, 11), id="a job"),
        pytest.param("on: push\njobs: {a: {steps: 3}}\n", "error", "`steps` must be a list", (2, 19), id="steps"),
        pytest.param("on: push\njobs: {a: {steps: [x]}}\n", "error", "`a step` must be a map", (2, 20), id="a step"),
        pytest.param(
            "on: push\njobs: {a: {steps: [{run: [x]}]}}\n", "error", "`run` must be a text", (2, 26), id="run"
        ),
        pytest.param("on: push\njobs: {a: {steps: [{uses: {x: y}}]}}\n", "error", "`uses` must", (2, 27), id="uses"),
        pytest.param(
            "on: push\njobs: {a: {steps: [{uses: x, with: y}]}}\n", "error", "`with` must", (2, 36), id="with"
        ),
        pytest.param(
            "on: push\npermissions: [x]\njobs: {}\n", "error", "`permissions` must", (2, 14), id="permissions"
        ),
        pytest.param("jobs: {}\n", "warning", "a workflow without `on`", (1, 1), id="no event"),
        pytest.param("on: push\n", "warning", "a workflow without `jobs`", (1, 1), id="no jobs"),
        pytest.param(SCRIPT + "x ${{ a\n", "warning", "not closed", (5, 16), id="an expression without its end"),
        pytest.param(SCRIPT + "x ${{ a + b }}\n", "warning", "no expression has '+'", (5, 16), id="no expression"),
        pytest.param(SCRIPT + "x ${{ }}\n", "warning", "has its end where a value", (5, 16), id="an empty one"),
        pytest.param(SCRIPT + "x\n        if: a b\n", "warning", "`b` where the end", (6, 13), id="a condition"),
    ],
)
def test_says_what_github_would_refuse_and_where(read, text, level, message, where):
    found = read(text)
    ((actual, said, region),) = found.told

    assert (level, where) == (actual, region[:2])
    assert message in said
    assert [(CI, "workflow", "partly-read" if level == "error" else "read")] == found.inputs


def test_what_is_whole_is_judged_beside_what_is_wrong(read):
    found = read("on: push\njobs: {a: 3, b: {steps: [x, {run: make, with: 3}]}}\n")

    assert [CI, f"{CI}:b", f"{CI}:b/make"] == list(found.resources)
    assert "with" not in found.resources[f"{CI}:b/make"].value


def test_an_expression_that_cannot_be_read_is_unknown(read):
    (expression,) = read(SCRIPT + "x ${{ a + b }}\n").resources[f"{CI}:a/x"].value["expressions"]

    assert "`a + b` cannot be read" in expression["results"].reasons[0]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(SCRIPT + "'" + "${{ a }}" * 20_000 + "'\n", id="many expressions"),
        pytest.param(SCRIPT + "'" + "${{" * 50_000 + "'\n", id="many beginnings"),
        pytest.param(SCRIPT + "'${{ " + "(" * 100_000 + " }}'\n", id="deep brackets"),
        pytest.param(SCRIPT + "'${{ " + "a[" * 10_000 + " }}'\n", id="deep indices"),
        pytest.param(SCRIPT + '"${{ ' + "'" * 100_001 + ' }}"\n', id="many quotes"),
        pytest.param("on: push\njobs:\n  a:\n    env: " + "{x: " * 500 + "}" * 500 + "\n", id="deep maps"),
        pytest.param("on: push\njobs:\n  a: &a\n    needs: [a]\n    x: *a\n", id="an anchor that holds itself"),
        pytest.param("on: push\njobs:\n  a:\n    steps:\n" + "      - run: make\n" * 5_000, id="many steps"),
        pytest.param("on: push\njobs:\n" + "  ? [a, b]\n  : {steps: []}\n", id="a key that is a list"),
        pytest.param("on: [[push], {a: b}, 3, null]\njobs: {1: {steps: [null, ~]}, '': {needs: [[], 3]}}\n", id="odd"),
    ],
)
def test_bears_what_is_hostile(read, text):
    with ends():
        found = read(text)
        for resource in found.resources.values():
            for number in range(len(resource.value["expressions"])):
                resource.locate(("expressions", number))
    assert [path for path, _, _ in found.inputs] == [CI]
