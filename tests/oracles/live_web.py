"""A small Deployment as it is declared and as it is there, for tests that change it."""

from __future__ import annotations

from typing import Any

from api_defaults import served

from trueline.model.document import Source
from trueline.parsers.yaml import parse

WEB = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: web:1
          env: [{name: A, value: "1"}, {name: API_TOKEN, value: s3cr3t-value}]
          resources: {limits: {cpu: 500m}}
      volumes: [{name: tmp, emptyDir: {}}]
"""
POD = "spec.template.spec"


def plain(text: str) -> Any:
    return parse(Source("a.yaml", text.encode())).documents[0].root


def web(former: str = WEB, **more: Any) -> Any:
    return served(plain(former), **{"applied": False, "manager": "", **more})


def pod_of(live: Any) -> Any:
    return live["spec"]["template"]["spec"]
