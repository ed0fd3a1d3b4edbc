from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from priced import US, at_least, estimates, lines, missing, money, spread_of

from trueline.model.cost_settings import CostSettings, Nodes

if TYPE_CHECKING:
    from pathlib import Path

    from trueline.model.cost import Estimate

# One dollar for each month of a core, of a GiB, of a GPU: amounts are quantities.
UNITS = US._replace(nodes=Nodes(cpu=1 / 730, memory=0.0, gpu=0.0))
WEB = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, labels: {team: checkout}}
spec:
  replicas: 3
  template:
    metadata: {labels: {app: web, owner: ann}}
    spec:
      containers:
        - name: web
          resources:
            requests: {cpu: 500m, memory: 1Gi}
"""


def made(folder: Path, text: str, settings: CostSettings = US) -> dict[str, Estimate]:
    return estimates(folder, text, settings, name="app.yaml")


def deployment(spec: str) -> str:
    """Return a Deployment whose pods have ``spec``, a flow of YAML."""
    return (
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n"
        f"spec:\n  selector: {{}}\n  template:\n    spec: {spec}\n"
    )


def test_what_pods_request_at_the_default_prices(tmp_path: Path) -> None:
    found = made(tmp_path, WEB)["Deployment/shop/web"]

    # 3 x (0.5 x 0.031611 + 1 x 0.004237) x 730 = 34.61 + 9.28
    assert money(found) == 43.89
    assert found.namespace == "shop"
    assert found.tags == {"app": "web", "owner": "ann", "team": "checkout"}
    assert found.unit == "app.yaml"
    assert found.location.path == "app.yaml"
    assert lines(found)["CPU"].unit == "core-hour"
    assert lines(found)["CPU"].price.confidence == "derived"  # type: ignore[union-attr]  # it has one


def test_the_prices_of_the_team(tmp_path: Path) -> None:
    nodes = Nodes(cpu=0.02, memory=0.01)

    # 3 x (0.5 x 0.02 + 1 x 0.01) x 730
    assert money(made(tmp_path, WEB, US._replace(nodes=nodes))["Deployment/shop/web"]) == 43.8


def test_a_container_without_requests_takes_what_nobody_knows(tmp_path: Path) -> None:
    found = made(tmp_path, deployment("{containers: [{name: a, resources: {requests: {cpu: 1}}}, {name: b}]}"))

    web = found["Deployment/web"]
    assert at_least(web) == 23.08  # 1 x 0.031611 x 730
    assert missing(web) == {"value"}
    assert {gap.reason for gap in web.every_gap} == {
        "container a requests no memory: what it takes cannot be told",
        "container b requests no cpu: what it takes cannot be told",
        "container b requests no memory: what it takes cannot be told",
    }
    assert web.state == "partly"


def test_no_replicas_cost_nothing_whatever_one_would_take(tmp_path: Path) -> None:
    text = deployment("{containers: [{name: a}]}").replace("spec:\n", "spec:\n  replicas: 0\n", 1)
    found = made(tmp_path, text)["Deployment/web"]

    assert money(found) == 0
    assert found.state == "priced"


@pytest.mark.parametrize(
    ("spec", "cores"),
    [
        ("{containers: [{name: a, resources: {limits: {cpu: 2}}}]}", 2),  # the API takes limits for requests
        ("{containers: [{name: a, resources: {requests: {cpu: 1}, limits: {cpu: 2}}}]}", 1),
        ("{containers: [{name: a, resources: {requests: {cpu: 0.25}}},"
         " {name: b, resources: {limits: {cpu: 250m}}}]}", 0.5),
        # an init container of 3 needs more than what runs after it
        ("{initContainers: [{name: i, resources: {requests: {cpu: 3}}}],"
         " containers: [{name: a, resources: {requests: {cpu: 1}}}]}", 3),
        # 1 + 1 beside it; before it ran 1 + 0.5
        ("{initContainers: [{name: s, restartPolicy: Always, resources: {requests: {cpu: 1}}},"
         " {name: i, resources: {requests: {cpu: 500m}}}],"
         " containers: [{name: a, resources: {requests: {cpu: 1}}}]}", 2),
        # the second init container runs beside the sidecar: 1 + 3
        ("{initContainers: [{name: s, restartPolicy: Always, resources: {requests: {cpu: 1}}},"
         " {name: i, resources: {requests: {cpu: 3}}}],"
         " containers: [{name: a, resources: {requests: {cpu: 1}}}]}", 4),
        # an init container without requests ends, and reserves nothing
        ("{initContainers: [{name: i}], containers: [{name: a, resources: {requests: {cpu: 1}}}]}", 1),
        ("{overhead: {cpu: 250m}, containers: [{name: a, resources: {requests: {cpu: 1}}}]}", 1.25),
        # for the pod as a whole
        ("{resources: {requests: {cpu: 4}}, containers: [{name: a}, {name: b}]}", 4),
        ("{resources: {limits: {cpu: 4}}, containers: [{name: a}, {name: b}]}", 4),
        ("{resources: {limits: {cpu: 4}}, containers: [{name: a, resources: {requests: {cpu: 1}}}, {name: b}]}", 1),
    ],
)  # fmt: skip
def test_what_the_scheduler_counts(tmp_path: Path, spec: str, cores: float) -> None:
    found = made(tmp_path, deployment(spec), UNITS)["Deployment/web"]

    line = lines(found)["CPU"]
    assert line.gaps == ()
    assert round(line.amount.expected.low, 6) == cores
    assert line.amount.is_exact


def test_a_sidecar_without_requests_is_not_known(tmp_path: Path) -> None:
    spec = (
        "{initContainers: [{name: s, restartPolicy: Always}],"
        " containers: [{name: a, resources: {requests: {cpu: 1, memory: 1Gi}}}]}"
    )
    assert missing(made(tmp_path, deployment(spec))["Deployment/web"]) == {"value"}


def test_a_quantity_that_is_none_is_not_known(tmp_path: Path) -> None:
    spec = "{containers: [{name: a, resources: {requests: {cpu: '${CPU}', memory: 1Gi}}}]}"
    found = made(tmp_path, deployment(spec))["Deployment/web"]

    assert at_least(found) == 3.09  # 0.004237 x 730
    assert "'${CPU}' is no quantity" in {gap.reason for gap in found.every_gap}


RANGE = """
---
apiVersion: v1
kind: LimitRange
metadata: {name: most}
spec:
  limits:
    - {type: Container, %s}
