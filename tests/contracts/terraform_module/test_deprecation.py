"""What a Terraform module announced at base of its variables and outputs."""

from __future__ import annotations

import pytest

DAY = {"deprecated": True, "sunset": "2026-12-01"}
OUTPUT = 'output "o" {\n  value = 1\n}\n'
VARIABLE = 'variable "a" {{\n  type = {}\n{}\n}}\n'


def told(change):
    return {name: one for name, one in change.details.items() if name in ("deprecated", "sunset", "sunset_invalid")}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("", {}, id="not deprecated"),
        pytest.param('deprecated = "until 2026-12-01"', DAY, id="deprecated"),
        pytest.param('description = "Deprecated since 2020-01-01, removed on 2026-12-01."', DAY, id="a description"),
        pytest.param('description = "The day, 2026-12-01."', {}, id="another description"),
        pytest.param(
            'deprecated = "sunset: next year"', {"deprecated": True, "sunset_invalid": "next"}, id="no day at all"
        ),
    ],
)
@pytest.mark.parametrize("head", [pytest.param(OUTPUT, id="gone"), pytest.param(None, id="another type")])
def test_a_variable(compare, line, expected, head):
    base = OUTPUT + VARIABLE.format("string", line)
    (change,) = compare(base, head or OUTPUT + VARIABLE.format("list(string)", line)).changes

    assert told(change) == expected


def test_what_head_alone_announces_does_not_count(compare):
    base, head = VARIABLE.format("string", ""), VARIABLE.format("list(string)", 'deprecated = "until 2020-01-01"')
    changes = {change.kind.rpartition("/")[2]: told(change) for change in compare(base, head).changes}
    changes.pop("deprecation-added")

    assert list(changes.values()) == [{}]
