"""Price lists: bounded memory, which offers are which keys, and how a server that is not well is treated."""

from __future__ import annotations

import itertools
import tracemalloc

import pytest
from price_lists import PriceLists, Reply, instance, lines, offer, serving

from trueline.adapters.prices import Ask, aws, azure, google
from trueline.adapters.prices.aws_offers import TABLES, usage
from trueline.adapters.prices.azure_offers import TABLES as AZURE_TABLES
from trueline.adapters.prices.azure_offers import Meter
from trueline.adapters.prices.facts import Facts, Take, figure
from trueline.adapters.prices.google_offers import TABLES as GOOGLE_TABLES
from trueline.adapters.prices.google_offers import machine
from trueline.adapters.prices.web import Limits, Web
from trueline.adapters.server import server_of
from trueline.cost.book import Book, shipped_sections
from trueline.errors import PricesError, UsageError

ROWS = 200_000


@pytest.fixture
def lists():
    with serving(PriceLists()) as served:
        yield served


def test_a_huge_file_is_read_in_little_memory(lists):
    reserved = ({**instance("m5.large", "9"), "TermType": "Reserved"} for _ in itertools.repeat(None, ROWS))
    rows = itertools.chain(reserved, [instance("m5.large", "0.0960000000")])
    sent = 0

    def counted():
        nonlocal sent
        for chunk in lines("AmazonEC2", rows):
            sent += len(chunk)
            yield chunk

    lists.aws = {"AmazonEC2": {"us-east-1": Reply(counted())}}
    tracemalloc.start()
    try:
        found = aws.read(Web(lists.address), Ask(("aws/ec2",), ("us-east-1",)))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert found[0].prices == {"us-east-1": {"m5.large": 0.096}}
    assert sent > 50_000_000
    assert peak < 8_000_000


def test_an_answer_longer_than_allowed_is_not_read_to_its_end(lists):
    lists.aws = {"AmazonEC2": {"us-east-1": Reply(b"x" for _ in itertools.repeat(None))}}
    web = Web(lists.address, limits=Limits(stream=100_000))

    with pytest.raises(PricesError, match="more than 100,000 bytes"):
        aws.read(web, Ask(("aws/ec2",), ("us-east-1",)))


def test_a_line_without_an_end_is_refused(lists):
    lists.aws = {"AmazonEC2": {"us-east-1": Reply(b"x" * 65_536 for _ in itertools.repeat(None))}}

    with pytest.raises(PricesError, match="a line of more than 1,000,000 characters"):
        aws.read(Web(lists.address), Ask(("aws/ec2",), ("us-east-1",)))


def test_each_try_waits_longer_and_the_last_one_is_said(lists):
    waited: list[float] = []
    lists.spoilt = [Reply(b"", 503) for _ in range(9)]
    web = Web(lists.address, limits=Limits(tries=4), sleep=waited.append)

    with pytest.raises(PricesError, match=r"busy \(503\), 4 times"):
        web.json("/x")
    assert waited == [1, 2, 4]
    assert len(lists.asked) == 4


def test_a_date_to_retry_after_is_understood(lists):
    waited: list[float] = []
    lists.spoilt = [Reply(b"", 429, {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}), Reply(b"{}")]

    assert Web(lists.address, sleep=waited.append).json("/x").value == {}
    assert waited == [0]


def test_an_error_that_will_not_pass_is_not_asked_again(lists):
    lists.spoilt = [Reply(b"", 403)]

    with pytest.raises(PricesError, match=r"\(403\)"):
        Web(lists.address).json("/x")
    assert len(lists.asked) == 1


def test_a_server_that_says_nothing_is_not_waited_for(lists):
    def silent():
        yield b"["
        done.wait(20)

    import threading

    done = threading.Event()
    lists.spoilt = [Reply(silent())]
    try:
        with pytest.raises(PricesError, match="broke off after 1 bytes: it did not answer in time"):
            Web(lists.address, limits=Limits(pause=0.3)).json("/x")
    finally:
        done.set()


