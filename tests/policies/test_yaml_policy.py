from __future__ import annotations

import textwrap

import pytest

from trueline.model.document import Source
from trueline.policies import yaml_policy


def read(text: str) -> yaml_policy.PolicyFile:
    return yaml_policy.read(Source("policies/test.yaml", textwrap.dedent(text).encode()))


def rule(body: str) -> str:
    return "policy: p\nrules:\n  - id: a\n" + textwrap.indent(textwrap.dedent(body).strip(), "    ")


def test_everything_a_rule_can_say() -> None:
    policy = read("""
        policy: aws-storage
        title: Object storage
        owner: platform
        severity: low
        enforcement: soft
        tags: storage
        rules:
          - id: bucket-open
            title: A bucket is open
            description: Everyone reads it.
            fix: Close it.
            references: [https://example.com/a]
            aliases: [CKV_AWS_20]
            benchmarks: ["cis-aws-1.4:3.3"]
            tags: [privacy, storage]
            severity: high
            unknown: fail
            from: 2027-01-15
            scope: unit
            for: [terraform/aws_s3_bucket, terraform/aws_s3_bucket_*]
            each: acl[*]
            let:
              grants: it.?grants.orValue([])
              many: size(grants) > params.most
            when: env != "dev"
            forbid: many || linked("terraform/aws_iam_role", "bucket").exists(r, true)
            at:
              - grants
              - acl[0]
            message: "{address} has {size(grants)}\\n  grants"
            identity: path
            parameters:
              most: {type: integer, default: 2}
          - {id: bucket-public, replaced_by: bucket-open}
    """)

    assert policy.problems == ()
    first, retired = policy.specs
    assert len(first.pop("digest")) == 64
    assert first == {
        "id": "bucket-open",
        "policy": "aws-storage",
        "owner": "platform",
        "title": "A bucket is open",
        "description": "Everyone reads it.",
        "fix": "Close it.",
        "references": ["https://example.com/a"],
        "aliases": ["CKV_AWS_20"],
        "benchmarks": ["cis-aws-1.4:3.3"],
        "tags": ["storage", "privacy"],
        "severity": "high",
        "enforcement": "soft",
        "unknown": "fail",
        "starts": "2027-01-15",
        "scope": "unit",
        "kinds": ["terraform/aws_s3_bucket", "terraform/aws_s3_bucket_*"],
        "parameters": {"most": {"type": "integer", "default": 2}},
        "needs": ["terraform/aws_iam_role"],
        "cases": [
            {
                "kinds": ["terraform/aws_s3_bucket", "terraform/aws_s3_bucket_*"],
                "each": ["acl[*]"],
                "let": {"grants": "it.?grants.orValue([])", "many": "size(grants) > params.most"},
                "when": 'env != "dev"',
                "verb": "forbid",
                "body": 'many || linked("terraform/aws_iam_role", "bucket").exists(r, true)',
                "at": ["grants", "acl[0]"],
                "message": "{address} has {size(grants)} grants",
                "identity": "path",
            }
        ],
        "place": ["policies/test.yaml", "", [9, 9, 9, 20]],
    }
    assert (retired["replaced_by"], retired["title"]) == ("bucket-open", "Bucket public")
    assert "kinds" not in retired


def test_cases_add_to_what_the_rule_says() -> None:
    policy = read(
        rule("""
            at: a
            let: {x: "1", y: "2"}
            require: x == y
            cases:
              - for: terraform/a
              - for: cloudformation/a
                at: b
                let: {y: "3"}
                forbid: x == y
        """)
    )

    assert policy.problems == ()
    (spec,) = policy.specs
    assert spec["kinds"] == ["terraform/a", "cloudformation/a"]
    assert spec["cases"] == [
        {"kinds": ["terraform/a"], "at": ["a"], "let": {"x": "1", "y": "2"}, "verb": "require", "body": "x == y"},
        {"kinds": ["cloudformation/a"], "at": ["b"], "let": {"x": "1", "y": "3"}, "verb": "forbid", "body": "x == y"},
    ]


