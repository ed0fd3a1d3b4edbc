"""`trueline prices refresh`: what is written after lists were read, and when nothing is."""

from __future__ import annotations

import json

import pytest
from price_lists import EC2, Reply, instance, offer_file
from tests.cli.prices.books import BOOK, EC2_HERE, NAT, hundred, own, write

from trueline.cost.book import Book


def test_a_section_is_written_with_its_date_source_and_confidence(lists, refresh, top):
    lists.offers("AmazonEC2", "us-east-1", NAT)

    code, out, _ = refresh("--section", "aws/nat-gateway", "--region", "us-east-1")

    body = own(top, "aws/nat-gateway")
    assert code == 0
    assert body["prices"]["us-east-1"] == {"gigabyte": 0.045, "hour": 0.05}
    assert (body["asof"], body["confidence"]) == ("2026-11-20", "list")
    assert body["source"] == {
        "name": "AWS price list: AmazonEC2", "url": f"{lists.address}/offers/v1.0/aws/AmazonEC2/", "licence": "",
    }  # fmt: skip
    assert "1 changed (1 by more than 5 %)" in out
    assert "  changed  us-east-1  hour  0.045  →  0.05  +11.1 %\n" in out


def test_what_was_not_asked_for_stays_with_its_own_date(lists, refresh, top):
    lists.offers("AmazonEC2", "us-east-1", NAT)
    shipped = Book().section("aws/nat-gateway")

    refresh("--section", "aws/nat-gateway", "--region", "us-east-1")

    body = own(top, "aws/nat-gateway")
    assert body["prices"]["eu-west-1"] == shipped["prices"]["eu-west-1"]
    assert body["kept"][0]["asof"] == shipped["asof"]
    assert body["kept"][0]["keys"]["eu-west-1"] == ["*"]
    assert "us-east-1" not in body["kept"][0]["keys"]
    book = Book({"aws/nat-gateway": (top / BOOK / "aws/nat-gateway.json").read_bytes()})
    assert book.price("aws/nat-gateway", "hour", "us-east-1").asof == "2026-11-20"
    assert book.price("aws/nat-gateway", "hour", "eu-west-1").asof == shipped["asof"]


def test_a_key_with_two_prices_is_kept_as_it_was_and_said(lists, refresh, top):
    write(top, "aws/ec2", {"us-east-1": {**{f"m5.n{number}": 0.1 for number in range(100)}}})
    lists.offers("AmazonEC2", "us-east-1", [*hundred("0.2"), instance("m5.n7", "0.3")])

    code, out, _ = refresh(*EC2_HERE)

    assert code == 0
    assert own(top, "aws/ec2")["prices"]["us-east-1"]["m5.n7"] == 0.1
    assert own(top, "aws/ec2")["kept"][0]["keys"] == {"us-east-1": ["m5.n7"]}
    assert "  unclear  us-east-1  m5.n7  it has two prices: 0.2 and 0.3\n" in out


@pytest.mark.parametrize(("left", "expected"), [pytest.param(70, 0, id="30 gone"), pytest.param(69, 3, id="31 gone")])
def test_more_than_thirty_percent_gone_is_refused(lists, refresh, top, left, expected):
    write(top, "aws/ec2", {"us-east-1": {f"m5.n{number}": 0.1 for number in range(100)}})
    before = (top / BOOK / "aws/ec2.json").read_bytes()
    lists.offers("AmazonEC2", "us-east-1", hundred("0.2")[:left])

    code, out, said = refresh(*EC2_HERE)

    assert code == expected
    assert f"{100 - left} removed" in out
    assert ((top / BOOK / "aws/ec2.json").read_bytes() == before) == (expected == 3)
    assert ("aws/ec2: 31 of 100 prices in us-east-1" in said) == (expected == 3)


def test_a_loss_in_one_section_keeps_all_others_from_being_written(lists, refresh, top):
    write(top, "aws/ec2", {"us-east-1": {f"m5.n{number}": 0.1 for number in range(100)}})
    lists.offers("AmazonEC2", "us-east-1", [*NAT, *hundred()[:50]])

    assert refresh(*EC2_HERE, "--section", "aws/nat-gateway")[0] == 3
    assert not (top / BOOK / "aws/nat-gateway.json").exists()
    assert refresh(*EC2_HERE, "--section", "aws/nat-gateway", "--allow-loss")[0] == 0
    assert len(own(top, "aws/ec2")["prices"]["us-east-1"]) == 50
    assert own(top, "aws/nat-gateway")["asof"] == "2026-11-20"