"""


@pytest.mark.parametrize(
    ("says", "cores"),
    [
        ("defaultRequest: {cpu: 200m}, default: {cpu: 400m}", 0.2),
        ("default: {cpu: 400m}", 0.4),
        ("max: {cpu: 2}", 2),
        ("min: {cpu: 100m}", 0.1),
    ],
)
def test_what_a_limit_range_gives(tmp_path: Path, says: str, cores: float) -> None:
    text = deployment("{containers: [{name: a}]}") + RANGE.replace("%s", says)
    line = lines(made(tmp_path, text, UNITS)["Deployment/web"])["CPU"]

    assert round(line.amount.expected.low, 6) == cores
    assert line.gaps == ()


def test_a_limit_range_of_another_namespace_gives_nothing(tmp_path: Path) -> None:
    text = deployment("{containers: [{name: a}]}") + RANGE.replace("%s", "default: {cpu: 1, memory: 1Gi}").replace(
        "{name: most}", "{name: most, namespace: other}"
    )
    assert missing(made(tmp_path, text)["Deployment/web"]) == {"value"}


def test_gpus_and_devices_nobody_priced(tmp_path: Path) -> None:
    spec = "{containers: [{name: a, resources: {requests: {cpu: 1, memory: 1Gi}, limits: {%s: 2}}}]}"
    two = made(tmp_path, deployment(spec % "nvidia.com/gpu"))["Deployment/web"]
    tpu = made(tmp_path, deployment(spec % "google.com/tpu"))["Deployment/web"]

    # 0.031611 x 730 + 0.004237 x 730 + 2 x 0.95 x 730 = 23.08 + 3.09 + 1387.00
    assert money(two) == 1413.17
    assert at_least(tpu) == 26.17
    assert missing(tpu) == {"price"}


def test_a_runtime_class_takes_its_overhead(tmp_path: Path) -> None:
    pod = "{runtimeClassName: kata, containers: [{name: a, resources: {requests: {cpu: 1, memory: 1Gi}}}]}"
    kata = (
        "---\napiVersion: node.k8s.io/v1\nkind: RuntimeClass\nmetadata: {name: kata}\nhandler: kata\n"
        "overhead: {podFixed: {cpu: 250m, memory: 128Mi}}\n"
    )
    # 1.25 x 0.031611 x 730 + 1.125 x 0.004237 x 730 = 28.845 + 3.480
    assert money(made(tmp_path, deployment(pod) + kata)["Deployment/web"]) == 32.32
    assert missing(made(tmp_path, deployment(pod))["Deployment/web"]) == {"value"}


DAEMON = """
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, namespace: kube-system}
spec:
  template:
    spec:
      nodeSelector: {kubernetes.io/os: linux}
      containers: [{name: agent, resources: {requests: {cpu: 100m, memory: 128Mi}}}]
