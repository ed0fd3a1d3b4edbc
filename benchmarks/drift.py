"""Measures how long a snapshot is compared with what is declared, over generated objects of a cluster.

python benchmarks/drift.py --objects 5000

Every tenth object differs in a field, and every hundredth is declared nowhere. Memory is the process's most.
"""

from __future__ import annotations

import argparse
import copy
import json
import platform
import resource
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from trueline.drift.declared import Declared
from trueline.drift.kubernetes import compare
from trueline.drift.snapshot import Snapshot, read_snapshot
from trueline.model.drift_settings import DriftSettings
from trueline.model.settings import Settings
from trueline.repo.working import WorkingTree
from trueline.run import plan

DEPLOYMENT = """---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: app{0}, namespace: ns{1}, labels: {{app: app{0}}}}}
spec:
  replicas: 3
  selector: {{matchLabels: {{app: app{0}}}}}
  template:
    metadata: {{labels: {{app: app{0}}}}}
    spec:
      securityContext: {{runAsNonRoot: true}}
      containers:
        - name: app
          image: registry.example/app{0}:1.2.3
          ports: [{{containerPort: 8080, name: http}}]
          env: [{{name: A, value: "1"}}, {{name: B, value: "2"}}, {{name: C, value: "3"}}]
          resources: {{requests: {{cpu: 100m, memory: 128Mi}}, limits: {{memory: 256Mi}}}}
          livenessProbe: {{httpGet: {{path: /live, port: http}}}}
          volumeMounts: [{{name: tmp, mountPath: /tmp}}]
      volumes: [{{name: tmp, emptyDir: {{}}}}]
"""
SERVICE = """---
apiVersion: v1
kind: Service
metadata: {{name: app{0}, namespace: ns{1}}}
spec: {{selector: {{app: app{0}}}, ports: [{{port: 80, targetPort: http}}]}}
"""
CONFIG = """---
apiVersion: v1
kind: ConfigMap
metadata: {{name: app{0}, namespace: ns{1}}}
data: {{level: info, limit: "{0}"}}
"""


def main() -> None:
    """Measure and print one line for each stage."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--objects", type=int, default=5000, help="how many are declared, and there (5000)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="trueline-benchmark-") as scratch:
        print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}")
        measure(Path(scratch), arguments.objects)


def measure(folder: Path, number: int) -> None:
    """Generate, read, compare; print the seconds of each."""
    texts = [(DEPLOYMENT, SERVICE, CONFIG)[place % 3].format(place, place % 40) for place in range(number)]
    for start in range(0, number, 50):
        (folder / f"part{start}.yaml").write_text("".join(texts[start : start + 50]))
    tree = WorkingTree(str(folder))
    settings = Settings(drift=DriftSettings(managed=("ns*",)))
    units = plan.plan(tree.paths(), tree, settings)
    begun = time.perf_counter()
    extracts = {unit.key: plan.dialect(unit.dialect).extract(unit, tree, settings) for unit in units}
    print(f"read what is declared      {time.perf_counter() - begun:6.2f} s")
    objects = [one.value for extract in extracts.values() for one in extract.resources]
    live = [there(copy.deepcopy(value), place) for place, value in enumerate(objects)]
    read = [{"kind": kind, "namespace": ""} for kind in ("apps/v1/Deployment", "v1/Service", "v1/ConfigMap")]
    envelope = {"trueline_snapshot": 1, "kind": "kubernetes", "taken": "2026-11-04T00:00:00Z", "origin": "benchmark"}
    (folder / "cluster.json").write_text(json.dumps({**envelope, "items": live, "read": read, "unread": []}))
    size = (folder / "cluster.json").stat().st_size / 2**20
    tree.largest = 500_000_000
    begun = time.perf_counter()
    snapshot = read_snapshot("cluster.json", tree)
    print(f"read {size:5.1f} MiB of snapshot  {time.perf_counter() - begun:6.2f} s")
    assert isinstance(snapshot, Snapshot)
    declared = Declared(units, lambda unit: extracts[unit.key], tree, settings, [snapshot], datetime.now(UTC))
    begun = time.perf_counter()
    found = compare(snapshot, declared)
    print(f"compare {number:,} with {len(live):,}  {time.perf_counter() - begun:6.2f} s, {len(found.drifts):,} drifts")
    print(f"most memory                {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:6.0f} MiB")


def there(value: Any, place: int) -> Any:
    """Return an object as the server has it, some of them changed or renamed."""
    metadata = value["metadata"]
    fields = {"f:metadata": {"f:labels": {"f:app": {}}}, "f:spec": {"f:replicas": {}, "f:template": {}}}
    entry = {"manager": "kubectl-client-side-apply", "operation": "Update", "time": "2026-10-01T00:00:00Z"}
    applied = json.dumps(value)
    metadata |= {"uid": f"uid-{place}", "resourceVersion": "1", "creationTimestamp": "2026-10-01T00:00:00Z"}
    metadata["annotations"] = {"kubectl.kubernetes.io/last-applied-configuration": applied}
    metadata["managedFields"] = [{**entry, "fieldsType": "FieldsV1", "fieldsV1": fields}]
    if place % 100 == 99:
        metadata["name"] += "-extra"
    elif place % 10 == 9 and value["kind"] == "Deployment":
        value["spec"]["template"]["spec"]["containers"][0]["image"] = "other:1"
    elif place % 10 == 9:
        value.get("data", value.get("spec", {}))["level"] = "debug"
    return value


if __name__ == "__main__":
    main()
