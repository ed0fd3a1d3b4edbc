"""What a refresh makes of the lists of each cloud: which offers are taken, their units, tiers and pages."""

from __future__ import annotations

import pytest
from price_lists import COLUMNS, Reply, instance, meter, offer, sku
from tests.cli.prices.books import BOOK, COMPUTE, EC2_HERE, own, write

from trueline.cost.book import Book


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
