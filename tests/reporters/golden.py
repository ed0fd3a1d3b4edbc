"""One report with everything that makes a reporter's life hard; each reporter renders it beside a golden file."""

from __future__ import annotations

from trueline.drift.hidden import hidden
from trueline.model.change import Change
from trueline.model.cost import Component, Cost, Estimate, Gap, Price
from trueline.model.drift import Actor, Drift
from trueline.model.evidence import Evidence, Sighting
from trueline.model.location import Location, Region
from trueline.model.report import (
    ContractRate,
    DecisionRecord,
    ExceptionMetrics,
    ExceptionRecord,
    Finding,
    Input,
    Notification,
    OpenExceptions,
    PolicyExceptions,
    Report,
    Suppression,
    Tally,
    Trust,
    UnknownAnswer,
)
from trueline.values.bounds import NONE, OPEN, Bounds, Spread, always
from trueline.values.unknown import Unknown

BASE = "b" * 40
HEAD = "a" * 40
MODULE = "infra/modules/site/main.tf"
CHART = "deploy/ünï & 100%/värde <1>.yaml"
UNDECODABLE = "legacy/caf\udce9.tf"

ACL = Finding(
    rule_id="s3-public-acl",
    severity="critical",
    enforcement="hard",
    subject="module.site.aws_s3_bucket_acl.this",
    message="ACL public-read lets anyone read module.site.aws_s3_bucket_acl.this",
    location=Location(MODULE, "", Region(3, 12, 3, 25)),
    related=(Location("infra/main.tf", "", Region(31, 3, 31, 22), "var.acl is set here"),),
    fingerprint="TL-4f2c9a174f2c9a174f2c9a174f2c9a17",
    fix="Use `private`, and grant access through a bucket policy.",
    references=("https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html",),
    environment="production",
    kind="terraform/aws_s3_bucket_acl",
    blocks=True,
    unit="infra",
    context="0123456789abcdef" * 2,
)
LOGS = ACL._replace(
    subject="module.logs.aws_s3_bucket_acl.this",
    message="ACL public-read lets anyone read module.logs.aws_s3_bucket_acl.this",
    fingerprint="TL-00c0ffee00c0ffee00c0ffee00c0ffee",
)

FINDINGS = (
    Finding(
        rule_id="image-tag-latest",
        severity="medium",
        enforcement="advise",
        subject="Deployment/shop/wéb-店",
        message='image "nginx:latest" of 100% <b>容器</b>\nmoves under you',
        location=Location(CHART, "", Region(2, 14, 2, 26)),
        fingerprint="TL-11111111111111111111111111111111",
        kind="kubernetes/Deployment",
    ),
    Finding(
        rule_id="owner-missing",
        severity="low",
        enforcement="advise",
        subject="Service/shop/web",
        message="nobody owns Service/shop/web",
        location=Location("deploy/service.yaml"),
        fingerprint="TL-22222222222222222222222222222222",
        status="unchanged",
        kind="kubernetes/Service",
    ),
    Finding(
        rule_id="s3-without-versioning",
        severity="high",
        enforcement="soft",
        subject="aws_s3_bucket.archive",
        message="aws_s3_bucket.archive keeps no former versions",
        location=Location("infra/main.tf", "", Region(10, 1, 13, 2)),
        fingerprint="TL-33333333333333333333333333333333",
        suppression=Suppression(
            "exception",
            'Moves to "glacier" <soon>',
            "EX-2026-0003",
            "2026-12-05",
            Location(".trueline/exceptions/3.yaml"),
        ),
        kind="terraform/aws_s3_bucket",
    ),
    ACL,
    LOGS,
    Finding(
        rule_id="secret-in-plain-sight",
        severity="high",
        enforcement="soft",
        subject="Secret/shop/\u202etxt.exe",
        message="##[error]a \x1b[31mred\x1b[0m lie\n::error::\u2066reversed\u2069 ##vso[task.complete result=Failed]",
        location=Location(UNDECODABLE, "", Region(1, 7, 1, 19)),
        fingerprint="TL-44444444444444444444444444444444",
        references=("https://example.com/secrets",),
        kind="kubernetes/Secret",
        blocks=True,
        refusals=("EX-2026-0004 is pending: high takes 1 of release-manager; approved by nobody",),
        pending="EX-2026-0004",
    ),
    Finding(
        rule_id="port-named-twice",
        severity="info",
        enforcement="advise",
        subject="Service/shop/old",
        message="port http is named twice",
        location=Location("deploy/old.yaml", BASE, Region(4, 1, 4, 5)),
        fingerprint="TL-55555555555555555555555555555555",
        status="fixed",
        kind="kubernetes/Service",
    ),
)

