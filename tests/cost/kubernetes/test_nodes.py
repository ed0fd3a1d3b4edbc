from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from priced import US, estimates, lines, missing, money

from trueline.cost.book import Book, shipped_sections
from trueline.cost.kubernetes.shape import Shape, shape_of
from trueline.cost.section import problem_of
from trueline.model.cost_settings import Nodes

if TYPE_CHECKING:
    from pathlib import Path

    from trueline.model.cost import Estimate

POD = """
apiVersion: v1
kind: Pod
metadata: {name: a}
spec: {containers: [{name: a, resources: {requests: {cpu: "%s", memory: %s}}}]}
"""
M5 = Nodes(cloud="aws", region="us-east-1", instance="m5.large")


def made(folder: Path, nodes: Nodes, cpu: str = "2", memory: str = "8Gi") -> Estimate:
    return estimates(folder, POD % (cpu, memory), US._replace(nodes=nodes), name="app.yaml")["Pod/a"]


def test_a_pod_that_fills_a_node_costs_what_the_node_does(tmp_path: Path) -> None:
    assert money(made(tmp_path, M5)) == 70.08  # m5.large 0.096 x 730
    azure = Nodes(cloud="azure", region="eastus", instance="Standard_D4s_v5")
    assert money(made(tmp_path, azure, "4", "16Gi")) == 140.16  # 0.192 x 730
    google = Nodes(cloud="google", region="us-central1", instance="n2-standard-4")
    assert money(made(tmp_path, google, "4", "16Gi")) == 141.79  # 0.194236 x 730


def test_the_price_of_an_instance_is_divided(tmp_path: Path) -> None:
    found = made(tmp_path, M5, "1", "0")

    # 7.4607 GiB to a core: 0.096 / (2 x 7.4607 + 8) = 0.0041882 a GiB, x 7.4607 = 0.0312471 a core, x 730
    assert money(found) == 22.81
    price = lines(found)["CPU"].price
    assert price is not None
    assert (price.section, price.confidence) == ("aws/ec2", "derived")


def test_the_gpus_of_an_instance_have_their_part(tmp_path: Path) -> None:
    nodes = Nodes(cloud="aws", region="us-east-1", instance="g5.xlarge")
    text = POD.replace("memory: %s", "memory: %s, nvidia.com/gpu: 1") % (4, "16Gi")
    found = estimates(tmp_path, text, US._replace(nodes=nodes), name="app.yaml")["Pod/a"]

    assert money(found) == 734.38  # all of it: 1.006 x 730


def test_what_the_team_says_wins(tmp_path: Path) -> None:
    assert money(made(tmp_path, M5._replace(cpu=0.02, memory=0.01))) == 87.6  # (2 x 0.02 + 8 x 0.01) x 730


@pytest.mark.parametrize(
    ("nodes", "kind"),
    [
        (M5._replace(instance="m5.unheard"), "price"),
        (M5._replace(region="mars-1"), "price"),
        (M5._replace(cloud=""), "value"),
        (Nodes(cloud="azure", region="eastus", instance="Standard_M64s"), "value"),  # how much memory it has
    ],
)
def test_nodes_nobody_knows(tmp_path: Path, nodes: Nodes, kind: str) -> None:
    found = made(tmp_path, nodes)

    assert missing(found) == {kind}
    assert found.amount.expected == (0, float("inf"))
    assert found.state == "unpriced"


def test_a_region_of_the_config(tmp_path: Path) -> None:
    assert money(made(tmp_path, M5._replace(region=""))) == 70.08


@pytest.mark.parametrize(
    ("cloud", "name", "shape"),
    [
        ("aws", "t3.micro", Shape(2, 1)),
        ("aws", "r6i.4xlarge", Shape(16, 128)),
        ("aws", "p4d.24xlarge", Shape(96, 1152, 8)),
        ("aws", "zz.large", None),
        ("aws", "m5", None),
        ("google", "n2-standard-4", Shape(4, 16)),
        ("google", "n1-highmem-2", Shape(2, 13)),
        ("google", "e2-medium", Shape(2, 4)),
        ("google", "n2-custom-6-20480", Shape(6, 20)),
        ("google", "n2-highmem-128", None),
        ("google", "a2-highgpu-1g", None),
        ("azure", "Standard_D4s_v5", Shape(4, 16)),
        ("azure", "Standard_D2pls_v5", Shape(2, 4)),
        ("azure", "Standard_DS3_v2", Shape(4, 14)),
        ("azure", "Standard_E8-2s_v5", Shape(2, 64)),
        ("azure", "Standard_F8s_v2", Shape(8, 16)),
        ("azure", "Standard_B2ms", Shape(2, 8)),
        ("azure", "Standard_B4ls_v2", Shape(4, 8)),
        ("azure", "Standard_NC16as_T4_v3", Shape(16, 110, 1)),
        ("azure", "Standard_M128ms", None),
        ("", "large", None),
    ],
)
def test_what_an_instance_has(cloud: str, name: str, shape: Shape | None) -> None:
    assert shape_of(Book(), cloud, name) == shape


def test_the_sections_of_kubernetes_are_in_the_book() -> None:
    names = [name for name in shipped_sections() if name.startswith("kubernetes/")]

    assert names == ["kubernetes/nodes", "kubernetes/shapes-aws"]
    for name in names:
        assert problem_of(Book().section(name), name) == ""
    assert problem_of({"section": "kubernetes/shapes-aws", "shapes": []}, "kubernetes/shapes-aws")


def test_every_instance_of_the_price_list_has_a_shape() -> None:
    book = Book()
    listed = book.section("aws/ec2")["prices"]["us-east-1"]

    lacking = sorted(name for name in listed if shape_of(book, "aws", name) is None)
    assert len(lacking) < len(listed) / 50, lacking
