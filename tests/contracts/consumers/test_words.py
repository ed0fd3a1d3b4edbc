"""Which subjects can be of a contract: a misspelt one never counts as something that nobody uses."""

from __future__ import annotations

import pytest

from trueline.contracts.consumers import Tree
from trueline.contracts.consumers.words import Words
from trueline.model.unit import Unit
from trueline.repo.working import WorkingTree

FILES = {
    "api.yaml": "paths:\n  /orders/{id}:\n    get: {}\n  /orders: {}\n# total lines\n",
    "main.tf": 'variable "region" {}\noutput "id" {}\n',
    "a.proto": "package shop.v1; message Order { string total_sum = 1; }",
}


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("GET /orders/{}", True),
        ("GET /orders", True),
        ("GET /order", False),
        ("GET /orders/{}/lines", False),
        ("GET /orders/{} response 200 application/json lines[].total", True),
        ("GET /orders/{} response 200 application/json lines[].totl", False),
        ("var.region", True),
        ("var.regoin", False),
        ("shop.v1.Order.total_sum", True),
    ],
)
def test_each_name_stands_somewhere(tmp_path, subject: str, expected: object) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    words = Words([Unit("x", "", members=tuple(FILES))], [Tree([], WorkingTree(str(tmp_path)))])

    assert words.may_name(subject) == expected