def test_a_region_of_which_the_list_has_nothing_is_refused_though_nothing_was_there(lists, refresh, top):
    write(top, "aws/ec2", {"us-east-1": {"m5.large": 0.1}})
    lists.offers("AmazonEC2", "eu-west-1", NAT)

    code, _, said = refresh("--section", "aws/ec2", "--region", "eu-west-1")

    assert code == 3
    assert "aws/ec2: the list has nothing at all for eu-west-1" in said


def test_a_dry_run_shows_and_writes_nothing(lists, refresh, top):
    lists.offers("AmazonEC2", "us-east-1", NAT)

    code, out, _ = refresh("--section", "aws/nat-gateway", "--region", "us-east-1", "--dry-run")

    assert code == 0
    assert "+11.1 %" in out
    assert not (top / ".trueline").exists()


def test_the_second_refresh_needs_no_regions_and_changes_nothing(lists, refresh, top):
    lists.offers("AmazonEC2", "us-east-1", NAT)
    refresh("--section", "aws/nat-gateway", "--region", "us-east-1")
    before = (top / BOOK / "aws/nat-gateway.json").read_bytes()

    code, out, _ = refresh("--section", "aws/nat-gateway")

    assert code == 0
    assert "0 added, 0 removed, 0 changed" in out
    assert (top / BOOK / "aws/nat-gateway.json").read_bytes() == before


def test_the_region_of_the_config_is_read_where_none_is_named(lists, refresh, top):
    (top / ".trueline").mkdir()
    (top / ".trueline/config.yaml").write_text("cost:\n  regions:\n    aws: us-east-1\n")
    lists.offers("AmazonEC2", "us-east-1", NAT)

    assert refresh("--section", "aws/nat-gateway")[0] == 0
    assert any("/us-east-1/index.csv" in path for path in lists.asked)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param([], "which prices are to be read is not said", id="nothing"),
        pytest.param(["--cloud", "aws"], "which regions of aws are to be read is not said", id="no region"),
        pytest.param(["--cloud", "ibm"], "no price list is known of ibm", id="another cloud"),
        pytest.param(["--section", "aws/ec3", "--region", "a"], "did you mean aws/ec2", id="misspelt section"),
        pytest.param(
            ["--cloud", "aws", "--cloud", "azure", "--region", "a"], "a region is one cloud's", id="two clouds"
        ),
        pytest.param([*EC2_HERE, "--currency", "dollar"], "three capital letters", id="currency"),
        pytest.param([*EC2_HERE, "--over", "nan"], "no less than 0", id="over"),
        pytest.param([*EC2_HERE, "--to", "../elsewhere"], "into a folder of the repository", id="outside"),
        pytest.param([*EC2_HERE, "--to", ".git/x"], "into a folder of the repository", id="git's own"),
        pytest.param(["--section", "aws/ec2", "--region", "../x"], "no name of a region", id="no region's name"),
        pytest.param([*EC2_HERE, "--endpoint-aws", "http://prices.example"], "over https alone", id="in the clear"),
        pytest.param(["--cloud", "google", "--google-key", "NO_SUCH_KEY"], "with an API key", id="no key"),
    ],
)
def test_wrong_use_says_what_to_do_and_asks_nobody(refresh, lists, arguments, expected):
    code, _, said = refresh(*arguments)

    assert code == 2
    assert expected in said
    assert lists.asked == []


