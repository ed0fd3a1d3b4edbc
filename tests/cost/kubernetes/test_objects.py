from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from priced import US, at_least, estimates, lines, missing, money, spread_of

from trueline.model.cost_settings import CostSettings, Nodes

if TYPE_CHECKING:
    from pathlib import Path

    from trueline.model.cost import Estimate

AWS = US._replace(nodes=Nodes(cloud="aws", region="us-east-1"))
GOOGLE = US._replace(nodes=Nodes(cloud="google", region="us-central1"))
AZURE = US._replace(nodes=Nodes(cloud="azure", region="westeurope"))


def made(folder: Path, text: str, settings: CostSettings = US) -> dict[str, Estimate]:
    return estimates(folder, text, settings, name="app.yaml")


def claim(says: str = "", size: str = "100Gi") -> str:
    return (
        "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data}\n"
        f"spec: {{{says}resources: {{requests: {{storage: {size}}}}}}}\n"
    )


CLASS = """---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: fast}
provisioner: ebs.csi.aws.com
parameters: {type: io2}
"""


@pytest.mark.parametrize(
    ("says", "settings", "amount"),
    [
        ("", US, 4.0),  # 100 x 0.04
        ("storageClassName: ceph, ", US, 4.0),
        ("storageClassName: gp3, ", AWS, 8.0),  # 100 x 0.08
        ("", AWS, 10.0),  # gp2: 100 x 0.10
        ("storageClassName: fast, ", AWS, 12.5),  # io2, by its class: 100 x 0.125
        ("storageClassName: managed-csi, ", AZURE, 9.6),  # E10, 128 GiB
        ("storageClassName: premium-rwo, ", GOOGLE, 17.0),  # pd-ssd: 100 x 0.17
        ("storageClassName: ceph, ", AWS._replace(nodes=Nodes(cloud="aws", region="us-east-1", storage=0.2)), 20.0),
    ],
)
def test_a_claim(tmp_path: Path, says: str, settings: CostSettings, amount: float) -> None:
    assert money(made(tmp_path, claim(says) + CLASS, settings)["PersistentVolumeClaim/data"]) == amount


@pytest.mark.parametrize(
    ("text", "settings", "kind"),
    [
        (claim(size="'${SIZE}'"), US, "value"),
        (claim("storageClassName: ceph, "), AWS, "price"),
        (claim("storageClassName: '', "), AWS, "price"),
        (claim(), US._replace(nodes=Nodes(cloud="aws"), regions={}), "value"),
    ],
)
def test_a_claim_of_what_is_not_known(tmp_path: Path, text: str, settings: CostSettings, kind: str) -> None:
    found = made(tmp_path, text, settings)["PersistentVolumeClaim/data"]

    assert found.amount.expected == (0, float("inf"))
    assert missing(found) == {kind}


STATEFUL = """
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  replicas: 3
  template:
    spec: {containers: [{name: db, resources: {requests: {cpu: 1, memory: 1Gi}}}]}
  volumeClaimTemplates:
    - metadata: {name: data}
      spec: {resources: {requests: {storage: 50Gi}}}
    - metadata: {name: log}
      spec: {resources: {requests: {storage: 10Gi}}}
"""


def test_the_volumes_of_a_stateful_set(tmp_path: Path) -> None:
    found = made(tmp_path, STATEFUL)["StatefulSet/db"]

    # 3 x (50 + 10) x 0.04 = 7.20; 3 x (0.031611 + 0.004237) x 730 = 78.51
    assert money(found) == 85.71
    assert round(lines(found)["storage data"].amount.expected.low, 2) == 6.0


def test_volumes_that_live_as_long_as_their_pods(tmp_path: Path) -> None:
    text = (
        STATEFUL.replace("StatefulSet", "Deployment")
        .partition("  volumeClaimTemplates")[0]
        .replace(
            "spec: {containers",
            "spec: {volumes: [{name: tmp, ephemeral: {volumeClaimTemplate: {spec: "
            "{resources: {requests: {storage: 5Gi}}}}}}], containers",
        )
    )
    assert money(made(tmp_path, text)["Deployment/db"]) == 79.11  # 78.51 + 3 x 5 x 0.04


