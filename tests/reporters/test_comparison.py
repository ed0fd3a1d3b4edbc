"""What `trueline diff` prints: contracts first, what breaks first, and few lines where much changed."""

from __future__ import annotations

import json

import hostile
import pytest
import runners
from forges import MENTIONS, READERS
from hypothesis import HealthCheck, Phase, given, settings

from trueline.model.change import Change
from trueline.model.difference import Comparison, Difference, ValueDifference
from trueline.model.location import Location, Region
from trueline.model.report import Notification
from trueline.reporters import comparison, comparison_json, comparison_markdown
from trueline.reporters.changelog import part_of, subject_in
from trueline.reporters.page import Options

SLOW = settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
BASE = "b" * 40
HERE = Location("api.yaml", "", Region(3, 5, 3, 9))
THERE = Location("api.yaml", BASE, Region(7, 5, 7, 9))
GONE = Change(
    "openapi/operation-removed", "GET /orders", "the operation is gone", "breaking", ("clients",), HERE, THERE,
    details={"deprecated": True, "sunset": "2026-01-31", "reason": "use /purchases"}, contract="api.yaml",
)  # fmt: skip
FIELD = Change(
    "openapi/response-property-removed", "GET /sizes response 200 application/json total", "the property total is gone",
    "dangerous", ("clients",), HERE, THERE, details={"operations": ["GET /sizes"], "operation_count": 3},
    contract="api.yaml",
)  # fmt: skip
TYPE = Change(
    "protobuf/message-deleted", "shop.v1.Order.Line", "message Line is gone", "breaking", ("clients", "data"), None,
    Location("shop.proto", BASE, Region(2, 9, 2, 14)), contract="proto",
)  # fmt: skip
NEW = Change(
    "openapi/operation-added", "PUT /orders", "the operation is new", "compatible", (), HERE, contract="api.yaml"
)
OLD = Change(
    "graphql/deprecation-added",
    "Order.note",
    "Order.note is deprecated now",
    "compatible",
    (),
    HERE,
    contract="a.graphql",
)
SERVICE = Difference(
    "changed", "kubernetes/Service", "Service/web", Location("web.yaml", "", Region(1, 1, 1, 2)),
    values=(ValueDifference(("spec", "ports", 0), 80, 8080),),
)  # fmt: skip
ALL = Comparison(BASE, "a" * 40, complete=True, differences=(SERVICE,), changes=(NEW, OLD, FIELD, GONE, TYPE))

TERMINAL = """\
 openapi  api.yaml   1 breaking, 1 dangerous, 1 compatible
 breaking  openapi/operation-removed   the operation is gone
   api.yaml:3:5  GET /orders · breaks clients · was deprecated, sunset 2026-01-31: use /purchases
   ↳ api.yaml:7:5 at base
 dangerous  openapi/response-property-removed   the property total is gone
   api.yaml:3:5
      GET /sizes response 200 application/json total · may break clients · and 2 more operations
   ↳ api.yaml:7:5 at base
 compatible  openapi/operation-added   the operation is new
   api.yaml:3:5  PUT /orders

 protobuf  proto   1 breaking
 breaking  protobuf/message-deleted   message Line is gone
   shop.proto:2:9 at base  shop.v1.Order.Line · breaks clients, data

 graphql  a.graphql   1 compatible
 compatible  graphql/deprecation-added   Order.note is deprecated now
   api.yaml:3:5  Order.note

 ~  kubernetes/Service   Service/web
   web.yaml:1:1
      spec.ports[0]  80 → 8080

 resources: 1 changed · contracts: 2 breaking, 1 dangerous, 2 compatible · from bbbbbbbbb to
 aaaaaaaaa
"""
MARKDOWN = """\
## What changed

resources: 1 changed · contracts: 2 breaking, 1 dangerous, 2 compatible · from `bbbbbbbbb` to `aaaaaaaaa`

### `api.yaml` (openapi): 1 breaking, 1 dangerous, 1 compatible

#### Breaking

* `GET /orders`: the operation is gone (breaks clients; was deprecated, sunset `2026-01-31`: use `/purchases`)

#### Dangerous

* **`GET /sizes`**
  * `response 200 application/json total`: the property total is gone (and 2 more operations; may break clients)

#### Compatible

* `PUT /orders`: the operation is new

### `proto` (protobuf): 1 breaking

#### Breaking

* **`shop.v1.Order`**
  * `Line`: message Line is gone (breaks clients, data)

### `a.graphql` (graphql): 1 compatible

#### Deprecated

* **`Order`**
  * `note`: `Order.note` is deprecated now

### Resources

* **changed** `Service/web` (`kubernetes/Service`)
  * `spec.ports[0]`: `80` → `8080`
"""


