"""What an API server makes of a manifest that is applied: its defaults, and what it and controllers write.

Written after the API reference and ``pkg/apis/*/v1/defaults.go``, apart from what the comparer knows.
"""

from __future__ import annotations

import base64
import copy
import json
from typing import Any

CREATED = "2026-10-01T08:00:00Z"
ObjectData = dict[str, Any]


def served(manifest: ObjectData, *, manager: str = "kubectl-client-side-apply", applied: bool = True) -> ObjectData:
    """Return the object as ``kubectl get -o json --show-managed-fields`` prints it after it was applied."""
    live = copy.deepcopy(manifest)
    _drop_nulls(live)
    metadata = live.setdefault("metadata", {})
    kind = live["kind"]
    if kind not in CLUSTER_WIDE:
        metadata.setdefault("namespace", "default")
    fields = _fields({key: value for key, value in live.items() if key not in ("apiVersion", "kind", "status")})
    _DEFAULTS.get(kind, lambda one: None)(live)
    metadata |= {
        "creationTimestamp": CREATED,
        "resourceVersion": "48211",
        "uid": "0b9c1f2e-6a7d",
    }
    if "spec" in live:
        metadata["generation"] = 1
    if applied:
        text = json.dumps(manifest, separators=(",", ":")) + "\n"
        metadata.setdefault("annotations", {})["kubectl.kubernetes.io/last-applied-configuration"] = text
    if manager:
        entry = {"manager": manager, "operation": "Update", "apiVersion": live["apiVersion"], "time": CREATED}
        metadata["managedFields"] = [{**entry, "fieldsType": "FieldsV1", "fieldsV1": fields}]
    return live


CLUSTER_WIDE = {
    "ClusterRole", "ClusterRoleBinding", "CustomResourceDefinition", "IngressClass", "MutatingWebhookConfiguration",
    "Namespace", "PersistentVolume", "PriorityClass", "StorageClass", "ValidatingWebhookConfiguration", "CSIDriver",
    "APIService", "RuntimeClass",
}  # fmt: skip
_KEYS = (
    ("containerPort", "protocol"),
    ("port", "protocol"),
    ("mountPath",),
    ("name",),
    ("topologyKey", "whenUnsatisfiable"),
    ("ip",),
    ("type",),
)
_ATOMIC = {
    "command", "args", "tolerations", "matchExpressions", "rules", "ingress", "egress", "from", "to", "accessModes",
    "nodeSelector", "selector", "capabilities", "policyTypes", "metrics", "items", "sources", "tls", "versions",
}  # fmt: skip


def _fields(value: Any) -> ObjectData:
    """Return ``fieldsV1`` of a value, close to what the server's schema gives."""
    if isinstance(value, dict):
        found: ObjectData = {".": {}} if value else {}
        for key, member in value.items():
            if key in ("name", "namespace") and value.keys() & {"labels", "annotations", "namespace"}:
                continue
            found[f"f:{key}"] = {} if key in _ATOMIC else _fields(member)
        return found
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        keys = next((names for names in _KEYS if all(names[0] in one for one in value)), None)
        if keys is None:
            return {}
        return {_key(keys, one): {".": {}, **_fields(one)} for one in value}
    return {}


def _key(names: tuple[str, ...], element: ObjectData) -> str:
    found = {name: element.get(name, "TCP" if name == "protocol" else None) for name in names}
    return "k:" + json.dumps({name: one for name, one in found.items() if one is not None}, separators=(",", ":"))


def _drop_nulls(value: Any) -> None:
    if isinstance(value, dict):
        for key in [key for key, member in value.items() if member is None]:
            del value[key]
        for member in value.values():
            _drop_nulls(member)
    elif isinstance(value, list):
        for member in value:
            _drop_nulls(member)


def _drop_zeros(members: ObjectData, *names: str) -> None:
    """Take away what the API does not write out: false and zero of members that are no pointers."""
    for name in names:
        if name in members and not members[name]:
            del members[name]


def _quantities(members: ObjectData | None) -> None:
    for name, value in (members or {}).items():
        text = str(value)
        if text == "0.5":
            text = "500m"
        elif text == "1024Mi":
            text = "1Gi"
        elif text == "1000m":
            text = "1"
        members[name] = text  # type: ignore[index]


def _probe(probe: ObjectData) -> None:
    for name, value in (("timeoutSeconds", 1), ("periodSeconds", 10), ("successThreshold", 1), ("failureThreshold", 3)):
        probe[name] = probe.get(name) or value
    if "httpGet" in probe:
        _get(probe["httpGet"])
    if "grpc" in probe:
        probe["grpc"].setdefault("service", "")