GONE = (
    Finding(
        rule_id="operation-removed",
        severity="high",
        enforcement="soft",
        subject="GET /orders/{id}",
        message="the operation is gone",
        location=Location("api/openapi.json", "", Region(7, 12, 7, 13)),
        related=(Location("api/openapi.json", BASE, Region(8, 5, 8, 20), "it was here"),),
        fingerprint="TL-66666666666666666666666666666666",
        kind="openapi/operation-removed",
        blocks=True,
    ),
    Finding(
        rule_id="operation-removed",
        severity="high",
        enforcement="soft",
        subject="shop/v1/old.proto",
        message="the file was removed",
        location=Location("shop/v1/old.proto", BASE, Region(1, 1, 1, 9)),
        fingerprint="TL-77777777777777777777777777777777",
        kind="protobuf/file-removed",
        blocks=True,
    ),
)
"""What a change of a contract took away: an operation, and a whole file."""

RULES = (
    Tally(
        "image-tag-latest",
        "An image tag moves",
        "A tag that moves gives another image tomorrow.",
        "medium",
        "advise",
        "kubernetes-images",
        ("CKV_K8S_14",),
        ("supply-chain",),
        (),
        "Pin the digest.",
        3,
        2,
        1,
        owner='team "web" \\ ##[error]',
    ),
    Tally("owner-missing", "A thing has no owner", "", "low", "advise", "alignment", matched=2, passed=1, failed=1),
    Tally("port-named-twice", "Two ports share a name", severity="info", matched=1, passed=1),
    Tally("quota-missing", "A namespace has no quota", policy="kubernetes-limits"),
    Tally(
        "s3-public-acl",
        "A bucket ACL lets everyone in",
        "Whoever knows the name reads it all.",
        "critical",
        "hard",
        "aws-storage",
        ("CKV_AWS_20", "AWS-0092"),
        ("security",),
        ACL.references,
        ACL.fix,
        3,
        0,
        2,
        1,
    ),
    Tally(
        "s3-without-versioning",
        "A bucket keeps no former versions",
        severity="high",
        enforcement="soft",
        matched=2,
        passed=1,
        failed=1,
    ),
    Tally(
        "secret-in-plain-sight",
        "A secret stands in a manifest",
        severity="high",
        enforcement="soft",
        matched=2,
        failed=1,
        errors=1,
        not_applicable=4,
    ),
)

NOTIFICATIONS = (
    Notification(
        "error",
        "yaml-syntax",
        "a mapping value stands where none may be",
        Location("deploy/broken.yaml", "", Region(2, 6, 2, 7)),
    ),
    Notification(
        "error",
        "rule-crashed",
        "secret-in-plain-sight: no such field: data",
        Location("deploy/service.yaml"),
        "secret-in-plain-sight",
    ),
    Notification(
        "warning",
        "unclaimed-syntax",
        "does not parse, and nobody claims it: \u202e%0A::warning::",
        Location("notes.json", "", Region(1, 1, 1, 1)),
    ),
    Notification("note", "no-cache", "the result cache is off"),
)

INPUTS = (
    Input("deploy/broken.yaml", "kubernetes", "unreadable", "a mapping value stands where none may be"),
    Input("deploy/service.yaml", "kubernetes", "read"),
    Input("charts/shop/Chart.yaml", "chart", "not-rendered", "helm is not installed"),
    Input("infra/main.tf", "terraform", "partly-read", "1 block could not be read"),
    Input(MODULE, "terraform", "read"),
    Input("notes.json", "", "unclaimed"),
    Input(CHART, "kubernetes", "read"),
    Input(UNDECODABLE, "terraform", "read"),
    Input("slo/web.yaml", "openslo", "not-judged", "needs the whole repository"),
)

CHANGES = (
    Change(
        "openapi/operation-removed",
        "GET /orders/{id}",
        "the operation is gone",
        "breaking",
        ("clients",),
        Location("api/openapi.json", "", Region(7, 12, 7, 13)),
        Location("api/openapi.json", BASE, Region(8, 5, 8, 20)),
        details={"deprecated": True, "sunset": "2026-12-31", "reason": "use <b>/purchases</b> | ask @team"},
        contract="api/openapi.json",
    ),
    Change(
        "protobuf/file-removed",
        "shop/v1/old & \u202eödd.proto",
        "the file was removed\n::error::",
        "breaking",
        ("code",),
        None,
        Location("shop/v1/old.proto", BASE, Region(1, 1, 1, 9)),
        contract="shop",
    ),
    Change(
        "protobuf/field-added",
        "shop.v1.Order.note",
        "field note is new",
        "compatible",
        (),
        Location("shop/v1/order.proto", "", Region(4, 3, 4, 7)),
        contract="shop",
    ),
)

