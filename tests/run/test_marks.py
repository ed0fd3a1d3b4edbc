"""Which marks cover a hit, why they do nothing, and what was let go before."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from effort import ends, growth

from trueline.dialects.kubernetes.chart import Rendered
from trueline.dialects.kubernetes.rendered import extract_chart
from trueline.engine import Hit, UnitRelations, judge
from trueline.exceptions.finder import MarkReader
from trueline.exceptions.mark import ELEMENT, LINE, SUBJECT, Mark, Spelled
from trueline.model.location import Location, Region
from trueline.model.rule import Answer, Context, Rule
from trueline.model.settings import Override, Release, Settings, Suppressions
from trueline.model.unit import Unit
from trueline.repo.working import WorkingTree
from trueline.run.marks import MOST_TOGETHER, Known, Marks
from trueline.run.settle import Bench

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TODAY = date(2026, 11, 25)
NAMES = ("a-rule", "new-rule", "old-rule", "own-rule")


def place(line: int, path: str = "main.tf") -> Location:
    return Location(path, region=Region(line, 1, line, 9))


def rule(name: str, **changes) -> Rule:
    plain = Rule(name, "A title", "a-policy", place(1), lambda *_: (), ("terraform/*",), severity="high")
    return plain._replace(**changes)


RULES = (
    rule("a-rule", aliases=("CKV_1", "AVD-AWS-0001")),
    rule("other-rule", aliases=("CKV_1",)),
    rule("old-rule", replaced_by="new-rule"),
    rule("new-rule"),
    rule("own-rule", kinds=("trueline/suppression",)),
)


def hit(name: str = "a-rule", line: int = 3, *, element: int = 2, subject: int = 1, path: str = "main.tf") -> Hit:
    begins = (place(subject, path), place(element, path))
    return Hit(name, "terraform/x", "x.y", "bad", place(line, path), (), "aa" * 32, "", begins=begins)


def mark(names: str = "a-rule", line: int = 3, *, until: str = "", problem: str = "", path: str = "main.tf") -> Mark:
    return Mark(Spelled(tuple(names.split()), until, "why", problem), place(line, path), line)


def marks(*found: Mark, overrides: tuple[Override, ...] = (), **limits) -> Marks:
    settings = Settings(overrides=overrides, suppressions=Suppressions(**limits))
    return Marks(found, Bench(RULES, settings, TODAY), settings, TODAY)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(1, [SUBJECT], id="the subject begins there"),
        pytest.param(2, [ELEMENT], id="the element begins there"),
        pytest.param(3, [LINE], id="the finding is there"),
        pytest.param(4, [], id="nothing is there"),
        pytest.param(0, [], id="a mark about nothing"),
    ],
)
def test_how_far_a_mark_reaches(line: int, expected: list[str]) -> None:
    assert [cover.reach for cover in marks(mark(line=line)).covers(hit())] == expected


def test_a_mark_reaches_all_of_the_statement_that_it_is_about() -> None:
    about = mark(line=2)._replace(last=3)

    assert [cover.reach for cover in marks(about, mark(line=8)).covers(hit(line=3, element=5, subject=5))] == [LINE]
    assert list(marks(about, mark(line=8)).covers(hit(line=4, element=5, subject=5))) == []


def test_many_marks_on_one_statement_take_neither_time_nor_room() -> None:
    def covers(size: int) -> Callable[[], list[object]]:
        many = marks(*(Mark(Spelled(("a-rule",), "", "why"), place(line), 1, size) for line in range(1, size + 1)))
        return lambda: list(many.covers(hit(line=7)))

    with ends():
        found = covers(20_000)()

    assert len(found) == MOST_TOGETHER
    assert growth(covers, 500) < 1.1


@pytest.mark.parametrize(
    ("names", "of", "expected"),
    [
        pytest.param("a-rule", "a-rule", ["a-rule"], id="an id"),
        pytest.param("new-rule CKV_1", "a-rule", ["CKV_1"], id="an alias among others"),
        pytest.param("CKV_1", "other-rule", ["CKV_1"], id="an alias of several rules"),
        pytest.param("AWS-0001", "a-rule", ["AWS-0001"], id="an id of Trivy in its short form"),
        pytest.param("AVD-AWS-0001", "a-rule", ["AVD-AWS-0001"], id="and in its long one"),
        pytest.param("avd-aws-0001", "a-rule", ["avd-aws-0001"], id="and in small letters"),
        pytest.param("old-rule", "new-rule", ["old-rule"], id="a rule that was replaced"),
        pytest.param("a-rule", "new-rule", [], id="another rule"),
        pytest.param("A-RULE", "a-rule", [], id="another case"),
    ],
)
def test_which_rule_a_mark_means(names: str, of: str, expected: list[str]) -> None:
    assert [cover.name for cover in marks(mark(names)).covers(hit(of))] == expected


def test_a_mark_is_about_its_own_file() -> None:
    assert list(marks(mark(path="other.tf")).covers(hit())) == []


def test_a_hit_that_was_judged_without_marks_has_none() -> None:
    assert list(marks(mark()).covers(hit()._replace(begins=()))) == []


@pytest.mark.parametrize(
    ("given", "limits", "override", "expected"),
    [
        pytest.param(mark(), {}, None, "", id="fine"),
        pytest.param(mark(until="2026-11-25"), {}, None, "", id="its last day"),
        pytest.param(mark(until="2026-11-24"), {}, None, "ended on 2026-11-24", id="the day after"),
        pytest.param(mark(problem="odd"), {}, None, "is not valid: odd", id="not valid"),
        pytest.param(mark("a-rule x-rule"), {}, None, "is called `x-rule`", id="no such rule"),
        pytest.param(mark("a-rule own-rule"), {}, None, "`own-rule` is what the gate says", id="the gate's own"),
        pytest.param(mark(), {"inline": "forbid"}, None, "forbids marks in files", id="no marks"),
        pytest.param(mark(), {"require_until": True}, None, "asks for a day", id="no day"),
        pytest.param(mark(), {"longest": 90}, None, "asks for a day", id="a limit needs a day"),
        pytest.param(mark(until="2027-02-23"), {"longest": 90}, None, "", id="on the limit"),
        pytest.param(mark(until="2027-02-24"), {"longest": 90}, None, "the 90 days", id="past the limit"),
        pytest.param(mark(), {}, {"enforcement": "hard"}, "a-rule is hard", id="hard"),
        pytest.param(mark(), {}, {"suppressions": "forbid"}, "forbids marks for a-rule", id="forbidden for the rule"),
        pytest.param(
            mark(), {}, {"suppressions": "forbid", "paths": ("x/**",)}, "", id="forbidden elsewhere for the rule"
        ),
    ],
)
def test_why_a_mark_does_nothing(given: Mark, limits, override, expected: str) -> None:
    overrides = (Override("a-rule", **override),) if override else ()
    (cover,) = marks(given, overrides=overrides, **limits).covers(hit())

    assert expected in cover.refusal
    assert bool(cover.refusal) == bool(expected)


def test_another_tools_names_may_mean_nothing_here() -> None:
    other = mark("CKV_9 CKV_1")._replace(spelled=Spelled(("CKV_9", "CKV_1"), reason="why", tool="checkov"))

    assert [cover.refusal for cover in marks(other).covers(hit())] == [""]


def has(
    before: Mark, after: Mark, *, first: Hit | None = None, then: Hit | None = None, prints=("TL-1", "TL-1")
) -> bool:
    """Tell whether what ``after`` lets go was let go by ``before``."""
    known = Known(marks(before), [first or hit()], [prints[0]])
    (cover,) = marks(after).covers(then or hit())
    return known.has(then or hit(), prints[1], cover)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(mark(), mark(), True, id="the same"),
        pytest.param(mark(line=1), mark(), True, id="nearer"),
        pytest.param(mark(), mark(line=1), True, id="farther, but about the same finding"),
        pytest.param(mark(), mark(until="2027-01-31"), True, id="shorter"),
        pytest.param(mark(until="2027-01-31"), mark(until="2027-01-30"), True, id="a day less"),
        pytest.param(mark(until="2027-01-30"), mark(until="2027-01-31"), False, id="a day more"),
        pytest.param(mark(until="2027-01-31"), mark(), False, id="for ever"),
        pytest.param(mark(until="2020-01-31"), mark(until="2027-01-31"), False, id="it had ended"),
        pytest.param(mark(problem="odd"), mark(), False, id="it was not valid"),
        pytest.param(mark("new-rule"), mark(), False, id="it was about another rule"),
        pytest.param(mark("CKV_1"), mark("a-rule"), True, id="by another name"),
    ],
)
def test_what_was_let_go_before(before: Mark, after: Mark, expected: bool) -> None:
    assert has(before, after) is expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(mark(line=1), mark(line=1), True, id="a mark for the subject holds for what comes later"),
        pytest.param(mark(line=3), mark(line=3), False, id="one for a line does not"),
        pytest.param(mark(line=2), mark(line=2), False, id="one for an element does not"),
        pytest.param(mark(line=3), mark(line=1), False, id="one that became wider does not"),
    ],
)
def test_another_finding_of_the_same_subject(before: Mark, after: Mark, expected: bool) -> None:
    assert has(before, after, prints=("TL-1", "TL-2")) is expected


def test_the_same_address_in_another_unit_is_another_subject() -> None:
    elsewhere = hit()._replace(unit="other")

    assert not has(mark(line=1), mark(line=1), then=elsewhere, prints=("TL-1", "TL-2"))


def test_only_so_many_names_are_guessed_at() -> None:
    many = [mark(f"a-rulee{number}", line=number + 1) for number in range(60)]
    held = marks(*many)
    guesses = [held.invalid(one) for one in held.all]

    assert sum("did you mean `a-rule`?" in guess for guess in guesses) == 50


RENDERED = """---
# Source: shop/templates/web.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: one
      image: i:1
    - name: two
      image: i:2
