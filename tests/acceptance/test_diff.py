"""What a change does to the resources: ``trueline diff``, and rules that ask what was before."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.acceptance.conftest import git

DATABASE = """\
variable "size" {
  default = "%s"
}
resource "aws_db_instance" "shop" {
  instance_class = var.size
  password       = var.password
}
variable "password" {
  default   = "%s"
  sensitive = true
}
"""
DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: %d
  template:
    spec:
      containers:
        - name: proxy
          image: proxy:1
        - name: web
          image: web:%d
"""
ALONE = (DEPLOYMENT % (1, 1)).replace("        - name: proxy\n          image: proxy:1\n", "")
FILES = {"infra/main.tf": DATABASE % ("db.t3.small", "first-secret"), "deploy/web.yaml": DEPLOYMENT % (1, 1)}


def differences(ran: Any) -> list[tuple[str, str]]:
    return [(one["difference"], one["address"]) for one in json.loads(ran.out)["resources"]]


def values(ran: Any) -> dict[str, tuple[object, object]]:
    return {
        ".".join(map(str, value["path"])): (value["before"], value["after"])
        for one in json.loads(ran.out)["resources"]
        for value in one["values"]
    }


def changed(repository, files: dict[str, str]):
    top = repository(FILES)
    git(top, "switch", "--quiet", "--create=change")
    for name in FILES:
        (top / name).unlink()
    return repository(files)


def test_nothing_differs(trueline, repository) -> None:
    ran = trueline("diff", "HEAD", cwd=repository(FILES))

    assert (ran.code, "nothing differs" in ran.out) == (0, True)


def test_says_which_values_differ_where(trueline, repository) -> None:
    files = {"infra/main.tf": DATABASE % ("db.m6g.large", "first-secret"), "deploy/web.yaml": DEPLOYMENT % (1, 2)}
    ran = trueline("diff", "main", "--report", "json", cwd=changed(repository, files))

    assert differences(ran) == [
        ("changed", "Deployment/web"),
        ("changed", "var.size"),
        ("changed", "aws_db_instance.shop"),
    ]
    assert values(ran) == {
        "spec.template.spec.containers.1.image": ("web:1", "web:2"),
        "default": ("db.t3.small", "db.m6g.large"),
        "instance_class": ("db.t3.small", "db.m6g.large"),
    }
    database = json.loads(ran.out)["resources"][2]["values"][0]
    assert (database["location"]["region"]["start_line"], database["base_location"]["path"]) == (5, "infra/main.tf")


def test_shows_no_secret(trueline, repository) -> None:
    files = {**FILES, "infra/main.tf": DATABASE % ("db.t3.small", "second-secret")}
    top = changed(repository, files)
    page = trueline("diff", "main", "--verbose", cwd=top)
    data = trueline("diff", "main", "--report", "json", cwd=top)

    assert "password  (sensitive) → (sensitive)" in page.out
    assert "-secret" not in page.out + data.out


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"deploy/web.yaml": DEPLOYMENT % (1, 1)}, {"removed"}, id="a root is gone"),
        pytest.param(
            {**FILES, "deploy/next.yaml": (DEPLOYMENT % (1, 1)).replace("web", "next")},
            {"added"},
            id="an object is new",
        ),
        pytest.param(
            {"infra/main.tf": FILES["infra/main.tf"], "apps/web.yaml": FILES["deploy/web.yaml"]},
            {"moved"},
            id="a file was renamed",
        ),
        pytest.param(
            {"infra/main.tf": FILES["infra/main.tf"], "apps/web.yaml": DEPLOYMENT % (3, 1)},
            {"changed"},
            id="a file was renamed and changed",
        ),
        pytest.param(
            {"deploy/web.yaml": FILES["deploy/web.yaml"], "terraform/main.tf": FILES["infra/main.tf"]},
            {"moved"},
            id="a root was renamed",
        ),
        pytest.param(
            {
                **FILES,
                "infra/main.tf": FILES["infra/main.tf"].replace('"shop"', '"orders"')
                + "moved {\n  from = aws_db_instance.shop\n  to   = aws_db_instance.orders\n}\n",
            },
            {"moved"},
            id="a moved block says so",
        ),
        pytest.param(
            {**FILES, "infra/main.tf": FILES["infra/main.tf"].replace('"shop" {', '"shop" {\n  count = 1')},
            {"moved"},
            id="a count came",
        ),
        pytest.param(
            {**FILES, "deploy/web.yaml": ALONE},
            {"changed"},
            id="a member of a list went",
        ),
        pytest.param({**FILES, "infra/other.txt": "not read"}, set(), id="nothing that is read"),
    ],
)  # fmt: skip
def test_tells_apart_what_came_went_moved_and_changed(trueline, repository, files, expected) -> None:
    ran = trueline("diff", "main", "HEAD", "--report", "json", cwd=changed(repository, files))

    assert {kind for kind, _ in differences(ran)} == expected
    assert ran.code == 0


