"""What a run could not see is said; where unknowns fail, it is an error."""

from __future__ import annotations

import pytest

from trueline.model.location import Location
from trueline.model.report import SHADOWED, Input, Notification
from trueline.model.settings import Settings
from trueline.run.unjudged import account, no_longer_readable

CHART = Input("chart/Chart.yaml", "chart", "not-rendered", "helm is not installed")
MODULE = Notification("note", "terraform-module-not-installed", "module.vpc is not here", Location("main.tf"))
READ = Input("main.tf", "terraform", "read")
PAGE = Input("README.md", "", "unclaimed")


@pytest.mark.parametrize(
    ("settings", "level"),
    [
        pytest.param(Settings(), "note", id="recommended"),
        pytest.param(Settings(profile="strict"), "error", id="strict"),
        pytest.param(Settings(unknown="fail"), "error", id="the config says fail"),
        pytest.param(Settings(profile="strict", unknown="warn"), "note", id="the config says warn"),
    ],
)
def test_what_nobody_can_know_is_governed_by_the_mode_of_unknowns(settings: Settings, level: str) -> None:
    found = account([MODULE], [READ, CHART], settings, [])

    assert [note.level for note in found if note.id == MODULE.id] == [level]
    assert [note.id for note in found if note.id == "not-rendered"] == (["not-rendered"] if level == "error" else [])


@pytest.mark.parametrize(
    ("inputs", "asked", "expected"),
    [
        pytest.param([READ, PAGE], [], [], id="something is read"),
        pytest.param([PAGE], [], [("warning", None)], id="nothing in the tree"),
        pytest.param([READ, PAGE], ["README.md"], [("error", "README.md")], id="a named file that nobody reads"),
        pytest.param([READ, PAGE], ["docs"], [("warning", "docs")], id="a folder with nothing"),
        pytest.param([READ, CHART], ["chart"], [], id="a chart is something"),
        pytest.param([PAGE], None, [], id="a run narrowed by what changed"),
    ],
)
def test_a_run_over_nothing_says_so(inputs, asked, expected) -> None:
    found = account([], inputs, Settings(), asked)

    assert [(note.level, note.location and note.location.path) for note in found] == expected


SUBMODULE = Input("infra", "", "not-judged", "a submodule")


@pytest.mark.parametrize(
    ("base", "settings", "expected"),
    [
        pytest.param([], Settings(), ["warning"], id="was one at base, too"),
        pytest.param([], Settings(profile="strict"), ["error"], id="strict"),
        pytest.param([Input("infra/main.tf", "terraform", "read")], Settings(), ["error"], id="was judged at base"),
        pytest.param(
            [Input("infra/README.md", "", "unclaimed")], Settings(), ["warning"], id="nothing to judge at base"
        ),
        pytest.param([Input("infra2/main.tf", "terraform", "read")], Settings(), ["warning"], id="another folder"),
    ],
)
def test_a_submodule_is_said_and_hides_nothing(base, settings, expected) -> None:
    found = account([], no_longer_readable([READ, SUBMODULE], base), settings, None)

    assert [(note.level, note.location) for note in found] == [(level, Location("infra")) for level in expected]


def test_what_was_judged_at_base_hides_behind_no_file_of_opentofu() -> None:
    shadowed = Input("infra/main.tf", "terraform", "not-judged", SHADOWED)
    was_read = [Input("infra/main.tf", "terraform", "read")]

    assert [one.state for one in no_longer_readable([shadowed], [])] == ["not-judged"]
    assert [one.state for one in no_longer_readable([shadowed], was_read)] == ["unreadable"]


def test_what_was_read_at_base_is_not_left_unrendered():
    was_read = [Input("c/Chart.yaml", "chart", "read")]
    now = Input("c/Chart.yaml", "chart", "not-rendered", "helm: say a")
    (found,) = no_longer_readable([now], was_read)

    assert (found.state, found.reason) == ("unreadable", "it was judged at base, and is not rendered now: helm: say a")
    assert no_longer_readable([now], []) == [now]
