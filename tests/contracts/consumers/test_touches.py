"""Which changes touch what a consumer uses, format by format."""

from __future__ import annotations

import pytest

from trueline.contracts.consumers import Found
from trueline.contracts.consumers.others import spelled
from trueline.contracts.consumers.use import Use, is_within
from trueline.model.change import Change

TOTAL = "GET /orders/{} response 200 application/json items[].total"


def touched(kind: str, subject: str, *uses: str, **details: object) -> bool:
    change = Change(kind, subject, "m", "breaking", details=details)
    found = Found({"shop": Use(frozenset(map(spelled, uses)))}, is_complete=True)
    return found.details(change) != {"unused": True}


@pytest.mark.parametrize(
    ("kind", "subject", "used", "expected"),
    [
        pytest.param("operation-removed", "GET /orders/{}", "GET /orders/{id}", True, id="the operation"),
        pytest.param("operation-removed", "GET /orders", "GET /orders/{id}", False, id="another operation"),
        pytest.param("operation-removed", "GET /orders/{}", "get /v1/orders/17", True, id="below the server's path"),
        pytest.param("parameter-type-changed", "GET /orders/{} path parameter 1", TOTAL, True, id="the path"),
        pytest.param(
            "parameter-type-changed",
            "GET /orders/{} header parameter X",
            "GET /orders/{} query parameter q",
            True,
            id="a header, beside a query",
        ),
        pytest.param("operation-removed", "DELETE /orders/{}", "GET /orders/{id}", False, id="another method"),
        pytest.param("operation-removed", "GET /orders/{}", "GET /orders/17", True, id="a path that was asked for"),
        pytest.param("operation-removed", "GET /orders/{}.pdf", "GET /orders/17.pdf", True, id="a part of a step"),
        pytest.param("response-required-property-removed", TOTAL, "GET /orders/{id}", True, id="in all that is used"),
        pytest.param("response-required-property-removed", TOTAL, TOTAL, True, id="the field itself"),
        pytest.param(
            "response-required-property-removed", TOTAL, TOTAL.replace("total", "note"), False, id="beside the field"
        ),
        pytest.param(
            "response-required-property-removed", TOTAL.replace(".total", ""), TOTAL, True, id="around the field"
        ),
        pytest.param(
            "response-type-changed", TOTAL.replace("200", "2XX"), TOTAL, True, id="a status of a range"
        ),
        pytest.param(
            "response-type-changed",
            TOTAL.replace("application/json", "application/hal+json"),
            TOTAL,
            True,
            id="whatever the media type",
        ),
        pytest.param("response-type-changed", TOTAL.replace("200", "404"), TOTAL, False, id="another status"),
        pytest.param("response-type-changed", TOTAL.replace("[]", "<big>[]"), TOTAL, True, id="a member of a choice"),
        pytest.param("response-type-changed", TOTAL.replace("items[]", "{}"), TOTAL, True, id="any property"),
        pytest.param(
            "parameter-added-required", "GET /orders/{} query parameter q", TOTAL, True, id="what must be sent"
        ),
        pytest.param("parameter-type-changed", "GET /orders/{} query parameter q", TOTAL, True, id="what may be sent"),
        pytest.param(
            "parameter-type-changed",
            "GET /orders/{} query parameter q",
            "GET /orders/{} query parameter p",
            False,
            id="another parameter",
        ),
        pytest.param("security-added", "GET /orders/{} security", TOTAL, True, id="who may call it"),
        pytest.param("server-removed", "server https://a.example", TOTAL, True, id="what is about no operation"),
        pytest.param("response-header-removed", "GET /orders/{} response 200 header X", TOTAL, True, id="headers"),
    ],
)  # fmt: skip
def test_what_touches_a_user_of_an_api(kind: str, subject: str, used: str, expected: bool) -> None:
    assert touched(f"openapi/{kind}", subject, used) == expected


