"""`trueline prices refresh`: what is written after lists were read, and when nothing is."""

from __future__ import annotations

import json
import subprocess

import pytest
from price_lists import COLUMNS, EC2, PriceLists, Reply, instance, meter, offer, offer_file, serving, sku

from trueline.cli.main import main
from trueline.cost.book import Book, parse

BOOK = ".trueline/prices"


@pytest.fixture
def lists():
    with serving(PriceLists()) as served:
        yield served


@pytest.fixture
def top(tmp_path, monkeypatch):
    folder = tmp_path / "shop"
    folder.mkdir()
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    monkeypatch.chdir(folder)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")  # a proxy that is not there: loopback needs none
    return folder


@pytest.fixture
def refresh(lists, top, capsys):
    """Return a function that refreshes from the local server, and gives the exit code, the output, what was said."""

    def run(*arguments):
        ends = [f"--endpoint-{cloud}={lists.address}" for cloud in ("aws", "azure", "google")]
        code = main(["prices", "refresh", *ends, *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def own(top, section):
    return parse((top / BOOK / f"{section}.json").read_bytes(), section)


def write(top, section, prices, **more):
    body = {"section": section, "title": "t", "asof": "2026-01-01", "confidence": "list", "unit": "hour", **more}
    file = top / BOOK / f"{section}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({**body, "prices": prices}))


def hundred(price="0.1"):
    return [instance(f"m5.n{number}", price) for number in range(100)]


EC2_HERE = ("--section", "aws/ec2", "--region", "us-east-1")
NAT = [
    offer("NatGateway-Hours", "0.0500000000", **{"Product Family": "NAT Gateway"}),
    offer("NatGateway-Bytes", "0.0450000000", **{"Product Family": "NAT Gateway", "Unit": "GB"}),
]


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


def test_only_the_plain_offer_of_an_instance_is_taken(lists, refresh, top):
    write(top, "aws/ec2", {"us-east-1": {"m5.large": 0.09}})
    others = [
        {"Tenancy": "Dedicated"},
        {"Tenancy": "Host"},
        {"CapacityStatus": "AllocatedCapacityReservation"},
        {"CapacityStatus": "UnusedCapacityReservation"},
        {"Operating System": "Windows"},
        {"Pre Installed S/W": "SQL Std"},
        {"operation": "RunInstances:0004"},
        {"MarketOption": "CapacityBlock"},
        {"TermType": "Reserved", "Unit": "Quantity"},
        {"Region Code": "us-east-1-bos-1"},
    ]
    lists.offers(
        "AmazonEC2", "us-east-1",
        [*(instance("m5.large", "9.9", **other) for other in others), instance("m5.large", "0.0960000000")],
    )  # fmt: skip

    assert refresh(*EC2_HERE)[0] == 0
    assert own(top, "aws/ec2")["prices"] == {"us-east-1": {"m5.large": 0.096}}


def test_a_key_with_two_prices_is_kept_as_it_was_and_said(lists, refresh, top):
    write(top, "aws/ec2", {"us-east-1": {**{f"m5.n{number}": 0.1 for number in range(100)}}})
    lists.offers("AmazonEC2", "us-east-1", [*hundred("0.2"), instance("m5.n7", "0.3")])

    code, out, _ = refresh(*EC2_HERE)

    assert code == 0
    assert own(top, "aws/ec2")["prices"]["us-east-1"]["m5.n7"] == 0.1
    assert own(top, "aws/ec2")["kept"][0]["keys"] == {"us-east-1": ["m5.n7"]}
    assert "  unclear  us-east-1  m5.n7  it has two prices: 0.2 and 0.3\n" in out


def test_tiers_are_put_together_in_the_units_of_the_book(lists, refresh, top):
    duration = {"Group": "AWS-Lambda-Duration", "Unit": "Lambda-GB-Second"}
    rows = [
        offer("Lambda-GB-Second", "0.0000150000", **duration, StartingRange="6000000000", EndingRange="15000000000"),
        offer("Lambda-GB-Second", "0.0000166667", **duration, StartingRange="0", EndingRange="6000000000"),
        offer("Request", "0.0000002000", Group="AWS-Lambda-Requests", Unit="Requests"),
        offer("Request-ARM", "0.0000002000", Group="AWS-Lambda-Requests-ARM", Unit="Requests"),
    ]
    lists.offers("AWSLambda", "us-east-1", rows)

    code, _, said = refresh("--section", "aws/lambda", "--region", "us-east-1")
    assert code == 3
    assert "aws/lambda: 6 of 8 prices in us-east-1 would be gone or unclear, more than 30%" in said

    assert refresh("--section", "aws/lambda", "--region", "us-east-1", "--allow-loss")[0] == 0
    assert own(top, "aws/lambda")["prices"]["us-east-1"] == {
        "requests": 0.2, "x86-duration": [[0, 1.66667e-05], [6000000000, 1.5e-05]],
    }  # fmt: skip


def test_throughput_by_the_gibibyte_becomes_throughput_by_the_mebibyte(lists, refresh, top):
    row = offer("USE2-EBS:VolumeP-Throughput.gp3", "40.9600000000", Unit="GiBps-mo", **{"Region Code": "us-east-2"})
    lists.offers("AmazonEC2", "us-east-2", [row])

    assert refresh("--section", "aws/ebs", "--region", "us-east-2", "--allow-loss")[0] == 0
    prices = own(top, "aws/ebs")["prices"]["us-east-2"]
    assert prices["gp3-throughput"] == 0.04
    assert prices["io2-iops"] == Book().section("aws/ebs")["prices"]["us-east-2"]["io2-iops"]  # not one the list gives


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


def test_azure_is_read_page_by_page(lists, refresh, top):
    write(top, "azure/vm", {"westeurope": {"Standard_D2s_v3": 0.1, "Standard_D4s_v3": 0.2}}, source={"name": "s"})
    windows = "Virtual Machines Dsv3 Series Windows"
    lists.azure = [
        meter("D2s v3", 0.12),
        meter("D2s v3", 0.212, productName=windows),
        meter("D2s v3 Spot", 0.02, armSkuName="Standard_D2s_v3"),
        meter("D2s v3 Low Priority", 0.02, armSkuName="Standard_D2s_v3"),
        meter("D4s v3", 0.24),
    ]

    code, out, _ = refresh("--section", "azure/vm", "--region", "westeurope")

    assert code == 0
    assert own(top, "azure/vm")["prices"] == {"westeurope": {"Standard_D2s_v3": 0.12, "Standard_D4s_v3": 0.24}}
    assert len(lists.asked) == 3
    assert "serviceName%20eq%20%27Virtual%20Machines%27" in lists.asked[0]
    assert "+20.0 %" in out


def test_what_windows_adds_is_the_difference_of_two_meters(lists, refresh, top):
    windows = {"productName": "Virtual Machines Dsv3 Series Windows"}
    lists.azure = [
        meter("D2s v3", 0.12),
        meter("D2s v3", 0.212, **windows),
        meter("D4s v3", 0.4, **windows),  # without a price of Linux nobody knows what Windows adds
        meter("D8s v3", 0.5),
        meter("D8s v3", 0.5, **windows),
    ]

    assert refresh("--section", "azure/vm-windows", "--region", "westeurope", "--allow-loss")[0] == 0
    body = own(top, "azure/vm-windows")
    assert body["prices"]["westeurope"] == {"Standard_D2s_v3": 0.092}
    assert body["prices"]["*"] == Book().section("azure/vm-windows")["prices"]["*"]
    assert not (top / BOOK / "azure/vm.json").exists()


def test_azure_tiers_and_disks(lists, refresh, top):
    blob = {
        "service": "Storage",
        "productName": "General Block Blob v2",
        "skuName": "Hot LRS",
        "unitOfMeasure": "1 GB/Month",
    }
    disk = {"productName": "Premium SSD Managed Disks", "skuName": "P10 LRS", "unitOfMeasure": "1/Month"}
    fast = {"productName": "Azure Premium SSD v2", "skuName": "Premium LRS", "unitOfMeasure": "1/Hour"}
    lists.azure = [
        meter("Premium LRS Provisioned IOPS", 0.0, "Storage", **fast),
        meter("Premium LRS Provisioned IOPS", 0.000006, "Storage", tierMinimumUnits=3000.0, **fast),
        meter("P10 LRS Disk", 19.71, "Storage", **disk),
        meter("Hot LRS Data Stored", 0.019, **blob),
        meter("Hot LRS Data Stored", 0.018, tierMinimumUnits=51200.0, **blob),
        meter("Hot LRS Data Stored", 0.017, tierMinimumUnits=512000.0, **blob),
    ]

    arguments = ("--section", "azure/managed-disk", "--section", "azure/storage", "--region", "westeurope")
    assert refresh(*arguments, "--allow-loss")[0] == 0
    assert own(top, "azure/managed-disk")["prices"]["westeurope"] == {
        "P10_LRS": 19.71,
        "premium-v2-iops": 6e-06,
    }
    assert own(top, "azure/storage")["prices"]["westeurope"] == {
        "blob-hot-lrs-stored": [[0, 0.019], [51200, 0.018], [512000, 0.017]]
    }


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        pytest.param({"currency": "EUR"}, "prices are in EUR, USD was asked for", id="currency"),
        pytest.param({"azure": [meter("D2s v3", 1.0, currencyCode="EUR")]}, "Items[0]: it is in EUR", id="of one item"),
        pytest.param({"azure_next": "https://prices.example/x"}, "leads to another server", id="next page elsewhere"),
        pytest.param({"azure": [meter("D2s v3", "dear")]}, "Items[0]: it has no `retailPrice`", id="no price"),
        pytest.param({"azure": []}, "nothing of Virtual Machines in westeurope", id="nothing"),
        pytest.param({"spoilt": [Reply(b'{"Items": [{"a"')]}, "no JSON, line 1 column 16", id="cut off"),
        pytest.param({"spoilt": [Reply(b'{"Items": [], "Count": 3}')]}, "has 0 items, and says 3", id="count"),
    ],
)  # fmt: skip
def test_an_answer_of_azure_that_is_not_as_it_should_be_is_refused(lists, refresh, top, spoil, expected):
    lists.azure = [meter(f"D{size}s v3", size / 10) for size in (2, 4, 8)]
    for name, value in spoil.items():
        setattr(lists, name, list(value) if isinstance(value, list) else value)

    code, _, said = refresh("--section", "azure/vm", "--region", "westeurope")

    assert code == 3
    assert expected in said
    assert lists.address in said
    assert not (top / ".trueline").exists()