@pytest.mark.parametrize(
    "address",
    ["http://prices.example", "ftp://127.0.0.1", "https://", "https://me:secret@x.example", "https://x y", ""],
)
def test_an_address_that_is_none_or_in_the_clear_is_refused(address):
    with pytest.raises(UsageError) as caught:
        Web(address)
    assert "secret" not in str(caught.value)


def test_a_port_that_is_the_scheme_s_own_is_the_same_server():
    assert server_of("https://prices.azure.com:443/a") == server_of("https://prices.azure.com/b")
    assert server_of("https://prices.azure.com:444/a") != server_of("https://prices.azure.com/b")


def test_a_proxy_is_asked_but_for_this_machine(monkeypatch, lists):
    for name in ("https_proxy", "http_proxy"):
        monkeypatch.setenv(name, lists.address)
    monkeypatch.setenv("no_proxy", "")
    lists.spoilt = [Reply(b"{}")]

    with pytest.raises(PricesError, match="cannot be asked"):
        Web("https://prices.example").json("/x")
    assert lists.asked == ["CONNECT prices.example:443"]
    assert Web(lists.address).json("/x").value == {}
    assert lists.asked[1:] == ["/x"]


def test_every_table_gives_keys_of_a_section_that_is_there():
    wrong = []
    for source in (aws, azure, google):
        names = list(source.sections())
        assert names == sorted(names)
        wrong += [name for name in names if name not in shipped_sections()]
    for table in (*TABLES, *GOOGLE_TABLES):
        prices = (Book().section(table.section) or {})["prices"]
        keys = {key for here in prices.values() for key in here}
        wrong += [f"{table.section} {key}" for key in table.keys or () if key not in keys]

    assert wrong == ["google/compute-custom n2d-memory-extended"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NatGateway-Hours", "NatGateway-Hours"),
        ("EU-NatGateway-Hours", "NatGateway-Hours"),
        ("APN1-EBS:VolumeUsage.gp3", "EBS:VolumeUsage.gp3"),
        ("UGW1-Fargate-GB-Hours", "Fargate-GB-Hours"),
        ("LCUUsage", "LCUUsage"),
    ],
)
def test_a_usage_type_is_known_without_its_region(text, expected):
    assert usage(text) == expected


def taken(section, row):
    table = next(table for table in TABLES if table.section == section)
    return table.take({name: row.get(name, "") for name in table.columns})


DATABASE = {
    "productfamily": "Database Instance", "databaseengine": "MySQL", "deploymentoption": "Single-AZ",
    "locationtype": "AWS Region", "instancetype": "db.m5.large", "usagetype": "EUW1-InstanceUsage:db.m5.large",
}  # fmt: skip
ORACLE = {**DATABASE, "databaseengine": "Oracle", "databaseedition": "Standard Two"}


@pytest.mark.parametrize(
    ("section", "row", "expected"),
    [
        ("aws/rds-mysql", DATABASE, "db.m5.large"),
        ("aws/rds-mysql", {**DATABASE, "deploymentoption": "Multi-AZ"}, None),
        ("aws/rds-mysql", {**DATABASE, "locationtype": "AWS Outposts"}, None),
        ("aws/rds-mysql", {**DATABASE, "usagetype": "InstanceUsageIOOptimized:db.m5.large"}, None),
        ("aws/rds-postgres", DATABASE, None),
        ("aws/rds-oracle-se2", {**ORACLE, "licensemodel": "License included"}, "db.m5.large"),
        ("aws/rds-oracle-se2", {**ORACLE, "licensemodel": "Bring your own license"}, None),
        ("aws/rds-oracle-se2-byol", {**ORACLE, "licensemodel": "Bring your own license"}, "db.m5.large"),
        ("aws/elb", {"operation": "LoadBalancing:Network", "usagetype": "USE2-LCUUsage"}, "nlb-lcu"),
        ("aws/elb", {"operation": "LoadBalancing", "usagetype": "DataProcessing-Bytes"}, "clb-gigabyte"),
        (
            "aws/opensearch",
            {"productfamily": "Elastic Search Instance", "instancetype": "m5.large.elasticsearch"},
            "m5.large.search",
        ),
        ("aws/opensearch", {"productfamily": "Elastic Search Volume", "instancetype": ""}, None),
        ("aws/fargate", {"usagetype": "EUC1-Fargate-ARM-vCPU-Hours:perCPU"}, "arm-vcpu"),
        ("aws/fargate", {"usagetype": "EUC1-Fargate-Windows-vCPU-Hours:perCPU"}, None),
        ("aws/s3", {"usagetype": "EU-TimedStorage-SIA-ByteHrs"}, "standard-ia"),
        ("aws/s3", {"usagetype": "EU-TimedStorage-SIA-SmObjects"}, None),
    ],
)
def test_an_offer_of_aws_is_a_key_or_none(section, row, expected):
    found = taken(section, row)

    assert (None if found is None else found.key) == expected


