from __future__ import annotations

from typing import TYPE_CHECKING

from priced import estimates

from trueline.cost.aws import network
from trueline.values.bounds import OPEN

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

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