def service(says: str = "type: LoadBalancer", notes: str = "") -> str:
    return f"apiVersion: v1\nkind: Service\nmetadata: {{name: web, annotations: {{{notes}}}}}\nspec: {{{says}}}\n"


def test_a_load_balancer(tmp_path: Path) -> None:
    own = US._replace(nodes=Nodes(load_balancer=0.01))

    assert money(made(tmp_path, service())["Service/web"]) == 18.25  # 0.025 x 730
    assert money(made(tmp_path, service(), own)["Service/web"]) == 7.3
    aws = made(tmp_path, service(), AWS)["Service/web"]
    assert at_least(aws) == 16.43  # 0.0225 x 730, and what goes through it
    assert missing(aws) == {"usage"}
    azure = made(tmp_path, service(), AZURE)["Service/web"]
    assert at_least(azure) == 18.25
    google = made(tmp_path, service(), GOOGLE)["Service/web"]
    assert at_least(google) == 18.25  # 0.025 x 730
    assert missing(google) == {"usage"}


def test_a_load_balancer_where_nobody_knows(tmp_path: Path) -> None:
    found = made(tmp_path, service(), US._replace(nodes=Nodes(cloud="aws"), regions={}))["Service/web"]

    assert found.amount.expected == (0, float("inf"))
    assert missing(found) == {"value", "usage"}


@pytest.mark.parametrize(
    "text",
    [
        service("type: ClusterIP"),
        service("selector: {a: b}"),
        service("type: NodePort"),
        service(notes="lbipam.cilium.io/ips: 10.0.0.1"),
        service("type: LoadBalancer, loadBalancerClass: tailscale"),
    ],
)
def test_a_service_that_costs_nothing(tmp_path: Path, text: str) -> None:
    assert made(tmp_path, text)["Service/web"].is_free


def test_an_ingress(tmp_path: Path) -> None:
    def ingress(says: str, notes: str = "") -> str:
        head = "apiVersion: networking.k8s.io/v1\nkind: Ingress\n"
        return f"{head}metadata: {{name: web, annotations: {{{notes}}}}}\nspec: {{{says}}}\n"

    assert made(tmp_path, ingress("ingressClassName: nginx"))["Ingress/web"].is_free
    alb = made(tmp_path, ingress("ingressClassName: alb"), AWS)["Ingress/web"]
    assert at_least(alb) == 16.43  # 0.0225 x 730, and what goes through it
    assert missing(alb) == {"usage"}
    shared = made(tmp_path, ingress("ingressClassName: alb", "alb.ingress.kubernetes.io/group.name: a"), AWS)
    balancer = lines(shared["Ingress/web"])["load balancer"]
    assert [round(end, 2) for end in balancer.amount.expected] == [0, 16.43]
    assert missing(shared["Ingress/web"]) == {"value", "usage"}


POOL = """
apiVersion: karpenter.sh/v1
kind: NodePool
metadata: {name: spot}
spec:
  limits: {cpu: 100, memory: 400Gi}
"""


def test_a_node_pool(tmp_path: Path) -> None:
    found = made(tmp_path, POOL)["NodePool/spot"]

    # (100 x 0.031611 + 400 x 0.004237) x 730 = 2307.60 + 1237.20
    assert [round(side.high, 2) for side in found.amount] == [0, 3544.81, 3544.81]
    assert found.amount.most.is_exact
    assert missing(found) == {"usage"}
    assert found.namespace == ""

    usage = US.usage._replace(types={"NodePool": {"cores": 10, "memory_gb": 40}})
    assert spread_of(made(tmp_path, POOL, US._replace(usage=usage))["NodePool/spot"]) == (0, 354.48, 3544.81)


def test_a_node_pool_that_nothing_bounds(tmp_path: Path) -> None:
    found = made(tmp_path, POOL.replace(", memory: 400Gi", ""))["NodePool/spot"]

    assert found.amount.most.high == float("inf")
    assert missing(found) == {"usage", "value"}


