"""One manifest of every kind that the comparer knows, each with as many fields as fit into it."""

from __future__ import annotations

WORKLOADS = """
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
  labels: {app: web, tier: front}
  annotations: {team: shop, prometheus.io/port: "9090"}
spec:
  replicas: 3
  minReadySeconds: 5
  revisionHistoryLimit: 4
  progressDeadlineSeconds: 300
  strategy:
    type: RollingUpdate
    rollingUpdate: {maxSurge: 1, maxUnavailable: 0}
  selector:
    matchLabels: {app: web}
    matchExpressions:
      - {key: tier, operator: In, values: [front, edge]}
  template:
    metadata:
      labels: {app: web, tier: front}
      annotations: {checksum/config: 8f14e45f}
    spec:
      serviceAccountName: web
      automountServiceAccountToken: false
      terminationGracePeriodSeconds: 45
      priorityClassName: high
      dnsPolicy: ClusterFirst
      nodeSelector: {disk: ssd}
      imagePullSecrets: [{name: registry}]
      hostAliases:
        - {ip: 10.1.2.3, hostnames: [a.example, b.example]}
      securityContext:
        runAsNonRoot: true
        runAsUser: 1000
        fsGroup: 2000
        seccompProfile: {type: RuntimeDefault}
        sysctls: [{name: net.core.somaxconn, value: "1024"}]
      tolerations:
        - {key: dedicated, operator: Equal, value: web, effect: NoSchedule}
        - {key: spot, operator: Exists, effect: NoExecute, tolerationSeconds: 60}
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: topology.kubernetes.io/zone
          whenUnsatisfiable: ScheduleAnyway
          labelSelector: {matchLabels: {app: web}}
      affinity:
        podAntiAffinity:
          preferredDuringSchedulingIgnoredDuringExecution:
            - weight: 50
              podAffinityTerm:
                topologyKey: kubernetes.io/hostname
                labelSelector: {matchLabels: {app: web}}
        nodeAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms:
              - matchExpressions:
                  - {key: kubernetes.io/arch, operator: In, values: [amd64, arm64]}
      initContainers:
        - name: migrate
          image: registry.example/migrate:1.4
          args: [up, --all]
      containers:
        - name: web
          image: registry.example/web:2.3.1
          command: [/bin/web]
          args: [--listen, ":8080", --verbose]
          ports:
            - {name: http, containerPort: 8080}
            - {name: metrics, containerPort: 9090, protocol: TCP}
          env:
            - {name: MODE, value: production}
            - {name: WORKERS, value: "4"}
            - {name: EMPTY, value: ""}
            - name: POD
              valueFrom: {fieldRef: {fieldPath: metadata.name}}
            - name: CPU
              valueFrom: {resourceFieldRef: {resource: limits.cpu}}
            - name: DB_PASSWORD
              valueFrom: {secretKeyRef: {name: db, key: password}}
            - name: LEVEL
              valueFrom: {configMapKeyRef: {name: web, key: level, optional: true}}
          envFrom:
            - configMapRef: {name: web}
            - {prefix: S_, secretRef: {name: extra}}
          resources:
            requests: {cpu: 0.5, memory: 1024Mi}
            limits: {cpu: 1000m, memory: 2Gi, ephemeral-storage: 1Gi}
          livenessProbe:
            httpGet: {path: /live, port: http}
            initialDelaySeconds: 5
          readinessProbe:
            httpGet: {port: 8080, httpHeaders: [{name: X-Probe, value: "1"}]}
            periodSeconds: 3
          startupProbe:
            exec: {command: [/bin/check, --fast]}
            failureThreshold: 30
          lifecycle:
            preStop: {exec: {command: [sleep, "5"]}}
            postStart: {httpGet: {port: 8080}}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            privileged: false
            capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}
          volumeMounts:
            - {name: tmp, mountPath: /tmp}
            - {name: config, mountPath: /etc/web, readOnly: true, subPath: web}
        - name: tail
          image: busybox
          livenessProbe: {tcpSocket: {port: 8080}}
          readinessProbe: {grpc: {port: 9000}}
      volumes:
        - {name: tmp, emptyDir: {sizeLimit: 64Mi}}
        - name: scratch
        - name: config
          configMap: {name: web, items: [{key: a, path: a.txt}]}
        - name: keys
          secret: {secretName: web-tls, defaultMode: 256}
        - name: sock
          hostPath: {path: /var/run/log}
        - name: all
          projected:
            sources:
              - serviceAccountToken: {path: token, audience: vault}
              - configMap: {name: ca}
              - downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop, labels: {app: db}}
spec:
  serviceName: db
  replicas: 2
  podManagementPolicy: Parallel
  updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 1}}
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec:
      containers:
        - name: db
          image: postgres:16@sha256:1111111111111111111111111111111111111111111111111111111111111111
          ports: [{containerPort: 5432, name: sql}]
          volumeMounts: [{name: data, mountPath: /var/lib/db}]
  volumeClaimTemplates:
    - metadata: {name: data, labels: {app: db}}
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: fast
        resources: {requests: {storage: 10Gi}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, namespace: shop}
spec:
  selector: {matchLabels: {app: agent}}
  updateStrategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 2}}
  template:
    metadata: {labels: {app: agent}}
    spec:
      hostNetwork: true
      hostPID: true
      dnsPolicy: ClusterFirstWithHostNet
      containers:
        - name: agent
          image: agent:3
          ports: [{containerPort: 9100}]
          securityContext: {privileged: true, runAsUser: 0}
---
apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: old, namespace: shop}
spec:
  selector: {matchLabels: {app: old}}
  template:
    metadata: {labels: {app: old}}
    spec: {containers: [{name: old, image: "old:1"}]}
---
apiVersion: batch/v1
kind: Job
metadata: {name: load, namespace: shop}
spec:
  backoffLimit: 2
  activeDeadlineSeconds: 600
  template:
    metadata: {labels: {app: load}}
    spec:
      restartPolicy: Never
      containers: [{name: load, image: "load:1", args: [now]}]
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly, namespace: shop}
spec:
  schedule: "0 3 * * *"
  timeZone: Etc/UTC
  concurrencyPolicy: Forbid
  startingDeadlineSeconds: 100
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: OnFailure
          containers: [{name: run, image: "run:1", env: [{name: A, value: b}]}]
---
apiVersion: v1
kind: Pod
metadata: {name: shell, namespace: shop}
spec:
  containers:
    - name: sh
      image: alpine:3.20
      resources: {limits: {memory: 64Mi}}
"""

