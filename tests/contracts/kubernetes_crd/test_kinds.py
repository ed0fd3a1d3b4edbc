"""Every kind of change of a definition: what it is called, where it stands on both sides, and what is none."""

from __future__ import annotations

import json

import pytest
import yaml

from trueline.contracts.kubernetes_crd import KINDS
from trueline.model.change import Compared

BASE = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: widgets.example.org
spec:
  group: example.org
  scope: Namespaced
  names:
    kind: Widget
    plural: widgets
    shortNames: [wd]
  versions:
    - name: v1alpha1
      served: true
      storage: false
      schema:
        openAPIV3Schema:
          type: object
    - name: v1
      served: true
      storage: true
      subresources:
        status: {}
      additionalPrinterColumns: []
      schema:
        openAPIV3Schema:
          description: a widget
          type: object
          properties:
            spec:
              type: object
              x-kubernetes-preserve-unknown-fields: true
              required: [size]
              properties:
                size:
                  type: integer
                  maximum: 10
                color:
                  type: string
                  enum: [red, blue]
                ports:
                  type: array
                  x-kubernetes-list-type: set
                  items:
                    type: string
              x-kubernetes-validations:
                - rule: self.size > 0
            status:
              type: object
              properties:
                phase:
                  type: string
                  enum: [up, down]
