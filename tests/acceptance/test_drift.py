"""Drift as people meet it: the command, the gate, a pull request, what is accepted, and every report."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from tests.acceptance.conftest import git

WEB = """apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: registry.example.com/web:1.4.0
          securityContext: {privileged: false}
"""
SOON = datetime.now(UTC).date() + timedelta(days=30)
PASSWORD = "aHVudGVyMi1odW50ZXIy"
SECRET = f"""apiVersion: v1
kind: Secret
metadata: {{name: database, namespace: shop}}
data:
  password: {PASSWORD}
"""
AMOUNTS = {"east": 3, "west": 9}
SERVICE = '{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web", "namespace": "shop"}, "spec": {}}'
REPORTS = ("terminal", "json", "markdown", "html", "sarif", "github", "junit", "gitlab", "openmetrics")


def live(*items: dict, **envelope) -> str:
    read = [{"kind": kind, "namespace": ""} for kind in ("apps/v1/Deployment", "v1/Secret")]
    told = {
        "trueline_snapshot": 1,
        "kind": "kubernetes",
        "taken": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "origin": "shop",
    }
    return json.dumps(told | {"read": read, "unread": [], "items": list(items)} | envelope)


def web(*, privileged: bool = False, replicas: int = 3, **metadata) -> dict:
    container = {
        "name": "web",
        "image": "registry.example.com/web:1.4.0",
        "securityContext": {"privileged": privileged},
    }
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "web", "namespace": "shop", **metadata},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": {"app": "web"}},
            "template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [container]}},
        },
    }


def edited(field: str, manager: str = "kubectl-edit") -> dict:
    fields = {"f:spec": {f"f:{field}": {}}}
    entry = {"manager": manager, "operation": "Update", "time": "2026-10-31T10:00:00Z", "fieldsV1": fields}
    return {"managedFields": [entry]}


@pytest.fixture
def beside(tmp_path):
    """Return a function that writes what tells what is there, outside of the repository."""

    def write(text: str, name: str = "live.json") -> str:
        (tmp_path / name).write_text(text)
        return str(tmp_path / name)

    return write


def found(report: dict) -> dict[str, tuple[str, bool]]:
    """Return the findings about drift, with how each stands."""
    told = {one["kind"] for one in report["drifts"]}
    return {one["rule_id"]: (one["status"], one["blocks"]) for one in report["findings"] if one["kind"] in told}


def test_the_command_shows_both_sides_and_who(trueline, repository, beside) -> None:
    top = repository({"web.yaml": WEB})
    told = beside(live(web(replicas=5, **edited("replicas"))))

    ran = trueline("drift", "--live", told, cwd=top)

    assert ran.code == 0, ran.err
    assert "Deployment/shop/web (kubernetes/Deployment)  web.yaml:7:13" in ran.out
    assert "spec.replicas  3         5       kubectl-edit (human) 2026-10-31" in ran.out
    assert '- {address: "Deployment/shop/web", path: "spec.replicas", reason: …, expires: …}' in ran.out
    assert ran.out.endswith("1 difference in 1 resource\n")
    assert trueline("drift", "--live", told, "--exit-code", cwd=top).code == 1


def test_nothing_that_differs_is_said_as_such(trueline, repository, beside) -> None:
    top = repository({"web.yaml": WEB})
    told = beside(live(web()))

    assert trueline("drift", "--live", told, "--exit-code", cwd=top).code == 0
    assert trueline("drift", "--live", told, cwd=top).out.endswith("nothing drifted\n")


def test_without_anything_that_tells_the_command_says_so(trueline, repository) -> None:
    ran = trueline("drift", cwd=repository({"web.yaml": WEB}))

    assert ran.code == 0
    assert ran.out.startswith("nothing tells what is there")


def test_a_setting_of_security_blocks_and_a_value_advises(trueline, repository, beside) -> None:
    top = repository({"web.yaml": WEB})
    told = beside(live(web(privileged=True, replicas=5)))

    ran = trueline("check", "--live", told, "--report", "json", cwd=top)

    assert ran.code == 1
    assert found(ran.report)["security-setting-drifted"] == ("new", True)
    assert found(ran.report)["resource-drifted"] == ("new", False)
    assert {(one["path"], one["declared"], one["actual"]) for one in ran.report["drifts"] if one["path"]} == {
        ("spec.replicas", 3, 5),
        ("spec.template.spec.containers[name=web].securityContext.privileged", False, True),
    }


def change(top, files: dict[str, str]) -> None:
    git(top, "switch", "--quiet", "--create=change")
    for name, text in files.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(text)
    git(top, "add", "--all")
    git(top, "commit", "--quiet", "--message=change")


def test_what_drifted_before_a_change_does_not_block_it(trueline, repository, beside) -> None:
    top = repository({"web.yaml": WEB})
    told = beside(live(web(privileged=True)))
    change(top, {"other.yaml": SECRET})

    ran = trueline("check", "--base", "main", "--live", told, "--report", "json", cwd=top)

    assert found(ran.report)["security-setting-drifted"] == ("unchanged", False)


def test_a_change_does_not_accept_drift(trueline, repository, beside) -> None:
    top = repository({"web.yaml": WEB})
    told = beside(live(web(privileged=True)))
    accepted = f"expected:\n  - {{address: '*', path: '*', reason: because, expires: {SOON}}}\n"
    change(top, {".trueline/drift.yaml": accepted})

    ran = trueline("check", "--base", "main", "--live", told, "--report", "json", cwd=top)

    assert found(ran.report)["security-setting-drifted"] == ("unchanged", False)
    assert [one["expected"] for one in ran.report["drifts"] if one["path"]] == [""]


def test_what_a_change_sets_itself_is_told_and_not_judged(trueline, repository, beside) -> None:
    top = repository({"web.yaml": WEB.replace("privileged: false", "privileged: true")})
    told = beside(live(web(privileged=True)))
    change(top, {"web.yaml": WEB.replace("replicas: 3", "replicas: 4")})

    ran = trueline("check", "--base", "main", "--live", told, "--report", "json", cwd=top)
    shown = trueline("drift", "--base", "main", "--live", told, "--exit-code", cwd=top)

    assert (ran.code, [rule for rule in found(ran.report) if "drift" in rule or "applied" in rule]) == (0, [])
    assert [one["path"] for one in ran.report["drifts"] if one["details"].get("by_change")] == [
        "spec.replicas", "spec.template.spec.containers[name=web].securityContext.privileged",
    ]  # fmt: skip
    assert (shown.code, shown.out.splitlines()[-1]) == (0, "nothing drifted, 2 by this change")


def test_what_drifted_before_stays_drift_where_a_change_sets_something_else(trueline, repository, beside) -> None:
    top = repository({"web.yaml": WEB})
    told = beside(live(web(privileged=True)))
    change(top, {"web.yaml": WEB.replace("replicas: 3", "replicas: 4")})

    ran = trueline("check", "--base", "main", "--live", told, "--report", "json", cwd=top)

    assert found(ran.report)["security-setting-drifted"] == ("unchanged", False)
    assert {one["path"]: one["details"].get("by_change") for one in ran.report["drifts"] if one["path"]} == {
        "spec.replicas": True, "spec.template.spec.containers[name=web].securityContext.privileged": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("expires", "code", "rules"),
    [
        pytest.param(SOON, 0, set(), id="accepted"),
        pytest.param("2020-01-01", 1, {"security-setting-drifted", "accepted-drift-expired"}, id="over"),
    ],
)
def test_drift_is_accepted_until_a_day(trueline, repository, beside, expires, code, rules) -> None:
    entry = f"expected:\n  - {{address: Deployment/shop/web, path: '*', reason: an incident, expires: {expires}}}\n"
    top = repository({"web.yaml": WEB, ".trueline/drift.yaml": entry})
    told = beside(live(web(privileged=True)))

    ran = trueline("check", "--live", told, "--report", "json", cwd=top)

    assert (ran.code, found(ran.report).keys()) == (code, rules)
    assert [one["expected"] for one in ran.report["drifts"] if one["path"] and one["address"][0] == "D"] == [
        "an incident" if code == 0 else ""
    ] * (1 if code == 0 else 2)


@pytest.mark.parametrize("name", REPORTS)
def test_no_report_shows_what_a_secret_holds(trueline, repository, beside, name) -> None:
    top = repository({"web.yaml": WEB, "secret.yaml": SECRET.replace(PASSWORD, "b3RoZXI=")})
    secret = {
        "apiVersion": "v1", "kind": "Secret", "metadata": {"name": "database", "namespace": "shop"},
        "data": {"password": PASSWORD},
    }  # fmt: skip
    stray = secret | {"metadata": {"name": "stray", "namespace": "shop"}}
    told = beside(live(web(), secret, stray))
    (top / ".trueline").mkdir()
    (top / ".trueline/drift.yaml").write_text("managed: [shop]\n")

    ran = trueline("check", "--live", told, "--report", name, cwd=top)

    assert ran.code in (0, 1), ran.err
    assert PASSWORD not in ran.out + ran.err
    assert "hunter2" not in ran.out + ran.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("", "the file is empty", id="nothing"),
        pytest.param('{"items": [', "", id="the beginning"),
        pytest.param('{"a": 1}', "nothing here tells what is there", id="something else"),
        pytest.param('{"version": 4, "lineage": "x", "resources": []}', "--tfstate ROOT=FILE", id="a state"),
    ],
)
def test_a_file_that_tells_nothing_is_no_pass(trueline, repository, beside, text, said) -> None:
    top = repository({"web.yaml": WEB})

    ran = trueline("check", "--live", beside(text), cwd=top)

    assert ran.code == 3
    assert said in " ".join(ran.out.split())


def test_a_file_of_an_environment_is_held_against_that_alone(trueline, repository, beside) -> None:
    code = {f"{name}/web.yaml": WEB.replace("replicas: 3", f"replicas: {number}") for name, number in AMOUNTS.items()}
    top = repository(code)
    told = beside(live(web(replicas=3)))

    nearest = trueline("drift", "--live", told, cwd=top).out.splitlines()
    named = trueline("drift", "--live", f"west={told}", "--report", "json", cwd=top)

    assert nearest[-1] == "nothing drifted, 1 not checked"
    (one,) = [drift for drift in named.report["drifts"] if drift["path"]]
    assert (one["location"]["path"], one["path"], one["declared"]) == ("west/web.yaml", "spec.replicas", 9)


def test_narrowed_to_paths_what_could_not_be_told_is_told_still(trueline, repository, beside) -> None:
    top = repository({f"{name}/web.yaml": WEB.replace("name: web", f"name: {name}", 1) for name in ("a", "b")})
    told = beside(json.dumps({"apiVersion": "v1", "kind": "List", "items": [json.loads(SERVICE)]}))

    assert "no difference found, 2 not checked" in trueline("drift", "b", "--live", told, cwd=top).out


def test_a_file_that_is_not_there_is_wrong_use(trueline, repository) -> None:
    ran = trueline("check", "--live", "none.json", cwd=repository({"web.yaml": WEB}))

    assert (ran.code, "does not exist" in ran.err) == (2, True)


def test_what_tells_what_is_there_declares_nothing(trueline, repository) -> None:
    top = repository({"web.yaml": WEB})
    (top / "live.json").write_text(live(web(privileged=True), taken="2020-01-01T00:00:00Z"))

    ran = trueline("check", "--live", "live.json", "--report", "json", cwd=top)
    others = [one for one in ran.report["findings"] if one["location"]["path"] == "live.json"]

    assert {one["rule_id"] for one in others} == {"snapshot-too-old"}
    assert [one["state"] for one in ran.report["inputs"] if one["path"] == "live.json"] == ["read"]


def test_environments_are_compared_without_any_snapshot(trueline, repository) -> None:
    files = {
        "staging/web.yaml": WEB.replace("1.4.0", "1.5.0").replace("shop", "shop-staging"),
        "production/web.yaml": WEB.replace("shop", "shop-production"),
        ".trueline/drift.yaml": "environments: {shop: {staging: staging, production: production}}\n",
    }
    ran = trueline("check", "--report", "json", cwd=repository(files))

    (skew,) = [one for one in ran.report["findings"] if one["rule_id"] == "environment-image-skew"]
    assert (skew["location"]["path"], skew["location"]["region"]["start_line"]) == ("production/web.yaml", 14)


def test_a_plan_says_what_it_would_undo(trueline, repository, beside) -> None:
    top = repository(
        {"infra/main.tf": 'resource "aws_sqs_queue" "q" {\n  name          = "q"\n  delay_seconds = 0\n}\n'}
    )
    entry = {"address": "aws_sqs_queue.q", "mode": "managed", "type": "aws_sqs_queue", "name": "q",
             "provider_name": "registry.terraform.io/hashicorp/aws"}  # fmt: skip

    def changed(was: int, now: int) -> dict:
        sides = {"before": {"name": "q", "delay_seconds": was}, "after": {"name": "q", "delay_seconds": now}}
        return entry | {"change": {"actions": ["update"], "after_unknown": {}, **sides}}

    plan = {
        "format_version": "1.2", "terraform_version": "1.11.4", "timestamp": "2026-11-01T10:00:00Z",
        "planned_values": {"root_module": {"resources": [entry | {"values": {"name": "q", "delay_seconds": 0}}]}},
        "resource_drift": [changed(0, 15)], "resource_changes": [changed(15, 0)], "configuration": {"root_module": {}},
    }  # fmt: skip
    ran = trueline("check", "--plan", f"infra={beside(json.dumps(plan), 'plan.json')}", "--report", "json", cwd=top)

    (undone,) = [one for one in ran.report["findings"] if one["rule_id"] == "drift-reverted-by-plan"]
    assert (ran.code, undone["location"]["path"], undone["location"]["region"]["start_line"]) == (1, "infra/main.tf", 3)


def test_what_a_change_would_accept_is_told(trueline, repository, beside) -> None:
    top = repository({"web.yaml": WEB, ".trueline/config.yaml": "block: all\n"})
    told = beside(live(web(privileged=True)))
    accepted = f"expected:\n  - {{address: Deployment/shop/web, path: '*', reason: because, expires: {SOON}}}\n"
    change(top, {".trueline/drift.yaml": accepted})

    ran = trueline("check", "--base", "main", "--live", told, "--report", "json", cwd=top)
    proposed = ran.report["policy_diff"]

    assert (ran.code, found(ran.report)["security-setting-drifted"]) == (1, ("unchanged", True))
    assert {one["name"]: one["said"] for one in proposed["settings"]} == {
        "drift.expected": "adds `Deployment/shop/web *`"
    }
    assert [one["finding"]["rule_id"] for one in proposed["would_release"]] == ["security-setting-drifted"]
    assert proposed["would_add"] == []


QUEUE = 'resource "aws_sqs_queue" "q" {}\n'
STATE = {
    "version": 4, "serial": 1, "lineage": "a", "terraform_version": "1.11.4", "outputs": {},
    "resources": [
        {"mode": "managed", "type": "aws_sqs_queue", "name": "other", "provider": "p",
         "instances": [{"schema_version": 0, "attributes": {"name": "other"}}]}
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("files", "option", "text"),
    [
        pytest.param({"main.tf": 'resource "aws_sqs_queue" "q" {}\n'}, "--live={}", live(web()), id="a cluster"),
        pytest.param(
            {"main.tf": 'resource "aws_sqs_queue" "q" {}\n'}, "--tfstate=.={}", json.dumps(STATE), id="a state"
        ),
    ],
)
def test_what_tells_of_nothing_that_is_declared_is_no_pass(trueline, repository, beside, files, option, text) -> None:
    told = beside(text)

    ran = trueline("check", option.format(told), "--report", "json", cwd=repository(files))

    assert ran.code == 3
    assert [note["id"] for note in ran.report["notifications"] if note["level"] == "error"] == ["nothing-compared"]


def test_a_plan_that_only_refreshes_takes_nothing_from_what_is_judged(trueline, repository, beside) -> None:
    top = repository({"infra/main.tf": 'resource "aws_s3_bucket_acl" "a" {\n  acl = "public-read"\n}\n'})
    plan = {"format_version": "1.2", "terraform_version": "1.11.4", "planned_values": {}, "configuration": {}}
    told = beside(json.dumps(plan | {"timestamp": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"}), "plan.json")

    ran = trueline("check", "--plan", f"infra={told}", "--report", "json", cwd=top)

    assert ran.code == 1
    assert "s3-public-acl" in {one["rule_id"] for one in ran.report["findings"]}
    assert "plan-of-nothing" in {note["id"] for note in ran.report["notifications"]}


def test_rules_over_drift_alone_are_enough_where_something_tells(trueline, repository, beside) -> None:
    top = repository({"web.yaml": WEB, ".trueline/config.yaml": "policies: [builtin/drift]\n"})
    ran = trueline("check", "--live", beside(live(web(privileged=True))), "--report", "json", cwd=top)
    alone = trueline("check", cwd=top)

    assert (ran.code, "security-setting-drifted" in found(ran.report)) == (1, True)
    assert alone.code == 2
    assert "rules over drift judge what is given with --live, --tfstate or --plan" in alone.err


def test_drift_that_no_rule_judges_is_said(trueline, repository, beside) -> None:
    top = repository({"web.yaml": WEB, ".trueline/config.yaml": "policies: [builtin/kubernetes]\n"})

    ran = trueline("check", "--live", beside(live(web(replicas=5))), "--report", "json", cwd=top)

    assert "drift-not-judged" in {note["id"] for note in ran.report["notifications"]}
