"""Roles and bindings of a cluster beside the declared ones: nothing where nothing differs, one fact for one change."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.drift.access.tree import declared, shown, snapshot

from trueline.drift.access.rbac import compare
from trueline.model.drift import Actor

MANIFESTS = """\
apiVersion: v1
kind: ServiceAccount
metadata: {name: web, namespace: shop}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: web, namespace: shop}
rules:
  - apiGroups: [""]
    resources: [pods, services]
    verbs: [get, list]
  - apiGroups: [apps]
    resources: [deployments]
    verbs: ["*"]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: web, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: web}
subjects:
  - {kind: ServiceAccount, name: web, namespace: shop}
  - {kind: Group, name: shop-team, apiGroup: rbac.authorization.k8s.io}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: reader}
rules:
  - apiGroups: [""]
    resources: [nodes]
    verbs: [get]
  - nonResourceURLs: [/metrics]
    verbs: [get]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: monitoring}
aggregationRule: {clusterRoleSelectors: [{matchLabels: {a: b}}]}
rules: []
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: readers}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader}
subjects:
  - {kind: ServiceAccount, name: web, namespace: shop}
"""
OWN = """\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: cluster-admin, labels: {kubernetes.io/bootstrapping: rbac-defaults}}
rules: [{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}, {nonResourceURLs: ["*"], verbs: ["*"]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: cluster-admin, labels: {kubernetes.io/bootstrapping: rbac-defaults}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: Group, name: "system:masters", apiGroup: rbac.authorization.k8s.io}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: "system:controller:x", namespace: kube-system}
rules: []
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: "system:controller:x", namespace: kube-system}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: "system:controller:x"}
subjects: [{kind: ServiceAccount, name: x, namespace: kube-system}]
"""


def cluster() -> dict[str, Any]:
    """Return a cluster that has what is declared, as kubectl lists it, and what any cluster has."""
    items = [one for one in yaml.safe_load_all(f"{MANIFESTS}---\n{OWN}") if one["kind"] != "ServiceAccount"]
    for number, one in enumerate(items):
        one["metadata"].update(uid=f"u{number}", resourceVersion="1", creationTimestamp="2026-10-01T00:00:00Z")
    return {"apiVersion": "v1", "kind": "List", "metadata": {}, "items": items}


def find(root: Any, kind: str, name: str) -> Any:
    return next(one for one in root["items"] if (one["kind"], one["metadata"]["name"]) == (kind, name))


def drifts(root: Any, *managed: str, manifests: str = MANIFESTS) -> Any:
    return compare(snapshot("kubernetes", root), declared({"rbac.yaml": manifests}, *managed)).drifts


def obj(kind: str, name: str, namespace: str = "", **rest: Any) -> dict[str, Any]:
    metadata = {"name": name, **({"namespace": namespace} if namespace else {})}
    return {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": kind, "metadata": metadata, **rest}


def role_ref(kind: str, name: str) -> dict[str, str]:
    return {"apiGroup": "rbac.authorization.k8s.io", "kind": kind, "name": name}


@pytest.mark.parametrize("managed", [(), ("shop", "kubernetes/ClusterRoleBinding", "kubernetes/*", "*")])
def test_what_is_as_declared_has_no_drift(managed: tuple[str, ...]) -> None:
    root = cluster()
    find(root, "Role", "web")["rules"] = [
        {"verbs": ["*"], "apiGroups": ["apps"], "resources": ["deployments"]},
        {"verbs": ["list", "get"], "apiGroups": [""], "resources": ["services"]},
        {"verbs": ["get", "list"], "apiGroups": [""], "resources": ["pods"]},
    ]
    find(root, "ClusterRole", "monitoring")["rules"] = [{"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]}]
    find(root, "RoleBinding", "web")["subjects"].reverse()
    found = compare(snapshot("kubernetes", root), declared({"rbac.yaml": MANIFESTS}, *managed))

    assert shown(found.drifts) == []
    assert (found.inputs, found.notifications) == ((), ())


def _rules(change: Any) -> Any:
    return lambda root: change(find(root, "Role", "web")["rules"])


CHANGES = [
    pytest.param(
        _rules(lambda rules: rules[0]["resources"].append("secrets")),
        "access/widened",
        ("rules[0]", 9, "it also allows get, list on secrets"),
        {"escalates": ["secrets"], "verbs": ["get", "list"], "resources": ["secrets"]},
        id="secrets",
    ),
    pytest.param(
        _rules(lambda rules: rules[0].update(verbs=["*"])),
        "access/widened",
        ("rules[0]", 9, "it also allows * on pods, services"),
        {"verbs": ["*"]},
        id="every verb",
    ),
    pytest.param(
        _rules(lambda rules: rules.append({"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]})),
        "access/widened",
        ("rules", 8, "it also allows * on */*"),
        {"verbs": ["*"]},
        id="everything",
    ),
    pytest.param(
        _rules(lambda rules: rules.append({"apiGroups": [""], "resources": ["pods/exec"], "verbs": ["create"]})),
        "access/widened",
        ("rules", 8, "it also allows create on pods/exec"),
        {"escalates": ["pods/exec"]},
        id="exec",
    ),
    pytest.param(
        _rules(lambda rules: rules[0].update(verbs=["get"])),
        "access/narrowed",
        ("rules[0]", 9, "it no longer allows list on pods, services"),
        {"verbs": ["list"]},
        id="a verb less",
    ),
    pytest.param(
        _rules(lambda rules: rules[0].update(resourceNames=["web-1"])),
        "access/narrowed",
        ("rules[0]", 9, "it no longer allows get, list on pods, services"),
        {},
        id="by name alone",
    ),
    pytest.param(
        _rules(lambda rules: rules[0].update(verbs=["get", "delete"])),
        "access/widened",
        ("rules[0]", 9, "it also allows delete on pods, services and no longer list on pods, services"),
        {"lost": {"verbs": ["list"], "resources": ["pods", "services"]}},
        id="another verb",
    ),
    pytest.param(
        lambda root: find(root, "RoleBinding", "web")["subjects"].append(
            {"kind": "User", "name": "eve", "apiGroup": "rbac.authorization.k8s.io"}
        ),
        "access/widened",
        ("subjects[kind=User,name=eve]", 20, "User eve has Role web in shop, and is not declared to"),
        {"principal": "User eve", "role": "Role/shop/web", "namespace": "shop"},
        id="a user more",
    ),
    pytest.param(
        lambda root: find(root, "RoleBinding", "web")["subjects"].pop(),
        "access/narrowed",
        ("subjects[kind=Group,name=shop-team]", 22, "Group shop-team no longer has Role web in shop"),
        {"principal": "Group shop-team"},
        id="a group less",
    ),
    pytest.param(
        lambda root: find(root, "ClusterRoleBinding", "readers").update(
            roleRef=role_ref("ClusterRole", "cluster-admin")
        ),
        "access/widened",
        ("roleRef", 43, "it gives ClusterRole/cluster-admin, declared ClusterRole/reader"),
        {"role": "ClusterRole/cluster-admin"},
        id="another role",
    ),
    pytest.param(
        lambda root: root["items"].remove(find(root, "ClusterRoleBinding", "readers")),
        "access/narrowed",
        (
            "",
            42,
            "ClusterRoleBinding/readers is not there: ServiceAccount shop/web no longer has ClusterRole reader",
        ),
        {},
        id="a binding less",
    ),
    pytest.param(
        lambda root: root["items"].remove(find(root, "ClusterRole", "reader")),
        "access/narrowed",
        ("", 26, "ClusterRole/reader is not there"),
        {"missing": True},
        id="a role less",
    ),
]


@pytest.mark.parametrize(("change", "kind", "fact", "details"), CHANGES)
def test_one_change_is_one_fact(change: Any, kind: str, fact: tuple[str, int, str], details: dict[str, Any]) -> None:
    root = cluster()
    change(root)
    (found,) = drifts(root)

    assert found.kind == kind
    assert (found.path, found.message) == (fact[0], fact[2])
    assert found.location.path == "rbac.yaml"
    assert found.location.region.start_line == fact[1]
    assert {name: found.details[name] for name in details} == details
    assert found.details["touches"] == ["access"]


def test_a_binding_with_another_name_that_gives_the_same_is_no_drift() -> None:
    root = cluster()
    find(root, "ClusterRoleBinding", "readers")["metadata"]["name"] = "others"

    assert shown(drifts(root, "kubernetes/ClusterRoleBinding")) == []


@pytest.mark.parametrize(
    ("extra", "managed", "expected"),
    [
        pytest.param(
            obj(
                "ClusterRoleBinding",
                "debug",
                roleRef=role_ref("ClusterRole", "cluster-admin"),
                subjects=[{"kind": "User", "name": "eve"}],
            ),
            ("kubernetes/ClusterRoleBinding",),
            ["ClusterRoleBinding/debug is declared nowhere, and gives User eve ClusterRole cluster-admin"],
            id="managed cluster-admin",
        ),
        pytest.param(
            obj(
                "ClusterRoleBinding",
                "system:debug",
                roleRef=role_ref("ClusterRole", "cluster-admin"),
                subjects=[{"kind": "User", "name": "eve"}, {"kind": "User", "name": "system:kube-proxy"}],
            ),
            ("kubernetes/ClusterRoleBinding",),
            ["ClusterRoleBinding/system:debug is declared nowhere, and gives User eve ClusterRole cluster-admin"],
            id="in disguise",
        ),
        pytest.param(
            obj(
                "ClusterRoleBinding",
                "system:discovery",
                roleRef=role_ref("ClusterRole", "cluster-admin"),
                subjects=[{"kind": "Group", "name": "system:authenticated"}],
            ),
            ("kubernetes/ClusterRoleBinding",),
            [
                "ClusterRoleBinding/system:discovery is declared nowhere, and gives Group system:authenticated "
                "ClusterRole cluster-admin"
            ],
            id="the cluster's own with another role",
        ),
        pytest.param(
            obj(
                "ClusterRoleBinding",
                "debug",
                roleRef=role_ref("ClusterRole", "cluster-admin"),
                subjects=[{"kind": "User", "name": "eve"}],
            ),
            (),
            [],
            id="not managed",
        ),
        pytest.param(
            obj(
                "RoleBinding",
                "debug",
                "shop",
                roleRef=role_ref("ClusterRole", "admin"),
                subjects=[{"kind": "Group", "name": "ops"}],
            ),
            ("sh*",),
            ["RoleBinding/shop/debug is declared nowhere, and gives Group ops ClusterRole admin in shop"],
            id="managed namespace",
        ),
        pytest.param(
            obj("Role", "debug", "shop", rules=[{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]}]),
            ("shop",),
            ["Role/shop/debug is declared nowhere, and allows get on secrets"],
            id="a role in a managed namespace",
        ),
        pytest.param(
            obj(
                "ClusterRoleBinding",
                "helper",
                roleRef=role_ref("ClusterRole", "cluster-admin"),
                subjects=[{"kind": "ServiceAccount", "name": "web", "namespace": "shop"}],
            ),
            (),
            [
                "ClusterRoleBinding/helper is declared nowhere, and gives ServiceAccount shop/web ClusterRole "
                "cluster-admin"
            ],
            id="more for a declared account",
        ),
        pytest.param(
            obj(
                "RoleBinding",
                "helper",
                "shop",
                roleRef=role_ref("Role", "web"),
                subjects=[{"kind": "User", "name": "system:serviceaccount:shop:web"}],
            ),
            ("shop",),
            [],
            id="what it has already",
        ),
    ],
)
def test_what_is_declared_nowhere(extra: Any, managed: tuple[str, ...], expected: list[str]) -> None:
    root = cluster()
    root["items"].append(extra)
    found = drifts(root, *managed)

    assert [one.message for one in found] == expected
    assert all(one.kind == "access/widened" and one.location.path == "live.json" for one in found)


def test_what_a_controller_made_is_its_own() -> None:
    root = cluster()
    role = obj("Role", "made", "shop", rules=[{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}])
    role["metadata"]["ownerReferences"] = [{"kind": "Operator", "name": "x"}]
    root["items"].append(role)

    assert shown(drifts(root, "shop")) == []


def test_a_namespace_that_is_left_out_is_the_one_that_has_it() -> None:
    manifests = MANIFESTS.replace("name: web, namespace: shop}\nr", "name: web}\nr")

    assert shown(drifts(cluster(), manifests=manifests)) == []


def test_a_namespace_that_is_left_out_may_be_one_of_several() -> None:
    manifests = MANIFESTS.replace(
        "kind: Role\nmetadata: {name: web, namespace: shop}", "kind: Role\nmetadata: {name: web}"
    )
    root = cluster()
    root["items"].append(copy.deepcopy(find(root, "Role", "web")))
    root["items"][-1]["metadata"]["namespace"] = "other"

    assert [one.kind for one in drifts(root, manifests=manifests)] == ["snapshot/unchecked"]


def test_who_changed_it_is_told() -> None:
    root = cluster()
    role = find(root, "Role", "web")
    role["rules"][0]["verbs"].append("delete")
    role["metadata"]["managedFields"] = [
        {"manager": "helm", "time": "2026-10-01T00:00:00Z", "fieldsV1": {"f:rules": {}}},
        {"manager": "kubectl-edit", "time": "2026-11-01T00:00:00Z", "fieldsV1": {"f:rules": {}}},
        {"manager": "other", "time": "2026-12-01T00:00:00Z", "fieldsV1": {"f:metadata": {}}},
    ]

    assert drifts(root)[0].by == Actor("kubectl-edit", "human", "2026-11-01T00:00:00Z")


@pytest.mark.parametrize("kind", ["Role", "RoleBinding"])
def test_who_made_what_nobody_declares_is_told_as_of_other_objects(kind: str) -> None:
    root = cluster()
    rights = {"rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}]}
    given = {
        "subjects": [{"kind": "User", "name": "bob"}],
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "view"},
    }
    made = obj(kind, "made", "shop", **(rights if kind == "Role" else given))
    made["metadata"]["managedFields"] = [
        {"manager": "kubectl-create", "operation": "Update", "time": "2026-11-01T00:00:00Z", "fieldsV1": {
            "f:rules": {}, "f:subjects": {}, "f:roleRef": {},
        }},
    ]  # fmt: skip
    root["items"].append(made)
    (found,) = drifts(root, "shop")

    assert found.by == Actor("kubectl-create", "human", "2026-11-01T00:00:00Z")


BOOTED = {"manager": "kube-apiserver", "operation": "Update", "time": "2026-10-01T00:00:00Z"}
EDITED = {"manager": "kubectl-edit", "operation": "Update", "time": "2026-11-01T00:00:00Z"}
CREATED = {**EDITED, "manager": "kubectl-create"}
BASIC = obj("ClusterRole", "system:basic-user", rules=[{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]}])
DISCOVERY = obj(
    "ClusterRoleBinding", "system:discovery", roleRef=role_ref("ClusterRole", "system:discovery"),
    subjects=[{"kind": "Group", "name": "system:authenticated"}],
)  # fmt: skip
ANYBODY = [*DISCOVERY["subjects"], {"kind": "Group", "name": "system:unauthenticated"}]


@pytest.mark.parametrize(
    ("one", "fields", "told"),
    [
        pytest.param(BASIC, [{**BOOTED, "fieldsV1": {"f:rules": {}}}], [], id="the cluster's own"),
        pytest.param(BASIC, [{**EDITED, "fieldsV1": {"f:metadata": {"f:labels": {}}}}], [], id="a label by hand"),
        pytest.param(
            BASIC, [{**BOOTED, "fieldsV1": {"f:metadata": {}}}, {**EDITED, "fieldsV1": {"f:rules": {}}}],
            ["ClusterRole/system:basic-user is the cluster's own, changed by others, and allows get on secrets"],
            id="widened by hand",
        ),
        pytest.param(
            BASIC, [{**EDITED, "manager": "terraform", "fieldsV1": {"f:rules": {}}}],
            ["ClusterRole/system:basic-user is the cluster's own, changed by others, and allows get on secrets"],
            id="by a tool",
        ),
        pytest.param(BASIC, [{**BOOTED, "manager": "kubeadm", "fieldsV1": {"f:rules": {}}}], [], id="by kubeadm"),
        pytest.param(
            BASIC, [{**CREATED, "fieldsV1": {"f:rules": {}}}],
            ["ClusterRole/system:basic-user is declared nowhere, and allows get on secrets"], id="made by hand",
        ),
        pytest.param(DISCOVERY, [], [], id="whom the cluster binds"),
        pytest.param(
            {**DISCOVERY, "subjects": ANYBODY}, [],
            ["ClusterRoleBinding/system:discovery is declared nowhere, and gives Group system:unauthenticated"
             " ClusterRole system:discovery"],
            id="more than the cluster binds",
        ),
        pytest.param(
            DISCOVERY, [{**EDITED, "fieldsV1": {"f:subjects": {}}}],
            ["ClusterRoleBinding/system:discovery is declared nowhere, and gives Group system:authenticated"
             " ClusterRole system:discovery"],
            id="bound by hand",
        ),
    ],
)  # fmt: skip
def test_what_a_cluster_brings_along_is_told_where_a_person_changed_it(one: Any, fields: Any, told: list[str]) -> None:
    root = cluster()
    root["items"].append(copy.deepcopy({**one, "metadata": {**one["metadata"], "managedFields": fields}}))
    found = drifts(root, "kubernetes/ClusterRole", "kubernetes/ClusterRoleBinding")

    assert [each.message for each in found] == told
    assert {each.by.name for each in found if each.by is not None} <= {"kubectl-edit", "kubectl-create", "terraform"}


def test_kinds_that_were_not_read_are_told_and_nothing_of_them_is_missing() -> None:
    root = {
        "trueline_snapshot": 1,
        "kind": "kubernetes",
        "items": [one for one in cluster()["items"] if one["kind"] in ("Role", "RoleBinding")],
        "read": [{"kind": f"rbac.authorization.k8s.io/v1/{kind}", "namespace": ""} for kind in ("Role", "RoleBinding")],
        "unread": [{"kind": "rbac.authorization.k8s.io/v1/ClusterRole", "reason": "forbidden"}],
    }
    found = drifts(root)

    assert [one.kind for one in found] == ["snapshot/unchecked", "snapshot/unchecked"]
    assert [one.details["reason"] for one in found] == [
        "objects of kind ClusterRole were not read: forbidden",
        "the snapshot holds no objects of kind ClusterRoleBinding",
    ]


@pytest.mark.parametrize(
    ("labels", "kind"),
    [
        pytest.param({"app.kubernetes.io/managed-by": "Helm"}, "snapshot/unchecked", id="of a chart"),
        pytest.param({}, "access/widened", id="of nobody"),
    ],
)
def test_what_a_chart_that_is_not_rendered_may_declare_is_unchecked(labels: dict[str, str], kind: str) -> None:
    root = cluster()
    role = obj("Role", "made", "shop", rules=[{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}])
    role["metadata"]["labels"] = labels
    root["items"].append(role)
    chart = {"chart/Chart.yaml": "apiVersion: v2\nname: c\nversion: 1.0.0\n", "chart/templates/a.yaml": "{{ .x }}\n"}
    found = compare(snapshot("kubernetes", root), declared({"rbac.yaml": MANIFESTS, **chart}, "shop"))

    assert [one.kind for one in found.drifts] == [kind]


def test_what_may_be_declared_elsewhere_is_told_with_what_it_gives() -> None:
    root = cluster()
    admin = {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"}
    root["items"].append(obj("ClusterRoleBinding", "own", subjects=[{"kind": "User", "name": "eve"}], roleRef=admin))
    files = {"rbac.yaml": MANIFESTS, "k/kustomization.yaml": "namePrefix: x-\n"}
    found = compare(snapshot("kubernetes", root), declared(files, "kubernetes/ClusterRoleBinding")).drifts

    assert [(one.kind, one.message) for one in found] == [
        (
            "snapshot/unchecked",
            "ClusterRoleBinding/own may be declared in k, which was not read as a whole; it gives User eve ClusterRole "
            "cluster-admin",
        )
    ]


READER = """\
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader, namespace: shop}
rules: [{apiGroups: [""], resources: [%s], verbs: [get]}]
"""
WIDE, NARROW = READER % "pods, secrets", READER % "pods"


def reader(files: dict[str, str], origin: str = "") -> Any:
    """Return what drifted where the role reads secrets."""
    items = {"apiVersion": "v1", "kind": "List", "items": [yaml.safe_load(WIDE)]}
    return compare(snapshot("kubernetes", items, origin=origin), declared(files)).drifts


def test_what_another_environment_declares_excuses_nothing() -> None:
    (found,) = reader({"production/role.yaml": NARROW, "staging/role.yaml": WIDE}, origin="context production")

    assert (found.kind, found.location.path) == ("access/widened", "production/role.yaml")
    assert found.message == "it also allows get on secrets"


def test_which_of_two_declarations_is_meant_is_not_known() -> None:
    (found,) = reader({"production/role.yaml": NARROW, "staging/role.yaml": WIDE})

    assert (found.kind, found.location.path) == ("snapshot/unchecked", "staging/role.yaml")
    assert [place.path for place in found.related] == ["production/role.yaml"]
    assert found.details["touches"] == ["access"]
    assert found.message == (
        "Role/shop/reader is declared otherwise in production/role.yaml; it was compared with the one nearest to it"
    )


def test_two_declarations_that_say_the_same_are_no_matter() -> None:
    (found,) = reader({"one.yaml": NARROW, "two.yaml": NARROW})

    assert found.kind == "access/widened"


def test_of_what_is_not_rendered_nothing_is_compared() -> None:
    overlay = "resources: [../base]\npatches: [{target: {kind: Role}, path: wider.yaml}]\n"
    files = {"base/kustomization.yaml": "resources: [role.yaml]\n", "base/role.yaml": NARROW}

    assert reader({**files, "overlay/kustomization.yaml": overlay}) == ()


def test_a_rule_beyond_measure_is_unchecked() -> None:
    root = cluster()
    many = [f"r{number}" for number in range(300)]
    find(root, "Role", "web")["rules"][0] = {"verbs": many, "apiGroups": [""], "resources": many}

    assert [one.kind for one in drifts(root)] == ["snapshot/unchecked"]


FITTING = declared({"rbac.yaml": MANIFESTS}, "*", "kubernetes/*")
_JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=3), st.lists(st.integers(), max_size=2), st.just([{}]),
    st.just([["a"]]), st.just({"a": {"b": []}}), st.just([None]),
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_nothing_that_stands_in_a_snapshot_crashes(data: st.DataObject) -> None:
    root: Any = copy.deepcopy(cluster())
    for _ in range(data.draw(st.integers(1, 5))):
        target: Any = data.draw(st.sampled_from(root["items"]))
        for _ in range(data.draw(st.integers(0, 3))):
            inner = [
                one
                for one in (target.values() if isinstance(target, dict) else target)
                if one and isinstance(one, dict | list)
            ]
            target = data.draw(st.sampled_from(inner)) if inner else target
        if isinstance(target, dict):
            target[data.draw(st.sampled_from(sorted(target)))] = copy.deepcopy(data.draw(_JUNK))
        else:
            target[data.draw(st.integers(0, len(target) - 1))] = copy.deepcopy(data.draw(_JUNK))
    found = compare(snapshot("kubernetes", root), FITTING)

    assert all(one.message for one in found.drifts)