def test_a_list_that_goes_on_in_a_circle_ends(lists, refresh):
    lists.azure = [meter(f"D{size}s v3", size / 10) for size in (2, 4, 8)]
    wanted = "serviceName eq 'Virtual Machines' and armRegionName eq 'westeurope'".replace(" ", "%20")
    lists.azure_next = f"{lists.address}/api/retail/prices?$filter={wanted}"

    code, _, said = refresh("--section", "azure/vm", "--region", "westeurope")

    assert code == 3
    assert "in a circle" in said


COMPUTE = "6F81-5844-456A"


def test_google_machines_are_made_of_their_vcpus_and_memory(lists, refresh, top, monkeypatch):
    monkeypatch.setenv("GOOGLE_API_KEY", "k-123")
    preemptible = {"category": {"usageType": "Preemptible"}}
    lists.skus[COMPUTE] = [
        sku("N2 Instance Core running in Americas", 40_000_000),
        sku("N2 Instance Ram running in Americas", 5_000_000, "GiBy.h"),
        sku("Spot Preemptible N2 Instance Core running in Americas", 1_000_000, **preemptible),
        sku("N2 Custom Instance Core running in Americas", 42_000_000),
        sku("N2 Custom Extended Instance Ram running in Americas", 9_000_000, "GiBy.h"),
    ]

    arguments = ("--section", "google/compute", "--section", "google/compute-custom", "--allow-loss")
    assert refresh(*arguments)[0] == 0
    # 4 vCPUs at 0.04 and 16 GiB at 0.005
    assert own(top, "google/compute")["prices"]["us-central1"]["n2-standard-4"] == 0.24
    # 128 at 0.04 and 864 GiB at 0.005
    assert own(top, "google/compute")["prices"]["us-central1"]["n2-highmem-128"] == 9.44
    # one whose parts are not looked for stays
    assert own(top, "google/compute")["prices"]["us-central1"]["a2-highgpu-1g"] == 3.673385
    custom = own(top, "google/compute-custom")["prices"]["us-central1"]
    assert custom == {"n2-cpu": 0.042, "n2-memory-extended": 0.009}
    assert len(lists.asked) == 3
    assert set(lists.keys) == {"k-123"}
    assert not any("k-123" in path for path in lists.asked)


