"""`trueline prices list` and `show`: the team's own prices over those of the wheel."""

from __future__ import annotations

import json
import subprocess

import jsonschema
import pytest

from trueline.cli.main import main
from trueline.cost.book import Book, shipped_digest, shipped_sections
from trueline.cost.renewal import Offered, renew


@pytest.fixture
def top(tmp_path, monkeypatch):
    folder = tmp_path / "shop"
    folder.mkdir()
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def prices(top, capsys):
    def run(*arguments):
        code = main(["prices", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


SOURCE = {"name": "a list"}
KEPT = {"asof": "2020-02-03", "confidence": "manual", "source": {"name": "a page"}, "keys": {"eu-west-1": ["gigabyte"]}}
OWN = {
    "section": "aws/nat-gateway", "title": "NAT gateways", "asof": "2026-11-20", "confidence": "list",
    "source": {"name": "AWS price list: AmazonEC2", "url": "https://pricing.example/", "licence": ""},
    "currency": "USD", "units": {"gigabyte": "GB", "hour": "hour"}, "kept": [KEPT],
    "prices": {"eu-west-1": {"gigabyte": [[0, 0.05], [100, 0.04]], "hour": 0.07}},
}  # fmt: skip


def put(top, body=OWN):
    file = top / f".trueline/prices/{OWN['section']}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(body))


def test_every_section_is_listed_with_its_date_source_and_facts(prices):
    code, out, _ = prices("list", "--json")
    told = json.loads(out)
    found = {one["section"]: one for one in told["sections"]}

    priced = [name for name in shipped_sections() if "prices" in (Book().section(name) or {})]
    assert code == 0
    assert sorted(found) == priced
    assert found["aws/rds-mysql"]["licence"] == "MIT"
    assert found["aws/rds-mysql"]["asof"] == "2021-02-11"
    assert found["aws/nat-gateway"]["facts"] == 32
    assert all(one["asof"] and one["source"] and one["file"] == "" for one in told["sections"])


def test_the_team_s_own_sections_are_said_and_make_another_book(prices, top):
    before = json.loads(prices("list", "--json")[1])["digest"]
    put(top)
    code, out, _ = prices("list", "--cloud", "aws")

    line = next(line for line in out.splitlines() if line.startswith("aws/nat-gateway "))
    assert code == 0
    assert line.split()[1:6] == ["2020-02-03", "…", "2026-11-20", "list", "2"]
    assert line.endswith("AWS price list: AmazonEC2, .trueline/prices/aws/nat-gateway.json")
    assert "azure/" not in out
    assert ", 1 of them the team's own; the book is " in out
    assert before not in out
    assert before != shipped_digest()[:16]


def test_a_price_is_shown_with_its_unit_and_where_it_is_from(prices):
    code, out, _ = prices("show", "aws/ec2", "m5.large", "--region", "us-east-1")

    assert code == 0
    assert "0.096 USD / hour = 70.08 a month" in out
    assert "2026-07-20, list: " in out
    assert "shipped" in out


def test_a_derived_price_says_from_where(prices):
    code, out, _ = prices("show", "aws/ec2", "m5.large", "--region", "eu-west-1", "--json")
    told = json.loads(out)[0]

    assert code == 0
    assert told["confidence"] == "derived"
    assert told["derived_from"] == "us-east-1"
    assert told["price"] == pytest.approx(0.107, abs=0.0005)


def test_a_price_of_the_team_s_own_wins_and_a_kept_one_says_its_date(prices, top):
    put(top)
    code, out, _ = prices("show", "aws/nat-gateway", "gigabyte", "--region", "eu-west-1", "--json")
    told = json.loads(out)[0]

    assert code == 0
    assert told["tiers"] == [[0, 0.05], [100, 0.04]]
    assert (told["asof"], told["confidence"], told["source"]) == ("2020-02-03", "manual", "a page")
    assert told["file"] == ".trueline/prices/aws/nat-gateway.json"
    _, out, _ = prices("show", "aws/nat-gateway", "gigabyte")
    assert "0.05 from 0, 0.04 from 100 USD / GB" in out
    _, out, _ = prices("show", "aws/nat-gateway", "hour", "--json")
    assert [one["asof"] for one in json.loads(out)] == ["2026-11-20"]


def test_a_region_without_a_price_says_why_and_is_no_success(prices, top):
    put(top)
    code, out, _ = prices("show", "aws/nat-gateway", "hour", "--region", "mars-1", "--region", "eu-west-1")

    assert code == 3
    assert "mars-1" in out
    assert "the price book has no price of aws/nat-gateway hour in mars-1" in out
    assert "0.07 USD / hour" in out


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["aws/ec2", "m5.larg"], "did you mean m5.large"),
        (["aws/ec2", "M5.Large"], "did you mean m5.large"),
        (["aws/ec3", "m5.large"], "did you mean aws/"),
        (["aws/nat-gateway", "zzz"], "has 2 keys, such as gigabyte, hour"),
        (["nothing", "zzz"], "`trueline prices list` has them all"),
        (["../../etc/passwd", "zzz"], "the price book has no section"),
        (["aws/free", "aws_vpc"], "the price book has no section aws/free"),
    ],
)
def test_a_misspelt_name_is_wrong_use_with_close_ones(prices, arguments, expected):
    code, out, said = prices("show", *arguments)

    assert (code, out) == (2, "")
    assert expected in said


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"section": "aws/other"}, "its `section` is not aws/nat-gateway"),
        ({"prices": []}, "`prices` are no map"),
        ({"prices": {"a": {"hour": -1}}}, "-1 is no price"),
        ({"kept": [{"asof": "2020-01-01"}]}, "`kept` is no list of parts"),
    ],
)
def test_a_section_of_the_team_s_own_that_is_none_is_an_error_with_its_file(prices, top, change, expected):
    put(top, {**OWN, **change})
    code, _, said = prices("list")

    assert code == 2
    assert f".trueline/prices/aws/nat-gateway.json: this is no section of a price book: {expected}" in said.replace(
        "a: hour: ", ""
    )


def test_a_whole_section_is_printed_as_its_file_has_it(prices, top):
    code, out, _ = prices("show", "aws/kms")
    assert (code, json.loads(out)) == (0, Book().section("aws/kms"))
    put(top)
    assert json.loads(prices("show", "aws/nat-gateway")[1]) == OWN
    assert prices("show", "aws/kms", "--region", "eu-west-1")[0] == 2


def schema(capsys):
    assert main(["schema", "prices"]) == 0
    return json.loads(capsys.readouterr().out)


def test_every_shipped_section_is_as_the_schema_says(capsys):
    validator = jsonschema.Draft202012Validator(schema(capsys))
    wrong = [
        f"{name}: {error.json_path}: {error.message[:200]}"
        for name in shipped_sections()
        for error in validator.iter_errors(Book().section(name))
    ]

    assert wrong == []


def test_a_renewed_section_is_as_the_schema_says_and_what_is_none_is_not(capsys):
    validator = jsonschema.Draft202012Validator(schema(capsys))
    old = Book().section("aws/nat-gateway")
    body = renew(
        old, Offered("aws/nat-gateway", frozenset(["mars-1"]), {"mars-1": {"hour": 1.0}}, "2026-11-20", SOURCE)
    ).body

    assert validator.is_valid(body)
    assert validator.is_valid(OWN)
    for change in ({"prices": {"a": {"b": -1}}}, {"asof": "yesterday"}, {"kept": [{}]}, {"prises": {}}):
        assert not validator.is_valid({**OWN, **change})