def _get(action: ObjectData) -> None:
    action["path"] = action.get("path") or "/"
    action["scheme"] = action.get("scheme") or "HTTP"


def _container(container: ObjectData, *, is_host: bool) -> None:
    image = container.get("image", "")
    last = image.rpartition("/")[2]
    is_moving = "@" not in image and (":" not in last or last.endswith(":latest"))
    container.setdefault("imagePullPolicy", "Always" if is_moving else "IfNotPresent")
    container.setdefault("terminationMessagePath", "/dev/termination-log")
    container.setdefault("terminationMessagePolicy", "File")
    resources = container.setdefault("resources", {})
    _quantities(resources.get("limits"))
    _quantities(resources.get("requests"))
    for port in container.get("ports", ()):
        port.setdefault("protocol", "TCP")
        if is_host:
            port.setdefault("hostPort", port["containerPort"])
    for one in container.get("env", ()):
        source = one.get("valueFrom", {})
        if "fieldRef" in source:
            source["fieldRef"].setdefault("apiVersion", "v1")
        if "resourceFieldRef" in source:
            source["resourceFieldRef"].setdefault("divisor", "0")
        _drop_zeros(one, "value")
    for mount in container.get("volumeMounts", ()):
        _drop_zeros(mount, "readOnly")
    for name in ("livenessProbe", "readinessProbe", "startupProbe"):
        if name in container:
            _probe(container[name])
    for hook in container.get("lifecycle", {}).values():
        if "httpGet" in hook:
            _get(hook["httpGet"])


def _pod(spec: ObjectData, *, restart: str = "Always") -> None:
    is_host = bool(spec.get("hostNetwork"))
    for name in ("containers", "initContainers"):
        for container in spec.get(name, ()):
            _container(container, is_host=is_host)
    for volume in spec.get("volumes", ()):
        _volume(volume)
    spec.setdefault("dnsPolicy", "ClusterFirst")
    spec.setdefault("restartPolicy", restart)
    spec.setdefault("schedulerName", "default-scheduler")
    spec.setdefault("securityContext", {})
    spec.setdefault("terminationGracePeriodSeconds", 30)
    if "serviceAccountName" in spec:
        spec["serviceAccount"] = spec["serviceAccountName"]
    elif "serviceAccount" in spec:
        spec["serviceAccountName"] = spec["serviceAccount"]
    _drop_zeros(spec, "hostNetwork", "hostPID", "hostIPC")


def _volume(volume: ObjectData) -> None:
    if set(volume) == {"name"}:
        volume["emptyDir"] = {}
    for name in ("configMap", "secret", "projected", "downwardAPI"):
        if name in volume:
            volume[name].setdefault("defaultMode", 420)
    if "hostPath" in volume:
        volume["hostPath"].setdefault("type", "")
    for source in volume.get("projected", {}).get("sources", ()):
        if "serviceAccountToken" in source:
            source["serviceAccountToken"].setdefault("expirationSeconds", 3600)
        for item in source.get("downwardAPI", {}).get("items", ()):
            item.get("fieldRef", {}).setdefault("apiVersion", "v1")
    for item in volume.get("downwardAPI", {}).get("items", ()):
        item.get("fieldRef", {}).setdefault("apiVersion", "v1")


def _template(owner: ObjectData, *, restart: str = "Always") -> None:
    template = owner["template"]
    template.setdefault("metadata", {})["creationTimestamp"] = None
    _pod(template["spec"], restart=restart)


def _deployment(live: ObjectData) -> None:
    spec = live["spec"]
    _template(spec)
    spec.setdefault("replicas", 1)
    spec.setdefault("revisionHistoryLimit", 10)
    spec.setdefault("progressDeadlineSeconds", 600)
    strategy = spec.setdefault("strategy", {})
    strategy.setdefault("type", "RollingUpdate")
    if strategy["type"] == "RollingUpdate":
        rolling = strategy.setdefault("rollingUpdate", {})
        rolling.setdefault("maxSurge", "25%")
        rolling.setdefault("maxUnavailable", "25%")
    _drop_zeros(spec, "minReadySeconds", "paused")
    live["metadata"].setdefault("annotations", {})["deployment.kubernetes.io/revision"] = "1"
    live["status"] = {"availableReplicas": 1, "observedGeneration": 1, "replicas": 1}


