"""Every kind of change: what it is called, where it stands on both sides, and what is none."""

from __future__ import annotations

import pytest

from trueline.contracts.terraform_module import KINDS

OUTPUT = 'output "id" { value = 1 }\n'


def var(body, name="a"):
    """Return a variable whose body begins on line 3."""
    return f'{OUTPUT}variable "{name}" {{\n{body}\n}}\n'


def of_type(kind):
    return var(f"type = {kind}")


def needs(body):
    return f"{OUTPUT}terraform {{\n{body}\n}}\n"


def provider(body):
    return needs(f"required_providers {{\n{body}\n}}")


PAIRS = {
    "required": (OUTPUT, var("type = string"), ("required-variable-added", "var.a", 0, 2)),
    "optional": (OUTPUT, var("default = null"), ("optional-variable-added", "var.a", 0, 2)),
    "removed": (var(""), OUTPUT, ("variable-removed", "var.a", 2, 0)),
    "lost its default": (var("default = 1"), var(""), ("variable-became-required", "var.a", 3, 2)),
    "got a default": (var(""), var("default = 1"), ("variable-became-optional", "var.a", 2, 3)),
    "another default": (var("default = 1"), var("\ndefault = 2"), ("variable-default-changed", "var.a", 3, 4)),
    "true is not 1": (var("default = 1"), var("default = true"), ("variable-default-changed", "var.a", 3, 3)),
    "text to number": (of_type("string"), of_type("number"), ("variable-type-narrowed", "var.a", 3, 3)),
    "anything to text": (
        var("default = 1"),
        var("default = 1\ntype = string"),
        ("variable-type-narrowed", "var.a", 2, 4),
    ),
    "number to text": (of_type("number"), of_type("string"), ("variable-type-widened", "var.a", 3, 3)),
    "text to anything": (of_type("string"), of_type("any"), ("variable-type-widened", "var.a", 3, 3)),
    "inside of a list": (of_type("list(bool)"), of_type("list(number)"), ("variable-type-narrowed", "var.a[*]", 3, 3)),
    "list to set": (of_type("list(string)"), of_type("set(string)"), ("variable-type-changed", "var.a", 3, 3)),
    "one to many": (of_type("string"), of_type("list(string)"), ("variable-type-narrowed", "var.a", 3, 3)),
    "a tuple to a list": (
        of_type("tuple([number])"),
        of_type("list(string)"),
        ("variable-type-widened", "var.a", 3, 3),
    ),
    "a longer tuple": (
        of_type("tuple([bool])"),
        of_type("tuple([bool, bool])"),
        ("variable-type-narrowed", "var.a", 3, 3),
    ),
    "a map to attributes": (
        of_type("map(string)"),
        of_type("object({b = optional(string)})"),
        ("variable-type-changed", "var.a", 3, 3),
    ),
    "a map to other attributes": (
        of_type("map(string)"),
        of_type("object({b = optional(bool)})"),
        ("variable-type-narrowed", "var.a", 3, 3),
    ),
    "attributes to a map": (
        of_type("object({b = bool})"),
        of_type("map(string)"),
        ("variable-type-widened", "var.a", 3, 3),
    ),
    "an attribute that must be given": (
        of_type("object({b = bool})"),
        of_type("object({b = bool\nc = bool})"),
        ("variable-type-narrowed", "var.a.c", 3, 4),
    ),
    "an attribute that may be given": (
        of_type("object({b = bool})"),
        of_type("object({b = bool\nc = optional(bool)})"),
        ("variable-type-widened", "var.a.c", 3, 4),
    ),
    "an attribute less": (
        of_type("object({b = bool\nc = bool})"),
        of_type("object({b = bool})"),
        ("variable-type-changed", "var.a.c", 4, 3),
    ),
    "an attribute deep inside": (
        of_type("map(object({b = list(object({\nc = string}))}))"),
        of_type("map(object({b = list(object({c = number}))}))"),
        ("variable-type-narrowed", "var.a[*].b[*].c", 4, 3),
    ),
    "an attribute may be left out": (
        of_type("object({b = bool})"),
        of_type("object({b = optional(bool)})"),
        ("variable-type-widened", "var.a.b", 3, 3),
    ),
    "an attribute must be given now": (
        of_type("object({b = optional(bool)})"),
        of_type("object({b = bool})"),
        ("variable-type-narrowed", "var.a.b", 3, 3),
    ),
    "an attribute has another default": (
        of_type("object({b = optional(bool, true)})"),
        of_type("object({b = optional(bool, false)})"),
        ("variable-default-changed", "var.a.b", 3, 3),
    ),
    "no null": (var(""), var("nullable = false"), ("variable-became-non-null", "var.a", 2, 3)),
    "null again": (var("nullable = false"), var("nullable = true"), ("variable-became-nullable", "var.a", 3, 3)),
    "validated": (var(""), var("validation {\ncondition = var.a > 1\n}"), ("variable-validation-added", "var.a", 2, 4)),
    "validated otherwise": (
        var("validation {\ncondition = var.a > 1\n}"),
        var("validation {\ncondition = var.a > 2\n}"),
        ("variable-validation-added", "var.a", 2, 4),
    ),
    "validated less": (
        var("validation {\ncondition = var.a > 1\n}"),
        var(""),
        ("variable-validation-removed", "var.a", 4, 2),
    ),
    "deprecated": (var(""), var('deprecated = "use b"'), ("deprecation-added", "var.a", 2, 3)),
    "deprecated no more": (
        var('description = "(Deprecated) until 2027-01-31"'),
        var(""),
        ("deprecation-removed", "var.a", 3, 2),
    ),
    "output": (OUTPUT, f'{OUTPUT}output "b" {{ value = 1 }}', ("output-added", "output.b", 0, 2)),
    "no output": (f'{OUTPUT}output "b" {{ value = 1 }}', OUTPUT, ("output-removed", "output.b", 2, 0)),
    "secret": (OUTPUT, 'output "id" {\nvalue = 1\nsensitive = true\n}', ("output-became-sensitive", "output.id", 1, 3)),
    "no secret": ('output "id" {\nvalue = 1\nsensitive = true\n}', OUTPUT, ("output-became-public", "output.id", 3, 1)),
    "Terraform": (
        needs('required_version = ">= 1.0"'),
        needs('required_version = ">= 1.5"'),
        ("version-requirement-changed", "terraform", 3, 3),
    ),
    "any Terraform": (needs('required_version = ">= 1.0"'), OUTPUT, ("version-requirement-removed", "terraform", 3, 0)),
    "a version of a provider": (
        provider('aws = {\nversion = ">= 5.0"\n}'),
        provider('aws = {\nsource = "hashicorp/aws"\nversion = ">= 6.0"\n}'),
        ("version-requirement-changed", "provider.aws", 5, 6),
    ),
    "a provider": (OUTPUT, provider('aws = {\nversion = "~> 5.0"\n}'), ("provider-added", "provider.aws", 0, 4)),
    "no provider": (provider('aws = ">= 5.0"'), OUTPUT, ("provider-removed", "provider.aws", 4, 0)),
    "another provider": (
        provider("dns = {}"),
        provider('dns = { source = "acme/dns" }'),
        ("provider-source-changed", "provider.dns", 4, 4),
    ),
    "a configuration": (
        provider("aws = {}"),
        provider("aws = { configuration_aliases = [aws.west] }"),
        ("provider-configuration-added", "provider.aws.west", 4, 4),
    ),
    "no configuration": (
        provider("aws = { configuration_aliases = [aws.west, aws.east] }"),
        provider("aws = { configuration_aliases = [aws.east] }"),
        ("provider-configuration-removed", "provider.aws.west", 4, 4),
    ),
}


