"""The file of known findings: what it holds, how it is written, and what is wrong with one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from trueline.errors import ConfigError
from trueline.exceptions.baseline import Entry, beside, load, text
from trueline.repo.working import WorkingTree

SCHEMA = json.loads((Path(__file__).parents[2] / "src/trueline/schemas/baseline.json").read_text())
ONE = Entry("a.tf", "a-rule", "x.one", "TL-00000000000000000000000000000001")
TWO = Entry("b.tf", "a-rule", 'x.two["é\u202e"]', "TL-00000000000000000000000000000002")


def written(tmp_path: Path, data: str | bytes) -> WorkingTree:
    (tmp_path / "baseline.json").write_bytes(data if isinstance(data, bytes) else data.encode())
    return WorkingTree(str(tmp_path))


def test_what_is_written_is_read(tmp_path: Path) -> None:
    known = load(written(tmp_path, text([TWO, ONE, ONE])), "baseline.json")

    assert list(known.entries.values()) == [ONE, TWO]
    assert [str(place) for place in known.places.values()] == ["baseline.json:4:5", "baseline.json:5:5"]


def test_one_entry_stands_on_one_line_and_none_is_in_another_order() -> None:
    lines = text([TWO, ONE]).splitlines()

    assert text([ONE, TWO]) == text([TWO, ONE])
    assert [line for line in lines if "TL-" in line] == lines[3:5]
    assert text([ONE, TWO]).isascii()


@pytest.mark.parametrize("entries", [pytest.param([], id="empty"), pytest.param([ONE, TWO], id="two")])
def test_what_is_written_fits_the_schema(entries: list[Entry]) -> None:
    assert list(Draft202012Validator(SCHEMA).iter_errors(json.loads(text(entries)))) == []


def test_no_file_is_no_entry(tmp_path: Path) -> None:
    assert load(WorkingTree(str(tmp_path)), "baseline.json").entries == {}


ENTRY = '{"fingerprint": "TL-00000000000000000000000000000001", "rule_id": "a", "subject": "b", "path": "c"}'


@pytest.mark.parametrize(
    ("data", "place", "message"),
    [
        pytest.param("", "baseline.json", "not one JSON value", id="empty"),
        pytest.param("{} {}", "baseline.json", "not one JSON value", id="two values"),
        pytest.param('{"version": 1,\n "entries": [}', "baseline.json:2:14", "", id="no JSON"),
        pytest.param(b"\xff", "baseline.json:1:1", "UTF-8", id="no text"),
        pytest.param("[]", "baseline.json:1:1", "a baseline has `version`", id="a list"),
        pytest.param('{"version": 1}', "baseline.json:1:2", "a baseline has `version`", id="no entries"),
        pytest.param('{"version": 1, "entries": [], "all": true}', "baseline.json:1:2", "a baseline has", id="more"),
        pytest.param('{"version": 2, "entries": []}', "baseline.json:1:13", "version 2 is not known", id="version"),
        pytest.param('{"version": true, "entries": []}', "baseline.json:1:13", "is not known", id="version true"),
        pytest.param('{"version": 1, "entries": [7]}', "baseline.json:1:28", "an entry has", id="a number"),
        pytest.param(
            '{"version": 1, "entries": [{"fingerprint": "*", "rule_id": "", "subject": "", "path": ""}]}',
            "baseline.json:1:44",
            "`*` is no fingerprint",
            id="a wildcard",
        ),
        pytest.param(
            '{"version": 1, "entries": [{"fingerprint": "TL-18b28bc462b0", "rule_id": "", "subject": "", "path": ""}]}',
            "baseline.json:1:44",
            "the beginning of one: take the file away and write it anew with `trueline baseline create`",
            id="the beginning of a fingerprint",
        ),
        pytest.param(
            '{"version": 1, "entries": [{"fingerprint": 1, "rule_id": "", "subject": "", "path": ""}]}',
            "baseline.json:1:28",
            "are texts",
            id="a number for a text",
        ),
        pytest.param(
            f'{{"version": 1, "entries": [\n{ENTRY},\n{ENTRY}]}}', "baseline.json:3:17", "stands twice", id="twice"
        ),
        pytest.param(
            '{"version": 1, "version": 1, "entries": []}', "baseline.json:1:16", "stands twice", id="a key twice"
        ),
    ],
)
def test_what_is_wrong_with_a_baseline(tmp_path: Path, data: str | bytes, place: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(written(tmp_path, data), "baseline.json")

    assert str(caught.value).startswith(place)
    assert message in str(caught.value)


def test_it_lies_beside_the_config() -> None:
    assert (beside(""), beside(".trueline/config.yaml"), beside("gate/strict.yaml"), beside("x.yaml")) == (
        ".trueline/baseline.json",
        ".trueline/baseline.json",
        "gate/baseline.json",
        "baseline.json",
    )
