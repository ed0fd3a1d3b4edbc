"""Facts of workflows and actions: values, addresses, places to the character, and what they refer to."""

from __future__ import annotations

import pytest

CI = ".github/workflows/ci.yml"
JOB = "jobs:\n  build:\n    runs-on: ubuntu-24.04\n    steps:\n"


def place(resource, *path):
    location = resource.locate(path).primary
    return tuple(location.region)


def steps(text):
    return f"on: push\n{JOB}{text}"


@pytest.mark.parametrize(
    ("on", "events"),
    [
        pytest.param("push", {"push": {}}, id="a text"),
        pytest.param("[push, pull_request]", {"push": {}, "pull_request": {}}, id="a list"),
        pytest.param("{push: , pull_request: {types: [opened]}}",
                     {"push": {}, "pull_request": {"types": ["opened"]}}, id="a map"),
    ],
)  # fmt: skip
def test_reads_the_events_of_every_shape(read, on, events):
    found = read(f"on: {on}\n{JOB}      - run: make\n").resources

    assert events == found[CI].value["on"]
    assert events == found[f"{CI}:build"].value["on"]
    assert events == found[f"{CI}:build/make"].value["on"]


@pytest.mark.parametrize(
    ("text", "event", "expected"),
    [
        pytest.param("on: push\n", "push", (1, 5, 1, 9), id="a text"),
        pytest.param("on: [push, issues]\n", "issues", (1, 12, 1, 18), id="in a list"),
        pytest.param("on:\n  issues:\n    types: [opened]\n", "issues", (2, 3, 2, 9), id="in a map"),
    ],
)
def test_an_event_is_where_it_is_written(read, text, event, expected):
    workflow = read(f"{text}{JOB}      - run: make\n").resources[CI]

    assert expected == place(workflow, "on", event)


def test_names_workflow_jobs_and_steps_without_lines(read):
    found = read(
        steps(
            "      - {id: one, name: two, run: make}\n      - {name: two, run: make}\n"
            "      - uses: actions/checkout@v4\n"
            "      - run: npm ci --all\n      - run: npm ci\n      - run: TOKEN=secret make\n"
            "      - run: deploy ghp_0123456789012345678901234567890123456789\n"
        )
    ).resources

    assert [
        CI, f"{CI}:build", f"{CI}:build/one", f"{CI}:build/two", f"{CI}:build/actions/checkout", f"{CI}:build/npm ci",
        f"{CI}:build/npm ci#2", f"{CI}:build/TOKEN", f"{CI}:build/deploy",
    ] == list(found)  # fmt: skip
    assert {"github/workflow", "github/job", "github/step"} == {resource.kind for resource in found.values()}


@pytest.mark.parametrize(
    ("top", "own", "granted", "where"),
    [
        pytest.param("", "", None, None, id="nothing"),
        pytest.param("permissions: {}\n", "", {}, (1, 1, 1, 12), id="nothing may be done"),
        pytest.param("permissions: read-all\n", "", "read-all", (1, 14, 1, 22), id="of the workflow"),
        pytest.param("permissions: write-all\n", "    permissions: {contents: read}\n",
                     {"contents": "read"}, (8, 5, 8, 16), id="the job's own win"),
    ],
)  # fmt: skip
def test_a_job_has_its_own_permissions_or_those_of_the_workflow(read, top, own, granted, where):
    found = read(f"{top}on: push\n{JOB}      - run: make\n{own}").resources
    job = found[f"{CI}:build"]

    assert granted == job.value.get("granted")
    assert granted == found[f"{CI}:build/make"].value["job"].get("granted")
    if where is not None:
        assert where[0] == place(job, "granted")[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("      - run: echo ${{ a.b }} ${{ c }}\n", [(6, 19, 6, 29), (6, 30, 6, 38)], id="plain"),
        pytest.param("      - run: 'echo ${{ a == ''x'' }}'\n", [(6, 20, 6, 37)], id="quotes that YAML doubles"),
        pytest.param('      - run: "echo\\t${{ a }}"\n', [(6, 21, 6, 29)], id="escapes before it"),
        pytest.param("      - run: |  # ${{ no }}\n          é\n          ${{ a }}\n", [(8, 11, 8, 19)], id="a block"),
        pytest.param("      - run: >-\n          x\n          ${{ a ||\n          b }}\n",
                     [(8, 11, 9, 15)], id="folded"),
        pytest.param("      - run: x ${{ format('}}', a) }} ${{ b }}\n",
                     [(6, 16, 6, 38), (6, 39, 6, 47)], id="braces in a text"),
        pytest.param("      - if: a == 'b'\n        run: x\n", [(6, 13, 6, 21)], id="a condition is one as a whole"),
        pytest.param("      - env: {A: x, B: '${{ b }}'}\n        run: x\n", [(6, 25, 6, 33)], id="in a map"),
        pytest.param("      - run: &a x ${{ b }}\n      - run: *a\n", [(6, 19, 6, 27)], id="where the anchor is"),
    ],
)  # fmt: skip
def test_an_expression_is_where_it_is_written(read, text, expected):
    found = read(steps(text))
    step = list(found.resources.values())[2]

    assert found.told == []
    assert expected == [place(step, "expressions", number) for number in range(len(step.value["expressions"]))]


