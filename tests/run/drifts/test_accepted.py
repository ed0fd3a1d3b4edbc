from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from trueline.model.drift import Drift
from trueline.model.drift_settings import DriftSettings, Expected
from trueline.model.location import Location
from trueline.run.drifts.accepted import accept

NOW = datetime(2026, 11, 1, tzinfo=UTC)
PLACE = Location("main.tf")


def drift(**members) -> Drift:
    made = {"kind": "terraform/changed", "address": "aws_x.a", "location": PLACE, "path": "size", "unit": "infra"}
    return Drift(**(made | members))


def entry(**members) -> Expected:
    made = {
        "address": "aws_x.a",
        "path": "size",
        "reason": "agreed",
        "expires": NOW,
        "location": Location("drift.yaml"),
    }
    return Expected(**(made | members))


def expected(about) -> DriftSettings:
    """Return what is expected where nothing may reach more than 30 days ahead."""
    return DriftSettings(expected=(entry(**about),), longest=30)


@pytest.mark.parametrize(
    ("about", "what", "accepted"),
    [
        pytest.param({}, {}, True, id="the same"),
        pytest.param({"address": "aws_*"}, {}, True, id="a pattern"),
        pytest.param({"address": "aws_x"}, {}, False, id="a part of the address"),
        pytest.param({"address": 'aws_x.a["b*"]'}, {"address": 'aws_x.a["b.c"]'}, True, id="a key with a star"),
        pytest.param({"address": "aws_x.a[0]"}, {"address": "aws_x.a0"}, False, id="brackets are themselves"),
        pytest.param({"path": "size"}, {"path": "size.width"}, True, id="inside the attribute"),
        pytest.param({"path": "size"}, {"path": "size[0]"}, True, id="an element of it"),
        pytest.param({"path": "size"}, {"path": "sizes"}, False, id="another attribute"),
        pytest.param({"path": ""}, {}, False, id="the whole is no attribute"),
        pytest.param({"path": ""}, {"path": "", "kind": "aws/missing"}, True, id="the whole"),
        pytest.param({"path": ""}, {"path": "", "kind": "aws/added"}, False, id="more than declared is not the whole"),
        pytest.param({"path": "*"}, {"path": ""}, True, id="anything"),
        pytest.param({"unit": "infra/*"}, {}, False, id="another unit"),
        pytest.param({"unit": "inf*"}, {}, True, id="its unit"),
        pytest.param({"kind": "terraform/deleted"}, {}, False, id="another kind"),
        pytest.param({"kind": "terraform/changed"}, {}, True, id="its kind"),
        pytest.param({"expires": NOW - timedelta(seconds=1)}, {}, False, id="it is over"),
        pytest.param({"expires": NOW + timedelta(days=30, hours=23)}, {}, True, id="as far ahead as is allowed"),
        pytest.param({"expires": NOW + timedelta(days=32)}, {}, False, id="too far ahead"),
        pytest.param({"address": "*", "path": "*"}, {"kind": "snapshot/unchecked"}, False, id="what cannot be told"),
        pytest.param({"address": "*", "path": "*"}, {"kind": "snapshot/read"}, False, id="how old a snapshot is"),
    ],
)
def test_an_entry_accepts_what_it_is_about(about, what, accepted) -> None:
    told, _ = accept([drift(**what)], expected(about), NOW, is_whole=False)

    assert [one.expected for one in told] == ["agreed" if accepted else ""]


@pytest.mark.parametrize(
    ("about", "is_whole", "kinds"),
    [
        pytest.param({}, True, [], id="it is of use"),
        pytest.param({"address": "aws_y.b"}, True, ["expected/unused"], id="nothing drifted"),
        pytest.param({"address": "aws_y.b"}, False, [], id="not everything was compared"),
        pytest.param({"expires": NOW - timedelta(days=1)}, True, ["expected/expired"], id="it is over"),
        pytest.param({"expires": NOW + timedelta(days=40)}, True, ["expected/distant"], id="too far ahead"),
        pytest.param(
            {"address": "aws_y.b", "expires": NOW - timedelta(days=1)},
            True,
            ["expected/unused"],
            id="over, and of no use",
        ),
    ],
)
def test_an_entry_that_is_over_or_of_no_use_is_said(about, is_whole, kinds) -> None:
    _, own = accept([drift()], expected(about), NOW, is_whole=is_whole)

    assert [(one.kind, one.location.path) for one in own] == [(kind, "drift.yaml") for kind in kinds]


@pytest.mark.parametrize(
    ("about", "said"),
    [
        pytest.param({"address": "aws_y.b"}, "nothing of size of aws_y.b differs any more", id="nothing differs"),
        pytest.param({"path": ""}, "this is about aws_x.a being there or not, and what differs", id="a field differs"),
        pytest.param(
            {"address": "aws_y.b", "expires": NOW - timedelta(days=1)}, "it was until 2026-10-31", id="and it is over"
        ),
    ],
)
def test_why_an_entry_is_of_no_use_is_said(about, said) -> None:
    _, (own,) = accept([drift()], expected(about), NOW, is_whole=True)

    assert said in own.message


def test_the_first_entry_that_means_it_counts_and_each_is_of_use() -> None:
    entries = [entry(expires=NOW - timedelta(days=1)), entry(reason="again")]
    told, own = accept([drift()], DriftSettings(expected=tuple(entries)), NOW, is_whole=True)

    assert [one.expected for one in told] == ["again"]
    assert own == []


def test_a_pattern_of_many_stars_is_quick() -> None:
    told, _ = accept([drift(address="a" * 4_000)], expected({"address": "*a" * 40 + "b"}), NOW, is_whole=False)

    assert [one.expected for one in told] == [""]