ARCHIVE = ExceptionRecord(
    "EX-2026-0003",
    "approved",
    "s3-without-versioning",
    "high",
    "waiver",
    'Moves to "glacier" <soon>',
    "Dev <dev@example.org>",
    "2026-11-05T09:00:00Z",
    "2026-12-05T23:59:59Z",
    Location(".trueline/exceptions/EX-2026-0003/request.yaml"),
    ("rita",),
    ("TL-33333333333333333333333333333333",),
    1,
    (("votes", True, "high takes 1 of release-manager; approved by rita"),),
    ticket="OPS-7",
    scope={
        "rule": "s3-without-versioning",
        "severity": "high",
        "findings": [{"fingerprint": "TL-33333333333333333333333333333333", "subject": "aws_s3_bucket.archive"}],
        "releases": ["v2.3"],
    },
    decisions=(DecisionRecord("rita", "approve", "until it moves", "2026-11-06T10:00:00Z", ("signed",)),),
    is_trusted=True,
    policy="aws-storage",
    owner="platform",
    evidence=Evidence(total=0, problem="there is none"),
)
SIGHTING = Sighting(
    "TL-44444444444444444444444444444444",
    "Secret/shop/\u202etxt.exe",
    "a <b>secret</b> of @team\n::error::x",
    "high",
    "legacy/a.tf:1:7",
)
EXCEPTIONS = (
    ARCHIVE,
    ARCHIVE._replace(
        id="EX-2026-0004",
        state="pending",
        rule_id="secret-in-plain-sight",
        category="false-positive",
        reason="##[error]it is | a <b>test</b> \x1b[31mkey\n::error::of #12",
        requested_by="\u202eMallory `x` <mallory@example.org>",
        requested_at="2026-11-20T09:00:00Z",
        approved_by=(),
        covered=("TL-44444444444444444444444444444444",),
        checks=(
            ("length", True, "it lasts 15 days, 90 days are allowed"),
            ("decision", False, "approve of <i>sam</i>: nothing shows who made it"),
            ("votes", False, "high takes 1 of release-manager; approved by nobody"),
        ),
        mitigation="nothing | uses it",
        ticket="SEC-<1>",
        scope={
            "rule": "secret-in-plain-sight",
            "severity": "high",
            "findings": [
                {"fingerprint": "TL-44444444444444444444444444444444"},
                {"fingerprint": "TL-99999999999999999999999999999999"},
            ],
        },
        decisions=(),
        is_trusted=False,
        policy="",
        owner="",
        needs="1 of release-manager",
        deciders=("rita", "s@m"),
        evidence=Evidence(
            (SIGHTING, SIGHTING._replace(fingerprint="TL-99999999999999999999999999999999", severity="<i>")),
            60,
            ("field `a` was <removed>",),
            "0.1.0",
            BASE,
            HEAD,
            is_complete=False,
        ),
    ),
    ARCHIVE._replace(
        id="EX-2026-0005",
        state="approved",
        rule_id="port-named-twice",
        severity="critical",
        category="emergency",
        reason="The shop is <down>",
        requested_at="2026-11-24T12:00:00Z",
        expires="2026-11-26T12:00:00Z",
        approved_by=("ivy",),
        covered=("TL-55555555555555555555555555555555",),
        break_glass=True,
        review_due="2026-12-03T12:00:00Z",
    ),
    ARCHIVE._replace(
        id="EX-2026-0006",
        state="refused",
        covered=(),
        checks=(("policy", False, "the rule, with its parameters, is another than it was: ask again"),),
        altered=(Location(".trueline/exceptions/EX-2026-0006/decisions/<sam>-1.json", BASE),),
    ),
    ARCHIVE._replace(
        id="EX-2026-0007",
        state="denied",
        covered=(),
        decisions=(DecisionRecord("sam", "deny", "use | a <tunnel>", "2026-11-10T10:00:00Z", ("merged",)),),
        evidence=None,
    ),
    ARCHIVE._replace(
        id="EX-2026-0008",
        state="expired",
        covered=(),
        expires="2026-11-15T23:59:59Z",
        break_glass=True,
        review_due="2026-11-22T23:59:59Z",
        evidence=None,
    ),
)
"""One of each kind: in force, waiting with evidence, an emergency, refused, denied, an emergency not looked at."""