def _stateful_set(live: ObjectData) -> None:
    spec = live["spec"]
    _template(spec)
    spec.setdefault("replicas", 1)
    spec.setdefault("podManagementPolicy", "OrderedReady")
    spec.setdefault("revisionHistoryLimit", 10)
    update = spec.setdefault("updateStrategy", {})
    update.setdefault("type", "RollingUpdate")
    if update["type"] == "RollingUpdate":
        update.setdefault("rollingUpdate", {}).setdefault("partition", 0)
    retention = spec.setdefault("persistentVolumeClaimRetentionPolicy", {})
    retention.setdefault("whenDeleted", "Retain")
    retention.setdefault("whenScaled", "Retain")
    for claim in spec.get("volumeClaimTemplates", ()):
        claim |= {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "status": {"phase": "Pending"}}
        claim["metadata"]["creationTimestamp"] = None
        claim["spec"].setdefault("volumeMode", "Filesystem")
        _quantities(claim["spec"]["resources"]["requests"])
    live["status"] = {"replicas": 1, "currentRevision": "db-5c9f", "collisionCount": 0}


def _daemon_set(live: ObjectData) -> None:
    spec = live["spec"]
    _template(spec)
    spec.setdefault("revisionHistoryLimit", 10)
    update = spec.setdefault("updateStrategy", {})
    update.setdefault("type", "RollingUpdate")
    if update["type"] == "RollingUpdate":
        rolling = update.setdefault("rollingUpdate", {})
        rolling.setdefault("maxUnavailable", 1)
        rolling.setdefault("maxSurge", 0)
    live["metadata"].setdefault("annotations", {})["deprecated.daemonset.template.generation"] = "1"
    live["status"] = {"currentNumberScheduled": 3}


def _job_spec(spec: ObjectData) -> None:
    spec.setdefault("template", {}).setdefault("metadata", {})["creationTimestamp"] = None
    _pod(spec["template"]["spec"])


def _job(live: ObjectData) -> None:
    spec = live["spec"]
    _job_spec(spec)
    spec.setdefault("parallelism", 1)
    spec.setdefault("completions", 1)
    spec.setdefault("backoffLimit", 6)
    spec.setdefault("completionMode", "NonIndexed")
    spec.setdefault("suspend", False)
    spec.setdefault("manualSelector", False)
    spec.setdefault("podReplacementPolicy", "TerminatingOrFailed")
    uid = "5d5f8a9f-2f4e-4b0e-9c53-d9aa2ac6a3a1"
    spec["selector"] = {"matchLabels": {"batch.kubernetes.io/controller-uid": uid}}
    spec["template"]["metadata"].setdefault("labels", {}).update({
        "batch.kubernetes.io/controller-uid": uid, "batch.kubernetes.io/job-name": live["metadata"]["name"],
        "controller-uid": uid, "job-name": live["metadata"]["name"],
    })  # fmt: skip
    live["status"] = {"succeeded": 1}


def _cron_job(live: ObjectData) -> None:
    spec = live["spec"]
    _job_spec(spec["jobTemplate"]["spec"])
    spec["jobTemplate"].setdefault("metadata", {})["creationTimestamp"] = None
    spec.setdefault("concurrencyPolicy", "Allow")
    spec.setdefault("suspend", False)
    spec.setdefault("successfulJobsHistoryLimit", 3)
    spec.setdefault("failedJobsHistoryLimit", 1)
    live["status"] = {"lastScheduleTime": CREATED}


def _replica_set(live: ObjectData) -> None:
    _template(live["spec"])
    live["spec"].setdefault("replicas", 1)
    live["status"] = {"replicas": 1}


