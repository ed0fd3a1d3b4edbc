"""What base announced of operations, parameters and properties, and who may rely on what several share."""

from __future__ import annotations

import pytest

DAY = {"deprecated": True, "sunset": "2026-12-01"}
API = "openapi: 3.1.0\ninfo: {title: shop, version: 1.0.0}\npaths:\n"
ONE = "deprecated: true, x-sunset: 2026-12-01, "
GET = "  /{}:\n    get: {{{}responses: {{200: {{description: x, content: {{a/b: {{schema: {}}}}}}}}}}}\n"
SHARED = "{$ref: '#/components/schemas/A'}"
OBJECT = "{type: object, properties: {a: {type: string}, b: {type: string%s}}}"


def told(change):
    found = {name: one for name, one in change.details.items() if name in ("deprecated", "sunset", "sunset_invalid")}
    return found if found != {"deprecated": False} else {}


def components(text):
    return f"components:\n  schemas:\n    A: {text}\n"


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        pytest.param("", {}, id="not deprecated"),
        pytest.param("x-sunset: 2026-12-01, ", {"deprecated": False, "sunset": "2026-12-01"}, id="a day alone"),
        pytest.param("deprecated: true, ", {"deprecated": True}, id="no day"),
        pytest.param(ONE, DAY, id="a day"),
        pytest.param("deprecated: true, x-sunset: '2026-12-01T10:00:00Z', ", DAY, id="an instant"),
        pytest.param(
            "deprecated: true, x-sunset: never, ", {"deprecated": True, "sunset_invalid": "never"}, id="no day at all"
        ),
    ],
)
def test_an_operation(compared, members, expected):
    other = GET.format("b", "", "{}")
    (change,) = compared(API + GET.format("a", members, "{}") + other, API + other).changes

    assert (change.kind, told(change)) == ("openapi/operation-removed", expected)


def test_what_is_in_a_deprecated_operation_is_deprecated_too(compared):
    base, head = (API + GET.format("a", ONE, OBJECT % more) for more in (", enum: [x]", ""))

    assert [told(change) for change in compared(base, head).changes] == [DAY]


def test_what_an_operation_shares_with_one_that_stays_is_not(compared):
    stays = GET.format("b", "", SHARED)
    base, head = (
        API + GET.format("a", ONE, SHARED) + stays + components(OBJECT % more) for more in (", enum: [x]", "")
    )

    assert [told(change) for change in compared(base, head).changes] == [{}]


def test_what_deprecated_operations_share_ends_with_the_last_of_them(compared):
    later = GET.format("b", ONE.replace("2026", "2027"), SHARED)
    base, head = (
        API + GET.format("a", ONE, SHARED) + later + components(OBJECT % more) for more in (", enum: [x]", "")
    )

    assert [told(change)["sunset"] for change in compared(base, head).changes] == ["2027-12-01"]


def test_a_property_of_its_own(compared):
    base = API + GET.format("a", "", OBJECT % ", deprecated: true, x-sunset: 2026-12-01")
    head = API + GET.format("a", "", "{type: object, properties: {a: {type: string}}}")

    assert [told(change) for change in compared(base, head).changes] == [DAY]


@pytest.mark.parametrize("members", [ONE, "deprecated: true, x-sunset: 2020-01-01, "])
def test_what_head_alone_announces_does_not_count(compared, members):
    base = API + GET.format("a", "", OBJECT % "")
    head = API + GET.format("a", members, "{type: object, properties: {a: {type: string}}}")
    changes = {change.kind: told(change) for change in compared(base, head).changes}

    assert changes["openapi/response-property-removed"] == {}


def test_a_required_property_that_comes_deprecated_is_not_deprecated_at_base(compared):
    def api(schema):
        return (
            API + "  /a:\n    post:\n      requestBody: {required: true, content: {a/b: {schema: "
            f"{schema}}}}}}}\n      responses: {{200: {{description: x}}}}\n"
        )

    base = api("{type: object, properties: {a: {}}}")
    head = api("{type: object, required: [b], properties: {a: {}, b: {deprecated: true, x-sunset: 2020-01-01}}}")

    assert [told(change) for change in compared(base, head).changes] == [{}]


def test_the_version_is_told_with_its_places(compared):
    head = API.replace("1.0.0", "2.0.0") + GET.format("a", "", "{}")
    version = compared(API + GET.format("a", "", "{}"), head).version

    assert version[:3] == ("1.0.0", "2.0.0", "major")
    assert [place.region.start_line for place in version[3:]] == [2, 2]
