"""Drift in the tables of ``trueline drift``, and in what every report says of it."""

from __future__ import annotations

import json

import pytest
import runners

from trueline.model.drift import Actor, Drift
from trueline.model.location import Location
from trueline.reporters import drift_table, drifts_json
from trueline.reporters.closing import proof_line
from trueline.reporters.drifts import apart, plain, sort, spelled, summary_line, who
from trueline.reporters.registry import REPORTERS, load
from trueline.values.unknown import MarkedText, SecretInt, Unknown

HERE = Location("a.yaml")
TABLE = """\
aws_security_group.web (terraform/aws_security_group)  infra/main.tf:9:20
                             declared    actual     by
  ingress[0].cidr_blocks[0]  10.0.0.0/8  0.0.0.0/0

Deployment/shop/web (kubernetes/Deployment)  deploy/web.yaml:7:13
                 declared  actual  by
  spec.replicas  3         5       kubectl-edit (human) 2026-11-01

Secret/shop/\\u{202e}database (kubernetes/Secret)  deploy/db.yaml:5:3
                 declared     actual                by
  data.password  (sensitive)  {"a": "(sensitive)"}  | @all ::error::x

ConfigMap/shop/web (kubernetes/ConfigMap)  deploy/web.yaml:30:1
  missing: it is declared and not in shop

by this change:
  Deployment/shop/cart: spec.replicas is 2, declared 3 | <b>

accepted:
  Deployment/shop/search spec.replicas: spec.replicas is 7, declared 2; scaled for the <sale> & "more"

entries of .trueline/drift.yaml:
  .trueline/drift.yaml:3:5: drift of aws_x.y was accepted until 2026-10-01

not checked:
  Ingress: 2 declared Ingress could not be checked

read:
  live.json: kubernetes of shop, taken 2026-11-01 10:00 UTC

to accept one for a while, under `expected:` of .trueline/drift.yaml:
  - {address: "Deployment/shop/web", path: "spec.replicas", reason: …, expires: …}

4 differences in 4 resources, 1 by this change, 1 accepted, 1 not checked
"""


def test_the_table_of_a_terminal(golden) -> None:
    assert drift_table.text(golden.DRIFTS) == TABLE


def test_the_table_in_markdown(golden) -> None:
    text = drift_table.markdown(golden.DRIFTS)

    where = "`Deployment/shop/web` `deploy/web.yaml:7:13`"
    assert f"| {where} | `spec.replicas` | `3` | `5` | kubectl-edit (human) `2026-11-01` |" in text
    assert "- `Ingress`: 2 declared Ingress could not be checked" in text


def test_the_json_alone_is_that_of_the_report(golden) -> None:
    alone = json.loads(drifts_json.render(golden.GOLDEN))

    assert alone["drifts"] == json.loads(load("json").render(golden.GOLDEN))["drifts"]
    assert alone["complete"] is False


@pytest.mark.parametrize("name", sorted(REPORTERS))
def test_no_report_shows_what_is_sensitive(golden, name) -> None:
    text = load(name).render(golden.GOLDEN)

    assert "swordfish7" not in text
    assert "marlin8" not in text


@pytest.mark.parametrize("name", [name for name in sorted(REPORTERS) if name not in ("infracost", "openmetrics")])
def test_nothing_is_said_where_nothing_was_compared(golden, name) -> None:
    text = load(name).render(golden.EMPTY)

    assert "drifted" not in text
    assert "Drift<" not in text


def test_no_runner_reads_a_command(golden) -> None:
    hostile = [one._replace(address="::error::x", path="##[error]y\n::set-output name=a::b") for one in golden.DRIFTS]

    for text in (drift_table.text(hostile), drift_table.markdown(hostile)):
        assert [*runners.github(text), *runners.azure(text)] == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(None, "—", id="nothing"),
        pytest.param("a\nb", "a b", id="lines"),
        pytest.param("", "", id="an empty text"),
        pytest.param(True, "true", id="a truth value"),
        pytest.param([1, {"a": None}], '[1, {"a": null}]', id="a list"),
        pytest.param(MarkedText("x", sensitive=True), "(sensitive)", id="a secret"),
        pytest.param(SecretInt(5), "(sensitive)", id="a secret number"),
        pytest.param(Unknown(["var.a"]), "(unknown)", id="what is not known"),
        pytest.param("x" * 200, "x" * 119 + "…", id="a long one"),
    ],
)
def test_values_are_spelled_on_one_line(value, text) -> None:
    assert spelled(value) == text


def test_plain_values_are_json() -> None:
    value = {"a": (1, {2}), "b": MarkedText("x", sensitive=True), 3: object}

    assert json.loads(json.dumps(plain(value))) == {"a": [1, [2]], "b": "(sensitive)", "3": "<class 'object'>"}


