"""Plans: what drifted, what the plan undoes and destroys; which of it is secret, noise, or not known; and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.drift.terraform.plans import compare_plan, entry, plan, text_at, told

from trueline.model.settings import Environment, Settings
from trueline.values.unknown import is_sensitive, leaves

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from trueline.model.drift import Drift

BUCKET = 'resource "aws_s3_bucket" "logs" {\n  bucket = "logs"\n  acl    = "private"\n  tags   = { env = "prod" }\n}\n'
OLD = {"bucket": "logs", "acl": "private", "tags": {"env": "prod"}, "tags_all": {"env": "prod"}}

STILL = entry("aws_s3_bucket.logs", OLD, OLD, ["no-op"])
"""What the code declares and the plan leaves as it is, beside what only the plan has."""


def _facts(tree: Path, content: object, source: str = BUCKET) -> Sequence[Drift]:
    found = compare_plan(tree, {"main.tf": source}, content)

    assert not found.notifications
    return found.drifts


def test_an_attribute_that_was_changed_outside_is_told_at_its_characters(tmp_path: Path) -> None:
    (found,) = _facts(tmp_path, plan([entry("aws_s3_bucket.logs", OLD, {**OLD, "acl": "public-read"})]))

    assert (found.kind, found.type, found.path) == ("terraform/changed", "terraform/aws_s3_bucket", "acl")
    assert (found.declared, found.actual) == ("private", "public-read")
    assert found.message == "acl is public-read, the state had private"
    assert found.is_standing
    assert text_at(tmp_path, found) == '"private"'
    assert found.snapshot == "plan.json"


def test_what_the_plan_sets_back_is_reverted_beside(tmp_path: Path) -> None:
    new = {**OLD, "acl": "public-read"}
    changed, reverted = _facts(
        tmp_path, plan([entry("aws_s3_bucket.logs", OLD, new)], [entry("aws_s3_bucket.logs", new, OLD)])
    )

    assert (changed.kind, reverted.kind) == ("terraform/changed", "terraform/reverted")
    assert changed.details["reverted"] is True
    assert (reverted.declared, reverted.actual) == ("private", "public-read")
    assert reverted.message == "acl is public-read, this plan sets it to private"
    assert (reverted.is_standing, reverted.details["relevant"]) == (False, True)


def test_what_the_plan_does_not_touch_is_not_reverted(tmp_path: Path) -> None:
    new = {**OLD, "acl": "public-read"}
    changes = [entry("aws_s3_bucket.logs", new, {**new, "bucket": "other"})]
    (found,) = _facts(tmp_path, plan([entry("aws_s3_bucket.logs", OLD, new)], changes))

    assert found.details["reverted"] is False


def test_what_is_known_after_apply_may_undo_it_or_not(tmp_path: Path) -> None:
    new = {**OLD, "acl": "public-read"}
    after = {name: value for name, value in OLD.items() if name != "acl"}
    changes = [entry("aws_s3_bucket.logs", new, after, after_unknown={"acl": True})]
    changed, open_ = _facts(tmp_path, plan([entry("aws_s3_bucket.logs", OLD, new)], changes))

    assert (changed.kind, changed.details["reverted"]) == ("terraform/changed", False)
    assert (open_.kind, open_.path) == ("snapshot/unchecked", "acl")
    reason = "acl was changed outside of Terraform, and what this plan sets it to is known only after apply"
    assert open_.details["reason"] == open_.message == reason
    assert text_at(tmp_path, open_) == '"private"'


def _rule(cidrs: Sequence[str] = ("0.0.0.0/0",), port: int = 22, description: str = "ssh") -> dict[str, object]:
    ports = {"from_port": port, "to_port": port, "protocol": "tcp"}
    return {"cidr_blocks": list(cidrs), "description": description, **ports}


OPEN, INSIDE, WEB = _rule(), _rule(["10.0.0.0/8"]), _rule(port=443, description="web")
HALVES = _rule(["0.0.0.0/1", "128.0.0.0/1"], description="ssh3")


@pytest.mark.parametrize(
    ("before", "there", "planned", "expected"),
    [
        pytest.param([OPEN], [], [_rule(description="ssh 2")], True, id="back with another text"),
        pytest.param([OPEN], [], [_rule(port=2222)], True, id="back with another port"),
        pytest.param([OPEN], [INSIDE], [HALVES], True, id="back in two halves"),
        pytest.param([OPEN], [INSIDE], [_rule(["0.0.0.0/0"], 0)], True, id="back and wider"),
        pytest.param([OPEN, WEB], [WEB], [{**WEB, "description": "x"}], False, id="the text of another"),
        pytest.param([OPEN, WEB], [WEB], [], False, id="another is taken away, too"),
        pytest.param([OPEN], [INSIDE], [{**INSIDE, "description": "x"}], False, id="what is there stays"),
        pytest.param([OPEN], [INSIDE], [INSIDE, WEB], False, id="what is there stays beside another"),
    ],
)
def test_what_guards_something_is_reverted_by_whatever_does_not_leave_it(
    tmp_path: Path, before: object, there: object, planned: object, expected: bool
) -> None:
    group = "aws_security_group.s"
    old, new, then = ({"name": "s", "ingress": rules} for rules in (before, there, planned))
    found = _facts(tmp_path, plan([entry(group, old, new)], [STILL, entry(group, new, then)]))

    assert any(one.kind == "terraform/reverted" for one in found) is expected
    assert any(one.details["reverted"] for one in found) is expected


def test_what_guards_nothing_is_reverted_in_substance_alone(tmp_path: Path) -> None:
    name = "t_thing.n"
    old, new = {"step": [{"run": "a", "description": "x"}]}, {"step": []}
    again, other = {"step": [{"run": "a", "description": "y"}]}, {"step": [{"run": "b"}]}
    found = [
        _facts(tmp_path, plan([entry(name, old, new)], [STILL, entry(name, new, then)])) for then in (again, other)
    ]

    assert [[one.kind for one in facts] for facts in found] == [
        ["terraform/changed", "terraform/reverted"],
        ["terraform/changed"],
    ]


def test_a_deleted_resource_that_is_created_again_is_reverted_as_a_whole(tmp_path: Path) -> None:
    found = _facts(
        tmp_path,
        plan(
            [entry("aws_s3_bucket.logs", OLD, None, ["delete"])],
            [entry("aws_s3_bucket.logs", None, OLD, ["create"], after_unknown={"id": True})],
        ),
    )

    assert [(one.kind, one.path, one.is_standing) for one in found] == [
        ("terraform/deleted", "", True),
        ("terraform/reverted", "", False),
    ]


def test_a_resource_that_only_moved_did_not_drift(tmp_path: Path) -> None:
    moved = entry("aws_s3_bucket.logs", OLD, OLD, ["no-op"], previous_address="aws_s3_bucket.old")

    assert not _facts(tmp_path, plan([moved]))


def test_a_resource_that_moved_and_drifted_is_told_where_it_is_now(tmp_path: Path) -> None:
    moved = entry("aws_s3_bucket.logs", OLD, {**OLD, "acl": "x"}, previous_address="aws_s3_bucket.old")
    (found,) = _facts(tmp_path, plan([moved]))

    assert found.address == "aws_s3_bucket.logs"


@pytest.mark.parametrize(
    ("relevant", "expected"),
    [
        pytest.param({"resource": "aws_s3_bucket.logs", "attribute": ["acl"]}, True, id="the attribute"),
        pytest.param({"resource": "aws_s3_bucket.logs[0]", "attribute": ["acl"]}, True, id="with a key"),
        pytest.param({"resource": "aws_s3_bucket.logs", "attribute": []}, True, id="the whole"),
        pytest.param({"resource": "aws_s3_bucket.logs", "attribute": ["acl", 0]}, True, id="inside of it"),
        pytest.param({"resource": "aws_s3_bucket.logs", "attribute": ["bucket"]}, False, id="another attribute"),
        pytest.param({"resource": "aws_s3_bucket.other", "attribute": ["acl"]}, False, id="another resource"),
    ],
)
def test_relevance_is_what_the_plan_says(tmp_path: Path, relevant: object, expected: bool) -> None:
    content = plan([entry("aws_s3_bucket.logs", OLD, {**OLD, "acl": "x"})], relevant=[relevant])
    (found,) = _facts(tmp_path, content)

    assert found.details["relevant"] is expected


def test_an_old_format_tells_no_relevance(tmp_path: Path) -> None:
    content = plan([entry("aws_s3_bucket.logs", OLD, {**OLD, "acl": "x"})], format_version="1.0")
    (found,) = _facts(tmp_path, content)

    assert "relevant" not in found.details


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(None, "", id="a text that is not set"),
        pytest.param([], None, id="a list that is not set"),
        pytest.param(None, {}, id="a map that is not set"),
        pytest.param(None, {"a": None, "b": []}, id="a map of nothing"),
        pytest.param(1, 1.0, id="one number"),
        pytest.param('{"a": [1]}', '{ "a":[1] }', id="JSON, printed anew"),
        pytest.param(
            '{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":["a","b"]}],"Version":"2012-10-17"}',
            '{"Version":"2012-10-17","Statement":{"Sid":"x","Effect":"Allow","Action":["S3:getobject"],'
            '"Resource":["b","a"]}}',
            id="a policy, spelled otherwise",
        ),
    ],
)
def test_what_providers_spell_in_two_ways_is_no_difference(tmp_path: Path, before: object, after: object) -> None:
    assert not _facts(tmp_path, plan([entry("aws_s3_bucket.logs", {"x": before}, {"x": after})]))


@pytest.mark.parametrize(
    ("before", "after", "path"),
    [
        pytest.param({"x": "a"}, {"x": "b"}, "x", id="a text"),
        pytest.param({"x": False}, {"x": True}, "x", id="a boolean"),
        pytest.param({"x": ["a", "b"]}, {"x": ["a", "b", "c"]}, "x[2]", id="an element more"),
        pytest.param({"x": ["a", "b"]}, {"x": ["b"]}, "x[0]", id="an element less"),
        pytest.param({"x": ["a", "b"]}, {"x": ["b", "a"]}, "x", id="another order"),
        pytest.param({"x": {"a.b": "1"}}, {"x": {"a.b": "2"}}, 'x["a.b"]', id="a key with a dot"),
        pytest.param({"x": None}, {"x": {"a": "1"}}, "x.a", id="a map that was not set"),
        pytest.param(
            {"x": [{"a": 1, "b": 1}, {"a": 2, "b": 2}]},
            {"x": [{"a": 2, "b": 2}, {"a": 1, "b": 3}]},
            "x[0].b",
            id="one of several blocks, in another order",
        ),
        pytest.param({"x": '{"a": 1}'}, {"x": '{"a": 2}'}, "x", id="JSON of another value"),
        pytest.param({"x": ["a"]}, {"x": "a"}, "x", id="another type"),
    ],
)
def test_the_deepest_path_is_told_once(tmp_path: Path, before: object, after: object, path: str) -> None:
    found = _facts(tmp_path, plan([entry("aws_s3_bucket.logs", before, after)]))

    assert [one.path for one in found] == [path]


def test_tags_that_two_attributes_repeat_are_told_once(tmp_path: Path) -> None:
    new = {**OLD, "tags": {"env": "dev"}, "tags_all": {"env": "dev", "owner": "x"}}
    found = _facts(tmp_path, plan([entry("aws_s3_bucket.logs", OLD, new)]))

    assert [one.path for one in found] == ["tags.env", "tags_all.owner"]


def test_what_the_provider_alone_sets_says_so(tmp_path: Path) -> None:
    (found,) = _facts(tmp_path, plan([entry("aws_db_instance.a", {"latest_restorable_time": "1"}, {})]))

    assert found.details["computed"] is True


def test_what_the_code_ignores_says_so(tmp_path: Path) -> None:
    source = 'resource "t" "n" {\n  tags = { a = "b" }\n  lifecycle {\n    ignore_changes = [tags["a"], size]\n  }\n}\n'
    content = plan([entry("t.n", {"tags": {"a": "b", "c": "d"}, "size": 1}, {"tags": {"a": "x", "c": "y"}, "size": 2})])
    found = {one.path: one.details.get("ignored", False) for one in _facts(tmp_path, content, source)}

    assert found == {"tags.a": True, "tags.c": False, "size": True}


@pytest.mark.parametrize(
    ("marks", "more"),
    [
        pytest.param({"before_sensitive": {"note": True}}, {}, id="the leaf before"),
        pytest.param({"after_sensitive": {"note": True}}, {}, id="the leaf after"),
        pytest.param({"after_sensitive": True}, {}, id="the whole resource"),
        pytest.param(
            {},
            {
                "variables": {"pin": {"value": "canary-1"}},
                "configuration": {"root_module": {"variables": {"pin": {"sensitive": True}}}},
            },
            id="the value of a sensitive variable",
        ),
    ],
)
def test_what_is_sensitive_is_told_and_not_shown(
    tmp_path: Path, marks: dict[str, object], more: dict[str, object]
) -> None:
    drift = entry("aws_s3_bucket.logs", {"note": "canary-1"}, {"note": "canary-2"}, **marks)
    (found,) = _facts(tmp_path, plan([drift], **more))

    assert "canary" not in found.message
    assert all(map(is_sensitive, (*leaves(found.declared), *leaves(found.actual))))


def test_what_the_plan_alone_marks_is_not_shown_either(tmp_path: Path) -> None:
    change = entry("aws_s3_bucket.logs", {"note": 22}, {"note": 11}, after_sensitive={"note": True})
    found = _facts(tmp_path, plan([entry("aws_s3_bucket.logs", {"note": 11}, {"note": 22})], [change]))

    assert [one.kind for one in found] == ["terraform/changed", "terraform/reverted"]
    assert all(is_sensitive(one.declared) and is_sensitive(one.actual) for one in found)


def test_names_and_documents_that_tell_of_a_secret_hide_it(tmp_path: Path) -> None:
    document = '[{"environment": [{"name": "DB_PASSWORD", "value": "canary-%d"}]}]'
    before = {"db_password": "canary-1", "containers": document % 1, "user_data": "export TOKEN=canary-1"}
    after = {"db_password": "canary-2", "containers": document % 2, "user_data": "export TOKEN=canary-2"}
    found = _facts(tmp_path, plan([entry("aws_s3_bucket.logs", before, after)]))

    assert len(found) == 3
    assert all(is_sensitive(one.declared) and is_sensitive(one.actual) for one in found)
    assert "canary" not in "".join(one.message for one in found)


def test_a_secret_inside_of_an_element_hides_it_alone(tmp_path: Path) -> None:
    element = {"name": "a", "password": "canary-1"}
    (found,) = _facts(tmp_path, plan([entry("t.n", {"x": []}, {"x": [element]})]))

    assert isinstance(found.actual, dict)
    assert [is_sensitive(found.actual[name]) for name in ("name", "password")] == [False, True]
    assert "canary" not in found.message


RULES = """\
resource "aws_security_group" "web" {
  ingress {
    from_port   = 443
    cidr_blocks = ["10.0.0.0/8"]
  }
  ingress {
    from_port   = 80
    cidr_blocks = ["10.1.0.0/16", "10.2.0.0/16"]
  }
}
"""


def test_elements_of_a_set_are_found_where_they_are_written(tmp_path: Path) -> None:
    def rule(port: int, *cidrs: str) -> dict[str, object]:
        return {"from_port": port, "cidr_blocks": list(cidrs), "description": ""}

    before = {"ingress": [rule(80, "10.1.0.0/16", "10.2.0.0/16"), rule(443, "10.0.0.0/8")]}
    after = {"ingress": [rule(22, "0.0.0.0/0"), rule(80, "10.1.0.0/16", "0.0.0.0/0"), rule(443, "10.0.0.0/8")]}
    changed, added = _facts(tmp_path, plan([entry("aws_security_group.web", before, after)]), RULES)

    assert (changed.path, text_at(tmp_path, changed)) == ("ingress[0].cidr_blocks[1]", '"10.2.0.0/16"')
    assert (added.path, added.location.region and added.location.region.start_line) == ("ingress[0]", 1)
    assert changed.details["touches"] == ["network"]


def test_what_no_source_declares_is_placed_in_the_plan(tmp_path: Path) -> None:
    (found,) = _facts(tmp_path, plan([entry("aws_s3_bucket.gone", OLD, {**OLD, "acl": "x"})]))
    line = found.location.region and found.location.region.start_line

    assert found.location.path == "plan.json"
    assert line is not None


def test_a_resource_of_a_module_is_placed_in_it_and_at_its_call(tmp_path: Path) -> None:
    files = {"main.tf": 'module "a" {\n  source   = "./m"\n  for_each = toset(["x"])\n}\n', "m/main.tf": BUCKET}
    address = 'module.a["x"].aws_s3_bucket.logs'
    found = compare_plan(tmp_path, files, plan([entry(address, OLD, {**OLD, "acl": "public-read"})])).drifts[0]

    assert found.location.path == "m/main.tf"
    assert [str(place) for place in found.related] == ["main.tf:1:1"]


@pytest.mark.parametrize(
    ("actions", "reason", "action", "message"),
    [
        pytest.param(
            ["delete", "create"],
            "replace_because_cannot_update",
            "replace",
            "this plan replaces aws_db_instance.main, which holds a database: engine cannot be changed in place",
            id="destroyed first",
        ),
        pytest.param(
            ["create", "delete"],
            "replace_because_tainted",
            "replace",
            "this plan replaces aws_db_instance.main, which holds a database: it is marked as tainted",
            id="created first",
        ),
        pytest.param(
            ["delete"],
            "delete_because_no_resource_config",
            "destroy",
            "this plan destroys aws_db_instance.main, which holds a database: no code declares it any more",
            id="not declared any more",
        ),
    ],
)
def test_what_the_plan_destroys(tmp_path: Path, actions: list[str], reason: str, action: str, message: str) -> None:
    source = 'resource "aws_db_instance" "main" {\n  engine = "postgres"\n}\n'
    before = {"engine": "mysql", "deletion_protection": True}
    change = entry(
        "aws_db_instance.main", before, None, actions, action_reason=reason, replace_paths=[["engine"], [None, 1]]
    )
    (found,) = _facts(tmp_path, plan(changes=[change]), source)

    assert (found.kind, found.message, found.is_standing) == ("terraform/destroyed", message, False)
    assert found.details["action"] == action
    assert (found.details["stateful"], found.details["holds"]) == (True, "a database")
    assert found.details["guarded"] is True
    assert found.details["replace_paths"] == ["engine"]
    assert text_at(tmp_path, found) == '"postgres"'


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(entry("aws_s3_bucket.logs", OLD, None, ["forget"]), id="forgotten"),
        pytest.param(entry("aws_s3_bucket.logs", OLD, OLD, ["create", "forget"]), id="forgotten and made anew"),
        pytest.param(entry("aws_s3_bucket.logs", OLD, OLD, ["no-op"]), id="left"),
        pytest.param(entry("aws_s3_bucket.logs", None, OLD, ["create"]), id="made"),
        pytest.param(entry("data.aws_s3_bucket.logs", OLD, None, ["delete"], mode="data"), id="a data source"),
    ],
)
def test_what_the_plan_does_not_destroy(tmp_path: Path, change: object) -> None:
    assert "terraform/destroyed" not in [one.kind for one in _facts(tmp_path, plan(changes=[change]))]


DECLARED = {"root_module": {"resources": [{"address": "aws_s3_bucket.logs"}]}}
DELETED = entry("aws_s3_bucket.logs", OLD, None, ["delete"])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(plan(format_version="0.1", terraform_version="0.14.6"), "Terraform 0.14.6", id="an old format"),
        pytest.param(plan(format_version="0.1", terraform_version=None), "a Terraform before 1.0", id="of no version"),
        pytest.param(plan(changes=[DELETED], configuration=DECLARED), "destroys everything", id="all is destroyed"),
        pytest.param(
            plan(changes=[entry("aws_s3_bucket.logs", OLD, None, ["forget"])]), "gives up aws_s3_bucket.logs",
            id="what is forgotten",
        ),
    ],
)  # fmt: skip
def test_a_plan_that_keeps_silent_about_drift_is_no_word_on_it(tmp_path: Path, content: object, said: str) -> None:
    (found,) = (one for one in _facts(tmp_path, content) if one.kind == "snapshot/unchecked")

    assert said in found.message


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(plan([entry("aws_s3_bucket.logs", OLD, OLD)], format_version="0.1"), id="it tells of some"),
        pytest.param(plan(changes=[DELETED]), id="all that was declared is not any more"),
        pytest.param(
            plan(changes=[DELETED | {"action_reason": "delete_because_count_index"}], configuration=DECLARED),
            id="all of it is beyond its count",
        ),
    ],
)
def test_a_plan_that_would_tell_of_drift_is_taken_at_its_word(tmp_path: Path, content: object) -> None:
    assert "snapshot/unchecked" not in [one.kind for one in _facts(tmp_path, content)]


@pytest.mark.parametrize(
    ("kind", "before", "holds"),
    [
        pytest.param("helm_release", {}, "what may hold data", id="a release"),
        pytest.param("aws_cloudformation_stack", {}, "what may hold data", id="a stack"),
        pytest.param("azapi_resource", {}, "what may hold data", id="whatever of Azure"),
        pytest.param("kubernetes_manifest", {}, "what may hold data", id="a manifest"),
        pytest.param(
            "kubernetes_manifest", {"manifest": {"kind": "Kafka"}}, "what may hold data", id="one of some kind"
        ),
        pytest.param("kubernetes_manifest", {"manifest": {"kind": "ConfigMap"}}, None, id="one that holds nothing"),
        pytest.param("kubectl_manifest", {"kind": "Role"}, None, id="another that holds nothing"),
        pytest.param("awscc_rds_db_instance", {}, "a database", id="a database by Cloud Control"),
        pytest.param("awscc_iam_role", {}, None, id="a role by Cloud Control"),
        pytest.param("null_resource", {}, None, id="nothing"),
        pytest.param("local_file", {}, None, id="a file that is made of code"),
        pytest.param("terraform_data", {}, None, id="a trigger"),
    ],
)
def test_what_wraps_anything_may_hold_data(tmp_path: Path, kind: str, before: object, holds: str | None) -> None:
    (found,) = _facts(tmp_path, plan((), [STILL, entry(f"{kind}.d", before, None, ["delete"])]))

    assert found.details.get("holds") == holds
    assert found.details["stateful"] is bool(holds)
    assert ("unsure" in found.details) is (holds == "what may hold data")
    assert found.message.endswith(
        f".d, which {'may hold data' if 'unsure' in found.details else 'holds a database'}"
    ) is (holds is not None)


def test_whether_a_type_of_a_provider_that_nobody_knows_holds_data_is_not_checked(tmp_path: Path) -> None:
    destroyed, open_ = _facts(tmp_path, plan((), [STILL, entry("ibm_database.d", {}, None, ["delete"])]))

    assert (destroyed.kind, destroyed.details["stateful"]) == ("terraform/destroyed", False)
    assert open_.kind == "snapshot/unchecked"
    reason = "this plan destroys ibm_database.d, and whether that type (ibm_database) holds data is not known"
    assert open_.details["reason"] == reason


def test_a_deposed_object_is_destroyed_by_its_own_name(tmp_path: Path) -> None:
    (found,) = _facts(tmp_path, plan(changes=[entry("aws_s3_bucket.logs", OLD, None, ["delete"], deposed="abcd1234")]))

    assert found.details["deposed"] == "abcd1234"
    assert "the deposed object abcd1234 of aws_s3_bucket.logs" in found.message


@pytest.mark.parametrize(
    ("content", "line"),
    [
        pytest.param(plan(format_version="2.0"), 2, id="a format to come"),
        pytest.param({"format_version": "1.0", "values": {}}, 2, id="a state that was shown"),
        pytest.param([], 1, id="no object"),
        pytest.param({"@message": "x"}, 2, id="a log"),
    ],
)
def test_what_is_no_plan_is_refused_with_its_place(tmp_path: Path, content: object, line: int) -> None:
    found = compare_plan(tmp_path, {"main.tf": BUCKET}, content)
    (refusal,) = found.notifications

    assert found.inputs[0].state == "unreadable"
    assert (refusal.level, refusal.location and refusal.location.path) == ("error", "plan.json")
    assert refusal.location is not None
    assert refusal.location.region is not None
    assert refusal.location.region.start_line == line


@pytest.mark.parametrize(
    ("more", "level"),
    [
        pytest.param({"errored": True}, "error", id="errored"),
        pytest.param({"complete": False}, "warning", id="incomplete"),
    ],
)
def test_a_plan_that_is_not_whole_says_so(tmp_path: Path, more: dict[str, object], level: str) -> None:
    found = compare_plan(tmp_path, {"main.tf": BUCKET}, plan(**more))

    assert [one.level for one in found.notifications] == [level]
    assert told(found) == [("snapshot/unchecked", "", "")]


def test_changes_that_are_left_for_later_are_not_known(tmp_path: Path) -> None:
    later = [{"reason": "provider_config_unknown", "resource_change": entry("aws_s3_bucket.logs", OLD, OLD)}]
    (found,) = _facts(tmp_path, plan(deferred_changes=later))

    assert (found.kind, found.address) == ("snapshot/unchecked", "aws_s3_bucket.logs")


@pytest.mark.parametrize(
    ("value", "environment"), [("production", "production"), ("staging", "staging"), ("other", "")]
)
def test_a_plan_is_of_the_environment_whose_variables_it_was_given(
    tmp_path: Path, value: str, environment: str
) -> None:
    names = ("staging", "production")
    settings = Settings(environments=tuple(Environment(name, variables={"x": name}) for name in names))
    files = {"infra/main.tf": 'variable "x" {\n  type = string\n}\n' + BUCKET}
    content = plan([entry("aws_s3_bucket.logs", OLD, {**OLD, "acl": "x"})], variables={"x": {"value": value}})
    (found,) = compare_plan(tmp_path, files, content, "infra", settings).drifts

    assert (found.unit, found.environment, found.location.path) == ("infra", environment, "infra/main.tf")


def test_an_entry_that_cannot_be_read_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    content = plan([{"address": 7}, entry("aws_s3_bucket.logs", OLD, {**OLD, "acl": "x"})], [None])
    found = compare_plan(tmp_path, {"main.tf": BUCKET}, content)

    assert told(found) == [("terraform/changed", "aws_s3_bucket.logs", "acl")]
    assert found.inputs[0].state == "partly-read"
    assert len(found.notifications) == 2


def test_any_of_many_secrets_is_hidden_where_a_text_only_holds_it(tmp_path: Path) -> None:
    secrets = [entry(f"t_key.k{number}", {"v": f"{number:04}-secret"}, {"v": f"{number:04}-secret"},
                     before_sensitive={"v": True}) for number in range(900)]  # fmt: skip
    changed = entry("t_thing.n", {"url": "http://x"}, {"url": "http://u:0899-secret@x"})
    found = compare_plan(tmp_path, {}, plan(drift=[changed], changes=secrets))

    (one,) = found.drifts
    assert is_sensitive(one.actual)
    assert "0899" not in one.message


def test_a_plan_of_something_else_is_told_as_that_alone(tmp_path: Path) -> None:
    other = entry("aws_db_instance.d", {"size": 1}, {"size": 2})
    found = compare_plan(
        tmp_path, {"main.tf": BUCKET}, plan([other], [entry("aws_db_instance.d", {}, None, ["delete"])])
    )

    assert [one.id for one in found.notifications] == ["nothing-compared"]
    assert told(found) == [("snapshot/unchecked", "", "")]
    assert found.drifts[0].message == found.notifications[0].message


def test_a_plan_of_what_is_declared_with_a_count_of_none_is_of_here(tmp_path: Path) -> None:
    source = 'resource "aws_s3_bucket" "old" {\n  count = 0\n}\n'
    change = entry("aws_s3_bucket.old[0]", OLD, None, ["delete"], action_reason="delete_because_count_index")
    (found,) = _facts(tmp_path, plan((), [change]), source + BUCKET)

    assert found.kind == "terraform/destroyed"
