"""What holds for all reports: printed to a build log they are read as the commands that are meant, and no others."""

from __future__ import annotations

import hostile
import pytest
import runners
from hypothesis import HealthCheck, Phase, given, settings

from trueline.reporters.annotations import best_annotations
from trueline.reporters.registry import REPORTERS, load

COMMANDING = {"azure", "github"}
SLOW = settings(
    max_examples=30,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink a whole report takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def intended(report, levels):
    """Return level, path and message of each annotation that a format should make."""
    found = best_annotations(report, levels)
    return [(level, one.path, one.message) for level in levels for one in found[level]]


@pytest.mark.parametrize("name", REPORTERS)
@given(report=hostile.reports)
@SLOW
def test_a_build_log_obeys_no_report(name, report):
    text = load(name).render(report)

    text.encode()
    if name != "github":
        assert runners.github(text) == []
    if name != "azure":
        assert runners.azure(text) == []


@given(report=hostile.reports)
@SLOW
def test_github_reads_the_annotations_that_are_meant(report):
    read = runners.github(load("github").render(report))

    assert intended(report, ("error", "warning", "notice")) == [
        (one.name, one.properties.get("file", ""), one.data) for one in read
    ]


@given(report=hostile.reports)
@SLOW
def test_azure_reads_the_issues_that_are_meant(report):
    read = runners.azure(load("azure").render(report))
    found = best_annotations(report, ("error", "warning"))

    assert {"task.logissue"} >= {one.name for one in read}
    assert [
        (level, one.path, f"{one.title}: {one.message}") for level in ("error", "warning") for one in found[level]
    ] == [(one.properties["type"], one.properties.get("sourcepath", ""), one.data) for one in read]


@pytest.mark.parametrize("name", REPORTERS)
@pytest.mark.parametrize("report", ["GOLDEN", "EMPTY"])
def test_the_same_report_gives_the_same_bytes(golden, name, report):
    text = load(name).render(getattr(golden, report))

    assert text == load(name).render(getattr(golden, report))
    assert text.endswith("\n")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        pytest.param("  \u00a0::error file=a::x", "error", id="after white space"),
        pytest.param("a ##[add-mask]x", "add-mask", id="old form inside"),
        pytest.param("::nothing::a ##[warning]x", "warning", id="old form behind an unknown name"),
        pytest.param("##\u00ad[error]x", "error", id="an ignorable inside the token"),
    ],
)
def test_the_port_of_the_runner_finds_commands(line, name):
    assert [name] == [one.name for one in runners.github(f"fine\n{line}\nfine")]


def test_the_port_of_the_agent_finds_commands():
    read = runners.azure("a ##VSO[task.logissue type=error;code=a%5D;]x%0Ay")

    assert read == [runners.Command("task.logissue", {"type": "error", "code": "a]"}, "x\ny")]


@pytest.mark.parametrize("name", [name for name in REPORTERS if name not in ("infracost", "openmetrics")])
def test_what_is_gone_is_said_to_be_at_base(golden, name):
    text = load(name).render(golden.CHANGED)
    places = {"json": f'"revision": "{golden.BASE}"'}

    assert places.get(name, "at base") in text
    assert golden.GONE[1].location.path in text


@pytest.mark.parametrize(("name", "levels"), [("github", ("error",)), ("azure", ("error",))])
def test_an_annotation_of_a_file_that_is_gone_has_no_place(golden, name, levels):
    here, gone = best_annotations(golden.CHANGED, levels)["error"]

    assert (here.path, here.lines, here.columns) == ("api/openapi.json", (7, 7), (12, 13))
    assert "see api/openapi.json:8:5 (at base): it was here" in here.message
    assert (gone.path, gone.lines) == ("", (0, 0))
    assert "at base: shop/v1/old.proto:1:1" in gone.message
    assert load(name).render(golden.CHANGED).count("shop/v1/old.proto") > 0
