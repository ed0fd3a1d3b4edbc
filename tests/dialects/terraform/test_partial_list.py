"""A list of which the beginning is known is hidden, typed, linked and imported as a whole list is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from trueline.dialects.terraform.dialect import extract, plan
from trueline.model.settings import Settings
from trueline.repo.working import WorkingTree
from trueline.values.partial_list import PartialList
from trueline.values.statements import read_statements
from trueline.values.unknown import is_sensitive

if TYPE_CHECKING:
    from pathlib import Path

    from trueline.model.resource import Resource

MORE = 'variable "more" { type = list(string) }\n'
SENSITIVE = (
    'variable "words" {\n  type = list(string)\n  sensitive = true\n}\nresource "x" "y" {\n  words = var.words\n}\n'
)


def _read(folder: Path, files: dict[str, str]) -> dict[str, Resource]:
    for path, text in files.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text)
    tree = WorkingTree(str(folder))
    (unit,) = plan(tree.paths(), tree, Settings())
    return {resource.address: resource for resource in extract(unit, tree, Settings()).resources}


@pytest.mark.parametrize(
    ("files", "address"),
    [
        pytest.param(
            {"main.tf": MORE + 'resource "x" "y" {\n  words = sensitive(concat(["hunter2"], var.more))\n}\n'},
            "x.y",
            id="by the function",
        ),
        pytest.param(
            {
                "main.tf": MORE + 'module "m" {\n  source = "./m"\n  words  = concat(["hunter2"], var.more)\n}\n',
                "m/main.tf": SENSITIVE,
            },
            "module.m.x.y",
            id="by the variable",
        ),
    ],
)
def test_the_known_beginning_of_a_secret_list_is_secret(tmp_path: Path, files: dict[str, str], address: str) -> None:
    found = _read(tmp_path, files)[address].value["words"]

    assert isinstance(found, PartialList)
    assert is_sensitive(found.elements[0])


def test_what_is_not_secret_any_more_is_shown(tmp_path: Path) -> None:
    text = MORE + 'resource "x" "y" {\n  words = nonsensitive(sensitive(concat(["shown"], var.more)))\n}\n'
    found = _read(tmp_path, {"main.tf": text})["x.y"].value["words"]

    assert isinstance(found, PartialList)
    assert not is_sensitive(found.elements[0])


def test_what_may_follow_keeps_a_link_open(tmp_path: Path) -> None:
    text = MORE + (
        'resource "aws_security_group" "g" {}\n'
        'resource "x" "y" {\n  groups = concat([aws_security_group.g.id], var.more)\n}\n'
    )
    found = _read(tmp_path, {"main.tf": text})["x.y"].refer("groups")

    assert found.addresses == {"aws_security_group.g"}
    assert found.open is not None


def test_numbers_in_it_are_typed(tmp_path: Path) -> None:
    text = MORE + (
        'resource "aws_security_group" "g" {\n'
        '  ingress = concat([{ from_port = "22" }], [for port in var.more : { from_port = port }])\n}\n'
    )
    found = _read(tmp_path, {"main.tf": text})["aws_security_group.g"].value["ingress"]

    assert isinstance(found, PartialList)
    assert found.elements == ({"from_port": 22},)


def test_policies_before_the_unknown_ones_are_imported(tmp_path: Path) -> None:
    text = MORE + (
        'data "aws_iam_policy_document" "d" {\n'
        '  source_policy_documents = concat([jsonencode({ Statement = [{ Action = "*" }] })], var.more)\n}\n'
        'resource "aws_iam_policy" "p" {\n  policy = data.aws_iam_policy_document.d.json\n}\n'
    )
    found = _read(tmp_path, {"main.tf": text})["aws_iam_policy.p"].value["policy"]
    known = next(iter(read_statements(found)))

    assert isinstance(known, dict)
    assert known["actions"] == ["*"]