def test_an_expression_behind_an_alias_is_at_the_alias(read):
    found = read(steps("      - run: &a x ${{ b }}\n        name: one\n      - run: *a\n        name: two\n")).resources

    assert [one["text"] for one in found[f"{CI}:build/two"].value["expressions"]] == ["b"]
    assert place(found[f"{CI}:build/two"], "expressions", 0) == (8, 14, 8, 16)


def test_what_a_fact_says_cannot_be_written(read):
    found = read(
        "on: push\njobs:\n  a:\n    granted: {}\n    call: {source: local}\n    labels: [x]\n"
        "    steps: [{run: x, action: {fixed: true}, expressions: [], job: 3, inputs: 3}]\n"
    ).resources
    step = found[f"{CI}:a/x"].value

    assert {"granted", "call"}.isdisjoint(found[f"{CI}:a"].value)
    assert found[f"{CI}:a"].value["labels"] == []
    assert "action" not in step
    assert (step["job"]["id"], step["inputs"]) == ("a", {})


def test_says_of_an_expression_what_it_uses(read):
    step = read(steps("      - run: echo ${{ toJSON(github.event.Issue) || inputs.x == 1 }}\n")).resources[
        f"{CI}:build/echo"
    ]

    assert step.value["expressions"] == [
        {
            "path": "run",
            "text": "toJSON(github.event.Issue) || inputs.x == 1",
            "whole": False,
            "contexts": ["github.event.issue", "inputs.x"],
            "results": ["github.event.issue"],
            "functions": ["tojson"],
        }
    ]


@pytest.mark.parametrize(
    ("condition", "whole"),
    [
        pytest.param("${{ a }}", [True], id="between braces"),
        pytest.param("a", [True], id="without them"),
        pytest.param("${{ a }} && b", [False], id="with something beside"),
        pytest.param("|\n          ${{ a }}", [False], id="with the newline of a block"),
        pytest.param("|-\n          ${{ a }}", [True], id="a block without newline"),
        pytest.param("true", [True], id="a boolean"),
    ],
)
def test_knows_a_condition_that_is_a_text(read, condition, whole):
    found = read(steps(f"      - if: {condition}\n        run: make\n")).resources

    assert whole == [one["whole"] for one in found[f"{CI}:build/make"].value["expressions"]]


def test_follows_the_environment_from_the_nearest_place(read):
    found = read(
        "on: push\nenv: {A: '${{ a.top }}', B: '${{ b.top }}', C: plain}\n"
        "jobs:\n  build:\n    env: {B: '${{ b.job }}'}\n    steps:\n"
        "      - run: echo ${{ env.A }} ${{ env.b }} ${{ env.C }} ${{ env.D }}\n        env: {D: '${{ d.e }}'}\n"
    ).resources
    expressions = found[f"{CI}:build/echo"].value["expressions"]

    assert [one["results"] for one in expressions if one["path"] == "run"] == [
        ["env.a", "a.top"],
        ["env.b", "b.job"],
        ["env.c"],
        ["env.d", "d.e"],
    ]


def test_a_variable_that_is_set_from_too_much_is_no_pass(read):
    many = "".join(f"${{{{ a.b{number} }}}}" for number in range(600))
    ran = read(f"on: push\nenv: {{A: '{many}'}}\n{JOB}      - run: echo ${{{{ env.A }}}}\n")

    assert [(level, message) for level, message, _ in ran.told] == [
        (
            "error",
            "an expression that cannot be read: what its variables are set from is too much to be followed",
        )
    ]


