"""Manifests of two environments: what is told, what is not, and where."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from tests.drift.environments.pair import alike, both, compare, lines, only

from trueline.drift.environments.loose import read_loose
from trueline.repo.working import WorkingTree
from trueline.values.unknown import is_sensitive, leaves

if TYPE_CHECKING:
    from pathlib import Path

DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name}
  namespace: {namespace}
  labels: {{environment: {environment}, app: web}}
spec:
  replicas: {replicas}
  template:
    spec:
      containers:
        - name: web
          image: {image}
          env:
{env}
          resources:
            limits: {{memory: {memory}}}
"""
PORT = "            - {name: PORT, value: '80'}"


def deployment(side: str, **changed: str) -> str:
    is_left = side == "staging"
    given = {
        "name": f"web-{'stg' if is_left else 'prod'}",
        "namespace": f"shop-{side}",
        "environment": side,
        "replicas": "1" if is_left else "6",
        "image": "registry.example.com/shop/web:1.27",
        "env": PORT,
        "memory": "256Mi" if is_left else "1Gi",
    }
    return DEPLOYMENT.format(**{**given, **changed})


def two(left: dict[str, str], right: dict[str, str]) -> dict[str, str]:
    return both("web.yaml", deployment("staging", **left), deployment("production", **right))


def test_what_usually_differs_is_counted_and_not_told(tmp_path: Path) -> None:
    found = compare(tmp_path, two({}, {}))

    assert lines(found) == []
    assert [(one.level, one.message) for one in found.notifications] == [
        (
            "note",
            "shop: 1 thing that is in both staging and production was compared; "
            "3 usual differences are not told (1 names, 2 size)",
        )
    ]


def test_usual_differences_are_told_where_the_settings_ask_for_them(tmp_path: Path) -> None:
    found = compare(tmp_path, two({}, {}), alike(compare=("size",)))

    assert lines(found) == [
        ("size", "spec.replicas", "spec.replicas is 6 in production, 1 in staging"),
        (
            "size",
            "spec.template.spec.containers[name=web].resources.limits.memory",
            "limits.memory is 1Gi in production, 256Mi in staging",
        ),
    ]
    assert {one.details["usual"] for one in found.drifts} == {"size"}


def test_another_image_is_told_at_the_right_side_and_where_the_left_one_stands(tmp_path: Path) -> None:
    image = "eu.example.com/{0}/web:{1}"
    drift = only(
        compare(tmp_path, two({"image": image.format("stg", "1.27")}, {"image": image.format("prod", "1.26")}))
    )

    assert (drift.kind, drift.address, drift.type) == (
        "environment/changed",
        "Deployment/shop-production/web-prod",
        "kubernetes/Deployment",
    )
    assert drift.path == "spec.template.spec.containers[name=web].image"
    assert str(drift.location) == "production/web.yaml:13:18"
    assert [(str(one), one.message) for one in drift.related] == [
        ("staging/web.yaml:13:18", "staging has eu.example.com/stg/web:1.27")
    ]
    assert (drift.unit, drift.environment) == ("production/web.yaml", "production")
    assert drift.details == {
        "aspect": "image",
        "pair": "shop",
        "left": "staging",
        "right": "production",
        "tags": ["1.27", "1.26"],
        "versions": ["1.27", "1.26"],
        "newer": "staging",
    }


@pytest.mark.parametrize(
    ("left", "right", "aspects"),
    [
        pytest.param("a.example.com/stg/web:1", "b.example.com/prod/web:1", [], id="another registry alone"),
        pytest.param("web:1", "web@sha256:" + "0" * 64, ["image"], id="a tag here, a digest there"),
        pytest.param("web:1", "shop:1", ["image"], id="another image"),
        pytest.param("web:staging", "web:production", [], id="tags that name the environment"),
        pytest.param("web", "web:latest", ["image"], id="no tag"),
    ],
)
def test_images(tmp_path: Path, left: str, right: str, aspects: list[str]) -> None:
    found = compare(tmp_path, two({"image": left}, {"image": right}))

    assert [aspect for aspect, _, _ in lines(found)] == aspects