@pytest.mark.parametrize(
    ("section", "meter", "expected"),
    [
        ("azure/vm", Meter("Virtual Machines Dsv3 Series", "D2s v3", "D2s v3", "Standard_D2s_v3"), "Standard_D2s_v3"),
        ("azure/vm", Meter("Dv3 Series CloudServices", "D2 v3", "D2 v3", "Standard_D2_v3"), None),
        ("azure/dedicated-host", Meter("Dsv3 Series Dedicated Host", "x", "x", "Dsv3_Type3"), "dsv3-type3"),
        ("azure/managed-disk", Meter("Standard SSD Managed Disks", "E10 ZRS", "E10 ZRS Disk", ""), "E10_ZRS"),
        ("azure/managed-disk", Meter("Standard SSD Managed Disks", "E10 ZRS", "E10 ZRS Disk Mount", ""), None),
        ("azure/managed-disk", Meter("Ultra Disks", "Ultra LRS", "Ultra LRS Provisioned IOPS", ""), "ultra-iops"),
        ("azure/managed-disk", Meter("Premium SSD Managed Disks", "x", "LRS Snapshots", ""), "snapshot-premium"),
        (
            "azure/storage",
            Meter("Files v2", "Cool RA-GRS", "Cool RA-GRS Write Operations", ""),
            "files-cool-ragrs-write",
        ),
        ("azure/storage", Meter("Tables", "Standard LRS", "LRS Data Stored", ""), None),
    ],
)
def test_a_meter_of_azure_is_a_key_or_none(section, meter, expected):
    table = next(table for table in AZURE_TABLES if table.section == section)
    found = table.take(meter)

    assert (None if found is None else found.key) == expected


@pytest.mark.parametrize(
    ("section", "description", "expected"),
    [
        ("google/compute", "N1 Predefined Instance Core running in Americas", "n1/Core"),
        ("google/compute", "N2D AMD Instance Ram running in Belgium", "n2d/Ram"),
        ("google/compute", "Compute optimized Core running in Belgium", "c2/Core"),
        ("google/compute", "N2 Custom Instance Core running in Belgium", None),
        ("google/compute", "Commitment v1: N2 Cpu in Belgium for 1 Year", None),
        ("google/compute", "N2 Instance Core running Windows", None),
        ("google/compute-custom", "Custom E2 Instance Core running in Belgium", "e2-cpu"),
        ("google/compute-custom", "N2D AMD Custom Instance Ram running in Belgium", "n2d-memory"),
        ("google/compute", "N2 Sole Tenancy Instance Core running in Belgium", None),
        ("google/compute-custom", "Custom Instance Core running in Belgium", "n1-cpu"),
        ("google/compute-custom", "Custom Extended Instance Ram running in Belgium", "n1-memory-extended"),
        ("google/disk", "Storage PD Capacity", "pd-standard"),
        ("google/disk", "Regional Balanced PD Capacity in Belgium", "pd-balanced-regional"),
        ("google/disk", "SSD backed Local Storage in Belgium", "local-ssd"),
        ("google/disk", "SSD backed Local Storage attached to Spot Preemptible VMs", None),
        ("google/sql", "Cloud SQL for PostgreSQL: Regional - vCPU in Belgium", "cpu-ha"),
        ("google/sql", "Cloud SQL for MySQL: Zonal - IP address idling in Belgium", None),
    ],
)
def test_an_sku_of_google_is_a_key_or_none(section, description, expected):
    table = next(table for table in GOOGLE_TABLES if table.section == section)
    found = table.take(description)

    assert (None if found is None else found.key) == expected