EXCERPTS = {
    ("api/openapi.json", ""): {6: "{", 7: '  "paths": {', 8: "}"},
    ("api/openapi.json", BASE): {7: '  "paths": {', 8: '    "/orders/{id}": {}', 9: "}"},
    ("shop/v1/old.proto", BASE): {1: "message Old {}"},
    (MODULE, ""): {
        1: 'resource "aws_s3_bucket_acl" "this" {',
        2: "  bucket = aws_s3_bucket.this.id",
        3: '  acl    = "public-read"',
        4: "}",
    },
    (CHART, ""): {1: "containers:", 2: "\t容器 e\u0301image: nginx:latest  # ##[add-path]/evil"},
    (UNDECODABLE, ""): {1: "key = \u202e\x1bhunter2\u202c ::stop-commands::x"},
    ("deploy/broken.yaml", ""): {1: "apiVersion: v1", 2: "kind : : Service"},
    ("infra/main.tf", ""): {
        9: "",
        10: 'resource "aws_s3_bucket" "archive" {',
        11: '  bucket = "archive"',
        12: "",
        13: "}",
    },
}

_EC2 = Price(((0.0, 0.096),), "hour", "USD", "aws/ec2", "2026-07-20", "list")
_MACHINE = Component("Linux on demand", "hour", always(730.0), always(70.08), _EC2)
_THROUGH = Component(
    "data processed", "GB", OPEN, OPEN, _EC2._replace(section="aws/nat-gateway"),
    (Gap("usage", "how much is used is not declared: `monthly_gb`", "monthly_gb"),), "monthly_gb",
)  # fmt: skip
_WEB = Estimate(
    'aws_instance.web["<b>|\u202e"]', "terraform/aws_instance", "infra",
    Location("infra/main.tf", "", Region(3, 1, 5, 2)), (_MACHINE,), tags={"team": "shop"},
)  # fmt: skip
_NAT = Estimate(
    "aws_nat_gateway.n",
    "terraform/aws_nat_gateway",
    "infra",
    Location("infra/main.tf", "", Region(7, 1, 9, 2)),
    (_THROUGH,),
)
_GROWN = Spread(Bounds(70.08, 70.08), Bounds(140.16, 140.16), Bounds(28032.0, 28032.0))
_MISSING = (
    ("aws_nat_gateway.n", _THROUGH.gaps[0]),
    ("aws_x.y", Gap("type", "nobody has priced aws_x yet")),
)
COSTS = (
    Cost("total", "total", _WEB.location, base=always(70.08), head=_GROWN.plus(OPEN),
         increase=_GROWN.minus(always(70.08)), coverage=0.5, gaps=_MISSING, priced=1, unpriced=1, free=2,
         oldest="2026-07-20"),
    Cost("stack", "infra", _WEB.location, base=always(70.08), head=_GROWN.plus(OPEN),
         increase=_GROWN.minus(always(70.08)), coverage=0.5, priced=1, unpriced=1, unit="infra"),
    Cost("budget", "shop", _WEB.location, base=always(70.08), head=_GROWN, increase=_GROWN.minus(always(70.08)),
         priced=1, details={"limit": {"monthly": 100.0}}),
    Cost("resource", _WEB.address, _WEB.location, kind=_WEB.kind, base=always(70.08), head=_GROWN,
         increase=_GROWN.minus(always(70.08)), priced=1, unit="infra", estimate=_WEB, former=_WEB),
    Cost("resource", _NAT.address, _NAT.location, kind=_NAT.kind, base=NONE, head=OPEN, increase=OPEN, priced=1,
         unit="infra", estimate=_NAT),
    Cost("resource", "aws_x.gone", Location("infra/main.tf", "", Region(1, 1, 2, 2)), kind="terraform/aws_x", base=OPEN,
         head=NONE, increase=NONE.minus(OPEN), coverage=0.0, unpriced=1, unit="infra"),
)  # fmt: skip