def line(place):
    return place.region.start_line if place.region else 0


@pytest.mark.parametrize("name", PAIRS)
def test_tells_what_differs_and_where(compare, name):
    base, head, *expected = PAIRS[name]

    compared = compare(base, head)

    assert not compared.notifications
    found = [
        (
            change.kind.removeprefix("terraform-module/"),
            change.subject,
            line(change.base_location),
            line(change.location),
        )
        for change in compared.changes
    ]
    assert expected == found
    assert all(change.base_location.revision == "b" * 40 for change in compared.changes)


def test_each_kind_is_made_by_a_pair():
    made = {f"terraform-module/{change[0]}" for _, _, *changes in PAIRS.values() for change in changes}

    assert KINDS.keys() == made | {"terraform-module/module-added", "terraform-module/module-removed"}


@pytest.mark.parametrize(
    ("base", "head"),
    [
        pytest.param(var("type = string\ndescription = 1"), var("description = 2\n\ntype = string # a"), id="words"),
        pytest.param(var("type = list(string)"), var("type = list( string )"), id="blanks in a type"),
        pytest.param(var('type = "list"'), var("type = list(any)"), id="how old versions wrote types"),
        pytest.param(of_type("object({a = bool, b = bool})"), of_type("object({\nb = bool\na = bool\n})"), id="order"),
        pytest.param(var("default = {a = 1, b = 2}"), var('default = {\n"b" = 2\na = 1\n}'), id="order in a default"),
        pytest.param(var("default = -1"), var("default = (-1)"), id="parentheses"),
        pytest.param(
            var("validation {\ncondition = var.a == 1\n}"),
            var("validation {\ncondition = (var.a==1)\n}"),
            id="condition",
        ),
        pytest.param(
            provider('aws = "5.0"'), provider('aws = {\nversion = "5.0"\n}'), id="how old versions wrote them"
        ),
        pytest.param(needs('required_version = ">= 1, < 2"'), needs('required_version = "<2,>=1"'), id="versions"),
        pytest.param({"a.tf": var("") + OUTPUT}, {"variables.tf": var(""), "outputs.tf": ""}, id="another file"),
    ],
)
def test_what_means_the_same_is_no_change(compare, base, head):
    compared = compare(base, head)

    assert compared.changes == ()


