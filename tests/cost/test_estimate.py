from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from priced import estimates

from trueline.cost.aws import network
from trueline.values.bounds import OPEN, Bounds

if TYPE_CHECKING:
    from pathlib import Path

NAT = 'resource "aws_nat_gateway" "%s" {\n  subnet_id = "s"\n}\n'


def test_an_estimator_that_crashes_is_an_error_of_its_resource_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(it: object) -> object:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setitem(network.ESTIMATORS, "aws_nat_gateway", crash)
    found = estimates(tmp_path, NAT % "a" + 'resource "aws_kms_key" "b" {}\n')

    assert [gap.kind for gap in found["aws_nat_gateway.a"].gaps] == ["error"]
    assert found["aws_nat_gateway.a"].amount == OPEN
    assert found["aws_kms_key.b"].amount.expected.low == 1.0


def test_addresses_tell_their_module() -> None:
    from trueline.cost.estimate import module_of

    assert module_of("aws_x.a") == ""
    assert module_of('module.a["x.y]"].module.b[0].aws_x.a["m.n"]') == 'module.a["x.y]"].module.b[0]'


def test_a_crash_makes_the_run_incomplete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from trueline.run.costs import _crashed
    from trueline.run.costs.pairs import paired
    from trueline.run.costs.scopes import Ledger

    monkeypatch.setitem(network.ESTIMATORS, "aws_nat_gateway", lambda it: 1 / 0)
    found = estimates(tmp_path, NAT % "a")
    (said,) = _crashed(Ledger(paired((), found.values()), is_whole=True, has_base=False))

    assert (said.level, said.location.region.start_line) == ("error", 1)
    assert "aws_nat_gateway.a" in said.message


def test_an_estimator_of_objects_that_crashes_is_an_error_of_its_object_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from trueline.cost.kubernetes import objects

    claim = "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: c}\nspec: {}\n"
    service = "apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {type: LoadBalancer}\n"
    monkeypatch.setitem(objects._ESTIMATORS, ("", "PersistentVolumeClaim"), lambda it: 1 / 0)
    found = estimates(tmp_path, f"{claim}---\n{service}", name="a.yaml")

    assert [gap.kind for gap in found["PersistentVolumeClaim/c"].gaps] == ["error"]
    assert found["Service/s"].components


def test_a_moved_block_speaks_of_its_own_module(tmp_path: Path) -> None:
    (tmp_path / "m").mkdir()
    module = 'resource "aws_eip" "new" {}\nmoved {\n  from = aws_eip.old\n  to = aws_eip.new\n}\n'
    (tmp_path / "m/main.tf").write_text(module)
    found = estimates(tmp_path, 'module "x" {\n  source = "./m"\n}\n')

    assert found["module.x.moved[0]"].tags == {"from": "module.x.aws_eip.old", "to": "module.x.aws_eip.new"}


@pytest.mark.parametrize(
    ("resource", "module", "number"),
    [
        pytest.param("count = 5000", "", Bounds(5000.0, 5000.0), id="more than are looked at one by one"),
        pytest.param("count = var.x ? 5000 : 1", "", Bounds(1.0, 5000.0), id="of a condition"),
        pytest.param(
            'for_each = toset(flatten([for a in range(60) : [for b in range(50) : "${a}-${b}"]]))',
            "",
            Bounds(3000.0, 3000.0),
            id="by their names",
        ),
        pytest.param("", "count = 2500", Bounds(2500.0, 2500.0), id="of the module"),
        pytest.param("count = var.x ? 2 : 1", "count = 2500", Bounds(2500.0, 5000.0), id="of both"),
        pytest.param("count = -1", "", OPEN.expected, id="less than none"),
    ],
)
def test_what_is_not_looked_at_one_by_one_is_counted(
    tmp_path: Path, resource: str, module: str, number: Bounds
) -> None:
    """25 GB of gp3 in us-east-1 are 25 × 0.08 = 2.00 a month."""
    (tmp_path / "m").mkdir()
    (tmp_path / "m/main.tf").write_text(
        f'variable "x" {{}}\nresource "aws_ebs_volume" "k" {{\n  type = "gp3"\n  size = 25\n  {resource}\n}}\n'
    )
    found = estimates(tmp_path, f'variable "x" {{}}\nmodule "m" {{\n  source = "./m"\n  x = var.x\n  {module}\n}}\n')
    (volume,) = (one for address, one in found.items() if "aws_ebs_volume" in address)

    assert volume.amount.expected == Bounds(2.0 * number.low, 2.0 * number.high)


STACK = """
Parameters: {Team: {Type: String}, Tag: {Type: String}}
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties: {Tags: [%s]}
"""


@pytest.mark.parametrize(
    ("tags", "known", "doubts"),
    [
        pytest.param("{Key: team, Value: shop}", {"team": "shop"}, set(), id="known"),
        pytest.param("{Key: team, Value: !Ref Team}", {}, {"team"}, id="a value is not"),
        pytest.param("{Key: !Ref Tag, Value: shop}, {Key: a, Value: b}", {"a": "b"}, {"*"}, id="a name is not"),
    ],
)
def test_a_tag_of_a_stack_that_is_not_known_may_be_any(
    tmp_path: Path, tags: str, known: dict[str, str], doubts: set[str]
) -> None:
    found = estimates(tmp_path, STACK % tags, name="stack.yaml")["Key"]

    assert (found.tags, found.doubts.keys()) == (known, doubts)


GROUP = """
variable "team" {}
resource "aws_autoscaling_group" "g" {
  min_size = 1
  max_size = 1
  %s
}
"""


@pytest.mark.parametrize(
    ("tags", "doubts"),
    [
        pytest.param('tag {\n    key = "team"\n    value = var.team\n  }', {"team"}, id="a value"),
        pytest.param(
            'dynamic "tag" {\n    for_each = var.team\n    content {\n      key = tag.key\n      value = tag.value\n'
            "    }\n  }",
            {"*"},
            id="which there are",
        ),
    ],
)
def test_a_tag_of_a_group_that_is_not_known_may_be_any(tmp_path: Path, tags: str, doubts: set[str]) -> None:
    assert estimates(tmp_path, GROUP % tags)["aws_autoscaling_group.g"].doubts.keys() == doubts