def test_a_schema_of_many_operations_touches_users_of_each() -> None:
    more = {"operations": ["GET /orders/{}", "GET /carts"], "operation_count": 2}

    assert touched("openapi/response-type-changed", TOTAL, "GET /carts", **more)
    assert not touched("openapi/response-type-changed", TOTAL, "GET /users", **more)
    assert touched("openapi/response-type-changed", TOTAL, "GET /users", **{**more, "operation_count": 3})


@pytest.mark.parametrize(
    ("kind", "subject", "used", "expected"),
    [
        pytest.param("graphql/field-removed", "Order.total", "Order.total", True, id="field"),
        pytest.param("graphql/field-removed", "Order.note", "Order.total", False, id="another field"),
        pytest.param("graphql/type-removed", "Order", "Order.total", True, id="the type of a field"),
        pytest.param("graphql/required-argument-added", "Order.total(in:)", "Order.total", True, id="argument"),
        pytest.param("graphql/enum-value-removed", "State.OPEN", "Order.total", True, id="what a map cannot tell"),
        pytest.param("sql/column-dropped", "orders.note", "orders.note", True, id="column"),
        pytest.param("sql/column-dropped", "public.orders.note", "orders.total", False, id="another column"),
        pytest.param("sql/table-dropped", "orders", "orders.note", True, id="the table of a column"),
        pytest.param("sql/required-column-added", "orders.new", "orders.note", True, id="what must be inserted"),
        pytest.param("sql/table-dropped", "orders", "orders_old", False, id="a longer name"),
        pytest.param("sql/unique-added", "orders.one_note", "orders.note", True, id="a constraint of the table"),
        pytest.param("sql/unique-added", "lines.one_note", "orders.note", False, id="a constraint of another table"),
        pytest.param("sql/merged-migration-changed", "2", "orders.note", True, id="the history of migrations"),
        pytest.param("sql/schema-dropped", "public", "orders.note", True, id="a schema"),
        pytest.param("sql/enum-value-removed", "state.OPEN", "orders.note", True, id="a type"),
        pytest.param("sql/lock-held", "lines", "orders.note", True, id="a lock"),
        pytest.param("terraform-module/output-removed", "output.id", "output.arn", False, id="another output"),
        pytest.param("terraform-module/required-variable-added", "var.a", "output.arn", True, id="what must be set"),
        pytest.param("kubernetes-crd/schema-type-changed", "a/v1.spec.a", "a/v1.spec.b", False, id="another field"),
        pytest.param("kubernetes-crd/version-removed", "a/v1", "a/v1.spec.name", True, id="the version"),
        pytest.param("kubernetes-crd/schema-required-property-added", "a/v1.spec.a", "a/v1.spec.b", True, id="new"),
        pytest.param("avro/field-removed", "Order.note", "Order.total", True, id="a record is read as a whole"),
        pytest.param("protobuf/field-removed", "shop.Order.note", "shop.Shop.Get", True, id="behind a service"),
    ],
)  # fmt: skip
def test_what_touches_users_of_other_formats(kind: str, subject: str, used: str, expected: bool) -> None:
    assert touched(kind, subject, used) == expected


def test_nothing_is_unused_as_long_as_somebody_may_use_more() -> None:
    change = Change("openapi/operation-removed", "GET /a", "m", "breaking")
    uses = {"shop": Use(frozenset({"GET /b"})), "till": Use(frozenset({"GET /c"}))}

    assert Found(uses).details(change) == {}
    assert Found(uses, is_complete=True).details(change) == {"unused": True}
    assert Found({}, is_complete=True).details(change) == {}
    assert Found({"shop": Use(is_all=True)}, is_complete=True).details(change) == {"consumers": ["shop"]}


def test_a_subject_is_within_another_at_its_joints() -> None:
    assert is_within("a.b", "a")
    assert is_within("a(b:)", "a")
    assert not is_within("ab", "a")
    assert not is_within("a", "a.b")