@pytest.mark.parametrize(
    ("base", "head", "compatibility"),
    [
        pytest.param(var(""), var("nullable = false"), "breaking", id="null fails"),
        pytest.param(var("default = 1"), var("default = 1\nnullable = false"), "dangerous", id="null is the default"),
    ],
)
def test_null_breaks_where_nothing_stands_for_it(compare, base, head, compatibility):
    (change,) = compare(base, head).changes

    assert compatibility == change.compatibility


def test_the_default_of_what_is_secret_is_not_told(compare):
    (change,) = compare(var('default = "s3cret"\nsensitive = true'), var('default = "other"')).changes

    assert (change.before, change.after) == ("(sensitive)", "(sensitive)")
    assert "s3cret" not in change.message


def test_what_goes_says_whether_it_was_deprecated(compare):
    (change,) = compare(var('deprecated = "use b, gone on 2027-01-31"'), OUTPUT).changes

    assert change.details == {"deprecated": True, "reason": "use b, gone on 2027-01-31", "sunset": "2027-01-31"}


def test_a_module_comes(compare):
    (change,) = compare(None, OUTPUT).changes

    assert (change.kind, change.base_location, str(change.location)) == (
        "terraform-module/module-added",
        None,
        "main.tf",
    )


def test_a_module_goes(compare):
    (change,) = compare(OUTPUT, {"main.tf": ""}).changes

    assert (change.kind, change.compatibility, change.location) == ("terraform-module/module-removed", "breaking", None)


def test_what_cannot_be_read_at_head_is_not_gone(compare):
    base = {"main.tf": var("default = 1", "b"), "more.tf": var("default = 1", "c").replace(OUTPUT, "")}
    broken = base["main.tf"].replace("default = 1", "default = = 1")

    compared = compare(base, {"main.tf": broken, "more.tf": base["more.tf"].replace("1", "2")})

    assert {("error", "main.tf")} == {(one.level, one.location.path) for one in compared.notifications}
    assert [(one.subject, one.kind) for one in compared.changes] == [
        ("var.c", "terraform-module/variable-default-changed")
    ]
    assert [(one.path, one.state) for one in compared.inputs] == [("main.tf", "partly-read"), ("more.tf", "read")]


def test_what_cannot_be_read_at_base_is_a_warning(compare):
    compared = compare(var("default = = 1"), var("default = 1"))

    assert {("warning", "main.tf")} == {(one.level, one.location.path) for one in compared.notifications}
    assert compared.changes == ()