def test_the_page_has_contracts_first_and_what_breaks_first() -> None:
    assert comparison.render(ALL, Options(100)) == TERMINAL


def test_markdown_can_be_pasted_into_the_notes_of_a_release() -> None:
    assert comparison_markdown.render(ALL) == MARKDOWN


@pytest.mark.parametrize(
    ("kind", "subject", "part", "rest"),
    [
        pytest.param("openapi/x", "GET /a/{} request", "GET /a/{}", "request", id="an operation"),
        pytest.param("openapi/x", "shop", "", "shop", id="a whole API"),
        pytest.param("graphql/x", "Query.a(b:)", "Query", "a(b:)", id="a field"),
        pytest.param("graphql/x", "@doc on ENUM", "@doc", "on ENUM", id="a directive"),
        pytest.param("graphql/x", "Mutation@a", "Mutation", "@a", id="a use of a directive"),
        pytest.param("protobuf/x", "a.b.C.D.e", "a.b.C", "D.e", id="a nested message"),
        pytest.param("protobuf/x", "a.b", "", "a.b", id="a package"),
        pytest.param("avro/x", "shop.Order.id", "shop.Order", "id", id="a record"),
        pytest.param("json-schema/x", "a.b[]", "", "a.b[]", id="no parts"),
    ],
)
def test_a_change_is_in_an_operation_or_type(kind: str, subject: str, part: str, rest: str) -> None:
    change = Change(kind, subject, "m", "breaking")

    assert (part_of(change), subject_in(change)) == (part, rest)


def test_thousands_of_changes_stay_few_lines_and_all_are_counted() -> None:
    changes = tuple(
        GONE._replace(kind=f"openapi/kind-{at % 7}", subject=f"GET /p{at}", compatibility=level)
        for level in ("breaking", "dangerous", "compatible")
        for at in range(2_000)
    )
    text = comparison.render(ALL._replace(changes=changes), Options(100))

    assert len(text.splitlines()) < 600
    assert "contracts: 2,000 breaking, 2,000 dangerous, 2,000 compatible" in text
    assert "… and 266 more (--verbose)" in text
    assert len(comparison.render(ALL._replace(changes=changes), Options(100, verbose=True)).splitlines()) > 6_000


def test_many_contracts_are_cut_too() -> None:
    changes = tuple(GONE._replace(contract=f"{at:03}.yaml") for at in range(100))
    text = comparison.render(ALL._replace(changes=changes), Options(100))

    assert "… and 70 more contracts: 70 breaking (--verbose)" in text


def test_markdown_is_cut_where_it_matters_least() -> None:
    new = tuple(NEW._replace(subject=f"PUT /o{at}", message="x" * 80) for at in range(2_000))
    text = comparison_markdown.render(ALL._replace(changes=(*new, GONE, TYPE)))
    shown = text.count("* `PUT")

    assert len(text.encode()) <= comparison_markdown.LARGEST
    assert "* `GET /orders`: the operation is gone" in text
    assert f"* … and {2_000 - shown:,} more (`trueline diff --verbose`)" in text
    whole = comparison_markdown.render(ALL._replace(changes=new), verbose=True)
    assert whole.count("* `PUT") == 2_000


def test_markdown_says_what_is_missing() -> None:
    note = Notification("error", "yaml-syntax", "a map ends nowhere", HERE)
    text = comparison_markdown.render(ALL._replace(complete=False, notifications=(note,)))

    assert "### Not compared\n\n* `api.yaml:3:5`: a map ends nowhere\n" in text


def test_json_counts_by_contract() -> None:
    data = json.loads(comparison_json.render(ALL))

    assert data["contracts"][0] == {
        "contract": "api.yaml", "format": "openapi", "breaking": 1, "dangerous": 1, "compatible": 1,
    }  # fmt: skip
    assert data["changes"][3]["details"]["sunset"] == "2026-01-31"


@pytest.mark.parametrize("reader", READERS)
@given(compared=hostile.comparisons)
@SLOW
def test_nothing_of_data_is_markup(reader, compared) -> None:
    page = reader(comparison_markdown.render(compared))

    assert set(page.tags) <= {"h2", "h3", "h4", "p", "ul", "li", "code", "strong"}
    assert page.links == []
    assert MENTIONS.search("\n".join(page.outside)) is None


@pytest.mark.parametrize("render", [comparison_markdown.render, comparison_json.render, comparison.render])
@given(compared=hostile.comparisons)
@SLOW
def test_a_build_log_obeys_nothing_of_it(render, compared) -> None:
    text = render(compared, Options()) if render is comparison.render else render(compared)

    text.encode()
    assert runners.github(text) == runners.azure(text) == []