def _own_pod(live: ObjectData) -> None:
    spec = live["spec"]
    for container in spec["containers"]:
        limits = container.get("resources", {}).get("limits")
        if limits:
            container["resources"]["requests"] = {**limits, **container["resources"].get("requests", {})}
        container.setdefault("volumeMounts", []).append({
            "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount", "name": "kube-api-access-x7k2p",
            "readOnly": True,
        })  # fmt: skip
    _pod(spec)
    spec.setdefault("enableServiceLinks", True)
    spec.setdefault("preemptionPolicy", "PreemptLowerPriority")
    spec.setdefault("priority", 0)
    spec.setdefault("nodeName", "node-3")
    spec.setdefault("serviceAccount", "default")
    spec.setdefault("serviceAccountName", spec["serviceAccount"])
    spec.setdefault("tolerations", []).extend(
        {"effect": "NoExecute", "key": f"node.kubernetes.io/{name}", "operator": "Exists", "tolerationSeconds": 300}
        for name in ("not-ready", "unreachable")
    )
    spec.setdefault("volumes", []).append({
        "name": "kube-api-access-x7k2p",
        "projected": {
            "defaultMode": 420, "sources": [{"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}}],
        },
    })  # fmt: skip
    live["status"] = {"phase": "Running", "qosClass": "Burstable"}


def _service(live: ObjectData) -> None:
    spec = live["spec"]
    kind = spec.setdefault("type", "ClusterIP")
    spec.setdefault("sessionAffinity", "None")
    if spec["sessionAffinity"] == "ClientIP":
        spec.setdefault("sessionAffinityConfig", {"clientIP": {"timeoutSeconds": 10800}})
    for port in spec.get("ports", ()):
        port.setdefault("protocol", "TCP")
        port.setdefault("targetPort", port["port"])
        if kind in ("LoadBalancer", "NodePort"):
            port.setdefault("nodePort", 30000 + port["port"] % 2000)
    if kind != "ExternalName":
        spec.setdefault("internalTrafficPolicy", "Cluster")
        spec.setdefault("clusterIP", "10.96.14.7")
        spec |= {"clusterIPs": [spec["clusterIP"]], "ipFamilies": ["IPv4"], "ipFamilyPolicy": "SingleStack"}
    if kind in ("LoadBalancer", "NodePort"):
        spec.setdefault("externalTrafficPolicy", "Cluster")
    if kind == "LoadBalancer":
        spec.setdefault("allocateLoadBalancerNodePorts", True)
        live["metadata"].setdefault("finalizers", []).append("service.kubernetes.io/load-balancer-cleanup")
    live["status"] = {"loadBalancer": {}}


def _claim(live: ObjectData) -> None:
    spec = live["spec"]
    spec.setdefault("volumeMode", "Filesystem")
    spec.setdefault("storageClassName", "standard")
    spec["volumeName"] = "pvc-7c1d0a52"
    _quantities(spec["resources"]["requests"])
    live["metadata"].setdefault("annotations", {}).update({
        "pv.kubernetes.io/bind-completed": "yes", "volume.kubernetes.io/storage-provisioner": "ebs.csi.aws.com",
    })  # fmt: skip
    live["metadata"].setdefault("finalizers", []).append("kubernetes.io/pvc-protection")
    live["status"] = {"phase": "Bound"}


def _volume_object(live: ObjectData) -> None:
    live["spec"].setdefault("persistentVolumeReclaimPolicy", "Retain")
    live["spec"].setdefault("volumeMode", "Filesystem")
    live["metadata"].setdefault("finalizers", []).append("kubernetes.io/pv-protection")
    live["status"] = {"phase": "Available"}


def _secret(live: ObjectData) -> None:
    live.setdefault("type", "Opaque")
    texts = live.pop("stringData", {})
    data = {key: "".join(str(value).split()) for key, value in live.get("data", {}).items()}
    data |= {key: base64.b64encode(str(value).encode()).decode() for key, value in texts.items()}
    live["data"] = data


def _autoscaler(live: ObjectData) -> None:
    spec = live["spec"]
    if live["apiVersion"] == "autoscaling/v1":
        live["apiVersion"] = "autoscaling/v2"
        target = spec.pop("targetCPUUtilizationPercentage", 80)
        spec["metrics"] = [{
            "type": "Resource",
            "resource": {"name": "cpu", "target": {"averageUtilization": target, "type": "Utilization"}},
        }]  # fmt: skip
    spec.setdefault("minReplicas", 1)
    spec["metrics"] = list(reversed(spec.get("metrics", [])))
    if "behavior" in spec:
        up = spec["behavior"].setdefault("scaleUp", {})
        up.setdefault("stabilizationWindowSeconds", 0)
        up.setdefault("selectPolicy", "Max")
        up.setdefault("policies", [
            {"type": "Pods", "value": 4, "periodSeconds": 15}, {"type": "Percent", "value": 100, "periodSeconds": 15},
        ])  # fmt: skip
        down = spec["behavior"].setdefault("scaleDown", {})
        down.setdefault("selectPolicy", "Max")
        down.setdefault("policies", [{"type": "Percent", "value": 100, "periodSeconds": 15}])
    live["status"] = {"currentReplicas": 4, "desiredReplicas": 4}


def _network_policy(live: ObjectData) -> None:
    spec = live["spec"]
    spec.setdefault("policyTypes", ["Ingress", "Egress"] if spec.get("egress") else ["Ingress"])
    for direction in ("ingress", "egress"):
        for rule in spec.get(direction, ()):
            for port in rule.get("ports", ()):
                port.setdefault("protocol", "TCP")
    spec.setdefault("podSelector", {})


def _ingress(live: ObjectData) -> None:
    if live["apiVersion"].endswith("v1beta1"):
        live["apiVersion"] = "networking.k8s.io/v1"
        for rule in live["spec"].get("rules", ()):
            for path in rule["http"]["paths"]:
                old = path["backend"]
                port = old["servicePort"]
                path["backend"] = {"service": {
                    "name": old["serviceName"], "port": {"number" if isinstance(port, int) else "name": port},
                }}  # fmt: skip
                path.setdefault("pathType", "ImplementationSpecific")
    live["status"] = {"loadBalancer": {"ingress": [{"ip": "203.0.113.7"}]}}


def _webhooks(live: ObjectData) -> None:
    for hook in live["webhooks"]:
        for name, value in (
            ("failurePolicy", "Fail"), ("matchPolicy", "Equivalent"), ("namespaceSelector", {}), ("objectSelector", {}),
            ("timeoutSeconds", 10),
        ):  # fmt: skip
            hook.setdefault(name, value)
        if live["kind"].startswith("Mutating"):
            hook.setdefault("reinvocationPolicy", "Never")
        for rule in hook["rules"]:
            rule.setdefault("scope", "*")
        if "service" in hook["clientConfig"]:
            hook["clientConfig"]["service"].setdefault("port", 443)
        hook["clientConfig"]["caBundle"] = "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t"


def _definition(live: ObjectData) -> None:
    spec = live["spec"]
    names = spec["names"]
    names.setdefault("singular", names["kind"].lower())
    names.setdefault("listKind", f"{names['kind']}List")
    spec.setdefault("conversion", {"strategy": "None"})
    live["status"] = {"acceptedNames": names, "storedVersions": ["v1"], "conditions": []}


def _namespace(live: ObjectData) -> None:
    live["metadata"].setdefault("labels", {})["kubernetes.io/metadata.name"] = live["metadata"]["name"]
    live["spec"] = {"finalizers": ["kubernetes"]}
    live["status"] = {"phase": "Active"}


def _storage_class(live: ObjectData) -> None:
    live.setdefault("reclaimPolicy", "Delete")
    live.setdefault("volumeBindingMode", "Immediate")


def _service_account(live: ObjectData) -> None:
    live["secrets"] = [*live.get("secrets", ()), {"name": f"{live['metadata']['name']}-token-9xk2l"}]


def _limit_range(live: ObjectData) -> None:
    for limit in live["spec"]["limits"]:
        if limit["type"] == "Container" and "max" in limit:
            limit["default"] = {**limit["max"], **limit.get("default", {})}
        for members in limit.values():
            if isinstance(members, dict):
                _quantities(members)


def _priority(live: ObjectData) -> None:
    live.setdefault("preemptionPolicy", "PreemptLowerPriority")


def _budget(live: ObjectData) -> None:
    live["status"] = {"currentHealthy": 2}


def _ingress_class(live: ObjectData) -> None:
    if "parameters" in live["spec"]:
        live["spec"]["parameters"].setdefault("scope", "Cluster")


def _csi_driver(live: ObjectData) -> None:
    spec = live["spec"]
    for name, value in (
        ("attachRequired", True), ("podInfoOnMount", False), ("storageCapacity", False), ("requiresRepublish", False),
        ("fsGroupPolicy", "ReadWriteOnceWithFSType"), ("volumeLifecycleModes", ["Persistent"]), ("seLinuxMount", False),
    ):  # fmt: skip
        spec.setdefault(name, value)


_DEFAULTS = {
    "CSIDriver": _csi_driver,
    "CronJob": _cron_job,
    "CustomResourceDefinition": _definition,
    "DaemonSet": _daemon_set,
    "Deployment": _deployment,
    "HorizontalPodAutoscaler": _autoscaler,
    "Ingress": _ingress,
    "IngressClass": _ingress_class,
    "Job": _job,
    "LimitRange": _limit_range,
    "MutatingWebhookConfiguration": _webhooks,
    "Namespace": _namespace,
    "NetworkPolicy": _network_policy,
    "PersistentVolume": _volume_object,
    "PersistentVolumeClaim": _claim,
    "Pod": _own_pod,
    "PodDisruptionBudget": _budget,
    "PriorityClass": _priority,
    "ReplicaSet": _replica_set,
    "Secret": _secret,
    "Service": _service,
    "ServiceAccount": _service_account,
    "StatefulSet": _stateful_set,
    "StorageClass": _storage_class,
    "ValidatingWebhookConfiguration": _webhooks,
}
