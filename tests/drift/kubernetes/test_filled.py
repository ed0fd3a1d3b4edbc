"""Declared values with placeholders, and what is there in their place."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest
from live_cluster import drifts, listed, snapshot, told
from live_web import WEB, plain, web

from trueline.drift.kubernetes.sealed import HIDDEN, sealed

if TYPE_CHECKING:
    from pathlib import Path


def policy(app: object) -> dict[str, Any]:
    chosen = {"from": [{"podSelector": {"matchLabels": {"app": app}}}]}
    spec = {"podSelector": {}, "policyTypes": ["Ingress"], "ingress": [chosen]}
    metadata = {"name": "np", "namespace": "shop"}
    return {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": metadata, "spec": spec}


@pytest.mark.parametrize("value", ["${X}", "e${P}l", "e${X:=b}"])
def test_a_security_setting_with_a_placeholder_is_not_checked(tmp_path: Path, value: str) -> None:
    (found,) = drifts(tmp_path, {"np.json": json.dumps(policy(value))}, listed(policy("evil")))

    assert (found.kind, found.address) == ("snapshot/unchecked", "NetworkPolicy/shop/np")
    assert found.details["paths"] == ["spec.ingress[0].from[0].podSelector.matchLabels.app"]
    assert found.details["touches"] == ["network"]
    assert found.location.region is not None
    assert found.message.endswith("could not be checked: it is filled in only when it is brought out")


def test_one_that_cannot_have_become_what_is_there_is_a_difference(tmp_path: Path) -> None:
    found = drifts(tmp_path, {"np.json": json.dumps(policy("a${X}"))}, listed(policy("evil")))

    assert [one.kind for one in found] == ["kubernetes/changed"]


def test_it_is_said_once_for_an_object(tmp_path: Path) -> None:
    text = WEB.replace("app: web", "app: '${APP}'").replace(
        "      containers:", "      serviceAccountName: ${ACCOUNT}\n      hostNetwork: ${HOST}\n      containers:"
    )
    live = web()
    live["spec"]["template"]["spec"].update(serviceAccountName="admin", hostNetwork=True)
    (found,) = drifts(tmp_path, text, listed(live))

    assert found.details["touches"] == ["access", "network"]
    assert {"spec.selector.matchLabels.app", "spec.template.spec.hostNetwork"} <= set(found.details["paths"])  # type: ignore[call-overload]


def test_elsewhere_it_is_what_may_be_there(tmp_path: Path) -> None:
    live = plain(WEB.replace("web:1", "web:2"))

    assert drifts(tmp_path, WEB.replace("web:1", "web:${TAG}"), listed(live)) == ()


SALT = bytes(range(32))


@pytest.mark.parametrize("value", ["${P}", "e${P}l"])
@pytest.mark.parametrize(
    "there", [base64.b64encode(b"evil").decode(), HIDDEN, sealed(b"evil", SALT)], ids=["shown", "hidden", "a digest"]
)
def test_a_secret_with_a_placeholder_is_not_checked(tmp_path: Path, value: str, there: str) -> None:
    text = f"apiVersion: v1\nkind: Secret\nmetadata: {{name: s, namespace: shop}}\nstringData: {{p: '{value}'}}\n"
    metadata = {"name": "s", "namespace": "shop"}
    live = snapshot({"apiVersion": "v1", "kind": "Secret", "metadata": metadata, "data": {"p": there}}, salt=SALT.hex())
    found = drifts(tmp_path, text, live)

    assert told(found) == [("snapshot/unchecked", "Secret/shop/s", "")]
    assert found[0].details["paths"] == ["data.p"]
    assert "evil" not in str(found)


def test_a_secret_that_cannot_have_become_what_is_there(tmp_path: Path) -> None:
    text = "apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: shop}\nstringData: {p: 'a${P}'}\n"
    data = {"p": base64.b64encode(b"evil").decode()}
    metadata = {"name": "s", "namespace": "shop"}
    live = listed({"apiVersion": "v1", "kind": "Secret", "metadata": metadata, "data": data})

    assert told(drifts(tmp_path, text, live)) == [("kubernetes/changed", "Secret/shop/s", "data.p")]