"""


def test_a_daemon_set_runs_on_each_node(tmp_path: Path) -> None:
    settings = US._replace(nodes=Nodes(number=10))

    # 10 x (0.1 x 0.031611 + 0.125 x 0.004237) x 730 = 23.076 + 3.866
    assert money(made(tmp_path, DAEMON, settings)["DaemonSet/kube-system/agent"]) == 26.94

    some = made(tmp_path, DAEMON.replace("kubernetes.io/os: linux", "disk: ssd"), settings)
    assert [round(end, 2) for end in some["DaemonSet/kube-system/agent"].amount.expected] == [0, 26.94]
    assert missing(some["DaemonSet/kube-system/agent"]) == {"value"}


def test_a_daemon_set_on_nobody_knows_how_many(tmp_path: Path) -> None:
    found = made(tmp_path, DAEMON)["DaemonSet/kube-system/agent"]

    assert at_least(found) == 0
    assert missing(found) == {"value"}


def test_a_custom_kind_with_pods(tmp_path: Path) -> None:
    text = WEB.replace("apps/v1", "example.com/v1").replace("Deployment", "Fleet")

    assert money(made(tmp_path, text)["Fleet/shop/web"]) == 43.89
    unknown = made(tmp_path, text.replace("  replicas: 3\n", ""))["Fleet/shop/web"]
    assert at_least(unknown) == 0
    assert missing(unknown) == {"value"}


def test_a_rollout_of_a_deployment(tmp_path: Path) -> None:
    rollout = (
        "---\napiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: web, namespace: shop}\n"
        "spec: {replicas: 2, workloadRef: {apiVersion: apps/v1, kind: Deployment, name: web}}\n"
    )
    found = made(tmp_path, WEB.replace("replicas: 3", "replicas: 0") + rollout)

    assert money(found["Deployment/shop/web"]) == 0
    assert money(found["Rollout/shop/web"]) == 29.26  # 2 x 14.63
    assert missing(made(tmp_path, rollout.removeprefix("---\n"))["Rollout/shop/web"]) == {"value"}


HPA = """
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: shop}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  minReplicas: 2
  maxReplicas: 10
"""


def test_an_autoscaler_bounds_the_replicas(tmp_path: Path) -> None:
    # one costs 14.63 = (0.5 x 0.031611 + 0.004237) x 730 = 11.538 + 3.093
    assert spread_of(made(tmp_path, WEB + HPA)["Deployment/shop/web"]) == (29.26, 43.89, 146.31)


@pytest.mark.parametrize(
    ("replicas", "expected"),
    [("", (29.26, 29.26, 146.31)), ("replicas: 1", (29.26, 29.26, 146.31)), ("replicas: 50", (29.26, 146.31, 146.31)),
     ("replicas: 0", (0, 0, 0))],
)  # fmt: skip
def test_replicas_out_of_bounds(tmp_path: Path, replicas: str, expected: tuple[float, ...]) -> None:
    text = WEB.replace("  replicas: 3\n", f"  {replicas}\n")

    assert spread_of(made(tmp_path, text + HPA)["Deployment/shop/web"]) == expected


def test_an_autoscaler_of_another_workload(tmp_path: Path) -> None:
    found = made(tmp_path, WEB + HPA.replace("kind: Deployment, name: web", "kind: Deployment, name: other"))

    assert money(found["Deployment/shop/web"]) == 43.89


def test_of_several_autoscalers_the_widest_ends_hold(tmp_path: Path) -> None:
    second = HPA.replace("{name: web, namespace: shop}", "{name: more, namespace: shop}")
    wider = second.replace("minReplicas: 2", "minReplicas: 1").replace("maxReplicas: 10", "maxReplicas: 100")
    unknown = second.replace("  maxReplicas: 10\n", "")

    # 1, 3 and 100 of 14.63
    assert spread_of(made(tmp_path, WEB + HPA + wider)["Deployment/shop/web"]) == (14.63, 43.89, 1463.10)
    found = made(tmp_path, WEB + HPA + unknown)["Deployment/shop/web"]
    assert found.amount.most == (pytest.approx(146.31, abs=0.01), float("inf"))
    assert missing(found) == {"value"}


def test_an_autoscaler_without_a_maximum(tmp_path: Path) -> None:
    found = made(tmp_path, WEB + HPA.replace("  maxReplicas: 10\n", ""))["Deployment/shop/web"]

    assert found.amount.most.high == float("inf")
    assert missing(found) == {"value"}


KEDA = """
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: web, namespace: shop}
spec:
  scaleTargetRef: {name: web}
  minReplicaCount: 1
  maxReplicaCount: 4