ARN = "arn:aws:iam::11111111111{0}:role/web"
ENV = "            - {{name: {0}, value: '{1}'}}"


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        pytest.param(
            [("FEATURE_CART", "true")],
            [("FEATURE_CART", "false")],
            [("flag", "env[name=FEATURE_CART].value is false in production, true in staging")],
            id="flag",
        ),
        pytest.param([("ENABLE_X", "1")], [("ENABLE_X", "0")], ["flag"], id="switch"),
        pytest.param([("NEW", "1")], [], [("keys", "only staging sets env[name=NEW]")], id="only in one"),
        pytest.param([("API_URL", "a.example.com")], [], ["keys"], id="a host only in one"),
        pytest.param([], [("WORKERS", "4")], ["keys"], id="a size only in one"),
        pytest.param([("A", "1"), ("B", "2")], [("B", "2"), ("A", "1")], [], id="order"),
        pytest.param([("TIMEOUT", "5")], [("TIMEOUT", "50")], ["value"], id="value"),
        pytest.param([("LOG_LEVEL", "debug")], [("LOG_LEVEL", "warn")], [], id="log level"),
        pytest.param([("ENVIRONMENT", "stg")], [("ENVIRONMENT", "live")], [], id="name of the environment"),
        pytest.param([("QUEUE", "orders-stg")], [("QUEUE", "orders-prod")], [], id="named after it"),
        pytest.param([("DB", "db.stg.example.com:5432")], [("DB", "db.example.com:5432")], [], id="host"),
        pytest.param([("ROLE", ARN.format(1))], [("ROLE", ARN.format(2))], [], id="ARN"),
        pytest.param([("TIME_TO_LIVE", "5")], [("TIME_TO_LIVE", "5")], [], id="a word of another meaning"),
        pytest.param([("DB_PASSWORD", "a1b2c3")], [("DB_PASSWORD", "d4e5f6")], [], id="secret"),
    ],
)  # fmt: skip
def test_variables(
    tmp_path: Path, left: list[tuple[str, str]], right: list[tuple[str, str]], expected: list[object]
) -> None:
    def spelled(variables: list[tuple[str, str]]) -> str:
        return "\n".join([PORT, *(ENV.format(*one) for one in variables)])

    found = lines(compare(tmp_path, two({"env": spelled(left)}, {"env": spelled(right)})))

    wanted = [one if isinstance(one, tuple) else (one, None) for one in expected]
    assert [
        (aspect, message if text else None) for (aspect, _, message), (_, text) in zip(found, wanted, strict=True)
    ] == wanted


def test_a_secret_is_never_said(tmp_path: Path) -> None:
    left, right = (ENV.format("DB_PASSWORD", value) for value in ("hunter2abc", "hunter3abc"))
    drift = only(compare(tmp_path, two({"env": left}, {"env": right}), alike(compare=("secrets",))))

    assert "hunter" not in drift.message + "".join(one.message for one in drift.related)
    assert drift.message == "env[name=DB_PASSWORD].value is another secret in production than in staging"


@pytest.mark.parametrize("name", ["token", "Token", "secret", "password", "pgPassword"])
@pytest.mark.parametrize("values", [("hunter2", "hunter3"), (1234567, 7654321)], ids=["text", "a number"])
def test_a_secret_of_a_custom_resource_is_never_said(tmp_path: Path, name: str, values: tuple[object, object]) -> None:
    text = "apiVersion: a.example/v1\nkind: Thing\nmetadata: {{name: t}}\nspec: {{auth: {{{0}: {1}}}}}\n"
    files = both("thing.yaml", *(text.format(name, value) for value in values))
    drift = only(compare(tmp_path, files, alike(compare=("secrets",))))

    assert not any(str(value) in drift.message for value in values)
    assert is_sensitive(drift.declared)
    assert is_sensitive(drift.actual)


SECRET = """\
apiVersion: v1
kind: Secret
metadata: {{name: web}}
stringData: {{config.json: '{{"user": "{0}"}}', {1}: {0}}}
"""