@pytest.mark.parametrize(
    ("uses", "expected"),
    [
        pytest.param("Actions/Checkout@v4", {"source": "repository", "name": "actions/checkout", "owner": "actions",
                     "repository": "checkout", "path": "", "ref": "v4", "fixed": False}, id="a tag"),
        pytest.param("a/b/c/d@" + "0" * 40, {"source": "repository", "name": "a/b/c/d", "owner": "a", "repository": "b",
                     "path": "c/d", "ref": "0" * 40, "fixed": True}, id="a path and a commit"),
        pytest.param("a/b@" + "0" * 39, {"source": "repository", "name": "a/b", "owner": "a", "repository": "b",
                     "path": "", "ref": "0" * 39, "fixed": False}, id="a short commit"),
        pytest.param("./.github/actions/x/", {"source": "local", "path": ".github/actions/x", "fixed": True},
                     id="local"),
        pytest.param("$/x", {"source": "local", "path": "x", "fixed": True}, id="this repository at this commit"),
        pytest.param("docker://a:5000/b", {"source": "image", "name": "a:5000/b", "ref": "", "fixed": False},
                     id="a port"),
        pytest.param("docker://a:1", {"source": "image", "name": "a", "ref": "1", "fixed": False}, id="an image's tag"),
        pytest.param("docker://a:1@sha256:0", {"source": "image", "name": "a:1", "ref": "sha256:0", "fixed": True},
                     id="a digest"),
        pytest.param("checkout", {"source": "none", "fixed": False}, id="none of them"),
    ],
)  # fmt: skip
def test_reads_what_a_step_uses(read, uses, expected):
    step = list(read(steps(f"      - uses: {uses}\n")).resources.values())[2]

    assert expected == step.value["action"]
    assert place(step, "action", "ref")[:2] == (6, 15)


def test_steps_of_a_composite_action_are_steps(read):
    found = read(
        "name: brew\ninputs:\n  Kettle: {default: x}\nruns:\n  using: composite\n  steps:\n"
        "    - run: boil ${{ inputs.kettle }}\n      shell: bash\n",
        "brew/action.yaml",
    )
    step = found.resources["brew/action.yaml:boil"]

    assert found.inputs == [("brew/action.yaml", "action", "read")]
    assert [one.kind for one in found.resources.values()] == ["github/action", "github/step"]
    assert step.value["inputs"] == {"kettle": "string"}
    assert "job" not in step.value
    assert place(step, "expressions", 0) == (7, 17, 7, 37)


def test_knows_the_types_of_inputs(read):
    found = read(
        "on:\n  workflow_call:\n    inputs:\n      A: {type: boolean}\n      b: {type: number}\n"
        "  workflow_dispatch:\n    inputs:\n      a: {type: string}\n      b: {type: number}\n      c: \n"
        + JOB
        + "      - run: x\n"
    ).resources

    assert found[f"{CI}:build/x"].value["inputs"] == {"a": "string", "b": "number", "c": "string"}


def test_reads_a_job_in_its_short_spellings(read):
    found = read(
        "on: push\njobs:\n  a:\n    runs-on: {group: g, labels: big}\n    container: node:22\n"
        "    services: {db: 'pg:1'}\n    steps: [{run: x}]\n"
        "  b: {needs: a, uses: ./.github/workflows/b.yml, secrets: inherit}\n  c: {needs: [a, b]}\n"
    ).resources
    job = found[f"{CI}:a"]

    assert job.value["labels"] == ["big"]
    assert job.value["container"] == {"image": "node:22"}
    assert job.value["services"] == {"db": {"image": "pg:1"}}
    assert {f"{CI}:a"} == found[f"{CI}:b"].refer("needs").addresses
    assert {f"{CI}:a", f"{CI}:b"} == found[f"{CI}:c"].refer("needs").addresses
    assert {".github/workflows/b.yml"} == found[f"{CI}:b"].refer("uses").addresses


def test_local_actions_and_workflows_are_found_from_the_folder_that_is_the_repository(read):
    found = read(
        "on: push\njobs:\n  a:\n    steps: [{uses: ./brew}]\n  b: {uses: ./.github/workflows/b.yml}\n",
        "examples/shop/.github/workflows/ci.yml",
    ).resources

    assert {"examples/shop/brew/action.yml", "examples/shop/brew/action.yaml"} == (
        found["examples/shop/.github/workflows/ci.yml:a/./brew"].refer("uses").addresses
    )
    assert {"examples/shop/.github/workflows/b.yml"} == (
        found["examples/shop/.github/workflows/ci.yml:b"].refer("uses").addresses
    )


def test_a_job_shows_its_steps_at_their_own_places(read):
    job = read(steps("      - name: x\n        run: echo ${{ a }}\n")).resources[f"{CI}:build"]

    assert place(job, "steps", 0, "expressions", 0) == (7, 19, 7, 27)
    assert place(job, "steps", 0, "run")[:2] == (7, 14)
    assert place(job) == (3, 3, 3, 8)
    assert place(job, "labels")[:2] == (4, 14)
