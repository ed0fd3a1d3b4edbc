"""What a definition announced at base: of its versions by a warning, of its fields in words."""

from __future__ import annotations

import pytest

DAY = {"deprecated": True, "sunset": "2026-12-01"}
CRD = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {{name: widgets.example.org}}
spec:
  group: example.org
  scope: Namespaced
  names: {{kind: Widget, plural: widgets}}
  versions:
    - name: v1
      served: true
      storage: true
      schema: {{openAPIV3Schema: {{type: object, properties: {{spec: {{type: object, properties: {{{fields}}}}}}}}}}}
"""
BETA = "    - {{name: v1beta1, served: true, storage: false, {mark}schema: {{openAPIV3Schema: {schema}}}}}\n"
MARK = "deprecated: true, deprecationWarning: 'use v1, this is removed on 2026-12-01', "


def told(change):
    return {name: one for name, one in change.details.items() if name in ("deprecated", "sunset", "sunset_invalid")}


def beta(mark, schema="{type: object}"):
    return CRD.format(fields="") + BETA.format(mark=mark, schema=schema)


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        pytest.param("", {"deprecated": False}, id="not deprecated"),
        pytest.param("deprecated: true, ", {"deprecated": True}, id="no day"),
        pytest.param(MARK, DAY, id="a warning"),
        pytest.param(
            "deprecated: true, deprecationWarning: 'sunset: 1.29', ",
            {"deprecated": True, "sunset_invalid": "1.29"},
            id="no day at all",
        ),
    ],
)
def test_a_version_that_goes(compare, mark, expected):
    (change,) = compare(beta(mark), CRD.format(fields="")).changes

    assert (change.kind, told(change)) == ("kubernetes-crd/version-removed", expected)


def test_what_is_in_a_deprecated_version_is_deprecated_too(compare):
    base = beta(MARK, "{type: object, properties: {a: {type: string}}}")
    head = beta(MARK, "{type: object, properties: {a: {type: integer}}}")

    assert [told(change) for change in compare(base, head).changes] == [DAY]


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        pytest.param("the a", {}, id="another word"),
        pytest.param("Deprecated accounts of the a", {}, id="the word means something else"),
        pytest.param("Deprecated: removed on 2026-12-01", DAY, id="with a colon"),
        pytest.param("DEPRECATED since 2024-01-01, until 2026-12-01", DAY, id="since and until"),
        pytest.param("The a.\\nDeprecated: use b, gone after 2026-12-01", DAY, id="a paragraph of its own"),
        pytest.param("Deprecated.", {"deprecated": True}, id="no day"),
    ],
)
def test_a_field_that_says_so_in_words(compare, description, expected):
    field = 'a: {{type: {}, description: "{}"}}'
    base, head = (CRD.format(fields=field.format(name, description)) for name in ("string", "integer"))

    assert [told(change) for change in compare(base, head).changes] == [expected]


def test_what_head_alone_announces_does_not_count(compare):
    base = beta("", "{type: object, properties: {a: {type: string}}}")
    head = beta(MARK.replace("2026", "2020"), "{type: object, properties: {a: {type: integer}}}")

    assert [told(change) for change in compare(base, head).changes] == [{}, {}]


def test_a_definition_is_deprecated_when_all_versions_that_are_served_are(compare):
    keep = CRD.format(fields="").replace("widgets.example.org", "others.example.org")
    old = beta(MARK).replace(
        "storage: true\n", "storage: true\n      " + MARK.replace(", d", "\n      d", 1)[:-2] + "\n"
    )
    (change,) = compare(f"{old}---\n{keep}", keep).changes

    assert (change.kind, told(change)) == ("kubernetes-crd/definition-removed", DAY)
