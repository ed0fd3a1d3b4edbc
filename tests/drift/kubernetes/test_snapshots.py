"""Which objects are compared: what the snapshot covers, what is missing, what nobody declares, what is elsewhere."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest
from live_cluster import config, detect, drifts, listed, named, snapshot, told
from live_web import WEB, plain, web

from trueline.drift.kubernetes.sealed import HIDDEN, sealed
from trueline.model.drift_settings import DriftSettings
from trueline.values.unknown import is_sensitive, leaves

if TYPE_CHECKING:
    from pathlib import Path

SHOP = DriftSettings(managed=("shop",))


def test_what_is_not_there_is_missing(tmp_path: Path) -> None:
    live = snapshot(read=["apps/v1/Deployment"], origin="prod")
    (found,) = drifts(tmp_path, WEB, live)

    assert (found.kind, found.address, str(found.location)) == (
        "kubernetes/missing",
        "Deployment/shop/web",
        "app.yaml:3:18",
    )
    assert found.message == "Deployment/shop/web is declared and not in prod"


def test_a_kind_that_was_not_read_is_said_once(tmp_path: Path) -> None:
    unread = [{"kind": "v1/ConfigMap", "namespace": "", "reason": "forbidden"}]
    live = snapshot(read=["apps/v1/Deployment", "v1/ConfigMap"], unread=unread)
    found = drifts(tmp_path, config("a") + config("b"), live)

    assert told(found) == [("snapshot/unchecked", "ConfigMap", "")]
    assert found[0].details == {"reason": "the snapshot could not read ConfigMap: forbidden", "objects": 2}


def test_a_namespace_that_was_not_read(tmp_path: Path) -> None:
    live = snapshot(read=["v1/ConfigMap"], namespaces=["other"])

    assert told(drifts(tmp_path, config("a"), live)) == [("snapshot/unchecked", "ConfigMap", "")]


def test_elements_of_a_typed_list_take_its_kind(tmp_path: Path) -> None:
    live = {
        "apiVersion": "v1",
        "kind": "ConfigMapList",
        "items": [{"metadata": {"name": "a", "namespace": "shop"}, "data": {"a": "c"}}],
    }

    assert told(drifts(tmp_path, config("a"), live)) == [("kubernetes/changed", "ConfigMap/shop/a", "data.a")]


@pytest.mark.parametrize(
    ("namespaces", "kinds"),
    [(["x"], []), (["x", "default"], []), (["x", "y"], ["snapshot/unchecked"]), ([], ["kubernetes/missing"])],
)
def test_an_object_that_names_no_namespace(tmp_path: Path, namespaces: list[str], kinds: list[str]) -> None:
    live = snapshot(*(named("ConfigMap", "a", where, data={"a": "b"}) for where in namespaces), read=["v1/ConfigMap"])

    assert kinds == [one.kind for one in drifts(tmp_path, config("a", None), live)]


def test_what_nobody_declares(tmp_path: Path) -> None:
    owned = named("ReplicaSet", "web-1", version="apps/v1")
    owned["metadata"]["ownerReferences"] = [{"kind": "Deployment", "name": "web"}]
    live = snapshot(
        web(), named("ConfigMap", "rogue"), named("ConfigMap", "elsewhere", "other"),
        named("ConfigMap", "kube-root-ca.crt"), named("Endpoints", "web"), named("Event", "e"),
        named("ServiceAccount", "default"), named("Secret", "t", type="kubernetes.io/service-account-token"),
        named("Secret", "sh.helm.release.v1.a.v1", type="helm.sh/release.v1"),
        owned,
        named("Role", "r", version="rbac.authorization.k8s.io/v1"), named("Policy", "p", version="kyverno.io/v1"),
    )  # fmt: skip
    (found,) = drifts(tmp_path, WEB, live, SHOP)

    assert (found.kind, found.address, found.type) == (
        "kubernetes/undeclared",
        "ConfigMap/shop/rogue",
        "kubernetes/ConfigMap",
    )
    assert found.location.path == "cluster.json"
    assert found.location.region is not None


@pytest.mark.parametrize(
    ("kind", "pod", "touched"),
    [
        ("Pod", {"hostNetwork": True}, ["network"]), ("Pod", {"hostNetwork": False, "volumes": [{}, 5]}, None),
        ("Pod", {"hostPID": True, "containers": [{"securityContext": {"privileged": True}}]}, ["access"]),
        ("Pod", {"volumes": [{"name": "a", "hostPath": {"path": "/"}}]}, ["access"]),
        ("Deployment", {"template": {"spec": {"hostIPC": True}}}, ["access"]),
        ("CronJob", {"jobTemplate": {"spec": {"template": {"spec": {"hostNetwork": True}}}}}, ["network"]),
        ("Deployment", {"template": {"spec": {"containers": {}}}}, None),
    ],
)  # fmt: skip
def test_what_an_undeclared_pod_opens(tmp_path: Path, kind: str, pod: object, touched: object) -> None:
    version = {"Deployment": "apps/v1", "CronJob": "batch/v1"}.get(kind, "v1")
    live = snapshot(web(), named(kind, "miner", version=version, spec=pod))
    (found,) = drifts(tmp_path, WEB, live, SHOP)

    assert (found.address, found.details.get("touches")) == (f"{kind}/shop/miner", touched)


def test_a_type_that_is_wholly_declared(tmp_path: Path) -> None:
    live = snapshot(web(), named("NetworkPolicy", "open", "x", "networking.k8s.io/v1"), named("ConfigMap", "c"))
    (found,) = drifts(tmp_path, WEB, live, DriftSettings(managed=("kubernetes/Network*",)))

    assert (found.address, found.details["touches"]) == ("NetworkPolicy/x/open", ["network"])


def test_claims_that_a_set_makes_are_declared_by_it(tmp_path: Path) -> None:
    text = """\
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop}
spec: {volumeClaimTemplates: [{metadata: {name: data}}]}
"""
    claims = [named("PersistentVolumeClaim", name) for name in ("data-db-0", "data-db-1", "data-db-x", "data-web-0")]
    found = drifts(tmp_path, text, snapshot(plain(text), *claims), SHOP)

    assert [one.address for one in found] == [
        "PersistentVolumeClaim/shop/data-db-x",
        "PersistentVolumeClaim/shop/data-web-0",
    ]


def test_of_several_declarations_the_nearest_counts(tmp_path: Path) -> None:
    files = {
        f"{name}.yaml": WEB.replace("replicas: 3", f"replicas: {count}") for name, count in (("one", 2), ("two", 3))
    }

    live = web()
    live["spec"]["template"]["spec"]["containers"][0]["image"] = "web:9"
    found = drifts(tmp_path, files, listed(live))

    assert [(one.kind, one.unit) for one in found] == [
        ("kubernetes/changed", "two.yaml"),
        ("snapshot/unchecked", "one.yaml"),
    ]


def test_what_only_the_farther_of_two_declares_is_not_looked_for(tmp_path: Path) -> None:
    other = WEB.replace("replicas: 3", "replicas: 2")
    files = {"one.yaml": other + config("of-one"), "two.yaml": WEB + config("of-two"), "own.yaml": config("own")}
    live = snapshot(web(), named("ConfigMap", "of-two", data={"a": "b"}), read=["apps/v1/Deployment", "v1/ConfigMap"])
    found = drifts(tmp_path, files, live)

    assert told(found) == [
        ("kubernetes/missing", "ConfigMap/shop/own", ""),
        ("snapshot/unchecked", "Deployment/shop/web", ""),
        ("snapshot/unchecked", "one.yaml", ""),
    ]
    assert "two.yaml declares mostly the same" in found[2].message


@pytest.mark.parametrize("origin", ["prod", "gke_shop_europe-west1_prod", "arn:aws:eks:eu-west-1:1:cluster/prod2"])
def test_the_environment_that_the_snapshot_is_of(tmp_path: Path, origin: str) -> None:
    files = {
        "deploy/staging/web.yaml": WEB,
        "deploy/production/web.yaml": WEB.replace("replicas: 3", "replicas: 5"),
    }
    found = drifts(tmp_path, files, snapshot(web(), origin=origin))

    assert [(one.kind, one.unit) for one in found] == [
        ("kubernetes/changed", "deploy/production/web.yaml"),
        ("snapshot/unchecked", "deploy/staging/web.yaml"),
    ]


def test_the_namespace_that_the_snapshot_holds(tmp_path: Path) -> None:
    files = {f"{name}.yaml": WEB.replace("namespace: shop", f"namespace: {name}") for name in ("shop", "try-out")}
    found = drifts(tmp_path, files, snapshot(web()))

    assert [(one.kind, one.unit) for one in found] == [("snapshot/unchecked", "try-out.yaml")]


def test_a_chart_that_is_not_rendered(tmp_path: Path) -> None:
    files = {"chart/Chart.yaml": "name: c\nversion: 1.0.0\n", "chart/templates/a.yaml": "{{ .x }}\n", "app.yaml": WEB}
    installed = named("ConfigMap", "from-chart")
    installed["metadata"]["annotations"] = {"meta.helm.sh/release-name": "c"}
    found = drifts(tmp_path, files, snapshot(web(), installed, named("ConfigMap", "rogue")), SHOP)

    assert told(found) == [
        ("snapshot/unchecked", "chart", ""),
        ("kubernetes/undeclared", "ConfigMap/shop/rogue", ""),
        ("snapshot/unchecked", "undeclared/shop", ""),
    ]
    assert found[0].location.path == "chart/Chart.yaml" or found[0].location.path.startswith("chart/")


def test_what_a_release_may_declare_is_said_once_for_a_namespace(tmp_path: Path) -> None:
    def installed(kind: str, name: str, namespace: str = "shop") -> Any:
        found = named(kind, name, namespace, spec={"type": "NodePort"})
        found["metadata"]["annotations"] = {"meta.helm.sh/release-name": "c"}
        return found

    text = "apiVersion: any.example/v1\nkind: App\nmetadata: {name: z, namespace: q}\n"
    objects = [installed("Service", f"s{number}") for number in range(5)]
    live = snapshot(*objects, installed("ConfigMap", "c", "tools"), read=["v1/Service", "any.example/v1/App"])
    missing, first, second = drifts(tmp_path, text, live, DriftSettings(managed=("shop", "tools")))

    assert missing.kind == "kubernetes/missing"
    assert [one.address for one in (first, second)] == ["undeclared/shop", "undeclared/tools"]
    assert first.message == (
        "5 objects of Helm releases could not be told to be declared: Service/shop/s0, Service/shop/s1, "
        "Service/shop/s2 and 2 more; a chart that is not rendered may declare them"
    )
    assert (first.details["objects"], first.details["touches"]) == (5, ["exposure"])
    assert second.message.startswith("1 object of a Helm release could not be told to be declared: ConfigMap/tools/c;")


def test_a_kustomization_that_is_not_rendered(tmp_path: Path) -> None:
    files = {"k/kustomization.yaml": "resources: [web.yaml]\nnamePrefix: x-\n", "k/web.yaml": WEB}
    found = drifts(
        tmp_path, files, snapshot(named("ConfigMap", "rogue"), read=["apps/v1/Deployment", "v1/ConfigMap"]), SHOP
    )

    assert told(found) == [("snapshot/unchecked", "k", ""), ("snapshot/unchecked", "undeclared/shop", "")]


def test_what_may_be_declared_is_named_what_protects_first(tmp_path: Path) -> None:
    files = {f"{name}/kustomization.yaml": "resources: []\nnamePrefix: x-\n" for name in "kl"}
    others = [named("ConfigMap", f"c{number}") for number in range(4)]
    live = snapshot(*others, named("NetworkPolicy", "open", version="networking.k8s.io/v1"))
    *_, found = drifts(tmp_path, {**files, "app.yaml": WEB}, live, SHOP)

    assert found.message == (
        "5 objects could not be told to be declared: NetworkPolicy/shop/open, ConfigMap/shop/c0, ConfigMap/shop/c1 "
        "and 2 more; k and 1 more are not rendered or read whole, and may declare them"
    )
    assert (found.details["objects"], found.details["touches"]) == (5, ["network"])


def test_a_component_that_nothing_uses_declares_nothing_and_hides_nothing(tmp_path: Path) -> None:
    component = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [more.yaml]\n"
    files = {"c/kustomization.yaml": component, "c/more.yaml": config("more"), "app.yaml": WEB}
    live = snapshot(web(), named("ConfigMap", "rogue"))
    for render in (frozenset[str](), frozenset({"kustomize"})):
        found = drifts(tmp_path, files, live, SHOP, render=render)

        assert told(found) == [("kubernetes/undeclared", "ConfigMap/shop/rogue", "")]


def test_a_component_that_is_broken_may_declare_anything(tmp_path: Path) -> None:
    files = {"c/kustomization.yaml": "kind: Component\nnamespace: [\n", "app.yaml": WEB}
    found = detect(tmp_path, files, snapshot(web(), named("ConfigMap", "rogue")), SHOP).drifts

    assert told(found) == [("snapshot/unchecked", "c", ""), ("snapshot/unchecked", "undeclared/shop", "")]


def test_what_is_there_only_for_a_while(tmp_path: Path) -> None:
    job = "---\napiVersion: batch/v1\nkind: Job\nmetadata: {namespace: shop, "
    hook = "name: h, annotations: {argocd.argoproj.io/hook: PreSync}}\n"
    done = "name: d}\nspec: {ttlSecondsAfterFinished: 0}\n"
    found = drifts(tmp_path, f"{job}{hook}{job}{done}{job}generateName: m-}}\n", snapshot(read=["batch/v1/Job"]))

    assert told(found) == [("snapshot/unchecked", "Job", "")]


def hook(kind: str, name: str) -> str:
    metadata = f"{{name: h, namespace: shop, annotations: {{{name}: pre-install}}}}"
    return f"apiVersion: {'batch/v1' if kind == 'Job' else 'v1'}\nkind: {kind}\nmetadata: {metadata}\n"


@pytest.mark.parametrize(
    ("kind", "name", "said"),
    [
        pytest.param("ConfigMap", "helm.sh/hook", "kubernetes/missing", id="no chart"),
        pytest.param("Job", "helm.sh/hook", "snapshot/unchecked", id="a job outside of a chart"),
        pytest.param("ConfigMap", "argocd.argoproj.io/hook", "snapshot/unchecked", id="what is not run"),
    ],
)
def test_a_hook_that_is_not_there(tmp_path: Path, kind: str, name: str, said: str) -> None:
    (found,) = drifts(tmp_path, hook(kind, name), snapshot(read=["v1/ConfigMap", "batch/v1/Job"]))

    assert found.kind == said


def test_a_hook_that_is_deleted_when_it_has_run_is_not_looked_for(tmp_path: Path) -> None:
    text = hook("ConfigMap", "argocd.argoproj.io/hook-delete-policy: HookSucceeded, argocd.argoproj.io/hook")

    assert drifts(tmp_path, text, snapshot(read=["v1/ConfigMap"])) == ()


def test_a_file_beside_the_templates_of_a_chart_need_not_be_there(tmp_path: Path) -> None:
    text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: NAME, namespace: shop}\ndata: {a: one}\n"
    files = {
        "c/Chart.yaml": "apiVersion: v2\nname: c\nversion: 1.0.0\n",
        "c/files/gone.yaml": text.replace("NAME", "gone"),
        "c/files/there.yaml": text.replace("NAME", "there"),
        "c/crds/crd.yaml": text.replace("NAME", "crd"),
        "other.yaml": text.replace("NAME", "other"),
    }
    there = named("ConfigMap", "there", data={"a": "two"})
    found = detect(tmp_path, files, snapshot(there, read=["v1/ConfigMap"])).drifts

    assert [(one.kind, one.address, one.path) for one in found if one.address != "c"] == [
        ("kubernetes/missing", "ConfigMap/shop/crd", ""),
        ("kubernetes/changed", "ConfigMap/shop/there", "data.a"),
        ("kubernetes/missing", "ConfigMap/shop/other", ""),
        ("snapshot/unchecked", "ConfigMap", ""),
    ]
    assert "Helm does not apply this file of the chart c" in next(
        one.message for one in found if one.address == "ConfigMap"
    )


SECRET = "apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: shop}\nstringData: {a: one}\ndata: {b: dHdv}\n"


def secret(**data: str) -> Any:
    return named("Secret", "s", type="Opaque", data=data)


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def test_values_of_a_secret(tmp_path: Path) -> None:
    found = drifts(tmp_path, SECRET, listed(secret(a=b64("one"), b=b64("other"), c=b64("more"))))

    assert [(one.kind, one.path) for one in found] == [("kubernetes/changed", "data.b"), ("kubernetes/added", "data.c")]
    assert is_sensitive(found[0].declared)
    assert is_sensitive(found[0].actual)
    assert is_sensitive(found[1].actual)
    assert not any("other" in one.message or b64("other") in one.message for one in found)
    assert str(found[0].location) == "app.yaml:5:11"


def test_digests_of_a_secret(tmp_path: Path) -> None:
    salt = bytes(range(32))
    live = secret(a=sealed(b"one", salt), b=sealed(b"other", salt), c=HIDDEN)
    found = drifts(tmp_path, SECRET, snapshot(live, salt=salt.hex()))

    assert [(one.kind, one.path) for one in found] == [("kubernetes/changed", "data.b"), ("kubernetes/added", "data.c")]


@pytest.mark.parametrize(("value", "is_placed"), [("c2VjcmV0", False), (HIDDEN, True)])
def test_no_report_shows_what_stands_beside_an_undeclared_secret(tmp_path: Path, value: str, is_placed: bool) -> None:
    (found,) = drifts(tmp_path, WEB, snapshot(web(), secret(a=value)), SHOP)

    assert found.address == "Secret/shop/s"
    assert is_placed is (found.location.region is not None)


@pytest.mark.parametrize("value", [HIDDEN, sealed(b"one", bytes(32))])
def test_a_secret_whose_values_are_not_told(tmp_path: Path, value: str) -> None:
    found = drifts(tmp_path, SECRET, snapshot(secret(a=value, b=HIDDEN)))

    assert told(found) == [("snapshot/unchecked", "Secret", "")]


def test_older_versions(tmp_path: Path) -> None:
    old = WEB.replace("apps/v1", "extensions/v1beta1").replace("  selector: {matchLabels: {app: web}}\n", "")
    live = web()
    live["spec"].update(revisionHistoryLimit=2147483647)

    assert drifts(tmp_path, old, listed(live)) == ()


def test_grants_and_policies_are_compared_elsewhere(tmp_path: Path) -> None:
    text = """\
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: r, namespace: shop, labels: {a: b}}
rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: gone, namespace: shop}
---
apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: p}
spec: {rules: []}
"""
    live = named("Role", "r", version="rbac.authorization.k8s.io/v1", rules=[{"verbs": ["*"]}])

    assert [(one.kind, one.path) for one in drifts(tmp_path, text, snapshot(live))] == [
        ("kubernetes/changed", "metadata.labels.a")
    ]


def webhook(name: str, service: str, policy: str, **labels: str) -> Any:
    client = {"service": {"name": service, "namespace": "x"}}
    one = {"name": "a.example.com", "clientConfig": client, "failurePolicy": policy}
    found = named("ValidatingWebhookConfiguration", name, version="admissionregistration.k8s.io/v1", webhooks=[one])
    found["metadata"] = {"name": name, "labels": labels}
    return found


def test_of_an_engines_webhooks_the_labels_alone_are_compared_here(tmp_path: Path) -> None:
    engine = webhook("gatekeeper-hook", "gatekeeper-webhook-service", "Fail", a="b")
    own, gone = webhook("ours", "ours", "Fail"), webhook("kyverno-hook", "kyverno-svc", "Fail")
    text = "\n---\n".join(json.dumps(one) for one in (engine, own, gone))
    live = snapshot(
        webhook("gatekeeper-hook", "gatekeeper-webhook-service", "Ignore", a="c"), webhook("ours", "ours", "Ignore"),
        read=["admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration"],
    )  # fmt: skip

    assert told(drifts(tmp_path, text, live)) == [
        ("kubernetes/changed", "ValidatingWebhookConfiguration/gatekeeper-hook", "metadata.labels.a"),
        ("kubernetes/changed", "ValidatingWebhookConfiguration/ours", "webhooks[name=a.example.com].failurePolicy"),
    ]


def test_what_a_namespace_keeps_out_is_compared_elsewhere(tmp_path: Path) -> None:
    level = "pod-security.kubernetes.io"
    text = f"apiVersion: v1\nkind: Namespace\nmetadata: {{name: a, labels: {{{level}/enforce: restricted, x: y1}}}}\n"
    live = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a", "labels": {f"{level}/warn": "baseline"}}}

    assert told(drifts(tmp_path, text, listed(live))) == [
        ("kubernetes/changed", "Namespace/a", "metadata.labels.x"),
        ("kubernetes/added", "Namespace/a", f'metadata.labels["{level}/warn"]'),
    ]


@pytest.mark.parametrize(
    ("kind", "is_here"),
    [
        ("policies.kubewarden.io/v1/ClusterAdmissionPolicy", False),
        ("expansion.gatekeeper.sh/v1alpha1/ExpansionTemplate", False),
        ("kyverno.io/v1/ClusterPolicy", False),
        ("externaldata.gatekeeper.sh/v1beta1/Provider", True),
        ("kyverno.io/v2/GlobalContextEntry", True),
        ("policies.kubewarden.io/v1/PolicyServer", True),
    ],
)
def test_what_is_no_policy_of_an_engine_is_compared_here(tmp_path: Path, kind: str, is_here: bool) -> None:
    version, _, name = kind.rpartition("/")
    declared, live = (named(name, "p", version=version, spec={"a": value}) for value in (1, 2))
    found = drifts(tmp_path, json.dumps(declared), snapshot(live, read=[kind]))

    assert [one.path for one in found] == (["spec.a"] if is_here else [])


@pytest.mark.parametrize(
    "metadata", ["{name: 'a-${ENV}', namespace: shop}", "{name: a, namespace: '${NS}'}", "{namespace: shop}"]
)
def test_an_object_of_which_nobody_knows_what_it_is_called(tmp_path: Path, metadata: str) -> None:
    text = f"apiVersion: v1\nkind: ConfigMap\nmetadata: {metadata}\n"

    assert told(drifts(tmp_path, text, snapshot(read=["v1/ConfigMap"]))) == [("snapshot/unchecked", "ConfigMap", "")]


@pytest.mark.parametrize(
    "container",
    [
        {"args": ["--db-password=QUIET"]},
        {"args": ["--token", "QUIET"]},
        {"command": ["sh", "-c", "run --db-password QUIET"]},
        {"env": [{"name": "DATABASE_URL", "value": "postgres://u:QUIET@db/x"}]},
        {"env": [{"name": "PGPASSWORD", "value": "QUIET"}]},
        {"env": [{"name": "OPTS", "value": "-Dspring.datasource.password=QUIET"}]},
    ],
)
def test_secrets_inside_of_texts_are_not_shown(tmp_path: Path, container: dict[str, Any]) -> None:
    live = web()
    live["spec"]["template"]["spec"]["containers"][0].update(container)
    found = drifts(tmp_path, WEB, listed(live))

    assert not any("QUIET" in one.message for one in found)
    assert any(is_sensitive(leaf) for one in found for leaf in leaves(one.actual))
    assert not any("QUIET" in str(leaf) for one in found for leaf in leaves(one.actual) if not is_sensitive(leaf))


@pytest.mark.parametrize("name", ["token", "Token", "secret", "password"])
@pytest.mark.parametrize("values", [("one-of-it", "QUIET"), (1, 7654321)], ids=["text", "a number"])
def test_secrets_of_a_custom_resource_are_not_shown(tmp_path: Path, name: str, values: tuple[object, object]) -> None:
    declared, live = (named("Thing", "t", version="a.example/v1", spec={"auth": {name: one}}) for one in values)
    (found,) = drifts(tmp_path, json.dumps(declared), listed(live))

    assert found.message == f"spec.auth.{name} is not what is declared"
    assert is_sensitive(found.actual)


def test_a_file_of_a_config_map_with_a_secret_is_not_shown(tmp_path: Path) -> None:
    text = config("c").replace("{a: b}", "{a.properties: 'db.password=x'}")
    live = named("ConfigMap", "c", data={"a.properties": "db.password=QUIET\n"})
    (found,) = drifts(tmp_path, text, listed(live))

    assert is_sensitive(found.actual)
    assert found.message == 'data["a.properties"] is not what is declared'


def test_files_of_programs_are_no_objects(tmp_path: Path) -> None:
    text = "apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\n---\napiVersion: v1\nkind: Config\nclusters: []\n"

    assert drifts(tmp_path, text, snapshot(read=["v1/ConfigMap"])) == ()


def test_items_that_are_no_objects(tmp_path: Path) -> None:
    found = detect(
        tmp_path, WEB, listed(web(), 5, {"kind": "Pod"}, None, {"apiVersion": "v1", "kind": "Pod", "metadata": {}})
    )

    assert (found.inputs[0].state, len(found.notifications)) == ("partly-read", 4)
    assert found.drifts == ()


def pod(name: str, owner: str, digest: str, image: str = "web:1") -> Any:
    made = named("Pod", name, spec={"containers": [{"name": "web", "image": image}]})
    made["metadata"]["ownerReferences"] = [{"kind": "ReplicaSet", "name": owner}]
    made["status"] = {"containerStatuses": [{"name": "web", "imageID": f"registry.example/web@sha256:{digest * 64}"}]}
    return made


@pytest.mark.parametrize(
    ("pods", "number"),
    [
        pytest.param([pod("a", "web-5d9c7b6f4", "1"), pod("b", "web-5d9c7b6f4", "1")], 0, id="one image"),
        pytest.param([pod("a", "web-5d9c7b6f4", "1"), pod("b", "web-5d9c7b6f4", "2")], 1, id="two images"),
        pytest.param([pod("a", "web-5d9c7b6f4", "1"), pod("b", "web-66c8d", "2", "web:2")], 0, id="in a rollout"),
        pytest.param([pod("a", "web-5d9c7b6f4", "1"), pod("b", "other-66c8d", "2")], 0, id="of another workload"),
    ],
)
def test_a_tag_that_was_moved(tmp_path: Path, pods: list[Any], number: int) -> None:
    found = drifts(tmp_path, WEB, snapshot(web(), *pods))

    assert [(one.kind, one.path, one.details) for one in found] == number * [
        ("kubernetes/changed", "spec.template.spec.containers[name=web].image", {"tag": "moved"})
    ]


SOPS = """---
apiVersion: v1
kind: Secret
metadata: {name: database, namespace: shop}
stringData:
  password: ENC[AES256_GCM,data:aGk=,iv:aGk=,tag:aGk=,type:str]
sops: {lastmodified: "2026-11-01T10:00:00Z", mac: "ENC[AES256_GCM,data:aGk=,iv:aGk=,tag:aGk=,type:str]"}
"""


def test_what_sops_has_encrypted_is_not_checked_and_no_drift(tmp_path: Path) -> None:
    data = {"password": base64.b64encode(b"x").decode()}
    (found,) = drifts(tmp_path, SOPS, listed(named("Secret", "database", data=data)))

    assert (found.kind, found.details["paths"]) == ("snapshot/unchecked", ["data.password"])