def test_the_digest_is_of_what_the_rule_says() -> None:
    def digest(text: str) -> str:
        (spec,) = read(text).specs
        return str(spec["digest"])

    first = digest(rule("for: a/b\nrequire: it.x"))

    assert first == digest("# moved\n" + rule("require: it.x\nfor: [a/b]"))
    assert first != digest(rule("for: a/b\nrequire: it.y"))
    assert first != digest(rule("for: a/b\nrequire: it.x").replace("policy: p", "policy: p\nenforcement: hard"))


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        pytest.param(
            "for: a/b\nrequre: it.x\nseverity: hi\ntags: [1]",
            [
                "5:13: unknown key `requre` (did you mean `require`?)",
                "6:15: `severity` is `hi`, not one of info, low, medium, high, critical",
                "7:12: `tags` is a number, not a text",
            ],
            id="every wrong key of a rule at once",
        ),
        pytest.param("for: a/b", ["3:5: exactly one of `require`, `forbid` and `schema` is needed"], id="no verb"),
        pytest.param(
            "for: a/b\nrequire: it.x\nforbid: it.y",
            ["3:5: exactly one of `require`, `forbid` and `schema` is needed"],
            id="two verbs",
        ),
        pytest.param("require: it.x", ["3:5: nothing says what it is `for`"], id="no kind"),
        pytest.param("for: bucket\nrequire: it.x", ["4:10: `bucket` is no kind (kinds read dialect/type)"], id="kind"),
        pytest.param(
            "for: a/b\nrequire: it.x && itt.y", ["5:22: there is no name 'itt', did you mean 'it'?"], id="name"
        ),
        pytest.param(
            "for: a/b\nrequire: |\n  it.x &&\n    siz(it.y) > 1",
            ["7:9: there is no function 'siz', did you mean 'size'?"],
            id="a place inside a block",
        ),
        pytest.param(
            "for: a/b\nrequire: it.x + 'a'\nmessage: a {b",
            ["6:14: a `{` opens a hole that nothing closes, write `{{` for a brace"],
            id="hole",
        ),
        pytest.param("for: a/b\nrequire: size(it)", ["5:14: this must be true or false, it is int"], id="not boolean"),
        pytest.param(
            "for: a/b\nrequire: resources('a/c').exists(x, true)",
            ["5:14: `resources` sees other resources (write `scope: unit` or `scope: repository`)"],
            id="a relation without scope",
        ),
        pytest.param(
            "for: a/b\nscope: unit\nrequire: linked(kind, 'x').exists(x, true)",
            ['6:14: `linked` needs its kind and attribute as texts (linked("kind", "attribute"))'],
            id="a computed kind",
        ),
        pytest.param(
            "for: a/b\nrequire: it.x > params.most",
            ["5:21: there is no parameter `most` (name it under `parameters`)"],
            id="parameter",
        ),
        pytest.param(
            "for: a/b\nrequire: it.x\nparameters: {a: {type: integer}, b: {type: integer, default: x}}",
            [
                "6:21: parameter `a` has no default",
                "6:66: the default does not fit its own schema: 'x' is not of type 'integer'",
            ],
            id="defaults",
        ),
        pytest.param(
            "for: a/b\neach: a..b\nat: a[*]\nrequire: it.x",
            [
                "5:11: `a..b` is no path: no path: 'a..b'",
                "6:9: `a[*]` is no path: it must mean one place, without [*]",
            ],
            id="paths",
        ),
        pytest.param(
            "for: a/b\nschema: {type: objekt}",
            ["5:20: no valid JSON Schema: 'objekt' is not valid under any of the given schemas"],
            id="schema",
        ),
        pytest.param(
            "for: a/b\nlet: {it: '1', b: c, c: '2'}\nrequire: b",
            ["5:15: `it` has a meaning already", "5:23: there is no name 'c'"],
            id="let",
        ),
        pytest.param("replaced_by: b\nfor: a/b", ["5:10: a rule that is replaced has no `for`"], id="retired"),
        pytest.param(
            "from: soon\nfor: a/b\nrequire: it.x", ["4:11: `soon` is no date (write it as 2027-01-15)"], id="date"
        ),
        pytest.param("cases: []", ["4:12: `cases` is empty"], id="no cases"),
    ],
)
def test_problems_of_a_rule(body: str, problems: list[str]) -> None:
    policy = read(rule(body))

    assert [f"policies/test.yaml:{line}" for line in problems] == [str(problem) for problem in policy.problems]
    assert policy.specs == ()


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        pytest.param("", ["policies/test.yaml: no policy in this file"], id="empty"),
        pytest.param("[]", ["policies/test.yaml:1:1: `the policy` is a list, not a map"], id="a list"),
        pytest.param(
            "policy: P\nrules: []\n",
            [
                "policies/test.yaml:1:9: `P` is not kebab-case (write small letters and digits, joined by hyphens)",
                "policies/test.yaml:2:8: `rules` is empty",
            ],
            id="nothing in it",
        ),
        pytest.param(
            "policy: p\nrules: [",
            ["policies/test.yaml:2:9: did not find expected node content while parsing a flow node"],
            id="syntax",
        ),
        pytest.param(
            "title: x",
            ["policies/test.yaml:1:1: the policy has no `policy`", "policies/test.yaml:1:1: the policy has no `rules`"],
            id="no rules",
        ),
        pytest.param(
            "policy: p\nrules: [1, {title: b}]",
            ["policies/test.yaml:2:9: `rules` is a number, not a map", "policies/test.yaml:2:12: the rule has no `id`"],
            id="no rule",
        ),
    ],
)
def test_problems_of_a_policy(text: str, problems: list[str]) -> None:
    assert problems == [str(problem) for problem in read(text).problems]