@pytest.mark.parametrize(
    ("api", "kind"),
    [
        ("v1", "ConfigMap"),
        ("v1", "Namespace"),
        ("rbac.authorization.k8s.io/v1", "ClusterRole"),
        ("networking.k8s.io/v1", "NetworkPolicy"),
        ("cert-manager.io/v1", "Certificate"),
        ("networking.istio.io/v1", "Gateway"),
        ("monitoring.coreos.com/v1", "PrometheusRule"),
        ("kustomize.toolkit.fluxcd.io/v1", "Kustomization"),
        ("autoscaling.k8s.io/v1", "VerticalPodAutoscaler"),
        ("openslo/v1", "SLO"),
    ],
)
def test_what_costs_nothing_by_itself(tmp_path: Path, api: str, kind: str) -> None:
    (found,) = made(tmp_path, f"apiVersion: {api}\nkind: {kind}\nmetadata: {{name: a}}\n").values()

    assert found.is_free


@pytest.mark.parametrize(
    ("api", "kind"),
    [
        ("kafka.strimzi.io/v1beta2", "Kafka"),
        ("monitoring.coreos.com/v1", "Prometheus"),
        ("keda.sh/v1alpha1", "ScaledJob"),
        ("helm.toolkit.fluxcd.io/v2", "HelmRelease"),
        ("rds.aws.upbound.io/v1beta1", "Instance"),
        ("infrastructure.cluster.x-k8s.io/v1beta2", "AWSCluster"),
        ("example.com/v1", "Thing"),
    ],
)
def test_what_nobody_has_priced(tmp_path: Path, api: str, kind: str) -> None:
    (found,) = made(tmp_path, f"apiVersion: {api}\nkind: {kind}\nmetadata: {{name: a}}\n").values()

    assert found.state == "unpriced"
    assert missing(found) == {"type"}
    assert found.amount.expected == (0, float("inf"))


def test_an_application_of_a_folder_is_estimated_there(tmp_path: Path) -> None:
    text = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec: {source: {path: apps}}\n"

    assert made(tmp_path, text)["Application/a"].is_free
    chart = made(tmp_path, text.replace("path: apps", "chart: redis"))["Application/a"]
    assert missing(chart) == {"type"}


MACHINES = """
apiVersion: cluster.x-k8s.io/v1beta1
kind: MachineDeployment
metadata: {name: workers, annotations: {%s}}
spec:
  replicas: 3
  template: {spec: {infrastructureRef: {kind: AWSMachineTemplate, name: workers}}}
---
apiVersion: infrastructure.cluster.x-k8s.io/v1beta2
kind: AWSMachineTemplate
metadata: {name: workers}
spec: {template: {spec: {instanceType: m5.large}}}
"""


def test_machines_of_cluster_api(tmp_path: Path) -> None:
    group = "cluster.x-k8s.io/cluster-api-autoscaler-node-group"
    scaled = MACHINES % f"{group}-min-size: '1', {group}-max-size: '5'"
    found = made(tmp_path, MACHINES % "")

    assert money(found["MachineDeployment/workers"]) == 210.24  # 3 x 0.096 x 730
    assert found["AWSMachineTemplate/workers"].is_free
    assert spread_of(made(tmp_path, scaled)["MachineDeployment/workers"]) == (70.08, 210.24, 350.4)


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("m5.large", "m5.unheard", "price"),
        ("kind: AWSMachineTemplate, name: workers}", "kind: AWSMachineTemplate, name: others}", "value"),
        ("kind: AWSMachineTemplate, name: workers}", "kind: Metal3MachineTemplate, name: workers}", "price"),
        ("replicas: 3", "replicas: many", "value"),
    ],
)
def test_machines_nobody_knows(tmp_path: Path, old: str, new: str, kind: str) -> None:
    found = made(tmp_path, (MACHINES % "").replace(old, new))["MachineDeployment/workers"]

    assert found.amount.expected.high == float("inf")
    assert missing(found) == {kind}