OTHERS = """
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop, annotations: {lb: internal}}
spec:
  type: LoadBalancer
  sessionAffinity: ClientIP
  externalTrafficPolicy: Local
  loadBalancerSourceRanges: [10.0.0.0/8, 192.168.0.0/16]
  externalIPs: [203.0.113.10]
  selector: {app: web}
  ports:
    - {name: http, port: 80, targetPort: http}
    - {name: metrics, port: 9090}
---
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector: {app: db}
  ports: [{port: 5432}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: web, namespace: shop}
data:
  level: info
  empty: ""
  app.conf: |
    a = 1
    path = ${HOME}/x
binaryData: {logo: iVBORw0KGgo=}
---
apiVersion: v1
kind: Secret
metadata: {name: db, namespace: shop}
type: Opaque
data: {password: aHVudGVyMg==}
stringData: {user: shop, url: postgres://db}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: web, namespace: shop, annotations: {eks.amazonaws.com/role-arn: "arn:aws:iam::1:role/web"}}
automountServiceAccountToken: false
imagePullSecrets: [{name: registry}]
---
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {pod-security.kubernetes.io/warn: restricted, team: shop}}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data, namespace: shop}
spec:
  accessModes: [ReadWriteOnce]
  resources: {requests: {storage: 20Gi}}
---
apiVersion: v1
kind: PersistentVolume
metadata: {name: nfs}
spec:
  capacity: {storage: 5Gi}
  accessModes: [ReadWriteMany, ReadOnlyMany]
  mountOptions: [hard, nfsvers=4.1]
  nfs: {server: 10.0.0.9, path: /exports}
---
apiVersion: v1
kind: LimitRange
metadata: {name: limits, namespace: shop}
spec:
  limits:
    - {type: Container, max: {cpu: "2", memory: 1024Mi}, defaultRequest: {cpu: 100m}}
    - {type: Pod, max: {cpu: "4"}}
---
apiVersion: v1
kind: ResourceQuota
metadata: {name: quota, namespace: shop}
spec: {hard: {pods: "20", requests.cpu: "10"}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: db, namespace: shop}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: other}
  maxReplicas: 6
  metrics:
    - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}
    - {type: Pods, pods: {metric: {name: rps}, target: {type: AverageValue, averageValue: 100}}}
  behavior:
    scaleDown: {stabilizationWindowSeconds: 120}
---
apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata: {name: old, namespace: shop}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: ReplicaSet, name: other}
  minReplicas: 2
  maxReplicas: 6
  targetCPUUtilizationPercentage: 60
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  policyTypes: [Ingress, Egress]
  ingress:
    - from:
        - podSelector: {matchLabels: {app: front}}
        - namespaceSelector: {matchLabels: {team: shop}}
        - ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}
      ports: [{port: 8080}, {port: metrics, protocol: TCP}]
  egress:
    - to: [{namespaceSelector: {}}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny, namespace: shop}
spec: {podSelector: {}}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop, annotations: {nginx.ingress.kubernetes.io/ssl-redirect: "true"}}
spec:
  ingressClassName: nginx
  tls: [{hosts: [shop.example], secretName: shop-tls}]
  rules:
    - host: shop.example
      http:
        paths:
          - {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
          - {path: /api, pathType: Exact, backend: {service: {name: api, port: {name: http}}}}
---
apiVersion: networking.k8s.io/v1beta1
kind: Ingress
metadata: {name: old, namespace: shop}
spec:
  rules:
    - host: old.example
      http: {paths: [{path: /, backend: {serviceName: web, servicePort: 80}}]}
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: nginx}
spec: {controller: k8s.io/ingress-nginx, parameters: {apiGroup: k.example, kind: P, name: p}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web, namespace: shop}
spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
---
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: high}
value: 1000
description: for what earns money
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: fast}
provisioner: ebs.csi.aws.com
allowVolumeExpansion: true
parameters: {type: gp3, encrypted: "true"}
---
apiVersion: storage.k8s.io/v1
kind: CSIDriver
metadata: {name: ebs.csi.aws.com}
spec: {attachRequired: true, podInfoOnMount: true}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: guard}
webhooks:
  - name: pods.guard.example
    clientConfig: {service: {name: guard, namespace: guard, path: /pods}}
    admissionReviewVersions: [v1]
    sideEffects: None
    failurePolicy: Fail
    namespaceSelector:
      matchExpressions: [{key: guard, operator: NotIn, values: ["off"]}]
    rules:
      - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods]}
---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: {name: inject}
webhooks:
  - name: pods.inject.example
    clientConfig: {url: "https://inject.example/pods"}
    admissionReviewVersions: [v1]
    sideEffects: None
    rules:
      - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods], scope: Namespaced}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: carts.shop.example}
spec:
  group: shop.example
  scope: Namespaced
  names: {kind: Cart, plural: carts, shortNames: [ct]}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties: {spec: {type: object, required: [size], x-kubernetes-preserve-unknown-fields: true}}
---
apiVersion: shop.example/v1
kind: Cart
metadata: {name: big, namespace: shop}
spec:
  size: 5
  interval: 60s
  owners: [a, b]
  parts: [{name: one, big: true}, {name: two, big: false}]
  template:
    spec:
      containers: [{name: c, image: "c:1", ports: [{containerPort: 80}]}]
---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: canary, namespace: shop}
spec:
  replicas: 2
  strategy: {canary: {steps: [{setWeight: 20}, {pause: {duration: 1h}}]}}
  selector: {matchLabels: {app: canary}}
  template:
    metadata: {labels: {app: canary}}
    spec: {containers: [{name: c, image: "c:1"}]}
"""