def test_of_secrets_only_the_keys_are_said(tmp_path: Path) -> None:
    files = both("secret.yaml", SECRET.format("hunter1", "old"), SECRET.format("hunter2", "new"))
    found = compare(tmp_path, files, alike(compare=("secrets",)))

    assert lines(found) == [
        ("keys", "stringData.old", "only staging sets stringData.old"),
        (
            "value",
            'stringData["config.json"]',
            'stringData["config.json"] is another secret in production than in staging',
        ),
        ("keys", "stringData.new", "only production sets stringData.new"),
    ]
    assert all(is_sensitive(leaf) for one in found.drifts for leaf in leaves([one.declared, one.actual]) if leaf)


def test_what_kubernetes_takes_where_nothing_is_said_is_no_difference(tmp_path: Path) -> None:
    text = "apiVersion: v1\nkind: Service\nmetadata: {{name: a}}\nspec: {{ports: [{{port: 80{0}}}]{1}}}\n"
    files = both("a.yaml", text.format(", protocol: TCP", ", sessionAffinity: None"), text.format("", ""))

    assert lines(compare(tmp_path, files)) == []


def test_flags_of_a_command_are_told_apart_by_name(tmp_path: Path) -> None:
    files = two({}, {})
    files["staging/web.yaml"] += "          args: [--a=1, --b=2, --password=hunter1]\n"
    files["production/web.yaml"] += "          args: [--b=3, --a=1, --password=hunter2, --c]\n"

    assert [(path.rpartition(".")[2], message) for _, path, message in lines(compare(tmp_path, files))] == [
        ("args[--b]", "args[--b] is 3 in production, 2 in staging"),
        ("args[--c]", "only production sets args[--c], to true"),
    ]


def test_a_value_that_one_takes_from_a_secret_is_one_difference(tmp_path: Path) -> None:
    left = "            - {name: MODE, value: fast}"
    right = "            - {name: MODE, valueFrom: {secretKeyRef: {name: web, key: mode}}}"

    drift = only(compare(tmp_path, two({"env": left}, {"env": right})))

    assert drift.path.endswith("env[name=MODE]")


POLICY = """\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny-all, namespace: shop-staging}
spec: {podSelector: {}}
"""


def test_a_safeguard_that_only_one_has(tmp_path: Path) -> None:
    drift = only(compare(tmp_path, {**two({}, {}), "staging/policy.yaml": POLICY}))

    assert (drift.kind, drift.type, drift.path) == ("environment/missing", "kubernetes/NetworkPolicy", "")
    assert str(drift.location) == "staging/policy.yaml:3:18"
    assert drift.message == "only staging has NetworkPolicy/shop-staging/deny-all, production has not"
    assert drift.details == {
        "aspect": "safeguard",
        "pair": "shop",
        "left": "staging",
        "right": "production",
        "side": "left",
        "only_in": "staging",
        "missing_in": "production",
        "weaker": "production",
    }


def test_what_only_one_has_may_be_ignored(tmp_path: Path) -> None:
    pair = alike(ignore=(("NetworkPolicy/*/deny-all", "the mesh does it"),))
    found = compare(tmp_path, {**two({}, {}), "staging/policy.yaml": POLICY}, pair)

    assert lines(found) == []
    assert found.notifications[0].message.endswith("; 1 may differ by the settings")


@pytest.mark.parametrize(
    "pattern",
    [
        "spec.template.spec.containers[name=web].image",
        "*.image",
        "kubernetes/Deployment/*",
        "Deployment/shop-production/web-prod/spec.template",
        "kubernetes/Deployment/Deployment/shop-staging/web-stg/*image",
    ],
)
def test_what_may_differ(tmp_path: Path, pattern: str) -> None:
    found = compare(tmp_path, two({"image": "web:1"}, {"image": "web:2"}), alike(differ=((pattern, "canary"),)))

    assert lines(found) == []


def test_a_hostile_pattern_lets_nothing_differ(tmp_path: Path) -> None:
    found = compare(tmp_path, two({"image": "web:1"}, {"image": "web:2"}), alike(differ=(("[{" + "*a" * 600, "no"),)))

    assert len(found.drifts) == 1


MORE = """\
          livenessProbe: {httpGet: {path: /, port: 80}}
          securityContext: {runAsNonRoot: true}
"""


