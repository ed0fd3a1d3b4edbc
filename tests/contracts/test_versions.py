"""Versions of contracts: what part was raised, what must be, and where files say which one it is."""

from __future__ import annotations

import pytest

from trueline.contracts.version_files import read_version
from trueline.contracts.versions import bump, by_name, is_lower, is_too_low, required, segment
from trueline.model.change import Change
from trueline.repo.working import WorkingTree


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("1.2.3", "2.0.0", "major"),
        ("1.2.3", "1.3.0", "minor"),
        ("1.2.3", "1.2.4", "patch"),
        ("1.2.3", "1.2.3", "none"),
        pytest.param("2.0.0", "1.9.0", "none", id="lower is no bump"),
        pytest.param("2024.12", "2025.1", "unknown", id="a later year"),
        pytest.param("10", "100", "unknown", id="the number of a build"),
        pytest.param("10", "9", "none", id="a lower number"),
        pytest.param("1.9.0", "1.8.5", "none", id="a lower minor with a higher patch"),
        pytest.param("0.3.1", "0.4.0", "major", id="a minor of 0.x is a major"),
        pytest.param("0.3.1", "0.3.2", "patch", id="a patch of 0.x is none"),
        pytest.param("0.9.0", "1.0.0", "major", id="out of 0.x"),
        pytest.param("v1.2", "v1.3", "minor", id="short, with a v"),
        pytest.param("2.0.0-rc.1", "2.0.0", "patch", id="a candidate becomes the release"),
        pytest.param("2.0.0", "2.0.0-rc.1", "none", id="a release becomes a candidate"),
        pytest.param("1.0.0+a", "1.0.0+b", "none", id="a build is no version"),
        pytest.param("v1beta1", "v1", "major", id="a name of a beta"),
        pytest.param("v1", "v1beta1", "none", id="back to a beta"),
        pytest.param("v1", "v2", "major", id="a name"),
        pytest.param("2024-01-01", "2025-01-01", "unknown", id="a later day"),
        pytest.param("20240101", "20240102", "unknown", id="a later day without dashes"),
        pytest.param("2025-01-01", "2024-01-01", "none", id="an earlier day"),
        pytest.param("1.2.0", "2024-01-01", "unknown", id="a day after a number"),
        pytest.param("", "1.0.0", "unknown", id="none before"),
        pytest.param("final", "2.0.0", "unknown", id="a word before"),
        pytest.param("1.0.0", "latest", "unknown", id="a word after"),
    ],
)
def test_the_part_that_was_raised(before, after, expected):
    assert expected == bump(before, after)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [("2.0.0", "1.0.0", True), ("1.0.0", "2.0.0", False), ("1.0.0+a", "1.0.0+b", False), ("x", "y", False)],
)
def test_lower(before, after, expected):
    assert expected is is_lower(before, after)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([("a/field-added", "compatible"), ("a/field-removed", "breaking")], "major"),
        ([("a/field-added", "compatible"), ("a/text-changed", "compatible")], "minor"),
        ([("a/text-changed", "compatible")], "patch"),
        ([("a/enum-value-added", "dangerous")], "patch"),
        ([], "none"),
    ],
)
def test_the_part_that_must_be_raised(changes, expected):
    assert expected == required(Change(kind, "x", "x", level) for kind, level in changes)


@pytest.mark.parametrize(
    ("raised", "needed", "expected"),
    [("minor", "major", True), ("major", "minor", False), ("none", "none", False), ("unknown", "major", False)],
)
def test_too_low_is_said_of_what_is_known(raised, needed, expected):
    assert expected is is_too_low(raised, needed)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("https://shop.example/schemas/v2/order.json", "v2"),
        ("https://shop.example/order-1.4.0.schema.json", "1.4.0"),
        ("com.shop.v1beta1", "v1beta1"),
        ("https://v2ray.example/order", ""),
    ],
)
def test_a_name_may_hold_a_version(name, expected):
    assert expected == segment(name)