def test_a_broken_rule_leaves_the_others() -> None:
    policy = read("policy: p\nrules:\n- {id: a, for: a/b, require: it.x}\n- {id: b, for: a/b}\n")

    assert [spec["id"] for spec in policy.specs] == ["a"]
    assert len(policy.problems) == 1


SHARED = """
policy: p
parameters:
  most: {type: integer, default: 3}
  least: {type: integer, default: 1}
let:
  many: size(it) > params.most
  crowded: many && params.least > 0
  late: string(now) > "2030"
rules:
  - {id: a, for: x/y, forbid: crowded}
  - {id: b, for: x/y, forbid: size(it) == 0}
  - {id: c, for: x/y, let: {many: "true"}, parameters: {least: {type: integer, default: 9}}, forbid: crowded}
"""


def test_each_rule_gets_the_names_and_parameters_of_its_policy_that_it_uses() -> None:
    policy = read(SHARED)
    first, second, third = policy.specs

    assert policy.problems == ()
    assert list(first["cases"][0]["let"]) == ["many", "crowded"]
    assert [one["default"] for one in first["parameters"].values()] == [3, 1]
    assert "let" not in second["cases"][0]
    assert not any(spec.get("reads_clock") for spec in policy.specs)
    assert third["cases"][0]["let"]["many"] == "true"
    assert third["parameters"]["least"]["default"] == 9


def test_a_digest_is_of_the_shared_names_too() -> None:
    other = read(SHARED.replace("params.most", "params.most + 1"))
    changed = [one["digest"] != two["digest"] for one, two in zip(read(SHARED).specs, other.specs, strict=True)]

    assert changed == [True, False, False]


@pytest.mark.parametrize(
    ("let", "problem"),
    [
        pytest.param('{a: "b + 1"}', "policies/test.yaml:2", id="a name that is not there"),
        pytest.param('{it: "1"}', "has a meaning already", id="a name that is taken"),
        pytest.param('{a: "params.x"}', "no parameter `x`", id="a parameter that is not there"),
    ],
)
def test_what_is_wrong_with_a_shared_name_is_said_once(let: str, problem: str) -> None:
    policy = read(
        f"policy: p\nlet: {let}\nrules:\n  - {{id: a, for: x/y, forbid: 'a'}}\n  - {{id: b, for: x/y, forbid: 'a'}}\n"
    )

    assert [problem in str(one) for one in policy.problems] == [True]