"""
OTHER = BASE.replace("widgets", "gadgets").replace("Widget", "Gadget")


def put(old, new=""):
    assert old in BASE
    return BASE.replace(old, new, 1)


V1, ALPHA = "widgets.example.org/v1", "widgets.example.org/v1alpha1"
NAME = "widgets.example.org"
ALPHA_TEXT = BASE[BASE.index("    - name: v1alpha1") : BASE.index("    - name: v1\n")]
PAIRS = {
    "definition-added": (BASE, f"{BASE}---\n{OTHER}", "gadgets.example.org", 0, 58),
    "definition-removed": (f"{BASE}---\n{OTHER}", BASE, "gadgets.example.org", 58, 0),
    "version-added": (put(ALPHA_TEXT), BASE, ALPHA, 12, 13),
    "version-removed": (BASE, put(ALPHA_TEXT), ALPHA, 13, 12),
    "version-served": (put("served: true", "served: false"), BASE, ALPHA, 14, 14),
    "version-not-served": (BASE, put("served: true", "served: false"), ALPHA, 14, 14),
    "version-deprecated": (BASE, put("storage: false", "storage: false\n      deprecated: true"), ALPHA, 13, 16),
    "version-not-deprecated": (put("storage: false", "storage: false\n      deprecated: true"), BASE, ALPHA, 16, 13),
    "conversion-changed": (BASE, put("  versions:", "  conversion:\n    strategy: Webhook\n  versions:"), NAME, 5, 12),
    "scope-changed": (BASE, put("Namespaced", "Cluster"), NAME, 7, 7),
    "name-changed": (BASE, put("kind: Widget", "kind: Widgets"), NAME, 9, 9),
    "short-name-removed": (BASE, put("[wd]", "[w]"), NAME, 11, 11),
    "subresource-added": (BASE, put("status: {}", "status: {}\n        scale: {}"), V1, 22, 24),
    "subresource-removed": (BASE, put("status: {}", "{}"), V1, 23, 23),
    "selectable-field-removed": (
        put("    subresources:", "    selectableFields: [{jsonPath: .spec.color}]\n      subresources:"),
        BASE,
        V1,
        22,
        19,
    ),
    "unknown-fields-kept": (put("fields: true", "fields: false"), BASE, f"{V1}.spec", 32, 32),
    "unknown-fields-pruned": (BASE, put("fields: true", "fields: false"), f"{V1}.spec", 32, 32),
    "list-type-changed": (BASE, put("type: set", "type: atomic"), f"{V1}.spec.ports", 43, 43),
    "validation-added": (BASE, put("self.size > 0", "self.size > 0\n                - rule: a"), f"{V1}.spec", 30, 48),
    "validation-removed": (
        put("self.size > 0", "self.size > 0\n                - rule: a"),
        BASE,
        f"{V1}.spec",
        48,
        30,
    ),
    "schema-maximum-lowered": (BASE, put("maximum: 10", "maximum: 9"), f"{V1}.spec.size", 37, 37),
    "schema-property-became-optional": (BASE, put("[size]", "[]"), f"{V1}.spec.size", 33, 35),
    "schema-enum-value-removed": (BASE, put("[red, blue]", "[red]"), f"{V1}.spec.color", 40, 40),
    "schema-enum-value-added": (BASE, put("[up, down]", "[up, down, none]"), f"{V1}.status.phase", 53, 53),
}


def line(place):
    return place.region.start_line if place.region else 0


@pytest.mark.parametrize("kind", PAIRS)
def test_tells_what_differs_and_where(compare, kind):
    base, head, *expected = PAIRS[kind]

    compared = compare(base, head)

    assert not compared.notifications
    found = [
        (one.kind, one.subject, line(one.base_location), line(one.location), one.base_location.revision)
        for one in compared.changes
    ]
    assert [(f"kubernetes-crd/{kind}", *expected, "b" * 40)] == found


def test_objects_are_stored_otherwise(compare):
    head = put("storage: true", "storage: false").replace("storage: false", "storage: true", 1)

    (change,) = compare(BASE, head).changes

    assert (change.kind, change.before, change.after) == ("kubernetes-crd/storage-version-changed", "v1", "v1alpha1")


def test_each_own_kind_is_made_by_a_pair():
    made = {f"kubernetes-crd/{kind}" for kind in PAIRS} | {"kubernetes-crd/storage-version-changed"}

    assert {kind for kind in KINDS if not kind.startswith("kubernetes-crd/schema-")} <= made


@pytest.mark.parametrize(
    ("change", "compatibility"),
    [
        pytest.param(("[red, blue]", "[red, blue, green]"), "compatible", id="users may write more"),
        pytest.param(("[red, blue]", "[red]"), "breaking", id="users may write less"),
        pytest.param(("[up, down]", "[up, down, none]"), "dangerous", id="controllers may write more"),
        pytest.param(("[up, down]", "[up]"), "compatible", id="controllers may write less"),
    ],
)
def test_who_breaks_depends_on_who_writes(compare, change, compatibility):
    (found,) = compare(BASE, put(*change)).changes

    assert compatibility == found.compatibility


def test_a_version_that_was_not_served_breaks_what_is_stored_alone(compare):
    base = put("served: true", "served: false")

    (change,) = compare(base, base.replace(ALPHA_TEXT.replace("served: true", "served: false"), "")).changes

    assert (change.compatibility, change.breaks) == ("dangerous", ("data",))


def test_old_definitions_are_read_like_new_ones(compare):
    root = yaml.safe_load(BASE)
    root["apiVersion"] = "apiextensions.k8s.io/v1beta1"
    last = root["spec"]["versions"].pop()
    root["spec"] |= {"version": "v1", "validation": last["schema"], "subresources": last["subresources"]}
    del root["spec"]["versions"]
    head = put(ALPHA_TEXT).replace("maximum: 10", "maximum: 9")

    (change,) = compare(yaml.safe_dump(root), head).changes

    assert (change.kind, change.subject) == ("kubernetes-crd/schema-maximum-lowered", f"{V1}.spec.size")


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(put("a widget", "another text"), id="description"),
        pytest.param(put("additionalPrinterColumns: []", "additionalPrinterColumns: [{name: a}]"), id="columns"),
        pytest.param(json.dumps(yaml.safe_load(BASE)), id="JSON is YAML"),
        pytest.param(f"{OTHER}---\n{BASE}".replace("gadgets", "widgets").replace("Gadget", "Widget"), id="again"),
        pytest.param(put("self.size > 0", "'self.size  >  0'"), id="blanks in a rule"),
        pytest.param(
            json.dumps({"kind": "List", "apiVersion": "v1", "items": [yaml.safe_load(BASE)]}), id="as one of a list"
        ),
    ],
)
def test_what_means_the_same_is_no_change(compare, head):
    assert compare(BASE, head).changes == ()


def test_what_cannot_be_read_is_not_gone(compare):
    compared = compare(BASE, put("  scope: Namespaced", "  scope: ]"))

    assert [(one.level, one.location.path) for one in compared.notifications] == [("error", "crd.yaml")]
    assert ([*compared.changes], [one.state for one in compared.inputs]) == ([], ["unreadable"])


def test_a_file_comes_and_goes(compare):
    (change,) = compare(None, BASE).changes

    assert (change.kind, change.base_location) == ("kubernetes-crd/definition-added", None)


def test_a_file_goes(compare):
    (change,) = compare(BASE, None).changes

    assert (change.kind, change.location) == ("kubernetes-crd/definition-removed", None)


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param("{names: 3, versions: {}, scope: []}", id="other types"),
        pytest.param("{names: {shortNames: 3, kind: []}, versions: [1, {name: [], schema: 2}]}", id="deeper"),
        pytest.param("{versions: [{name: v1, schema: {openAPIV3Schema: {properties: 1, items: [1]}}}]}", id="schemas"),
        pytest.param(
            "{versions: [{name: v1, subresources: 1, schema: {openAPIV3Schema: {x-kubernetes-validations: [1]}}}]}",
            id="rules",
        ),
    ],
)
def test_what_is_no_definition_is_read_as_far_as_it_goes(compare, wrong):
    head = BASE[: BASE.index("spec:")] + f"spec: {wrong}\n"

    assert compare(BASE, head).changes


PORTS = "                  x-kubernetes-list-type: set\n"
SIZE = "type: integer\n                  maximum: 10"


@pytest.mark.parametrize(
    ("base", "head"),
    [
        pytest.param(put(PORTS), put("list-type: set", "list-type: atomic"), id="lists are atomic"),
        pytest.param(
            put("a widget\n", "a widget\n          x-kubernetes-map-type: granular\n"), BASE, id="maps are granular"
        ),
        pytest.param(
            put(SIZE, "x-kubernetes-int-or-string: true"),
            put(SIZE, "anyOf: [{type: integer}, {type: string}]\n                  x-kubernetes-int-or-string: true"),
            id="a number or a text is just that",
        ),
    ],
)
def test_what_holds_unsaid_may_be_said(compare, base, head):
    assert compare(base, head).changes == ()


def test_a_number_or_a_text_may_no_longer_be_a_text(compare):
    (change,) = compare(put(SIZE, "x-kubernetes-int-or-string: true"), put(SIZE, "type: integer")).changes

    assert (change.kind, change.compatibility, line(change.location)) == (
        "kubernetes-crd/schema-type-narrowed",
        "breaking",
        36,
    )


def test_a_definition_in_a_list_has_its_own_places(compare):
    text = "kind: List\napiVersion: v1\nitems:\n- " + BASE.replace("\n", "\n  ")
    (change,) = compare(text, text.replace("maximum: 10", "maximum: 9")).changes

    assert (change.kind, line(change.location)) == ("kubernetes-crd/schema-maximum-lowered", 40)


def test_a_version_without_a_schema_allowed_everything(compare):
    base = put(
        "schema:\n        openAPIV3Schema:\n          type: object\n    - name: v1\n", "served: true\n    - name: v1\n"
    )
    (change,) = compare(base, BASE).changes

    assert (change.kind, change.subject, change.compatibility) == (
        "kubernetes-crd/schema-type-narrowed",
        ALPHA,
        "breaking",
    )


def test_a_template_of_a_definition_is_none(compare):
    text = "{{- if .Values.installCRDs }}\n" + BASE + "{{- end }}\n"

    assert compare(text, text + "# more\n") == Compared()