def test_a_member_of_a_list_is_known_by_its_name(trueline, repository) -> None:
    files = {**FILES, "deploy/web.yaml": ALONE}
    ran = trueline("diff", "main", "--report", "json", cwd=changed(repository, files))

    assert values(ran) == {"spec.template.spec.containers.0": ({"name": "proxy", "image": "proxy:1"}, None)}


def test_compares_with_where_the_change_began(trueline, repository) -> None:
    top = changed(repository, {**FILES, "deploy/web.yaml": DEPLOYMENT % (2, 1)})
    git(top, "switch", "--quiet", "main")
    repository({"deploy/other.yaml": (DEPLOYMENT % (1, 1)).replace("web", "other")})
    git(top, "switch", "--quiet", "change")

    ran = trueline("diff", "main", "--report", "json", cwd=top)

    assert differences(ran) == [("changed", "Deployment/web")]


def test_what_cannot_be_read_is_no_silence(trueline, repository) -> None:
    ran = trueline("diff", "main", cwd=changed(repository, {**FILES, "infra/more.tf": 'resource "a" {{\n'}))

    assert ran.code == 3
    assert "infra/more.tf:1:" in ran.out
    assert "incomplete: 1 input could not be read" in ran.out


def test_the_json_is_as_its_schema_says(trueline, repository) -> None:
    top = changed(repository, {"infra/main.tf": DATABASE % ("a", "b"), "deploy/x.yaml": "kind: [\napiVersion: v1\n"})
    schema = json.loads(trueline("schema", "diff").out)
    ran = trueline("diff", "main", "--report", "json", cwd=top)

    assert [error.message for error in Draft202012Validator(schema).iter_errors(json.loads(ran.out))] == []
    assert (json.loads(ran.out)["complete"], ran.code) == (False, 3)


POLICIES = {
    ".trueline/config.yaml": "policies: [policies]\n",
    "policies/house.yaml": """\
policy: house
owner: platform
rules:
  - id: database-shrinks
    title: A database becomes another size
    severity: high
    for: terraform/aws_db_instance
    when: before != null
    forbid: it.instance_class != before.instance_class
    at: instance_class
    message: "{address} was {before.instance_class} and becomes {it.instance_class}"
""",
    "policies/replicas.py": '''\
"""Replicas do not go away."""

from collections.abc import Iterator

from trueline import Hit, Resource, rule


@rule(id="replicas-taken-away", severity="high", kinds=["kubernetes/Deployment"])
def replicas_taken_away(deployment: Resource) -> Iterator[Hit]:
    """A deployment has fewer replicas than before."""
    if _count(deployment) < _former(deployment):
        yield Hit(f"{deployment.name} loses replicas", at="spec.replicas")


def _former(deployment: Resource) -> int:
    return _count(deployment.before) if deployment.before is not None else 0


def _count(deployment: Resource) -> int:
    return deployment.get("spec.replicas", 1)
''',
}


def rules(ran: Any) -> dict[str, str]:
    return {finding["rule_id"]: finding["status"] for finding in json.loads(ran.out)["findings"]}


def test_a_rule_asks_what_was_before(trueline, repository) -> None:
    top = repository({**POLICIES, **FILES, "deploy/web.yaml": DEPLOYMENT % (3, 1)})
    git(top, "switch", "--quiet", "--create=change")
    alone = trueline("check", "--report", "json", cwd=top)
    same = trueline("check", "--base", "main", "--report", "json", cwd=top)
    (top / "deploy/web.yaml").unlink()
    repository({"infra/main.tf": DATABASE % ("db.m6g.large", "x"), "apps/renamed.yaml": DEPLOYMENT % (2, 1)})
    ran = trueline("check", "--base", "main", "--report", "json", cwd=top)

    assert (rules(alone), rules(same), alone.code, same.code) == ({}, {}, 0, 0)
    assert rules(ran) == {"replicas-taken-away": "new", "database-shrinks": "new"}
    assert ran.code == 1
    messages = [finding["message"] for finding in json.loads(ran.out)["findings"]]
    assert "aws_db_instance.shop was db.t3.small and becomes db.m6g.large" in messages


def test_a_rule_of_the_whole_repository_asks_what_was_before(trueline, repository) -> None:
    policy = POLICIES["policies/house.yaml"].replace("    for:", "    scope: repository\n    for:")
    top = repository({**POLICIES, **FILES, "policies/house.yaml": policy})
    git(top, "switch", "--quiet", "--create=change")
    repository({"infra/main.tf": DATABASE % ("db.m6g.large", "x")})

    ran = trueline("check", "--base", "main", "--report", "json", cwd=top)

    assert rules(ran) == {"database-shrinks": "new"}


def test_no_result_of_another_base_is_recalled(trueline, repository) -> None:
    top = repository({**POLICIES, **FILES})
    repository({"infra/main.tf": DATABASE % ("db.m6g.large", "x")})
    first = trueline("check", "--base", "HEAD", "--report", "json", cwd=top)
    second = trueline("check", "--base", "HEAD~1", "--report", "json", cwd=top)

    assert (rules(first), rules(second)) == ({}, {"database-shrinks": "new"})