def test_names_tell_of_a_version_where_it_differs():
    assert by_name("a.v1", "a.v2") == ("v1", "v2", "major", None, None)
    assert by_name("a.v1", "b.v1") is None
    assert by_name("a", "a.v2") is None


POM = '<?xml version="1.0"?>\n<project xmlns="http://maven.apache.org/POM/4.0.0">\n  {}\n</project>\n'


@pytest.mark.parametrize(
    ("name", "text", "expected", "line"),
    [
        ("package.json", '{\n  "name": "a",\n  "version": "1.2.3"\n}\n', "1.2.3", 3),
        ("pyproject.toml", '[build]\nversion = "9"\n[project]\nname = "a"\nversion = "1.2.3"\n', "1.2.3", 5),
        pytest.param("pyproject.toml", '[tool.poetry]\nversion = "1.2.3"\n', "1.2.3", 2, id="poetry"),
        ("Cargo.toml", '[package]\nversion = "0.4.0"\n[dependencies]\nserde = "1"\n', "0.4.0", 2),
        pytest.param("Cargo.toml", '[workspace.package]\nversion = "0.4.0"\n', "0.4.0", 2, id="workspace"),
        ("Chart.yaml", "apiVersion: v2\nname: a\nversion: 3.1.0\n", "3.1.0", 3),
        ("pom.xml", POM.format("<version>4.0.1</version>"), "4.0.1", 3),
        pytest.param(
            "pom.xml", POM.format("<parent>\n<version>4.0.2</version></parent>"), "4.0.2", 4, id="a parent's"
        ),
        pytest.param(
            "pom.xml",
            POM.format("<dependencies><dependency><version>9</version></dependency></dependencies><version>1</version>"),
            "1",
            3,
            id="not that of a dependency",
        ),
        ("VERSION", "# ours\n\n  5.6.7\n", "5.6.7", 3),
        ("api/version.txt", "v8\r\n", "v8", 1),
    ],
)  # fmt: skip
def test_files_say_a_version_and_where(tmp_path, name, text, expected, line):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(text)
    found = read_version(name, WorkingTree(str(tmp_path)))

    assert (expected, line, "") == (found.text, found.location.region.start_line, found.problem)


BOMB = '<!DOCTYPE p [<!ENTITY a "1"><!ENTITY b "&a;&a;&a;&a;">]>\n<project><version>&b;</version></project>'


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("missing.json", None, id="missing"),
        pytest.param("package.json", b"{", id="broken JSON"),
        pytest.param("package.json", b'{"name": "a"}', id="no member"),
        pytest.param("package.json", b'{"version": true}', id="no text"),
        pytest.param("pyproject.toml", b"[project]\ndynamic = ['version']\n", id="dynamic"),
        pytest.param("pyproject.toml", b"[project\n", id="broken TOML"),
        pytest.param("Cargo.toml", b"[package]\nversion.workspace = true\n", id="the workspace's"),
        pytest.param("Chart.yaml", b"- a\n", id="a list"),
        pytest.param("pom.xml", POM.format("<version>${revision}</version>").encode(), id="a property"),
        pytest.param("pom.xml", BOMB.encode(), id="entities"),
        pytest.param("pom.xml", b"<project>" * 100_000, id="deep XML"),
        pytest.param("VERSION", b"the newest one\n", id="a sentence"),
        pytest.param("VERSION", b"latest\n", id="a word"),
        pytest.param("VERSION", b"\xff\xfe\xfa1", id="no text file"),
        pytest.param("VERSION", b"", id="empty"),
    ],
)
def test_a_file_without_a_version_says_why(tmp_path, name, data):
    if data is not None:
        (tmp_path / name).write_bytes(data)
    found = read_version(name, WorkingTree(str(tmp_path)))

    assert found.text == ""
    assert found.problem
    assert found.location.path == name
