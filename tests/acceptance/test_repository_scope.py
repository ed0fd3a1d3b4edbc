"""Rules that see the whole repository, as users run them: from the cache, staged, over paths, between revisions."""

from __future__ import annotations

import subprocess

import pytest

SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web}
"""
PODS = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: web}]}
"""
RULE = "service-without-pods"


def _found(ran):
    return [
        (finding["location"]["path"], finding["location"]["region"]["start_line"], finding["status"])
        for finding in ran.report["findings"]
        if finding["rule_id"] == RULE
    ]


def _tally(ran):
    return next(rule for rule in ran.report["rules"] if rule["id"] == RULE)


def _notes(ran):
    return [note["message"] for note in ran.report["notifications"] if note["id"] == "not-judged"]


def _without_time(ran):
    return {**ran.report, "measures": {**ran.report["measures"], "seconds": 0}}


def test_the_second_run_says_the_same_and_sees_what_changed_elsewhere(trueline, repository) -> None:
    top = repository({"service.yaml": SERVICE, "pods.yaml": PODS})
    first, second = (trueline("check", "--report", "json", cwd=top) for _ in range(2))
    assert _without_time(first) == _without_time(second)
    assert _found(second) == []

    (top / "pods.yaml").write_text(PODS.replace("app: web", "app: tea"))

    assert _found(trueline("check", "--report", "json", cwd=top)) == [("service.yaml", 5, "new")]


def test_a_change_of_the_pods_makes_a_finding_at_the_service_that_did_not_change(trueline, repository) -> None:
    top = repository({"service.yaml": SERVICE, "other.yaml": SERVICE.replace("web", "old"), "pods.yaml": PODS})
    repository({"pods.yaml": PODS.replace("app: web", "app: tea")})
    ran = trueline("check", "--base", "HEAD~1", "--report", "json", cwd=top)

    assert _found(ran) == [("other.yaml", 5, "unchanged"), ("service.yaml", 5, "new")]


@pytest.mark.parametrize("arguments", [["service.yaml"], ["--staged"]], ids=["a path", "staged"])
def test_a_part_of_the_tree_is_no_reason_to_find_anything(trueline, repository, arguments) -> None:
    top = repository({"pods.yaml": PODS})
    (top / "service.yaml").write_text(SERVICE)
    subprocess.run(["git", "add", "service.yaml"], cwd=top, check=True)
    ran = trueline("check", *arguments, "--report", "json", cwd=top)

    assert _found(ran) == []
    assert [f"not judged here: {RULE} see the whole repository; run `trueline check`"] == _notes(ran)
    assert _tally(ran)["matched"] == 0
    assert ran.code == 0


def test_a_broken_manifest_makes_it_unknown(trueline, repository) -> None:
    top = repository({"service.yaml": SERVICE, "pods.yaml": PODS + "  oops: ["})
    ran = trueline("check", "--report", "json", cwd=top)

    assert _found(ran) == []
    assert _tally(ran)["unknown"] == 1
    assert ran.code == 3


def test_workers_say_the_same(trueline, repository) -> None:
    files = {f"pods/{number}.yaml": PODS.replace("web", f"web-{number}") for number in range(255)}
    files |= {f"services/{number}.yaml": SERVICE.replace("web", f"web-{number + 1}") for number in range(255)}
    top = repository(files)
    alone, together = (trueline("check", "--no-cache", "--workers", n, "--report", "json", cwd=top) for n in "12")

    assert _found(together) == [("services/254.yaml", 5, "new")]
    assert _without_time(alone) == _without_time(together)


def test_what_is_recalled_and_what_is_read_anew_come_in_one_order(trueline, repository) -> None:
    members = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [../base]\n"
    base = {"base/pods.yaml": PODS, "base/kustomization.yaml": members.replace("../base", "pods.yaml")}
    top = repository({**base, "a/kustomization.yaml": members, "b/kustomization.yaml": members})
    trueline("check", "--report", "json", cwd=top)
    (top / "a/kustomization.yaml").write_text(f"{members}namePrefix: a-\n")
    half, none = (trueline("check", *flags, "--report", "json", cwd=top) for flags in ([], ["--no-cache"]))

    assert _without_time(none) == _without_time(half)
