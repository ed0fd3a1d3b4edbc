"""Plans that Terraform made: values, unknowns, secrets, references and places."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from trueline.dialects.terraform import dialect
from trueline.model.settings import Settings
from trueline.repo.working import WorkingTree
from trueline.values.unknown import Unknown, is_sensitive, is_unknown, leaves

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from trueline.model.location import Location
    from trueline.model.resource import Resource
    from trueline.model.unit import Extract


@pytest.fixture(scope="module")
def found(planned: Path, read: Callable[[Path], Extract]) -> Mapping[str, Resource]:
    return {resource.address: resource for resource in read(planned).resources}


def test_each_instance_is_a_resource(found: Mapping[str, Resource], planned: Path) -> None:
    tree = WorkingTree(str(planned))
    (unit,) = dialect.plan(tree.paths(), tree, Settings())
    static = {resource.address: resource.kind for resource in dialect.extract(unit, tree, Settings()).resources}

    assert static == {address: resource.kind for address, resource in found.items()}


def test_what_is_known_without_a_plan_is_the_same_in_it(found: Mapping[str, Resource], planned: Path) -> None:
    tree = WorkingTree(str(planned))
    (unit,) = dialect.plan(tree.paths(), tree, Settings())
    compared = 0
    for resource in dialect.extract(unit, tree, Settings()).resources:
        for name, static in resource.value.items():
            pairs = _pairs(static, found[resource.address].value.get(name))
            for ours, planned_leaf in pairs:
                assert is_unknown(planned_leaf) if is_unknown(ours) else ours == planned_leaf, (resource.address, name)
                compared += 1

    assert compared > 50


def _pairs(static: object, planned: object) -> list[tuple[object, object]]:
    """Return the leaves of two values that stand at the same place."""
    if isinstance(static, dict) and isinstance(planned, dict):
        assert static.keys() == planned.keys()
        return [pair for name in static for pair in _pairs(static[name], planned[name])]
    if isinstance(static, list) and isinstance(planned, list):
        assert len(static) == len(planned)
        return [pair for one in zip(static, planned, strict=True) for pair in _pairs(*one)]
    if isinstance(static, Unknown):
        return [(static, leaf) for leaf in leaves(planned)]
    return [(static, planned)]


def test_known_values_and_unknown_leaves_stand_side_by_side(found: Mapping[str, Resource]) -> None:
    value = found["terraform_data.block"].value["input"]

    assert value["deep"][0]["n"] == 1
    assert is_unknown(value["deep"][0]["arn"])
    assert value["bucket"].reasons == ("terraform_data.block.input ← terraform_data.bucket ← known after apply",)


def test_nulls_are_dropped(found: Mapping[str, Resource]) -> None:
    bucket = found["terraform_data.bucket"].value

    assert bucket["input"] == {"name": "logs", "tags": ["x", "y"]}
    assert "triggers_replace" not in bucket


@pytest.mark.parametrize(
    ("address", "attribute", "expected"),
    [
        pytest.param("terraform_data.block", "input", {"terraform_data.bucket"}, id="direct"),
        pytest.param("terraform_data.named", "input", {"terraform_data.bucket"}, id="value that is known"),
        pytest.param("terraform_data.named", "triggers_replace", {"terraform_data.numbered[1]"}, id="constant index"),
        pytest.param("terraform_data.paired[1]", "input", {"terraform_data.numbered[1]"}, id="same index"),
        pytest.param(
            'terraform_data.keyed["a"]',
            "triggers_replace",
            {"terraform_data.numbered[0]", "terraform_data.numbered[1]"},
            id="splat",
        ),
        pytest.param('terraform_data.chained["b"]', "input", {'terraform_data.keyed["b"]'}, id="chained for_each"),
        pytest.param("terraform_data.through_local", "input", {"terraform_data.bucket"}, id="through a local"),
        pytest.param(
            "terraform_data.through_module",
            "input",
            {'module.store["a"].module.inner.terraform_data.leaf'},
            id="through outputs",
        ),
        pytest.param(
            'module.store["b"].terraform_data.this', "input", {"terraform_data.bucket"}, id="through a variable"
        ),
        pytest.param(
            'module.store["b"].module.inner.terraform_data.leaf',
            "input",
            {'module.store["b"].terraform_data.this'},
            id="inside of modules",
        ),
        pytest.param("terraform_data.encoded", "input", {"terraform_data.bucket"}, id="inside of encoded text"),
    ],
)
def test_references_lead_to_resources(
    found: Mapping[str, Resource], address: str, attribute: str, expected: set[str]
) -> None:
    references = found[address].refer(attribute)

    assert references.addresses == expected
    assert references.open is None


def test_local_without_its_source_leaves_the_relation_open(
    planned: Path, read: Callable[[Path], Extract], tmp_path: Path
) -> None:
    shutil.copy(planned / "plan.json", tmp_path)
    found = {resource.address: resource for resource in read(tmp_path).resources}

    references = found["terraform_data.through_local"].refer("input")

    assert not references.addresses
    assert "local.bucket" in references.open.reasons[0]


def test_secrets_are_marked(found: Mapping[str, Resource]) -> None:
    value = found['terraform_data.keyed["a"]'].value["input"]

    assert [value["password"], value["pin"], value["nested"][0]["token"]] == ["canary-1", 4711, "canary-1"]
    assert all(map(is_sensitive, (value["password"], value["pin"], value["nested"][0]["token"])))
    assert not is_sensitive(value["key"])


def test_data_source_read_while_planning_is_known(found: Mapping[str, Resource]) -> None:
    read = found["data.terraform_remote_state.read"]

    assert read.kind == "terraform/data.terraform_remote_state"
    assert read.get("outputs.vpc") == "vpc-1"


def test_places_are_in_the_sources(found: Mapping[str, Resource], planned: Path) -> None:
    place = found['module.store["b"].terraform_data.this'].locate(("input", "name"))

    assert str(place.primary) == "store/main.tf:5:41"
    assert [_shown(planned, one) for one in place.related] == ["each.value", 'toset(["a", "b"])', 'module "store"']


def _shown(folder: Path, location: Location) -> str:
    """Return the text at a location that lies on one line."""
    line = (folder / location.path).read_text().splitlines()[location.region.start_line - 1]
    return line[location.region.start_column - 1 : location.region.end_column - 1]


def test_what_the_plan_computes_is_placed_at_its_block(found: Mapping[str, Resource], planned: Path) -> None:
    place = found["terraform_data.numbered[1]"].locate(("id",)).primary

    assert _shown(planned, place) == 'resource "terraform_data" "numbered"'


def test_without_sources_places_are_in_the_plan(planned: Path, read: Callable[[Path], Extract], tmp_path: Path) -> None:
    pretty = json.dumps(json.loads((planned / "plan.json").read_text()), indent=2)
    (tmp_path / "plan.json").write_text(pretty)
    found = {resource.address: resource for resource in read(tmp_path).resources}

    for address, path in (
        ("terraform_data.bucket", ("input", "name")),
        ('module.store["b"].terraform_data.this', ("input", "name")),
    ):
        location = found[address].locate(path).primary

        assert location.path == "plan.json"
        assert _shown(tmp_path, location) == json.dumps(found[address].get(".".join(path)))
    assert found["terraform_data.bucket"].source == "plan.json"


def test_sources_are_inputs_and_what_else_they_declare_is_judged(
    planned: Path, read: Callable[[Path], Extract]
) -> None:
    extract = read(planned)

    assert [(one.path, one.kind, one.state) for one in extract.inputs] == [
        ("plan.json", "terraform-plan", "read"),
        ("main.tf", "terraform", "read"),
        ("store/main.tf", "terraform", "read"),
        ("store/inner/main.tf", "terraform", "read"),
    ]
    assert {"var.secret", 'module.store["a"].module.inner'} <= {one.address for one in extract.resources}
    assert not extract.notifications


def test_binary_plan_says_how_to_write_json(planned: Path, read: Callable[[Path], Extract]) -> None:
    (notification,) = read(planned, "plan.bin").notifications

    assert notification.level == "error"
    assert (
        notification.message == "this is a binary plan, not JSON; write it with: terraform show -json PLAN > plan.json"
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-16-be"])
def test_plan_in_another_encoding(
    planned: Path, read: Callable[[Path], Extract], tmp_path: Path, encoding: str
) -> None:
    text = (planned / "plan.json").read_text()
    (tmp_path / "plan.json").write_bytes(("\ufeff" + text if encoding == "utf-16-be" else text).encode(encoding))

    extract = read(tmp_path)

    assert not extract.notifications
    assert "terraform_data.block" in {resource.address for resource in extract.resources}


def test_plan_without_byte_order_mark_is_refused(
    planned: Path, read: Callable[[Path], Extract], tmp_path: Path
) -> None:
    (tmp_path / "plan.json").write_bytes((planned / "plan.json").read_text().encode("utf-16-le"))

    extract = read(tmp_path)

    assert [one.message for one in extract.notifications] == [
        "this is UTF-16 without a byte order mark; write the plan as UTF-8"
    ]
    assert extract.inputs[0].state == "unreadable"