def test_probes_and_security_contexts_are_safeguards(tmp_path: Path) -> None:
    files = two({}, {})
    files["production/web.yaml"] += MORE

    found = compare(tmp_path, files)

    assert [(one.details["aspect"], one.path.rpartition(".")[2], one.details["weaker"]) for one in found.drifts] == [
        ("safeguard", "livenessProbe", "staging"),
        ("safeguard", "securityContext", "staging"),
    ]


def test_a_limit_that_only_one_has_is_a_safeguard(tmp_path: Path) -> None:
    files = two({}, {})
    files["production/web.yaml"] = files["production/web.yaml"].replace("memory: 1Gi", "cpu: 1, memory: 1Gi")

    assert [(one.details["aspect"], one.path.rpartition(".")[2]) for one in compare(tmp_path, files).drifts] == [
        ("safeguard", "cpu")
    ]


CONFIG = """\
apiVersion: v1
kind: ConfigMap
metadata: {{name: web, namespace: {0}}}
data:
{1}
"""


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        pytest.param("  A: '1'\n  B: '1'", "  A: '1'", [("keys", "data.B")], id="a key"),
        pytest.param("  schema_version: '9'", "  schema_version: '8'", [("schema", "data.schema_version")], id="head"),
        pytest.param("  feature.cart: 'on'", "  feature.cart: 'off'", [("flag", 'data["feature.cart"]')], id="flag"),
        pytest.param("  staging.json: '{\"a\": 1}'", "  production.json: '{\"a\": 1}'", [], id="keys named after it"),
        pytest.param(
            "  app.yaml: |\n    db: {pool: 5}\n    retries: 3",
            "  app.yaml: |\n    db: {pool: 5}\n    retries: 4",
            [("value", 'data["app.yaml"].retries')],
            id="YAML inside",
        ),
        pytest.param(
            "  flags.json: '{\"flags\": {\"cart\": {\"defaultVariant\": \"on\"}}}'",
            "  flags.json: '{\"flags\": {\"cart\": {\"defaultVariant\": \"off\"}}}'",
            [("flag", 'data["flags.json"].flags.cart.defaultVariant')],
            id="flags inside",
        ),
        pytest.param(
            "  app.properties: |\n    a=1\n    feature.x=true",
            "  app.properties: |\n    # the other\n    feature.x=false\n    a=1",
            [("flag", 'data["app.properties"]["feature.x"]')],
            id="properties inside",
        ),
        pytest.param("  a.sh: |\n    ls\n    b", "  a.sh: |\n    ls\n    c", [("value", 'data["a.sh"]')], id="script"),
    ],
)  # fmt: skip
def test_config_maps(tmp_path: Path, left: str, right: str, expected: list[tuple[str, str]]) -> None:
    found = compare(tmp_path, both("config.yaml", CONFIG.format("a-stg", left), CONFIG.format("a-prd", right)))

    assert [(aspect, path) for aspect, path, _ in lines(found)] == expected


RULE = """\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {{name: web}}
spec:
  groups:
    - name: web
      rules:
        - {{alert: Down, expr: up == 0, for: {0}}}
{1}
"""


def test_alerts(tmp_path: Path) -> None:
    more = "        - {alert: Slow, expr: latency > 1}"
    found = compare(tmp_path, both("rule.yaml", RULE.format("5m", ""), RULE.format("9m", more)))

    assert lines(found) == [
        (
            "slo",
            "spec.groups[name=web].rules[alert=Down].for",
            "rules[alert=Down].for is 9m in production, 5m in staging",
        ),
        ("slo", "spec.groups[name=web].rules[alert=Slow]", "only production sets rules[alert=Slow]"),
    ]


def test_an_autoscaler_alone_is_a_matter_of_size(tmp_path: Path) -> None:
    scaler = (
        "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec: {maxReplicas: 5}\n"
    )
    files = {**two({}, {}), "production/hpa.yaml": scaler}

    assert lines(compare(tmp_path, files)) == []
    assert [aspect for aspect, _, _ in lines(compare(tmp_path, files, alike(compare=("size",))))] == ["size"] * 3