"""
ELSEWHERE = HPA.replace("---\n", "").replace("minReplicas: 2", "minReplicas: 1")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(ELSEWHERE, 0.0, id="raises nothing, as one pod is the least of what runs"),
        pytest.param(ELSEWHERE.replace("minReplicas: 1", "minReplicas: 400"), float("inf"), id="raises to 400"),
        pytest.param(ELSEWHERE.replace("  minReplicas: 1\n", ""), 0.0, id="one by default"),
        pytest.param(KEDA.replace("---\n", ""), float("inf"), id="keda raises from nothing"),
        pytest.param(KEDA.replace("---\n", "").replace("  minReplicaCount: 1\n", ""), 0.0, id="keda"),
        pytest.param(
            WEB + HPA.replace("name: web, namespace: shop}\nspec", "name: web, namespace: other}\nspec"),
            float("inf"),
            id="of another namespace",
        ),
        pytest.param(WEB + HPA.replace("name: web}", "name: '${APP}'}"), float("inf"), id="filled in later"),
    ],
)
def test_an_autoscaler_of_what_is_not_in_its_unit(tmp_path: Path, text: str, expected: float) -> None:
    scaler = next(one for one in made(tmp_path, text).values() if one.kind != "kubernetes/Deployment")

    # one pod of what is elsewhere costs nobody knows what: from nothing to anything at the most
    assert scaler.amount.most == (0.0, float("inf"))
    assert scaler.amount.expected == (0.0, expected)
    assert {gap.reason for gap in scaler.every_gap} == {
        "what it scales is not in this unit, so nothing bounds what that may cost"
    }
    assert scaler.state == "unpriced"


def test_an_autoscaler_of_what_is_in_its_unit_adds_nothing_of_its_own(tmp_path: Path) -> None:
    for scaler in (HPA, KEDA):
        found = [one for one in made(tmp_path, WEB + scaler).values() if one.kind != "kubernetes/Deployment"]
        assert [one.is_free for one in found] == [True]


def test_keda_scales_from_nothing_what_an_autoscaler_would_let_alone(tmp_path: Path) -> None:
    found = made(tmp_path, WEB.replace("replicas: 3", "replicas: 0") + HPA + KEDA)["Deployment/shop/web"]

    # 10 of 14.63 at the most, as the HPA says, or none
    assert found.amount.most == (0.0, pytest.approx(146.31, abs=0.01))


def test_keda_bounds_the_replicas(tmp_path: Path) -> None:
    bare = WEB.replace("  replicas: 3\n", "")
    idle = KEDA + "  idleReplicaCount: 0\n"

    assert spread_of(made(tmp_path, bare + KEDA)["Deployment/shop/web"]) == (14.63, 14.63, 58.52)
    assert spread_of(made(tmp_path, WEB + idle)["Deployment/shop/web"]) == (0, 43.89, 58.52)


def test_what_scales_to_zero_runs_as_much_as_is_declared(tmp_path: Path) -> None:
    text = WEB.replace("  replicas: 3\n", "") + KEDA.replace("  minReplicaCount: 1\n  maxReplicaCount: 4\n", "")
    found = made(tmp_path, text)["Deployment/shop/web"]

    # from 0 to 100 by default
    assert [round(end, 2) for end in found.amount.expected] == [0, 1463.1]
    assert [round(side.high, 2) for side in found.amount] == [0, 1463.1, 1463.1]
    assert missing(found) == {"usage"}
    assert found.state == "priced"

    usage = US.usage._replace(resources={"Deployment/shop/web": {"replicas": 5}})
    declared = made(tmp_path, text, US._replace(usage=usage))["Deployment/shop/web"]
    assert spread_of(declared) == (0, 73.16, 1463.1)


def test_knative(tmp_path: Path) -> None:
    text = """
    apiVersion: serving.knative.dev/v1
    kind: Service
    metadata: {name: api}
    spec:
      template:
        metadata: {annotations: {autoscaling.knative.dev/min-scale: "1", autoscaling.knative.dev/max-scale: "3"}}
        spec: {containers: [{resources: {requests: {cpu: 1, memory: 1Gi}}}]}
    """
    # (0.031611 + 0.004237) x 730 = 26.169
    assert spread_of(made(tmp_path, text)["Service.serving.knative.dev/api"]) == (26.17, 26.17, 78.51)
    open_ended = made(tmp_path, text.replace(', autoscaling.knative.dev/max-scale: "3"', ""))
    assert open_ended["Service.serving.knative.dev/api"].amount.most.high == float("inf")


@pytest.mark.parametrize(
    ("old", "new"),
    [("replicas: 3", "replicas: -3"), ("replicas: 3", "replicas: .nan"), ("replicas: 3", "replicas: .inf"),
     ("cpu: 500m", "cpu: -500m"), ("cpu: 500m", "cpu: .nan"), ("replicas: 3", "replicas: '${N}'")],
)  # fmt: skip
def test_what_is_less_than_nothing_takes_nothing_off_a_bill(tmp_path: Path, old: str, new: str) -> None:
    found = made(tmp_path, WEB.replace(old, new))["Deployment/shop/web"]

    assert found.amount.expected.low >= 0
    assert found.amount.expected.high == float("inf")
    assert missing(found) == {"value"}