def test_machine_types_are_as_large_as_the_book_s_prices_say():
    rates = {"n1": (0.031611, 0.004237), "n2": (0.031611, 0.004237), "e2": (0.02181159, 0.00292353)}
    listed = (Book().section("google/compute") or {})["prices"]["us-central1"]
    checked = 0
    for name, price in listed.items():
        size = machine(name)
        if size is not None and size[0] in rates:
            cpu, memory = rates[size[0]]
            assert size[1] * cpu + size[2] * memory == pytest.approx(price, rel=1e-6), name
            checked += 1

    assert checked > 60


def test_facts_of_one_key_that_disagree_are_unclear():
    facts = Facts()
    facts.add("a", Take("x", "hour"), 0, 1.0)
    facts.add("a", Take("x", "hour"), 0, 1.0)
    facts.add("a", Take("y", "hour"), 0, 1.0)
    facts.add("a", Take("y", "hour"), 0, 2.0)
    facts.add("a", Take("z", "hour"), 10, 2.0)
    facts.add("a", Take("free", "hour"), 0, 0.0)

    assert facts.prices() == {"a": {"x": 1.0}}
    assert facts.unclear() == {"a": {"y": "it has two prices: 1 and 2", "z": "its tiers begin at 10"}}


def test_a_tier_that_costs_nothing_is_one():
    facts = Facts()
    facts.add("a", Take("x", "request", 1e6), 0, 0.0)
    facts.add("a", Take("x", "request", 1e6), 5_000_000, 0.0000002)

    assert facts.prices() == {"a": {"x": [[0, 0.0], [5, 0.2]]}}


@pytest.mark.parametrize("text", ["", "free", "NaN", "inf", "-1", None, True, [], {}])
def test_what_is_no_figure(text):
    assert figure(text) is None


def test_a_unit_that_is_not_expected_makes_a_key_unclear(lists):
    lists.offers("AmazonEC2", "us-east-1", [
        offer("NatGateway-Hours", "0.05", **{"Product Family": "NAT Gateway", "Unit": "Fortnight"}),
        offer("NatGateway-Bytes", "0.045", **{"Product Family": "NAT Gateway", "Unit": "GB"}),
    ])  # fmt: skip
    found = aws.read(Web(lists.address), Ask(("aws/nat-gateway",), ("us-east-1",)))

    assert found[0].prices == {"us-east-1": {"gigabyte": 0.045}}
    assert found[0].unclear == {"us-east-1": {"hour": "its unit is Fortnight, not hour"}}


def test_a_region_that_the_service_is_not_in_is_left_as_it_was(lists):
    lists.offers("AmazonEC2", "us-east-1", [instance("m5.large", "0.1")])

    found = aws.read(Web(lists.address), Ask(("aws/ec2",), ("us-east-1", "mars-1")))
    assert found[0].regions == {"us-east-1"}
    with pytest.raises(PricesError, match="AmazonEC2 is offered in none of mars-1"):
        aws.read(Web(lists.address), Ask(("aws/ec2",), ("mars-1",)))


def test_one_file_is_read_once_for_all_its_sections(lists):
    lists.offers("AmazonEC2", "us-east-1", [
        instance("m5.large", "0.1"), offer("EBS:VolumeUsage.gp3", "0.08", Unit="GB-Mo"),
    ])  # fmt: skip

    found = aws.read(Web(lists.address), Ask(("aws/ebs", "aws/ec2"), ("us-east-1",)))

    assert {one.section: dict(one.prices["us-east-1"]) for one in found} == {
        "aws/ebs": {"gp3": 0.08}, "aws/ec2": {"m5.large": 0.1},
    }  # fmt: skip
    assert len(lists.asked) == 2