def test_what_one_place_makes_in_several_components_is_said_once(tmp_path: Path) -> None:
    names = ("a", "b", "c")
    text = "apiVersion: v1\nkind: List\nx: &spec {{type: {0}}}\nitems:\n" + "".join(
        f"  - {{{{apiVersion: v1, kind: Service, metadata: {{{{name: {name}}}}}, spec: *spec}}}}\n" for name in names
    )

    drift = only(compare(tmp_path, both("all.yaml", text.format("NodePort"), text.format("ClusterIP"))))

    assert drift.message == "spec.type is ClusterIP in production, NodePort in staging; so in 2 more components"
    assert drift.details["more"] == 2


def test_the_same_name_several_times_is_paired_by_what_it_says(tmp_path: Path) -> None:
    def service(namespace: str, port: int) -> str:
        head = f"apiVersion: v1\nkind: Service\nmetadata: {{name: web, namespace: {namespace}}}\n"
        return head + f"spec: {{ports: [{{port: {port}}}], selector: {{app: a{port}}}}}\n---\n"

    left = service("one", 80) + service("two", 81)
    right = service("three", 81) + service("four", 80)

    assert lines(compare(tmp_path, both("all.yaml", left, right))) == []


BASE = {
    "base/kustomization.yaml": "resources: [web.yaml]\nconfigMapGenerator: [{name: web, literals: [A=1]}]\n",
    "base/web.yaml": deployment("x", name="web", namespace="shop", environment="any"),
}
OVERLAY = """\
resources: [../base]
namespace: shop-{0}
nameSuffix: -{0}
images: [{{name: registry.example.com/shop/web, newTag: '{1}'}}]
"""


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl is not installed")
def test_overlays(tmp_path: Path) -> None:
    files = {
        **BASE,
        "staging/kustomization.yaml": OVERLAY.format("staging", "1.28"),
        "production/kustomization.yaml": OVERLAY.format("production", "1.26"),
    }
    drift = only(compare(tmp_path, files, render=frozenset({"kustomize"})))

    assert drift.details["newer"] == "staging"
    assert str(drift.location).startswith("production/kustomization.yaml:4:")
    assert str(drift.related[0]).startswith("staging/kustomization.yaml:4:")


def test_overlays_that_are_not_rendered_are_said_to_be_unchecked(tmp_path: Path) -> None:
    files = {
        **BASE,
        "staging/kustomization.yaml": OVERLAY.format("staging", "1.28"),
        "production/kustomization.yaml": OVERLAY.format("production", "1.27"),
    }
    found = compare(tmp_path, files)

    assert [(one.kind, one.address, one.details.get("aspect")) for one in found.drifts] == [
        ("snapshot/unchecked", "staging/kustomization.yaml", None),
        ("snapshot/unchecked", "production/kustomization.yaml", None),
        ("environment/changed", "kustomization.yaml", "image"),
    ]
    assert found.drifts[0].details["reason"] == "the kustomization staging is not rendered"


def test_an_environment_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    found = compare(tmp_path, two({}, {}), alike(right=("production", "live")))

    assert lines(found) == []
    assert [(one.level, one.id, one.message, one.location) for one in found.notifications] == [
        (
            "error",
            "environment-missing",
            "shop: nothing is declared under live for production, so nothing was compared",
            alike().location,
        )
    ]


def test_what_tools_write_into_names_and_beside_secrets_is_usual(tmp_path: Path) -> None:
    volumes = "[{name: c, configMap: {name: web-%s}}]"
    pod = f"apiVersion: v1\nkind: Pod\nmetadata: {{name: web}}\nspec: {{volumes: {volumes}}}\n"
    sops = "apiVersion: v1\nkind: Secret\nmetadata: {{name: web}}\nsops: {{lastmodified: '{0}', mac: {0}}}\n"
    files = {
        **both("web.yaml", pod % "2d9g6dk4fh", pod % "hfm7ct884d"),
        **both("secret.yaml", sops.format("a"), sops.format("b")),
    }

    assert lines(compare(tmp_path, files)) == []


def test_an_object_in_a_file_of_no_dialect_is_no_setting_too(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("kind: a setting\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n")
    found, gaps = read_loose("a.yaml", WorkingTree(str(tmp_path)), "a.yaml")

    assert ([one.address for one in found], gaps) == (["a.yaml#0"], [])
