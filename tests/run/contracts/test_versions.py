"""Which version a contract has: its own, or that of the first pattern that means it; and days that are none."""

from __future__ import annotations

import pytest

from trueline.model.change import Change, Compared, Version
from trueline.model.location import Location
from trueline.model.settings import ContractSettings, Settings
from trueline.model.unit import Unit
from trueline.repo.working import WorkingTree
from trueline.run.contracts.pairs import Pair
from trueline.run.contracts.versions import compared_version, with_versions

UNIT = Unit("protobuf", "", members=("proto/a.proto",))
REMOVED = Change(
    "protobuf/field-removed", "a.M.x", "x", "breaking", location=Location("proto/a.proto"),
    base_location=Location("proto/a.proto", "base"),
)  # fmt: skip


@pytest.fixture
def told(tmp_path):
    """Return what becomes of a comparison between two sets of files, with a config's ``version``."""

    def run(base, head, versions, compared=None, unit=UNIT):
        sides = []
        for side, files in (("base", base), ("head", head)):
            for name, text in files.items():
                (tmp_path / side / name).parent.mkdir(parents=True, exist_ok=True)
                (tmp_path / side / name).write_text(text)
            (tmp_path / side).mkdir(exist_ok=True)
            sides.append(WorkingTree(str(tmp_path / side)))
        settings = Settings(contracts=ContractSettings(versions=versions))
        return with_versions(compared or Compared((REMOVED,)), unit, *sides, settings)

    return run


def about(compared):
    return tuple(compared.changes[0].details.get(name) for name in ("version_before", "version_after", "bump"))


A, B = {"VERSION": "1.0.0\n", "b/VERSION": "3.0.0\n"}, {"VERSION": "1.1.0\n", "b/VERSION": "4.0.0\n"}


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        pytest.param({}, (None, None, None), id="none"),
        pytest.param({"**": "VERSION"}, ("1.0.0", "1.1.0", "minor"), id="every contract"),
        pytest.param({"proto/**": "VERSION", "**": "b/VERSION"}, ("1.0.0", "1.1.0", "minor"), id="the first that fits"),
        pytest.param({"api/**": "VERSION", "**": "b/VERSION"}, ("3.0.0", "4.0.0", "major"), id="one that fits"),
        pytest.param({"api/**": "VERSION"}, (None, None, None), id="none that fits"),
    ],
)
def test_the_file_that_the_config_names(told, versions, expected):
    assert about(told(A, B, versions)) == expected


def test_migrations_have_no_version(told):
    assert about(told(A, B, {"**": "VERSION"}, unit=Unit("sql", "db", members=("db/1.sql",)))) == (None, None, None)


def test_the_version_of_its_own_comes_first(told):
    own = Compared((REMOVED,), version=Version("2.0.0", "2.0.1", "patch"))

    assert about(told(A, B, {"**": "VERSION"}, own)) == ("2.0.0", "2.0.1", "patch")


@pytest.mark.parametrize(
    ("base", "head", "expected"),
    [
        pytest.param("1.0.0", None, [("warning", "VERSION")], id="missing at head"),
        pytest.param("1.0.0", "soon", [("warning", "VERSION")], id="no version at head"),
        pytest.param("2024-01-01", "2025-01-01", [("warning", "VERSION")], id="days"),
        pytest.param(None, "2.0.0", [], id="missing at base"),
    ],
)
def test_what_is_not_known_is_never_a_major_version(told, base, head, expected):
    files = ({} if text is None else {"VERSION": text} for text in (base, head))
    compared = told(*files, {"**": "VERSION"})

    assert about(compared)[2] == "unknown"
    assert [(note.level, note.location.path) for note in compared.notifications] == expected


def test_nothing_is_read_where_nothing_changed(told):
    assert told({}, {}, {"**": "VERSION"}, Compared()) == Compared()


@pytest.mark.parametrize(
    ("sunset", "expected"),
    [
        ("2026-12-01", {"deprecated": True, "sunset": "2026-12-01"}),
        ("2026-12-01T00:00:00+02:00", {"deprecated": True, "sunset": "2026-12-01"}),
        ("01.12.2020", {"deprecated": True, "sunset_invalid": "01.12.2020"}),
        ("", {"deprecated": True}),
    ],
)
def test_a_day_is_a_day_or_none(told, sunset, expected):
    change = REMOVED._replace(details={"deprecated": True, "sunset": sunset})
    compared = told({}, {}, {}, Compared((change,)))

    assert compared.changes[0].details == expected
    assert [str(note.location) for note in compared.notifications] == ["proto/a.proto"] * ("sunset_invalid" in expected)


def test_what_stands_at_head_alone_was_not_announced(told):
    change = REMOVED._replace(base_location=None, details={"deprecated": True, "sunset": "2020-01-01", "x": 1})

    assert told({}, {}, {}, Compared((change,))).changes[0].details == {"x": 1}


@pytest.mark.parametrize(("bump", "expected"), [("minor", True), ("major", False), ("unknown", False)])
def test_the_fact_of_a_version_says_whether_it_is_too_low(bump, expected):
    place = Location("VERSION")
    found = compared_version(Compared((REMOVED,), version=Version("1", "2", bump, place)), Pair(UNIT, UNIT))

    assert (found.kind, found.location, found.base_location) == (
        "contract/version-compared", place, REMOVED.base_location,
    )  # fmt: skip
    assert {name: found.details[name] for name in ("bump", "required_bump", "too_low", "format")} == {
        "bump": bump, "required_bump": "major", "too_low": expected, "format": "protobuf",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("compared", "pair"),
    [
        pytest.param(Compared((REMOVED,)), Pair(UNIT, UNIT), id="no version"),
        pytest.param(Compared(version=Version("1", "1", "none")), Pair(UNIT, UNIT), id="no change"),
        pytest.param(Compared((REMOVED,), version=Version("1", "1", "none")), Pair(UNIT, None), id="gone"),
        pytest.param(Compared((REMOVED,), version=Version("1", "1", "none")), Pair(None, UNIT), id="new"),
    ],
)
def test_there_may_be_nothing_to_say(compared, pair):
    assert compared_version(compared, pair) is None