_HERE = Location("infra/main.tf", "", Region(9, 20, 9, 32))
DRIFTS = (
    Drift("terraform/changed", "aws_security_group.web", _HERE, type="terraform/aws_security_group",
          path="ingress[0].cidr_blocks[0]", message="ingress[0].cidr_blocks[0] is 0.0.0.0/0, the state had 10.0.0.0/8",
          declared="10.0.0.0/8", actual="0.0.0.0/0", unit="infra", snapshot="plan.json", is_standing=True,
          details={"touches": ["network"], "relevant": True}),
    Drift("kubernetes/changed", "Deployment/shop/web", Location("deploy/web.yaml", "", Region(7, 13, 7, 14)),
          type="kubernetes/Deployment", path="spec.replicas", message="spec.replicas is 5, declared 3", declared=3,
          actual=5, by=Actor("kubectl-edit", "human", "2026-11-01T10:00:00Z"), unit="deploy", snapshot="live.json"),
    Drift("kubernetes/changed", "Secret/shop/\u202edatabase", Location("deploy/db.yaml", "", Region(5, 3, 5, 9)),
          type="kubernetes/Secret", path="data.password", message="data.password differs",
          declared=hidden("swordfish7"), actual=hidden({"a": "marlin8"}), by=Actor("| @all\n::error::x", "unknown"),
          snapshot="live.json", related=(Location("live.json", "", Region(1, 2, 3, 4), "what is there"),)),
    Drift("kubernetes/changed", "Deployment/shop/search", Location("deploy/search.yaml"), path="spec.replicas",
          message="spec.replicas is 7, declared 2", declared=2, actual=7, snapshot="live.json",
          expected="scaled for the <sale> & \"more\""),
    Drift("kubernetes/changed", "Deployment/shop/cart", Location("deploy/cart.yaml"), path="spec.replicas",
          message="spec.replicas is 2, declared 3 | <b>", declared=3, actual=2, snapshot="live.json",
          details={"by_change": True}),
    Drift("kubernetes/missing", "ConfigMap/shop/web", Location("deploy/web.yaml", "", Region(30, 1, 40, 1)),
          type="kubernetes/ConfigMap", message="ConfigMap/shop/web is declared and not in shop", snapshot="live.json"),
    Drift("snapshot/unchecked", "Ingress", Location("live.json"), message="2 declared Ingress could not be checked",
          snapshot="live.json", details={"reason": "the snapshot could not read Ingress: forbidden"}),
    Drift("snapshot/read", "live.json", Location("live.json"), message="kubernetes of shop, taken 2026-11-01 10:00 UTC",
          snapshot="live.json", details={"age_hours": Unknown(["live.json does not say when it was taken"])}),
    Drift("expected/expired", "aws_x.y", Location(".trueline/drift.yaml", "", Region(3, 5, 3, 30)),
          message="drift of aws_x.y was accepted until 2026-10-01"),
)  # fmt: skip

GOLDEN = Report(
    verdict="failed",
    exit_code=1,
    complete=False,
    trust=Trust(
        "revision",
        BASE,
        ".trueline/config.yaml",
        "strict",
        ("builtin", "policies/shop.yaml"),
        ".trueline/approvers.yaml",
    ),
    findings=FINDINGS,
    unknowns=(
        UnknownAnswer(
            "s3-public-acl",
            "critical",
            "aws_s3_bucket_acl.media",
            Location("infra/main.tf", "", Region(20, 3, 20, 16)),
            ("var.acl ← not set", "data.aws_region.here ← known after apply"),
            blocks=True,
        ),
    ),
    notifications=NOTIFICATIONS,
    rules=RULES,
    inputs=INPUTS,
    changes=CHANGES,
    base=BASE,
    head=HEAD,
    excerpts=EXCERPTS,
    exceptions=EXCEPTIONS,
    judged_at="2026-11-25T12:00:00Z",
    measures={"seconds": 0.4123, "files": 214.0, "facts": 1382.0},
    costs=COSTS,
    priced_by="0123456789abcdef",
    drifts=DRIFTS,
)

EMPTY = Report("passed", 0, complete=True, trust=Trust("working-tree"))
METRICS = EMPTY._replace(
    contracts=(
        ContractRate("api/openapi.json", "openapi", 4, 1, 1, 2, checks_passed=5, checks=8),
        ContractRate('shop/"v1"\n.proto', "protobuf", 2, 0, 0, 2, checks_passed=2, checks=2),
    ),
    metrics=ExceptionMetrics(
        {"pending": 1, "approved": 2, "denied": 1},
        (
            OpenExceptions("", "", "high", "pending", 1),
            OpenExceptions("aws-storage", "storage", "critical", "approved", 1),
            OpenExceptions("aws-storage", "storage", "high", "approved", 1),
        ),
        pending_age=86_400.0,
        oldest_pending=86_400.0,
        in_force_age=129_600.0,
        time_to_decision=5_400.5,
        approved=2,
        denied=1,
        renewals=1,
        break_glass=1,
        overdue_reviews=1,
        expiring=2,
        let_go=3,
        let_go_blocking=2,
        passed=True,
        top_policies=(PolicyExceptions("aws-storage", 2, 3), PolicyExceptions("", 1, 0)),
    ),
)
"""What the figures of a run can be: contracts that changed, and exceptions."""

CHANGED = EMPTY._replace(verdict="failed", findings=GONE, changes=CHANGES, base=BASE, head=HEAD, excerpts=EXCERPTS)