def test_a_rule_of_the_whole_repository_knows_what_was_renamed(trueline, repository) -> None:
    policy = POLICIES["policies/house.yaml"].replace("    for:", "    scope: repository\n    for:")
    top = repository({**POLICIES, **FILES, "policies/house.yaml": policy})
    git(top, "switch", "--quiet", "--create=change")
    renamed = (DATABASE % ("db.m6g.large", "x")).replace('"shop"', '"store"')
    moved = "moved {\n  from = aws_db_instance.shop\n  to   = aws_db_instance.store\n}\n"
    repository({"infra/main.tf": renamed + moved})

    ran = trueline("check", "--base", "main", "--report", "json", cwd=top)

    assert rules(ran) == {"database-shrinks": "new"}


def unknowns(ran: Any) -> dict[str, list[str]]:
    return {answer["rule_id"]: answer["reasons"] for answer in json.loads(ran.out)["unknowns"]}


def test_what_was_before_is_unknown_where_base_cannot_be_read(trueline, repository) -> None:
    top = repository({**POLICIES, **FILES, "infra/main.tf": "\x00", "deploy/web.yaml": DEPLOYMENT % (3, 1)})
    git(top, "switch", "--quiet", "--create=change")
    repository({"infra/main.tf": DATABASE % ("db.m6g.large", "x")})

    ran = trueline("check", "--base", "main", "--report", "json", cwd=top)

    assert unknowns(ran) == {"database-shrinks": ["at base ← infra/main.tf could not be read"]}


def test_what_was_before_is_unknown_where_two_places_held_it(trueline, repository) -> None:
    twice = {"deploy/a.yaml": DEPLOYMENT % (3, 1), "deploy/b.yaml": DEPLOYMENT % (2, 1)}
    top = repository({**POLICIES, **FILES, **twice})
    git(top, "switch", "--quiet", "--create=change")
    for path in twice:
        (top / path).unlink()
    repository({"apps/web.yaml": DEPLOYMENT % (1, 1)})

    ran = trueline("check", "--base", "main", "--report", "json", cwd=top)

    assert list(unknowns(ran)) == ["replicas-taken-away"]


def test_an_object_may_leave_a_file_that_stays(trueline, repository) -> None:
    other = (DEPLOYMENT % (1, 1)).replace("name: web", "name: other", 1)
    top = repository({**POLICIES, **FILES, "deploy/web.yaml": (DEPLOYMENT % (3, 1)) + "---\n" + other})
    git(top, "switch", "--quiet", "--create=change")
    repository({"deploy/web.yaml": other, "apps/web.yaml": DEPLOYMENT % (1, 1)})

    ran = trueline("check", "--base", "main", "--report", "json", cwd=top)
    listed = trueline("diff", "main", "--report", "json", cwd=top)

    assert rules(ran) == {"replicas-taken-away": "new"}
    assert [kind for kind, _ in differences(listed)] == ["changed"]


def test_an_object_that_is_written_again_elsewhere_is_new_there(trueline, repository) -> None:
    top = repository({**POLICIES, **FILES, "deploy/web.yaml": DEPLOYMENT % (3, 1)})
    git(top, "switch", "--quiet", "--create=change")
    repository({"deploy/web.yaml": DEPLOYMENT % (4, 1), "apps/web.yaml": DEPLOYMENT % (1, 1)})

    ran = trueline("check", "--base", "main", "--report", "json", cwd=top)

    assert rules(ran) == {}


NEW_DATABASES = """\
policy: house
owner: platform
rules:
  - id: new-database-unencrypted
    title: A new database is not encrypted
    severity: high
    for: terraform/aws_db_instance
    when: before == null
    require: it.?storage_encrypted.orValue(false)
    message: "{address} is new"
"""


def test_what_is_there_already_is_new_on_neither_side(trueline, repository) -> None:
    top = repository({**POLICIES, **FILES, "policies/house.yaml": NEW_DATABASES})
    git(top, "switch", "--quiet", "--create=change")
    repository({"infra/main.tf": DATABASE % ("db.m6g.large", "x")})

    ran = trueline("check", "--base", "main", "--report", "json", cwd=top)

    assert (rules(ran), ran.code) == ({}, 0)


def test_the_same_address_in_a_new_root_is_new_though_another_had_it(trueline, repository) -> None:
    top = repository({**POLICIES, **FILES, "policies/house.yaml": NEW_DATABASES})
    git(top, "switch", "--quiet", "--create=change")
    repository({"other/main.tf": DATABASE % ("db.t3.small", "x")})

    ran = trueline("check", "--base", "main", "--report", "json", cwd=top)

    assert (rules(ran), ran.code) == ({"new-database-unencrypted": "new"}, 1)


def test_of_copies_of_what_moved_nobody_knows_which_one_it_was(trueline, repository) -> None:
    top = repository({**POLICIES, **FILES, "policies/house.yaml": NEW_DATABASES})
    git(top, "switch", "--quiet", "--create=change")
    (top / "infra/main.tf").unlink()
    repository({f"{root}/main.tf": DATABASE % ("db.t3.small", "x") for root in ("live", "copy")})

    ran = trueline("check", "--base", "main", "--report", "json", cwd=top)

    assert list(unknowns(ran)) == ["new-database-unencrypted"]