@pytest.mark.parametrize(
    ("spoilt", "expected"),
    [
        pytest.param(
            lambda good: Reply(good[:-40], length=len(good)), "broke off after", id="cut off, as the length tells"
        ),
        pytest.param(lambda good: Reply(good[:-60] + b'"\n'), "line 9 has 26 columns", id="cut off within a row"),
        pytest.param(lambda good: Reply(good[:-2]), "is no CSV", id="cut off within a cell"),
        pytest.param(lambda good: Reply(good.replace(b'"Tenancy"', b'"Tenure"')), "has no column tenancy", id="header"),
        pytest.param(lambda good: Reply(good.replace(b'"v1.0"', b'"v2.0"')), "not of version v1.0", id="version"),
        pytest.param(
            lambda good: Reply(b"\n".join(good.split(b"\n")[2:])), "line 1 is not `FormatVersion`", id="no head"
        ),
        pytest.param(lambda good: Reply(good.replace(b'"0.5"', b'"free"')), "line 9 has no price", id="no price"),
        pytest.param(lambda good: Reply(good.replace(b'"USD"', b'"CNY"')), "line 8 is in CNY, USD was", id="currency"),
        pytest.param(lambda good: Reply(good.replace(b"Linux", b"\xff\xfe")), "no text of UTF-8", id="no text"),
        pytest.param(lambda good: Reply(b"<html>Sorry</html>"), "line 1 is not `FormatVersion`", id="a page"),
        pytest.param(lambda good: Reply(b"", 404), "knows no such list (404)", id="not there"),
    ],
)
def test_a_file_that_is_not_as_it_should_be_is_refused_with_its_place(lists, refresh, top, spoilt, expected):
    good = offer_file("AmazonEC2", [instance("m5.large", "0.4"), instance("m5.xlarge", "0.5")])
    lists.aws = {"AmazonEC2": {"us-east-1": spoilt(good)}}

    code, _, said = refresh(*EC2_HERE)

    assert code == 3
    assert f"trueline: {lists.address}{EC2}/20261120000000/us-east-1/index.csv: " in said
    assert expected in said
    assert not (top / ".trueline").exists()


def test_a_server_that_is_busy_is_asked_again(lists, refresh, top):
    lists.offers("AmazonEC2", "us-east-1", NAT)
    lists.spoilt = [Reply(b"", 429, {"Retry-After": "0"}), Reply(b"", 503, {"Retry-After": "0"})]

    assert refresh("--section", "aws/nat-gateway", "--region", "us-east-1")[0] == 0
    assert len([path for path in lists.asked if path.endswith("region_index.json")]) == 3


def test_a_server_that_wants_to_be_left_alone_for_long_is_left_alone(lists, refresh):
    lists.spoilt = [Reply(b"", 429, {"Retry-After": "86400"})]

    code, _, said = refresh(*EC2_HERE)

    assert code == 3
    assert "wants to be left alone for 86,400 s" in said
    assert len(lists.asked) == 1


@pytest.mark.parametrize("target", ["http://prices.example/x", "https://127.0.0.1/x", "ftp://127.0.0.1/x"])
def test_a_redirect_to_another_server_is_not_followed(lists, refresh, target):
    lists.spoilt = [Reply(b"", 302, {"Location": target})]

    code, _, said = refresh(*EC2_HERE)

    assert code == 3
    assert "sends on to another server" in said
    assert len(lists.asked) == 1


def test_a_redirect_within_the_server_is_followed(lists, refresh):
    lists.offers("AmazonEC2", "us-east-1", NAT)
    lists.spoilt = [Reply(b"", 302, {"Location": f"{EC2}/current/region_index.json"})]

    assert refresh("--section", "aws/nat-gateway", "--region", "us-east-1")[0] == 0


def test_a_version_that_lies_on_another_server_is_not_read(lists, refresh):
    index = {"regions": {"us-east-1": {"currentVersionUrl": "https://prices.example/index.json"}}}
    lists.spoilt = [Reply(json.dumps(index).encode())]

    code, _, said = refresh(*EC2_HERE)

    assert code == 3
    assert "leads to another server" in said


def test_nothing_is_written_behind_a_link(lists, refresh, top, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (top / ".trueline").mkdir()
    (top / ".trueline/prices").symlink_to(outside)
    lists.offers("AmazonEC2", "us-east-1", NAT)

    assert refresh("--section", "aws/nat-gateway", "--region", "us-east-1")[0] in (2, 3)
    assert list(outside.iterdir()) == []


def test_another_folder_leaves_the_team_s_own_prices_alone(lists, refresh, top):
    lists.offers("AmazonEC2", "us-east-1", NAT)

    assert refresh("--section", "aws/nat-gateway", "--region", "us-east-1", "--to", "prices/new")[0] == 0
    assert (top / "prices/new/aws/nat-gateway.json").exists()
    assert not (top / ".trueline").exists()