@pytest.mark.parametrize(
    ("kinds", "line"),
    [
        pytest.param([], "", id="nothing was compared"),
        pytest.param(["snapshot/read"], "nothing drifted", id="nothing differs"),
        pytest.param(["snapshot/unchecked"], "no difference found, 1 not checked", id="nothing could be told"),
        pytest.param(["snapshot/read", "snapshot/unchecked"], "nothing drifted, 1 not checked", id="not all was told"),
        pytest.param(["kubernetes/changed"], "1 difference in 1 resource", id="one"),
        pytest.param(["kubernetes/changed"] * 2, "2 differences in 1 resource", id="two of one"),
    ],
)
def test_the_line_says_how_much(golden, kinds, line) -> None:
    drifts = tuple(Drift(kind, "a", HERE) for kind in kinds)

    assert summary_line(drifts) == line
    assert (line in proof_line(golden.EMPTY._replace(drifts=drifts))) is True


@pytest.mark.parametrize(
    ("details", "line"),
    [
        ({"compared": 0}, "no difference found"), ({"snapshot_kind": "kubernetes"}, "no difference found"),
        ({"snapshot_kind": "kubernetes", "compared": 2}, "nothing drifted"),
        ({"snapshot_kind": "terraform-state"}, "nothing drifted"),
    ],
)  # fmt: skip
def test_a_file_that_nothing_was_held_against_says_of_nothing_that_it_is_clean(
    details: dict[str, object], line: str
) -> None:
    assert summary_line((Drift("snapshot/read", "a", HERE, details=details),)) == line


@pytest.mark.parametrize(
    ("kind", "path", "message", "line"),
    [
        (
            "terraform/missing",
            "",
            "t.a is declared, and not in the state",
            "missing: it is declared, and not in the state",
        ),
        ("access/widened", "", "anybody may read t.a", "widened: anybody may read t.a"),
        ("terraform/differs", "tags.a", "tags.a is b, declared nothing", "tags.a is b, declared nothing"),
        ("terraform/differs", "tags.a", "t.a has b", "tags.a: it has b"),
    ],
)
def test_what_has_no_sides_is_one_line(kind: str, path: str, message: str, line: str) -> None:
    told = drift_table.text((Drift(kind, "t.a", HERE, path=path, message=message),))

    assert told.splitlines()[1] == f"  {line}"


def test_what_has_no_sides_says_who_did_it_once() -> None:
    by = Actor("kubectl-edit", "human", "2026-11-01T10:00:00Z")
    of = {"kind": "kubernetes/added", "address": "a", "location": HERE, "path": "spec.x", "by": by}
    known = Drift(**of, message="spec.x is 1, declared nowhere; changed by kubectl-edit on 2026-11-01")
    other = Drift(**of, message="it also allows get", details={"pending": True})

    assert drift_table.text((known, other)).splitlines()[1:3] == [
        "  spec.x is 1, declared nowhere; changed by kubectl-edit on 2026-11-01",
        "  spec.x: it also allows get; kubectl-edit (human) 2026-11-01; not applied yet",
    ]


def test_each_difference_is_in_one_group(golden) -> None:
    assert [len(group) for group in sort(golden.DRIFTS)] == [4, 1, 1, 0, 1, 1, 1]


def test_nobody_is_nobody() -> None:
    assert who(None) == ""


@pytest.mark.parametrize("detail", ["under", "computed", "ignored", "default", "order"])
def test_what_is_nobodys_doing_is_told_and_not_counted(detail) -> None:
    one = Drift("kubernetes/changed", "Deployment/shop/web", HERE, path="spec.replicas", details={detail: "x"})
    text = drift_table.text((one,))

    assert "nobody's doing:\n  Deployment/shop/web spec.replicas: " in text
    assert text.endswith("nothing drifted, 1 of nobody's doing\n")


def test_what_two_long_values_differ_in_is_seen() -> None:
    one, other = "registry.example.com/" * 10 + "web:1.4.0", "registry.example.com/" * 10 + "web:1.5.0"

    assert [text[-9:] for text in apart(one, other, 56)] == ["web:1.4.0", "web:1.5.0"]
    assert [len(text) for text in apart(one, other, 56)] == [55, 55]


def test_what_could_not_be_told_for_one_reason_is_one_line() -> None:
    found = [Drift("snapshot/unchecked", f"Ingress/{number}", HERE, details={"reason": "no"}) for number in range(9)]

    assert "  Ingress/0, Ingress/1, Ingress/2, Ingress/3, Ingress/4 and 4 more: no\n" in drift_table.text(found)