"""


@pytest.mark.parametrize(
    ("line", "reach"),
    [
        pytest.param("{{- if .Values.on }}", {SUBJECT}, id="above the condition around the object"),
        pytest.param("    - name: two", {ELEMENT}, id="above an element"),
        pytest.param("      image: {{ .Values.image }}:2", {LINE}, id="above the line"),
        pytest.param("    - name: one", set(), id="above another element"),
    ],
)
def test_a_mark_in_the_template_of_a_chart(tmp_path: Path, line: str, reach: set[str]) -> None:
    template = RENDERED.split("\n", 2)[2].replace("image: i:", "image: {{ .Values.image }}:")
    template = "{{- if .Values.on }}\n" + template + "{{- end }}\n"
    indent = line[: len(line) - len(line.lstrip())]
    template = template.replace(line, f"{indent}# trueline: ignore[a-rule]: why\n{line}")
    (tmp_path / "templates").mkdir()
    (tmp_path / "Chart.yaml").write_text("name: shop\n")
    (tmp_path / "templates/web.yaml").write_text(template)
    reader = MarkReader(WorkingTree(str(tmp_path)))
    extract = extract_chart([Rendered(Release("", "web"), RENDERED)], Unit("chart", ""), reader)
    answer = Answer("fail", "bad", ("spec", "containers", 1, "image"), ("spec", "containers", 1))
    found = judge(
        extract.resources,
        lambda fact: [(rule("a-rule", judge=lambda *_: [answer]), fact.kind)],
        lambda one, fact: Context(UnitRelations([]), datetime(2026, 1, 1, tzinfo=UTC)),
        with_begins=lambda: True,
    )

    assert {cover.reach for one in found.hits for cover in marks(*reader.marks()).covers(one)} == reach