def test_google_tiers_regions_and_currency(lists, refresh, top, monkeypatch):
    monkeypatch.setenv("OTHER", "k")
    euro = {"currencyCode": "EUR", "units": "1", "nanos": 500_000_000}
    lists.skus[COMPUTE] = [
        sku("SSD backed PD Capacity in Belgium", 0, "GiBy.mo", serviceRegions=["europe-west1", "x-y1"])
    ]
    expression = lists.skus[COMPUTE][0]["pricingInfo"][0]["pricingExpression"]
    expression["tieredRates"] = [
        {"startUsageAmount": 0, "unitPrice": euro},
        {"startUsageAmount": 10, "unitPrice": {**euro, "units": "0"}},
    ]
    arguments = ("--section", "google/disk", "--google-key", "OTHER", "--region", "europe-west1")

    code, _, said = refresh(*arguments, "--allow-loss")
    assert code == 3
    assert "skus[0] tieredRates[0]: it is in EUR, USD was asked for" in said

    code, _, said = refresh(*arguments, "--currency", "EUR")
    assert code == 3  # what was there is of another currency, and would all be gone
    assert "google/disk: 9 of 9 prices in us-central1 would be gone" in said

    assert refresh(*arguments, "--currency", "EUR", "--allow-loss")[0] == 0
    body = own(top, "google/disk")
    assert body["currency"] == "EUR"
    assert body["prices"] == {"europe-west1": {"pd-ssd": [[0, 1.5], [10, 0.5]]}}
    assert "kept" not in body


def test_no_column_of_the_header_is_looked_for_in_a_place(lists, refresh, top):
    write(top, "aws/ec2", {"us-east-1": {"m5.large": 0.09}})
    lists.offers("AmazonEC2", "us-east-1", [instance("m5.large", "0.096")], columns=tuple(reversed(COLUMNS)))

    assert refresh(*EC2_HERE)[0] == 0
    assert own(top, "aws/ec2")["prices"]["us-east-1"]["m5.large"] == 0.096


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
